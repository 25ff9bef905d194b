"""Plans beside actual figures: the newest of each, per place or per indicator, as rows of a table with a chart."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from articles.models import Metric

from .charts import Bar, nice_top, plan_actual
from .comparability import Completion, completion
from .queries import load_figures


@dataclass(frozen=True)
class Pair:
    """One row: the newest plan and the newest actual figure, how far one carries out the other, and a chart."""

    key: Hashable
    plan: Metric | None
    actual: Metric | None
    top: Decimal

    @property
    def completion(self) -> Completion:
        return completion(self.plan, self.actual)

    @property
    def chart(self) -> SafeString:
        return plan_actual(_bar(self.plan), _bar(self.actual), self.top)

    @property
    def newest(self) -> Metric:
        found = [metric for metric in (self.plan, self.actual) if metric]
        return max(found, key=lambda metric: (metric.published_on, metric.pk))

    @property
    def indicator(self):
        return self.newest.indicator


def _bar(metric: Metric | None) -> Bar | None:
    return Bar(metric.value_max or metric.value, metric.qualifier) if metric else None


def newest_of_each(metrics: QuerySet[Metric], *keys: str) -> list[Metric]:
    """The newest figure for each combination of `keys` and status. Two queries: no text goes through a sort."""
    fields = (*keys, "status")
    newest = list(metrics.order_by(*fields, "-published_on", "-pk").distinct(*fields).values_list("pk", flat=True))
    found = {metric.pk: metric for metric in load_figures(newest)}
    return [found[pk] for pk in newest]


def build_pairs(metrics: Iterable[Metric], key: Callable[[Metric], Hashable], *, shared_top: bool) -> list[Pair]:
    """Pairs by key, newest first. With `shared_top` all bars share one axis, which only one unit family may."""
    plans, actuals = {}, {}
    for metric in metrics:
        (plans if metric.status == Metric.Status.PLANNED else actuals)[key(metric)] = metric
    found = [*plans.values(), *actuals.values()]
    whole = nice_top([metric.value_max or metric.value for metric in found])
    pairs = []
    for name in dict.fromkeys([*plans, *actuals]):
        both = [metric for metric in (plans.get(name), actuals.get(name)) if metric]
        top = whole if shared_top else nice_top([metric.value_max or metric.value for metric in both])
        pairs.append(Pair(name, plans.get(name), actuals.get(name), top))
    return sorted(pairs, key=lambda pair: (pair.newest.published_on, pair.newest.pk), reverse=True)
