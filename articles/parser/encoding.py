"""The text of a file as Chinese editors save it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

#: Why a file cannot be read, as the person at the command line is told.
_REASONS: Final[dict[type[OSError], str]] = {
    FileNotFoundError: "没有这个文件",
    IsADirectoryError: "这是文件夹，不是文件",
    PermissionError: "没有读取权限",
}


#: What no writing has: control characters beside blanks and line ends, and bytes that no encoding knows.
_NO_WRITING: Final = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffd]")
#: A file of which one character in so many is none is a picture or a document of another program. Of random bytes
#: one in six is, of a PNG one in four; a page from a text layer that is damaged here and there stays far below.
_ONE_IN: Final = 20


class FileUnreadable(Exception):
    """A file that cannot be read; the message is the Chinese sentence that says why, and which where it has a name."""


def decode_text(data: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with mark, else GB18030; single bytes that fit none become U+FFFD.

    Nearly any bytes pass for GB18030, a picture's too: what comes out is then
    no writing, and FileUnreadable says so.
    """
    text = _decode(data)
    if len(_NO_WRITING.findall(text)) * _ONE_IN > len(text):
        raise FileUnreadable("这不是文字文件，可能是图片、Word 或 PDF。请另存为纯文本，或打开后复制文字粘贴。")
    return text


def _decode(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def read_text_file(name: str) -> str:
    """The text of the file `name`; FileUnreadable says 「无法读取 页.txt：没有这个文件。」 where there is none."""
    try:
        return decode_text(Path(name).read_bytes())
    except FileUnreadable as error:
        raise FileUnreadable(f"无法读取 {name}：{error}") from error
    except OSError as failure:
        # another name than above: compiled, a name has one type
        why = _REASONS.get(type(failure)) or failure.strerror or str(failure)
        raise FileUnreadable(f"无法读取 {name}：{why}。") from failure
