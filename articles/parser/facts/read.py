"""The facts half's door: what each story of a page says, in the order of its stages."""

from __future__ import annotations

from datetime import date

from articles.parser.facts.figures import read_figures
from articles.parser.facts.gazetteer import load_gazetteer
from articles.parser.facts.indicators import code_indicators
from articles.parser.facts.links import link_metrics
from articles.parser.facts.passages import Passage, story_passages
from articles.parser.facts.places import PlaceFound, find_places, settle_place, support_places
from articles.parser.facts.programs import find_programs
from articles.parser.facts.unions import build_organizations, find_unions
from articles.parser.lexicon import Lexicon
from articles.parser.records import Facts, Place, PlaceMention, Story, UnionMention


def read_facts(stories: tuple[Story, ...], *, published_on: date | None, lexicon: Lexicon) -> tuple[Facts, ...]:
    """Places, unions, programs and figures of each story, in the order of `stories`.

    `published_on` dates 今年 and 目前 and tells former place names from present
    ones; None leaves periods undated. The same input gives the same output.
    """
    return tuple(_read_story(story, published_on, lexicon) for story in stories)


def _read_story(story: Story, published_on: date | None, lexicon: Lexicon) -> Facts:
    passages = tuple(story_passages(story))
    place, places, organizations = read_places(passages, published_on, lexicon)
    figures = read_figures(story, published_on=published_on, lexicon=lexicon)
    spans = [metric.figure for metric in figures.metrics]
    programs, doubtful = find_programs(passages, spans, lexicon, {})
    linked = link_metrics(figures.metrics, programs, passages, lexicon)
    categories = {program.name: program.category for program in programs}
    metrics = code_indicators(linked, category_of=categories, story=story, lexicon=lexicon)
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
