"""Headings that are counted through: 01　怎么申请 … 02　谁来付钱 … 03　下一步.

A number and a space open a page's head too (05　工会新闻), so only headings that count on from 1 with text between
them are told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from articles.parser.page.lines import Line

_COUNTED: Final = re.compile(r"0?(?P<number>\d{1,2})[ 　|｜]{1,3}[\u4e00-\u9fff]")
#: What the sections of a newspaper are called.
_SECTION: Final = re.compile(
    "(?:新闻|要闻|综合|副刊|时评|专版|专刊|周刊|专题|广告|广场|视点|关注|深度|国内|国际|文化|生活|版)$"
)


def find_headings(lines: Sequence[Line]) -> set[int]:
    """The numbers of the lines that count a story's headings through from 1, with text between them."""
    found: set[int] = set()
    before, expected = -1, 1
    for at, line in enumerate(lines):
        counted = _COUNTED.match(line.text)
        if not counted or _SECTION.search(line.text):
            continue
        number = int(counted["number"])
        if number == expected > 1 and at - before > 1:
            found |= {lines[before].number, line.number}
        elif number != 1:
            continue
        before, expected = at, number + 1
    return found
