"""Lines that are paragraphs by themselves wherever they stand.

Headings that are counted through, 01　怎么申请 … 02　谁来付钱 … 03　下一步: a number and a space open a page's head too
(05　工会新闻), so only those are told that count on from 1 with text between them. And whom a letter is written to,
编辑同志：, and tables told line by line, 松阳县：14间.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter
from typing import Final

from articles.parser.page.blocks import Block
from articles.parser.page.lines import Line

_COUNTED: Final = re.compile(r"0?(?P<number>\d{1,2})[ 　|｜]{1,3}[\u4e00-\u9fff]")
_NUMERALS: Final = "一二三四五六七八九十"
_NUMBERED: Final = re.compile(f"(?P<number>[{_NUMERALS}])、[^，。；：！？]{{2,12}}$")
#: What the sections of a newspaper are called.
_SECTION: Final = re.compile(
    "(?:新闻|要闻|综合|副刊|时评|专版|专刊|周刊|专题|广告|广场|视点|关注|深度|国内|国际|文化|生活|版)$"
)
#: A name with its figure, one of several: 松阳县：14间.
_ENTRY: Final = re.compile("(?:其中，?)?[^：。，；！？“”]{1,12}：[^：。，；！？“”]{0,3}[0-9][^：。，；！？“”]{0,10}")
#: Whom a letter is written to, a paragraph before its first: 编辑同志：
_SALUTATION: Final = re.compile(
    r"[^，。；！？]{0,12}(?:同志|编辑部|朋友|师傅|先生|女士|老师|[您你]好|们)(?:，[您你]好)?[：！]"
)


def find_own_paragraphs(lines: Sequence[Line], *, columns: bool = False) -> set[int]:
    """The numbers of the lines that are paragraphs by themselves: `find_headings`, salutations, a table's entries.

    In narrow `columns` 一、 counts headings too; line by line a bulletin counts its stories so.
    """
    found = find_headings(lines) | {line.number for line in lines if is_salutation(line.text)}
    if columns:
        found |= find_headings(lines, _NUMBERED)
    for line, after in pairwise(lines):
        if _ENTRY.fullmatch(line.text) and _ENTRY.fullmatch(after.text):
            found |= {line.number, after.number}
    return found


def is_salutation(text: str) -> bool:
    """Whether a text is whom a letter is written to.

    >>> is_salutation("编辑同志：")
    True
    """
    return text[-1:] in ("：", "！") and _SALUTATION.fullmatch(text) is not None


def may_stand_alone(text: str) -> bool:
    """Whether a line reads like those that are paragraphs by themselves."""
    return is_salutation(text) or text[:2] in ("问：", "答：") or any(by.match(text) for by in (_COUNTED, _NUMBERED))


def put_own_paragraphs(blocks: Sequence[Block], own: Sequence[Line]) -> list[Block]:
    """The blocks of narrow columns with each line of `own`, in order, put back where it stands, as a paragraph.

    It takes the measure of the paragraph behind it.
    """
    whole: list[Block] = []
    waiting = list(reversed(own))
    measure = 0
    for block in reversed(blocks):
        lines = block.lines
        while waiting and waiting[0].number > lines[0].number:
            at = bisect(lines, waiting[0].number, key=attrgetter("number"))
            if at < len(lines):
                whole.append(Block(lines[at:], block.measure))
                measure = block.measure or measure
            whole.append(Block((waiting.pop(0),), measure or block.measure))
            lines = lines[:at]
        whole.append(Block(lines, block.measure))
        measure = block.measure or measure
    whole += [Block((line,), measure) for line in waiting]
    return whole[::-1]


def find_headings(lines: Sequence[Line], counted_by: re.Pattern[str] = _COUNTED) -> set[int]:
    """The numbers of the lines that count a story's headings through from 1, with text between them."""
    found: set[int] = set()
    before, expected = -1, 1
    for at, line in enumerate(lines):
        counted = counted_by.match(line.text)
        if not counted or _SECTION.search(line.text):
            continue
        number = int(counted["number"]) if counted["number"].isdecimal() else _NUMERALS.index(counted["number"]) + 1
        if number == expected > 1 and at - before > 1:
            found |= {lines[before].number, line.number}
        elif number != 1:
            continue
        before, expected = at, number + 1
    return found
