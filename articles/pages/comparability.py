"""May two figures be set against each other? Completion of a plan, and what must not share an axis.

Pure functions over anything with a metric's fields. The house rule: unit, period
and scope must all agree; otherwise the page says 不可比 and why, and never divides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from articles.promises import same_unit


class Comparable(Protocol):
    """What of a metric the rules look at."""

    value: Decimal
    value_max: Decimal | None
    unit: str
    unit_family: str
    qualifier: str
    cumulative: bool
    period_start: date | None
    period_end: date | None


@dataclass(frozen=True)
class Completion:
    """How far a plan was carried out. `state`: ratio, unlike (with reasons), early, or one of the two is missing."""

    state: str
    sign: str = ""
    percent: str = ""
    reasons: tuple[str, ...] = ()


NO_PLAN = Completion("no-plan", reasons=("未见计划数",))
NO_ACTUAL = Completion("no-actual", reasons=("未见实绩",))


def completion(plan: Comparable | None, actual: Comparable | None) -> Completion:
    """The completion of a plan by an actual figure of the same place, program and indicator."""
    if actual is None:
        return NO_ACTUAL if plan is not None else Completion("none")
    if plan is None:
        return NO_PLAN
    reasons = unlike(plan, actual)
    if reasons:
        return Completion("unlike", reasons=tuple(reasons))
    if is_part_of(actual, plan):
        return Completion("early", reasons=("实绩的期间还没有满",))
    if not plan.value:
        return Completion("unlike", reasons=("计划数为零",))
    percent = (actual.value / plan.value * 100).quantize(Decimal(1), ROUND_HALF_UP)
    return Completion("ratio", _sign(plan, actual), f"{percent}%", tuple(_remarks(plan)))


def unlike(plan: Comparable, actual: Comparable) -> list[str]:
    """Why two figures of one indicator must not be divided; empty if they may."""
    reasons = []
    if not same_unit(plan, actual):
        reasons.append(f"单位不同：{plan.unit} ≠ {actual.unit}")
    if plan.cumulative != actual.cumulative:
        reasons.append("期间不同：当年 ≠ 累计")
    elif not (same_period(plan, actual) or is_part_of(actual, plan)):
        reasons.append("期间不同或未写明")
    if plan.value_max is not None or actual.value_max is not None:
        reasons.append("有一头是区间")
    return reasons


def same_period(one: Comparable, other: Comparable) -> bool:
    """The same known time: both days agree, or both say only until when and that agrees."""
    if one.period_end is None or other.period_end is None:
        return False
    return (one.period_start, one.period_end) == (other.period_start, other.period_end)


def is_part_of(actual: Comparable, plan: Comparable) -> bool:
    """The actual figure covers the beginning of the plan's time only."""
    if None in (actual.period_start, actual.period_end, plan.period_start, plan.period_end):
        return False
    return plan.period_start == actual.period_start and actual.period_end < plan.period_end


def _sign(plan: Comparable, actual: Comparable) -> str:
    """The qualifier of the ratio. A plan's floor (33个以上) counts as the value promised."""
    if "about" in (plan.qualifier, actual.qualifier):
        return "≈"
    if actual.qualifier in {"over", "at_least"}:
        return "≥"
    return "<" if actual.qualifier in {"under", "at_most"} else ""


def _remarks(plan: Comparable) -> list[str]:
    if plan.qualifier in {"over", "at_least"}:
        return ["计划是下限，按下限算"]
    return ["计划为约数"] if plan.qualifier == "about" else ["单位、期间、范围都同"]
