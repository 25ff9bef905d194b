"""The parser's open tables in the database: filled from the files that ship, and checked as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import F, Q

from articles.models import LexiconEntry, Revision
from articles.parser.overlay import OPEN_TABLES, Row, build_row, read_cells
from articles.parser.rows import CellError

#: Rows that are in the files for their readers only: the parser has these in its grammar.
GRAMMAR = {("qualifier_cues", "position", "inside"), ("qualifier_cues", "position", "between")}
#: Columns that explain a row to the files' readers and decide nothing.
PROSE = {("qualifier_cues", "reach"), ("units", "counts")}
#: Notes of the files are English where they speak of rules; what is shown are the Chinese examples.
ENGLISH = re.compile(r"[A-Za-z]{2,}")


class EntryRefused(ValueError):
    """An entry that the parser could not use. The message is for the editor; `column` is "word" or a value's name."""

    def __init__(self, column: str, message: str):
        super().__init__(message)
        self.column = column


def value_columns(kind: str) -> tuple[str, ...]:
    """The columns of a table beside its word and its note."""
    return tuple(column for column in OPEN_TABLES[kind].columns if (kind, column) not in PROSE and column != "note")


def value_choices(kind: str, column: str) -> tuple[str, ...]:
    """What a column may hold on the desk; () for free text."""
    allowed = OPEN_TABLES[kind].choices.get(column, ())
    told = {value for k, c, value in GRAMMAR if (k, c) == (kind, column)}
    return tuple(value for value in allowed if value not in told and (kind, value) != ("qualifier_cues", "range"))


def check_entry(kind: str, word: str, values: Mapping[str, str]) -> None:
    """Raise EntryRefused where the parser's own checks refuse the row."""
    for column in value_columns(kind):
        choices = value_choices(kind, column)
        if choices and values.get(column, "") not in choices:
            raise EntryRefused(column, "请从所列的里选一个。")
    try:
        build_row(kind, word, values)
    except CellError as error:
        column = "word" if error.column == OPEN_TABLES[kind].key else error.column
        raise EntryRefused(column, say_refusal(error)) from error


def say_refusal(error: CellError) -> str:
    """What is wrong with a cell, for the editor."""
    match error.problem, error.detail:
        case "empty", _:
            return "这一项不能空着。"
        case "length", _:
            return "写法太长，或夹着换行、首尾有空格。"
        case "choice", _:
            return f"只能是：{'、'.join(error.allowed)}。"
        case _, "matches nothing at all":
            return "这个写法什么字都没有也算数，会处处都中。请写明至少一个字。"
        case _, "nested repetition":
            return "重复里又套着重复（如 (…+)+），长文会读不完。请改写得直接些。"
        case _, "named groups and references":
            return "写法里不能给括号起名，也不能用 \\1 一类的回指。普通括号请写作 (?:…)。"
    return f"不是能用的正则表达式：{error.detail}。只想写几个词的，用 | 隔开即可。"


def seed_entries() -> int:
    """Bring the rows of the shipping tables up to date; returns how many rows were made, changed or taken away.

    What a person has changed or added stays: of a changed row only the base moves. Journalled
    as one row if anything changed.
    """
    with transaction.atomic():
        known = {(e.kind, e.word): e for e in LexiconEntry.objects.select_for_update()}
        shipped = {(kind, word): cells for kind in OPEN_TABLES for word, cells in _shipped(kind)}
        new = [
            LexiconEntry(kind=kind, word=word, values=values, base=values, note=note, order=order)
            for order, ((kind, word), (values, note)) in enumerate(shipped.items(), 1)
            if (kind, word) not in known
        ]
        changed = [row for key, row in known.items() if _follow(row, shipped.get(key))]
        gone = [row.pk for row in changed if row.base is None and row.active and row.values == {}]
        LexiconEntry.objects.bulk_create(new)
        LexiconEntry.objects.bulk_update([row for row in changed if row.pk not in gone], ["values", "base", "note"])
        LexiconEntry.objects.filter(pk__in=gone).delete()
        if new or changed:
            counts = {"created": len(new), "changed": len(changed) - len(gone), "deleted": len(gone)}
            Revision.objects.create(
                action=Revision.Action.IMPORT,
                model="lexiconentry",
                object_pk="",
                label="随程序提供的词条",
                after=counts,
            )
    return len(new) + len(changed)


def _shipped(kind: str) -> Iterable[tuple[str, tuple[dict[str, str], str]]]:
    """(word, (values, note)) of the rows of a file that the parser takes from it."""
    for word, cells in read_cells(kind).items():
        if not any((kind, column, value) in GRAMMAR for column, value in cells.items()):
            note = cells.get("note", "")
            values = {column: cells[column] for column in value_columns(kind)}
            yield word, (values, "" if ENGLISH.search(note) else note)


def _follow(row: LexiconEntry, shipped: tuple[dict[str, str], str] | None) -> bool:
    """Bring one stored row up to what ships now; whether anything changed. One to be deleted is left without values."""
    if shipped is None:
        if row.base is None:
            return False
        row.values, row.base = ({} if not row.is_changed else row.values), None
        return True
    values, note = shipped
    if row.base == values:
        return False
    if not row.is_changed:
        row.values, row.note = values, note
    row.base = values
    return True


def read_changed_entries() -> tuple[tuple[str, str, Row | None], ...]:
    """(table, word, row) of the site's own and changed entries, None for one turned off. Costs one query.

    An entry that today's parser would refuse is passed over: no row may stop a page from being read.
    """
    rows: list[tuple[str, str, Row | None]] = []
    changed = Q(base__isnull=True) | Q(active=False) | ~Q(values=F("base"))
    for entry in LexiconEntry.objects.filter(changed):
        try:
            row = build_row(entry.kind, entry.word, {**entry.values, "note": entry.note}) if entry.active else None
        except CellError:
            continue
        rows.append((entry.kind, entry.word, row))
    return tuple(rows)
