"""Lists told line by line on pages without indents: items that count on, questions and answers, what a colon announces.

药箱发到了这些船上： / 拖网船：60只 / 流网船：45只. Line by line they look like titles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from articles.parser.page.lines import Line

#: An item by its number, or by who speaks.
_ITEM: Final = re.compile(r"(?:\d{1,2}[.、．](?!\d)|[①-⑳]|[（(]\d{1,2}[)）]|第[一二三四五六七八九十]步|[问答][：:])")
#: What a colon announces: a name with its figure, a phrase in quotation marks, a part of a sentence.
_TOLD: Final = re.compile(r"[^：。]{1,16}：.*\d.*|.*[；;]|“[^“”]*”|.*[。！？]”?")
#: 余姚市总工会： is a kicker; what announces a list is longer or has a comma.
_SHORTEST: Final = 9


def find_lists(lines: Sequence[Line], kinds: Sequence[bool]) -> list[bool]:
    """`kinds`, which tells of each line whether it is a paragraph, with lists' lines told as paragraphs too."""
    found = list(kinds)
    for i, (line, after) in enumerate(pairwise(lines)):
        # a bulletin numbers its headlines too, but a body stands between them
        if _ITEM.match(line.text) and _ITEM.match(after.text) and not (kinds[i] and kinds[i + 1]):
            found[i] = found[i + 1] = True
    announced = False
    for i, line in enumerate(lines):
        if found[i]:
            announced = line.text[-1] == "："
        elif announced:
            announced = found[i] = _TOLD.fullmatch(line.text) is not None
        elif i and (found[i - 1] or lines[i - 1].stop == 3) and _announces(line.text):
            announced = found[i] = True
    return found


def _announces(text: str) -> bool:
    return text[-1] == "：" and (len(text) >= _SHORTEST or "，" in text) and text[-2:-1] not in "会委"
