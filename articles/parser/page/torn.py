"""Pages in a bad reading order: which column goes on in which.

The columns of neighbouring stories stand in turn, headlines and captions
between them. Each stack of lines joins one of the stories left open last,
begins one, or is loose; one beam over the page weighs all of it. How a line
breaks, indents and closes is judged across the cut as inside a column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from articles.parser.lexicon import Lexicon
from articles.parser.page.blocks import Block
from articles.parser.page.breaks import break_scores
from articles.parser.page.columns import find_measures, read_columns
from articles.parser.page.evidence import end_scores
from articles.parser.page.lines import Line
from articles.parser.page.stacks import NEVER, Fit, Stack, build_stacks
from articles.parser.page.weights import load_weights
from articles.parser.words import cut_words

BEAM: Final = 8
#: No page has so many stacks; a text of more is read with a narrower beam, to be answered in fair time.
LONG_PAGE: Final = 2000
NARROW_BEAM: Final = 3
#: How many stories can be left unfinished at once.
OPEN: Final = 2
SMALL: Final = 4


@dataclass(frozen=True, eq=False)
class Open:
    """A story left open: where it began, its last stack, the fit of all its lines by measure, what it names."""

    start: int
    tail: Stack
    depth: int
    count: int
    fit: Fit
    best: float
    #: How well its last line ends it, by measure.
    ends: Sequence[tuple[float, float]]
    places: frozenset[str]
    #: Whether a quotation has begun in it that no mark has closed.
    quoting: bool


@dataclass(frozen=True, eq=False)
class Hypothesis:
    score: float
    open: tuple[Open, ...]
    before: Hypothesis | None
    #: The index of the stack that the story of the last stack began with, -1 for a loose stack.
    home: int
    switched: bool = False


class Linker:
    """Scores of joining stacks, each found once."""

    def __init__(self, stacks: Sequence[Stack], measures: tuple[int, ...]) -> None:
        self.measures = measures
        self.near = [[j for j in range(len(measures)) if abs(measures[j] - m) == 1] for m in measures]
        self.pairs: Counter[str] = Counter()
        for stack in stacks:
            for line in stack.lines:
                self.pairs.update(a + b for a, b in zip(line.text, line.text[1:], strict=False))
        self._bonds: dict[tuple[int, int], float] = {}
        self._joined: dict[tuple[Open, int], Open] = {}
        self._closed: dict[Open, float] = {}

    def start(self, stack: Stack) -> Open:
        best = max(max(pair) for pair in stack.opens)
        return Open(
            stack.index,
            stack,
            stack.depth,
            1,
            stack.opens,
            best,
            end_scores(stack.last, self.measures),
            stack.places,
            stack.marks.endswith("“"),
        )

    def join(self, story: Open, stack: Stack) -> Open:
        """The story with `stack` as its next column."""
        key = (story, stack.index)
        if key not in self._joined:
            fit = self._fit(story, stack)
            self._joined[key] = Open(
                story.start,
                stack,
                max(story.depth, stack.depth),
                story.count + 1,
                fit,
                max(max(pair) for pair in fit),
                end_scores(stack.last, self.measures),
                story.places | stack.places,
                stack.marks.endswith("“") if stack.marks else story.quoting,
            )
        return self._joined[key]

    def _fit(self, story: Open, stack: Stack) -> Fit:
        w = load_weights()
        tail, bond = story.tail.last, self.bond(story.tail, stack)
        through = w["break.through3"] if tail.stop == 3 else 0.0
        ended: list[float] = []
        onward: list[float] = []
        breaks = break_scores(tail, stack.first, self.measures)
        for (first, later), (indented, full), (single, end) in zip(story.fit, breaks, story.ends, strict=True):
            ended.append(max(first + single, later + end))
            onward.append(max(first + indented, later + full) + through + bond)
        drift = w["link.drift"]
        out = []
        for m, (opens, goes_on) in enumerate(zip(stack.opens, stack.goes_on, strict=True)):
            end, on = ended[m], onward[m]
            for j in self.near[m]:
                end, on = max(end, ended[j] + drift), max(on, onward[j] + drift)
            out.append((max(end + opens[0], on + goes_on[0]), max(end + opens[1], on + goes_on[1])))
        return tuple(out)

    def bond(self, before: Stack, after: Stack) -> float:
        """How well a word can stretch over the cut: by the dictionary, and by what the page says elsewhere."""
        key = (before.index, after.index)
        if key not in self._bonds:
            self._bonds[key] = self._find_bond(before.last.text[-6:], after.first.text[:6])
        return self._bonds[key]

    def _find_bond(self, tail: str, head: str) -> float:
        w = load_weights()
        if not (_is_han(tail[-1]) and _is_han(head[0])):
            return 0.0
        at = 0
        bond = w["link.no_word"]
        for word in cut_words(tail + head):
            if at < len(tail) < at + len(word):
                bond = w["link.word"]
            at += len(word)
        if self.pairs[tail[-1] + head[0]]:
            bond += w["link.page_pair"]
        return bond

    def close(self, story: Open) -> float:
        """What it costs to leave the story at its last line."""
        if story not in self._closed:
            best = NEVER
            for (first, later), (single, end) in zip(story.fit, story.ends, strict=True):
                best = max(best, first + single, later + end)
            self._closed[story] = best - story.best
        return self._closed[story]


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def read_torn(lines: list[Line], lexicon: Lexicon) -> tuple[list[list[Block]], list[tuple[Line, ...]]]:
    """The lines as stories (each its paragraphs, in the order of their first lines) and loose stacks in page order."""
    measures = find_measures(lines) or (16,)
    stacks = build_stacks(lines, measures, lexicon)
    homes = _link(stacks, measures)
    stories: dict[int, list[Line]] = {}
    loose: list[tuple[Line, ...]] = []
    for stack, home in zip(stacks, homes, strict=True):
        if home < 0:
            loose.append(stack.lines)
        else:
            stories.setdefault(home, []).extend(stack.lines)
    return [read_columns(body, loose=False) for body in stories.values()], loose


def _link(stacks: Sequence[Stack], measures: tuple[int, ...]) -> list[int]:
    """The stack that each stack's story begins with, -1 for a loose one."""
    linker = Linker(stacks, measures)
    width = BEAM if len(stacks) <= LONG_PAGE else NARROW_BEAM
    beam = [Hypothesis(0.0, (), None, -1)]
    for stack in stacks:
        grown: list[Hypothesis] = []
        for hypothesis in beam:
            grown.extend(_grow(hypothesis, stack, linker))
        grown.sort(key=lambda h: -h.score)
        beam = grown[:width]
    best = max(beam, key=lambda h: h.score + sum(linker.close(s) for s in h.open))
    homes: list[int] = []
    step: Hypothesis | None = best
    while step is not None and step.before is not None:
        homes.append(step.home)
        step = step.before
    homes.reverse()
    return homes


def _grow(hypothesis: Hypothesis, stack: Stack, linker: Linker) -> list[Hypothesis]:
    """The hypothesis with `stack` loose, as a new story, and in each story left open."""
    w = load_weights()
    apart = stack.loose + w["link.loose"] + w["link.loose_deep"] * max(0, stack.depth - SMALL)
    grown = [Hypothesis(hypothesis.score + apart, hypothesis.open, hypothesis, -1, hypothesis.switched)]
    started = linker.start(stack)
    score = hypothesis.score + started.best + w["link.start_lead" if stack.lead else "link.start"]
    if stack.dateline:
        score += w["link.start_dateline"]
    if stack.marks.startswith("”"):
        score += w["link.quotes"]
    if stack.depth <= SMALL and not stack.lead:
        score += w["link.start_small"]
    closing = sum(linker.close(story) for story in hypothesis.open[OPEN - 1 :])
    grown.append(Hypothesis(score + closing, (started, *hypothesis.open[: OPEN - 1]), hypothesis, stack.index))
    if stack.lead:
        return grown
    for place, story in enumerate(hypothesis.open):
        joined = linker.join(story, stack)
        score = hypothesis.score + joined.best - story.best + _link_score(story, stack)
        if place:
            score += w["link.switch_again" if hypothesis.switched else "link.switch"]
        rest = tuple(s for s in hypothesis.open if s is not story)
        switched = bool(place) or (hypothesis.switched and len(rest) > 0)
        grown.append(Hypothesis(score, (joined, *rest), hypothesis, story.start, switched))
    return grown


def _link_score(story: Open, stack: Stack) -> float:
    """What speaks for a stack as a story's next column, the fit of the lines left aside."""
    w = load_weights()
    score = 0.0
    if stack.credit and story.tail.index == stack.index - 1:
        return w["link.credit"]
    quoted = stack.first.text[0] in "“‘"
    if story.tail.signed:
        score += w["link.signed"]
    if story.tail.depth <= SMALL and not quoted:
        score += w["link.small"]
    elif story.count > 1:
        score += w["link.depth"] * min(4, abs(story.tail.depth - story.depth))
    if stack.depth > story.depth:
        score += w["link.deeper"] * min(4, stack.depth - story.depth)
    if stack.sentence and story.tail.last.stop == 3:
        score += w["link.whole_sentence"]
    if stack.dateline and story.tail.last.stop == 3:
        score += w["link.dateline"]
    if stack.marks and stack.marks.startswith("”") != story.quoting:
        score += w["link.quotes"]
    if story.places and stack.places:
        score += w["link.same_place" if story.places & stack.places else "link.other_place"]
    return score
