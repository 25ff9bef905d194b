"""Title blocks → stories, jointly over the page.

Each block's words speak for a story, by how rare they are on the page; order,
neighbourhood and what a story already has speak too. One beam over the blocks
weighs all of it, so that no block is settled alone. One block may be rejected
as the page's column title.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from operator import add, itemgetter
from typing import NamedTuple

from articles.parser.clean import HAN
from articles.parser.lexicon import Lexicon, read_table
from articles.parser.page.drafts import LooseBlock
from articles.parser.page.places import find_places
from articles.parser.page.weights import load_weights

BEAM = 12
#: A block is weighed against stories this far from the last one in page order, and the likeliest by words.
WINDOW = 10
LIKELIEST = 3
REACH = 24
#: How many blocks back a story's titles are remembered.
RECENT = 24
#: Below this lead of words over the next story, an assignment is handed on as unresolved.
UNSURE = 0.8

COLUMN = -1
#: Lines of so few characters can be halves of one headline, one of FRAGMENT is no headline by itself.
SHORT_LINE, FRAGMENT = 7, 4
#: The halves of a headline are at most so many blocks apart.
FELLOWS = 3
#: From this score on a block reads like a column title by itself.
COLUMN_LIKE = 5.0
_HAN_ONE = re.compile(f"[{HAN}]")
_HAN_PAIR = re.compile(f"[{HAN}]{{2}}")
_NO_QUOTES = dict.fromkeys(map(ord, "“”‘’"))
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_STALE = frozenset("的了在是有和为与到上中下一个不这人就出也要会着对及等把被让来去以将")


@dataclass(frozen=True)
class Grams:
    """What a text can share: pairs and single characters with their counts, figures, places."""

    pairs: Counter[str]
    singles: Counter[str]
    figures: frozenset[str]
    places: frozenset[str]


class Affinity:
    """How much the words of a loose block speak for each story of the page."""

    def __init__(self, stories: Sequence[str], blocks: Sequence[str], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.count = len(stories)
        asked = [self._find_grams(text, None) for text in blocks]
        wanted = frozenset(g for grams in asked for kind in (grams.pairs, grams.singles) for g in kind)
        self.stories = [self._find_grams(text, wanted) for text in stories]
        self._asked = dict(zip(blocks, asked, strict=True))
        self._homes: dict[str, list[int]] = {}
        for index, grams in enumerate(self.stories):
            for gram in (*grams.pairs, *grams.singles, *grams.figures, *grams.places):
                self._homes.setdefault(gram, []).append(index)

    def _find_grams(self, text: str, wanted: frozenset[str] | None) -> Grams:
        """The grams of a text, of a story only those that some loose block asks for."""
        bare = text.translate(_NO_QUOTES)
        asked = _HAN_PAIR.fullmatch if wanted is None else wanted.__contains__
        single = _HAN_ONE.fullmatch if wanted is None else wanted.__contains__
        pairs = Counter(filter(asked, map(add, bare, bare[1:])))
        singles = Counter(filter(single, bare))
        figures = frozenset(_FIGURE.findall(text))
        return Grams(pairs, singles, figures, frozenset(find_places(text, self.lexicon)))

    def scores(self, text: str, near: int) -> dict[int, float]:
        """Score by story index, of stories at most REACH from `near`; those that share nothing are left out."""
        w = load_weights()
        block = self._asked[text] if text in self._asked else self._find_grams(text, None)
        found: dict[int, float] = {}

        def count(gram: str, weight: float, kind: str) -> None:
            homes = self._homes.get(gram, ())
            if not homes:
                return
            rarity = log((self.count + 1.0) / len(homes))
            for index in homes[bisect_left(homes, near - REACH) : bisect_left(homes, near + REACH + 1)]:
                times = getattr(self.stories[index], kind)
                often = 1 + 0.7 * log(times[gram]) if isinstance(times, Counter) else 1.0
                found[index] = found.get(index, 0.0) + weight * rarity * often

        for pair in block.pairs:
            count(pair, w["assign.pair"], "pairs")
        for single in block.singles:
            if single not in _STALE:
                count(single, w["assign.single"], "singles")
        for figure in block.figures:
            count(figure, w["assign.figure"], "figures")
        for place in block.places:
            count(place, w["assign.place"], "places")
        return found


@lru_cache(maxsize=1)
def load_column_cues() -> tuple[re.Pattern[str], ...]:
    """The signs of a column title, from `lexicon/column_cues.tsv`."""
    return read_table("column_cues", lambda **c: re.compile(c["pattern"]))


def column_score(block: LooseBlock, lexicon: Lexicon, *, edge: bool) -> float:
    """How well a block would be the page's column title (工会新闻, 心连“新”向未来)."""
    w = load_weights()
    score = w["assign.column"]
    cues = sum(any(cue.search(line.text) for line in block.lines) for cue in load_column_cues())
    if cues:
        score += w["assign.column_cue"] + w["assign.column_more"] * (cues - 1)
    if re.search(r"\d", block.text) or find_places(block.text, lexicon) or "总工会" in block.text:
        score += w["assign.column_place"]
    if edge:
        score += w["assign.column_edge"]
    return score


class Step(NamedTuple):
    """One way to have settled the blocks so far: `last` is the furthest story, `recent` the latest (home, plain)."""

    score: float
    last: int
    recent: tuple[tuple[int, bool], ...]
    column: bool
    home: int
    before: Step | None


@dataclass(frozen=True)
class Assignment:
    """The story of each block (COLUMN for the column title), and by how much its words lead over the next."""

    homes: tuple[int, ...]
    margins: tuple[float, ...]
    candidates: tuple[tuple[int, ...], ...]
    score: float = 0.0


def assign_titles(
    blocks: Sequence[LooseBlock],
    plain: Sequence[bool],
    affinity: Affinity,
    *,
    distances: Sequence[Sequence[float]] | None = None,
) -> Assignment:
    """The likeliest home of every title block, all weighed together.

    `plain` says of each block that it reads like a kicker or deck, not like a
    headline. Titles stand before their bodies or behind them: the page decides
    once, by which of both its neighbours agree with more. `distances` replaces
    page order on a torn page: how far each story's lines stand from each block.
    """
    if not blocks or not affinity.count:
        return Assignment((COLUMN,) * len(blocks), (0.0,) * len(blocks), ((),) * len(blocks))
    words = [affinity.scores(b.text, b.after) for b in blocks]
    last = affinity.count - 1
    columns = [
        column_score(b, affinity.lexicon, edge=i == 0 or b.after in (-1, last) or distances is not None)
        for i, b in enumerate(blocks)
    ]
    leads = _titles_lead(blocks, words, columns)
    score, homes = _beam(blocks, plain, words, affinity, columns, leads=leads, distances=distances)
    margins, candidates = [], []
    for home, scores in zip(homes, words, strict=True):
        ranked = sorted(scores, key=lambda s: -scores[s])[:3]
        others = [scores[s] for s in ranked if s != home]
        margins.append(scores.get(home, 0.0) - max(others, default=0.0))
        candidates.append(tuple(ranked))
    return Assignment(homes, tuple(margins), tuple(candidates), score)


def _titles_lead(blocks: Sequence[LooseBlock], words: Sequence[dict[int, float]], columns: Sequence[float]) -> bool:
    """Whether this page prints titles before their bodies.

    Words decide where a block stands between two bodies; blocks that pile up
    behind the last body speak against it. A column title says nothing.
    """
    ahead = 0.0
    for block, scores, column in zip(blocks, words, columns, strict=True):
        if column >= COLUMN_LIKE:
            continue
        if block.joins_after:
            ahead += scores.get(block.after + 1, 0.0) - scores.get(block.after, 0.0)
        ahead += 2.0 if block.after == -1 else 0.0
    last = max(block.after for block in blocks)
    piled = sum(block.after == last and not block.joins_after for block in blocks)
    return ahead - 2.0 * max(0, piled - 1) > 0


def _beam(
    blocks: Sequence[LooseBlock],
    plain: Sequence[bool],
    words: Sequence[dict[int, float]],
    affinity: Affinity,
    columns: Sequence[float],
    *,
    leads: bool,
    distances: Sequence[Sequence[float]] | None,
) -> tuple[float, tuple[int, ...]]:
    w = load_weights()
    far = w["assign.distance"]
    beside = [
        None if column >= COLUMN_LIKE or distances is not None else _beside(b, leads=leads, count=affinity.count)
        for b, column in zip(blocks, columns, strict=True)
    ]
    settled = {home for home in beside if home is not None}
    fellows = find_fellows(blocks)
    beam = [Step(0.0, -1, (), False, COLUMN, None)]
    for i, block in enumerate(blocks):
        near = _near_stories(block, words[i], affinity.count)
        # a Step is built only for those that stay in the beam
        grown: list[tuple[float, int, int, Step]] = []
        for step in beam:
            again = w["assign.column_again"] if step.column else 0.0
            grown.append((step.score + columns[i] + again, step.last, COLUMN, step))
            given: dict[int, list[bool]] = {}
            for home, each_plain in step.recent:
                given.setdefault(home, []).append(each_plain)
            around = range(max(0, step.last - WINDOW // 2), min(affinity.count, step.last + WINDOW))
            for story in sorted({*around, *near}):
                gain = words[i].get(story, 0.0) + _fit_gain(given.get(story, ()), block, plain[i])
                if fellows[i] and any(step.recent[-back][0] == story for back in fellows[i]):
                    gain += w["assign.fellow"]
                if beside[i] == story:
                    gain += w["assign.beside"]
                elif story in settled:
                    gain += w["assign.taken"]
                gain += (
                    _order_gain(step.last, story, settled, given) if distances is None else far * distances[i][story]
                )
                grown.append((step.score + gain, step.last if beside[i] == story else story, story, step))
        grown.sort(key=itemgetter(0), reverse=True)
        beam = [
            Step(score, last, (*step.recent[-RECENT:], (home, plain[i])), step.column or home == COLUMN, home, step)
            for score, last, home, step in grown[:BEAM]
        ]
    return beam[0].score, _walk_back(beam[0])


def find_fellows(blocks: Sequence[LooseBlock]) -> list[tuple[int, ...]]:
    """For each block how many blocks before it one stands that it makes one headline with, as their widths tell.

    靠岸有热饭 and 出海有牵挂 are of one width, and 上了云 is too short to be a headline by itself.
    """
    ends = [[len(line.text.translate(_NO_QUOTES)) for line in (b.lines[-1], b.lines[0])] for b in blocks]
    fellows: list[tuple[int, ...]] = []
    for i, (_, below) in enumerate(ends):
        backs = []
        for back in range(1, min(i, FELLOWS) + 1):
            above = ends[i - back][0]
            even = above == below and above <= SHORT_LINE
            if even or (back == 1 and min(above, below) <= FRAGMENT and max(above, below) <= SHORT_LINE):
                backs.append(back)
        fellows.append(tuple(backs))
    return fellows


def _near_stories(block: LooseBlock, words: dict[int, float], count: int) -> set[int]:
    """The stories whose words speak loudest for a block, and its neighbours, none too far from it."""
    likely = sorted(words, key=lambda s: (-words[s], s))[:LIKELIEST]
    return {s for s in (*likely, block.after, block.after + 1) if 0 <= s < count and abs(s - block.after) <= REACH}


def _fit_gain(mine: Sequence[bool], block: LooseBlock, plain: bool) -> float:
    """What the titles that a story has already (for each whether it is plain) say of one more."""
    w = load_weights()
    if not mine:
        gain = w["assign.untitled"]
    else:
        gain = w["assign.second" if len(mine) == 1 else "assign.third"]
        if not plain and not all(mine):
            gain += w["assign.catchy"]
    if block.lines[0].text.startswith("——") and all(mine):
        gain += w["assign.dash"]
    return gain


def _order_gain(last: int, story: int, settled: set[int], given: Collection[int]) -> float:
    """What page order says of the next block going to `story`, the furthest one so far being `last`."""
    w = load_weights()
    if story < last:
        return w["assign.back"]
    return w["assign.skip"] * sum(s not in settled and s not in given for s in range(last + 1, story))


def _walk_back(step: Step | None) -> tuple[int, ...]:
    homes: list[int] = []
    while step is not None and step.before is not None:
        homes.append(step.home)
        step = step.before
    return tuple(reversed(homes))


def _beside(block: LooseBlock, *, leads: bool, count: int) -> int | None:
    """The story whose title stands right beside it, on the side that this page uses."""
    if leads:
        return block.after + 1 if block.joins_after and block.after + 1 < count else None
    return block.after if block.joins_before and block.joins_after and block.after >= 0 else None
