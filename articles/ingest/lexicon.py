"""The lexicon as it stands now: the tables that ship, and over them what editors have added and changed."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from django.db.models import Q

from articles.models import City, County, Indicator, Program, ProgramAlias, Revision, Zone
from articles.parser.lexicon import Lexicon, ProgramName, load_lexicon
from articles.parser.overlay import Row, overlay_rows, replace_rows
from articles.parser.rows import CellError, Division, IndicatorRow, build_indicator
from articles.parser.rows import Zone as ZoneRow

from .entries import EntryRefused, read_changed_entries, say_refusal

#: Changes of a record by a person. What only came with the program is read from the program's own tables.
BY_PERSON = (Revision.Action.EDIT, Revision.Action.CREATE, Revision.Action.UNDO)
TABLES = ("program", "programalias", "indicator", "city", "county", "zone")
Names = tuple[ProgramName, ...]
Entries = tuple[tuple[str, str, Row | None], ...]
Tables = tuple[tuple[str, str, tuple[IndicatorRow | Division | ZoneRow, ...]], ...]


def current_lexicon() -> Lexicon:
    """The shipping lexicon under the editors' names, words, indicators and places. Costs five to nine queries.

    Of programs only confirmed ones count: what the parser alone took for a name must
    not teach the parser.
    """
    touched = _find_touched()
    names = (*_program_names(touched["program"]), *_alias_names(touched["programalias"], touched["program"]))
    return _extended(names, _deleted_names(), read_changed_entries(), _changed_tables(touched))


@lru_cache(maxsize=4)
def _extended(names: Names, without: frozenset[tuple[str, str]], entries: Entries, tables: Tables) -> Lexicon:
    """One value for one set of rows, so that whatever the parser builds from it is built once."""
    by_table: dict[str, dict[str, Row | None]] = {}
    for table, word, row in entries:
        by_table.setdefault(table, {})[word] = row
    lexicon = overlay_rows(load_lexicon(), by_table)
    for name, key, rows in tables:
        lexicon = replace_rows(lexicon, name, key, rows)
    return lexicon.extended(names, without)


def _find_touched() -> dict[str, set[str]]:
    """Keys of the rows of each table that the journal says a person has made or changed."""
    keys: dict[str, set[str]] = {name: set() for name in TABLES}
    journal = Revision.objects.filter(model__in=TABLES, action__in=BY_PERSON).order_by()
    for model, key in journal.values_list("model", "object_pk").distinct():
        keys[model].add(key)
    return keys


def _program_names(touched: set[str]) -> list[ProgramName]:
    added = Q(confirmed=True) & (Q(from_lexicon=False) | Q(pk__in=touched))
    rows = Program.objects.filter(added | Q(merged_into__isnull=False))
    return [
        _name(program.merged_into or program, alias=program.name)
        for program in rows.select_related("merged_into").order_by("name")
    ]


def _alias_names(touched: set[str], programs: set[str]) -> list[ProgramName]:
    added = Q(from_lexicon=False) | Q(pk__in=touched) | Q(program__in=programs) | Q(program__merged_into__isnull=False)
    rows = ProgramAlias.objects.filter(added, program__confirmed=True)
    return [
        _name(alias.program.merged_into or alias.program, alias=alias.name, place=alias.place, note=alias.note)
        for alias in rows.select_related("program__merged_into").order_by("name", "place")
    ]


def _name(program: Program, *, alias: str, place: str = "", note: str = "") -> ProgramName:
    """A name as the editors have it; what a shipping name says beside that (role, collision rules) stays."""
    shipped = _shipped_names().get((alias, place))
    if shipped:
        return replace(shipped, canonical=program.name, category=program.category, owner=program.owner)
    return ProgramName(program.name, alias, program.category, place, program.owner, note)


@lru_cache(maxsize=1)
def _shipped_names() -> dict[tuple[str, str], ProgramName]:
    return {(row.alias, row.place): row for row in load_lexicon().programs}


def _deleted_names() -> frozenset[tuple[str, str]]:
    """(alias, place) of the shipping aliases that a person has deleted and nobody brought back."""
    journal = Revision.objects.filter(model="programalias", action=Revision.Action.DELETE)
    gone = {
        (before["name"], before.get("place", ""))
        for before in journal.values_list("before", flat=True)
        if "name" in before
    }
    if not gone:
        return frozenset()
    there = ProgramAlias.objects.filter(name__in=[name for name, _ in gone]).values_list("name", "place")
    return frozenset((gone & _shipped_names().keys()) - set(there))


def _changed_tables(touched: dict[str, set[str]]) -> Tables:
    """(table, key, rows) of the indicators, places and zones that a person has changed."""
    return (
        ("indicators", "code", tuple(_indicators(touched["indicator"]))),
        ("divisions", "code", tuple(_divisions(touched["city"] | touched["county"]))),
        ("zones", "name", tuple(_zones(touched["zone"]))),
    )


def read_indicator(row: Indicator) -> IndicatorRow:
    """An indicator as the parser's table has it. Raises CellError where the table would refuse it."""
    return build_indicator(
        code=row.code,
        core="yes" if row.core else "no",
        name=row.name,
        units=row.units,
        kind=row.kinds,
        category=row.category,
        cue_words=";".join(row.cue_words),
    )


def check_indicator(row: Indicator) -> None:
    """Raise EntryRefused where the parser's table would refuse the indicator."""
    try:
        read_indicator(row)
    except CellError as error:
        raise EntryRefused(error.column, say_refusal(error)) from error


def _indicators(keys: set[str]) -> list[IndicatorRow]:
    """Those that the parser can read; one that it cannot stays as it ships."""
    found = []
    for row in Indicator.objects.filter(pk__in=keys) if keys else ():
        try:
            found.append(read_indicator(row))
        except CellError:
            continue
    return found


def _divisions(keys: set[str]) -> list[Division]:
    """The shipping places with the names that they have now."""
    if not keys:
        return []
    places: dict[str, City | County] = {row.pk: row for row in County.objects.filter(pk__in=keys)}
    places |= {row.pk: row for row in City.objects.filter(pk__in=keys)}
    return [
        replace(
            shipped,
            name=row.name,
            short=row.short,
            aliases=tuple(row.aliases),
            former=tuple(row.former) if isinstance(row, County) else shipped.former,
        )
        for shipped in load_lexicon().divisions
        if (row := places.get(shipped.code))
    ]


def _zones(keys: set[str]) -> list[ZoneRow]:
    merged = {zone.name for zone in load_lexicon().zones if zone.merged}
    return [
        ZoneRow(row.name, row.short, row.city_id, row.county_id or "", row.note, row.name in merged)
        for row in (Zone.objects.filter(pk__in=keys) if keys else ())
    ]
