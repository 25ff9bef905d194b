"""How figures are written."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from articles.pages.figures import figure_of, kind_of, status_html, write_period


@dataclass
class Figure:
    value: Decimal = Decimal(38)
    value_max: Decimal | None = None
    unit: str = "期"
    unit_family: str = "sessions"
    qualifier: str = "exact"
    status: str = "actual"
    cumulative: bool = False
    period: str = ""
    period_start: date | None = None
    period_end: date | None = None
    published_on: date = date(2025, 6, 3)


WRITTEN = [
    ("1055", None, "名", "people", "exact", "1,055名"),
    ("8000", None, "名", "people", "over", "≥8,000名"),
    ("33", None, "个", "things", "at_least", "≥33个"),
    ("300", None, "名", "people", "about", "≈300名"),
    ("60", None, "期", "sessions", "under", "<60期"),
    ("48", None, "小时", "time", "at_most", "≤48小时"),
    ("1", "2", "个", "things", "range", "1–2个"),
    ("97.2", None, "%", "ratio", "exact", "97.2%"),
    ("95.0000", None, "%", "ratio", "exact", "95%"),
    ("200000", None, "元", "money", "exact", "20.0万元"),
    ("5928100", None, "元", "money", "exact", "592.8万元"),
    ("500", None, "元", "money", "exact", "500元"),
    ("15000", "30000", "元", "money", "range", "1.5–3.0万元"),
    ("99999", None, "人次", "visits", "exact", "99,999人次"),
    ("124000", None, "人次", "visits", "exact", "12.4万人次"),
    ("300000", None, "人", "people", "exact", "30万人"),
    ("120000000", None, "元", "money", "exact", "1.20亿元"),
]


@pytest.mark.parametrize(("value", "top", "unit", "family", "qualifier", "written"), WRITTEN)
def test_figures_are_written_as_the_guide_says(value, top, unit, family, qualifier, written):
    metric = Figure(Decimal(value), top and Decimal(top), unit, family, qualifier)
    assert str(figure_of(metric)) == written


def test_a_scaled_figure_keeps_its_exact_value_in_the_title():
    assert 'title="5,928,100"' in figure_of(Figure(Decimal(5_928_100), unit="元", unit_family="money")).html()
    assert "title" not in figure_of(Figure(Decimal(500), unit="元", unit_family="money")).html()


def test_the_sign_is_said_in_words_to_a_screen_reader():
    html = figure_of(Figure(qualifier="at_least")).html()
    assert '<span class="q" aria-hidden="true">≥</span><span class="vh">不少于</span>38' in html


def test_a_unit_cannot_bring_markup():
    assert "<b>" not in figure_of(Figure(unit="<b>")).html()


PERIODS = [
    ((2024, 1, 1), (2024, 12, 31), "2024"),
    ((2024, 1, 1), (2026, 12, 31), "2024–2026"),
    ((2025, 7, 1), (2025, 8, 31), "2025-07至08"),
    ((2025, 7, 1), (2025, 7, 31), "2025-07"),
    ((2024, 6, 1), (2025, 6, 3), "2024-06至2025-06"),
    (None, (2025, 6, 3), "至2025-06"),
    ((2024, 6, 1), None, "2024-06起"),
    (None, None, "2025-06见报"),
]


@pytest.mark.parametrize(("start", "end", "written"), PERIODS)
def test_periods(start, end, written):
    assert write_period(Figure(period_start=start and date(*start), period_end=end and date(*end))) == written


@pytest.mark.parametrize(
    ("fields", "kinds", "kind"),
    [
        ({"status": "planned"}, "S", "plan"),
        ({"cumulative": True}, "F/C", "cum"),
        ({}, "S", "stock"),
        ({"period_end": date(2025, 6, 3)}, "", "stock"),
        ({"period_end": date(2025, 6, 3)}, "F/C", "done"),
        ({"period_start": date(2024, 1, 1), "period_end": date(2024, 12, 31)}, "S/R", "done"),
    ],
)
def test_what_kind_of_figure_it_is(fields, kinds, kind):
    assert kind_of(Figure(**fields), kinds)[0] == kind


def test_the_status_has_shape_and_word():
    assert status_html(Figure(status="planned"), "") == '<span class="st st-plan">计划 2025-06见报</span>'
