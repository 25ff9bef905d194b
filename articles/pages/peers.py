"""Places side by side: the newest figure of each indicator for each of some counties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, QuerySet

from articles.models import County, Indicator, Metric

from .queries import public_articles, public_metrics
from .standing import WHOLE, Shelf

#: A short table of peers shows so many indicators.
SHOWN_INDICATORS = 3


@dataclass(frozen=True)
class Column:
    """One way to read an indicator: planned, actual or cumulative are never in one column."""

    indicator: Indicator
    status: str
    cumulative: bool

    @property
    def title(self) -> str:
        kind = "计划" if self.status == Metric.Status.PLANNED else "累计" if self.cumulative else "实绩"
        return f"{self.indicator.name}，{kind}"


@dataclass(frozen=True)
class PeerRow:
    county: County
    cells: list[Metric | None]
    last: object
    is_self: bool


@dataclass(frozen=True)
class PeerTable:
    columns: list[Column]
    rows: list[PeerRow]

    @property
    def years_differ(self) -> bool:
        years = {cell.published_on.year for row in self.rows for cell in row.cells if cell}
        return len(years) > 1


def newest_figures(counties: Sequence[County], metrics: QuerySet) -> list[Metric]:
    """The newest figure of each county, indicator, status and kind of period. One query."""
    keys = ("county_id", "indicator_id", "status", "cumulative")
    rows = metrics.filter(county__in=counties).exclude(indicator=None).order_by(*keys, "-published_on", "-pk")
    return list(rows.distinct(*keys).select_related("indicator", "article__bulletin__source"))


def column_of(metric: Metric) -> Column:
    return Column(metric.indicator, metric.status, metric.cumulative)


def build_peers(counties: Sequence[County], metrics: QuerySet, *, subject: County | None = None) -> PeerTable | None:
    """Counties beside each other on the indicators that most of them have. Two queries."""
    found = newest_figures(counties, metrics)
    cells = {(column_of(metric), metric.county_id): metric for metric in found}
    counts: dict[Column, int] = {}
    for column, code in cells:
        counts[column] = counts.get(column, 0) + 1 + (subject is not None and code == subject.code)
    columns = sorted(counts, key=lambda c: (-counts[c], c.indicator.code, c.status, c.cumulative))[:SHOWN_INDICATORS]
    if not columns:
        return None
    last = dict(
        public_articles().filter(county__in=counties).order_by().values_list("county").annotate(Max("published_on"))
    )
    rows = [
        PeerRow(
            county,
            [cells.get((column, county.code)) for column in columns],
            last.get(county.code),
            subject is not None and county.code == subject.code,
        )
        for county in counties
    ]
    return PeerTable(columns, sorted(rows, key=lambda row: (not row.is_self, not any(row.cells))))


def counts_by_county() -> dict[str, dict]:
    """Articles and last report of each county. One query."""
    rows = public_articles().exclude(county=None).order_by().values("county")
    return {row["county"]: row for row in rows.annotate(articles=Count("pk"), last=Max("published_on"))}


def figures_by_county() -> dict[str, int]:
    rows = public_metrics().exclude(county=None).order_by().values_list("county")
    return dict(rows.annotate(n=Count("pk")))


def peers_of(county: County, peers: list[County], shelf: Shelf | None) -> PeerTable | None:
    """Peers on the program shown, or on whatever they report where it has no known indicator."""
    metrics = public_metrics()
    if shelf is not None and shelf.key != WHOLE:
        table = build_peers(peers, metrics.filter(program__slug=shelf.key), subject=county)
        if table is not None:
            return table
    return build_peers(peers, metrics, subject=county)
