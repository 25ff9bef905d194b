"""The parser's tables: read from TSV, checked on load, handed in as one value.

Every table is a file in `lexicon/` with a header line and one fact a row.
`load_lexicon()` reads the files that ship; editors' additions are merged by
`Lexicon.extended`, and `version` is the digest of all rows together, so that
a stored page knows which words it was read with.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

FOLDER = Path(__file__).parent / "lexicon"

CATEGORIES = [
    "childcare",
    "station",
    "legal",
    "skills",
    "care",
    "organizing",
    "bargaining",
    "health",
    "culture",
    "employment",
    "safety",
    "model",
    "aid",
    "digital",
    "other",
]

PROGRAM_ROLES = ("", "service", "passing", "title", "organization", "common", "foreign")

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
    """A functional zone; `county_code` is where it lies, "" if across counties.

    `merged`: one administration with that county (金义新区 and 金东区), so that news
    of the zone is news of the county; otherwise it counts to its city.
    """

    name: str
    short: str
    city_code: str
    county_code: str
    note: str
    merged: bool = False


@dataclass(frozen=True, slots=True)
class ProgramName:
    """One name of a program: `alias` is what is printed, `canonical` what it counts as.

    `role` says what kind of name it is if not a plain program's: service (助学,
    体检: also a common noun), passing (a platform mostly named in passing), title
    (an honour), organization, common (a slogan or common word), foreign (another
    body's). Collision rules: one of `needs` must stand in the article, none of `unless`.
    """

    canonical: str
    alias: str
    category: str
    place: str
    owner: str
    note: str
    role: str = ""
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A canonical indicator; `units` without scale count it, `cue_words` (regular expressions) tell it in a phrase.

    `kind`: S stock, F flow, C cumulative, R ratio, M money, D descriptive.
    """

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
    #: Regular expressions, each for what may stand behind the word if it is no measure word there (成 + 为).
    not_before: tuple[str, ...]
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
    """A number that is no figure: `pattern` lies `over` it, or ends `before` it, or opens `after` it."""

    name: str
    side: str
    pattern: str
    example: str
    reason: str


@dataclass(frozen=True, slots=True)
class PhraseWord:
    """A word, as a regular expression, that the phrase of an indicator sheds or is judged by.

    `kind` says where: see facts/phrases.py.
    """

    pattern: str
    kind: str
    note: str


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
    """All tables. A value: nobody changes it, `extended` gives a new one.

    Units stand in order of family and word, phrase words of kind and pattern. In `period_cues`,
    `status_cues` and `false_friends` the order is the rule's own: of two rows that match at one
    place the upper one wins.
    """

    divisions: tuple[Division, ...]
    zones: tuple[Zone, ...]
    programs: tuple[ProgramName, ...]
    indicators: tuple[IndicatorRow, ...]
    units: tuple[Unit, ...]
    qualifier_cues: tuple[Cue, ...]
    status_cues: tuple[Cue, ...]
    period_cues: tuple[Cue, ...]
    false_friends: tuple[FalseFriend, ...]
    phrase_words: tuple[PhraseWord, ...] = ()
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


def _zone(**c: str) -> Zone:
    merged = c.pop("merged") == "1"
    return Zone(**c, merged=merged)


def _program(**c: str) -> ProgramName:
    if c["category"] not in CATEGORIES:
        raise ValueError(f"unknown category {c['category']!r}")
    if c["role"] not in PROGRAM_ROLES:
        raise ValueError(f"unknown role {c['role']!r}")
    return ProgramName(
        c["canonical"], c["alias"], c["category"], c["place"], c["owner"], c["note"],
        c["role"], _split(c["needs"]), _split(c["unless"]),
    )  # fmt: skip


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
        tuple(_pattern(cue) for cue in _split(c["cue_words"])),
    )


def _unit(**c: str) -> Unit:
    if c["accept"] not in ("yes", "weak", "cue", "no"):
        raise ValueError(f"accept is {c['accept']!r}")
    if c["cn_digit"] not in ("yes", "tens", "no"):
        raise ValueError(f"cn_digit is {c['cn_digit']!r}")
    not_before = tuple(_pattern(p) for p in _split(c["not_before"]))
    return Unit(c["unit"], c["family"], c["counts"], c["accept"], c["cn_digit"], not_before, c["note"])


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"no regular expression: {text!r}: {error}") from error
    return text


def _qualifier_cue(**c: str) -> Cue:
    return Cue(c["cue"], c["qualifier"], c["position"], c["reach"], c["note"])


def _status_cue(**c: str) -> Cue:
    return Cue(_pattern(c["pattern"]), c["status"], c["kind"], c["reach"], c["note"])


def _period_cue(**c: str) -> Cue:
    return Cue(_pattern(c["pattern"]), "", c["kind"], c["reach"], c["note"])


def _false_friend(**c: str) -> FalseFriend:
    if c["side"] not in ("over", "before", "after"):
        raise ValueError(f"side is {c['side']!r}")
    return FalseFriend(c["name"], c["side"], _pattern(c["pattern"]), c["example"], c["reason"])


def _category_cue(**c: str) -> CategoryCue:
    if c["category"] not in CATEGORIES:
        raise ValueError(f"unknown category {c['category']!r}")
    end, inside, near = (float(c[k] or 0) for k in ("end", "inside", "near"))
    return CategoryCue(c["cue"], c["category"], end, inside, near, c["note"])


def _weight(**c: str) -> Weight:
    return Weight(c["model"], c["feature"], float(c["weight"]), c["note"])


def _phrase_word(**c: str) -> PhraseWord:
    return PhraseWord(_pattern(c["pattern"]), c["kind"], c["note"])


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
            zones=read_table("zones", _zone),
            programs=read_table("programs", _program),
            indicators=read_table("indicators", _indicator),
            units=read_table("units", _unit),
            qualifier_cues=read_table("qualifier_cues", _qualifier_cue),
            status_cues=read_table("status_cues", _status_cue),
            period_cues=read_table("period_cues", _period_cue),
            false_friends=read_table("false_friends", _false_friend),
            phrase_words=read_table("phrase_words", _phrase_word),
            category_cues=read_table("category_cues", _category_cue),
            name_cues=read_table("name_cues", lambda **c: NameCue(**c)),
            weights=read_table("weights", _weight),
        )
    )
