"""The names of Zhejiang's places as one pattern: full, short, alias, former, functional zone.

Former names count by the day of publication: 萧山市 is the place's own name in
1999 and a memory of it in 2025; both mean 萧山区 of today's list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from articles.parser.facts.wordtree import compile_words
from articles.parser.lexicon import Division, Lexicon

Form = Literal["full", "short", "alias", "former", "zone"]

# 江干区(下沙、白杨街道)→钱塘区 2021: a part that went elsewhere than the whole
_FORMER: Final = re.compile(r"^(?:原)?(?P<old>[一-鿿]+)(?P<part>[(（][^)）]*[)）])?→(?P<new>\S+?)\s*(?P<year>\d{4})")


@dataclass(frozen=True, slots=True)
class PlaceName:
    """What a printed name means: the division's `code`, how it is printed, and until which year it was in force."""

    code: str
    form: Form
    ambiguous: bool = False
    until: int | None = None


@dataclass(frozen=True)
class Gazetteer:
    """All place names of a lexicon; `divisions` by code."""

    pattern: re.Pattern[str]
    names: dict[str, PlaceName]
    divisions: dict[str, Division]

    def city_of(self, code: str) -> Division | None:
        """The city of a county or of itself; None for the province and unknown codes."""
        division = self.divisions.get(code)
        if division is None or division.level == "province":
            return None
        return division if division.level == "city" else self.divisions.get(division.parent_code)


def _former_names(division: Division) -> Iterator[tuple[str, PlaceName]]:
    for entry in division.former:
        match = _FORMER.match(entry)
        if (
            match
            and match["old"] != division.name
            and "、" not in match["old"]
            and (len(match["old"]) > 2 or match["old"][-1] == "县")
        ):
            partial = bool(match["part"]) and not entry.startswith("原")
            if not partial or "除" in entry:
                yield match["old"], PlaceName(division.code, "former", False, int(match["year"]))


def _division_names(division: Division) -> Iterator[tuple[str, PlaceName]]:
    yield division.name, PlaceName(division.code, "full")
    yield division.short, PlaceName(division.code, "short", division.ambiguous)
    for alias in division.aliases:
        # 杭, 甬, 越: one character is a word far more often than a place
        if len(alias) > 1:
            yield alias, PlaceName(division.code, "alias", len(alias) == 2)


@lru_cache(maxsize=4)
def load_gazetteer(lexicon: Lexicon) -> Gazetteer:
    """The gazetteer of a lexicon; a name that two places claim stays with the first by form: full, short, alias …"""
    names: dict[str, PlaceName] = {}
    found = [pair for d in lexicon.divisions for pair in _division_names(d)]
    found += [
        (name, PlaceName(zone.county_code if zone.merged else zone.city_code, "zone", len(name) == 2))
        for zone in lexicon.zones
        for name in (zone.name, zone.short)
    ]
    found += [pair for d in lexicon.divisions for pair in _former_names(d)]
    order: dict[Form, int] = {"full": 0, "short": 1, "alias": 2, "zone": 3, "former": 4}
    for name, place in sorted(found, key=lambda pair: order[pair[1].form]):
        names.setdefault(name, place)
    return Gazetteer(compile_words(names), names, {d.code: d for d in lexicon.divisions})
