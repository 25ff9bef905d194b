"""One beam over a page's title blocks: where each goes, the others weighed with it."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Final, NamedTuple

from articles.parser.page.affinity import REACH
from articles.parser.page.drafts import LooseBlock
from articles.parser.page.weights import load_weights

BEAM: Final = 12
#: A block is weighed against stories this far from the last one in page order, and the likeliest by words.
WINDOW: Final = 10
LIKELIEST: Final = 3
#: How many blocks back a story's titles are remembered.
RECENT: Final = 24
#: The home of the page's column title.
COLUMN: Final = -1
#: The index of no story.
NOWHERE: Final = -2

#: A story's titles so far: none, one plain or catchy, more of them all plain or not; the place of their gain.
UNTITLED: Final = 0
ONE_PLAIN: Final = 1
ALL_PLAIN: Final = 2
ONE_CATCHY: Final = 3
SOME_CATCHY: Final = 4


class Ask(NamedTuple):
    """A block with all that its home is found by.

    `words` scores stories by shared words, `column` the block as the page's
    column title. `beside` is the story that it stands right beside, `fellows`
    how many blocks back one stands that it makes one headline with. `distances`
    replaces page order on a torn page.
    """

    block: LooseBlock
    plain: bool
    words: dict[int, float]
    column: float
    beside: int | None
    fellows: tuple[int, ...]
    distances: Sequence[float] | None


class Step(NamedTuple):
    """One way to have settled the blocks so far: `last` is the furthest story, `recent` the latest (home, plain)."""

    score: float
    last: int
    recent: tuple[tuple[int, bool], ...]
    given: dict[int, int]
    column: bool
    home: int
    before: Step | None


#: A step before it is built: its score, the furthest story, the block's home, the step before.
Grown = tuple[float, int, int, Step]


def find_homes(asked: Sequence[Ask], count: int) -> tuple[float, tuple[int, ...]]:
    """The best score, and the home of each block among `count` stories."""
    settled = {ask.beside for ask in asked if ask.beside is not None}
    again = load_weights()["assign.column_again"]
    beam = [Step(0.0, -1, (), {}, False, COLUMN, None)]
    for ask in asked:
        near = _near_stories(ask, count)
        gains = _fit_gains(ask)
        # a Step is built only for those that stay in the beam
        grown: list[Grown] = []
        windows: dict[int, list[int]] = {}
        for step in beam:
            grown.append((step.score + ask.column + (again if step.column else 0.0), step.last, COLUMN, step))
            if step.last not in windows:
                around = range(max(0, step.last - WINDOW // 2), min(count, step.last + WINDOW))
                windows[step.last] = sorted({*around, *near})
            _grow(grown, step, ask, windows[step.last], gains, settled)
        grown.sort(key=itemgetter(0), reverse=True)
        beam = [_take(each, plain=ask.plain) for each in grown[:BEAM]]
    return beam[0].score, _walk_back(beam[0])


def _grow(
    grown: list[Grown],
    step: Step,
    ask: Ask,
    stories: list[int],
    gains: list[float],
    settled: set[int],
) -> None:
    """Add what comes of giving the block to each of the stories, which stand in page order."""
    w = load_weights()
    beside, taken, fellow = w["assign.beside"], w["assign.taken"], w["assign.fellow"]
    back, skip, far = w["assign.back"], w["assign.skip"], w["assign.distance"]
    score, last, given = step.score, step.last, step.given
    words, distances = ask.words, ask.distances
    near = NOWHERE if ask.beside is None else ask.beside
    kin = {step.recent[-n][0] for n in ask.fellows}
    passed, at = 0, last + 1
    for story in stories:
        gain = words.get(story, 0.0) + gains[given.get(story, UNTITLED)]
        if story in kin:
            gain += fellow
        if story == near:
            gain += beside
        elif story in settled:
            gain += taken
        if distances is not None:
            gain += far * distances[story]
        elif story < last:
            gain += back
        else:
            # stories passed over that no title has been found for
            while at < story:
                passed += at not in settled and at not in given
                at += 1
            gain += skip * passed
        grown.append((score + gain, last if story == near else story, story, step))


def _take(grown: Grown, *, plain: bool) -> Step:
    """The step that a block's home leads to."""
    score, last, home, before = grown
    recent = (*before.recent[-RECENT:], (home, plain))
    given = before.given if len(recent) <= RECENT else _count_given(recent[:-1])
    given = {**given, home: _titled(given.get(home, UNTITLED), plain)}
    return Step(score, last, recent, given, before.column or home == COLUMN, home, before)


def _count_given(recent: Sequence[tuple[int, bool]]) -> dict[int, int]:
    given: dict[int, int] = {}
    for home, plain in recent:
        given[home] = _titled(given.get(home, UNTITLED), plain)
    return given


def _titled(before: int, plain: bool) -> int:
    """What a story's titles are with one more."""
    if before == UNTITLED:
        return ONE_PLAIN if plain else ONE_CATCHY
    return ALL_PLAIN if plain and before in (ONE_PLAIN, ALL_PLAIN) else SOME_CATCHY


def _near_stories(ask: Ask, count: int) -> set[int]:
    """The stories whose words speak loudest for a block, and its neighbours, none too far from it."""
    words, after = ask.words, ask.block.after
    likely = sorted(words, key=lambda s: (-words[s], s))[:LIKELIEST]
    return {s for s in (*likely, after, after + 1) if 0 <= s < count and abs(s - after) <= REACH}


def _fit_gains(ask: Ask) -> list[float]:
    """What the titles that a story has already say of this one more, in the order of UNTITLED and so on."""
    w = load_weights()
    catchy = 0.0 if ask.plain else w["assign.catchy"]
    dash = w["assign.dash"] if ask.block.lines[0].text.startswith("——") else 0.0
    return [
        w["assign.untitled"] + dash,
        w["assign.second"] + dash,
        w["assign.third"] + dash,
        w["assign.second"] + catchy,
        w["assign.third"] + catchy,
    ]


def _walk_back(step: Step | None) -> tuple[int, ...]:
    homes: list[int] = []
    while step is not None and step.before is not None:
        homes.append(step.home)
        step = step.before
    return tuple(reversed(homes))
