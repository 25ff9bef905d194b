"""Cleaning: what is folded, what is dropped, and that every character stays traced to the paste."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.parser.clean import (
    build_source,
    clean_line,
    fold_straight_quotes,
    load_folds,
    may_stand_for,
    split_lines,
)
from articles.parser.lexicon import read_table
from tests.parser.tables import load_cases

PASTES = st.text(
    alphabet=st.one_of(
        st.sampled_from("工会职工报讯记者，。“”\"'（）()0123456789 　\t\n\r\u200b\ufeff⻄⼯％：,:"), st.characters()
    ),
    max_size=120,
)


@pytest.mark.parametrize(("raw", "expected", "note"), load_cases("clean"))
def test_a_line_is_folded(raw: str, expected: str, note: str) -> None:
    assert clean_line(raw, 0, 0, {"“": False, "‘": False}).text == expected, note


@given(PASTES)
def test_every_character_stands_in_the_paste(raw: str) -> None:
    for line in split_lines(raw):
        assert len(line.text) == len(line.offsets)
        assert list(line.offsets) == sorted(set(line.offsets))
        assert all(may_stand_for(raw[offset], char) for offset, char in zip(line.offsets, line.text, strict=True))


@given(PASTES)
def test_lines_are_those_of_splitlines(raw: str) -> None:
    lines = split_lines(raw)
    assert [raw[line.start : line.end] for line in lines] == raw.splitlines()


@given(PASTES)
def test_only_blanks_and_marks_without_width_are_dropped(raw: str) -> None:
    kept = {offset for line in split_lines(raw) for offset in line.offsets}
    dropped = "".join(char for index, char in enumerate(raw) if index not in kept)
    assert not any("\u4e00" <= char <= "\u9fff" or char.isdigit() for char in dropped)


@given(PASTES)
def test_cleaning_twice_changes_nothing_more(raw: str) -> None:
    once = [line.text for line in split_lines(raw)]
    again = [line.text for text in once for line in split_lines(text + "\n")]
    assert [t for t in again if t] == [t for t in once if t]


def test_an_indent_is_measured_in_wide_characters() -> None:
    opened = {"“": False, "‘": False}
    assert clean_line("　　入夏", 0, 0, opened).indent == 2.0
    assert clean_line(" 本报讯", 0, 0, opened).indent == 0.5
    assert clean_line("通讯员何苗 ", 0, 0, opened).open_end


def test_straight_quotes_close_over_a_line() -> None:
    opened = {"“": False, "‘": False}
    assert (
        fold_straight_quotes('他说："渔港', opened) + fold_straight_quotes('真热闹。"', opened)
        == "他说：“渔港真热闹。”"
    )


def test_runs_join_what_stands_together() -> None:
    source = build_source([("工会", range(4, 6)), ("\n", (6,)), ("驿站", range(9, 11))])
    assert source.text == "工会\n驿站"
    assert [(run.start, run.raw, run.length) for run in source.runs] == [(0, 4, 3), (3, 9, 2)]
    assert source.raw_span(1, 4) == (5, 10)


def test_radicals_are_single_characters_each_once() -> None:
    rows = read_table("radicals", lambda **c: (c["radical"], c["character"]))
    assert len({radical for radical, _ in rows}) == len(rows) > 300
    assert all(load_folds()[ord(radical)] == character for radical, character in rows)
