"""What the tile grid of the front page can show: one measure a time, named in the address."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F
from django.urls import reverse

from articles.models import Category, County, Indicator, IndicatorTally, LatestFigure, Metric, PlaceTally

from . import tiles
from .figures import figure_of, write_number
from .places import Gazetteer
from .tallies import by_county, program_tallies

MEASURES = {
    "programs": "项目数",
    "last": "最近见报",
    "childcare": "爱心托班",
    "stations": "工会驿站",
}
CATEGORY_OF = {"childcare": Category.CHILDCARE, "stations": Category.STATION}


@dataclass(frozen=True)
class Measure:
    """A measure with its grid: heading, what the tiles mean, and the indicator if it is one."""

    key: str
    title: str
    note: str
    grid: tiles.Grid
    indicator: Indicator | None = None


def chosen_measure(wanted: str) -> str | Indicator:
    """A measure by its key or an indicator by its code; the first one for anything else."""
    if wanted in MEASURES:
        return wanted
    if wanted.isascii() and wanted.isalnum() and len(wanted) <= 8:
        return Indicator.objects.filter(code=wanted.upper()).first() or "programs"
    return "programs"


def build_measure(measure: str | Indicator, gazetteer: Gazetteer, *, today: date) -> Measure:
    if isinstance(measure, Indicator):
        return indicator_measure(measure, gazetteer)
    if measure == "last":
        return last_report(gazetteer, today)
    if measure in CATEGORY_OF:
        return adoption(measure, gazetteer)
    return program_count(gazetteer)


def program_count(gazetteer: Gazetteer) -> Measure:
    marks = {code: tiles.count_mark(n) for code, n in programs_by_county().items()}
    grid = tiles.build_grid(gazetteer, marks, label="各县（市、区）见报的项目数", legend=tiles.COUNT_LEGEND)
    return Measure("programs", "各地见报项目数", "收录以来见报的不同项目数。空格是“未见报道”，不是零。", grid)


def programs_by_county() -> Counter:
    """How many programs each county reports. One query."""
    rows = by_county(program_tallies()).filter(year=0).order_by().values_list("county")
    return Counter(dict(rows.annotate(n=Count("pk"))))


def last_report(gazetteer: Gazetteer, today: date) -> Measure:
    rows = by_county(PlaceTally.objects.filter(year=0, articles__gt=0)).values_list("county", "last")
    marks = {code: tiles.age_mark(last, today) for code, last in rows}
    grid = tiles.build_grid(gazetteer, marks, label="各县（市、区）最近见报的月份", legend=tiles.AGE_LEGEND)
    return Measure("last", "各地最近见报", "格内是最近一篇报道的年月。颜色越深越近。", grid)


def adoption(key: str, gazetteer: Gazetteer) -> Measure:
    """Which counties report a kind of program: with actual figures, with plans only, by name only."""
    category = CATEGORY_OF[key]
    named = by_county(program_tallies()).filter(year=0, program__category=category)
    figures = by_county(IndicatorTally.objects.filter(year=0, indicator__category=category))
    marks = tiles.adoption_marks(
        set(named.order_by().values_list("county", flat=True).distinct()),
        set(figures.filter(planned__gt=0).values_list("county", flat=True).distinct()),
        set(figures.filter(figures__gt=F("planned")).values_list("county", flat=True).distinct()),
    )
    title = MEASURES[key]
    grid = tiles.build_grid(
        gazetteer,
        marks,
        label=f"各县（市、区）{title}见报情况",
        legend=tiles.adoption_legend(marks, len(gazetteer.counties)),
    )
    return Measure(
        key, f"{title}，哪里在办", f"按{category.label}类项目和指标计。“未见报道”只说报上没有，不说当地没办。", grid
    )


def latest_by_county(indicator: Indicator) -> dict[str, Metric]:
    """The newest actual, not cumulative figure of each county. One query."""
    latest = LatestFigure.objects.filter(indicator=indicator, year=0, status=Metric.Status.ACTUAL, cumulative=False)
    rows = Metric.objects.filter(pk__in=latest.exclude(county="").values("metric")).order_by()
    return {metric.county_id: metric for metric in rows}


def indicator_measure(indicator: Indicator, gazetteer: Gazetteer) -> Measure:
    """One indicator's newest actual figures, in steps of about equal numbers of counties."""
    latest = latest_by_county(indicator)
    steps = tiles.value_steps([metric.value for metric in latest.values()])
    marks = {
        code: tiles.Mark(
            tiles.step_of(metric.value, steps),
            str(figure_of(metric)).removesuffix(metric.unit),
            f"{figure_of(metric)}（{metric.published_on:%Y-%m}见报）",
        )
        for code, metric in latest.items()
    }
    legend = [tiles.Key("k0", "未见实绩数")]
    legend += [tiles.Key(f"k{place}", f"{write_number(bound)}起") for place, bound in enumerate(steps, start=1)]
    grid = tiles.build_grid(
        gazetteer,
        marks,
        label=f"各县（市、区）{indicator.name}",
        legend=legend,
        href=lambda county: rows_of(county, indicator) if county.code in latest else county.get_absolute_url(),
    )
    note = "各取最近一条实绩（不含累计数），见报时间不同，只作查找，不排名次；点开是当地的全部数和原句。"
    return Measure(indicator.code, indicator.name, note, grid, indicator)


def rows_of(county: County, indicator: Indicator) -> str:
    """The address of the figures behind a tile."""
    return f"{reverse('figure-list')}?county={county.code}&indicator={indicator.code}"


def indicators_with_figures() -> list[Indicator]:
    """Core indicators that some published figure has."""
    return list(Indicator.objects.filter(core=True).order_by("code"))
