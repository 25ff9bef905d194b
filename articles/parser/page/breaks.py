"""How likely typesetting is to have broken a line where it did.

A column of measure 16 holds 16 full-width characters a line, two fewer in a
paragraph's first. A line goes on in the next one only if the next token would
not have fitted: the question is never whether a line is short.
"""

from __future__ import annotations

from functools import lru_cache
from math import comb, exp, log

from articles.parser.page.lines import Line
from articles.parser.page.weights import load_weights

#: 避头尾: a closing mark may stand this far beyond the measure.
OVERHANG = 1.5
INDENT = 2


def break_score(line: Line, follower: Line, room: int) -> float:
    """log P(`line` was broken before `follower` where it has `room`: the measure, less a first line's indent)."""
    marks = min(line.marks, 12)
    return _break_score(line.width, marks, min(line.hang, 2.0), follower.head, follower.no_start, room)


@lru_cache(maxsize=1 << 16)
def _break_score(width: float, marks: int, hang: float, head: float, no_start: bool, room: int) -> float:
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
