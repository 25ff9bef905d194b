"""Charts as inline SVG in percentages: bars stretch with the page, text keeps its size.

Pure functions of numbers; no inline style, only classes of the stylesheet. Each
chart stands beside a table of the same rows, so bars are hidden from screen readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join, mark_safe
from django.utils.safestring import SafeString

from .figures import QUALIFIERS, write_number

#: A mark behind a bar's end, by the sign of its figure: at least, about, less than.
TAILS = {"≥": "M4 {a} l5 {h} -5 {h}", "≈": "M3 {m} q2.5 -5 5 0 t5 0", "<": "M9 {a} l-5 {h} 5 {h}"}


@dataclass(frozen=True)
class Bar:
    """A value with its qualifier (a key of QUALIFIERS)."""

    value: Decimal
    qualifier: str = "exact"

    @property
    def sign(self) -> str:
        return QUALIFIERS[self.qualifier][0].replace("≤", "<")


def percent(value: Decimal, top: Decimal) -> str:
    """A length in percent of the axis, three decimals at most: 33 of 50 → 66%."""
    if top <= 0:
        return "0%"
    share = max(Decimal(0), min(Decimal(1), value / top)) * 100
    return f"{share.quantize(Decimal('0.001')).normalize():f}%"


def nice_top(values: Sequence[Decimal]) -> Decimal:
    """The end of an axis: 1, 1.5, 2, 3, 4, 5, 7 times a power of ten, with some room above the greatest value."""
    greatest = max(values, default=Decimal(0)) * Decimal("1.04")
    if greatest <= 0:
        return Decimal(1)
    power = Decimal(10) ** (len(str(int(greatest))) - 1) if greatest >= 1 else Decimal("0.1")
    steps = (Decimal(step) * power for step in ("1", "1.5", "2", "3", "4", "5", "7", "10"))
    return next(step for step in steps if step >= greatest)


def tail(bar: Bar, top: Decimal, y: Decimal, height: Decimal, *, subject: bool = False) -> SafeString:
    """The mark behind a bar's end, in a nested SVG so that it keeps its shape."""
    path = TAILS.get(bar.sign)
    if path is None:
        return mark_safe("")
    half = height / 2
    return format_html(
        '<svg x="{}" y="0" width="1" height="1"><path class="ch-open{}" d="{}"/></svg>',
        percent(bar.value, top),
        " subj" if subject else "",
        path.format(a=f"{y:f}", h=f"{half:f}", m=f"{y + half:f}"),
    )


def bar_class(bar: Bar, fill: str) -> str:
    """A figure that is only a ceiling is drawn pale: the truth lies inside."""
    return "ch-under" if bar.sign == "<" and fill != "ch-plan" else fill


def ranked_bar(bar: Bar, top: Decimal, *, subject: bool = False, planned: bool = False) -> SafeString:
    """One bar of a ranking."""
    fill = "ch-plan" if planned else bar_class(bar, "ch-subj" if subject else "ch-done")
    return format_html(
        '<svg width="100%" height="18" aria-hidden="true">'
        '<rect class="{}" x="0" y="3" width="{}" height="12"/>{}</svg>',
        fill,
        percent(bar.value, top),
        tail(bar, top, Decimal(4), Decimal(10), subject=subject),
    )


def plan_actual(plan: Bar | None, actual: Bar | None, top: Decimal) -> SafeString:
    """Upper hollow bar for the plan, lower filled bar for the actual figure, on one axis."""
    parts = []
    if plan:
        parts.append(_bar("ch-plan", plan, top, Decimal(3)))
    if actual:
        parts.append(_bar(bar_class(actual, "ch-done"), actual, top, Decimal(18)))
    return format_html(
        '<svg width="100%" height="30" aria-hidden="true"><line class="ch-axis" x1="0" x2="0" y1="0" y2="30"/>{}</svg>',
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _bar(fill: str, bar: Bar, top: Decimal, y: Decimal) -> SafeString:
    return format_html(
        '<rect class="{}" x="0" y="{}" width="{}" height="9"/>{}',
        fill,
        f"{y:f}",
        percent(bar.value, top),
        tail(bar, top, y, Decimal(9)),
    )


def share_bar(value: int, whole: int) -> SafeString:
    """A thin bar for a share of a whole: 53 of 90 counties."""
    return format_html(
        '<svg width="100%" height="10" aria-hidden="true"><rect class="ch-done" width="{}" height="10"/></svg>',
        percent(Decimal(value), Decimal(whole)),
    )


@dataclass(frozen=True)
class Point:
    """A dated figure: `at` as a year with decimals, `kind` as in figures.kind_of, `label` as written."""

    at: float
    bar: Bar
    kind: str
    label: str


CHART_TOP, CHART_BASE, CHART_LEFT, CHART_RIGHT = 34, 190, 8.0, 97.0


def timeline(points: Sequence[Point], *, title: str, description: str, ident: str) -> SafeString:
    """Figures over time as single marks: plans hollow, figures of a period round, stocks and cumulative square.

    Marks are never joined by a line: neighbours may be a plan and a sum.
    """
    top = nice_top([point.bar.value for point in points])
    first = int(min(point.at for point in points))
    last = int(max(point.at for point in points)) + 1
    return format_html(
        '<svg width="100%" height="216" role="img" aria-labelledby="{0}-t {0}-d">'
        '<title id="{0}-t">{1}</title><desc id="{0}-d">{2}</desc>{3}{4}{5}</svg>',
        ident,
        title,
        description,
        _grid(top),
        _years(first, last),
        format_html_join("", "{}", ((mark,) for mark in _marks(points, top, first, last))),
    )


def _height(value: Decimal, top: Decimal) -> int:
    return round(CHART_BASE - (CHART_BASE - CHART_TOP) * float(value / top))


def _place(at: float, first: int, last: int) -> float:
    return CHART_LEFT + (CHART_RIGHT - CHART_LEFT) * (at - first) / (last - first)


def _grid(top: Decimal) -> SafeString:
    lines = [(top * share / 3, _height(top * share / 3, top)) for share in (1, 2, 3)]
    return format_html_join(
        "",
        '<line class="ch-grid" x1="7%" x2="100%" y1="{0}" y2="{0}"/><text class="end" x="6%" y="{1}">{2}</text>',
        ((y, y + 4, _axis_number(value)) for value, y in lines),
    )


def _axis_number(value: Decimal) -> str:
    if value >= 10_000:
        return f"{(value / 10_000).quantize(Decimal('0.1')).normalize():f}万"
    return write_number(value.quantize(Decimal(1)) if value >= 10 else value.quantize(Decimal("0.1")))


def _years(first: int, last: int) -> SafeString:
    step = max(1, (last - first) // 6 + (1 if (last - first) % 6 else 0)) if last - first > 6 else 1
    ticks = format_html_join(
        "",
        '<line class="ch-grid" x1="{0}%" x2="{0}%" y1="190" y2="196"/><text x="{1}%" y="208">{2}</text>',
        (
            (f"{_place(year, first, last):.1f}", f"{_place(year, first, last) + 0.6:.1f}", year)
            for year in range(first, last, step)
        ),
    )
    return format_html('<line class="ch-axis" x1="7%" x2="100%" y1="190" y2="190"/>{}', ticks)


#: Labels closer than this (in percent across, pixels down) would touch.
NEAR_ACROSS, NEAR_DOWN = 9.0, 17


def _marks(points: Sequence[Point], top: Decimal, first: int, last: int) -> list[SafeString]:
    """All marks from left to right; a label that would touch one before it goes below its mark."""
    labels: list[tuple[float, int]] = []
    marks = []
    for point in sorted(points, key=lambda point: (point.at, point.bar.value)):
        across, height = _place(point.at, first, last), _height(point.bar.value, top)
        above, below = height - (20 if point.bar.sign == "≥" else 12), height + 22
        touched = [y for x, y in labels if across - x < NEAR_ACROSS and abs(y - above) < NEAR_DOWN]
        label = below if touched else above
        labels.append((across, label))
        marks.append(_mark(point, across, height, label - height))
    return marks


def _mark(point: Point, across: float, height: int, label: int) -> SafeString:
    shape = (
        mark_safe('<rect class="ch-done" x="-5" y="-5" width="10" height="10"/>')
        if point.kind in {"cum", "stock"}
        else format_html('<circle class="{}" r="5.5"/>', "ch-plan" if point.kind == "plan" else "ch-done")
    )
    return format_html(
        '<svg x="{}%" y="{}" width="1" height="1">{}{}'
        '<text class="ch-lab {}" y="{}"><tspan class="q">{}</tspan>{}</text></svg>',
        f"{across:.1f}",
        height,
        shape,
        _sign_mark(point.bar.sign),
        "end" if across > 88 else "mid",
        label,
        point.bar.sign,
        point.label,
    )


def _sign_mark(sign: str) -> SafeString:
    path = {"≥": "M-5 -9 l5 -6 5 6", "≈": "M8 0 q2.5 -5 5 0 t5 0", "<": "M-5 9 l5 6 5 -6"}.get(sign)
    return format_html('<path class="ch-open" d="{}"/>', path) if path else mark_safe("")
