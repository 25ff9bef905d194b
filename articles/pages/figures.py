"""How a figure is written: qualifier, value, unit, and what kind of figure it is.

Pure functions over anything with a metric's fields; rules of the design guide §5.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from django.utils.html import format_html
from django.utils.safestring import SafeString

WAN = Decimal(10_000)
YI = Decimal(100_000_000)
MONEY = "money"

#: Sign and the word a screen reader says. 余, 超, 多 and 以上 are all floors.
QUALIFIERS = {
    "exact": ("", ""),
    "over": ("≥", "不少于"),
    "at_least": ("≥", "不少于"),
    "about": ("≈", "约"),
    "under": ("<", "不足"),
    "at_most": ("≤", "至多"),
    "range": ("", ""),
}


class Quantity(Protocol):
    """What of a metric is needed to write it."""

    value: Decimal
    value_max: Decimal | None
    unit: str
    unit_family: str
    qualifier: str


class Dated(Protocol):
    """What of a metric is needed to say of when it is."""

    status: str
    cumulative: bool
    period: str
    period_start: date | None
    period_end: date | None
    published_on: date


@dataclass(frozen=True)
class Figure:
    """A figure ready to print: sign ≥, word 不少于, number 1,000, unit 名, and the exact value for a title."""

    sign: str
    word: str
    number: str
    unit: str
    exact: str

    def __str__(self) -> str:
        return f"{self.sign}{self.number}{self.unit}"

    def html(self, *, with_unit: bool = True) -> SafeString:
        """The figure atom `.fig` of the stylesheet."""
        sign = (
            format_html('<span class="q" aria-hidden="true">{}</span><span class="vh">{}</span>', self.sign, self.word)
            if self.sign
            else ""
        )
        unit = format_html('<span class="u">{}</span>', self.unit) if with_unit and self.unit else ""
        if self.exact == self.number:
            return format_html('<span class="fig">{}{}{}</span>', sign, self.number, unit)
        return format_html('<span class="fig" title="{}">{}{}{}</span>', self.exact, sign, self.number, unit)


def write_number(value: Decimal) -> str:
    """1055 → 1,055; 97.20 → 97.2; no trailing zeros, no exponent."""
    plain = value.normalize()
    return f"{plain:,f}"


def scale_of(value: Decimal, unit_family: str) -> tuple[Decimal, str]:
    """The divisor and its word: money in 万元 from 10 000 on, counts in 万 from 100 000 on, 亿 from 亿 on."""
    if value >= YI:
        return YI, "亿"
    if unit_family == MONEY and value >= WAN:
        return WAN, "万"
    if unit_family != "ratio" and value >= 10 * WAN:
        return WAN, "万"
    return Decimal(1), ""


def write_scaled(value: Decimal, divisor: Decimal) -> str:
    """One decimal once a number is scaled (20.0 of 200000); as it is otherwise."""
    if divisor == 1:
        return write_number(value)
    tenth = Decimal("0.01") if divisor == YI else Decimal("0.1")
    return f"{(value / divisor).quantize(tenth, ROUND_HALF_UP):,}"


def figure_of(metric: Quantity) -> Figure:
    """The figure of a metric. Counts in 万 drop a zero behind the point (12.4万, 30万), money keeps it (20.0万元)."""
    sign, word = QUALIFIERS[metric.qualifier]
    divisor, step = scale_of(metric.value_max or metric.value, metric.unit_family)
    number = write_scaled(metric.value, divisor)
    exact = write_number(metric.value)
    if metric.value_max is not None:
        number = f"{number}–{write_scaled(metric.value_max, divisor)}"
        exact = f"{exact}–{write_number(metric.value_max)}"
    if step and metric.unit_family != MONEY:
        number = number.removesuffix(".0").removesuffix(".00")
    return Figure(sign, word, number, f"{step}{metric.unit}", exact if step else number)


def write_period(metric: Dated) -> str:
    """2024, 2024-07至09, 至2025-06, 2024-06起; the month of publication where the text names no time."""
    start, end = metric.period_start, metric.period_end
    if start and end:
        if start == end:
            return start.isoformat()
        if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
            return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
        if start.year == end.year:
            return f"{start:%Y-%m}" if start.month == end.month else f"{start:%Y-%m}至{end:%m}"
        return f"{start:%Y-%m}至{end:%Y-%m}"
    if end:
        return f"至{end:%Y-%m}"
    if start:
        return f"{start:%Y-%m}起"
    return f"{metric.published_on:%Y-%m}见报"


def kind_of(metric: Dated, indicator_kinds: str = "") -> tuple[str, str]:
    """Class and word of a figure's kind: planned, cumulative, at a date, in a period."""
    if metric.status == "planned":
        return "plan", "计划"
    if metric.cumulative:
        return "cum", "累计"
    if is_stock(metric, indicator_kinds):
        return "stock", "时点"
    return "done", "实绩"


def is_stock(metric: Dated, indicator_kinds: str) -> bool:
    """A figure at a date: a stock by its indicator, or dated 截至, 目前 where the indicator may be one."""
    kinds = indicator_kinds.split("/")
    if kinds == ["S"]:
        return True
    return ("S" in kinds or not indicator_kinds) and metric.period_start is None and metric.period_end is not None


def status_html(metric: Dated, indicator_kinds: str = "", *, period: bool = True) -> SafeString:
    """The status mark `.st`: shape and word, and of when."""
    kind, word = kind_of(metric, indicator_kinds)
    when = f" {write_period(metric)}" if period else ""
    return format_html('<span class="st st-{}">{}{}</span>', kind, word, when)
