"""The tables that ship, put into the database: places, zones, indicators, programs and their names.

Each run adds what no earlier run brought and touches nothing else: what a person
renamed, merged or deleted since stays so. The journal keeps what was brought
(one row a run that brought something), so a run without news writes nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.db import models, transaction

from articles.ingest.entries import seed_entries
from articles.ingest.keys import build_pinyin, set_slugs
from articles.models import City, County, Indicator, Program, ProgramAlias, Revision, Source, Zone
from articles.parser.lexicon import Division, Lexicon, ProgramName, load_lexicon

TRAITS = Path(__file__).parent / "place_traits.tsv"
JOURNAL_MODEL = "lexicon"


@dataclass(frozen=True, slots=True)
class Traits:
    """What the lexicon's divisions do not say: 山区26县, 海岛县, and a reading that pypinyin gets wrong."""

    mountain: bool = False
    island: bool = False
    pinyin: str = ""


@dataclass(slots=True)
class Brought:
    """Keys of the rows that runs have brought, by table; of programs with the primary key they got."""

    cities: list[str] = field(default_factory=list)
    counties: list[str] = field(default_factory=list)
    zones: list[str] = field(default_factory=list)
    indicators: list[str] = field(default_factory=list)
    programs: dict[str, int] = field(default_factory=dict)
    aliases: list[list[str]] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}

    def counts(self) -> dict[str, int]:
        return {name: len(getattr(self, name)) for name in self.__slots__}


#: The paper of the province's unions: what an editor of a new site pastes first.
FIRST_SOURCE = "浙江工人日报"


def seed_source() -> None:
    """Give a new site, where nothing was pasted and no source was made, its first paper."""
    if not Source.objects.exists():
        Source.objects.create(name=FIRST_SOURCE, kind=Source.Kind.PAPER)


@transaction.atomic
def seed_lexicon(lexicon: Lexicon | None = None) -> Brought:
    """Add what `lexicon` (the shipping one) has and no earlier run brought. Returns what is new."""
    lexicon = lexicon or load_lexicon()
    before = find_brought()
    new = Brought()
    cities = [build_city(d, order) for order, d in enumerate(_divisions(lexicon, "city"), 1)]
    new.cities = _add(cities, before.cities)
    new.counties = _add(map(build_county, _divisions(lexicon, "county")), before.counties)
    new.zones = _add_zones(lexicon, before.zones)
    new.indicators = _add_indicators(lexicon, before.indicators)
    new.programs = _add_programs(lexicon, before.programs)
    new.aliases = _add_aliases(lexicon, before.aliases, before.programs | new.programs)
    seed_entries()
    if any(new.counts().values()):
        Revision.objects.create(
            action=Revision.Action.IMPORT,
            model=JOURNAL_MODEL,
            object_pk=lexicon.version,
            label="随程序提供的词表",
            after=new.as_json(),
        )
    return new


def find_brought() -> Brought:
    """What earlier runs brought, from the journal. Costs one query."""
    total = Brought()
    rows = Revision.objects.filter(model=JOURNAL_MODEL, action=Revision.Action.IMPORT)
    for after in rows.order_by("pk").values_list("after", flat=True):
        for name in ("cities", "counties", "zones", "indicators", "aliases"):
            getattr(total, name).extend(after.get(name, []))
        total.programs |= after.get("programs", {})
    return total


@cache
def load_traits() -> dict[str, Traits]:
    """Traits by GB/T 2260 code."""
    with TRAITS.open(encoding="utf8", newline="") as file:
        return {
            row["code"]: Traits(row["mountain"] == "yes", row["island"] == "yes", row["pinyin"])
            for row in csv.DictReader(file, delimiter="\t")
        }


def build_city(division: Division, order: int) -> City:
    pinyin = _reading(division)
    return City(
        code=division.code,
        name=division.name,
        short=division.short,
        pinyin=pinyin,
        initials=_initials(pinyin),
        aliases=list(division.aliases),
        order=order,
    )


def build_county(division: Division) -> County:
    pinyin, traits = _reading(division), load_traits().get(division.code, Traits())
    return County(
        code=division.code,
        city_id=division.parent_code,
        name=division.name,
        short=division.short,
        kind=division.kind,
        pinyin=pinyin,
        initials=_initials(pinyin),
        aliases=list(division.aliases),
        former=list(division.former),
        grid_col=division.grid_col,
        grid_row=division.grid_row,
        is_mountain=traits.mountain,
        is_island=traits.island,
    )


def _divisions(lexicon: Lexicon, level: str) -> list[Division]:
    return [division for division in lexicon.divisions if division.level == level]


def _reading(division: Division) -> str:
    return load_traits().get(division.code, Traits()).pinyin or build_pinyin(division.name)


def _initials(pinyin: str) -> str:
    return "".join(word[0] for word in pinyin.split())[:10]


def _add(rows: Iterable[models.Model], known: Sequence[str]) -> list[str]:
    """Insert the rows whose primary key no run brought before; one that is there already stays as it is."""
    seen = set(known)
    new = [row for row in rows if row.pk not in seen]
    if new:
        type(new[0])._default_manager.bulk_create(new, ignore_conflicts=True)
    return [row.pk for row in new]


def _add_zones(lexicon: Lexicon, known: Sequence[str]) -> list[str]:
    new = [zone for zone in lexicon.zones if zone.name not in set(known)]
    Zone.objects.bulk_create(
        [
            Zone(name=z.name, short=z.short, city_id=z.city_code, county_id=z.county_code or None, note=z.note)
            for z in new
        ],
        ignore_conflicts=True,
    )
    return [zone.name for zone in new]


def _add_indicators(lexicon: Lexicon, known: Sequence[str]) -> list[str]:
    new = [row for row in lexicon.indicators if row.code not in set(known)]
    Indicator.objects.bulk_create(
        [
            Indicator(
                code=row.code,
                name=row.name,
                units="/".join(row.units),
                kinds=row.kind,
                category=row.category,
                core=row.core,
                cue_words=list(row.cue_words),
            )
            for row in new
        ],
        ignore_conflicts=True,
    )
    return [row.code for row in new]


def _add_programs(lexicon: Lexicon, known: dict[str, int]) -> dict[str, int]:
    """Programs by canonical name. One that the parser met before the lexicon knew it becomes a confirmed one."""
    firsts: dict[str, ProgramName] = {}
    for row in lexicon.programs:
        if row.canonical not in known:
            firsts.setdefault(row.canonical, row)
    there = Program.objects.filter(name__in=firsts, confirmed=False, merged_into=None)
    there.update(confirmed=True, from_lexicon=True)
    present = set(Program.objects.filter(name__in=firsts).values_list("name", flat=True))
    new = [build_program(row) for name, row in firsts.items() if name not in present]
    set_slugs(new)
    Program.objects.bulk_create(new)
    return dict(Program.objects.filter(name__in=firsts).values_list("name", "pk"))


def build_program(row: ProgramName) -> Program:
    return Program(
        name=row.canonical,
        category=row.category,
        owner=row.owner,
        pinyin=build_pinyin(row.canonical),
        from_lexicon=True,
        confirmed=True,
    )


def _add_aliases(lexicon: Lexicon, known: Sequence[Sequence[str]], programs: dict[str, int]) -> list[list[str]]:
    """Names beside the canonical one. A name that a person gave to another program stays that program's."""
    seen = {tuple(key) for key in known}
    living = set(Program.objects.filter(pk__in=programs.values()).values_list("pk", flat=True))
    new = [
        row
        for row in lexicon.programs
        if row.alias != row.canonical and (row.alias, row.place) not in seen and programs.get(row.canonical) in living
    ]
    ProgramAlias.objects.bulk_create(
        [
            ProgramAlias(
                program_id=programs[row.canonical], name=row.alias, place=row.place, note=row.note, from_lexicon=True
            )
            for row in new
        ],
        ignore_conflicts=True,
    )
    return [[row.alias, row.place] for row in new]
