"""Stories and titles weighed together where they do not add up.

A page with more headlines than stories has a story that was not cut off; a
paragraph that almost opened one then does. A story that names its writers
behind 本报讯 and again at its end is two. A story cut for little and left
without a title goes back to the one before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Final

from articles.parser.facts.byline import find_byline, is_signed_by_writers
from articles.parser.lexicon import Lexicon
from articles.parser.page.affinity import Affinity
from articles.parser.page.captions import find_distances
from articles.parser.page.drafts import Draft, LooseBlock
from articles.parser.page.edges import WIDEST_TITLE
from articles.parser.page.flowing import FLOWING
from articles.parser.page.roles import plain_score
from articles.parser.page.starts import AHEAD, LEAST_START, SHORTEST, SoFar, start_score
from articles.parser.page.stories import SURE
from articles.parser.page.title_beam import COLUMN
from articles.parser.page.titles import Assignment, assign_titles
from articles.parser.page.weights import load_weights
from articles.parser.records import Rule

#: A cut must pay by more than this, for two blocks can be one story's headline.
LEAST_GAIN: Final = 3.0
#: How many stories back one may go on from, on a torn page.
NEIGHBOURS: Final = 3
#: What a cut is worth that parts two bylines.
PARTED: Final = 12.0
_SIGNED_TWICE: Final = Rule("story.signed", "首尾各有作者署名，此处另起一篇")
_UNTITLED: Final = Rule("story.title", "标题多于正文，此处另起一篇")
#: How many cuts are tried, and how many at most are made on one page.
TRIED: Final = 3
MOST_CUTS: Final = 3
#: Each try settles all titles anew: of so many stories, far more than a page holds, fewer are tried.
TRIED_STORIES: Final = 90


@dataclass(frozen=True)
class Reading:
    """Stories, the loose lines between them, and which title went where."""

    drafts: list[Draft]
    loose: list[LooseBlock]
    titles: list[LooseBlock]
    plain: list[bool]
    affinity: Affinity
    assignment: Assignment
    torn: bool = False

    @property
    def untitled(self) -> list[int]:
        given = set(self.assignment.homes)
        return [i for i in range(len(self.drafts)) if i not in given]

    @property
    def broken_off(self) -> bool:
        """Whether a story without a title was begun only because loose lines stood before it."""
        return any(self.drafts[i].rules[0].name == "story.loose" for i in self.untitled if i)

    def crowded(self) -> bool:
        """Whether a story has two blocks that both read like headlines."""
        catchy = [h for h, plain in zip(self.assignment.homes, self.plain, strict=True) if h != COLUMN and not plain]
        return len(catchy) > len(set(catchy))


def settle_titles(
    drafts: list[Draft],
    loose: list[LooseBlock],
    lexicon: Lexicon,
    *,
    torn: bool = False,
) -> Reading:
    """The stories with their titles, as `assign_titles` gives them; on a `torn` page by distance, not by order."""
    affinity = Affinity([(draft.text, draft.places) for draft in drafts], [block.text for block in loose], lexicon)
    titles = [block for block in loose if block.kind == "title"]
    plain = [all(plain_score(line.text, lexicon) > 0 for line in block.lines) for block in titles]
    distances = find_distances(titles, drafts) if torn else None
    assignment = assign_titles(titles, plain, affinity, distances=distances)
    return Reading(drafts, loose, titles, plain, affinity, assignment, torn=torn)


def free_titles(reading: Reading, lexicon: Lexicon) -> Reading:
    """The reading with questions and exclamations taken for titles that stand at a body's edge and titles are short of.

    工间操，谁来领？ alone on its line is a headline as well as a paragraph: what tells is a story without a title.
    """
    for _ in range(MOST_CUTS):
        trials = []
        for index, at in _find_asking(reading) if reading.untitled else ():
            trial = _free(reading, index, at, lexicon)
            if len(trial.untitled) < len(reading.untitled):
                trials.append((trial.assignment.score, -index, trial))
        if not trials:
            break
        reading = max(trials, key=itemgetter(0, 1))[2]
    return reading


def _find_asking(reading: Reading) -> list[tuple[int, int]]:
    """(story, paragraph) of one-line questions and exclamations that open or close a story of several paragraphs."""
    found = []
    for index, draft in enumerate(reading.drafts):
        for at in (0, len(draft.passages) - 1) if len(draft.passages) > 1 else ():
            lines = draft.passages[at].block.lines
            if len(lines) == 1 and lines[0].width <= WIDEST_TITLE and lines[0].text.rstrip("”’")[-1:] in ("？", "！"):
                found.append((index, at))
    return found[: _tries(reading)]


def _free(reading: Reading, index: int, at: int, lexicon: Lexicon) -> Reading:
    """The reading with paragraph `at` of story `index` as a title before or behind it."""
    draft = reading.drafts[index]
    line = draft.passages[at].block.lines[0]
    rest = replace(
        draft,
        passages=[passage for n, passage in enumerate(draft.passages) if n != at],
        starts=[start for n, start in enumerate(draft.starts) if n != at],
    )
    title = LooseBlock((line,), "title", index if at else index - 1, bool(at), not at)
    loose = sorted([*reading.loose, title], key=lambda block: block.lines[0].number)
    drafts = [rest if n == index else other for n, other in enumerate(reading.drafts)]
    return settle_titles(drafts, loose, lexicon, torn=reading.torn)


def recut_stories(reading: Reading, lexicon: Lexicon) -> Reading:
    """The reading with stories cut or joined again where titles and starts together read better so."""
    for _ in range(MOST_CUTS):
        if not reading.crowded() and not any(map(_is_signed_twice, reading.drafts)):
            break
        better = _best_cut(reading, lexicon)
        if better is None:
            break
        reading = better
    return reading


def join_stories(reading: Reading, lexicon: Lexicon) -> Reading:
    """The reading with stories put back to the one before: begun for little, and one of both without a title."""
    for _ in range(MOST_CUTS):
        best: tuple[float, Reading] | None = None
        for index, before, start in _loose_ends(reading):
            trial = _join(reading, index, before, lexicon)
            gain = _gain_of_join(trial, reading, index) - start
            if gain > 0 and (best is None or gain > best[0]):
                best = gain, trial
        if best is None:
            break
        reading = best[1]
    return reading


def _tries(reading: Reading) -> int:
    """How many other readings are worth their time, so that a text of a hundred pages takes a hundred times one."""
    return min(TRIED, TRIED_STORIES // max(1, len(reading.drafts)))


def _gain_of_join(trial: Reading, reading: Reading, index: int) -> float:
    """What putting story `index` to the one before is worth: titles that fit better, one story less without any.

    Titles that fit worse do not count on a flowing page where none stands before
    the story: there a headline opens each. With one story fewer every word on the
    page is less rare, so all titles lose a little, which says nothing of the join.
    """
    spared = load_weights()["start.untitled"] * (len(trial.untitled) - len(reading.untitled))
    fit = trial.assignment.score - reading.assignment.score
    flowing = reading.drafts[index].passages[0].block.measure == FLOWING
    headless = flowing and not any(block.after == index - 1 for block in reading.titles)
    return spared + (max(0.0, fit) if headless else fit)


def _loose_ends(reading: Reading) -> list[tuple[int, int, float]]:
    """(story, the one it may go on from, log odds that it begins there): no 本报讯 opens it, one has no title."""
    untitled = set(reading.untitled)
    if not untitled:
        return []
    ends = []
    for i in range(1, len(reading.drafts)):
        for before in range(max(0, i - (NEIGHBOURS if reading.torn else 1)), i):
            if untitled & {before, i}:
                start = _start_behind(reading.drafts[i], reading.drafts[before])
                ends.append((i, before, start))
    ends.sort(key=lambda end: end[2])
    return [end for end in ends if end[2] < SURE][: _tries(reading)]


def _start_behind(draft: Draft, before: Draft) -> float:
    """log odds that `draft` begins a story where it might go on from `before`, what stands between left aside."""
    sofar = SoFar()
    for passage in before.passages:
        sofar.add(passage)
    sofar.ended = sofar.ended or bool(before.credits)
    return start_score(draft.passages[0], sofar, draft.passages[:AHEAD], between=False)[0]


def _join(reading: Reading, index: int, before: int, lexicon: Lexicon) -> Reading:
    """The reading with story `index` put behind the story `before`."""
    head, tail = reading.drafts[before], reading.drafts[index]
    whole = replace(
        head,
        passages=[*head.passages, *tail.passages],
        starts=[*head.starts, *tail.starts],
        credits=[*head.credits, *tail.credits],
    )
    border = tail.begin
    loose = []
    for block in reading.loose:
        if block.after == index - 1 and block.lines[0].number < border:
            # amid one story it stands beside none
            block = replace(block, joins_before=False, joins_after=False)
        loose.append(replace(block, after=block.after - (block.after >= index)))
    drafts = [whole if n == before else draft for n, draft in enumerate(reading.drafts) if n != index]
    return settle_titles(drafts, loose, lexicon, torn=reading.torn)


def _best_cut(reading: Reading, lexicon: Lexicon) -> Reading | None:
    """The best of the likeliest cuts, None if none pays."""
    places = sorted(_find_places(reading), reverse=True)
    best: tuple[float, Reading] | None = None
    for start, i, n in places[: _tries(reading)]:
        trial = _cut(reading, i, n, lexicon)
        gain = trial.assignment.score - reading.assignment.score + start
        if gain > LEAST_GAIN and (best is None or gain > best[0]):
            best = gain, trial
    return best[1] if best else None


def _find_places(reading: Reading) -> Iterator[tuple[float, int, int]]:
    """Where a story may be cut: what the cut is worth by itself, the story, the paragraph that would open another."""
    for i, draft in enumerate(reading.drafts):
        twice = _is_signed_twice(draft)
        for n, start in enumerate(draft.starts):
            if n and (twice or LEAST_START < start <= 0) and _leaves_stories(draft, n):
                yield start + PARTED * twice, i, n


def _leaves_stories(draft: Draft, n: int) -> bool:
    """Whether a cut before paragraph `n` leaves enough on either side."""
    parts = draft.paragraphs[:n], draft.paragraphs[n:]
    return all(sum(len(line.text) for block in part for line in block.lines) >= SHORTEST for part in parts)


def _is_signed_twice(draft: Draft) -> bool:
    """Whether 本报讯 names the writers and the end names writers again."""
    first, last = draft.passages[0], draft.passages[-1]
    if len(draft.passages) < 2 or not first.lead or not is_signed_by_writers(last.text):
        return False
    head = find_byline(first.text)
    return bool(head.reporters or head.trainees or head.correspondents)


def _cut(reading: Reading, index: int, n: int, lexicon: Lexicon) -> Reading:
    """The reading with story `index` cut before its paragraph `n`."""
    draft = reading.drafts[index]
    head = Draft(draft.passages[:n], draft.rules, draft.starts[:n])
    rule = _SIGNED_TWICE if _is_signed_twice(draft) else _UNTITLED
    tail = Draft(draft.passages[n:], [rule], draft.starts[n:], credits=draft.credits)
    border = tail.begin
    loose = [
        replace(block, after=block.after + 1)
        if block.after > index or (block.after == index and block.lines[0].number > border)
        else block
        for block in reading.loose
    ]
    drafts = [*reading.drafts[:index], head, tail, *reading.drafts[index + 1 :]]
    return settle_titles(drafts, loose, lexicon)
