"""The facts half's door: what each story of a page says, in the order of its stages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from articles.parser.facts.candidates import name_key
from articles.parser.facts.categories import CueField, find_cues, load_category_cues
from articles.parser.facts.figures import Figures, read_figures, with_stored_units
from articles.parser.facts.gazetteer import load_gazetteer
from articles.parser.facts.indicators import code_indicators
from articles.parser.facts.links import link_metrics
from articles.parser.facts.passages import Passage, story_passages
from articles.parser.facts.places import PlaceFound, find_places, settle_place, support_places
from articles.parser.facts.programs import Weighed, settle_programs, weigh_candidates
from articles.parser.facts.unions import build_organizations, find_unions
from articles.parser.lexicon import Lexicon
from articles.parser.records import (
    Facts,
    Place,
    PlaceMention,
    ProgramMention,
    Story,
    UnionMention,
    Unresolved,
)

#: How likely a doubtful name becomes when another story of the page is sure of it.
_REMEMBERED = 0.6


def read_facts(stories: tuple[Story, ...], *, published_on: date | None, lexicon: Lexicon) -> tuple[Facts, ...]:
    """Places, unions, programs and figures of each story, in the order of `stories`.

    `published_on` dates 今年 and 目前 and tells former place names from present
    ones; None leaves periods undated. A name that one story settles helps the
    page's others, which may name it in passing. The same input gives the same output.
    """
    drafts = [_draft(story, published_on, lexicon) for story in stories]
    remembered = _remember(drafts)
    return tuple(_read_story(draft, remembered, published_on, lexicon) for draft in drafts)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A story with what is read before the page's names are put together."""

    story: Story
    passages: tuple[Passage, ...]
    figures: Figures
    field: CueField
    names: tuple[Weighed, ...]
    programs: tuple[ProgramMention, ...]
    doubtful: tuple[Unresolved, ...]


def _draft(story: Story, published_on: date | None, lexicon: Lexicon) -> _Draft:
    passages = tuple(story_passages(story))
    figures = read_figures(story, published_on=published_on, lexicon=lexicon)
    field = find_cues(passages, load_category_cues(lexicon))
    names = weigh_candidates(passages, [metric.figure for metric in figures.metrics], lexicon)
    programs, doubtful = settle_programs(names, passages, field, lexicon)
    return _Draft(story, passages, figures, field, names, programs, doubtful)


def _remember(drafts: list[_Draft]) -> dict[str, float]:
    """The names that some story of the page is sure of."""
    return {name_key(p.name): _REMEMBERED for draft in drafts for p in draft.programs if p.certain}


def _read_story(draft: _Draft, remembered: dict[str, float], published_on: date | None, lexicon: Lexicon) -> Facts:
    story, passages, figures, field = draft.story, draft.passages, draft.figures, draft.field
    programs, doubtful = draft.programs, draft.doubtful
    if any(name_key(u.quote) in remembered for u in doubtful):
        programs, doubtful = settle_programs(draft.names, passages, field, lexicon, remembered)
    place, places, organizations = read_places(passages, published_on, lexicon)
    linked = link_metrics(figures.metrics, programs, passages, field, lexicon)
    categories = {program.name: program.category for program in programs}
    metrics = with_stored_units(code_indicators(linked, category_of=categories, story=story, lexicon=lexicon))
    return Facts(place, places, organizations, programs, metrics, figures.unresolved + doubtful, figures.rejected)


def read_places(
    passages: tuple[Passage, ...], published_on: date | None, lexicon: Lexicon
) -> tuple[Place, tuple[PlaceMention, ...], tuple[UnionMention, ...]]:
    """The place of an article, every place it names, and the unions that act in it."""
    gazetteer = load_gazetteer(lexicon)
    unions = [union for passage in passages for union in find_unions(passage, gazetteer)]
    found: list[PlaceFound] = []
    for passage in passages:
        found += find_places(passage, gazetteer, published_on)
    found = support_places(found, unions, {p.part: p for p in passages})
    place = settle_place(passages, found, unions, gazetteer)
    return place, tuple(f.mention for f in found), build_organizations(unions, place, gazetteer)
