"""Lines of narrow columns → paragraphs and titles, by one Viterbi pass.

The state of a line is (measure, first or later line of a paragraph), or that
it belongs to no paragraph: titles, captions, whatever stands between. Measures
are those that enough lines vote for. The pass sees a window of two lines, so
it is linear in the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from articles.parser.page.blocks import Block
from articles.parser.page.breaks import NARROWEST, WIDEST, break_votes
from articles.parser.page.decoding import decode_lines
from articles.parser.page.edges import join_sign_offs, settle_edges
from articles.parser.page.evidence import weigh_lines
from articles.parser.page.headings import find_own_paragraphs, put_own_paragraphs
from articles.parser.page.lines import Line

#: A measure counts if this share of the lines vote for it; more than MOST_MEASURES are never weighed.
LEAST_VOTE: Final = 0.04
MOST_MEASURES: Final = 9
#: Or if so many of the lines just before do, each counting FADING times the next.
LOCAL_VOTE: Final = 2.6
FADING: Final = 0.9
#: What a vote still counts when so many lines have voted since; behind _GONE of them it changes no sum.
_GONE: Final = 400
_FADED: Final[tuple[float, ...]] = tuple([FADING**voters for voters in range(_GONE + 1)])
#: Titles lead on a page where so many stand before a body.
LEADING: Final = 2


def find_measures(lines: list[Line]) -> tuple[int, ...]:
    """The measures that the page's columns are set to, narrowest first; () for a page without columns.

    A measure that few lines of the page use counts too where a stretch of lines
    keeps to it: a short story can be set to a measure of its own.
    """
    votes, local, peaks = ([0.0] * (WIDEST + 4) for _ in range(3))
    asked = [0] * len(votes)
    voters = 0
    for line, after in pairwise(lines):
        if line.stop >= 2 or not NARROWEST <= line.width <= WIDEST + 2 or after.gap > 3:
            continue
        shares = break_votes(line, after)
        if not shares:
            continue
        voters += 1
        for measure, share in shares:
            votes[measure] += share
            # faded when it is asked for, by the voters since the last time
            faded = local[measure] * _FADED[min(voters - asked[measure], _GONE)] + share
            local[measure] = faded
            asked[measure] = voters
            if faded > peaks[measure]:
                peaks[measure] = faded
    standing = [m for m, vote in enumerate(votes) if vote and (vote >= LEAST_VOTE * voters or peaks[m] >= LOCAL_VOTE)]
    best = sorted(standing, key=lambda m: (-peaks[m], m))[:MOST_MEASURES]
    return tuple(sorted(best))


def read_columns(lines: list[Line], *, loose: bool = True) -> list[Block]:
    """The lines in page order as paragraphs and runs of loose lines (none of these unless `loose`).

    Lines that are paragraphs by themselves are taken out before, and put back.
    """
    own = find_own_paragraphs(lines, columns=True)
    if not own:
        return _read_lines(lines, loose=loose)
    blocks = _read_lines([line for line in lines if line.number not in own], loose=loose)
    return put_own_paragraphs(blocks, [line for line in lines if line.number in own])


def _read_lines(lines: list[Line], *, loose: bool) -> list[Block]:
    measures = find_measures(lines) or (16,)
    weighed = weigh_lines(lines)
    if not loose:
        return join_sign_offs(_build_blocks(lines, decode_lines(lines, weighed, measures, loose=False)))
    blocks = _build_blocks(lines, decode_lines(lines, weighed, measures))
    if titles_lead(blocks):
        blocks = _build_blocks(lines, decode_lines(lines, weighed, measures, leads=True))
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


def _build_blocks(lines: list[Line], states: list[tuple[int, bool]]) -> list[Block]:
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
