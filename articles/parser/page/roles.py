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
from articles.parser.page.places import opens_with_place
from articles.parser.page.weights import load_weights

_UNION = re.compile("总工会|市总|县总|区总|工会联合会")
_COUNT = re.compile(r"\d[\d.]*[余多]?[万亿千百]?[余多]?[\u4e00-\u9fff%]")
_ASKS = re.compile("[？！]")
#: A place's line with one of these is a deck: 永康市总工会…, 湖州全域推进….
_PLAINLY = re.compile("总工会|市总|县总|区总|启动|推进|推行|推动|举办|开展|召开|实施")
#: A quoted name alone goes with the next line: “湖工有助” / 破解职工权益保障难题.
_LONE_NAME = re.compile("“[^”]+”")
MOST_LINES = 12
_DASH = re.compile("^[—-]{1,2}")


@lru_cache(maxsize=1)
def load_verbs() -> re.Pattern[str]:
    """What plain title lines say that unions do, from `lexicon/title_verbs.tsv`."""
    return re.compile("|".join(read_table("title_verbs", lambda **c: re.escape(c["verb"]))))


def plain_score(text: str, lexicon: Lexicon) -> float:
    """log odds that a title line is a plain one: 慈溪市总工会启动新业态服务月 against 三大公益项目托举幸福."""
    w = load_weights()
    bare = _DASH.sub("", text)
    score = w["plain.bias"] + w["plain.length"] * max(0, len(bare) - 10)
    if _UNION.search(bare):
        score += w["plain.union"]
    elif "工会" in bare:
        score += w["plain.union_word"]
    if opens_with_place(bare, lexicon):
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
    weighed = lines[:MOST_LINES]
    borders = {sum(len(b) for b in blocks[:n]) for n in range(1, len(blocks))}
    scores = [plain_score(line.text, lexicon) for line in weighed]
    bonds = _cut_bonds(weighed, lexicon)
    cuts = [(a, b) for a in range(len(weighed)) for b in range(a + 1, len(weighed) + 1)]
    a, b = max(cuts, key=lambda cut: _cut_score(weighed, scores, borders, *cut) + bonds.get(cut[0], 0.0))
    return Roles(tuple(lines[:a]), tuple(lines[a:b]), tuple(lines[b:]))


def _cut_bonds(lines: Sequence[Line], lexicon: Lexicon) -> dict[int, float]:
    """What a pair of lines says of a headline that begins with the second.

    A figure or a line in two halves above a place's name is a kicker, unless the
    place's line says plainly who does what: 8000余名“新”会员入会 / 永康市为…打造暖心家园.
    """
    bonds = {}
    for i in range(len(lines) - 1):
        above, below = lines[i].text, lines[i + 1].text
        counted = bool(_COUNT.search(above)) or WIDE_SPACE in above or " " in above
        if counted and opens_with_place(below, lexicon) and not _PLAINLY.search(below) and not _COUNT.search(below):
            bonds[i + 1] = load_weights()["role.count_above"]
    return bonds


def _cut_score(lines: Sequence[Line], plain: Sequence[float], borders: set[int], a: int, b: int) -> float:
    """How well lines[:a] are the kicker, lines[a:b] the headline, the rest the deck."""
    w = load_weights()
    score = sum(plain[:a]) + sum(plain[b:]) - sum(plain[a:b])
    score += w["role.more"] * (b - a - 1) + w["role.many"] * (max(0, a - 1) + max(0, len(lines) - b - 1))
    score += w["role.border"] * ((a in borders) + (b in borders))
    if a:
        score += w["role.kicker"]
    for i, line in enumerate(lines):
        if _DASH.match(line.text):
            score += w["role.dash"] if i == b else -w["role.dash"] if i < b else 0.0
        if b - a > 1 and a <= i < b and (WIDE_SPACE in line.text or " " in line.text):
            score += w["role.halves"]
        if _LONE_NAME.fullmatch(line.text) and i + 1 in (a, b):
            score += w["role.lone_name"]
    return score
