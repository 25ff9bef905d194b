"""One indicator of one place over time: points for the chart and rows for the table beneath it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from articles.models import Metric

from .charts import Bar, Point, timeline
from .figures import figure_of, kind_of, write_period
from .sentences import kinds_of

#: So many figures a chart holds; older ones are in the lists.
MOST_POINTS = 24


@dataclass(frozen=True)
class Trend:
    """A chart with the figures it draws, newest first, all of one unit."""

    chart: SafeString | None
    metrics: list[Metric]
    unit: str
    left_out: int


def moment(metric: Metric) -> float:
    """Where on the axis of years a figure stands: the middle of its time, else its end, else its publication.

    A plan stands where it is due, so that it never lies on the figure that carries it out.
    """
    start, end = metric.period_start, metric.period_end
    if metric.status == Metric.Status.PLANNED and end:
        return _year(end)
    days = [_year(day) for day in (start, end) if day] if start and end else [_year(end or metric.published_on)]
    return sum(days) / len(days)


def _year(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 366


def build_trend(metrics: Sequence[Metric], *, title: str, ident: str) -> Trend | None:
    """The trend of figures of one place and indicator. Units of another family than the most frequent are left out."""
    if not metrics:
        return None
    families = [metric.unit_family or metric.unit for metric in metrics]
    family = max(dict.fromkeys(families), key=families.count)
    kept = [metric for metric in metrics if (metric.unit_family or metric.unit) == family]
    same = sorted(kept, key=moment, reverse=True)[:MOST_POINTS]
    unit = "、".join(dict.fromkeys(metric.unit for metric in same))
    points = [
        Point(moment(m), Bar(m.value, m.qualifier), kind_of(m, kinds_of(m))[0], figure_of(m).number) for m in same
    ]
    said = "；".join(f"{write_period(m)}{kind_of(m, kinds_of(m))[1]}{figure_of(m)}" for m in reversed(same))
    description = f"{said}。计划、累计与当期数不连线。"
    chart = timeline(points, title=title, description=description, ident=ident) if len(points) > 1 else None
    return Trend(chart, same, unit, len(metrics) - len(kept))
