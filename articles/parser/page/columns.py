"""Lines of narrow columns → paragraphs and titles, by one Viterbi pass.

The state of a line is (measure, first or later line of a paragraph), or that
it belongs to no paragraph: titles, captions, whatever stands between. Measures
are those that enough lines vote for. The pass sees a window of two lines, so
it is linear in the page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from articles.parser.facts.byline import is_credit
from articles.parser.page.breaks import INDENT, break_score
from articles.parser.page.lines import Line, load_cues
from articles.parser.page.weights import load_weights

#: A measure counts if this share of the lines vote for it; more than MOST_MEASURES are never weighed.
LEAST_VOTE = 0.04
MOST_MEASURES = 9
#: Or if so many of the lines just before do, each counting FADING times the next.
LOCAL_VOTE = 2.6
FADING = 0.9
NARROWEST, WIDEST = 6, 60
#: No story is shorter than this many lines and one more.
STRANDED = 3


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive lines that belong together: a paragraph of a measure, or (measure 0) loose lines."""

    lines: tuple[Line, ...]
    measure: int

    @property
    def loose(self) -> bool:
        return self.measure == 0


def find_measures(lines: Sequence[Line]) -> tuple[int, ...]:
    """The measures that the page's columns are set to, narrowest first; () for a page without columns.

    A measure that few lines of the page use counts too where a stretch of lines
    keeps to it: a short story can be set to a measure of its own.
    """
    votes: dict[int, float] = defaultdict(float)
    local: dict[int, float] = defaultdict(float)
    peaks: dict[int, float] = defaultdict(float)
    voters = 0
    for line, after in zip(lines, lines[1:], strict=False):
        if line.stop >= 2 or not NARROWEST <= line.width <= WIDEST + 2 or after.gap > 3:
            continue
        low = max(NARROWEST, int(line.width - line.marks / 2 - 1))
        fits = [(m, exp(break_score(line, after, float(m)))) for m in range(low, int(line.width) + 2)]
        total = sum(share for _, share in fits)
        if total < 0.1:
            continue
        voters += 1
        for measure in local:
            local[measure] *= FADING
        for measure, share in fits:
            votes[measure] += share / total
            local[measure] += share / total
            peaks[measure] = max(peaks[measure], local[measure])
    standing = [m for m in votes if votes[m] >= LEAST_VOTE * voters or peaks[m] >= LOCAL_VOTE]
    best = sorted(standing, key=lambda m: (-peaks[m], m))[:MOST_MEASURES]
    return tuple(sorted(best))


def read_columns(lines: Sequence[Line], *, loose: bool = True) -> list[Block]:
    """The lines in page order as paragraphs and runs of loose lines (none of these unless `loose`)."""
    measures = find_measures(lines) or (16,)
    states = _decode(lines, measures, forbidden=0.0 if loose else -1e6)
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
    return _loosen_stranded(blocks) if loose else blocks


def _loosen_stranded(blocks: Sequence[Block]) -> list[Block]:
    """A paragraph of a few lines alone between loose lines is no story but captions or a title."""
    out: list[Block] = []
    for i, block in enumerate(blocks):
        amid_loose = bool(out) and out[-1].loose and (i + 1 == len(blocks) or blocks[i + 1].loose)
        if not block.loose and amid_loose and len(block.lines) <= STRANDED and not _opens_story(block):
            for line in block.lines:
                if line.gap or not out[-1].lines[-1].number == line.number - 1:
                    out.append(Block((line,), 0))
                else:
                    out[-1] = Block((*out[-1].lines, line), 0)
        else:
            out.append(block)
    return out


def _opens_story(block: Block) -> bool:
    return bool(load_cues()["lead"].match(block.lines[0].text))


def _decode(lines: Sequence[Line], measures: Sequence[int], *, forbidden: float) -> list[tuple[int, bool]]:
    """The best state of each line: (measure, whether it opens a paragraph), (0, False) for a loose line."""
    w = load_weights()
    count = len(measures)
    near = [[j for j in range(count) if abs(measures[j] - measures[i]) == 1] for i in range(count)]
    # The scores so far that end in: the first or a later line of a paragraph by measure, a loose line.
    firsts, laters, loose = [0.0] * count, [-1e9] * count, 0.0
    back: list[tuple[list[int], list[int], int]] = []
    sizes = _stack_sizes(lines)
    for i, line in enumerate(lines):
        before = lines[i - 1] if i else None
        credit = w["credit.line"] if line.stop == 2 and is_credit(line.text) else 0.0
        small = w["body.small"] if _stands_small(lines, i, sizes) else 0.0
        opening = opening_score(line, before) + small + credit
        alone = loose_score(line, sizes[i]) + credit + forbidden
        if before is None:
            firsts, loose = [opening] * count, alone
            laters = [opening - 2.0] * count  # a page may begin in the middle of a story
            back.append(([-1] * count, [-1] * count, -1))
            continue
        gap = line.gap > 0
        # States are numbered: measure k first 2k, later 2k+1, loose 2*count.
        last = [
            max((firsts[k] + single_score(before, measures[k]), 2 * k), (laters[k], 2 * k + 1)) for k in range(count)
        ]
        ended = [(last[k][0] + end_score(before, measures[k]), last[k][1]) for k in range(count)]
        best_end = max(ended)
        through = w["break.through3"] if before.stop == 3 else 0.0
        inside = w["drift.inside_gap" if gap else "drift.inside"]
        between = w["drift.paragraph_gap" if gap else "drift.paragraph"]
        lead = opens_with_lead(line, before)
        jump = w["jump.lead"] if lead else w["jump.gap" if gap else "jump.paragraph"]
        leave = loose + w["title.leave_gap" if gap else "title.leave"] + (w["title.leave_lead"] if lead else 0.0)
        parted = (
            w["later.gap2"]
            if line.gap > 1
            else w["later.gap_quote" if line.text[0] in "“‘" else "later.gap"]
            if gap
            else 0.0
        )
        no_later = -12.0 if lead or line.indent >= 1.5 else 0.0
        new_firsts, new_laters = [0.0] * count, [0.0] * count
        from_first, from_later = [0] * count, [0] * count
        for k, measure in enumerate(measures):
            go = (firsts[k] + break_score(before, line, float(measure - INDENT)), 2 * k)
            on = (laters[k] + break_score(before, line, float(measure)), 2 * k + 1)
            choice = max(go, on)
            for j in near[k]:
                go = (firsts[j] + break_score(before, line, float(measures[j] - INDENT)) + inside, 2 * j)
                on = (laters[j] + break_score(before, line, float(measures[j])) + inside, 2 * j + 1)
                choice = max(choice, go, on)
            new_laters[k] = choice[0] + through + no_later + parted + small
            from_later[k] = choice[1]
            choice = max(ended[k], (best_end[0] + jump, best_end[1]), (leave, 2 * count))
            for j in near[k]:
                choice = max(choice, (ended[j][0] + between, ended[j][1]))
            new_firsts[k] = choice[0] + opening
            from_first[k] = choice[1]
        enter = best_end[0] + w["title.enter_gap" if gap else "title.enter"]
        stay = loose + w["title.run_gap" if gap else "title.run"]
        from_loose = 2 * count if stay >= enter else best_end[1]
        loose = max(stay, enter) + alone
        firsts, laters = new_firsts, new_laters
        back.append((from_first, from_later, from_loose))
    return _walk_back(lines, measures, firsts, laters, loose, back)


def _walk_back(
    lines: Sequence[Line],
    measures: Sequence[int],
    firsts: Sequence[float],
    laters: Sequence[float],
    loose: float,
    back: Sequence[tuple[list[int], list[int], int]],
) -> list[tuple[int, bool]]:
    if not lines:
        return []
    count = len(measures)
    ends = [
        (
            max(firsts[k] + single_score(lines[-1], measures[k]), laters[k]) + end_score(lines[-1], measures[k]),
            2 * k + (laters[k] > firsts[k]),
        )
        for k in range(count)
    ]
    ends.append((loose, 2 * count))
    state = max(ends)[1]
    states: list[tuple[int, bool]] = []
    for from_first, from_later, from_loose in reversed(back):
        if state == 2 * count:
            states.append((0, False))
            state = from_loose
        else:
            k, later = divmod(state, 2)
            states.append((measures[k], not later))
            state = from_later[k] if later else from_first[k]
    states.reverse()
    return states


def single_score(line: Line, measure: int) -> float:
    """How well `line` is a whole paragraph: hardly, if it does not fill its measure."""
    return load_weights()["break.single"] if line.width + INDENT < measure - 1 else 0.0


def end_score(line: Line, measure: int) -> float:
    """How well `line` ends a paragraph of `measure`: its closing mark, its length."""
    w = load_weights()
    score = w["break.end_prior"] + w[_STOP_WEIGHT[line.stop]]
    excess = line.width - line.marks / 2 - measure - 1
    return score + max(w["break.long"] * excess, -12.0) if excess > 0 else score


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


def _stack_sizes(lines: Sequence[Line]) -> list[int]:
    """For each line, how many stand together with it between blank lines."""
    sizes = [0] * len(lines)
    begin = 0
    for i in range(1, len(lines) + 1):
        if i == len(lines) or lines[i].gap:
            sizes[begin:i] = [i - begin] * (i - begin)
            begin = i
    return sizes


def _stands_small(lines: Sequence[Line], i: int, sizes: Sequence[int]) -> bool:
    """Whether line i begins a stack of one or two lines that no hanging quotation mark has parted."""
    if not lines[i].gap or sizes[i] > 2 or lines[i].text[0] in "“‘":
        return False
    behind = i + sizes[i]
    return behind >= len(lines) or lines[behind].text[0] not in "“‘"


def loose_score(line: Line, size: int) -> float:
    """How well `line` stands outside any paragraph."""
    w = load_weights()
    score = w["title.line"]
    if line.stop == 3:
        score += w["title.stop3_lone" if size <= 3 else "title.stop3"]
    elif line.stop == -1:
        score += w["title.stop_1"]
    if line.no_start:
        score += w["title.no_start"]
    if "。" in line.text[:-2]:
        score += w["title.sentence"]
    if line.width > 22:
        score += w["title.long"] * (line.width - 22)
    if size <= 4:
        score += w["title.lone"] * (5 - size) / 4
    if load_cues()["lead"].match(line.text):
        score += w["title.lead"]
    return score
