"""Where a noun stands for a program named before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.parser.facts.link_echoes import find_echoes
from articles.parser.facts.passages import build_passage

NAMES = {"榫卯夜校": ("夜校",), "点子银行": ("银行",), "潮汐专线": ("专线", "热线"), "竹编夜校": ("夜校",)}


def echoes_in(text, names):
    body = build_passage("text", text)
    printed = [[(at, at + len(name)) for at in range(len(text)) if text.startswith(name, at)] for name in names]
    found = find_echoes(body, [NAMES[name] for name in names], printed)
    return [[text[start:end] + f"@{start}" for start, end in spans] for spans in found]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("“榫卯夜校”开课。截至8月，夜校办班9期。", ["榫卯夜校"], [["夜校@14"]]),
        ("“潮汐专线”热线开通。目前该热线已接听7次。", ["潮汐专线"], [["热线@14"]]),
        ("“点子银行”开张，“银行”里有9条。", ["点子银行"], [["银行@10"]]),
        ("夜校很多。“榫卯夜校”开课。", ["榫卯夜校"], [[]]),
        ("“点子银行”开张，县里的银行也来了。", ["点子银行"], [[]]),
        ("“榫卯夜校”和“竹编夜校”开课。夜校满员。", ["榫卯夜校", "竹编夜校"], [[], ["夜校@16"]]),
        ("“榫卯夜校”开课。榫卯夜校满员。", ["榫卯夜校"], [[]]),
    ],
    ids=["opens a clause", "this", "quoted alone", "not before the name", "within a clause", "last named", "the name"],
)
def test_echoes(text, names, expected):
    assert echoes_in(text, names) == expected


@given(st.text("榫卯夜校竹编点子银行潮汐专热线“”，。该，", max_size=80))
def test_an_echo_is_one_of_the_nouns_and_no_part_of_a_name(text):
    names = list(NAMES)
    for name, spans in zip(names, echoes_in(text, names), strict=True):
        for echo in spans:
            noun, at = echo.split("@")
            assert noun in NAMES[name]
            assert text.startswith(noun, int(at))
            assert text.find(name) < int(at)
            assert not any(text.startswith(n, int(at) - 2) for n in names)
