"""Title blocks → stories, jointly over the page.

Each block's words speak for a story, by how rare they are on the page; order,
neighbourhood and what a story already has speak too. One beam over the blocks
weighs all of it, so that no block is settled alone. One block may be rejected
as the page's column title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from articles.parser.lexicon import Lexicon, read_table
from articles.parser.page.affinity import Affinity
from articles.parser.page.drafts import LooseBlock
from articles.parser.page.places import find_places
from articles.parser.page.title_beam import COLUMN, Ask, find_homes
from articles.parser.page.weights import load_weights

#: Below this lead of words over the next story, an assignment is handed on as unresolved.
UNSURE: Final = 0.8
#: Lines of so few characters can be halves of one headline, one of FRAGMENT is no headline by itself.
SHORT_LINE: Final = 7
FRAGMENT: Final = 4
#: The halves of a headline are at most so many blocks apart.
FELLOWS: Final = 3
#: From this score on a block reads like a column title by itself.
COLUMN_LIKE: Final = 5.0
_NO_QUOTES: Final = dict.fromkeys(map(ord, "“”‘’"))


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
    beside = [
        None if column >= COLUMN_LIKE or distances is not None else _beside(b, leads=leads, count=affinity.count)
        for b, column in zip(blocks, columns, strict=True)
    ]
    far: Sequence[Sequence[float] | None] = distances if distances is not None else [None] * len(blocks)
    rows = zip(blocks, plain, words, columns, beside, find_fellows(blocks), far, strict=True)
    score, homes = find_homes([Ask(*row) for row in rows], affinity.count)
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


def _beside(block: LooseBlock, *, leads: bool, count: int) -> int | None:
    """The story whose title stands right beside it, on the side that this page uses."""
    if leads:
        return block.after + 1 if block.joins_after and block.after + 1 < count else None
    return block.after if block.joins_before and block.joins_after and block.after >= 0 else None
