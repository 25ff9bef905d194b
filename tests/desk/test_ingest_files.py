"""`manage.py ingest_files`: each file is a draft of its own, and one that fails stops nothing."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Bulletin

pytestmark = pytest.mark.django_db

TEXT = "本报讯 通讯员王芳报道 龙游县总工会今年新建工会驿站12家，接待户外劳动者3000余人次。"


def ingest(*files: Path) -> tuple[str, str]:
    """What the command prints, and the sentence it fails with, if any."""
    out, why = StringIO(), ""
    try:
        call_command(
            "ingest_files",
            *map(str, files),
            source="龙游工运",
            date=date(2025, 6, 3),
            stdout=out,
            stderr=out,
            verbosity=0,
        )
    except CommandError as error:
        why = str(error)
    return out.getvalue(), why


def test_files_in_two_encodings_become_drafts(tmp_path: Path) -> None:
    old, new = tmp_path / "旧.txt", tmp_path / "新.txt"
    old.write_bytes(TEXT.encode("gb18030"))
    new.write_text(TEXT.replace("12家", "15家"), encoding="utf-8")
    assert ingest(old, new) == ("新存 2 份，原已有 0 份，失败 0 份。\n", "")
    assert sorted(Bulletin.objects.values_list("raw_text", flat=True)) == sorted([TEXT, TEXT.replace("12家", "15家")])
    assert ingest(old)[0].startswith("新存 0 份，原已有 1 份")


def test_a_file_that_fails_is_told_and_stops_nothing(tmp_path: Path) -> None:
    empty, good, missing = tmp_path / "空.txt", tmp_path / "好.txt", tmp_path / "无.txt"
    empty.write_text("", encoding="utf-8")
    good.write_text(TEXT, encoding="utf-8")
    told, why = ingest(missing, empty, good)
    assert why == "3 个文件中有 2 个没有存入，见上。"
    assert f"无法读取 {missing}：没有这个文件。" in told
    assert f"失败 {empty}：" in told
    assert Bulletin.objects.count() == 1
