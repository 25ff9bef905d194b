"""With which characters a cue can begin, and that a search which looks at those alone misses nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.parser.facts.alternatives import Alternatives
from articles.parser.lexicon import load_lexicon
from articles.parser.openings import find_openings, find_pairs

LEXICON = load_lexicon()
TABLES = {
    "status": [row.cue for row in LEXICON.status_cues],
    "periods": [row.cue for row in LEXICON.period_cues],
    "over": [row.pattern for row in LEXICON.false_friends if row.side == "over"],
    "before": [row.pattern for row in LEXICON.false_friends if row.side == "before"],
}
#: Ways in which an editor may write a cue.
WRITTEN = (
    "拟(?!人)",
    "(?:今|去)年|全年",
    "[计规]划",
    "第?[一二]期",
    "(?<!即)将",
    r"\d{2}后",
    ".{1,2}年底",
    "^据",
    "[^市]区",
)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("截[至止]", "截"),
        ("(?:今|去)年|全年", "今去全"),
        ("(?<![即])将(?!军)", "将"),
        ("第?[一二]期", "第一二"),
        ("(?:到)?目前", "到目"),
        (r"\d{1,2}月|[二三]月", r"\d二三"),
        (r"-?\d", r"-\d"),
        ("[1-3]班", "123"),
        (r"\+", "+"),
        ("a{0,2}b", "ab"),
        ("a{2}b", "a"),
        ("(?:x|y*)z", "xyz"),
        (r"\b年", "年"),
    ],
)
def test_what_a_pattern_begins_with(pattern: str, expected: str) -> None:
    found = find_openings(pattern)
    assert found is not None
    assert found == set(expected.replace(r"\d", "")) | ({r"\d"} if r"\d" in expected else set())


@pytest.mark.parametrize(
    "pattern",
    [".年", "[^市]区", r"\s年", "(?=年)", "(?:年)?", "^$", "[一-鿿]{2}年", r"(年)\1", "(?P<y>年)"],
)
def test_a_pattern_that_may_begin_anywhere_or_is_not_read_says_so(pattern: str) -> None:
    assert find_openings(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("截[至止]", {"截": "至止"}),
        ("(?:今|去)年|今后", {"今": "年后", "去": "年"}),
        # what stands behind the match may be anything
        ("将(?!军)|即将", {"将": None, "即": "将"}),
        ("第?[一二]期", {"第": "一二", "一": "期", "二": "期"}),
        ("今.年", {"今": None}),
        ("a{2}b|b+", {"a": "ab", "b": None}),
        ("(?:ab?)+c", {"a": "abc"}),
        ("(?:a|bc)?(?<!x)d", {"a": "d", "b": "c", "d": None}),
        (r"(?=[)(]|\))a[)]", {"a": ")"}),
    ],
)
def test_what_can_follow_what_a_pattern_begins_with(pattern: str, expected: dict[str, str | None]) -> None:
    found = find_pairs(pattern)
    assert found == {c: None if behind is None else frozenset(behind) for c, behind in expected.items()}


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_match_begins_with_one_of_the_pairs(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from([p for rows in TABLES.values() for p in rows]))
    text = data.draw(st.from_regex(pattern) if not re.search(r"\(\?<?[=!]", pattern) else texts)
    pairs = find_pairs(pattern)
    assert pairs is not None
    for match in re.finditer(pattern, text):
        start = match.start()
        first = text[start] if text[start] in pairs else r"\d"
        behind = pairs[first]
        second = text[start + 1 : start + 2]
        assert behind is None or second in behind or (r"\d" in behind and second.isdecimal())


@pytest.mark.parametrize("name", TABLES)
def test_no_shipping_row_has_to_be_tried_everywhere(name: str) -> None:
    assert [pattern for pattern in TABLES[name] if find_openings(pattern) is None] == []


def _plainly(patterns: list[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer("|".join(f"(?:{p})" for p in patterns), text)]


pieces = st.sampled_from(
    [
        *"今去全年计规划第一二期拟人将即军底据区市月日末起来，。",
        "12",
        "3",
        "截至目前",
        "2024年",
        "下一步",
        "90后",
        "力争",
        "以来",
    ]
)
texts = st.one_of(st.lists(pieces, max_size=30).map("".join), st.text(max_size=60))


@settings(max_examples=200, deadline=None)
@given(texts, st.lists(st.sampled_from(WRITTEN), min_size=1, max_size=4, unique=True))
def test_the_search_finds_what_the_patterns_find_one_after_the_other(text: str, patterns: list[str]) -> None:
    found = [(patterns[i], match.span()) for i, match in Alternatives(patterns).find_all(text)]
    assert [span for _, span in found] == _plainly(patterns, text)
    for pattern, (start, end) in found:
        match = re.compile(pattern).match(text, start)
        assert match is not None
        assert match.end() == end


@settings(max_examples=200, deadline=None)
@given(texts)
def test_the_shipping_cues_are_found_as_by_trying_them_everywhere(text: str) -> None:
    found = [match.span() for _, match in Alternatives(TABLES["status"]).find_all(text)]
    assert found == _plainly(TABLES["status"], text)


def test_a_row_that_begins_with_a_number_does_not_begin_inside_one() -> None:
    rows = [r"\d{1,2}号", "号楼"]
    assert [m.group() for _, m in Alternatives(rows, whole_numbers=True).find_all("123号楼，23号")] == ["号楼", "23号"]
    assert [m.group() for _, m in Alternatives(rows).find_all("123号楼")] == ["23号"]


def test_of_two_rows_at_one_place_the_first_wins_and_groups_do_not_confuse_them() -> None:
    rows = ["(今)(年)(?!内)", "今年内", "去年"]
    assert [(i, m.group()) for i, m in Alternatives(rows).find_all("今年内，今年，去年")] == [
        (1, "今年内"),
        (0, "今年"),
        (2, "去年"),
    ]


def test_no_rows_match_nowhere() -> None:
    assert Alternatives([]).match("今年") is None
    assert list(Alternatives([]).find_all("今年1月")) == []
