"""The text of a file as Chinese editors save it."""

from __future__ import annotations

from pathlib import Path

#: Why a file cannot be read, as the person at the command line is told.
_REASONS: dict[type[OSError], str] = {
    FileNotFoundError: "没有这个文件",
    IsADirectoryError: "这是文件夹，不是文件",
    PermissionError: "没有读取权限",
}


class FileUnreadable(Exception):
    """A file that cannot be read; the message is the Chinese sentence that says which and why."""


def decode_text(data: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with mark, else GB18030; bytes that fit none become U+FFFD, never an error."""
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
    except OSError as error:
        why = _REASONS.get(type(error)) or error.strerror or str(error)
        raise FileUnreadable(f"无法读取 {name}：{why}。") from error
