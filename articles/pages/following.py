"""Promises with what was reported since: the database side of `articles.promises`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import F, Q, QuerySet

from articles.models import Metric, PromiseOutcome, PromiseRuling
from articles.promises import Standing, State, overrule, standing_of

from .queries import in_order, public_metrics

#: The kind of indicators that count what there is at a date (驿站总数).
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


def outcomes() -> QuerySet[PromiseOutcome]:
    """Public promises with what was reported since by the rule of `articles.promises`; their key is the figure's."""
    return PromiseOutcome.objects.all()


def in_state(state: State, today: date) -> Q:
    """A condition on outcomes: they stand so by an editor's ruling or, without one, by the rule."""
    return Q(ruling=state.code) | Q(ruling="") & _by_rule(state, today)


def _by_rule(state: State, today: date) -> Q:
    news = PromiseOutcome.News
    if state is State.REACHED:
        return Q(news=news.REACHED)
    if state is State.RUNNING:
        return Q(news=news.SOME)
    return Q(news=news.NONE) & (Q(due__lt=today) if state is State.SILENT else Q(due__gte=today))


def count_silent(today: date) -> int:
    """How many promises that fell due within the last year, by a day the text states, stand as 无后续报道."""
    lately = outcomes().filter(period_end__lt=today, period_end__gte=today - LATELY)
    return lately.filter(in_state(State.SILENT, today)).count()


def due_list(today: date, size: int = 5) -> list[Followed]:
    """For the front page: what fell due last, then what falls due next."""
    keys = outcomes().values_list("pk", flat=True)
    past = list(
        keys.filter(period_end__lt=today).order_by(F("period_end").desc(nulls_last=True), "-published_on", "-pk")[:size]
    )
    coming = list(keys.filter(period_end__gte=today).order_by("period_end", "-published_on")[:size])
    past = past[: max(size // 2, size - len(coming))]
    return follow(in_order(Metric, [*past, *coming[: size - len(past)]]), today=today)
