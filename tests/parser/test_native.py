"""A build of the parser is used by the sources it was made from, and by no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles.parser.native import SOURCES, SWITCH, find_build, find_digest, list_sources


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(SWITCH, raising=False)
    folder = tmp_path / "parser"
    (folder / "facts").mkdir(parents=True)
    for name in ("__init__.py", "native.py", "pipeline.py", "facts/__init__.py", "facts/figures.py"):
        (folder / name).write_text(f"# {name}\n", encoding="utf-8")
    return folder


@pytest.fixture
def builds(tmp_path: Path, package: Path) -> Path:
    folder = tmp_path / "build"
    (folder / find_digest(package)).mkdir(parents=True)
    return folder


def test_a_build_of_these_sources_is_found(package: Path, builds: Path) -> None:
    assert find_build(package, builds) == builds / find_digest(package)


def test_sources_that_changed_have_no_build(package: Path, builds: Path) -> None:
    (package / "facts" / "figures.py").write_text("# mended\n", encoding="utf-8")
    assert find_build(package, builds) is None


def test_a_module_more_or_renamed_is_a_change(package: Path, builds: Path) -> None:
    (package / "facts" / "figures.py").rename(package / "facts" / "numbers.py")
    assert find_build(package, builds) is None
    (package / "facts" / "numbers.py").rename(package / "facts" / "figures.py")
    assert find_build(package, builds) is not None


def test_without_builds_the_sources_run(package: Path, tmp_path: Path) -> None:
    assert find_build(package, tmp_path / "nowhere") is None


def test_a_build_can_be_forbidden(package: Path, builds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "source")
    assert find_build(package, builds) is None


def test_a_build_that_is_demanded_must_fit(package: Path, builds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "compiled")
    assert find_build(package, builds) is not None
    (package / "pipeline.py").write_text("# mended\n", encoding="utf-8")
    with pytest.raises(ImportError, match="make compiled"):
        find_build(package, builds)


def test_what_decides_what_runs_is_not_compiled() -> None:
    names = {path.relative_to(SOURCES).as_posix() for path in list_sources()}
    assert {"pipeline.py", "facts/figures.py", "page/read.py"} <= names
    assert not {name for name in names if name.endswith(("__init__.py", "__main__.py"))} | ({"native.py"} & names)
