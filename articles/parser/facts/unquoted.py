"""Names printed without quotation marks: 上线工时明白卡，; 应急实训岛占地… when it is printed again.

A name holds no word such as 推出 or 的, so texts are cut there. What is left is
a name if it ends as names do and either a launching verb stands before it and a
mark behind, or it opens or closes such a piece and is printed elsewhere too.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final

from articles.parser.facts.names import EDGE, PLAN_NOUNS, NameGrammar, Occurrence
from articles.parser.facts.passages import Passage
from articles.parser.words import load_tokenizer

#: How far from a name its other printings are looked for, so that a page without end stays cheap.
_WINDOW: Final = 1500
_SHORTEST: Final = 3
_LONGEST: Final = 9

_STRETCH: Final = re.compile(r"[一-鿿]{3,}")
#: Measure words and the like, which open no name.
_NO_START: Final = frozenset(
    "个家名位支场期处项条辆台间所座第各每这那该本我你他她它不之等起后前里中上下内外户着栋趟张块份件批年月日时天元"
)
#: Verbs that bring in what a union makes, whatever its last word: 推出山里托，
_LAUNCHING: Final = "推出|推行|打造|推广|创建|设立|开设|办起|启动|创办|发起|实施|开通|首创|试行|名为|名叫|叫作|叫做"
_LAUNCHING_VERB: Final = re.compile(_LAUNCHING)
_LAUNCHED: Final = re.compile(rf"(?:{_LAUNCHING})(?:了|的|一批|一支|一个|一项|首批|首个)*$")
_BRINGING_IN: Final = (
    f"{_LAUNCHING}|取名|定名为?|命名为|起名|[一二三四五]是|还有|派出|研发|改造|开出|建起|搭起|上线|开办|建成|成立|组建"
    "|选派|选聘|招募|变成|办了|建了|是|有"
)
_BROUGHT_IN: Final = re.compile(rf"(?:{_BRINGING_IN})(?:了|的|个|一批|一支|一个|一项|首批|首个)*$")
#: What any of them ends with: no other character before a name is looked at twice.
_BEFORE: Final = frozenset(_BRINGING_IN + "了的个批支项")
_MARK: Final = frozenset("，。；、！？：\n”）")


def find_unquoted(
    number: int, passage: Passage, titles: str, grammar: NameGrammar, covered: set[int]
) -> Iterator[Occurrence]:
    """Possible names without quotation marks; of a name that returns, the printing that shows its ends.

    `titles` are the article's titles, where a name may have its other printing; nothing is looked for that lies
    among the `covered` characters altogether.
    """
    text = passage.text
    ends = list(map(re.Match.end, grammar.closing_end.finditer(text)))
    for start, end in _find_pieces(text, ends):
        if start in covered and covered.issuperset(range(start, end)):
            continue
        closing = ends[bisect_left(ends, start + _SHORTEST) : bisect_right(ends, end)]
        before = text[start - 1 : start]
        brought_in = before in _BEFORE
        if brought_in and end in closing[-1:] and _is_named(text, start, end, grammar):
            yield Occurrence(text[start:end], number, start, end, "named")
            continue
        listed = before == "、" == text[end : end + 1]
        if listed or (brought_in and _LAUNCHED.search(text, max(0, start - 7), start)):
            stop = _find_launched(text, start, end, titles, grammar)
            if stop is not None:
                yield Occurrence(text[start:stop], number, start, stop, "returned")
                continue
        if not closing:
            continue
        for low, high in _find_returning(text, start, end, closing, titles, grammar):
            yield Occurrence(text[low:high], number, low, high, "returned")


def _is_named(text: str, start: int, end: int, grammar: NameGrammar) -> bool:
    """取名…，: whether a verb brings in the piece and a mark closes it, and it reads as names do."""
    if end - start > _LONGEST + 1 or text[end : end + 1] not in _MARK:
        return False
    return _BROUGHT_IN.search(text, max(0, start - 7), start) is not None and _closes(text[start:end], grammar)


def _find_pieces(text: str, ends: list[int]) -> Iterator[tuple[int, int]]:
    """The stretches of words without any that no name holds; `ends` are the places where a name may end."""
    for run in _STRETCH.finditer(text):
        start, end = run.span()
        if not _may_hold_name(text, start, end, ends):
            continue
        for edge in EDGE.finditer(text, start, end):
            low, high = edge.span()
            if low - start >= _SHORTEST:
                yield start, low
            start = high
        if end - start >= _SHORTEST:
            yield start, end


def _may_hold_name(text: str, start: int, end: int, ends: list[int]) -> bool:
    """Whether a name may end in a stretch of words, or is one of a list or brought in, whatever its end."""
    nearest = bisect_left(ends, start + _SHORTEST)
    if nearest < len(ends) and ends[nearest] <= end:
        return True
    if text[start - 1 : start] == "、" == text[end : end + 1]:
        return True
    # within the stretch, for all that stands before a launched name is words
    return end - start >= 2 + _SHORTEST and _LAUNCHING_VERB.search(text, start, end - _SHORTEST) is not None


def _find_launched(text: str, start: int, end: int, titles: str, grammar: NameGrammar) -> int | None:
    """Where a coined word that a launching verb brings in ends, if printed elsewhere too; it may end with anything."""
    if not _is_printed(text, start, start + _SHORTEST, titles):
        return None
    for stop in range(min(end, start + _LONGEST), start + _SHORTEST - 1, -1):
        if _splits_word(text, stop) or not _is_printed(text, start, stop, titles):
            continue
        word = text[start:stop]
        coined = word[-2:] not in grammar.cues["class_noun"] and word not in load_tokenizer().FREQ
        return stop if coined and _opens(word, grammar) else None
    return None


def _find_returning(
    text: str, start: int, end: int, closing: list[int], titles: str, grammar: NameGrammar
) -> list[tuple[int, int]]:
    """The longest beginning and the longest end of a piece that are printed elsewhere too.

    `closing` are the places in the piece where a name may end, in order.
    """
    found = []
    stop = _find_beginning(text, start, closing, titles, grammar)
    if stop is not None:
        found.append((start, stop))
    if closing[-1] == end and stop != end:
        begin = _find_end(text, start, end, titles, grammar)
        if begin is not None:
            found.append((begin, end))
    return found


def _find_beginning(text: str, start: int, closing: list[int], titles: str, grammar: NameGrammar) -> int | None:
    """Where the longest name that a piece opens with ends, if it is printed elsewhere too."""
    longest: int | None = None
    if text[start] in _NO_START:
        return None
    for stop in closing:
        # where a shorter word is not printed anew no longer one is
        if stop > start + _LONGEST or not _is_printed(text, start, stop, titles):
            break
        if _closes(text[start:stop], grammar) and not _splits_word(text, stop):
            longest = stop
    return None if longest is None or _splits_word(text, start) else longest


def _find_end(text: str, start: int, end: int, titles: str, grammar: NameGrammar) -> int | None:
    """Where the longest name that a piece ends with begins, if it is printed elsewhere too."""
    longest: int | None = None
    for begin in range(end - _SHORTEST, max(start, end - _LONGEST) - 1, -1):
        if not _is_printed(text, begin, end, titles):
            break
        if _closes(text[begin:end], grammar) and not _splits_word(text, begin):
            longest = begin
    return None if longest is None or _splits_word(text, end) else longest


def _is_printed(text: str, start: int, end: int, titles: str) -> bool:
    """Whether `text[start:end]` is printed elsewhere too."""
    word = text[start:end]
    if text.find(word, end, end + _WINDOW) >= 0:
        return True
    return text.find(word, start - _WINDOW if start > _WINDOW else 0, start) >= 0 or word in titles


def _splits_word(text: str, index: int) -> bool:
    """Whether a cut before `text[index]` goes through a word: 产业工人队|伍."""
    return 0 < index < len(text) and load_tokenizer().FREQ.get(text[index - 1 : index + 1], 0) > 0


def _closes(name: str, grammar: NameGrammar) -> bool:
    """Whether an unquoted name can end and begin so."""
    if not _opens(name, grammar):
        return False
    if name[-2:] in grammar.cues["class_noun"]:
        return len(name) > 4 and name[-2:] in PLAN_NOUNS
    return name[-1] in grammar.cues["bare_end"] or grammar.ends_with(name, "head")


def _opens(name: str, grammar: NameGrammar) -> bool:
    """Whether an unquoted name can begin so, and is not what never names anything."""
    if name[0] in _NO_START or len(name) < _SHORTEST or name in grammar.places:
        return False
    stops = grammar.cues["bare_stop"]
    return not (name[-2:] in stops or name[-3:] in stops or name[-4:] in stops)
