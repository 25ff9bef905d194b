"""A figure's place in the body, as the linker sees it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import NamedTuple

from articles.parser.facts.link_scene import Scene, Sentence, View, bigrams, weigh_categories
from articles.parser.facts.passages import Span
from articles.parser.records import MetricMention


class Spot(NamedTuple):
    """A figure's place in the body: its clause, sentence and paragraph, and what it counts."""

    start: int
    end: int
    clause: View
    clause_number: int
    sentence: Sentence
    paragraph: Span
    quote: Span
    indicator: str
    unit: str
    pairs: frozenset[str]
    roles: frozenset[str]
    #: What the figure's clause and quote say of categories.
    said: Mapping[str, float]
    total: float
    #: Where the names stand that the figure counts.
    counted: frozenset[int]


def build_spot(metric: MetricMention, scene: Scene) -> Spot:
    """Where a figure stands."""
    body = scene.body
    figure, evidence = metric.figure, metric.mentions[0]
    number = body.clause_at(figure.start)
    clause = scene.clause(number)
    low, high = clause.span
    said = weigh_categories(min(low, evidence.start), max(high, evidence.end), scene)
    return Spot(
        figure.start,
        figure.end,
        clause,
        number,
        scene.sentence(body.sentence_at(figure.start)),
        body.paragraphs[body.paragraph_at(figure.start)],
        (evidence.start, evidence.end),
        metric.indicator,
        metric.unit,
        bigrams(metric.indicator),
        scene.roles_in(metric.indicator),
        said,
        sum(said.values()),
        frozenset(scene.starts[bisect_left(scene.starts, evidence.start) : bisect_left(scene.starts, evidence.end)]),
    )
