"""The indicators of a lexicon made ready: in what each is counted, and by which words it is told.

Most cues are bare words. They are found once a text for all indicators together; the others, which are
regular expressions, are tried where a character stands that one of them can begin with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from sys import maxsize

from articles.parser.facts.wordindex import WordIndex
from articles.parser.lexicon import IndicatorRow, Lexicon
from articles.parser.openings import compile_opened, find_openings


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row made ready: unit families it can be counted in, and its cue words as one pattern.

    `plain` are the cues that are bare words. `ruled` are the others, as a pattern for texts joined by line
    breaks: what it does not find, `cues` finds in none of them.
    """

    row: IndicatorRow
    families: frozenset[str]
    units: frozenset[str]
    cues: re.Pattern[str] | None
    plain: frozenset[str]
    ruled: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Measured:
    """The indicators that may count in a measure word, with their places by plain cue and by category.

    `ruled` are those with cues that are no bare words, `any_ruled` are these in one; `free` are those whose cues may
    begin with any character.
    """

    indicators: tuple[Indicator, ...]
    by_cue: Mapping[str, tuple[int, ...]]
    by_category: Mapping[str, tuple[int, ...]]
    ruled: tuple[tuple[int, re.Pattern[str]], ...]
    any_ruled: re.Pattern[str]
    free: tuple[tuple[int, re.Pattern[str]], ...]

    def said_in(self, told: Iterable[str], around: str) -> set[int]:
        """The places of the indicators that the plain cues `told` or the words `around` speak for."""
        said = {place for cue in told for place in self.by_cue.get(cue, ())}
        if self.any_ruled.search(around):
            said.update([place for place, pattern in self.ruled if pattern.search(around)])
        said.update([place for place, pattern in self.free if pattern.search(around)])
        return said


@lru_cache(maxsize=8)
def _indicators(lexicon: Lexicon) -> tuple[Indicator, ...]:
    families = {unit.unit: unit.family for unit in lexicon.units}
    return tuple(_ready(row, families) for row in lexicon.indicators)


def _ready(row: IndicatorRow, families: Mapping[str, str]) -> Indicator:
    # 元/人·期 is a sum, 万元 too: the scale belongs to the value
    units = frozenset(unit.removeprefix("万") for unit in row.units)
    found = frozenset(families.get(unit, "") for unit in units) - {""}
    if families.get(row.units[0], "") != "sites":
        # 名额 are counted in 个, 驿站 in 家: what is counted in 名 and 个 is not counted in 家
        found -= {"sites"}
    # a measure word among the cues says nothing that the unit does not say
    cues = sorted((cue for cue in row.cue_words if cue not in families), key=lambda cue: (-len(cue), cue))
    plain = frozenset(cue for cue in cues if cue.isalnum() and len(cue) > 1)
    ruled = "|".join(cue for cue in cues if cue not in plain)
    return Indicator(
        row,
        found,
        units,
        re.compile("|".join(cues)) if cues else None,
        plain,
        re.compile(ruled, re.MULTILINE) if ruled else None,
    )


@dataclass(frozen=True, slots=True)
class _CueWords:
    """The cues that are bare words, ready to be looked up, and all the cues that each of them holds."""

    index: WordIndex
    inside: Mapping[str, frozenset[str]]


@lru_cache(maxsize=8)
def _cue_words(lexicon: Lexicon) -> _CueWords:
    words = sorted({word for indicator in _indicators(lexicon) for word in indicator.plain})
    inside = {word: frozenset(other for other in words if other in word) for word in words}
    return _CueWords(WordIndex(words), inside)


def find_indicator_cues(text: str, lexicon: Lexicon, start: int = 0, end: int = maxsize - 1) -> frozenset[str]:
    """The cues that begin in `text[start:end]`; more than it holds, for the last may end behind it."""
    words = _cue_words(lexicon)
    return frozenset().union(*[words.inside[word] for _, word in words.index.find_all(text, start, end)])


@lru_cache(maxsize=512)
def measured_in(unit: str, family: str, lexicon: Lexicon) -> Measured:
    """The indicators counted so: 人 and 人次 never meet, nor 期, 班 and 场; 家, 个, 座 and 处 are one."""
    found = (i for i in _indicators(lexicon) if unit in i.units or (family in i.families and family != "sessions"))
    return _measure(tuple(found))


@lru_cache(maxsize=8)
def all_measured(lexicon: Lexicon) -> Measured:
    return _measure(_indicators(lexicon))


def _measure(indicators: tuple[Indicator, ...]) -> Measured:
    by_cue: dict[str, tuple[int, ...]] = {}
    by_category: dict[str, tuple[int, ...]] = {}
    for place, indicator in enumerate(indicators):
        by_category[indicator.row.category] = (*by_category.get(indicator.row.category, ()), place)
        for cue in indicator.plain:
            by_cue[cue] = (*by_cue.get(cue, ()), place)
    ruled = {place: indicator.ruled.pattern for place, indicator in enumerate(indicators) if indicator.ruled}
    opened = {place: pattern for place, pattern in ruled.items() if find_openings(pattern)}
    return Measured(
        indicators,
        by_cue,
        by_category,
        tuple((place, compile_opened(pattern)) for place, pattern in opened.items()),
        compile_opened("|".join(opened.values()) or "(?!)"),
        tuple((place, compile_opened(pattern)) for place, pattern in ruled.items() if place not in opened),
    )
