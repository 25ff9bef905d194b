"""What became of a promise: the state of a planned figure, by one stated rule.

A promise is a planned figure (计划, 拟, 将, 力争, 预计). It is due on the last day of
its period, or, where the text names none, on the last day of the year it was
published in. What counts as news of it is an actual figure of the same place,
program and indicator, published after it and not about an earlier time:

- 已达成: such a figure in the same unit reaches the promised value (its lower bound), and it does not
  mix a running total, or a figure that may hold earlier years, with a promise for one period;
- 进行中: there is such a figure, but it does not reach the value or cannot be compared;
- 无后续报道: there is none and the promise is past due;
- 已承诺: there is none and the promise is not yet due.

An editor who knows more may rule otherwise, with a reason: then the ruling holds, and is shown as one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Protocol

#: The rule as readers see it on the page.
RULE = (
    "同一地区、同一项目、同一指标，在承诺见报之后报道的实绩数字算作下文。"
    "单位相同、达到承诺数的下限，为“已达成”；有下文但未到数或口径不同，为“进行中”；"
    "没有下文，到期前为“已承诺”，过期后为“无后续报道”。原文未写期限的，按见报当年年底计。"
    "没有报道不等于没有做。编辑另有依据时可以人工认定，认定的优先，理由写在旁边。"
)


class State(Enum):
    """The four states, with the word the page shows and the class of its mark."""

    PROMISED = ("promised", "已承诺", "plan")
    RUNNING = ("running", "进行中", "stock")
    REACHED = ("reached", "已达成", "done")
    SILENT = ("silent", "无后续报道", "late")

    def __init__(self, code: str, label: str, mark: str) -> None:
        self.code, self.label, self.mark = code, label, mark


class Figure(Protocol):
    """What of a metric the rule looks at."""

    value: Decimal
    unit: str
    unit_family: str
    qualifier: str
    cumulative: bool
    period_start: date | None
    period_end: date | None
    published_on: date


class Ruling(Protocol):
    """An editor's word on a promise: the code of a state, and why."""

    state: str
    reason: str


@dataclass(frozen=True)
class Due:
    """The day a promise is due; `assumed` where the text names none."""

    on: date
    assumed: bool


@dataclass(frozen=True)
class Standing:
    """A promise's state, when it is or was due, and the news that decided it (None if there is none).

    `ruling` is the editor's word that set state and reason in the rule's stead, if there is one.
    """

    state: State
    due: Due
    news: Figure | None
    reason: str
    ruling: Ruling | None = None

    def days_left(self, today: date) -> int:
        """Days until due; negative once past."""
        return (self.due.on - today).days


def due_of(promise: Figure) -> Due:
    """When a promise is due."""
    if promise.period_end is not None:
        return Due(promise.period_end, assumed=False)
    return Due(date(promise.published_on.year, 12, 31), assumed=True)


#: Words for the same thing counted: sites by any measure word, people by any.
SAME_UNITS = ("家个座处所", "人名位")


def same_unit(one: Figure, other: Figure) -> bool:
    """Whether two figures count the same thing: 家 and 个 of sites do, 人 and 人次, 期 and 班 do not."""
    if one.unit == other.unit:
        return True
    return any(one.unit in group and other.unit in group for group in SAME_UNITS if one.unit and other.unit)


def is_news(promise: Figure, figure: Figure) -> bool:
    """Published after the promise, and not about a time that had ended before it."""
    if figure.published_on <= promise.published_on:
        return False
    return figure.period_end is None or figure.period_end >= (promise.period_start or promise.published_on)


def reaches(promise: Figure, figure: Figure, *, stock: bool = False) -> bool:
    """The figure is as great as the promise's lower bound, in its unit and of its kind.

    `stock` says that the indicator counts what there is at a date (驿站总数): then 截至6月 is as good as a
    period. Of anything else a figure with an open beginning may hold earlier years.
    """
    if not same_unit(promise, figure) or figure.qualifier in {"under", "at_most"}:
        return False
    if figure.cumulative and not promise.cumulative:
        return False
    if not stock and begins_anywhere(promise, figure):
        return False
    return figure.value >= promise.value


def begins_anywhere(promise: Figure, figure: Figure) -> bool:
    """The promise is for one period, the figure runs up to a day from nobody says when."""
    return promise.period_start is not None and figure.period_start is None and figure.period_end is not None


def standing_of(promise: Figure, figures: Iterable[Figure], *, today: date, stock: bool = False) -> Standing:
    """The state of a promise, given the actual figures of its place, program and indicator."""
    due = due_of(promise)
    news = sorted((f for f in figures if is_news(promise, f)), key=lambda f: f.published_on, reverse=True)
    reached = next((figure for figure in news if reaches(promise, figure, stock=stock)), None)
    if reached is not None:
        return Standing(State.REACHED, due, reached, "后来的实绩达到承诺数")
    if news:
        return Standing(State.RUNNING, due, news[0], _why_not(promise, news[0]))
    if due.on < today:
        return Standing(State.SILENT, due, None, "到期后仍未见同一指标的实绩")
    return Standing(State.PROMISED, due, None, "尚未到期，未见实绩")


def overrule(standing: Standing, ruling: Ruling | None) -> Standing:
    """The standing with the editor's state and reason where there is a ruling; due day and news stay."""
    if ruling is None:
        return standing
    state = next(state for state in State if state.code == ruling.state)
    return replace(standing, state=state, reason=ruling.reason, ruling=ruling)


def _why_not(promise: Figure, news: Figure) -> str:
    if not same_unit(promise, news):
        return f"单位不同：{promise.unit}与{news.unit}"
    if news.cumulative and not promise.cumulative:
        return "后来的是累计数，不能与当期承诺相比"
    if news.value >= promise.value and begins_anywhere(promise, news):
        return "后来的数起点未写明，可能含往年"
    return "有实绩，尚未到承诺数"
