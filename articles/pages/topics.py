"""Stations and childcare as their readers ask: a row a county, a column an indicator, each cell with its evidence.

A city's own figure and the sum of its counties stand side by side and are never
mixed: the sum says how many counties it holds and from which dates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from articles.models import Category, City, County, Indicator, LatestFigure, Level, Metric

from .figures import Figure, figure_of
from .places import Gazetteer
from .queries import has_key
from .tallies import in_place, program_tallies


@dataclass(frozen=True)
class Topic:
    """A page for one category: its indicators in the order readers ask, and which may be added up."""

    category: str
    title: str
    lede: str
    codes: tuple[str, ...]
    #: Stocks: figures at a date that may be added over the counties of a city.
    summed: tuple[str, ...]


STATIONS = Topic(
    Category.STATION,
    "工会驿站",
    "户外劳动者歇脚、喝水、充电的地方，各地名称不一。按县（市、区）列出报上说过的家数、24小时站点、改造和服务人次。",
    ("YZ01", "YZ02", "YZ03", "YZ04", "YZ07", "YZ08", "YZ10", "YZ17"),
    ("YZ01", "YZ04"),
)
CHILDCARE = Topic(
    Category.CHILDCARE,
    "爱心托班",
    "工会在寒暑假办的公益托管班。按县（市、区）列出报上说过的点位、期数、班次、儿童数、经费和收费。",
    ("TB01", "TB02", "TB03", "TB04", "TB05", "TB08", "TB09", "TB10"),
    ("TB01",),
)


@dataclass(frozen=True)
class Cell:
    """What is known of one indicator of one place: the newest actual figure, and the newest plan if it is newer."""

    actual: Metric | None = None
    plan: Metric | None = None

    @property
    def shown(self) -> list[Metric]:
        """Actual first; a plan only where it is newer than the actual figure or there is none."""
        if self.plan and (self.actual is None or self.plan.published_on > self.actual.published_on):
            return [metric for metric in (self.actual, self.plan) if metric]
        return [self.actual] if self.actual else []


@dataclass(frozen=True)
class Row:
    """A place with its cells; `is_reported` False if no article tells of it at all."""

    place: City | County
    cells: tuple[Cell, ...]
    brands: tuple[tuple[str, str], ...]
    last: date | None

    @property
    def is_reported(self) -> bool:
        return self.last is not None


@dataclass(frozen=True)
class Sum:
    """The counties' newest figures added up: of how many counties, from when to when."""

    figure: Figure
    counties: int
    first: date
    last: date


@dataclass(frozen=True)
class CityBlock:
    """A city: its own row, its counties, and what the counties add up to (None where that means nothing)."""

    city: City
    own: Row
    rows: tuple[Row, ...]
    sums: tuple[Sum | None, ...]
    silent: tuple[County, ...]

    @property
    def has_sum(self) -> bool:
        return any(self.sums)


@dataclass(frozen=True)
class TopicTable:
    topic: Topic
    indicators: tuple[Indicator, ...]
    blocks: tuple[CityBlock, ...]

    @property
    def width(self) -> int:
        """Columns: the place, the indicators, the names."""
        return len(self.indicators) + 2

    @property
    def reported(self) -> int:
        return sum(len(block.rows) for block in self.blocks)


def build_topic(topic: Topic, gazetteer: Gazetteer, cities: Sequence[City], year: int | None = None) -> TopicTable:
    """The table of a topic for some cities, of one year or of all. Four queries."""
    by_code = Indicator.objects.in_bulk(topic.codes, field_name="code")
    indicators = tuple(by_code[code] for code in topic.codes if code in by_code)
    cells = load_cells(indicators, cities, year)
    brands, last = load_brands(topic, cities, year)
    for key, found in cells.items():
        days = [metric.published_on for cell in found.values() for metric in cell.shown]
        last[key] = max([*days, *([last[key]] if key in last else [])])

    def row(place: City | County, key: tuple) -> Row:
        found = cells.get(key, {})
        return Row(place, tuple(found.get(i.pk, Cell()) for i in indicators), tuple(brands.get(key, ())), last.get(key))

    return TopicTable(topic, indicators, tuple(_block(topic, indicators, gazetteer, city, row) for city in cities))


def _block(topic: Topic, indicators: Sequence[Indicator], gazetteer: Gazetteer, city: City, row) -> CityBlock:
    counties = [row(county, (city.code, county.code)) for county in gazetteer.in_city(city.code)]
    rows = tuple(r for r in counties if r.is_reported)
    sums = tuple(add_up(rows, place) if i.code in topic.summed else None for place, i in enumerate(indicators))
    silent = tuple(r.place for r in counties if not r.is_reported)
    return CityBlock(city, row(city, (city.code, None)), rows, sums, silent)


def load_cells(indicators: Sequence[Indicator], cities: Sequence[City], year: int | None) -> dict[tuple, dict]:
    """{(city, county): {indicator: Cell}} with the newest figure of each status. Two queries."""
    keys = ("city", "county", "indicator_id", "status")
    latest = LatestFigure.objects.filter(indicator__in=indicators, city__in=[c.code for c in cities], year=year or 0)
    newest = latest.order_by(*keys, "cumulative").distinct(*keys).values_list("metric", flat=True)
    found: dict[tuple, dict] = defaultdict(lambda: defaultdict(dict))
    for metric in Metric.objects.filter(has_key(newest)).order_by("pk").select_related("indicator"):
        kind = "plan" if metric.status == Metric.Status.PLANNED else "actual"
        found[metric.city_id, metric.county_id][metric.indicator_id][kind] = metric
    return {place: {pk: Cell(**both) for pk, both in cells.items()} for place, cells in found.items()}


def load_brands(topic: Topic, cities: Sequence[City], year: int | None) -> tuple[dict, dict]:
    """Names of the programs each place reports with their addresses, and the date of its last report. One query."""
    tallies = program_tallies().filter(level=Level.PLACE, city__in=[city.code for city in cities], year=year or 0)
    rows = tallies.filter(program__category=topic.category).order_by("-last", "program__pinyin")
    brands, last = defaultdict(list), {}
    for city, county, name, slug, day in rows.values_list("city", "county", "program__name", "program__slug", "last"):
        place = (city, county or None)
        brands[place].append((name, slug))
        last[place] = max(day, last.get(place, day))
    return brands, last


@dataclass(frozen=True)
class Brand:
    """A name of the topic with how many counties report it."""

    name: str
    slug: str
    counties: int
    articles: int


def widest_brands(topic: Topic, size: int = 12) -> list[Brand]:
    """The programs of the category by reach. One query."""
    rows = in_place(program_tallies()).filter(year=0, program__category=topic.category)
    rows = rows.order_by("-counties", "-articles", "program__name")
    return [Brand(*row) for row in rows.values_list("program__name", "program__slug", "counties", "articles")[:size]]


def add_up(rows: Sequence[Row], place: int) -> Sum | None:
    """The sum of the counties' newest actual figures, if at least two have one in the same unit family."""
    found = [row.cells[place].actual for row in rows if row.cells[place].actual]
    families = {metric.unit_family for metric in found}
    if len(found) < 2 or len(families) > 1 or any(metric.cumulative for metric in found):
        return None
    total = _Total(
        sum((metric.value for metric in found), Decimal(0)), found[0].unit, found[0].unit_family, _weakest(found)
    )
    days = [metric.published_on for metric in found]
    return Sum(figure_of(total), len(found), min(days), max(days))


@dataclass(frozen=True)
class _Total:
    value: Decimal
    unit: str
    unit_family: str
    qualifier: str
    value_max: Decimal | None = None


def _weakest(metrics: Sequence[Metric]) -> str:
    """The qualifier of a sum: exact only if all are; a mere floor if all others are exact; else about."""
    kinds = {metric.qualifier for metric in metrics} - {"exact"}
    if not kinds:
        return "exact"
    return "at_least" if kinds <= {"over", "at_least"} else "about"
