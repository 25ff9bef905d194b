"""How words are cut for search, at both ends."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.highlight import cut_snippet, mark_terms
from articles.search.terms import (
    MAX_TERMS,
    build_tsquery,
    build_tsvector,
    find_lexemes,
    fold,
    parse_question,
)


def whole(run: str) -> list[str]:
    return [run]


@pytest.mark.parametrize(
    ("typed", "terms", "year", "exact"),
    [
        ("爱心托班", ("爱心托班",), None, False),
        ("  托班　驿站 ", ("托班", "驿站"), None, False),
        ("爱心托班 2025", ("爱心托班",), 2025, False),
        ("爱心托班 2025年", ("爱心托班",), 2025, False),
        ("“爱心驿站”", ("爱心驿站",), None, True),
        ("QJQ", ("qjq",), None, False),
        ("ＡＥＤ", ("aed",), None, False),
        ("", (), None, False),
        ("、。！", (), None, False),
        ("a\x00b", ("a", "b"), None, False),
        ("\ud800托班", ("托班",), None, False),
        ("托班 托班", ("托班",), None, False),
    ],
)
def test_it_reads_what_is_typed(typed, terms, year, exact):
    question = parse_question(typed)
    assert (question.terms, question.year, question.exact) == (terms, year, exact)


@pytest.mark.parametrize(
    ("typed", "what", "lookup", "value"),
    [
        ("儿童数≥1000", "儿童数", "gte", 1000),
        ("会员>=1.2万", "会员", "gte", 12000),
        ("资金＞1亿", "资金", "gt", 100_000_000),
        ("成功率<90", "成功率", "lt", 90),
        ("驿站=110", "驿站", "exact", 110),
    ],
)
def test_it_reads_number_conditions(typed, what, lookup, value):
    question = parse_question(f"{typed} 2025")
    (condition,) = question.conditions
    assert (condition.what, condition.lookup, condition.value) == (what, lookup, Decimal(value))
    assert question.year == 2025
    assert question.terms == ()


def test_it_bounds_a_huge_question():
    assert len(parse_question("托班 驿站" * 100_000).terms) <= MAX_TERMS


def test_a_part_of_a_name_is_a_phrase_of_the_same_pairs():
    lexemes = dict(find_lexemes("暑期爱心托班", whole))
    assert lexemes["托班"] == lexemes["爱心"] + 2
    assert build_tsquery("爱心托班") == "'爱心' <-> '心托' <-> '托班'"
    assert build_tsquery("驿") == "'驿':*"
    assert build_tsquery("12351热线") == "'12351' & '热线'"


def test_no_phrase_runs_across_two_parts():
    vector = build_tsvector([("爱心", "A"), ("托班", "D")], whole)
    positions = {item.split("':")[0].strip("'"): item.split(":")[1] for item in vector.split()}
    assert int(positions["托班"][:-1]) > int(positions["爱心"][:-1]) + 2


@given(st.text(max_size=300))
def test_any_text_can_be_asked_and_indexed(text):
    question = parse_question(text)
    for term in question.terms:
        build_tsquery(term)
    assert len(fold(text)) == len(text)
    build_tsvector([(text, "D")], whole)


@given(st.text(max_size=200), st.lists(st.text(min_size=1, max_size=5), max_size=4))
def test_marks_keep_the_text(text, terms):
    assert "".join(s.text for s in mark_terms(text, terms)) == text


def test_it_marks_whatever_the_width_and_case():
    assert [s.text for s in mark_terms("配备ＡＥＤ与aed", ["AED"]) if s.found] == ["ＡＥＤ", "aed"]


def test_a_snippet_starts_at_a_sentence():
    text = "前面一句很长很长。" * 20 + "县里新办了托班三十期。后面还有。"
    slices = cut_snippet(text, ["托班"])
    assert slices[0].text == "……"
    assert slices[1].text == "县里新办了"
    assert slices[2].found
