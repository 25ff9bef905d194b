"""Rows that a site adds to the shipping tables, sets in their place or turns off; held to the files' own checks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from articles.parser.lexicon import Lexicon, read_table, versioned
from articles.parser.rows import (
    FRIEND_CHOICES,
    PERIOD_CHOICES,
    QUALIFIER_CHOICES,
    STATUS_CHOICES,
    UNIT_CHOICES,
    CellError,
    Choices,
    Cue,
    Division,
    FalseFriend,
    IndicatorRow,
    Unit,
    Zone,
    build_false_friend,
    build_period_cue,
    build_qualifier_cue,
    build_status_cue,
    build_unit,
)

LONGEST: Final = 3000
#: Matches nowhere: what is left of a table whose rows are all turned off.
NEVER: Final = "(?!)"
#: A repetition of what holds a repetition can take for ever on a text that nearly matches.
_NESTED: Final = re.compile(r"\([^()]*[+*](?![^()]*\\[()])[^()]*\)(?:[+*]|\{\d*,)")

Row = Unit | Cue | FalseFriend


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table that a site may change: its file, the column that names a row, the others, how a row is built."""

    name: str
    key: str
    columns: tuple[str, ...]
    choices: Choices
    build: Callable[..., Row]


_UNIT: Final = ("family", "counts", "accept", "cn_digit", "not_before", "note")
_QUALIFIER: Final = ("position", "qualifier", "reach", "note")
_FRIEND: Final = ("name", "side", "example", "reason")
OPEN_TABLES: Final = {
    "units": OpenTable("units", "unit", _UNIT, UNIT_CHOICES, build_unit),
    "qualifier_cues": OpenTable("qualifier_cues", "cue", _QUALIFIER, QUALIFIER_CHOICES, build_qualifier_cue),
    "status_cues": OpenTable(
        "status_cues", "pattern", ("status", "kind", "reach", "note"), STATUS_CHOICES, build_status_cue
    ),
    "period_cues": OpenTable("period_cues", "pattern", ("kind", "reach", "note"), PERIOD_CHOICES, build_period_cue),
    "false_friends": OpenTable("false_friends", "pattern", _FRIEND, FRIEND_CHOICES, build_false_friend),
}


def read_cells(name: str) -> dict[str, dict[str, str]]:
    """The rows of a shipping table as cells, by key, in the file's order: {"家": {"family": "sites", …}, …}."""
    table = OPEN_TABLES[name]
    return {row[table.key]: {c: row[c] for c in table.columns} for row in read_table(name, lambda **cells: cells)}


def build_row(name: str, key: str, cells: Mapping[str, str]) -> Row:
    """A row of the table `name` from an editor's cells. Raises CellError naming the column."""
    table = OPEN_TABLES[name]
    words = {column: cells.get(column, "").strip() for column in table.columns}
    if key != key.strip() or len(key) > LONGEST or "\n" in key or "\t" in key:
        raise CellError(table.key, "length", detail=str(LONGEST))
    if table.key == "pattern" and _NESTED.search(key):
        raise CellError(table.key, "pattern", detail="nested repetition")
    return table.build(**{table.key: key}, **words)


def overlay_rows(lexicon: Lexicon, rows: Mapping[str, Mapping[str, Row | None]]) -> Lexicon:
    """The lexicon with a site's rows, by table and key; None turns a shipping row off.

    A row in the place of one that ships keeps its rank. What a site has added comes first,
    so that of two rows which match at one place the site's own wins.
    """
    changed: dict[str, Any] = {}
    for name, own in rows.items():
        key = _attribute(name)
        shipped = getattr(lexicon, name)
        known = {getattr(row, key) for row in shipped}
        kept = (own.get(getattr(row, key), row) for row in shipped)
        new = (row for word, row in own.items() if row is not None and word not in known)
        changed[name] = tuple(row for row in (*new, *kept) if row is not None)
    if "units" in changed:
        changed["units"] = tuple(sorted(changed["units"], key=lambda unit: (unit.family, unit.unit)))
    return versioned(replace(lexicon, **changed)) if changed else lexicon


def _attribute(name: str) -> str:
    """The attribute of a row that holds its table's key."""
    return "cue" if name.endswith("_cues") else OPEN_TABLES[name].key


def replace_rows(lexicon: Lexicon, name: str, key: str, rows: Iterable[IndicatorRow | Division | Zone]) -> Lexicon:
    """The lexicon with these rows of the table `name` in place of those of the same `key`, or behind them."""
    own = {getattr(row, key): row for row in rows}
    if not own:
        return lexicon
    kept = [own.pop(getattr(row, key), row) for row in getattr(lexicon, name)]
    tables: dict[str, Any] = {name: (*kept, *own.values())}
    return versioned(replace(lexicon, **tables))
