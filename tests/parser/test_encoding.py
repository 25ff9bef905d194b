"""Files come as Chinese editors save them; one that cannot be read says so in Chinese and costs the others nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.parser.__main__ import main
from articles.parser.encoding import decode_text

TEXT = "本报讯 通讯员王芳报道 龙游县总工会新建工会驿站12家。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_files_are_read_as_editors_save_them(encoding: str) -> None:
    assert decode_text(TEXT.encode(encoding)) == TEXT


@given(st.binary(max_size=200))
def test_any_bytes_are_answered(data: bytes) -> None:
    assert isinstance(decode_text(data), str)


def test_a_file_that_is_missing_costs_the_others_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, folder, missing = tmp_path / "页.txt", tmp_path / "夹", tmp_path / "无.txt"
    page.write_bytes(TEXT.encode("gb18030"))
    folder.mkdir()
    assert main([str(missing), str(page), str(folder)]) == 1
    told = capsys.readouterr()
    (line,) = told.out.splitlines()
    assert [m["unit"] for a in json.loads(line)["articles"] for m in a["metrics"]] == ["家"]
    assert told.err.splitlines() == [
        f"无法读取 {missing}：没有这个文件。",
        f"无法读取 {folder}：这是文件夹，不是文件。",
        "3 个文件中有 2 个无法读取。",
    ]
