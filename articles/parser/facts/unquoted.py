"""Names printed without quotation marks: 上线工时明白卡，; 应急实训岛占地… when it is printed again.

A name holds no word such as 推出 or 的, so texts are cut there. What is left is
a name if it ends as names do and either a launching verb stands before it and a
mark behind, or it opens or closes such a piece and is printed elsewhere too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from operator import add

from articles.parser.facts.names import EDGE, NameGrammar, Occurrence
from articles.parser.facts.passages import Passage
from articles.parser.words import load_tokenizer

#: How far from a name its other printings are looked for, so that a page without end stays cheap.
_WINDOW = 1500
_SHORTEST, _LONGEST = 3, 9

_STRETCH = re.compile(r"[一-鿿]{3,}")
#: Measure words and the like, which open no name.
_NO_START = frozenset(
    "个家名位支场期处项条辆台间所座第各每这那该本我你他她它不之等起后前里中上下内外户着栋趟张块份件批年月日时天元"
)
_BROUGHT_IN = re.compile(
    r"(?:取名|名为|名叫|叫作|叫做|定名为?|命名为|起名|[一二三四五]是|还有|推出|打造|派出|研发|改造|设立|开出|办起|建起|开设|启动|创办|搭起"
    r"|上线|发起|推行|推广|创建|开通|开办|建成|成立|组建|实施|选派|选聘|招募|变成|试行|首创|办了|建了|是|有)(?:了|的|个|一批|一支|一个|一项|首批|首个)*$"
)
#: Verbs that bring in what a union makes, whatever its last word: 推出山里托，
_LAUNCHED = re.compile(
    r"(?:推出|推行|打造|推广|创建|设立|开设|办起|启动|创办|发起|实施|开通|首创|试行|名为|名叫|叫作|叫做)"
    r"(?:了|的|一批|一支|一个|一项|首批|首个)*$"
)
_MARK = frozenset("，。；、！？：\n”）")


def find_unquoted(number: int, passage: Passage, titles: str, grammar: NameGrammar) -> Iterator[Occurrence]:
    """Possible names without quotation marks; of a name that returns, the printing that shows its ends.

    `titles` are the article's titles, where a name may have its other printing.
    """
    text = passage.text
    again = _find_repeated(text, titles)
    for start, end in _find_pieces(text):
        whole = text[end : end + 1] in _MARK and end - start <= _LONGEST + 1
        if whole and _BROUGHT_IN.search(text, max(0, start - 7), start) and _closes(text[start:end], grammar):
            yield Occurrence(text[start:end], number, start, end, "named")
            continue
        listed = text[start - 1 : start] == "、" == text[end : end + 1]
        launched = listed or _LAUNCHED.search(text, max(0, start - 7), start) is not None
        stop = _find_launched(text, start, end, again, titles, grammar) if launched else None
        if stop is not None:
            yield Occurrence(text[start:stop], number, start, stop, "returned")
            continue
        for low, high in _find_returning(text, start, end, again, titles, grammar):
            yield Occurrence(text[low:high], number, low, high, "returned")


def _find_pieces(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of words without any that no name holds."""
    for run in _STRETCH.finditer(text):
        start = run.start()
        for edge in EDGE.finditer(text, start, run.end()):
            if edge.start() - start >= _SHORTEST:
                yield start, edge.start()
            start = edge.end()
        if run.end() - start >= _SHORTEST:
            yield start, run.end()


def _find_repeated(text: str, titles: str) -> frozenset[str]:
    """The pairs of characters that a text prints more than once, or that its titles print too."""
    counts = Counter(map(add, text, text[1:]))
    return frozenset(pair for pair, count in counts.items() if count > 1).union(map(add, titles, titles[1:]))


def _find_launched(
    text: str, start: int, end: int, again: frozenset[str], titles: str, grammar: NameGrammar
) -> int | None:
    """Where a coined word that a launching verb brings in ends, if printed elsewhere too; it may end with anything."""
    high = start + 1
    while high < end and high - start < _LONGEST and text[high - 1 : high + 1] in again:
        high += 1
    for stop in range(high, start + _SHORTEST - 1, -1):
        word = text[start:stop]
        if not _is_printed(word, text, start, stop, titles) or _splits_word(text, stop):
            continue
        coined = word[-2:] not in grammar.cues["class_noun"] and word not in load_tokenizer().FREQ
        return stop if coined and _opens(word, grammar) else None
    return None


def _find_returning(
    text: str, start: int, end: int, again: frozenset[str], titles: str, grammar: NameGrammar
) -> Iterator[tuple[int, int]]:
    """The longest beginning and the longest end of a piece that are printed elsewhere too."""
    high = start + 1
    while high < end and high - start < _LONGEST and text[high - 1 : high + 1] in again:
        high += 1
    for stop in range(high, start + _SHORTEST - 1, -1):
        # the last character refuses most words before the full look
        if text[stop - 1] in grammar.last and _returns(text, start, stop, titles, grammar):
            yield start, stop
            if stop == end:
                return
            break
    if text[end - 1] not in grammar.last:
        return
    low = end - 1
    while low > start and end - low < _LONGEST and text[low - 1 : low + 1] in again:
        low -= 1
    for begin in range(low, end - _SHORTEST + 1):
        if _returns(text, begin, end, titles, grammar):
            yield begin, end
            return


def _returns(text: str, start: int, end: int, titles: str, grammar: NameGrammar) -> bool:
    word = text[start:end]
    if not _is_printed(word, text, start, end, titles):
        return False
    return _closes(word, grammar) and not _splits_word(text, start) and not _splits_word(text, end)


def _is_printed(word: str, text: str, start: int, end: int, titles: str) -> bool:
    """Whether a word is printed elsewhere too."""
    if word in titles or text.find(word, end, end + _WINDOW) >= 0:
        return True
    return text.find(word, max(0, start - _WINDOW), start) >= 0


def _splits_word(text: str, index: int) -> bool:
    """Whether a cut before `text[index]` goes through a word: 产业工人队|伍."""
    return 0 < index < len(text) and load_tokenizer().FREQ.get(text[index - 1 : index + 1], 0) > 0


def _closes(name: str, grammar: NameGrammar) -> bool:
    """Whether an unquoted name can end and begin so."""
    if not _opens(name, grammar):
        return False
    if name[-2:] in grammar.cues["class_noun"]:
        return len(name) > 4 and name[-2:] in ("计划", "行动")
    return name[-1] in grammar.cues["bare_end"] or grammar.ends_with(name, "head")


def _opens(name: str, grammar: NameGrammar) -> bool:
    """Whether an unquoted name can begin so, and is not what never names anything."""
    if name[0] in _NO_START or len(name) < _SHORTEST or name in grammar.places:
        return False
    stops = grammar.cues["bare_stop"]
    return not (name[-2:] in stops or name[-3:] in stops or name[-4:] in stops)
