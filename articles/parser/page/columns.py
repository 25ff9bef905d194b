"""Lines of narrow columns → paragraphs and titles, by one Viterbi pass.

The state of a line is (measure, first or later line of a paragraph), or that
it belongs to no paragraph: titles, captions, whatever stands between. Measures
are those that enough lines vote for. The pass sees a window of two lines, so
it is linear in the page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from articles.parser.page.blocks import Block
from articles.parser.page.breaks import break_scores, break_votes
from articles.parser.page.edges import join_sign_offs, settle_edges
from articles.parser.page.evidence import (
    Prices,
    end_scores,
    line_scores,
    seam_prices,
    stack_sizes,
    stands_small,
)
from articles.parser.page.lines import Line
from articles.parser.page.weights import load_weights

#: A measure counts if this share of the lines vote for it; more than MOST_MEASURES are never weighed.
LEAST_VOTE = 0.04
MOST_MEASURES = 9
#: Or if so many of the lines just before do, each counting FADING times the next.
LOCAL_VOTE = 2.6
FADING = 0.9
NARROWEST, WIDEST = 6, 60
#: Titles lead on a page where so many stand before a body.
LEADING = 2


class Scores(NamedTuple):
    """The best scores so far by state: a paragraph's first line and a later one by measure, a loose line."""

    firsts: list[float]
    laters: list[float]
    loose: float


def find_measures(lines: Sequence[Line]) -> tuple[int, ...]:
    """The measures that the page's columns are set to, narrowest first; () for a page without columns.

    A measure that few lines of the page use counts too where a stretch of lines
    keeps to it: a short story can be set to a measure of its own.
    """
    votes: dict[int, float] = defaultdict(float)
    local: dict[int, float] = defaultdict(float)
    peaks: dict[int, float] = defaultdict(float)
    asked: dict[int, int] = defaultdict(int)
    voters = 0
    for line, after in pairwise(lines):
        if line.stop >= 2 or not NARROWEST <= line.width <= WIDEST + 2 or after.gap > 3:
            continue
        fits = [(m, share) for m, share in break_votes(line, after) if m >= NARROWEST]
        total = sum(share for _, share in fits)
        if total < 0.1:
            continue
        voters += 1
        for measure, share in fits:
            votes[measure] += share / total
            # faded when it is asked for, by the voters since the last time
            local[measure] = local[measure] * FADING ** (voters - asked[measure]) + share / total
            asked[measure] = voters
            peaks[measure] = max(peaks[measure], local[measure])
    standing = [m for m in votes if votes[m] >= LEAST_VOTE * voters or peaks[m] >= LOCAL_VOTE]
    best = sorted(standing, key=lambda m: (-peaks[m], m))[:MOST_MEASURES]
    return tuple(sorted(best))


def read_columns(lines: Sequence[Line], *, loose: bool = True) -> list[Block]:
    """The lines in page order as paragraphs and runs of loose lines (none of these unless `loose`)."""
    measures = find_measures(lines) or (16,)
    if not loose:
        return join_sign_offs(_build_blocks(lines, _decode(lines, measures, forbidden=-1e6)))
    blocks = _build_blocks(lines, _decode(lines, measures))
    if titles_lead(blocks):
        blocks = _build_blocks(lines, _decode(lines, measures, leading=load_weights()["title.leading"]))
    return settle_edges(blocks)


def titles_lead(blocks: Sequence[Block]) -> bool:
    """Whether titles stand before their bodies on this page: between most of them, and few behind the last."""
    between = sum(a.loose and not b.loose for a, b in pairwise(blocks))
    behind = 0
    for block in reversed(blocks):
        if not block.loose:
            break
        behind += 1
    return between >= LEADING and between > behind


def _build_blocks(lines: Sequence[Line], states: Sequence[tuple[int, bool]]) -> list[Block]:
    blocks: list[Block] = []
    run: list[Line] = []
    run_measure = 0
    for line, (measure, first) in zip(lines, states, strict=True):
        opens = first if measure else (run_measure != 0 or line.gap > 0)
        if run and opens:
            blocks.append(Block(tuple(run), run_measure))
            run = []
        if not run:
            run_measure = measure
        run.append(line)
    if run:
        blocks.append(Block(tuple(run), run_measure))
    return blocks


def _decode(
    lines: Sequence[Line], measures: tuple[int, ...], *, forbidden: float = 0.0, leading: float = 0.0
) -> list[tuple[int, bool]]:
    """The best state of each line: (measure, whether it opens a paragraph), (0, False) for a loose line.

    States are numbered: the k-th measure's first line 2k, a later line 2k + 1, a loose line 2 * count.
    `forbidden` is what a loose line costs beyond the evidence.
    """
    if not lines:
        return []
    count = len(measures)
    near = [[j for j in range(count) if abs(measures[j] - measures[i]) == 1] for i in range(count)]
    sizes = stack_sizes(lines)
    opening, alone = line_scores(lines, 0, sizes)
    # A page may begin in the middle of a story.
    scores = Scores([opening] * count, [opening - 2.0] * count, alone + forbidden)
    back: list[tuple[list[int], list[int], int]] = []
    for i in range(1, len(lines)):
        opening, alone = line_scores(lines, i, sizes)
        prices = seam_prices(lines[i - 1], lines[i], small=stands_small(lines, i, sizes), leading=leading)
        scores, came_from = _step(scores, lines[i - 1], lines[i], measures, near, prices)
        scores = Scores([s + opening for s in scores.firsts], scores.laters, scores.loose + alone + forbidden)
        back.append(came_from)
    return _walk_back(lines[-1], measures, scores, back)


def _step(
    scores: Scores,
    before: Line,
    line: Line,
    measures: tuple[int, ...],
    near: Sequence[Sequence[int]],
    prices: Prices,
) -> tuple[Scores, tuple[list[int], list[int], int]]:
    """The scores of the states of `line`, its own evidence left aside, and the state that each came from."""
    none = 2 * len(measures)
    ended, onward = _leave_lines(scores, before, line, measures)
    best_score, best_state = max(ended)
    opened = max((best_score + prices.jump, best_state), (scores.loose + prices.leave, none))
    firsts, laters, from_first, from_later = [], [], [], []
    inside, between = prices.inside, prices.between
    for on, own, beside in zip(onward, ended, near, strict=True):
        first = own if own[0] > opened[0] else opened
        for j in beside:
            score, state = onward[j]
            if score + inside > on[0]:
                on = (score + inside, state)
            score, state = ended[j]
            if score + between > first[0]:
                first = (score + between, state)
        laters.append(on[0] + prices.later)
        from_later.append(on[1])
        firsts.append(first[0])
        from_first.append(first[1])
    loose = max((scores.loose + prices.stay, none), (best_score + prices.enter, best_state))
    return Scores(firsts, laters, loose[0]), (from_first, from_later, loose[1])


def _leave_lines(
    scores: Scores, before: Line, line: Line, measures: tuple[int, ...]
) -> tuple[list[tuple[float, int]], list[tuple[float, int]]]:
    """For each measure the best (score, state) of `before` if a paragraph ends with it, and if it goes on in `line`."""
    ended, onward = [], []
    breaks = break_scores(before, line, measures)
    ends = end_scores(before, measures)
    state = 0
    for first, later, (indented, full), (single, end) in zip(scores.firsts, scores.laters, breaks, ends, strict=True):
        one, more = first + single, later + end
        ended.append((one, state) if one > more else (more, state + 1))
        one, more = first + indented, later + full
        onward.append((one, state) if one > more else (more, state + 1))
        state += 2
    return ended, onward


def _walk_back(
    last: Line, measures: tuple[int, ...], scores: Scores, back: Sequence[tuple[list[int], list[int], int]]
) -> list[tuple[int, bool]]:
    """The states of all lines, from the best state of the last one backwards."""
    none = 2 * len(measures)
    ends = [(scores.loose, none)]
    for k, (single, end) in enumerate(end_scores(last, measures)):
        ends.append((scores.firsts[k] + single, 2 * k))
        ends.append((scores.laters[k] + end, 2 * k + 1))
    state = max(ends)[1]
    states = [state]
    for from_first, from_later, from_loose in reversed(back):
        k, later = divmod(state, 2)
        state = from_loose if state == none else from_later[k] if later else from_first[k]
        states.append(state)
    return [(0, False) if s == none else (measures[s // 2], s % 2 == 0) for s in reversed(states)]
