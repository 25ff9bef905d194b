"""Places side by side: the newest figure of each indicator for each of some counties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from articles.models import County, Indicator, LatestFigure, Level, Metric, PlaceTally

from .queries import key_of, load_figures, public_metrics
from .standing import WHOLE, Shelf
from .tallies import by_county

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


#: What makes a column, and what a cell beside it: the county.
COLUMN = ("indicator", "status", "cumulative")


def newest_keys(counties: Sequence[County], program: str = "", category: str = "") -> dict[tuple, int]:
    """{(county, indicator, status, cumulative): key of the newest figure}, of one program or of all. One query."""
    codes = [county.code for county in counties]
    if program:
        rows = public_metrics().filter(program=key_of(program), county__in=codes).exclude(indicator=None)
        keys = ("county_id", "indicator_id", "status", "cumulative")
        found = rows.order_by(*keys, "-published_on", "-pk").distinct(*keys).values_list(*keys, "pk")
    else:
        latest = LatestFigure.objects.filter(county__in=codes, year=0)
        latest = latest.filter(indicator__category=category) if category else latest
        found = latest.values_list("county", *COLUMN, "metric")
    return {row[:-1]: row[-1] for row in found}


def newest_figures(counties: Sequence[County], category: str = "") -> list[Metric]:
    """The newest figure of each county, indicator, status and kind of period. Two queries."""
    return load_figures(newest_keys(counties, category=category).values())


def column_of(metric: Metric) -> Column:
    return Column(metric.indicator, metric.status, metric.cumulative)


def shared_columns(keys: Iterable[tuple], subject: County | None) -> list[tuple]:
    """The columns that most counties have, the subject's own counting double. One query."""
    counts: Counter[tuple] = Counter()
    for code, *column in keys:
        counts[tuple(column)] += 1 + (subject is not None and code == subject.code)
    codes = dict(Indicator.objects.filter(pk__in={pk for pk, *_ in counts}).values_list("pk", "code"))
    return sorted(counts, key=lambda c: (-counts[c], codes[c[0]], *c[1:]))[:SHOWN_INDICATORS]


def build_peers(counties: Sequence[County], *, program: str = "", subject: County | None = None) -> PeerTable | None:
    """Counties beside each other on the indicators that most of them have. Four queries."""
    keys = newest_keys(counties, program)
    shown = shared_columns(keys, subject)
    if not shown:
        return None
    found = load_figures(pk for (_, *column), pk in keys.items() if tuple(column) in shown)
    cells = {(column_of(metric), metric.county_id): metric for metric in found}
    by_key = {(metric.indicator_id, metric.status, metric.cumulative): column_of(metric) for metric in found}
    columns = [by_key[column] for column in shown]
    codes = [county.code for county in counties]
    last = dict(PlaceTally.objects.filter(year=0, level=Level.PLACE, county__in=codes).values_list("county", "last"))
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
    rows = by_county(PlaceTally.objects.filter(year=0, articles__gt=0)).values("county", "articles", "last")
    return {row["county"]: row for row in rows}


def figures_by_county() -> dict[str, int]:
    return dict(by_county(PlaceTally.objects.filter(year=0, figures__gt=0)).values_list("county", "figures"))


def peers_of(county: County, peers: list[County], shelf: Shelf | None) -> PeerTable | None:
    """Peers on the program shown, or on whatever they report where it has no known indicator."""
    if shelf is not None and shelf.key != WHOLE:
        table = build_peers(peers, program=shelf.key, subject=county)
        if table is not None:
            return table
    return build_peers(peers, subject=county)
