"""What a figure counts, in the text's own words: the noun behind it, else the phrase before it.

培训职工4700余人次 → 培训职工; 20余家爱心餐饮企业 → 爱心餐饮企业; 站点总量已达1.26万家 → 站点总量.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from articles.parser.facts.clauses import Clauses
from articles.parser.facts.periods import PeriodCues
from articles.parser.lexicon import Lexicon
from articles.parser.records import Rule

#: Longer phrases are cut: an indicator is a name, not a sentence.
_LONGEST = 16
_REACH = 48
_BACK_FAMILIES = frozenset({"ratio", "time"})
_HAN = re.compile(r"[一-鿿A-Za-z“”‘’（）、·\d-]+")
_ENUMERATION = re.compile(r"^(?P<verb>[一-鿿]{2})?[^，]*、[^，、]*等(?P<noun>[一-鿿]{2,8})$")
_OPENS_NUMBER = re.compile(r"^[共计合总和与及、，]{0,3}(?:[\d百千两]|[一二三四五六七八九十]+[家名人场个期次批])")


@dataclass(frozen=True, slots=True)
class Phrase:
    """An indicator's words with the span they come from (start == end where they stand elsewhere)."""

    text: str
    start: int
    end: int
    rule: Rule


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure to be named: its span, its unit's family and word, and where its neighbours end and begin."""

    start: int
    end: int
    family: str
    unit: str
    previous_end: int
    next_start: int
    changed_from: int = -1


@dataclass(frozen=True, slots=True)
class _Words:
    lead: re.Pattern[str]
    light: re.Pattern[str]
    tail: re.Pattern[str]
    verb_after: re.Pattern[str]
    function_after: re.Pattern[str]
    stop_after: re.Pattern[str]


@lru_cache(maxsize=8)
def _words(lexicon: Lexicon) -> _Words:
    def any_of(kind: str) -> str:
        return "|".join(
            re.escape(w.word)
            for w in sorted(lexicon.phrase_words, key=lambda w: (-len(w.word), w.word))
            if w.kind == kind
        )

    return _Words(
        re.compile(rf"(?:{any_of('lead')})"),
        re.compile(rf"(?:{any_of('light')})(?:了|起|出)?"),
        re.compile(rf"(?:{any_of('tail')})$"),
        re.compile(rf"(?:{any_of('verb_after')})$"),
        re.compile(rf"(?:{any_of('function_after')})"),
        re.compile(rf"(?:{any_of('stop_after')})"),
    )


def find_phrase(
    spot: Spot, *, earlier: tuple[tuple[Spot, Phrase], ...], clauses: Clauses, periods: PeriodCues, lexicon: Lexicon
) -> Phrase:
    """The indicator of the figure at `spot`; `earlier` are the paragraph's figures before it, already named.

    A noun behind the figure wins; rates and sums look back first; a bare verb
    or nothing at all borrows from the figure or the clause before.
    """
    words = _words(lexicon)
    behind = _behind(spot, clauses, words)
    before = _before(spot, clauses, periods, words)
    if spot.family in _BACK_FAMILIES and len(before.text) >= 2 and not _follows_of(spot, clauses.text):
        return _complete(before, spot, earlier, words)
    if behind.text:
        if words.verb_after.fullmatch(behind.text):
            return _join(before, behind) if before.text else _complete(behind, spot, earlier, words)
        return behind
    if len(before.text) >= 2:
        return _complete(before, spot, earlier, words)
    return _borrowed(spot, earlier, clauses, periods, words)


def _follows_of(spot: Spot, text: str) -> bool:
    return text.startswith("的", spot.end)


def _behind(spot: Spot, clauses: Clauses, words: _Words) -> Phrase:
    """The noun that follows: 20余名来自石化公司的职工 → 职工."""
    text = clauses.text
    _, clause_end = clauses.clause(max(spot.start, spot.end - 1))
    start = spot.end + (1 if text.startswith("的", spot.end) else 0)
    end = min(clause_end, start + _REACH)
    if _OPENS_NUMBER.match(text[start : start + 8]) and spot.next_start < end:
        return Phrase("", start, start, Rule("indicator.none", ""))
    end = min(end, spot.next_start) if spot.next_start > start else end
    found = _HAN.match(text, start, end)
    piece = found.group() if found else ""
    if not piece or piece[0] in "、”’）" or words.function_after.match(piece):
        return Phrase("", start, start, Rule("indicator.none", ""))
    piece = _head(piece, words)
    at = text.find(piece, start, end) if piece else -1
    if at < 0:
        return Phrase("", start, start, Rule("indicator.none", ""))
    return Phrase(piece, at, at + len(piece), Rule("indicator.behind", f"数量后的“{piece}”"))


def _head(piece: str, words: _Words) -> str:
    """The phrase behind a figure, cut where its verb begins: 工会驿站定点供应 → 工会驿站."""
    relative = re.match(r"(?:来自|跟着|在|从|因|由|参加|符合|有)[^，]{1,24}的(?=[一-鿿“])", piece)
    if relative:
        piece = piece[relative.end() :]
    for stop in words.stop_after.finditer(piece):
        if stop.start() >= 2:
            piece = piece[: stop.start()]
            break
    piece = re.sub(r"[、和与及共（]+$", "", piece)
    return piece[: _LONGEST + 4] if piece.count("“") == piece.count("”") else piece


def _before(spot: Spot, clauses: Clauses, periods: PeriodCues, words: _Words) -> Phrase:
    """The phrase in front, without its time, adverbs and light verbs: 全市共开展专题普法活动 → 专题普法活动."""
    text = clauses.text
    origin = spot.changed_from if spot.changed_from >= 0 else spot.start
    start = max(clauses.clause(origin)[0], origin - _REACH)
    if spot.changed_from < 0 and spot.previous_end > start:
        start = spot.previous_end
    return _trim(start, origin, text, periods, words)


def _trim(start: int, end: int, text: str, periods: PeriodCues, words: _Words) -> Phrase:
    for cue_start, cue in zip(periods.starts, periods.found, strict=True):
        if start <= cue_start < end and cue.end <= end:
            start = cue.end if cue_start - start <= 8 else start
    while end > start and text[end - 1] in "、，的（“：—":
        end -= 1
    end = _shed_tail(start, end, text, words)
    light_end = start
    for light in words.light.finditer(text, start, end):
        if end - light.end() >= 2:
            light_end = light.end()
    start = _shed_lead(max(start, light_end), end, text, words)
    if end - start > _LONGEST:
        cut = max(text.rfind(mark, start, end - 3) for mark in "，、在向为对")
        start = cut + 1 if cut >= end - _LONGEST else start
    piece = text[start:end]
    listed = _ENUMERATION.match(piece)
    if listed:
        return Phrase((listed["verb"] or "") + listed["noun"], start, end, Rule("indicator.list", "列举之总称"))
    return Phrase(piece, start, end, Rule("indicator.before", f"数量前的“{piece}”"))


def _shed_tail(start: int, end: int, text: str, words: _Words) -> int:
    while tail := words.tail.search(text, max(start, end - 8), end):
        if tail.start() < start or tail.start() == end:
            break
        end = tail.start()
        while end > start and text[end - 1] in "、，的（：":
            end -= 1
    return end


def _shed_lead(start: int, end: int, text: str, words: _Words) -> int:
    while start < end:
        if text[start] in "、，：的）” ":
            start += 1
            continue
        lead = words.lead.match(text, start, end)
        if not lead or end - lead.end() < 2:
            break
        start = lead.end()
    return start


def _complete(phrase: Phrase, spot: Spot, earlier: tuple[tuple[Spot, Phrase], ...], words: _Words) -> Phrase:
    """解决近九成 behind 意见建议两百余条: a bare verb takes the noun of the figure before it in its sentence."""
    if spot.family != "ratio" or len(phrase.text) > 2 or not earlier or spot.start - earlier[-1][0].end > 12:
        return phrase
    noun = earlier[-1][1].text
    if not noun or phrase.text.endswith("率"):
        return phrase
    return Phrase(noun + phrase.text, phrase.start, phrase.end, Rule("indicator.subject", f"承前“{noun}”"))


def _join(before: Phrase, behind: Phrase) -> Phrase:
    """职工4.2万人次参与 → 职工参与."""
    rule = Rule("indicator.around", f"数量前后“{before.text}…{behind.text}”")
    return Phrase(before.text + behind.text, before.start, behind.end, rule)


def _borrowed(
    spot: Spot,
    earlier: tuple[tuple[Spot, Phrase], ...],
    clauses: Clauses,
    periods: PeriodCues,
    words: _Words,
) -> Phrase:
    """实际完成1683家: what the figure before it in the same measure word counts; else the clause before."""
    sentence, _ = clauses.sentence(spot.start)
    for other, phrase in reversed(earlier):
        if other.unit == spot.unit and other.start >= sentence and phrase.text:
            return Phrase(phrase.text, spot.start, spot.start, Rule("indicator.same-unit", f"承前“{phrase.text}”"))
    clause, _ = clauses.clause(spot.start)
    if clause > sentence:
        start, end = clauses.clause(clause - 1)
        phrase = _trim(max(start, end - _REACH), end, clauses.text, periods, words)
        if len(phrase.text) >= 2:
            return phrase
    for other, phrase in reversed(earlier):
        if other.unit == spot.unit and phrase.text:
            return Phrase(phrase.text, spot.start, spot.start, Rule("indicator.same-unit", f"承前“{phrase.text}”"))
    return Phrase("", spot.start, spot.start, Rule("indicator.none", "文中没有写明所计事项"))
