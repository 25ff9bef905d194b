"""What a line says of itself and of the seam to the line before: the evidence that column reading weighs.

Every score is a log odds from `lexicon/page_weights.tsv`, so that a reason can
be read off each decision and a weight changed without touching code.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from articles.parser.facts.byline import is_credit
from articles.parser.page.breaks import INDENT, find_breaks
from articles.parser.page.lines import MOST_MARKS, UNCOUNTED, Line, cues_at, load_cues
from articles.parser.page.sentences import tells_on
from articles.parser.page.weights import load_weights

#: A sign-off, which closes its story: ……。（记者 何苗）; behind 本报讯 brackets close nothing.
_SIGNED: Final = re.compile("(?:^|[。！？”])[（(](?=[^（）]*(?:记者|通讯员|总工会))[^（）。，]{2,50}[）)]$")
_QUOTES: Final = frozenset("“”（）")
#: A line that may hold the beginning of a byline.
_IN_BYLINE: Final = re.compile("记者|通讯员|[报刊]讯")


#: How well a line of a measure leaves its paragraph: as its only line and as a later one if it ends there, as its
#: first line and as a later one if it goes on.
Leave = tuple[float, float, float, float]
NO_LEAVE: Final = (float("-inf"),) * 4


class Prices(NamedTuple):
    """What each way from one line to the next costs, whatever the measures.

    `later` going on in a paragraph, `inside` and `between` a measure one wider
    or narrower within a paragraph and at its end, `jump` any other measure,
    `leave` from loose lines into a body, `leave_title` the same on a page whose
    titles stand before their bodies, `enter` the other way, `stay` among loose
    lines.
    """

    later: float
    inside: float
    between: float
    jump: float
    leave: float
    leave_title: float
    enter: float
    stay: float


#: A line's evidence: how well it opens a paragraph, how well it stands outside any, the seam before it.
Weighed = tuple[float, float, Prices]


def weigh_lines(lines: list[Line]) -> list[Weighed]:
    """The evidence of every line, the measures left aside."""
    w = load_weights()
    sizes = stack_sizes(lines)
    weighed: list[Weighed] = []
    before: Line | None = None
    for i, line in enumerate(lines):
        first = line.text[0]
        cued = bool(cues_at(first))
        lead = cued and opens_with_lead(line, before)
        small = line.gap > 0 and stands_small(lines, i, sizes)
        prices = _find_prices(before, line, lead, small)
        # most lines say nothing of themselves
        marked = cued or line.gap or line.indent or line.no_start or first == "“"
        opening = opening_score(line, before, lead=lead) if marked else 0.0
        if small:
            opening += w["body.small"]
        alone = loose_score(line, sizes[i])
        if line.stop == 2 and is_credit(line.text):
            opening, alone = opening + w["credit.line"], alone + w["credit.line"]
        weighed.append((opening, alone, prices))
        before = line
    return weighed


def _find_prices(before: Line | None, line: Line, lead: bool, small: bool) -> Prices:
    through = before is not None and before.stop == 3
    opened = (
        lead
        or line.indent >= 1.5
        or (before is not None and before.text[-1] in "）)" and bool(_SIGNED.search(before.text)))
    )
    gap = line.gap
    if gap:
        gap = (3 if line.text[0] in "“‘" else 1) if gap == 1 else 2
    return _build_prices(gap, through, opened, lead, small)


@lru_cache(maxsize=256)
def _build_prices(gap: int, through: bool, opened: bool, lead: bool, small: bool) -> Prices:
    """The prices of a seam: `through` a full stop stands before it, `opened` the line surely opens a paragraph.

    `gap` is the number of blank lines, 3 for one before a quotation mark; `small` says that a stack of one or two
    lines begins. A body behind a title and a blank line gains on a page whose titles stand before their bodies.
    """
    w = load_weights()
    at = "_gap" if gap else ""
    later = w["break.through3"] if through else 0.0
    later += (0.0, w["later.gap"], w["later.gap2"], w["later.gap_quote"])[gap]
    if opened:
        later += w["later.opened"]
    leave = w["title.leave" + at] + (w["title.leave_lead"] if lead else 0.0)
    return Prices(
        later=later + (w["body.small"] if small else 0.0),
        inside=w["drift.inside" + at],
        between=w["drift.paragraph" + at],
        jump=w["jump.lead"] if lead else w["jump.gap" if gap else "jump.paragraph"],
        leave=leave,
        leave_title=leave + (w["title.leading"] if gap and not lead and not through else 0.0),
        enter=w["title.enter" + at],
        stay=w["title.run" + at],
    )


@lru_cache(maxsize=1 << 15)
def _leave_scores(
    width: float, marks: int, hang: float, stop: int, head: float, no_start: bool, measures: tuple[int, ...]
) -> tuple[Leave, ...]:
    ends = _end_scores(width, marks, stop, measures)
    breaks = find_breaks(width, min(marks, MOST_MARKS), hang, head, no_start, measures)
    return tuple(
        (*end, *broken) if measure else NO_LEAVE for measure, end, broken in zip(measures, ends, breaks, strict=True)
    )


def leave_scores(line: Line, follower: Line, measures: tuple[int, ...]) -> tuple[Leave, ...]:
    """For each measure the `end_scores` of `line` and the `break_scores` before `follower`; none leaves measure 0."""
    return _leave_scores(line.width, line.marks, line.hang, line.stop, follower.head, follower.no_start, measures)


def end_scores(line: Line, measures: tuple[int, ...]) -> list[tuple[float, float]]:
    """How well `line` ends a paragraph of each measure, as its only line and as a later one.

    Its closing mark counts, whether it is too long, and that hardly a paragraph is one short line.
    """
    return _end_scores(line.width, line.marks, line.stop, measures)


@lru_cache(maxsize=1 << 14)
def _end_scores(width: float, marks: int, stop: int, measures: tuple[int, ...]) -> list[tuple[float, float]]:
    w = load_weights()
    score = w["break.end_prior"] + w[_STOP_WEIGHT[stop]]
    single, long = w["break.single"], w["break.long"]
    least = width - marks / 2 - 1
    whole = width + INDENT + 1
    ends = []
    for measure in measures:
        end = score + max(long * (least - measure), -12.0) if least > measure else score
        ends.append((end + single if whole < measure else end, end))
    return ends


_STOP_WEIGHT: Final = {3: "break.stop3", 2: "break.stop2", 1: "break.stop1", 0: "break.stop0", -1: "break.stop_1"}


def opens_with_lead(line: Line, before: Line | None) -> bool:
    """本报讯, or the story's own 通讯员叶子报道, unless the line before is a byline that goes on in this one."""
    kinds, cues = cues_at(line.text[0]), load_cues()
    if "lead" in kinds and cues["lead"].match(line.text):
        return True
    if "own_lead" not in kinds or not (before is None or before.stop >= 2 or not _IN_BYLINE.search(before.text)):
        return False
    return bool(cues["own_lead"].match(line.text))


def opening_score(line: Line, before: Line | None, *, lead: bool | None = None, parted: bool = True) -> float:
    """How well `line` opens a paragraph, the measure left aside; `parted` counts the blank line before it.

    `lead` says whether it opens with one, if that is known.
    """
    w = load_weights()
    score = 0.0
    first = line.text[0]
    if line.no_start:
        score += w["first.no_start"]
    if line.indent:
        score += w["first.indent" if line.indent >= 1.5 else "first.half_indent"]
    if line.gap and parted:
        score += w["first.gap_quote" if first in "“‘" else "first.gap"]
    if opens_with_lead(line, before) if lead is None else lead:
        score += w["first.lead"]
    elif first == "“":
        score += w["first.quote"]
    else:
        score += _cue_score(line.text)
    return score


def _cue_score(text: str) -> float:
    kinds = cues_at(text[0])
    for kind in ("opening", "dateline"):
        if kind in kinds and load_cues()[kind].match(text):
            return load_weights()["first." + kind]
    return 0.0


def stack_sizes(lines: list[Line]) -> list[int]:
    """For each line, how many stand together with it between blank lines."""
    sizes = [0] * len(lines)
    begin = 0
    for i in range(1, len(lines) + 1):
        if i == len(lines) or lines[i].gap:
            sizes[begin:i] = [i - begin] * (i - begin)
            begin = i
    return sizes


def stands_small(lines: list[Line], i: int, sizes: list[int]) -> bool:
    """Whether line i begins a stack of one or two lines that no hanging quotation mark has parted."""
    if not lines[i].gap or sizes[i] > 2 or lines[i].text[0] in "“‘":
        return False
    behind = i + sizes[i]
    return behind >= len(lines) or lines[behind].text[0] not in "“‘"


def quotes_balance(line: Line) -> bool:
    """Whether no quotation mark or bracket closes before it opens or stays open."""
    if _QUOTES.isdisjoint(line.signs):
        return True
    depth = 0
    for mark in filter(_QUOTES.__contains__, line.signs):
        depth += 1 if mark in "“（" else -1
        if depth < 0:
            return False
    return depth == 0


def loose_score(line: Line, size: int) -> float:
    """How well `line` stands outside any paragraph."""
    w = load_weights()
    score = w["title.line"]
    if line.stop == 3:
        score += w["title.stop3_lone" if size <= 3 else "title.stop3"]
        score += w["title.told"] if tells_on(line.text) else 0.0
    elif line.stop == -1:
        score += w["title.stop_1"]
    kinds = cues_at(line.text[0])
    if "onward" in kinds and load_cues()["onward"].match(line.text):
        score += w["title.told"]
    if line.no_start:
        score += w["title.no_start"]
    if line.marks or len(line.text) >= UNCOUNTED:
        if "。" in line.text[:-2]:
            score += w["title.sentence"]
        score += w["title.comma"] * line.text.count("，", 0, -1)
        if not quotes_balance(line):
            score += w["title.quotes"]
    if line.width > 22:
        score += w["title.long"] * (line.width - 22)
    if size <= 4:
        score += w["title.lone"] * (5 - size) / 4
    if "lead" in kinds and load_cues()["lead"].match(line.text):
        score += w["title.lead"]
    return score
