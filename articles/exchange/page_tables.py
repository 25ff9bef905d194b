"""The figures that a page shows in a table of its own making (ranking, comparison, topic, search), as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest

from articles.models import Metric
from articles.pages.views import compare, metrics, search, topics

from .rows import in_pieces, load_metrics


@dataclass(frozen=True, slots=True)
class Shown:
    """The figures of one page, the sentence of what they are, and the conditions it could not read."""

    title: str
    metrics: Iterable[Metric]
    ignored: list[str]


def ranking(request: HttpRequest) -> Shown:
    """`/metrics/?indicator=…`: one figure a place, in the order of the ranking."""
    indicator = metrics.find_indicator(request.GET.get("indicator", ""))
    if indicator is None:
        return Shown("指标", [], [f"指标“{request.GET.get('indicator', '')[:20]}”"])
    context = metrics.indicator_context(request, indicator)
    shown = [row.metric.pk for row in context["ranking"].rows]
    title = f"{indicator.name}（{metrics.KINDS[context['kind']]}），各地一条"
    return Shown(title, load_metrics(shown), list(context["ignored"].values()))


def comparison(request: HttpRequest) -> Shown:
    """`/compare/?county=…&county=…`: the figures side by side, row by row."""
    counties, ignored = compare.read_counties(request)
    category = compare.read_category(request)
    groups = compare.build_groups(counties, category) if len(counties) >= compare.FEWEST else []
    shown = [cell[0].pk for _, rows in groups for _, cells, _ in rows for cell in cells if cell]
    if len(counties) < compare.FEWEST and not ignored:
        ignored = ["县（市、区）不足两个"]
    return Shown("对照：" + "、".join(county.name for county in counties), load_metrics(shown), ignored)


def topic(request: HttpRequest, which: topics.Topic) -> Shown:
    """The cells of 工会驿站 or 爱心托班, place by place."""
    context = topics.topic_context(request, which)
    rows = [row for block in context["table"].blocks for row in (block.own, *block.rows)]
    shown = [metric.pk for row in rows for cell in row.cells for metric in cell.shown]
    return Shown(which.title, load_metrics(shown), list(context["ignored"].values()))


def found(request: HttpRequest) -> Shown:
    """All figures that a search finds, the newest first."""
    filters, ignored = search.read_filters(request)
    question = search.read_question(request)
    if not question:
        return Shown("搜索", [], ["搜索词是空的"])
    rows = search.find_metrics(search.answer(question, filters))
    return Shown(f"搜索：{question.text}", in_pieces(rows, load_metrics), list(ignored.values()))


PAGE_TABLES: dict[str, Callable[[HttpRequest], Shown]] = {
    "ranking": ranking,
    "compare": comparison,
    "stations": lambda request: topic(request, topics.STATIONS),
    "childcare": lambda request: topic(request, topics.CHILDCARE),
    "search": found,
}
