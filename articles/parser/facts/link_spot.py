"""A figure's place in the body, as the linker sees it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import NamedTuple

from articles.parser.facts.link_scene import Clause, Scene, Sentence, weigh_categories
from articles.parser.facts.link_targets import bigrams
from articles.parser.facts.passages import Span
from articles.parser.records import MetricMention


class Spot(NamedTuple):
    """A figure's place in the body: its clause, sentence and paragraph, and what it counts."""

    start: int
    end: int
    clause: Clause
    clause_number: int
    sentence: Sentence
    sentence_number: int
    paragraph: Span
    paragraph_number: int
    quote: Span
    indicator: str
    unit: str
    pairs: frozenset[str]
    roles: frozenset[str]
    #: The roles of its clause and of what it counts.
    direct: frozenset[str]
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
    sentence, paragraph = body.sentence_at(figure.start), body.paragraph_at(figure.start)
    roles = scene.roles_in(metric.indicator)
    said = weigh_categories(min(low, evidence.start), max(high, evidence.end), scene)
    return Spot(
        figure.start,
        figure.end,
        clause,
        number,
        scene.sentence(sentence),
        sentence,
        body.paragraphs[paragraph],
        paragraph,
        (evidence.start, evidence.end),
        metric.indicator,
        metric.unit,
        bigrams(metric.indicator),
        roles,
        clause.roles | roles,
        said,
        sum(said.values()),
        frozenset(scene.starts[bisect_left(scene.starts, evidence.start) : bisect_left(scene.starts, evidence.end)]),
    )
