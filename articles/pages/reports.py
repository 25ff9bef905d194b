"""Articles for a list, each with the programs it names and its first figures. Three queries, however long the list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from articles.models import Article, Metric, Program

from .queries import listed_mentions, public_metrics

#: So many figures stand beside a title.
SHOWN_FIGURES = 4


@dataclass(frozen=True)
class Report:
    article: Article
    programs: list[Program]
    metrics: list[Metric]

    @property
    def shown(self) -> list[Metric]:
        """The figures worth a glance: those of a known indicator first, in the order of the text."""
        ranked = sorted(self.metrics, key=lambda metric: metric.indicator_id is None)
        return ranked[:SHOWN_FIGURES]


def with_facts(articles: Iterable[Article]) -> list[Report]:
    """The articles with the programs that have a page, and their figures."""
    articles = list(articles)
    programs, metrics = defaultdict(list), defaultdict(list)
    for mention in listed_mentions().filter(article__in=articles).select_related("program"):
        programs[mention.article_id].append(mention.program)
    for metric in (
        public_metrics().filter(article__in=articles).select_related("indicator").order_by("article", "start")
    ):
        metrics[metric.article_id].append(metric)
    return [Report(article, programs[article.pk], metrics[article.pk]) for article in articles]
