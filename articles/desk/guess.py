"""What a pasted page says of itself: its paper, its date, its page number.

Only lines that look like a page's head or foot are asked; a date inside a
sentence is a date of the story, not of the paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

#: 浙江工人日报 2025年6月3日 星期二 第2版 责任编辑 …: longer lines are body.
HEAD_LENGTH = 60
DATE = re.compile(
    r"(?P<y>20\d\d|19\d\d)\s*(?:年|[-./])\s*(?P<m>\d{1,2})\s*(?:月|[-./])\s*(?P<d>\d{1,2})\s*日?(?P<week>\s*星期[一二三四五六日天])?"
)
PAGE = re.compile(r"第\s*0?(\d{1,2}|[一二三四五六七八九十]{1,3})\s*版|(?<!\w)([A-D]?\d{1,2})\s*版(?!本)")
PAPER = re.compile(r"[\u4e00-\u9fff]{2,12}(?:日报|晚报|早报|晨报|时报|商报|工人报|导报|周刊|简报|工运)")
ORIGIN = re.compile(r"(?:来源|稿源|出处)\s*[:：]\s*([\u4e00-\u9fffA-Za-z0-9·]{2,30})")
SENTENCE = re.compile(r"[，。；！？]")


@dataclass(frozen=True, slots=True)
class Guess:
    """What the page says; empty where it says nothing. `source` may be a name not known yet."""

    source: str = ""
    published_on: date | None = None
    page: str = ""


def guess_from_text(text: str, sources: Iterable[str]) -> Guess:
    """Read paper, date and page number from lines of a page's head or foot; known `sources` are asked first."""
    heads = [line.strip() for line in text.split("\n") if _is_head(line.strip())]
    return Guess(_guess_source(heads, list(sources)), _guess_date(heads), _guess_page(heads))


def _is_head(line: str) -> bool:
    return 0 < len(line) <= HEAD_LENGTH and not SENTENCE.search(line)


def _guess_source(heads: list[str], sources: list[str]) -> str:
    for name in sorted(sources, key=len, reverse=True):
        if any(name in head for head in heads):
            return name
    for head in heads:
        if found := ORIGIN.search(head):
            return found[1]
    for head in heads:
        if (found := PAPER.search(head)) and (DATE.search(head) or PAGE.search(head) or found[0] == head):
            return found[0]
    return ""


def _guess_date(heads: list[str]) -> date | None:
    found = [m for head in heads for m in DATE.finditer(head)]
    found.sort(key=lambda m: not m["week"])
    for match in found:
        try:
            return date(int(match["y"]), int(match["m"]), int(match["d"]))
        except ValueError:
            continue
    return None


def _guess_page(heads: list[str]) -> str:
    for head in heads:
        if found := PAGE.search(head):
            return f"第{found[1]}版" if found[1] else f"{found[2]}版"
    return ""
