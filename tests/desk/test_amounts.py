"""Figures as editors read and type them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from articles.desk.amounts import parse_amount, show_amount

TYPED = [
    ("1055", "名", 1055, "名"),
    ("1,055", "名", 1055, "名"),
    ("２０", "万元", 200_000, "元"),
    ("20万", "元", 200_000, "元"),
    ("1.2亿", "元", 120_000_000, "元"),
    ("97.2", "%", Decimal("97.2"), "%"),
    (" 8 000 ", "名", 8000, "名"),
]


@pytest.mark.parametrize(("number", "unit", "value", "stored"), TYPED)
def test_typed(number: str, unit: str, value: Decimal, stored: str) -> None:
    assert parse_amount(number, unit) == (value, stored)


@pytest.mark.parametrize(
    "number", ["", "十", "²", "½", "1e5", "NaN", "sNaN", "Infinity", "1" * 25, "一百", "1..2", "٣"]
)
def test_refused(number: str) -> None:
    with pytest.raises(ValidationError):
        parse_amount(number, "名")


@given(
    st.decimals(min_value=0, max_value=10**12, places=4, allow_nan=False, allow_infinity=False),
    st.sampled_from(["元", "名", "人次", "%"]),
)
def test_what_is_shown_reads_back_as_it_was(value: Decimal, unit: str) -> None:
    assert parse_amount(*show_amount(value, unit)) == (value, unit)
