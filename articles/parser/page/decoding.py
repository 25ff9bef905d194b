"""The Viterbi pass over the lines of narrow columns: each line's measure and place in its paragraph.

The state of a line is a measure and whether it opens a paragraph or goes on in
one, or that it is loose. States are numbered: the k-th measure's first line
2k, a later line 2k + 1, a loose line 2 * count. The pass sees a window of two
lines, so it is linear in the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from articles.parser.page.evidence import Prices, Weighed, end_scores, leave_scores
from articles.parser.page.lines import Line

#: A page may begin in the middle of a story, but it seldom does.
AMID = -2.0
NEVER = -1e6
#: The states that the first and the later line of each measure, and a loose line, came from.
Steps = tuple[list[int], list[int], int]


class Left(NamedTuple):
    """By measure, the best score and state of a line if a paragraph ends with it, and if it goes on in the next."""

    ended: list[float]
    ended_in: list[int]
    onward: list[float]
    onward_in: list[int]


def decode_lines(
    lines: Sequence[Line],
    weighed: Sequence[Weighed],
    measures: tuple[int, ...],
    *,
    loose: bool = True,
    leads: bool = False,
) -> list[tuple[int, bool]]:
    """The best state of each line: (measure, whether it opens a paragraph), (0, False) for a loose line.

    None is loose unless `loose`; `leads` says that the page's titles stand before their bodies.
    """
    if not lines:
        return []
    count = len(measures)
    near = [[j for j in range(count) if abs(measures[j] - m) == 1] for m in measures]
    forbidden = 0.0 if loose else NEVER
    firsts = [weighed[0].opening] * count
    laters = [weighed[0].opening + AMID] * count
    apart = weighed[0].alone + forbidden
    back: list[Steps] = []
    for i in range(1, len(lines)):
        opening, alone, prices = weighed[i]
        left = _leave(firsts, laters, leave_scores(lines[i - 1], lines[i], measures))
        firsts, laters, apart, steps = _enter(left, apart, near, prices, prices.leave_title if leads else prices.leave)
        firsts = [score + opening for score in firsts]
        apart += alone + forbidden
        back.append(steps)
    states = _walk_back(_best_end(lines[-1], measures, firsts, laters, apart), back, count)
    return [(0, False) if s == 2 * count else (measures[s // 2], s % 2 == 0) for s in states]


def _leave(
    firsts: Sequence[float], laters: Sequence[float], scores: Sequence[tuple[float, float, float, float]]
) -> Left:
    ended, ended_in, onward, onward_in = [], [], [], []
    state = 0
    for first, later, (single, end, indented, full) in zip(firsts, laters, scores, strict=True):
        one, more = first + single, later + end
        if one > more:
            ended.append(one)
            ended_in.append(state)
        else:
            ended.append(more)
            ended_in.append(state + 1)
        one, more = first + indented, later + full
        if one > more:
            onward.append(one)
            onward_in.append(state)
        else:
            onward.append(more)
            onward_in.append(state + 1)
        state += 2
    return Left(ended, ended_in, onward, onward_in)


def _enter(
    left: Left, apart: float, near: Sequence[Sequence[int]], prices: Prices, leave: float
) -> tuple[list[float], list[float], float, Steps]:
    """The scores of the next line's states, its own evidence left aside, and the states they came from.

    `apart` is the score of the line before as a loose one, `leave` what it costs from there into a body.
    """
    ended, ended_in, onward, onward_in = left
    none = 2 * len(ended)
    later, inside, between = prices.later, prices.inside, prices.between
    best = max(ended)
    best_in = max(state for score, state in zip(ended, ended_in, strict=True) if score == best)
    opened, opened_in = best + prices.jump, best_in
    if apart + leave >= opened:
        opened, opened_in = apart + leave, none
    firsts, laters, from_first, from_later = [], [], [], []
    for k, beside in enumerate(near):
        first, first_in, on, on_in = ended[k], ended_in[k], onward[k], onward_in[k]
        if first <= opened:
            first, first_in = opened, opened_in
        for j in beside:
            if onward[j] + inside > on:
                on, on_in = onward[j] + inside, onward_in[j]
            if ended[j] + between > first:
                first, first_in = ended[j] + between, ended_in[j]
        firsts.append(first)
        laters.append(on + later)
        from_first.append(first_in)
        from_later.append(on_in)
    stay, enter = apart + prices.stay, best + prices.enter
    if enter > stay:
        return firsts, laters, enter, (from_first, from_later, best_in)
    return firsts, laters, stay, (from_first, from_later, none)


def _best_end(
    last: Line, measures: tuple[int, ...], firsts: Sequence[float], laters: Sequence[float], apart: float
) -> int:
    ends = [(apart, 2 * len(measures))]
    for k, (single, end) in enumerate(end_scores(last, measures)):
        ends.append((firsts[k] + single, 2 * k))
        ends.append((laters[k] + end, 2 * k + 1))
    return max(ends)[1]


def _walk_back(state: int, back: Sequence[Steps], count: int) -> list[int]:
    """The states of all lines, from the last one's backwards."""
    states = [state]
    for from_first, from_later, from_loose in reversed(back):
        k, later = divmod(state, 2)
        state = from_loose if k == count else from_later[k] if later else from_first[k]
        states.append(state)
    states.reverse()
    return states
