"""Lines and columns: where a sentence stops, what a column's measure is, where typesetting breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.parser.clean import split_lines
from articles.parser.page.breaks import break_score
from articles.parser.page.columns import find_measures, read_columns
from articles.parser.page.flowing import is_flowing
from articles.parser.page.furniture import find_furniture, load_furniture, split_furniture
from articles.parser.page.lines import Line, build_lines, load_cues, sentence_stop, text_width
from articles.parser.page.sentences import reads_on
from articles.parser.page.weights import load_weights
from tests.parser.tables import load_cases
from tests.parser.typeset import SAMPLES, column_page, columns, web_page


def lines_of(text: str) -> list[Line]:
    return build_lines(split_lines(text))


@pytest.mark.parametrize(("text", "expected", "note"), load_cases("stops"))
def test_how_finished_a_line_is(text: str, expected: str, note: str) -> None:
    assert sentence_stop(text) == int(expected), note


@pytest.mark.parametrize(("text", "expected", "note"), load_cases("furniture"))
def test_furniture(text: str, expected: str, note: str) -> None:
    rule = find_furniture(text)
    assert (rule.name.removeprefix("furniture.") if rule else "") == expected, note


@pytest.mark.parametrize(("text", "expected", "note"), load_cases("captions"))
def test_a_short_sentence_behind_a_body(text: str, expected: str, note: str) -> None:
    assert reads_on(text) == (expected == "body"), note


def test_every_furniture_rule_has_a_reason_in_chinese() -> None:
    assert all(any("\u4e00" <= c <= "\u9fff" for c in pattern.rule.reason) for pattern in load_furniture())


def test_a_body_line_that_reads_like_furniture_stays_in_its_column() -> None:
    lines = lines_of("培训班今年办到了\n第2期\n学员有三十名。")
    kept, dropped = split_furniture(lines, flowing=False)
    assert not dropped
    assert len(kept) == 3


def test_furniture_parts_what_stands_around_it() -> None:
    kept, dropped = split_furniture(lines_of("第一篇结束。\n分享到：\n第二篇开始。"), flowing=True)
    assert [line.text for line, _ in dropped] == ["分享到："]
    assert kept[1].gap


@pytest.mark.parametrize(
    ("text", "width"), [("今年12家", 4.0), ("ＡＢ", 2.0), ("", 0.0), ("AED", 1.5), ("“渔嫂”", 4.0)]
)
def test_width_counts_full_characters(text: str, width: float) -> None:
    assert text_width(text) == width


@pytest.mark.parametrize("measure", [13, 15, 17, 19])
def test_the_measure_of_a_column_is_found(measure: int) -> None:
    lines = lines_of("\n".join(columns(SAMPLES[0], measure, 9)))
    assert measure in find_measures(lines)


@pytest.mark.parametrize("measure", [13, 14, 16, 18])
@pytest.mark.parametrize("sample", SAMPLES)
def test_paragraphs_come_back_from_columns(sample: object, measure: int) -> None:
    assert sample in SAMPLES
    text = "\n".join(columns(sample, measure, 9))  # type: ignore[arg-type]
    blocks = read_columns(lines_of(text))
    found = ["".join(line.text for line in block.lines) for block in blocks]
    wanted = [p.replace(" ", "") for p in sample.paragraphs]  # type: ignore[attr-defined]
    assert [f.replace(" ", "") for f in found][: len(wanted)] == wanted


def test_a_line_with_room_for_the_next_word_was_not_broken_there() -> None:
    full, short, after = lines_of("渔船刚刚靠岸渔嫂顾不上歇口气就\n赶去镇上\n的渔嫂学堂上课")
    assert break_score(full, after, 15) > break_score(short, after, 15) + 3


def test_wrapped_lines_do_not_flow_and_whole_paragraphs_do() -> None:
    assert not is_flowing(lines_of(column_page(SAMPLES)))
    assert is_flowing(lines_of(web_page(SAMPLES)))
    assert not is_flowing([])


def test_an_e_mail_wrapped_at_38_is_a_column() -> None:
    wrapped = "\n".join("渔船刚刚靠岸" * 6 + "渔嫂" for _ in range(12))
    assert not is_flowing(lines_of(wrapped))


@given(st.text(max_size=200))
def test_every_line_is_in_one_block(text: str) -> None:
    lines = lines_of(text)
    assert [line.number for block in read_columns(lines) for line in block.lines] == [line.number for line in lines]


def test_tables_load_and_name_what_they_hold() -> None:
    assert {"lead", "dateline", "opening", "resume", "caption"} <= set(load_cues())
    assert all(isinstance(value, float) for value in load_weights().values())
