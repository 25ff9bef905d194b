"""Where a noun stands for a program that was named before: 夜校 for 榫卯夜校, 该热线 for “渔家灯”热线.

Such an echo counts as a printing of the name for whatever is linked behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Final

from articles.parser.facts.passages import Passage, Span
from articles.parser.openings import find_openings

_THESE: Final = "该|这一|这个|这项|此|这些|这套|这支|这辆|这张|这条|这间|这座|这场"
#: 该系列活动, 这一品牌: what is meant was named before.
REFERENCE: Final = re.compile(rf"(?:{_THESE})([一-鿿]{{1,4}})")
#: Behind any of these a noun can echo wherever it stands; an opening quotation mark asks for a closing one.
#: Each is a branch that opens with its character, so that re passes over the others at once.
_BEFORE: Final = re.compile(f"{_THESE}|“")
#: What may stand before a clause's subject: 截至8月底，, 据介绍，, 目前
_LEAD_IN: Final = re.compile(
    r"[”“]*(?:但|而|并|且)?(?:(?:截至|到)?(?:目前|眼下|当前|如今|现在|今年|去年|明年|今后|未来|下一步|接下来|年内|年底前)[来内]?|[今去前明]年[^，。“”一-鿿]{0,6}月?[份底]?|到?\d{4}年|\d+月[底份]?)?(?:，)?(?:该|这[一个项支辆趟张条间座场类些]?|此|每[个支辆趟张条间座场期]?)?"
)
#: With which characters it can begin, if it holds any: a dot stands for what follows it.
_LEADS: Final = find_openings(_LEAD_IN.pattern + "·") or frozenset()


def skip_lead_in(text: str, start: int, end: int) -> int:
    """Where the subject of the clause `text[start:end]` can begin."""
    first = text[start : start + 1]
    if first not in _LEADS and not first.isdecimal():
        # most clauses begin with their subject
        return start
    return _LEAD_IN.match(text, start, end).end()  # type: ignore[union-attr]


def find_echoes(body: Passage, nouns: Sequence[Sequence[str]], printed: Sequence[Sequence[Span]]) -> list[list[Span]]:
    """Each program's echoes in a body, by the `nouns` that can stand for it and where its name is `printed`.

    A noun echoes where it opens a clause, follows on 该 or stands alone in quotation marks, always behind a printing
    of the name: “点子银行”开张，“银行”里有9条. Of two programs that share it, the one named last is meant.
    """
    taken = sorted([span for spans in printed for span in spans])
    echoes: list[list[Span]] = [[] for _ in nouns]
    if not taken:
        return echoes
    owners: dict[str, list[int]] = {}
    for number, own in enumerate(nouns):
        for noun in own:
            owners.setdefault(noun, []).append(number)
    names: dict[str, list[tuple[int, int]]] = {}
    for start, noun in sorted(_find_nouns(body, owners, taken[0][0])):
        inside = bisect_left(taken, (start + 1,))
        if inside and taken[inside - 1][1] > start:
            continue
        if noun not in names:
            names[noun] = sorted((at, number) for number in owners[noun] for at, _ in printed[number])
        before = bisect_left(names[noun], (start,))
        if before:
            echoes[names[noun][before - 1][1]].append((start, start + len(noun)))
    return echoes


def _find_nouns(body: Passage, owners: Mapping[str, object], first: int) -> set[tuple[int, str]]:
    """Where one of the nouns stands so that it can echo a name, with the noun; the `first` name is printed there."""
    text, lengths, firsts = body.text, {len(noun) for noun in owners}, {noun[0] for noun in owners}
    found: set[tuple[int, str]] = set()
    places = [(skip_lead_in(text, start, end), False) for start, end in body.clauses[body.clause_at(first) :]]
    places += [(mark.end(), mark[0] == "“") for mark in _BEFORE.finditer(text, first)]
    for start, quoted in places:
        if text[start : start + 1] not in firsts:
            continue
        for length in lengths:
            noun, behind = text[start : start + length], start + length
            if noun in owners and (not quoted or text[behind : behind + 1] == "”"):
                found.add((start, noun))
    return found
