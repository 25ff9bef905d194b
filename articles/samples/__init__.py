"""Sample bulletins: short texts of our own over reported facts, pasted in like any other page.

`bulletins/*.txt` are the texts as an editor would paste them, `bulletins.tsv`
says for each its source, date and page, and where its facts were reported.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).parent
INDEX = FOLDER / "bulletins.tsv"
TEXTS = FOLDER / "bulletins"
COLUMNS = ["file", "source", "kind", "date", "page", "note"]
KINDS = ("paper", "bulletin", "post")


@dataclass(frozen=True, slots=True)
class Sample:
    """One text to paste. `note` says where its facts were reported; `kind` is a `Source.Kind`."""

    file: str
    source: str
    kind: str
    published_on: date
    page: str
    note: str
    text: str


def load_samples() -> tuple[Sample, ...]:
    """All samples in the order of the index.

    Raises ValueError, naming file and line, for an index that does not fit its folder.
    """
    samples = tuple(_read_rows())
    listed = {sample.file for sample in samples}
    if spare := sorted({path.name for path in TEXTS.glob("*.txt")} - listed):
        raise ValueError(f"{INDEX.name}: no row for {', '.join(spare)}")
    if len(listed) != len(samples):
        raise ValueError(f"{INDEX.name}: a file is listed twice")
    return samples


def _read_rows() -> Iterator[Sample]:
    with INDEX.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if (header := next(rows)) != COLUMNS:
            raise ValueError(f"{INDEX.name}:1: columns are {header}, not {COLUMNS}")
        for number, row in enumerate(rows, start=2):
            yield _build_sample(row, where=f"{INDEX.name}:{number}")


def _build_sample(row: list[str], *, where: str) -> Sample:
    if len(row) != len(COLUMNS):
        raise ValueError(f"{where}: {len(row)} columns, not {len(COLUMNS)}")
    file, source, kind, day, page, note = row
    if kind not in KINDS:
        raise ValueError(f"{where}: kind {kind!r} is none of {', '.join(KINDS)}")
    if not (TEXTS / file).is_file():
        raise ValueError(f"{where}: {file} is missing")
    try:
        published_on = date.fromisoformat(day)
    except ValueError as error:
        raise ValueError(f"{where}: {error}") from None
    return Sample(file, source, kind, published_on, page, note, (TEXTS / file).read_text(encoding="utf-8"))
