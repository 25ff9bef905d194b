"""Many words at once: as a pattern, as an index, by their edges. Each finds what trying them one by one finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.parser.facts.wordindex import WordIndex
from articles.parser.facts.wordtree import compile_words, group_words
from articles.parser.openings import compile_opened

letters = st.text(alphabet="工会驿站点+.", min_size=1, max_size=4)
words = st.lists(letters, min_size=1, max_size=8, unique=True)
texts = st.text(alphabet="工会驿站点+.，\n", max_size=30)


def _longest_at(text: str, at: int, chosen: list[str]) -> str:
    return max((word for word in chosen if text.startswith(word, at)), key=len, default="")


@settings(max_examples=200, deadline=None)
@given(texts, words)
def test_a_pattern_matches_the_longest_word_at_each_place(text: str, chosen: list[str]) -> None:
    found = [(match.start(), match[0]) for match in compile_words(chosen).finditer(text)]
    expected, at = [], 0
    while at < len(text):
        word = _longest_at(text, at, chosen)
        if word:
            expected.append((at, word))
        at += len(word) or 1
    assert found == expected


@settings(max_examples=200, deadline=None)
@given(texts, words)
def test_an_index_finds_the_words_of_two_characters_and_more(text: str, chosen: list[str]) -> None:
    longer = [word for word in chosen if len(word) > 1]
    expected = [(at, word) for at in range(len(text)) if (word := _longest_at(text, at, longer))]
    assert WordIndex(longer).find_all(text) == expected
    apart = [(match.start(), match[0]) for match in compile_words(longer).finditer(text)]
    assert WordIndex(longer).find_apart(text) == WordIndex(longer).walk_apart(text, 0, len(text)) == apart


@settings(max_examples=200, deadline=None)
@given(texts, words, st.integers(0, 9), st.integers(0, 30))
def test_words_lie_wholly_in_the_part_of_a_text_that_is_gone_through(text: str, chosen: list[str], low: int, high: int):
    index, part = WordIndex([word for word in chosen if len(word) > 1]), text[low:high]
    inside = [(low + at, word) for at, word in index.find_apart(part)]
    assert index.find_apart(text, low, high) == index.walk_apart(text, low, high) == inside


def test_no_words_match_nowhere() -> None:
    assert compile_words([]).search("工会") is None
    assert WordIndex([]).find_all("工会") == []


def test_words_are_grouped_by_their_edge_the_longest_first() -> None:
    assert group_words(["会", "工会", "总工会", "驿站"], -1) == {"会": ("总工会", "工会", "会"), "站": ("驿站",)}
    assert group_words(["工", "工会"], 0) == {"工": ("工会", "工")}


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(?:今|去)年|年底", "到今年底"),
        ("(?:新建|新增).{0,8}站", "去年新建3家\n站"),
        ("(?:新建|新增).{0,8}站", "去年新建3家站"),
        ("^餐|课$", "一餐\n餐"),
        ("课$", "开课\n了"),
        (r"\d+月", "二月，3月"),
        ("^(?!.*在库).*工匠", "在库工匠\n工匠"),
        ("(?<!业态)会员", "新业态会员"),
        ("[^市]区", "全区"),
    ],
)
def test_a_pattern_from_its_openings_is_found_where_the_pattern_is(pattern: str, text: str) -> None:
    plain, opened = re.search(pattern, text, re.MULTILINE), compile_opened(pattern).search(text)
    assert (opened is None) == (plain is None)
    assert plain is None or opened is None or opened.start() == plain.start()
