"""How likely typesetting is to have broken a line where it did.

A column of measure 16 holds 16 full-width characters a line, two fewer in a
paragraph's first. A line goes on in the next one only if the next token would
not have fitted: the question is never whether a line is short.
"""

from __future__ import annotations

from functools import lru_cache
from math import comb, exp, log
from typing import Final

from articles.parser.page.lines import Line
from articles.parser.page.weights import load_weights

#: 避头尾: a closing mark may stand this far beyond the measure.
OVERHANG: Final = 1.5
INDENT: Final = 2
NARROWEST: Final = 6
WIDEST: Final = 60
#: A line that no measure would break there with more than this probability has no vote.
LEAST_FIT: Final = 0.1


def break_score(line: Line, follower: Line, room: int) -> float:
    """log P(`line` was broken before `follower` where it has `room`: the measure, less a first line's indent)."""
    return _break_score(*line.tail, follower.head, follower.no_start, room)


def break_scores(line: Line, follower: Line, measures: tuple[int, ...]) -> tuple[tuple[float, float], ...]:
    """For each measure the `break_score` of `line` as a paragraph's first line and as a later one."""
    return find_breaks(*line.tail, follower.head, follower.no_start, measures)


def break_votes(line: Line, follower: Line) -> tuple[tuple[int, float], ...]:
    """The measures that would break `line`, a later line, before `follower`, with their shares of one vote.

    () where no measure explains the break.
    """
    return _break_votes(*line.tail, follower.head, follower.no_start)


@lru_cache(maxsize=1 << 15)
def find_breaks(
    width: float, marks: int, hang: float, head: float, no_start: bool, measures: tuple[int, ...]
) -> tuple[tuple[float, float], ...]:
    """`break_scores` of what they go by."""
    return tuple(
        (
            _break_score(width, marks, hang, head, no_start, measure - INDENT),
            _break_score(width, marks, hang, head, no_start, measure),
        )
        for measure in measures
    )


@lru_cache(maxsize=1 << 14)
def _break_votes(width: float, marks: int, hang: float, head: float, no_start: bool) -> tuple[tuple[int, float], ...]:
    low = max(1, int(width - marks / 2 - 1))
    rooms = range(low, int(width) + 2)
    fits = [(m, exp(_break_score(width, marks, hang, head, no_start, m))) for m in rooms if m >= NARROWEST]
    total = sum(share for _, share in fits)
    return tuple((m, share / total) for m, share in fits) if total >= LEAST_FIT else ()


@lru_cache(maxsize=1 << 16)
def _break_score(width: float, marks: int, hang: float, head: float, no_start: bool, room: int) -> float:
    """The share of squeezings (each mark by half a character or not) that make the line end just here."""
    limit = room + (OVERHANG if no_start else 0.0)
    likely, off = 0.0, 99.0
    for squeezed in range(marks + 1):
        used = width - squeezed / 2
        over = max(used - min(hang, OVERHANG) - room, used - room - OVERHANG)
        under = limit - used - head
        if over <= 0 and under < 0:
            likely += comb(marks, squeezed) / 2**marks
            off = 0.0
        else:
            off = min(off, max(over, under + 0.5))
    loose = load_weights()["break.loose"]
    return log((1 - loose) * likely + loose * exp(-1.2 * off) + 1e-9)
