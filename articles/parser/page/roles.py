"""Kicker, headline and deck: which of a story's title lines is which.

The headline is the catchy line, kicker (above) and deck (below) say plainly
who did what. Lines stand in print order, so the roles are a cut into three
stretches; the cut that fits the lines best is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from articles.parser.clean import WIDE_SPACE
from articles.parser.lexicon import Lexicon, read_table
from articles.parser.page.lines import Line
from articles.parser.page.places import find_places
from articles.parser.page.weights import load_weights

_UNION = re.compile("工会|市总|县总|区总")
_COUNT = re.compile(r"\d[\d.]*[余多]?[万亿千百]?[余多]?[\u4e00-\u9fff%]")
_ASKS = re.compile("[？！]")
_DASH = re.compile("^[—-]{1,2}")


@lru_cache(maxsize=1)
def load_verbs() -> re.Pattern[str]:
    """What plain title lines say that unions do, from `lexicon/title_verbs.tsv`."""
    return re.compile("|".join(read_table("title_verbs", lambda **c: re.escape(c["verb"]))))


def plain_score(text: str, lexicon: Lexicon) -> float:
    """log odds that a title line is a plain one: 慈溪市总工会启动新业态服务月 against 三大公益项目托举幸福."""
    w = load_weights()
    bare = _DASH.sub("", text)
    head = bare.lstrip("“‘")
    score = w["plain.bias"] + w["plain.length"] * max(0, len(bare) - 10)
    if _UNION.search(bare):
        score += w["plain.union"]
    if find_places(head[:6], lexicon) or head.startswith(("全省", "我省", "全市", "浙江")):
        score += w["plain.place"]
    if _COUNT.search(bare):
        score += w["plain.figure"]
    if load_verbs().search(bare):
        score += w["plain.verb"]
    if WIDE_SPACE in bare or " " in bare:
        score += w["plain.space"]
    if bare[:1] in "“‘":
        score += w["plain.quote_first"]
    if len(bare) <= 8:
        score += w["plain.short"]
    if _ASKS.search(bare):
        score += w["plain.ask"]
    return score


@dataclass(frozen=True)
class Roles:
    kicker: tuple[Line, ...]
    headline: tuple[Line, ...]
    deck: tuple[Line, ...]


def part_roles(blocks: Sequence[Sequence[Line]], lexicon: Lexicon) -> Roles:
    """The lines of a story's title blocks, in print order, as kicker, headline and deck."""
    lines = [line for block in blocks for line in block]
    if not lines:
        return Roles((), (), ())
    lines = lines[:12]
    borders = {sum(len(b) for b in blocks[:n]) for n in range(1, len(blocks))}
    scores = [plain_score(line.text, lexicon) for line in lines]
    best: tuple[float, int, int] | None = None
    for a in range(len(lines)):
        for b in range(a + 1, len(lines) + 1):
            score = _cut_score(lines, scores, borders, a, b)
            if best is None or score > best[0]:
                best = (score, a, b)
    assert best is not None
    _, a, b = best
    return Roles(tuple(lines[:a]), tuple(lines[a:b]), tuple(lines[b:]))


def _cut_score(lines: Sequence[Line], plain: Sequence[float], borders: set[int], a: int, b: int) -> float:
    """How well lines[:a] are the kicker, lines[a:b] the headline, the rest the deck."""
    w = load_weights()
    score = sum(plain[:a]) + sum(plain[b:]) - sum(plain[a:b])
    score += w["role.more"] * (b - a - 1) + w["role.many"] * (max(0, a - 1) + max(0, len(lines) - b - 1))
    score += w["role.border"] * ((a in borders) + (b in borders))
    for i, line in enumerate(lines):
        if _DASH.match(line.text):
            score += w["role.dash"] if i == b else -w["role.dash"] if i < b else 0.0
    if a:
        score += w["role.kicker"]
    # A lone quoted name or a line that ends open belongs with the next: “湖工有助” / 破解职工权益保障难题.
    for i in range(len(lines) - 1):
        if re.fullmatch("“[^”]+”", lines[i].text) and i + 1 in (a, b):
            score -= 3.0
    return score
