"""The rows of the parser's tables, and how each is built from a row's cells, with what a cell may hold.

A cell that cannot be used raises CellError, whether it stands in a file that ships or was typed by an editor.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

CATEGORIES: Final = [
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

PROGRAM_ROLES: Final = ("", "service", "passing", "title", "organization", "common", "foreign")

Choices = Mapping[str, tuple[str, ...]]

#: What the columns of the tables that editors may extend can hold.
UNIT_CHOICES: Final[Choices] = {
    "family": (
        "age",
        "area",
        "cases",
        "courses",
        "distance",
        "documents",
        "goods",
        "groups",
        "households",
        "items",
        "money",
        "orders",
        "ordinal",
        "pairs",
        "people",
        "rank",
        "ratio",
        "score",
        "sessions",
        "sites",
        "temperature",
        "things",
        "time",
        "visits",
    ),
    "accept": ("yes", "weak", "cue", "no"),
    "cn_digit": ("yes", "tens", "no"),
}
QUALIFIER_CHOICES: Final[Choices] = {
    "position": ("before", "after", "inside", "between"),
    "qualifier": ("over", "at_least", "about", "under", "at_most", "range"),
}
_REACHES: Final = ("clause", "sentence", "paragraph")
STATUS_CHOICES: Final[Choices] = {
    "status": ("planned", "actual"),
    "kind": ("verb", "adverb", "modal", "noun", "time", "frame"),
    "reach": _REACHES,
}
PERIOD_CHOICES: Final[Choices] = {
    "kind": ("span", "since", "as-of", "deadline", "year", "half", "months", "season", "event", "rate"),
    "reach": _REACHES,
}
FRIEND_CHOICES: Final[Choices] = {"side": ("over", "before", "after")}
#: Groups by name or number, which mean others once the pattern stands among its neighbours.
_REFERENCE: Final = re.compile(r"\\[1-9]|\(\?P=|\(\?\(")


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


class Weight(NamedTuple):
    """A learned weight of a linear model (`names` or `links`); of tens of thousands a tuple is made the fastest."""

    model: str
    feature: str
    weight: float
    note: str


class CellError(ValueError):
    """A cell that a table refuses: its column, what is wrong with it, and what the column takes.

    `problem` is "choice" (`allowed` lists the values), "pattern" (no regular expression; `detail` says why) or "empty".
    """

    def __init__(self, column: str, problem: str, *, allowed: tuple[str, ...] = (), detail: str = ""):
        super().__init__(f"{column}: {problem} {detail or ' '.join(allowed)}")
        self.column, self.problem, self.allowed, self.detail = column, problem, allowed, detail


def _split(text: str, mark: str = ";") -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(mark) if part.strip())


def _number(text: str) -> int | None:
    return int(text) if text else None


def build_division(**c: str) -> Division:
    return Division(
        c["code"], c["name"], c["short"], c["level"], c["kind"], c["parent_code"],
        _split(c["aliases"]), _split(c["former"]), c["ambiguous"] == "1", c["ambiguous_why"],
        _number(c["grid_col"]), _number(c["grid_row"]),
    )  # fmt: skip


def build_zone(**c: str) -> Zone:
    merged = c.pop("merged") == "1"
    return Zone(**c, merged=merged)


def build_program(**c: str) -> ProgramName:
    if c["category"] not in CATEGORIES:
        raise ValueError(f"unknown category {c['category']!r}")
    if c["role"] not in PROGRAM_ROLES:
        raise ValueError(f"unknown role {c['role']!r}")
    return ProgramName(
        c["canonical"], c["alias"], c["category"], c["place"], c["owner"], c["note"],
        c["role"], _split(c["needs"]), _split(c["unless"]),
    )  # fmt: skip


def build_indicator(**c: str) -> IndicatorRow:
    if c["category"] not in CATEGORIES:
        raise ValueError(f"unknown category {c['category']!r}")
    return IndicatorRow(
        c["code"],
        c["core"] == "yes",
        c["name"],
        _split(c["units"], "/"),
        c["kind"],
        c["category"],
        tuple(_pattern(cue, "cue_words") for cue in _split(c["cue_words"])),
    )


def build_unit(**c: str) -> Unit:
    _demand(c, UNIT_CHOICES, filled=("unit",))
    not_before = tuple(_pattern(p, "not_before") for p in _split(c["not_before"]))
    return Unit(c["unit"], c["family"], c["counts"], c["accept"], c["cn_digit"], not_before, c["note"])


def _demand(cells: dict[str, str], choices: Choices, filled: tuple[str, ...] = ()) -> None:
    """Raise CellError for an empty cell of `filled`, and for one whose value is not among its column's."""
    for column in filled:
        if not cells[column]:
            raise CellError(column, "empty")
    for column, allowed in choices.items():
        if cells[column] not in allowed:
            raise CellError(column, "choice", allowed=allowed)


def _pattern(text: str, column: str = "pattern") -> str:
    """A regular expression that can stand among others: no names, no references, and never empty-handed."""
    if text.isalnum():
        # a bare word is sound, and most rows hold no more
        return text
    try:
        compiled = re.compile(f"(?:{text})")
    except (re.error, RecursionError, OverflowError) as error:
        raise CellError(column, "pattern", detail=str(error)) from error
    if compiled.groupindex or _REFERENCE.search(text):
        raise CellError(column, "pattern", detail="named groups and references")
    if compiled.search("") or compiled.fullmatch(""):
        raise CellError(column, "pattern", detail="matches nothing at all")
    return text


def build_qualifier_cue(**c: str) -> Cue:
    _demand(c, QUALIFIER_CHOICES, filled=("cue",))
    return Cue(c["cue"], c["qualifier"], c["position"], c["reach"], c["note"])


def build_status_cue(**c: str) -> Cue:
    _demand(c, STATUS_CHOICES, filled=("pattern",))
    return Cue(_pattern(c["pattern"]), c["status"], c["kind"], c["reach"], c["note"])


def build_period_cue(**c: str) -> Cue:
    _demand(c, PERIOD_CHOICES, filled=("pattern",))
    return Cue(_pattern(c["pattern"]), "", c["kind"], c["reach"], c["note"])


def build_false_friend(**c: str) -> FalseFriend:
    _demand(c, FRIEND_CHOICES, filled=("pattern", "name", "reason"))
    return FalseFriend(c["name"], c["side"], _pattern(c["pattern"]), c["example"], c["reason"])


def build_category_cue(**c: str) -> CategoryCue:
    if c["category"] not in CATEGORIES:
        raise ValueError(f"unknown category {c['category']!r}")
    end, inside, near = (float(c[k] or 0) for k in ("end", "inside", "near"))
    return CategoryCue(c["cue"], c["category"], end, inside, near, c["note"])


def build_weight(model: str, feature: str, weight: str, note: str) -> Weight:
    return Weight(model, feature, float(weight), note)


def build_phrase_word(**c: str) -> PhraseWord:
    return PhraseWord(_pattern(c["pattern"]), c["kind"], c["note"])
