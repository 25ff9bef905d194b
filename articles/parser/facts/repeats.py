"""A figure that an article gives twice is one metric with several mentions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from articles.parser.records import MetricMention, Rule

#: The share of the shorter indicator's characters that the other must hold.
_ALIKE: Final = 0.5
#: How many earlier figures of one value are compared; no article gives one value more often.
_LOOK_BACK: Final = 16
_WITH_NOUN: Final = frozenset({"个班", "个工位", "个床位", "个人"})
_Key = tuple[Decimal, Decimal | None, str]


def merge_repeats(
    body: tuple[MetricMention, ...], titles: tuple[MetricMention, ...]
) -> tuple[tuple[MetricMention, ...], tuple[MetricMention, ...]]:
    """The body's metrics, each once, with the mentions of their repeats; and the titles' figures that it lacks."""
    merged: list[MetricMention] = []
    repeats: dict[int, list[MetricMention]] = defaultdict(list)
    by_value: dict[_Key, list[int]] = defaultdict(list)
    for metric in body:
        at = next((i for i in by_value[_key(metric)][-_LOOK_BACK:] if is_repeat(merged[i], metric)), None)
        if at is None:
            by_value[_key(metric)].append(len(merged))
            merged.append(metric)
        else:
            repeats[at].append(metric)
    alone = []
    for metric in titles:
        # a headline says less than the sentence below it: value and measure word are enough
        places = by_value.get(_key(metric)) or by_value.get(_loose(metric, by_value.keys()))
        if places:
            repeats[places[0]].append(metric)
        else:
            alone.append(metric)
    for at, again in repeats.items():
        merged[at] = _with_mentions(merged[at], again)
    return tuple(merged), tuple(alone)


def is_repeat(first: MetricMention, again: MetricMention) -> bool:
    """Same value, measure word and half of the indicator's characters, and not a plan beside what is done.

    Of values with three digits that tell (1055, not 300) two things hardly ever have the same: 347家商户 and 347家.
    """
    if first.status != again.status:
        return False
    if _is_peculiar(first.value):
        return True
    a, b = Counter(first.indicator), Counter(again.indicator)
    shorter = min(a.total(), b.total())
    return shorter == 0 or (a & b).total() >= _ALIKE * shorter


def _is_peculiar(value: Decimal) -> bool:
    return value >= 100 and len(value.as_tuple().digits) >= 3 and value % 10 != 0


def _key(metric: MetricMention) -> _Key:
    # 开班27个 … 27个班中: the noun behind 个 is part of the measure word now and then
    unit = "个" if metric.unit in _WITH_NOUN else metric.unit
    return metric.value, metric.value_max, unit


def _loose(metric: MetricMention, keys: Iterable[_Key]) -> _Key:
    """The one body figure of the same value in another measure word of people or sites (名 and 人)."""
    fits = [key for key in keys if key[0] == metric.value and key[1] == metric.value_max]
    return fits[0] if len(fits) == 1 and metric.value >= 10 else _key(metric)


def _with_mentions(metric: MetricMention, repeats: list[MetricMention]) -> MetricMention:
    told = [Rule("repeat", f"文中重复出现：“{again.figure.quote}”") for again in repeats]
    mentions = [mention for again in repeats for mention in again.mentions]
    return metric._replace(mentions=(*metric.mentions, *mentions), rules=tuple(dict.fromkeys((*metric.rules, *told))))
