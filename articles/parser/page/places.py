"""The counties and cities that a piece of text names: enough to tell stories apart, no more.

What an article is about is settled later, from the whole story (facts/places).
"""

from __future__ import annotations

import re
from functools import lru_cache

from articles.parser.lexicon import Division, Lexicon, Zone


@lru_cache(maxsize=8)
def _load_names(divisions: tuple[Division, ...], zones: tuple[Zone, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
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
    names = sorted((n for n in codes if n), key=lambda n: (-len(n), n))
    return re.compile("|".join(map(re.escape, names))), codes


def find_places(text: str, lexicon: Lexicon) -> dict[str, int]:
    """Codes of the cities and counties that `text` names, each with the times it does."""
    pattern, codes = _load_names(lexicon.divisions, lexicon.zones)
    counts: dict[str, int] = {}
    for name in pattern.findall(text):
        code = codes[name]
        counts[code] = counts.get(code, 0) + 1
    return counts


def find_issuers(text: str, lexicon: Lexicon) -> set[str]:
    """Codes of the places whose union `text` names: 慈溪市总工会 → 330282."""
    pattern, codes = _load_names(lexicon.divisions, lexicon.zones)
    return {
        codes[m.group()]
        for m in pattern.finditer(text)
        if m.group().endswith("工会") or re.match("[市县区]?(?:总工会|各级工会|工会)", text[m.end() : m.end() + 6])
    }
