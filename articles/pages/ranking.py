"""One indicator across places, and what must be kept out of the ranking and said.

Planned and actual, running totals and figures of a period, and units that count
different things never share the list: the page shows one kind and offers the others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.safestring import SafeString

from articles.models import Indicator, Metric

from .charts import Bar, nice_top, ranked_bar
from .comparability import same_period
from .figures import kind_of
from .queries import load_figures

#: The kinds a ranking may show, by the word in the address.
KINDS = {"actual": "实绩", "planned": "计划", "cumulative": "累计"}
#: So many figures of one place are looked at: the one shown, and those it may be at odds with.
PER_PLACE = 4
#: A conflict older than this beside the newest figure is history, not contradiction.
SAME_TIME_DAYS = 400


@dataclass(frozen=True)
class Split:
    """A kind or unit that was kept out, with how many figures it has and where to see it."""

    words: str
    count: int
    name: str
    value: str


@dataclass(frozen=True)
class Ranked:
    """A place with the figure shown for it."""

    metric: Metric
    bar: SafeString
    is_subject: bool
    has_conflict: bool


@dataclass(frozen=True)
class Conflict:
    """Figures of one place that disagree, the one shown first, and the rule that chose it."""

    shown: Metric
    others: tuple[Metric, ...]
    reason: str
    rule: str


@dataclass(frozen=True)
class Ranking:
    rows: list[Ranked]
    conflicts: list[Conflict]
    splits: list[Split]
    unit: str
    first: date | None
    last: date | None

    @property
    def years(self) -> list[int]:
        """The years that the figures tell of: the end of their period, or where none is stated the day in print."""
        return sorted({(row.metric.period_end or row.metric.published_on).year for row in self.rows})


def of_kind(metrics: QuerySet, kind: str) -> QuerySet:
    """The figures of one kind: planned, cumulative actual, or actual of a period or date."""
    if kind == "planned":
        return metrics.planned()
    return metrics.actual().filter(cumulative=kind == "cumulative")


def kinds_with_counts(metrics: QuerySet) -> Counter:
    """How many figures each kind has. One query."""
    counts: Counter = Counter()
    for status, cumulative, n in metrics.order_by().values_list("status", "cumulative").annotate(n=Count("pk")):
        counts["planned" if status == "planned" else "cumulative" if cumulative else "actual"] += n
    return counts


def units_with_counts(metrics: QuerySet) -> Counter:
    """How many figures each unit family has, with its most frequent unit. One query."""
    rows = metrics.order_by().values_list("unit_family", "unit").annotate(n=Count("pk")).order_by("-n")
    counts: Counter = Counter()
    for family, unit, n in rows:
        counts[family or unit] += n
    return counts


def unit_words(metrics: Sequence[Metric]) -> str:
    return "、".join(dict.fromkeys(metric.unit for metric in metrics))


def build_ranking(
    metrics: QuerySet[Metric], indicator: Indicator, *, kind: str, family: str, subject: str, by: str = "county"
) -> Ranking:
    """The newest figure of each place, greatest first, with conflicts and what was kept out.

    `metrics` are the indicator's figures of the places and years asked for.
    """
    kinds = kinds_with_counts(metrics)
    same_kind = of_kind(metrics, kind)
    families = units_with_counts(same_kind)
    family = family if family in families else next(iter(families), "")
    by_place = newest_of_places(_of_family(same_kind, family), by)
    conflicts = [conflict for found in by_place.values() if (conflict := find_conflict(found))]
    shown = sorted((found[0] for found in by_place.values()), key=lambda m: (-(m.value_max or m.value), m.pk))
    disputed = {conflict.shown.pk for conflict in conflicts}
    top = nice_top([m.value_max or m.value for m in shown])
    rows = [
        Ranked(
            metric,
            ranked_bar(
                Bar(metric.value_max or metric.value, metric.qualifier),
                top,
                subject=getattr(metric, f"{by}_id") == subject,
                planned=kind == "planned",
            ),
            getattr(metric, f"{by}_id") == subject,
            metric.pk in disputed,
        )
        for metric in shown
    ]
    splits = [Split(KINDS[k], n, "kind", k) for k, n in kinds.items() if k != kind and n]
    splits += [Split(family_words(name), n, "unit", name) for name, n in families.items() if name != family]
    days = [metric.published_on for metric in shown]
    return Ranking(rows, conflicts, splits, unit_words(shown), min(days, default=None), max(days, default=None))


def newest_of_places(metrics: QuerySet[Metric], by: str) -> dict[str, list[Metric]]:
    """The newest figures of each place, `PER_PLACE` at most, the last in print first. Two queries."""
    newest_first = [F("published_on").desc(), F("pk").desc()]
    place = Window(RowNumber(), partition_by=F(f"{by}_id"), order_by=newest_first)
    rows = metrics.exclude(**{by: None}).order_by().annotate(nth=place).filter(nth__lte=PER_PLACE)
    found = defaultdict(list)
    shown = load_figures(rows.values_list("pk", flat=True))
    for metric in sorted(shown, key=lambda metric: (metric.published_on, metric.pk), reverse=True):
        found[getattr(metric, f"{by}_id")].append(metric)
    return found


def _of_family(metrics: QuerySet, family: str) -> QuerySet:
    return metrics.filter(unit_family=family) | metrics.filter(unit_family="", unit=family)


FAMILY_WORDS = {
    "people": "以人计",
    "visits": "以人次计",
    "sessions": "以期、班、场计",
    "sites": "以家、个计",
    "money": "以元计",
    "ratio": "以百分比计",
    "households": "以户计",
    "cases": "以件计",
    "goods": "以份计",
    "time": "以时间计",
}


def family_words(family: str) -> str:
    return FAMILY_WORDS.get(family, f"以“{family}”计")


def find_conflict(metrics: Sequence[Metric]) -> Conflict | None:
    """Figures of one place, newest first, that differ from the newest one though their time is about the same."""
    shown, *rest = metrics
    others = [
        metric
        for metric in rest
        if metric.value != shown.value
        and metric.article_id != shown.article_id
        and (shown.published_on - metric.published_on).days <= SAME_TIME_DAYS
        and kind_of(metric)[0] != "plan"
    ]
    if not others:
        return None
    same_time = any(same_period(shown, metric) or metric.published_on == shown.published_on for metric in others)
    reason = "同一期间" if same_time else "日期不同"
    return Conflict(shown, tuple(others[:3]), reason, "规则：同一指标取见报较近的一条；旧的并列保存，不取平均。")
