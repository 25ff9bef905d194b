"""The Viterbi pass over the lines of narrow columns: each line's measure and place in its paragraph.

The state of a line is a measure and whether it opens a paragraph or goes on in
one, or that it is loose. The pass sees a window of two lines, so it is linear
in the page. On its way it keeps scores alone; which state each came from is
worked out again on the way back, for the best path only.

Measures stand in slots, an empty one (0) wherever two are not neighbours, so
that a measure one wider or narrower is always in the next slot.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from articles.parser.page.evidence import Leave, Prices, Weighed, end_scores, leave_scores
from articles.parser.page.lines import Line

#: A page may begin in the middle of a story, but it seldom does.
AMID: Final = -2.0
NEVER: Final = -1e6
NOWHERE: Final = float("-inf")
#: A loose line's state, and a slot's first or later line.
LOOSE: Final = (-1, False)
State = tuple[int, bool]


#: The best scores of a line's states: a paragraph's first line and a later one by slot, a loose line.
Scores = tuple[list[float], list[float], float]


def decode_lines(
    lines: list[Line],
    weighed: list[Weighed],
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
    slots = tuple(_part_slots(measures))
    forbidden = 0.0 if loose else NEVER
    leaves = [leave_scores(lines[i - 1], lines[i], slots) for i in range(1, len(lines))]
    opening, alone, _ = weighed[0]
    passed: list[Scores] = [([opening] * len(slots), [opening + AMID] * len(slots), alone + forbidden)]
    for leave, (opening, alone, prices) in zip(leaves, weighed[1:], strict=True):
        into = prices.leave_title if leads else prices.leave
        passed.append(_step(passed[-1], leave, prices, into, opening, alone + forbidden))
    states = _walk_back(passed, leaves, weighed, _best_end(passed[-1], lines[-1], slots), leads=leads)
    return [(0, False) if slot < 0 else (slots[slot], first) for slot, first in states]


def _part_slots(measures: Sequence[int]) -> Iterator[int]:
    for i, measure in enumerate(measures):
        if i and measures[i - 1] != measure - 1:
            yield 0
        yield measure


def _step(
    scores: Scores, leave: tuple[Leave, ...], prices: Prices, into: float, opening: float, alone: float
) -> Scores:
    """The scores of the next line; `into` is what it costs to go from a loose line into a body."""
    firsts, laters, loose = scores
    later, inside, between, jump, _, _, enter, stay = prices
    ended: list[float] = []
    onward: list[float] = []
    best = NOWHERE
    # plain comparisons: this is the innermost loop of a page
    for slot, (single, end, indented, full) in enumerate(leave):
        one, more = firsts[slot] + single, laters[slot] + end
        score = one if one > more else more
        ended.append(score)
        if score > best:
            best = score
        one, more = firsts[slot] + indented, laters[slot] + full
        onward.append(one if one > more else more)
    opened = max(best + jump, loose + into)
    return (
        _spread(ended, between, opening, opened),
        _spread(onward, inside, later, NOWHERE),
        max(loose + stay, best + enter) + alone,
    )


def _spread(scores: list[float], drift: float, gain: float, least: float) -> list[float]:
    """Each slot's score, or a neighbour's and `drift`, or `least`, whichever is best, and `gain`."""
    spread: list[float] = []
    below, own = NOWHERE, scores[0]
    following = scores[1:]
    following.append(NOWHERE)
    for above in following:
        best = (below if below > above else above) + drift
        if least > best:
            best = least
        spread.append((own if own > best else best) + gain)
        below, own = own, above
    return spread


def _best_end(scores: Scores, last: Line, slots: tuple[int, ...]) -> State:
    firsts, laters, loose = scores
    best, state = loose, LOOSE
    for slot, (single, end) in enumerate(end_scores(last, slots)):
        for score, first in ((laters[slot] + end, False), (firsts[slot] + single, True)):
            if score > best:
                best, state = score, (slot, first)
    return state


def _walk_back(
    passed: list[Scores],
    leaves: list[tuple[Leave, ...]],
    weighed: list[Weighed],
    state: State,
    *,
    leads: bool,
) -> list[State]:
    """The states of all lines, from the last one's backwards."""
    states = [state]
    for i in range(len(leaves) - 1, -1, -1):
        way = _Way(passed[i], leaves[i], weighed[i + 1][2])
        slot, first = state
        if slot < 0:
            state = way.to_loose()
        elif first:
            state = way.to_first(slot, leads=leads)
        else:
            state = way.to_later(slot, passed[i + 1][1][slot])
        states.append(state)
    states.reverse()
    return states


class _Way:
    """The seam between two lines, to find the state that the best way to a state of the second one came from."""

    def __init__(self, scores: Scores, leave: tuple[Leave, ...], prices: Prices) -> None:
        self.firsts, self.laters, self.loose = scores
        self.leave = leave
        self.prices = prices

    def to_later(self, slot: int, reached: float) -> State:
        """`reached` is the score that the second line has there: mostly its own slot explains it."""
        own, state = self._leaving(slot, onward=True)
        if own + self.prices.later == reached:
            return state
        return self._from_slots(slot, self.prices.inside, onward=True)[1]

    def to_first(self, slot: int, *, leads: bool) -> State:
        ended, anywhere = self._best_ended()
        opened = ended + self.prices.jump
        loose = self.loose + (self.prices.leave_title if leads else self.prices.leave)
        if loose >= opened:
            opened, anywhere = loose, LOOSE
        own, state = self._leaving(slot, onward=False)
        near, other = self._from_slots(slot, self.prices.between, onward=False)
        if near > max(own, opened):
            return other
        return state if own > opened else anywhere

    def to_loose(self) -> State:
        ended, state = self._best_ended()
        return state if ended + self.prices.enter > self.loose + self.prices.stay else LOOSE

    def _from_slots(self, slot: int, drift: float, *, onward: bool) -> tuple[float, State]:
        """The best score and state to come from in the slot itself, or for `drift` in a neighbour."""
        best, state = self._leaving(slot, onward=onward)
        for near in (slot - 1, slot + 1):
            if 0 <= near < len(self.leave):
                score, other = self._leaving(near, onward=onward)
                if score + drift > best:
                    best, state = score + drift, other
        return best, state

    def _leaving(self, slot: int, *, onward: bool) -> tuple[float, State]:
        """The best score and state of the line before in a slot if its paragraph goes on, or if it ends there."""
        single, end, indented, full = self.leave[slot]
        one = self.firsts[slot] + (indented if onward else single)
        more = self.laters[slot] + (full if onward else end)
        return (one, (slot, True)) if one > more else (more, (slot, False))

    def _best_ended(self) -> tuple[float, State]:
        best, state = NOWHERE, LOOSE
        for slot in range(len(self.leave)):
            score, other = self._leaving(slot, onward=False)
            if score >= best:
                best, state = score, other
        return best, state
