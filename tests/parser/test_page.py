"""Whole pages, and what must hold for any text at all."""

from __future__ import annotations

import gc
import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.parser.clean import may_stand_for
from articles.parser.lexicon import load_lexicon
from articles.parser.page.read import read_page
from articles.parser.records import Page, SourceText, Story
from tests.parser.typeset import SAMPLES, Sample, column_page, torn_page, web_page

LEXICON = load_lexicon()
PIECES = (
    "本报讯 记者何苗报道 近日，", "象山县总工会", "渔嫂学堂开课了", "“真方便！”", "通讯员林一帆 摄", "（记者 何苗）",
    "\n", "\n\n",
    "　　", "。", "，", "12 家", "\r\n", "\u200b", "⻄湖", "第03版：工会新闻", "\ud800", '"', "a", "——聚焦一线",
)  # fmt: skip
PASTES = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
)


def parts_of(story: Story) -> list[SourceText]:
    titles = (*story.kicker, *story.headline, *story.deck, *story.captions)
    return [story.body, story.credit, *(title.text for title in titles)]


def paragraphs_of(story: Story) -> list[str]:
    return [story.body.text[start:end] for start, end in story.paragraphs]


def bare(texts: tuple[str, ...] | list[str]) -> list[str]:
    return [text.replace(" ", "") for text in texts]


def assert_samples(page: Page, samples: tuple[Sample, ...]) -> None:
    """Every sample is one story of the page, whole and with what belongs to it."""
    stories = {paragraphs_of(story)[0][:16]: story for story in page.stories}
    assert len(stories) == len(page.stories) == len(samples)
    for sample in samples:
        story = stories[sample.paragraphs[0][:16]]
        assert bare(paragraphs_of(story)) == bare(sample.paragraphs)
        assert tuple(t.text.text for t in story.captions) == sample.captions
        assert story.credit.text == sample.credit
        assert story.kind == ("photo" if sample.credit else "news")


def test_a_web_page() -> None:
    page = read_page(web_page(SAMPLES), LEXICON)
    assert_samples(page, SAMPLES)
    assert [fate.role for fate in page.fates[:3]] == ["furniture"] * 3


def test_a_post_whose_last_paragraphs_are_short() -> None:
    plan, scene = "明年，县总工会将再添三处炉灶。", "学员围着炭炉练习贴饼。"
    samples = tuple(
        replace(s, paragraphs=(*s.paragraphs, plan), captions=(scene,)) for s in (SAMPLES[0], SAMPLES[1], SAMPLES[3])
    )
    post = [line for s in samples for line in ("\n".join(s.titles), *s.paragraphs, *s.captions)]
    assert_samples(read_page("\n\n".join(["点击上方蓝字关注我们", *post, "来源：浙江工人日报"]), LEXICON), samples)


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_captions_behind_the_last_body_of_a_page_of_columns(between: str) -> None:
    samples = (SAMPLES[0], replace(SAMPLES[3], captions=("“暖心灶”前坐满了人。", "船员们在灶边吃面。")))
    text = column_page([replace(s, captions=()) for s in samples], heads="top")
    text += "\n" + "\n\n".join(between.join(s.captions) for s in samples)
    page = read_page(text, LEXICON)
    assert [[t.text.text for t in story.captions] for story in page.stories] == [list(s.captions) for s in samples]


def test_titles_right_behind_a_body() -> None:
    text = column_page((SAMPLES[0], SAMPLES[1], SAMPLES[3]), heads="top")
    for sample in (SAMPLES[1], SAMPLES[3]):
        text = text.replace("\n\n" + sample.titles[0], "\n" + sample.titles[0])
    page = read_page(text, LEXICON)
    found = [sorted(t.text.text for t in (*s.kicker, *s.headline, *s.deck)) for s in page.stories]
    assert found == [sorted(sample.titles) for sample in (SAMPLES[0], SAMPLES[1], SAMPLES[3])]


@pytest.mark.parametrize("heads", ["top", "end"])
@pytest.mark.parametrize("measures", [(16, 14, 17, 15), (15, 15, 15, 15), (13, 18, 14, 17)])
def test_a_page_of_columns(heads: str, measures: tuple[int, ...]) -> None:
    assert_samples(read_page(column_page(SAMPLES, heads=heads, measures=measures), LEXICON), SAMPLES)


@pytest.mark.parametrize("measures", [(16, 14, 17, 15), (14, 17, 15, 18)])
def test_a_torn_page(measures: tuple[int, ...]) -> None:
    samples = (SAMPLES[0], SAMPLES[1], SAMPLES[3], SAMPLES[2])
    page = read_page(torn_page(samples, measures), LEXICON)
    assert_samples(page, samples)


def test_a_page_with_line_ends_of_windows_reads_the_same() -> None:
    text = column_page(SAMPLES)
    unix, windows = read_page(text, LEXICON), read_page(text.replace("\n", "\r\n"), LEXICON)
    assert [s.body.text for s in windows.stories] == [s.body.text for s in unix.stories]


def test_spaces_round_figures_and_half_width_marks_read_the_same() -> None:
    text = column_page(SAMPLES)
    spaced = text.replace("，", ",").replace("（", "(").replace("）", ")")
    assert [s.body.text for s in read_page(spaced, LEXICON).stories] == [
        s.body.text for s in read_page(text, LEXICON).stories
    ]


def test_the_rule_that_began_a_story_says_why() -> None:
    page = read_page(column_page(SAMPLES), LEXICON)
    assert all(story.rules and story.rules[0].name.startswith("story.") for story in page.stories)


@given(PASTES)
@example("本报讯 记者\u3000\r李凡报道")
@settings(deadline=None, max_examples=150)
def test_any_text_is_answered_and_traced(raw: str) -> None:
    page = read_page(raw, LEXICON)
    assert [fate.line for fate in page.fates] == list(range(len(raw.splitlines())))
    for story in page.stories:
        for part in parts_of(story):
            assert sum(run.length for run in part.runs) == len(part.text)
            assert all(a.start + a.length == b.start for a, b in pairwise(part.runs))
            for run in part.runs:
                for n in range(run.length):
                    assert may_stand_for(raw[run.raw + n], part.text[run.start + n])
        assert all(0 <= start < end <= len(story.body.text) for start, end in story.paragraphs)


@given(PASTES)
@settings(deadline=None, max_examples=80)
def test_every_character_is_in_one_part_or_a_line_of_its_own_fate(raw: str) -> None:
    page = read_page(raw, LEXICON)
    uses: dict[int, int] = {}
    for story in page.stories:
        for part in parts_of(story):
            for run in part.runs:
                for place in range(run.raw, run.raw + run.length):
                    if not raw[place].isspace():
                        uses[place] = uses.get(place, 0) + 1
    assert set(uses.values()) <= {1}
    at = 0
    for fate, line in zip(page.fates, raw.splitlines(keepends=True), strict=True):
        if fate.role == "body":
            han = {at + n for n, char in enumerate(line) if "\u4e00" <= char <= "\u9fff"}
            assert han <= set(uses)
        at += len(line)


@given(PASTES)
@settings(deadline=None, max_examples=40)
def test_the_same_text_is_always_read_the_same(raw: str) -> None:
    assert read_page(raw, LEXICON) == read_page(raw, LEXICON)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "\n",
        "\r\n\r\n",
        "\x00\x01\x02",
        "\ud800",
        '"' * 500,
        "（" * 2000 + "）",
        "本报讯",
        "摄",
        "　",
        "——",
        "1" * 3000,
    ],
)
def test_odd_texts_are_answered(raw: str) -> None:
    assert len(read_page(raw, LEXICON).fates) == len(raw.splitlines())


def test_one_line_of_a_million_characters() -> None:
    page = read_page("渔嫂学堂开课，" * 142858, LEXICON)
    assert sum(len(story.body.text) for story in page.stories) > 990_000


@pytest.mark.parametrize("compose", [column_page, web_page])
def test_twice_the_text_takes_about_twice_the_time(compose: object) -> None:
    text = compose(SAMPLES) * 8  # type: ignore[operator]

    def spent(raw: str) -> float:
        begin = time.process_time()
        read_page(raw, LEXICON)
        return time.process_time() - begin

    def ratio() -> float:
        once, twice = zip(*((spent(text), spent(text * 2)) for _ in range(5)), strict=True)
        return min(twice) / min(once)

    # what the whole test run holds in memory is not the parser's to collect, nor are the neighbours' loads
    gc.collect()
    gc.disable()
    try:
        assert min(ratio(), ratio()) < 2.6
    finally:
        gc.enable()
