"""The parser's tables: read from TSV, checked on load, handed in as one value.

Every table is a file in `lexicon/` with a header line and one fact a row.
`load_lexicon()` reads the files that ship; editors' names are merged by `Lexicon.extended`,
their other rows by `overlay.overlay_rows`, and `version` is the digest of all rows together, so that
a stored page knows which words it was read with.
"""

from __future__ import annotations

import gc
import hashlib
import marshal
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from operator import attrgetter
from typing import Final, TypeVar

from articles.parser.native import SOURCES
from articles.parser.rows import (
    CATEGORIES,
    CategoryCue,
    CellError,
    Cue,
    Division,
    FalseFriend,
    IndicatorRow,
    NameCue,
    PhraseWord,
    ProgramName,
    Unit,
    Weight,
    Zone,
    build_category_cue,
    build_division,
    build_false_friend,
    build_indicator,
    build_period_cue,
    build_phrase_word,
    build_program,
    build_qualifier_cue,
    build_status_cue,
    build_unit,
    build_weight,
    build_zone,
)

__all__ = [
    "CATEGORIES",
    "FOLDER",
    "CategoryCue",
    "CellError",
    "Cue",
    "Division",
    "FalseFriend",
    "IndicatorRow",
    "Lexicon",
    "LexiconError",
    "NameCue",
    "PhraseWord",
    "ProgramName",
    "Unit",
    "Weight",
    "Zone",
    "load_lexicon",
    "read_table",
    "read_weights",
    "versioned",
]

# not Final: tests set it, and a compiled module would go on reading from where it was
FOLDER = SOURCES / "lexicon"

Row = TypeVar("Row")


class LexiconError(ValueError):
    """A table that cannot be trusted; the message names file and line."""


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

    def extended(
        self, programs: Iterable[ProgramName] = (), without: frozenset[tuple[str, str]] = frozenset()
    ) -> Lexicon:
        """The lexicon with editors' names added; a name of theirs wins over the same one that ships.

        `without`: (alias, place) of shipping names that editors have deleted.
        """
        added = tuple(programs)
        names = {(p.alias, p.place) for p in added} | without
        kept = tuple(p for p in self.programs if (p.alias, p.place) not in names)
        return versioned(replace(self, programs=kept + added))


#: A blank at either end of a cell, and any blank at all: most tables hold none, and need no look at each line.
_OUTER_BLANK: Final = re.compile(r"(?:^|\t)[^\S\t]|[^\S\t](?:\t|$)")
_BLANK: Final = re.compile(r"[^\S\t\n]")


def read_table(name: str, build: Callable[..., Row]) -> tuple[Row, ...]:
    """The rows of `lexicon/NAME.tsv`, each built from its columns by `build(column=value, …)`.

    Raises LexiconError naming file and line for a wrong number of columns,
    space round a cell, a row twice, or a value that `build` refuses.
    """
    path = FOLDER / f"{name}.tsv"
    text = path.read_text(encoding="utf8")
    header, *lines = text.splitlines()
    columns = header.split("\t")
    width = len(columns)
    # asked once of the table, and only where something is wrong of each line
    blanks = _BLANK.search(text) is not None
    repeated = len(set(lines)) < len(lines)
    rows: list[Row] = []
    for number, line in enumerate(lines, 2):
        cells = line.split("\t")
        if len(cells) < width:
            cells += [""] * (width - len(cells))
        if len(cells) > width or (blanks and _OUTER_BLANK.search(line)):
            raise LexiconError(f"{path.name}:{number}: wrong columns or outer blanks: {line!r}")
        if repeated and line in lines[: number - 2]:
            raise LexiconError(f"{path.name}:{number}: a row twice: {line!r}")
        try:
            rows.append(build(**dict(zip(columns, cells, strict=True))))
        except (TypeError, ValueError) as error:
            raise LexiconError(f"{path.name}:{number}: {error}") from error
    return tuple(rows)


def read_weights() -> tuple[Weight, ...]:
    """The rows of `weights.tsv`, tens of thousands without notes; where one is not plain, `read_table` says which."""
    text = (FOLDER / "weights.tsv").read_text(encoding="utf8")
    try:
        cells = (line.split("\t") for line in text.splitlines()[1:])
        rows = tuple([Weight(model, feature, float(weight), "") for model, feature, weight in cells])
    except ValueError:
        return read_table("weights", build_weight)
    plain = _BLANK.search(text) is None and len(set(rows)) == len(rows)
    return rows if plain else read_table("weights", build_weight)


def columns_of(row: object) -> tuple[str, ...]:
    """The names of a row's columns."""
    return row._fields if isinstance(row, Weight) else tuple(column.name for column in fields(row))  # type: ignore[arg-type]


def versioned(lexicon: Lexicon) -> Lexicon:
    """The same tables under the version that they have: a digest of all rows."""
    digest = hashlib.sha256()
    for part in fields(lexicon):
        rows = getattr(lexicon, part.name)
        if part.name != "version" and rows:
            # the repr of so many rows would take as long as reading them; version 2 writes equal rows alike
            cells = attrgetter(*columns_of(rows[0]))
            digest.update(marshal.dumps(list(map(cells, rows)), 2))
    return replace(lexicon, version=digest.hexdigest()[:16])


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the garbage collector, which would go through all rows again and again while more are read."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


@lru_cache(maxsize=1)
@uncollected()
def load_lexicon() -> Lexicon:
    """The lexicon that ships with the parser. Read once a process."""
    return versioned(
        Lexicon(
            divisions=read_table("divisions", build_division),
            zones=read_table("zones", build_zone),
            programs=read_table("programs", build_program),
            indicators=read_table("indicators", build_indicator),
            units=read_table("units", build_unit),
            qualifier_cues=read_table("qualifier_cues", build_qualifier_cue),
            status_cues=read_table("status_cues", build_status_cue),
            period_cues=read_table("period_cues", build_period_cue),
            false_friends=read_table("false_friends", build_false_friend),
            phrase_words=read_table("phrase_words", build_phrase_word),
            category_cues=read_table("category_cues", build_category_cue),
            name_cues=read_table("name_cues", lambda **c: NameCue(**c)),
            weights=read_weights(),
        )
    )
