"""The facts half's door: what each story of a page says, in the order of its stages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from articles.parser.facts.candidates import name_key
from articles.parser.facts.categories import CueField, find_cues, load_category_cues
from articles.parser.facts.figures import Figures, read_figures, with_stored_units
from articles.parser.facts.gazetteer import load_gazetteer
from articles.parser.facts.indicators import code_indicators
from articles.parser.facts.links import link_metrics
from articles.parser.facts.passages import Passage, story_passages
from articles.parser.facts.places import PlaceFound, find_places, settle_place, support_places
from articles.parser.facts.programs import Weighed, find_candidates, settle_programs, weigh_candidates
from articles.parser.facts.unions import build_organizations, find_unions
from articles.parser.lexicon import Lexicon
from articles.parser.records import (
    Facts,
    MetricMention,
    Place,
    PlaceMention,
    ProgramMention,
    Story,
    UnionMention,
    Unresolved,
)

#: How likely a doubtful name becomes when another story of the page is sure of it.
_REMEMBERED: Final = 0.6


def read_facts(stories: tuple[Story, ...], *, published_on: date | None, lexicon: Lexicon) -> tuple[Facts, ...]:
    """Places, unions, programs and figures of each story, in the order of `stories`.

    `published_on` dates 今年 and 目前 and tells former place names from present
    ones; None leaves periods undated. A name that one story settles helps the
    page's others, which may name it in passing. The same input gives the same output.
    """
    # stage by stage over all stories: what a stage reads stays in the processor's cache
    drafts = _draft(stories, published_on, lexicon)
    remembered = _remember(drafts)
    named = [_remind(draft, remembered, lexicon) for draft in drafts]
    found = [read_places(draft.passages, published_on, lexicon) for draft in named]
    linked = [link_metrics(d.figures.metrics, d.programs, d.passages, d.field, lexicon) for d in named]
    coded = [_code(draft, metrics, lexicon) for draft, metrics in zip(named, linked, strict=True)]
    return tuple(
        Facts(*places, draft.programs, metrics, draft.figures.unresolved + draft.doubtful, draft.figures.rejected)
        for draft, places, metrics in zip(named, found, coded, strict=True)
    )


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


def _draft(stories: tuple[Story, ...], published_on: date | None, lexicon: Lexicon) -> list[_Draft]:
    """The stories of a page with their figures and names, each story by itself."""
    texts = [tuple(story_passages(story)) for story in stories]
    counted = [read_figures(story, published_on=published_on, lexicon=lexicon) for story in stories]
    fields = [find_cues(passages, load_category_cues(lexicon)) for passages in texts]
    possible = [find_candidates(passages, lexicon) for passages in texts]
    weighed = [
        weigh_candidates(candidates, passages, [metric.figure for metric in figures.metrics], lexicon)
        for candidates, passages, figures in zip(possible, texts, counted, strict=True)
    ]
    read = list(zip(stories, texts, counted, fields, weighed, strict=True))
    return [_Draft(*one, *settle_programs(one[4], one[1], one[3], lexicon)) for one in read]


def _remember(drafts: list[_Draft]) -> dict[str, float]:
    """The names that some story of the page is sure of."""
    return {name_key(p.name): _REMEMBERED for draft in drafts for p in draft.programs if p.certain}


def _remind(draft: _Draft, remembered: dict[str, float], lexicon: Lexicon) -> _Draft:
    """The draft with those of its doubtful names that the page knows."""
    if not any(name_key(u.quote) in remembered for u in draft.doubtful):
        return draft
    programs, doubtful = settle_programs(draft.names, draft.passages, draft.field, lexicon, remembered)
    return replace(draft, programs=programs, doubtful=doubtful)


def _code(draft: _Draft, metrics: tuple[MetricMention, ...], lexicon: Lexicon) -> tuple[MetricMention, ...]:
    categories = {program.name: program.category for program in draft.programs}
    clauses = draft.figures.clauses
    return with_stored_units(code_indicators(metrics, category_of=categories, clauses=clauses, lexicon=lexicon))


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
