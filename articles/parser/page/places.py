"""The counties and cities that a piece of text names: enough to tell stories apart, no more.

What an article is about is settled later, from the whole story (facts/places).
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable
from typing import Final, NamedTuple

from articles.parser.lexicon import Division, Lexicon, Zone

#: Patterns of the lexicons used last, by version: hashing a lexicon costs more than reading a page's places.
_BUILT: Final[OrderedDict[str, tuple[re.Pattern[str], dict[str, str], re.Pattern[str]]]] = OrderedDict()
MOST_BUILT: Final = 4
_UNION: Final = re.compile("[市县区]?(?:总工会|各级工会|工会)")


def _load_names(lexicon: Lexicon) -> tuple[re.Pattern[str], dict[str, str], re.Pattern[str]]:
    """The pattern of all names, their codes, and the pattern of a title's opening."""
    if lexicon.version not in _BUILT:
        names = _build_names(lexicon.divisions, lexicon.zones)
        _BUILT[lexicon.version] = (*names, _build_openings(lexicon.divisions, lexicon.zones))
        while len(_BUILT) > MOST_BUILT:
            _BUILT.popitem(last=False)
    return _BUILT[lexicon.version]


def _build_names(divisions: tuple[Division, ...], zones: tuple[Zone, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    codes: dict[str, str] = {}
    for division in divisions:
        if division.level == "province":
            continue
        codes[division.name] = division.code
        if not division.ambiguous and len(division.short) >= 2:
            codes.setdefault(division.short, division.code)
        else:
            codes.setdefault(division.short + "工会", division.code)
            codes.setdefault(division.short + "总工会", division.code)
        for alias in division.aliases:
            if len(alias) >= 2:
                codes.setdefault(alias, division.code)
    for zone in zones:
        codes.setdefault(zone.short, zone.county_code or zone.city_code)
        codes.setdefault(zone.name, zone.county_code or zone.city_code)
    return _any_of(n for n in codes if n), codes


def _any_of(names: Iterable[str], before: str = "") -> re.Pattern[str]:
    """A pattern of the names, the longest of each first; put together by their first characters, it fails early."""
    heads: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda n: (-len(n), n)):
        heads.setdefault(name[0], []).append(re.escape(name[1:]))
    return re.compile(before + "(?:" + "|".join(f"{head}(?:{'|'.join(rest)})" for head, rest in heads.items()) + ")")


def find_places(text: str, lexicon: Lexicon) -> dict[str, int]:
    """Codes of the cities and counties that `text` names, each with the times it does."""
    pattern, codes, _ = _load_names(lexicon)
    counts: dict[str, int] = {}
    for name in pattern.findall(text):
        code = codes[name]
        counts[code] = counts.get(code, 0) + 1
    return counts


def _build_openings(divisions: tuple[Division, ...], zones: tuple[Zone, ...]) -> re.Pattern[str]:
    names = {name for d in divisions for name in (d.name, d.short, *d.aliases) if len(name) >= 2}
    names |= {name for zone in zones for name in (zone.name, zone.short)} | {"全省", "我省", "浙江"}
    return _any_of(names, "[“‘]?")


def opens_with_place(text: str, lexicon: Lexicon) -> bool:
    """Whether a title line begins with a place; at a line's start even 永康 or 定海 is one."""
    return bool(_load_names(lexicon)[2].match(text))


class Mentions(NamedTuple):
    """Codes of the places that a paragraph names: anywhere, among its first characters, as those of a union."""

    places: frozenset[str]
    head: frozenset[str]
    issuers: frozenset[str]


def find_mentions(text: str, head: int, lexicon: Lexicon) -> Mentions:
    """The places that `text` names, in its first `head` characters, and by their union: 慈溪市总工会 → 330282."""
    pattern, codes, _ = _load_names(lexicon)
    places, early, issuers = set(), set(), set()
    for match in pattern.finditer(text):
        name, end = match.group(), match.end()
        code = codes[name]
        places.add(code)
        if end <= head:
            early.add(code)
        elif match.start() < head:
            # a shorter name may stand before the limit
            early.update(codes[each] for each in pattern.findall(text, match.start(), head))
        if name.endswith("工会") or _UNION.match(text, end):
            issuers.add(code)
    return Mentions(frozenset(places), frozenset(early), frozenset(issuers))
