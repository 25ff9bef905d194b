"""The byline grammar: leads, sign-offs, photo credits, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.parser.facts.byline import find_byline, find_lead, is_credit, is_signed_off, looks_like_name
from tests.parser.tables import load_cases

ROLES = {"R": "reporters", "T": "trainees", "C": "correspondents", "P": "photographers"}


@pytest.mark.parametrize(("text", "expected", "note"), load_cases("byline"))
def test_names_by_role(text: str, expected: str, note: str) -> None:
    byline = find_byline(text)
    found = "|".join(f"{key} {'、'.join(names)}" for key, role in ROLES.items() if (names := getattr(byline, role)))
    assert found == expected, note


@pytest.mark.parametrize(("text", "expected", "note"), load_cases("credits"))
def test_a_line_that_is_a_credit(text: str, expected: str, note: str) -> None:
    assert is_credit(text) == (expected == "yes"), note


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("本报讯 记者何苗报道", "本报讯"),
        ("通讯员林一帆报道 海风", "通讯员"),
        ("入夏以来，", "none"),
        ("本报综合讯 近日", "本报讯"),
    ],
)
def test_the_lead(text: str, lead: str) -> None:
    assert find_lead(text) == lead


def test_a_credit_of_its_own_names_the_photographer_only() -> None:
    byline = find_byline("近日，渔港举行技能比武。", "通讯员林一帆 摄")
    assert byline.photographers == ("林一帆",)
    assert byline.correspondents == ()


def test_a_credit_broken_over_two_lines_is_one() -> None:
    byline = find_byline("近日，渔港举行技能比武。", "通讯员林一帆、陆小雨\n摄")
    assert byline.photographers == ("林一帆", "陆小雨")
    assert byline.correspondents == ()


def test_two_credits_below_each_other_stay_two() -> None:
    byline = find_byline("近日，渔港举行技能比武。", "记者 何苗\n林一帆 摄")
    assert byline.reporters == ("何苗",)
    assert byline.photographers == ("林一帆",)


def test_text_and_picture_by_one_hand() -> None:
    byline = find_byline("近日，渔港举行技能比武。", "记者何苗文/摄")
    assert byline.reporters == byline.photographers == ("何苗",)


@pytest.mark.parametrize("text", ["进港。（象山县总工会）", "进港。（记者 何苗）", "进港。 通讯员林一帆 摄"])
def test_a_story_signed_off(text: str) -> None:
    assert is_signed_off(text)


@pytest.mark.parametrize("name", ["何苗", "欧阳春晓", "阿卜杜拉·买买提"])
def test_a_name(name: str) -> None:
    assert looks_like_name(name)


@given(st.text(alphabet="本报讯记者通讯员报道何苗林、 （）/摄文。", max_size=60))
def test_any_text_is_answered(text: str) -> None:
    byline = find_byline(text, text)
    for names in (byline.reporters, byline.trainees, byline.correspondents, byline.photographers):
        assert all(name.replace("·", "") in text.replace(" ", "").replace("·", "") for name in names)
        assert len(set(names)) == len(names)
