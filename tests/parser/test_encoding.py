"""Files come as Chinese editors save them; one that cannot be read says so in Chinese and costs the others nothing."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.parser.__main__ import main
from articles.parser.encoding import FileUnreadable, decode_text

TEXT = "本报讯 通讯员王芳报道 龙游县总工会新建工会驿站12家。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_files_are_read_as_editors_save_them(encoding: str) -> None:
    assert decode_text(TEXT.encode(encoding)) == TEXT


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(FileUnreadable):
        assert isinstance(decode_text(data), str)


def test_what_is_no_writing_is_refused() -> None:
    """Bytes of every value, as a picture has them, are all but valid GB18030."""
    with pytest.raises(FileUnreadable, match="不是文字文件"):
        decode_text(bytes((7 * i * i + i // 3) % 256 for i in range(9000)))


def test_single_damaged_bytes_do_not_refuse_a_page() -> None:
    page = (TEXT * 20).encode("gb18030")
    assert decode_text(page[:40] + b"\xff\x00" + page[40:]).endswith(TEXT)


def test_a_file_that_is_missing_costs_the_others_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, folder, missing, picture = (tmp_path / name for name in ("页.txt", "夹", "无.txt", "图.png"))
    page.write_bytes(TEXT.encode("gb18030"))
    picture.write_bytes(bytes(range(256)) * 8)
    folder.mkdir()
    assert main([str(missing), str(page), str(folder), str(picture)]) == 1
    told = capsys.readouterr()
    (line,) = told.out.splitlines()
    assert [m["unit"] for a in json.loads(line)["articles"] for m in a["metrics"]] == ["家"]
    assert told.err.splitlines() == [
        f"无法读取 {missing}：没有这个文件。",
        f"无法读取 {folder}：这是文件夹，不是文件。",
        f"无法读取 {picture}：这不是文字文件，可能是图片、Word 或 PDF。请另存为纯文本，或打开后复制文字粘贴。",
        "4 个文件中有 3 个无法读取。",
    ]
