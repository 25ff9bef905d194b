"""When a plan may be divided by an actual figure, and when the page refuses."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from articles.pages.comparability import completion

YEAR = (date(2024, 1, 1), date(2024, 12, 31))
SUMMER = (date(2024, 7, 1), date(2024, 8, 31))


@dataclass
class Figure:
    value: Decimal
    unit: str = "期"
    qualifier: str = "exact"
    cumulative: bool = False
    period: tuple = YEAR
    value_max: Decimal | None = None
    unit_family: str = "sessions"

    @property
    def period_start(self):
        return self.period[0]

    @property
    def period_end(self):
        return self.period[1]


def figure(value, **fields):
    return Figure(Decimal(value), **fields)


@pytest.mark.parametrize(
    ("plan", "actual", "written"),
    [
        (figure(20), figure(22), "110%"),
        (figure(5), figure(5), "100%"),
        (figure(40, qualifier="about"), figure(36), "≈90%"),
        (figure(30), figure(30, qualifier="over"), "≥100%"),
        (figure(60), figure(60, qualifier="under"), "<100%"),
        (figure(33, unit="家", qualifier="at_least"), figure(38, unit="个"), "115%"),
    ],
)
def test_like_figures_give_a_ratio_with_its_qualifier(plan, actual, written):
    done = completion(plan, actual)
    assert (done.state, done.sign + done.percent) == ("ratio", written)


@pytest.mark.parametrize(
    ("plan", "actual", "reason"),
    [
        (figure(33, unit="个班"), figure(38), "单位不同：个班 ≠ 期"),
        (figure(1000, unit="名"), figure(1055, unit="人次"), "单位不同：名 ≠ 人次"),
        (figure(33), figure(38, cumulative=True), "期间不同：当年 ≠ 累计"),
        (figure(33), figure(38, period=(date(2023, 1, 1), date(2023, 12, 31))), "期间不同或未写明"),
        (figure(33, period=(None, None)), figure(38, period=(None, None)), "期间不同或未写明"),
        (figure(33), figure(38, value_max=Decimal(40)), "有一头是区间"),
        (figure(0), figure(38), "计划数为零"),
    ],
)
def test_unlike_figures_are_refused_with_the_reason(plan, actual, reason):
    done = completion(plan, actual)
    assert done.state == "unlike"
    assert reason in done.reasons
    assert done.percent == ""


def test_an_actual_figure_of_part_of_the_time_is_early():
    assert completion(figure(60), figure(50, period=(date(2024, 1, 1), date(2024, 10, 31)))).state == "early"


def test_what_is_missing_is_said():
    assert completion(None, figure(1)).state == "no-plan"
    assert completion(figure(1), None).state == "no-actual"
    assert completion(None, None).state == "none"
