"""What a careful editor reads in each sample: `expected.tsv`, and `gaps.tsv` for what the parser does not read yet."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Figure:
    """`131 个 planned @TB01` in the table: value, unit, then what differs from exact and actual, then the indicator."""

    value: Decimal
    unit: str
    qualifier: str = "exact"
    status: str = "actual"
    code: str = ""

    def __str__(self) -> str:
        return f"{self.value}{self.unit} {self.qualifier} {self.status}"


@dataclass(frozen=True)
class ExpectedArticle:
    """One row: the article of `file` under `headline`, its place, and at least these programs and figures."""

    file: str
    headline: str
    city: str
    county: str
    programs: tuple[str, ...]
    figures: tuple[Figure, ...]


def load_expected() -> list[ExpectedArticle]:
    return [_build_article(row) for row in _read_rows("expected.tsv")]


def load_gaps() -> dict[tuple[str, str, str], str]:
    """(file, headline, what) → reason. `what` is headline, place, a program's name, a figure
    as printed by Figure, or its indicator: `480家 YZ03`."""
    return {(row["file"], row["headline"], row["what"]): row["reason"] for row in _read_rows("gaps.tsv")}


def _read_rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _build_article(row: dict[str, str]) -> ExpectedArticle:
    city, _, county = row["place"].partition("/")
    programs = tuple(filter(None, row["programs"].split("|")))
    figures = tuple(_build_figure(text) for text in row["figures"].split("|") if text)
    return ExpectedArticle(f"{row['file']}.txt", row["headline"], city, county, programs, figures)


def _build_figure(text: str) -> Figure:
    value, unit, *marks = text.split(" ")
    status = "planned" if "planned" in marks else "actual"
    code = next((mark[1:] for mark in marks if mark.startswith("@")), "")
    qualifier = next((mark for mark in marks if mark != "planned" and not mark.startswith("@")), "exact")
    return Figure(Decimal(value), unit, qualifier, status, code)
