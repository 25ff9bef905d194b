"""A stack of lines between blank ones, read as a piece of some column.

For each measure the stack knows how well its lines fit, by whether its first
line opens a paragraph or goes on from elsewhere, and where its last line
leaves off. Stories are then put together from stacks without reading a line
again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from articles.parser.facts.byline import find_lead, is_credit, is_signed_off
from articles.parser.lexicon import Lexicon
from articles.parser.page.breaks import break_scores
from articles.parser.page.evidence import end_scores, loose_score, opening_score, opens_with_lead
from articles.parser.page.lines import Line, load_cues
from articles.parser.page.places import find_places
from articles.parser.page.weights import load_weights

#: Scores by measure: of a last line that is a paragraph's first, of one that is a later line.
Fit1 = tuple[float, float]
Fit = tuple[Fit1, ...]
NEVER: Final = -1e6
_STOPS: Final = re.compile("[。！？]")
_QUOTES: Final = re.compile("[“”]")


@dataclass(frozen=True, eq=False)
class Stack:
    """`opens[m]` and `goes_on[m]`: the best score of the lines at the m-th measure, by the last line's place."""

    index: int
    lines: tuple[Line, ...]
    text: str
    opens: Fit
    goes_on: Fit
    loose: float
    lead: bool
    dateline: bool
    signed: bool
    #: A photo credit right behind the lines that it closes.
    credit: bool
    #: One or two lines that are a single sentence: a caption more often than a body's end.
    sentence: bool
    places: frozenset[str]
    #: Its quotation marks “ and ”, in order.
    marks: str

    @property
    def depth(self) -> int:
        return len(self.lines)

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def last(self) -> Line:
        return self.lines[-1]


def build_stacks(lines: Sequence[Line], measures: tuple[int, ...], lexicon: Lexicon) -> list[Stack]:
    """The lines as stacks, parted where a blank line stands or a story visibly opens."""
    stacks: list[Stack] = []
    begin = 0
    for i in range(1, len(lines) + 1):
        if i == len(lines) or _parted(lines, i):
            stacks.append(_build_stack(len(stacks), tuple(lines[begin:i]), measures, lexicon))
            begin = i
    return stacks


def _parted(lines: Sequence[Line], i: int) -> bool:
    """Whether line i begins a stack: behind a blank line, with 本报讯, with or behind a photo credit."""
    before, line = lines[i - 1], lines[i]
    if line.gap or opens_with_lead(line, before) or (before.stop == 2 and is_credit(before.text)):
        return True
    # A credit can be broken anywhere: 通讯员 / 林一帆 摄.
    rest = line.text
    if line.stop != 2 and i + 1 < len(lines) and lines[i + 1].stop == 2 and not lines[i + 1].gap:
        rest += " " + lines[i + 1].text
    return before.stop == 3 and rest.endswith("摄") and is_credit(rest)


def _build_stack(index: int, lines: tuple[Line, ...], measures: tuple[int, ...], lexicon: Lexicon) -> Stack:
    text = "".join(line.text for line in lines)
    lead = opens_with_lead(lines[0], None) or find_lead(text) != "none"
    opens, goes_on = _fit(lines, measures)
    opening = opening_score(lines[0], None, parted=False)
    never = NEVER if lead else 0.0
    credit = is_credit(text)
    return Stack(
        index=index,
        lines=lines,
        text=text,
        opens=tuple((first + opening, later + opening) for first, later in opens),
        goes_on=tuple((first + never, later + never) for first, later in goes_on),
        loose=sum(loose_score(line, len(lines)) for line in lines),
        lead=lead,
        dateline=bool(load_cues()["dateline"].search(text[:12])),
        signed=is_signed_off(text) or credit,
        credit=credit and not lines[0].gap,
        sentence=len(lines) <= 2 and lines[-1].stop == 3 and len(_STOPS.findall(text)) == 1 and text[0] != "“",
        places=frozenset(find_places(text, lexicon)),
        marks="".join(_QUOTES.findall(text)),
    )


def _fit(lines: Sequence[Line], measures: tuple[int, ...]) -> tuple[list[Fit1], list[Fit1]]:
    """How well a stack's lines fit each measure: if its first line opens a paragraph, and if it goes on.

    Each pair tells the best score by the last line's place: a paragraph's first line, a later one.
    """
    through = load_weights()["break.through3"]
    opens, goes_on = [(0.0, NEVER)] * len(measures), [(NEVER, 0.0)] * len(measures)
    for before, line in pairwise(lines):
        opening = opening_score(line, before, parted=False)
        extra = (through if before.stop == 3 else 0.0) - (12.0 if line.indent >= 1.5 else 0.0)
        breaks = break_scores(before, line, measures)
        ends = end_scores(before, measures)
        for fits in (opens, goes_on):
            for m, (indented, full) in enumerate(breaks):
                first, later = fits[m]
                single, ended = first + ends[m][0], later + ends[m][1]
                indented, full = first + indented, later + full
                fits[m] = (
                    (single if single > ended else ended) + opening,
                    (indented if indented > full else full) + extra,
                )
    return opens, goes_on
