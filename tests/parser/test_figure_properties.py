"""What holds of figures for any text at all."""

from __future__ import annotations

import gc
import re
import time
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.parser.facts.dates import date_span
from articles.parser.facts.figures import Figures, read_figures
from articles.parser.facts.numerals import parse_arabic, parse_chinese
from articles.parser.lexicon import load_lexicon
from articles.parser.records import Story
from tests.parser.stories import make_story
from tests.parser.tables import CASES

PUBLISHED = date(2024, 8, 2)
#: Pieces that real sentences are made of, so that random texts meet the rules.
PIECES = (
    *"，。；、“”（）\n年月日将已计划目标的",
    *(
        "3200",
        "74万",
        "1.2",
        "一",
        "两",
        "百余",
        "三十",
        "数十",
        "不少于",
        "超过",
        "近",
        "由27%提高到",
        "1~2",
        "至",
        "以上",
    ),
    *("家", "名", "人次", "场", "%", "元", "个", "成", "天", "人（次）", "个百分点", "全覆盖", "实现"),
    *("工会驿站", "培训职工", "累计", "截至目前", "今年", "2023年", "以来", "下一步", "负责人说", "三分之一", "百分之"),
)
texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
anything = st.text(max_size=200)


def read(text: str) -> Figures:
    return read_figures(make_story(text), published_on=PUBLISHED, lexicon=load_lexicon())


@settings(max_examples=300, deadline=None)
@given(st.one_of(texts, anything))
@example("百分之三十百余")
@example("零分之一")
def test_spans_equal_slices(text: str) -> None:
    story: Story = make_story(text)
    figures = read_figures(story, published_on=PUBLISHED, lexicon=load_lexicon())
    for metric in figures.metrics:
        for mention in (metric.figure, *metric.mentions):
            assert story.part(mention.part)[mention.start : mention.end] == mention.quote != ""
        evidence = metric.mentions[0]
        assert evidence.start <= metric.figure.start < metric.figure.end <= evidence.end
    for mention, _ in figures.rejected:
        assert story.part(mention.part)[mention.start : mention.end] == mention.quote != ""
    for one in figures.unresolved:
        assert story.part(one.part)[one.start : one.end] == one.quote != ""


@settings(max_examples=100, deadline=None)
@given(texts)
def test_the_same_input_gives_the_same_figures(text: str) -> None:
    assert read(text) == read(text)


@settings(max_examples=100, deadline=None)
@given(texts)
def test_no_number_is_a_figure_and_refused_at_once(text: str) -> None:
    figures = read(text)
    taken = {(m.figure.start, m.figure.end) for m in figures.metrics}
    assert not taken & {(mention.start, mention.end) for mention, _ in figures.rejected}
    assert all(m.value_max is None or m.value_max > m.value for m in figures.metrics)


@settings(max_examples=300, deadline=None)
@given(st.one_of(texts, anything), st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2090, 12, 31))))
def test_any_period_is_answered_in_order(text: str, published_on: date | None) -> None:
    first, last = date_span(text, published_on=published_on)
    assert (
        first is None or last is None or first <= last or "来" in text or "起" in text or "自" in text or "从" in text
    )


@given(st.integers(0, 9_999_999))
def test_digits_are_read_back(number: int) -> None:
    assert parse_arabic(str(number)) == number == parse_arabic(f"{number:,}")


@given(st.integers(1, 9999))
def test_chinese_numerals_are_read_back(number: int) -> None:
    assert parse_chinese(_numeral(number)) == number


def _numeral(number: int) -> str:
    """二千零三十 for 2030: the plain way of writing."""
    digits, places = "零一二三四五六七八九", ("", "十", "百", "千")
    written = [
        (digits[int(d)] + places[len(str(number)) - i - 1]) if d != "0" else "零" for i, d in enumerate(str(number))
    ]
    return re.sub("零+", "零", "".join(written)).rstrip("零")


@pytest.mark.parametrize("numeral", ["", "百百", "工", "十百"])
def test_a_word_that_is_no_numeral_raises(numeral: str) -> None:
    with pytest.raises(ValueError, match=r"no numeral"):
        parse_chinese(numeral)


@pytest.mark.parametrize("digits", ["", "1.2.3", "一", "1-2"])
def test_digits_that_are_none_raise(digits: str) -> None:
    with pytest.raises(ValueError, match=r"no number"):
        parse_arabic(digits)


@pytest.mark.parametrize(
    "piece",
    [
        "新建驿站3家，",
        "123456789",
        "一二三百千",
        "将计划",
        "自今年",
        "3个、4名、5家、",
        "“",
        "由27%到",
        "全市工会",
        "以来截至",
    ],
)
def test_twice_the_text_takes_about_twice_the_time(piece: str) -> None:
    def seconds(length: int) -> float:
        story = make_story((piece * length)[:length])
        begun = time.process_time()
        read_figures(story, published_on=PUBLISHED, lexicon=load_lexicon())
        return time.process_time() - begun

    # what the whole test run holds in memory is not the parser's to collect
    gc.collect()
    seconds(1000)
    short = min(seconds(2000) for _ in range(6)) + 0.002
    # four times the text; a quadratic rule would take sixteen times as long
    assert min(seconds(8000) for _ in range(5)) < 9 * short


@pytest.mark.parametrize(
    "name", ["units", "false_friends", "status_cues", "period_cues", "qualifier_cues", "phrase_words"]
)
def test_no_row_of_a_table_stands_twice(name: str) -> None:
    path = CASES.parent.parent.parent / "articles" / "parser" / "lexicon" / f"{name}.tsv"
    keys = [tuple(line.split("\t")[:2]) for line in path.read_text(encoding="utf8").splitlines()]
    assert len(keys) == len(set(keys))


def test_units_stand_in_order_of_family_and_word() -> None:
    units = [(unit.family, unit.unit) for unit in load_lexicon().units]
    assert units == sorted(units)


def test_phrase_words_stand_in_order_of_kind_and_pattern() -> None:
    words = [(word.kind, word.pattern) for word in load_lexicon().phrase_words]
    assert words == sorted(words)


@pytest.mark.parametrize("row", [r for r in load_lexicon().false_friends if r.side == "over"], ids=lambda r: r.name)
def test_every_false_friend_is_found_in_its_example(row) -> None:  # type: ignore[no-untyped-def]
    assert re.search(row.pattern, row.example)
    figures = read(row.example)
    assert figures.metrics == ()


@pytest.mark.parametrize("cue", load_lexicon().status_cues, ids=lambda c: c.note[:20])
def test_every_status_cue_can_begin_where_the_scan_looks(cue) -> None:  # type: ignore[no-untyped-def]
    from articles.parser.facts.status import find_status_cues

    example = cue.note.split(";")[0].strip()
    if re.search(cue.cue, example):
        assert find_status_cues(example, published_on=None, lexicon=load_lexicon()).found


@pytest.mark.parametrize("cue", load_lexicon().period_cues, ids=lambda c: c.note[:20])
def test_every_period_can_begin_where_the_scan_looks(cue) -> None:  # type: ignore[no-untyped-def]
    from articles.parser.facts.periods import find_periods

    example = cue.note.split(";")[0].strip()
    if re.search(cue.cue, example) and cue.kind != "rate":
        assert find_periods(example, lexicon=load_lexicon()).found
