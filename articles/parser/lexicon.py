"""The parser's tables: read from TSV, checked on load, handed in as one value.

Every table is a file in `lexicon/` with a header line and one fact a row.
`load_lexicon()` reads the files that ship; editors' additions are merged by
`Lexicon.extended`, and `version` is the digest of all rows together, so that
a stored page knows which words it was read with.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

FOLDER = Path(__file__).parent / "lexicon"

CATEGORIES = (
    "childcare station legal skills care organizing bargaining health culture employment safety model aid digital other"
).split()

Row = TypeVar("Row")


class LexiconError(ValueError):
    """A table that cannot be trusted; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Division:
    """An administrative division by GB/T 2260 code; `parent_code` is the city's for a county."""

    code: str
    name: str
    short: str
    level: str
    kind: str
    parent_code: str
    aliases: tuple[str, ...]
    former: tuple[str, ...]
    ambiguous: bool
    ambiguous_why: str
    grid_col: int | None
    grid_row: int | None


@dataclass(frozen=True, slots=True)
class Zone:
    """A functional zone; `county_code` "" where it counts to its city only."""

    name: str
    short: str
    city_code: str
    county_code: str
    note: str
    merged: bool = False


@dataclass(frozen=True, slots=True)
class ProgramName:
    """One name of a program: `alias` is what is printed, `canonical` what it counts as."""

    canonical: str
    alias: str
    category: str
    place: str
    owner: str
    note: str


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    code: str
    core: bool
    name: str
    units: tuple[str, ...]
    kind: str
    category: str
    cue_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A measure word. `accept`: yes, weak, cue or no; `cn_digit`: which Chinese numerals count before it."""

    unit: str
    family: str
    counts: str
    accept: str
    cn_digit: str
    note: str


@dataclass(frozen=True, slots=True)
class Cue:
    """A qualifier, status or period cue: columns as in the file, missing ones ""."""

    cue: str
    value: str
    kind: str
    reach: str
    note: str


@dataclass(frozen=True, slots=True)
class FalseFriend:
    pattern: str
    example: str
    why: str


@dataclass(frozen=True, slots=True)
class CategoryCue:
    """A word that marks a category of programs; `end` and `inside` weigh it at a name's end and elsewhere in it,
    `near` in what stands round the name."""

    cue: str
    category: str
    end: float
    inside: float
    near: float
    note: str


@dataclass(frozen=True, slots=True)
class NameCue:
    """A word that helps to tell the name of a program; `role` says how (head, behind, verb, …)."""

    cue: str
    role: str
    note: str


@dataclass(frozen=True, slots=True)
class Weight:
    """A learned weight of a linear model (`names` or `links`)."""

    model: str
    feature: str
    weight: float
    note: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All tables. A value: nobody changes it, `extended` gives a new one."""

    divisions: tuple[Division, ...]
    zones: tuple[Zone, ...]
    programs: tuple[ProgramName, ...]
    indicators: tuple[IndicatorRow, ...]
    units: tuple[Unit, ...]
    qualifier_cues: tuple[Cue, ...]
    status_cues: tuple[Cue, ...]
    period_cues: tuple[Cue, ...]
    false_friends: tuple[FalseFriend, ...]
    category_cues: tuple[CategoryCue, ...] = ()
    name_cues: tuple[NameCue, ...] = ()
    weights: tuple[Weight, ...] = ()
    version: str = ""

    def __hash__(self) -> int:
        """By version alone, so that what is compiled from a lexicon can be cached on it cheaply."""
        return hash(self.version)

    def extended(self, programs: Iterable[ProgramName] = ()) -> Lexicon:
        """The lexicon with editors' names added; a name of theirs wins over the same one that ships."""
        added = tuple(programs)
        names = {(p.alias, p.place) for p in added}
        kept = tuple(p for p in self.programs if (p.alias, p.place) not in names)
        return _versioned(replace(self, programs=kept + added))


def _split(text: str, mark: str = ";") -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(mark) if part.strip())


def _number(text: str) -> int | None:
    return int(text) if text else None


def read_table(name: str, build: Callable[..., Row]) -> tuple[Row, ...]:
    """The rows of `lexicon/NAME.tsv`, each built from its columns by `build(column=value, …)`.

    Raises LexiconError naming file and line for a wrong number of columns,
    space round a cell, a row twice, or a value that `build` refuses.
    """
    path = FOLDER / f"{name}.tsv"
    lines = path.read_text(encoding="utf8").splitlines()
    header = lines[0].split("\t")
    rows: list[Row] = []
    seen: set[str] = set()
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        cells += [""] * (len(header) - len(cells))
        if len(cells) > len(header) or line in seen or any(c != c.strip() for c in cells):
            raise LexiconError(f"{path.name}:{number}: wrong columns, outer blanks or a row twice: {line!r}")
        seen.add(line)
        try:
            rows.append(build(**dict(zip(header, cells, strict=True))))
        except (TypeError, ValueError) as error:
            raise LexiconError(f"{path.name}:{number}: {error}") from error
    return tuple(rows)


def _division(**c: str) -> Division:
    return Division(
        c["code"], c["name"], c["short"], c["level"], c["kind"], c["parent_code"],
        _split(c["aliases"]), _split(c["former"]), c["ambiguous"] == "1", c["ambiguous_why"],
        _number(c["grid_col"]), _number(c["grid_row"]),
    )  # fmt: skip


def _program(**c: str) -> ProgramName:
    if c["category"] not in CATEGORIES:
        raise ValueError(f"unknown category {c['category']!r}")
    return ProgramName(c["canonical"], c["alias"], c["category"], c["place"], c["owner"], c["note"])


def _indicator(**c: str) -> IndicatorRow:
    if c["category"] not in CATEGORIES:
        raise ValueError(f"unknown category {c['category']!r}")
    return IndicatorRow(
        c["code"],
        c["core"] == "yes",
        c["name"],
        _split(c["units"], "/"),
        c["kind"],
        c["category"],
        _split(c["cue_words"]),
    )


def _unit(**c: str) -> Unit:
    if c["accept"] not in ("yes", "weak", "cue", "no"):
        raise ValueError(f"accept is {c['accept']!r}")
    return Unit(c["unit"], c["family"], c["counts"], c["accept"], c["cn_digit"], c["note"])


def _qualifier_cue(**c: str) -> Cue:
    return Cue(c["cue"], c["qualifier"], c["position"], c["reach"], c["note"])


def _status_cue(**c: str) -> Cue:
    return Cue(c["cue"], c["status"], c["kind"], c["reach"], c["note"])


def _period_cue(**c: str) -> Cue:
    return Cue(c["pattern"], "", c["kind"], c["reach"], c["note"])


def _false_friend(**c: str) -> FalseFriend:
    return FalseFriend(c["pattern"], c["example"], c["why no metric"])


def _category_cue(**c: str) -> CategoryCue:
    if c["category"] not in CATEGORIES:
        raise ValueError(f"unknown category {c['category']!r}")
    end, inside, near = (float(c[k] or 0) for k in ("end", "inside", "near"))
    return CategoryCue(c["cue"], c["category"], end, inside, near, c["note"])


def _weight(**c: str) -> Weight:
    return Weight(c["model"], c["feature"], float(c["weight"]), c["note"])


def _versioned(lexicon: Lexicon) -> Lexicon:
    digest = hashlib.sha256()
    for part in fields(lexicon):
        if part.name != "version":
            digest.update(repr(getattr(lexicon, part.name)).encode())
    return replace(lexicon, version=digest.hexdigest()[:16])


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The lexicon that ships with the parser. Read once a process."""
    return _versioned(
        Lexicon(
            divisions=read_table("divisions", _division),
            zones=read_table("zones", lambda **c: Zone(**c)),
            programs=read_table("programs", _program),
            indicators=read_table("indicators", _indicator),
            units=read_table("units", _unit),
            qualifier_cues=read_table("qualifier_cues", _qualifier_cue),
            status_cues=read_table("status_cues", _status_cue),
            period_cues=read_table("period_cues", _period_cue),
            false_friends=read_table("false_friends", _false_friend),
            category_cues=read_table("category_cues", _category_cue),
            name_cues=read_table("name_cues", lambda **c: NameCue(**c)),
            weights=read_table("weights", _weight),
        )
    )
