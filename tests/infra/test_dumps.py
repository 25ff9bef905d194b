"""A backup comes back whole, or is refused."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folders() -> Iterator[tuple[Path, Path]]:
    """Two data folders: one to back up, one to restore into."""
    made = Path(tempfile.mkdtemp(prefix="unionwatch-test-")), Path(tempfile.mkdtemp(prefix="unionwatch-test-"))
    yield made
    for folder in made:
        shutil.rmtree(folder)


def manage(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={
            **environment,
            "UNIONWATCH_DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "unionwatch.settings",
        },
        capture_output=True,
        text=True,
    )


def test_a_backup_comes_back_whole_and_an_altered_one_is_refused(folders: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = folders
    assert manage(old, "quickstart", "--no-samples").returncode == 0
    file = tmp_path / "watch.dump"
    assert manage(old, "backup", str(file)).returncode == 0
    assert file.stat().st_mode & 0o077 == 0
    rows = json.loads((tmp_path / "watch.dump.json").read_text(encoding="utf8"))["rows"]
    assert rows["articles_county"] == 90
    assert "不覆盖" in manage(old, "backup", str(file)).stderr
    assert "不是空的" in manage(old, "restore", str(file)).stderr

    whole = file.read_bytes()
    file.write_bytes(whole[:-100])
    assert "拒绝恢复" in manage(new, "restore", str(file)).stderr
    file.write_bytes(whole)
    done = manage(new, "restore", str(file))
    assert done.returncode == 0, done.stderr
    assert f"{sum(rows.values())} 行" in done.stdout

    again = tmp_path / "again.dump"
    assert manage(new, "backup", str(again)).returncode == 0
    assert json.loads((tmp_path / "again.dump.json").read_text(encoding="utf8"))["rows"] == rows
    assert "新建" not in manage(new, "quickstart", "--no-samples").stdout
