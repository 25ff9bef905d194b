"""Promises with what was reported since: the database side of `articles.promises`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, IsNull

from articles.models import Metric
from articles.promises import SAME_UNITS, Standing, standing_of

from .queries import public_metrics

#: How far back a promise still counts as lately due.
LATELY = timedelta(days=365)


@dataclass(frozen=True)
class Followed:
    """A promise and where it stands."""

    promise: Metric
    standing: Standing
    today: date

    @property
    def days(self) -> int:
        return abs(self.standing.days_left(self.today))

    @property
    def overdue(self) -> bool:
        return self.standing.due.on < self.today


def promises() -> QuerySet[Metric]:
    """Planned figures of the public record that name what they measure."""
    return public_metrics().planned().exclude(program=None, indicator=None)


def _subject(metric: Metric) -> tuple:
    """What must agree between a promise and its news."""
    measured = metric.indicator_id or metric.indicator_words
    return metric.program_id, measured, metric.city_id, metric.county_id


def _about(metric: Metric) -> Q:
    measured = (
        Q(indicator=metric.indicator_id)
        if metric.indicator_id
        else Q(indicator=None, indicator_words=metric.indicator_words)
    )
    return measured & Q(program=metric.program_id, city=metric.city_id, county=metric.county_id)


def follow(found: Iterable[Metric], *, today: date) -> list[Followed]:
    """The standing of each promise. One query for all of them together."""
    found = list(found)
    news = defaultdict(list)
    if found:
        same = reduce(or_, (_about(metric) for metric in found))
        earliest = min(metric.published_on for metric in found)
        for figure in public_metrics().actual().filter(same, published_on__gt=earliest):
            news[_subject(figure)].append(figure)
    return [Followed(metric, standing_of(metric, news[_subject(metric)], today=today), today) for metric in found]


def since() -> QuerySet[Metric]:
    """Subquery: the actual figures that are news of the outer promise. The rule of `articles.promises` in SQL."""
    figures = public_metrics().actual().filter(published_on__gt=OuterRef("published_on"))
    for name in ("program", "city", "county"):
        figures = figures.filter(_same_or_both_missing(name))
    measured = Q(indicator=OuterRef("indicator")) | (
        _both_missing("indicator") & Q(indicator_words=OuterRef("indicator_words"))
    )
    begun = Coalesce(OuterRef("period_start"), OuterRef("published_on"))
    return figures.filter(measured, Q(period_end=None) | Q(period_end__gte=begun))


def _both_missing(name: str) -> Q:
    return Q(**{f"{name}__isnull": True}) & Q(IsNull(OuterRef(name), True))


def _same_or_both_missing(name: str) -> Q:
    """A null is equal to nothing in SQL, so two missing values are compared apart."""
    return Q(**{name: OuterRef(name)}) | _both_missing(name)


def reached() -> Q:
    """A condition on promises: some news in the same unit is as great as the promise."""
    unit = Q(unit=OuterRef("unit"))
    for group in SAME_UNITS:
        outer = reduce(or_, (Q(Exact(OuterRef("unit"), Value(one))) for one in group))
        unit |= Q(unit__in=list(group)) & outer
    period = Q(cumulative=False) | Q(Exact(OuterRef("cumulative"), Value(True)))
    figures = since().filter(unit, period, value__gte=OuterRef("value"))
    return Q(Exists(figures.exclude(qualifier__in=[Metric.Qualifier.UNDER, Metric.Qualifier.AT_MOST])))


def silent() -> Q:
    """A condition on promises: no news."""
    return ~Exists(since())


def due_lately(today: date) -> QuerySet[Metric]:
    """Promises of counties and cities that fell due within the last year, stated period only."""
    return promises().filter(period_end__lt=today, period_end__gte=today - LATELY)


def count_silent(today: date) -> int:
    """How many promises that fell due within the last year no later figure answers."""
    return due_lately(today).filter(silent()).count()


def due_list(today: date, size: int = 5) -> list[Followed]:
    """For the front page: what fell due last, then what falls due next."""
    wanted = promises().for_list()
    past = list(wanted.filter(period_end__lt=today).order_by("-period_end", "-published_on")[: size // 2 + 1])
    coming = list(wanted.filter(period_end__gte=today).order_by("period_end", "-published_on")[:size])
    past = past[: max(size // 2, size - len(coming))]
    return follow([*past, *coming[: size - len(past)]], today=today)
