"""Captions → stories: by the words they share, their order and what stands beside them."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from typing import Final

from articles.parser.page.affinity import Affinity
from articles.parser.page.drafts import Draft, LooseBlock
from articles.parser.page.weights import load_weights

#: What order and neighbourhood are worth, in the score of shared words.
BESIDE: Final = 1.5
#: On a page that flows nothing is out of its place.
BESIDE_FLOWING: Final = 99.0
STEP_BACK: Final = -1.0
#: Lines of a common column: the unit of distances on a torn page.
COLUMN_DEPTH: Final = 12


def find_distances(blocks: Sequence[LooseBlock], drafts: Sequence[Draft]) -> list[list[float]]:
    """For each block how far each story's nearest line stands from it, in columns."""
    numbers = [sorted(line.number for block in draft.paragraphs for line in block.lines) for draft in drafts]
    rows = []
    for block in blocks:
        here = block.lines[0].number
        row = []
        for lines in numbers:
            at = bisect(lines, here)
            row.append(min(abs(here - n) for n in lines[max(0, at - 1) : at + 1]) / COLUMN_DEPTH)
        rows.append(row)
    return rows


def assign_captions(
    blocks: Sequence[LooseBlock],
    affinity: Affinity,
    *,
    distances: Sequence[Sequence[float]] | None = None,
    beside: float = BESIDE,
) -> list[int | None]:
    """The story of each caption block, None on a page without stories. `beside` is what the story before it gains.

    `distances` replaces page order on a torn page, as for titles.
    """
    far = load_weights()["assign.distance"]
    homes: list[int | None] = []
    last = 0
    for i, block in enumerate(blocks):
        scores = affinity.scores(block.text, block.after)
        if block.joins_before and block.after >= 0:
            scores[block.after] = scores.get(block.after, 0.0) + beside
        if distances is not None:
            for story, distance in enumerate(distances[i]):
                scores[story] = scores.get(story, 0.0) + far * distance
        for story in list(scores) if distances is None else ():
            if story < last:
                scores[story] += STEP_BACK
        if not affinity.count:
            homes.append(None)
            continue
        home = max(scores, key=lambda s: (scores[s], -s)) if scores else max(0, block.after)
        homes.append(home)
        last = max(last, home)
    return homes
