"""Kicker, headline and deck: which of a story's title lines is which.

The headline is the catchy line, kicker (above) and deck (below) say plainly
who did what. Lines stand in print order, so the roles are a cut into three
stretches; a log-linear model weighs every cut by what its lines say and by how
they stand to each other. Two lines of a few characters are one headline
(靠岸有热饭 / 出海有牵挂), two whole sentences hardly ever.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from articles.parser.clean import WIDE_SPACE
from articles.parser.lexicon import Lexicon, read_table
from articles.parser.page.lines import Line, load_cues
from articles.parser.page.places import opens_with_place
from articles.parser.page.weights import load_weights

_UNION: Final = re.compile("总工会|市总|县总|区总|工会联合会")
_COUNT: Final = re.compile(r"\d[\d.]*[余多]?[万亿千百]?[余多]?[\u4e00-\u9fff%]")
#: A place's line with one of these is a deck: 永康市总工会…, 湖州全域推进….
_PLAINLY: Final = re.compile("总工会|市总|县总|区总|启动|推进|推行|推动|举办|开展|召开|实施")
#: Words of speech, which catch the eye: 面还热着, 谁来填, 不用跑.
_SPOKEN: Final = re.compile("[了着的吗呢吧也不没谁]|怎么|有人|有个")
#: A quoted name alone goes with the next line: “湖工有助” / 破解职工权益保障难题.
_LONE_NAME: Final = re.compile("“[^”]+”")
_DASH: Final = re.compile("^[—-]{1,2}")
_NARROW: Final = re.compile("[\x00-\u2000]")
MOST_LINES: Final = 12
#: Widths in full characters: a line longer or shorter says more, two lines together say less the wider they are.
LONG: Final = 10
SHORT: Final = 8
JOINED: Final = 12
#: One line is as wide as another within this.
EVEN: Final = 0.6


@lru_cache(maxsize=1)
def load_verbs() -> re.Pattern[str]:
    """What plain title lines say that unions do, from `lexicon/title_verbs.tsv`."""
    return re.compile("|".join(read_table("title_verbs", lambda **c: re.escape(c["verb"]))))


def find_line_features(text: str, lexicon: Lexicon) -> dict[str, float]:
    """What a title line says of itself, by the names of the `role.plain_` weights."""
    bare = _DASH.sub("", text)
    wide = _find_width(bare)
    found = {
        "union": 1.0 if _UNION.search(bare) else 0.0,
        "place": 1.0 if opens_with_place(bare, lexicon) else 0.0,
        "figure": 1.0 if _COUNT.search(bare) else 0.0,
        "verb": 1.0 if load_verbs().search(bare) else 0.0,
        "space": 1.0 if _is_parted(bare) else 0.0,
        "quote": 1.0 if bare.find("“") > 0 else 0.0,
        "spoken": float(len(_SPOKEN.findall(bare))),
        "length": max(0.0, wide - LONG) / 4,
        "short": max(0.0, SHORT - wide) / 2,
    }
    return {name: value for name, value in found.items() if value}


def _find_width(text: str) -> float:
    return len(text) - len(_NARROW.findall(text)) / 2


def _is_parted(text: str) -> bool:
    """Whether a wide space parts a line in two halves, which are complete together."""
    return WIDE_SPACE in text or " " in text


def plain_score(text: str, lexicon: Lexicon) -> float:
    """log odds that a title line is a plain one: 慈溪市总工会启动新业态服务月 against 三大公益项目托举幸福."""
    w = load_weights()
    found = find_line_features(text, lexicon)
    return w["role.plain"] + sum(w["role.plain_" + name] * value for name, value in found.items())


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
    w = load_weights()
    borders = {sum(len(b) for b in blocks[:n]) for n in range(1, len(blocks))}
    texts = [line.text for line in lines[:MOST_LINES]]
    cuts = find_cuts(texts, lexicon)

    def weigh(cut: tuple[int, int]) -> float:
        score = sum(w["role." + name] * value for name, value in cuts[cut].items())
        return (
            score + w["role.border"] * sum(edge in borders for edge in cut) + w["role.dash"] * _count_dashes(texts, cut)
        )

    a, b = max(cuts, key=weigh)
    return Roles(tuple(lines[:a]), tuple(lines[a:b]), tuple(lines[b:]))


def find_cuts(texts: Sequence[str], lexicon: Lexicon) -> dict[tuple[int, int], dict[str, float]]:
    """Every way to take lines[:a] as the kicker, lines[a:b] as the headline and the rest as the deck.

    Keyed by (a, b), with what speaks for and against it by the names of the `role.` weights.
    """
    each = [find_line_features(text, lexicon) for text in texts]
    pairs = [_find_pair_features(above, below, lexicon) for above, below in pairwise(texts)]
    size = len(texts)
    # a line broken behind a comma goes on in the next
    whole = {i + 1 for i, text in enumerate(texts[:-1]) if text[-1:] in ("，", "、")}
    first = int(size > 1 and load_cues()["rubric"].match(texts[0]) is not None)
    cuts = [(a, b) for a in range(first, size) for b in range(a + 1, size + 1) if whole.isdisjoint((a, b))]
    return {(a, b): _cut_features(each, pairs, a, b) for a, b in cuts or [(0, size)]}


def _cut_features(
    lines: Sequence[dict[str, float]], pairs: Sequence[dict[str, float]], a: int, b: int
) -> dict[str, float]:
    features: dict[str, float] = {}

    def add(name: str, value: float = 1.0) -> None:
        features[name] = features.get(name, 0.0) + value

    for i, line in enumerate(lines):
        if a <= i < b:
            continue
        add("plain")
        for name, value in line.items():
            add("plain_" + name, value)
            if i < a and name in ("place", "space", "spoken"):
                add("kicker_" + name, value)
    if a:
        add("kicker")
    add("many", max(0, a - 1) + max(0, len(lines) - b - 1))
    for i, pair in enumerate(pairs):
        state = "joined_" if a <= i < b - 1 else "parted_" if i + 1 in (a, b) else "kept_"
        for name, value in pair.items():
            if name.startswith(state) or (name.startswith("kicker_") and i + 1 == a):
                add(name, value)
    return features


def _find_pair_features(above: str, below: str, lexicon: Lexicon) -> dict[str, float]:
    """What two neighbouring lines say of being one headline, of being parted, of the upper one being a kicker.

    A figure or a line in two halves above a place's name is a kicker, unless the
    place's line says plainly who does what: 8000余名“新”会员入会 / 永康市为…打造暖心家园.
    """
    wide = [_find_width(text) for text in (above, below)]
    features = {"joined_length": max(0.0, sum(wide) - JOINED) / 4}
    if abs(wide[0] - wide[1]) < EVEN:
        features["joined_even"] = 1.0
    if _LONE_NAME.fullmatch(above):
        features["joined_name"] = features["parted_name"] = 1.0
    told = _PLAINLY.search(below) or _COUNT.search(below)
    if (_COUNT.search(above) or _is_parted(above)) and opens_with_place(below, lexicon) and not told:
        features["kicker_counts"] = 1.0
    return features


def _count_dashes(texts: Sequence[str], cut: tuple[int, int]) -> int:
    """How many lines that open with —— open the deck, less those that stand above it."""
    b = cut[1]
    return sum(1 if i == b else -1 if i < b else 0 for i, text in enumerate(texts) if _DASH.match(text))
