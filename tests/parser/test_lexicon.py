"""Tables are checked when they are read: what cannot be used is named with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles.parser import lexicon
from articles.parser.lexicon import LexiconError, read_table, read_weights
from articles.parser.rows import Weight, build_category_cue, build_false_friend, build_status_cue, build_weight


def write_table(folder: Path, text: str) -> None:
    (folder / "table.tsv").write_text(text, encoding="utf8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(lexicon, "FOLDER", tmp_path)
    return tmp_path


def read_cells(**cells: str) -> tuple[str, ...]:
    return tuple(cells.values())


def test_rows_are_read_in_order_and_missing_last_cells_are_empty(folder: Path) -> None:
    write_table(folder, "word\tkind\tnote\n凉亭\thead\t\n午休\tverb\n茶 水\thead\ta blank inside\n")
    assert read_table("table", read_cells) == (
        ("凉亭", "head", ""),
        ("午休", "verb", ""),
        ("茶 水", "head", "a blank inside"),
    )


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("凉亭\thead\tone\ttoo many", id="a cell too many"),
        pytest.param("凉亭 \thead", id="a blank behind a cell"),
        pytest.param("凉亭\t head", id="a blank before a cell"),
        pytest.param("\u3000凉亭\thead", id="an ideographic space at the line's start"),
        pytest.param("凉亭\thead\tnote ", id="a blank at the line's end"),
        pytest.param("午休\tverb", id="a row twice"),
    ],
)
def test_a_row_of_another_shape_is_refused_with_file_and_line(folder: Path, line: str) -> None:
    write_table(folder, f"word\tkind\tnote\n午休\tverb\n{line}\n")
    with pytest.raises(LexiconError, match=r"^table\.tsv:3: "):
        read_table("table", read_cells)


@pytest.mark.parametrize(
    ("build", "header", "line", "said"),
    [
        pytest.param(build_weight, "model\tfeature\tweight\tnote", "names\tbias\tmany", "many", id="no number"),
        pytest.param(
            build_category_cue,
            "cue\tcategory\tend\tinside\tnear\tnote",
            "凉亭\tgarden\t1\t1\t1",
            "garden",
            id="no category",
        ),
        pytest.param(
            build_status_cue, "pattern\tstatus\tkind\treach\tnote", "将(要\tplanned\tverb\tclause", "", id="no pattern"
        ),
        pytest.param(
            build_status_cue, "pattern\tstatus\tkind\treach\tnote", "将要\thoped\tverb\tclause", "", id="no such choice"
        ),
        pytest.param(
            build_false_friend,
            "name\tside\tpattern\texample\treason",
            "room\tover\t\\d*\t3号\tno figure",
            "",
            id="empty",
        ),
    ],
)
def test_a_cell_that_cannot_be_used_is_refused_with_file_and_line(
    folder: Path, build: object, header: str, line: str, said: str
) -> None:
    write_table(folder, f"{header}\n{line}\n")
    with pytest.raises(LexiconError, match=rf"^table\.tsv:2: .*{said}"):
        read_table("table", build)  # type: ignore[arg-type]


HEADER = "model\tfeature\tweight\tnote"


def test_weights_are_read_with_and_without_notes(folder: Path) -> None:
    (folder / "weights.tsv").write_text(f"{HEADER}\nnames\tbias\t-1.5\n", encoding="utf8")
    assert read_weights() == (Weight("names", "bias", -1.5, ""),)
    (folder / "weights.tsv").write_text(f"{HEADER}\nnames\tbias\t-1.5\tby hand\n", encoding="utf8")
    assert read_weights() == (Weight("names", "bias", -1.5, "by hand"),)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("names\tbias\t-1.5", id="a row twice"),
        pytest.param("names\tonce\tmany", id="no number"),
        pytest.param("names \tonce\t1.5", id="a blank"),
        pytest.param("names\tonce\t1.5\t\tmore", id="a cell too many"),
    ],
)
def test_a_faulty_weight_is_refused_with_file_and_line(folder: Path, line: str) -> None:
    (folder / "weights.tsv").write_text(f"{HEADER}\nnames\tbias\t-1.5\n{line}\n", encoding="utf8")
    with pytest.raises(LexiconError, match=r"^weights\.tsv:3: "):
        read_weights()
