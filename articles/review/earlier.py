"""The same figure, last time: what is known of a county's program and indicator, and whether the jump is plausible."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from articles.models import Metric

SHOWN = 3
#: A tenfold change is a slip of a digit more often than a fact.
JUMP = Decimal(10)
PEOPLE = {"人": "人次", "名": "人次", "人次": "人"}


@dataclass(frozen=True, slots=True)
class Earlier:
    """What stood before about a figure; `warning` is a sentence for the editor or ""."""

    metrics: tuple[Metric, ...]
    warning: str = ""


def find_earlier(metrics: Iterable[Metric]) -> dict[int, Earlier]:
    """By figure: the newest known values of the same county, program and indicator. Costs one query for all."""
    asked = [m for m in metrics if m.indicator_id and (m.county_id or m.city_id)]
    if not asked:
        return {}
    wanted = Q()
    for metric in asked:
        wanted |= Q(
            city=metric.city_id, county=metric.county_id, program=metric.program_id, indicator=metric.indicator_id
        )
    stored = (
        Metric.objects.filter(wanted)
        .exclude(review=Metric.Review.REJECTED)
        .exclude(article__bulletin__in={m.article.bulletin_id for m in asked})
        .select_related("article__bulletin__source")
        .order_by("-published_on", "-pk")
    )
    by_key: dict[tuple[object, ...], list[Metric]] = {}
    for row in stored[:2000]:
        by_key.setdefault(_key(row), []).append(row)
    return {
        metric.pk: Earlier(tuple(rows[:SHOWN]), find_warning(metric, rows))
        for metric in asked
        if (rows := by_key.get(_key(metric)))
    }


def _key(metric: Metric) -> tuple[object, ...]:
    return metric.city_id, metric.county_id, metric.program_id, metric.indicator_id


def find_warning(metric: Metric, earlier: Iterable[Metric]) -> str:
    """A sentence where the figure is hardly possible beside the earlier ones (newest first), else ""."""
    for row in earlier:
        if PEOPLE.get(metric.unit) and row.unit in PEOPLE and (metric.unit == "人次") != (row.unit == "人次"):
            return f"上次按“{row.unit}”计，这次按“{metric.unit}”计，请核对单位。"
        if (metric.unit_family or metric.unit) != (row.unit_family or row.unit):
            continue
        low, high = sorted((abs(metric.value), abs(row.value)))
        if low and high / low >= JUMP:
            return f"与上次相差 {high / low:.0f} 倍，请核对数字。"
        return ""
    return ""
