"""What a line says of itself and of the seam to the line before: the evidence that column reading weighs.

Every score is a log odds from `lexicon/page_weights.tsv`, so that a reason can
be read off each decision and a weight changed without touching code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from articles.parser.facts.byline import is_credit
from articles.parser.page.breaks import INDENT
from articles.parser.page.lines import Line, load_cues
from articles.parser.page.sentences import tells_on
from articles.parser.page.weights import load_weights

#: The end of a byline in brackets, which closes its story: …（记者 何苗）, or 员 林一帆） on a line of its own.
_SIGNED = re.compile("(?:记者|通讯员|[。！？”]（[^（）]{1,16}总工会)[^（）。，]{0,24}[）)]$")
_QUOTES = re.compile("[“”（）]")


class Prices(NamedTuple):
    """What each way from one line to the next costs, whatever the measures.

    `later` going on in a paragraph, `inside` and `between` a measure one wider
    or narrower within a paragraph and at its end, `jump` any other measure,
    `leave` from loose lines into a body, `enter` the other way, `stay` among
    loose lines.
    """

    later: float
    inside: float
    between: float
    jump: float
    leave: float
    enter: float
    stay: float


def seam_prices(before: Line, line: Line, *, small: bool, leading: float = 0.0) -> Prices:
    """The prices of the seam between two lines; `small` says that a stack of one or two lines begins.

    `leading` is what a body behind a title and a blank line gains on a page whose titles stand before their bodies.
    """
    w = load_weights()
    gap = "_gap" if line.gap else ""
    lead = opens_with_lead(line, before)
    later = w["break.through3"] if before.stop == 3 else 0.0
    if line.gap > 1:
        later += w["later.gap2"]
    elif line.gap:
        later += w["later.gap_quote" if line.text[0] in "“‘" else "later.gap"]
    if lead or line.indent >= 1.5 or (_SIGNED.search(before.text) and "讯（" not in before.text):
        later += w["later.opened"]
    return Prices(
        later=later + (w["body.small"] if small else 0.0),
        inside=w["drift.inside" + gap],
        between=w["drift.paragraph" + gap],
        jump=w["jump.lead"] if lead else w["jump.gap" if gap else "jump.paragraph"],
        leave=w["title.leave" + gap] + (w["title.leave_lead"] if lead else leading if gap and before.stop < 3 else 0.0),
        enter=w["title.enter" + gap],
        stay=w["title.run" + gap],
    )


def line_scores(lines: Sequence[Line], i: int, sizes: Sequence[int]) -> tuple[float, float]:
    """How well line i opens a paragraph, and how well it stands outside any."""
    w = load_weights()
    line = lines[i]
    credit = w["credit.line"] if line.stop == 2 and is_credit(line.text) else 0.0
    small = w["body.small"] if stands_small(lines, i, sizes) else 0.0
    opening = opening_score(line, lines[i - 1] if i else None)
    return opening + small + credit, loose_score(line, sizes[i]) + credit


def end_scores(line: Line, measures: Sequence[int]) -> list[tuple[float, float]]:
    """How well `line` ends a paragraph of each measure, as its only line and as a later one.

    Its closing mark counts, whether it is too long, and that hardly a paragraph is one short line.
    """
    w = load_weights()
    score = w["break.end_prior"] + w[_STOP_WEIGHT[line.stop]]
    single, long = w["break.single"], w["break.long"]
    least = line.width - line.marks / 2 - 1
    whole = line.width + INDENT + 1
    ends = []
    for measure in measures:
        end = score + max(long * (least - measure), -12.0) if least > measure else score
        ends.append((end + single if whole < measure else end, end))
    return ends


_STOP_WEIGHT = {3: "break.stop3", 2: "break.stop2", 1: "break.stop1", 0: "break.stop0", -1: "break.stop_1"}


def opens_with_lead(line: Line, before: Line | None) -> bool:
    """本报讯, or behind a finished line the story's own 通讯员叶子报道."""
    cues = load_cues()
    if cues["lead"].match(line.text):
        return True
    return (before is None or before.stop >= 2) and bool(cues["own_lead"].match(line.text))


def opening_score(line: Line, before: Line | None, *, parted: bool = True) -> float:
    """How well `line` opens a paragraph, the measure left aside; `parted` counts the blank line before it."""
    w = load_weights()
    cues = load_cues()
    score = 0.0
    if line.no_start:
        score += w["first.no_start"]
    if line.indent >= 1.5:
        score += w["first.indent"]
    elif line.indent:
        score += w["first.half_indent"]
    if line.gap and parted:
        score += w["first.gap_quote" if line.text[0] in "“‘" else "first.gap"]
    if opens_with_lead(line, before):
        score += w["first.lead"]
    elif cues["opening"].match(line.text):
        score += w["first.opening"]
    elif cues["dateline"].match(line.text):
        score += w["first.dateline"]
    elif line.text[0] == "“":
        score += w["first.quote"]
    return score


def stack_sizes(lines: Sequence[Line]) -> list[int]:
    """For each line, how many stand together with it between blank lines."""
    sizes = [0] * len(lines)
    begin = 0
    for i in range(1, len(lines) + 1):
        if i == len(lines) or lines[i].gap:
            sizes[begin:i] = [i - begin] * (i - begin)
            begin = i
    return sizes


def stands_small(lines: Sequence[Line], i: int, sizes: Sequence[int]) -> bool:
    """Whether line i begins a stack of one or two lines that no hanging quotation mark has parted."""
    if not lines[i].gap or sizes[i] > 2 or lines[i].text[0] in "“‘":
        return False
    behind = i + sizes[i]
    return behind >= len(lines) or lines[behind].text[0] not in "“‘"


def quotes_balance(text: str) -> bool:
    """Whether no quotation mark or bracket closes before it opens or stays open."""
    depth = 0
    for mark in _QUOTES.findall(text):
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
    if load_cues()["onward"].match(line.text):
        score += w["title.told"]
    if line.no_start:
        score += w["title.no_start"]
    if "。" in line.text[:-2]:
        score += w["title.sentence"]
    score += w["title.comma"] * line.text.count("，", 0, -1)
    if not quotes_balance(line.text):
        score += w["title.quotes"]
    if line.width > 22:
        score += w["title.long"] * (line.width - 22)
    if size <= 4:
        score += w["title.lone"] * (5 - size) / 4
    if load_cues()["lead"].match(line.text):
        score += w["title.lead"]
    return score
