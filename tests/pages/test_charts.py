"""Charts are strings of SVG, right by their numbers."""

import re
import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.pages.charts import Bar, Point, nice_top, percent, plan_actual, ranked_bar, share_bar, timeline

AMOUNTS = st.decimals("0.01", "99999999", places=2)


@pytest.mark.parametrize(
    ("value", "top", "length"), [(33, 50, "66%"), (1, 3, "33.333%"), (60, 50, "100%"), (0, 50, "0%"), (1, 0, "0%")]
)
def test_lengths_in_percent(value, top, length):
    assert percent(Decimal(value), Decimal(top)) == length


@given(st.lists(AMOUNTS, min_size=1))
def test_every_value_fits_under_the_top_and_the_top_is_not_far(values):
    top = nice_top(values)
    assert max(values) < top <= max(values) * 3 + 1


@pytest.mark.parametrize(("values", "top"), [([38, 55], 70), ([980], 1500), ([1000], 1500), ([0], 1), ([], 1)])
def test_round_tops(values, top):
    assert nice_top([Decimal(v) for v in values]) == top


def test_the_plan_is_hollow_and_above_the_actual_figure():
    svg = plan_actual(Bar(Decimal(33), "at_least"), Bar(Decimal(38)), Decimal(50))
    plan, actual = re.findall(r'<rect class="([\w-]+)" x="0" y="(\d+)" width="(\d+)%"', svg)
    assert plan == ("ch-plan", "3", "66")
    assert actual == ("ch-done", "18", "76")
    assert svg.count("ch-open") == 1


def test_a_ceiling_is_drawn_pale():
    assert "ch-under" in ranked_bar(Bar(Decimal(40), "under"), Decimal(50))
    assert "ch-subj" in ranked_bar(Bar(Decimal(40)), Decimal(50), subject=True)


def test_a_share_of_ninety_counties():
    assert 'width="58.889%"' in share_bar(53, 90)


POINTS = st.builds(
    Point,
    st.floats(2015, 2026),
    st.builds(Bar, AMOUNTS, st.sampled_from(["exact", "over", "about", "under", "at_most"])),
    st.sampled_from(["plan", "done", "cum", "stock"]),
    st.sampled_from(["1,055", "<&>"]),
)


@given(st.lists(POINTS, min_size=1, max_size=12))
def test_a_timeline_is_sound_markup_with_a_mark_for_each_point(points):
    svg = timeline(points, title="衢江区<服务>", description="…", ident="t")
    tree = ET.fromstring(svg)
    assert len(tree.findall("svg")) == len(points)
    assert tree.find("title").text == "衢江区<服务>"
    assert "style=" not in svg
    assert "polyline" not in svg


def test_labels_that_would_touch_are_put_apart():
    same = [Point(2025.5, Bar(Decimal(v)), "done", str(v)) for v in (1000, 1010)]
    ys = [
        int(y)
        for y in re.findall(r'class="ch-lab \w+" y="(-?\d+)"', timeline(same, title="", description="", ident="t"))
    ]
    assert sorted(y < 0 for y in ys) == [False, True]
