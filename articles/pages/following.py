"""Promises with what was reported since: the database side of `articles.promises`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from itertools import product
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, IsNull

from articles.models import Metric, PromiseRuling
from articles.promises import SAME_UNITS, Standing, State, overrule, standing_of

from .queries import in_order, public_metrics

#: The kind of indicators that count what there is at a date.
STOCK = "S"
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
    """The standing of each promise: what an editor ruled, else the rule. Two queries for all of them together."""
    found = list(found)
    news = defaultdict(list)
    if found:
        same = reduce(or_, (_about(metric) for metric in found))
        earliest = min(metric.published_on for metric in found)
        for figure in public_metrics().actual().filter(same, published_on__gt=earliest):
            news[_subject(figure)].append(figure)
    ruled = {ruling.metric_id: ruling for ruling in PromiseRuling.objects.filter(metric__in=found)} if found else {}
    return [
        Followed(metric, overrule(_standing(metric, news[_subject(metric)], today), ruled.get(metric.pk)), today)
        for metric in found
    ]


def _standing(metric: Metric, news: list[Metric], today: date) -> Standing:
    stock = metric.indicator is not None and metric.indicator.kinds == STOCK
    return standing_of(metric, news, today=today, stock=stock)


#: What a promise and its news must share. A null equals nothing in SQL, so each case of missing keys is asked
#: for by itself: a comparison that allows for nulls would keep the index from being used.
KEYS = ("program", "indicator", "county")
CASES = [missing for missing in product((False, True), repeat=3) if not (missing[0] and missing[1])]


def has_news(*conditions: Q) -> Q:
    """A condition on promises: an actual figure that is news of them, under more conditions, exists.

    The rule of `articles.promises` in SQL.
    """
    return reduce(or_, (_has_news(missing, conditions) for missing in CASES))


def _has_news(missing: tuple[bool, ...], conditions: tuple[Q, ...]) -> Q:
    """The condition for promises that lack just these keys."""
    is_case = Q(**{f"{name}__isnull": is_missing for name, is_missing in zip(KEYS, missing, strict=True)})
    same = {
        name if not is_missing else f"{name}__isnull": True if is_missing else OuterRef(name)
        for name, is_missing in zip(KEYS, missing, strict=True)
    }
    if missing[1]:
        same["indicator_words"] = OuterRef("indicator_words")
    figures = public_metrics().actual().filter(**same, published_on__gt=OuterRef("published_on"))
    begun = Coalesce(OuterRef("period_start"), OuterRef("published_on"))
    city = Q(city=OuterRef("city")) | Q(city__isnull=True) & Q(IsNull(OuterRef("city"), True))
    return is_case & Q(Exists(figures.filter(city, Q(period_end=None) | Q(period_end__gte=begun), *conditions)))


def reached() -> Q:
    """A condition on promises: some news in the same unit is as great as the promise."""
    unit = Q(unit=OuterRef("unit"))
    for group in SAME_UNITS:
        outer = reduce(or_, (Q(Exact(OuterRef("unit"), Value(one))) for one in group))
        unit |= Q(unit__in=list(group)) & outer
    period = Q(cumulative=False) | Q(Exact(OuterRef("cumulative"), Value(True)))
    ceiling = Q(qualifier__in=[Metric.Qualifier.UNDER, Metric.Qualifier.AT_MOST])
    begun = Q(period_start__isnull=False) | Q(period_end=None) | Q(IsNull(OuterRef("period_start"), True))
    return has_news(unit, period, ~ceiling, begun | Q(indicator__kinds=STOCK), Q(value__gte=OuterRef("value")))


def silent() -> Q:
    """A condition on promises: no news."""
    return ~has_news()


def overdue_on(today: date) -> Q:
    """Past the stated day, or, where none is stated, made in an earlier year."""
    return Q(period_end__lt=today) | Q(period_end=None, published_on__lt=date(today.year, 1, 1))


def in_state(state: State, today: date) -> Q:
    """A condition on promises: they stand so by an editor's ruling or, without one, by the rule."""
    return Q(promise_ruling__state=state.code) | Q(promise_ruling=None) & _by_rule(state, today)


def _by_rule(state: State, today: date) -> Q:
    if state is State.REACHED:
        return reached()
    if state is State.RUNNING:
        return has_news() & ~reached()
    return silent() & (overdue_on(today) if state is State.SILENT else ~overdue_on(today))


def due_lately(today: date) -> QuerySet[Metric]:
    """Promises that fell due within the last year, by a day the text states."""
    return promises().filter(period_end__lt=today, period_end__gte=today - LATELY)


def count_silent(today: date) -> int:
    """How many promises that fell due within the last year stand as 无后续报道."""
    return due_lately(today).filter(in_state(State.SILENT, today)).count()


def due_list(today: date, size: int = 5) -> list[Followed]:
    """For the front page: what fell due last, then what falls due next."""
    keys = promises().values_list("pk", flat=True)
    past = list(keys.filter(period_end__lt=today).order_by("-period_end", "-published_on")[:size])
    coming = list(keys.filter(period_end__gte=today).order_by("period_end", "-published_on")[:size])
    past = past[: max(size // 2, size - len(coming))]
    return follow(in_order(Metric, [*past, *coming[: size - len(past)]]), today=today)
