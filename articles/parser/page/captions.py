"""Captions → stories: by the words they share, their order and what stands beside them."""

from __future__ import annotations

from collections.abc import Sequence

from articles.parser.page.drafts import LooseBlock
from articles.parser.page.titles import Affinity

#: What order and neighbourhood are worth, in the score of shared words.
BESIDE = 1.5
STEP_BACK = -1.0


def assign_captions(blocks: Sequence[LooseBlock], affinity: Affinity) -> list[int | None]:
    """The story of each caption block, None on a page without stories."""
    homes: list[int | None] = []
    last = 0
    for block in blocks:
        scores = affinity.scores(block.text)
        if block.joins_before and block.after >= 0:
            scores[block.after] = scores.get(block.after, 0.0) + BESIDE
        for story in list(scores):
            if story < last:
                scores[story] += STEP_BACK
        if not affinity.count:
            homes.append(None)
            continue
        home = max(scores, key=lambda s: (scores[s], -s)) if scores else max(0, block.after)
        homes.append(home)
        last = max(last, home)
    return homes
