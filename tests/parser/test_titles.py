"""Titles: whose they are, which is the headline, which block is the page's own."""

from __future__ import annotations

import pytest

from articles.parser.clean import split_lines
from articles.parser.lexicon import load_lexicon
from articles.parser.page.lines import Line, build_lines
from articles.parser.page.read import read_page
from articles.parser.page.roles import part_roles, plain_score
from articles.parser.records import Page
from tests.parser.tables import load_cases
from tests.parser.typeset import SAMPLES, column_page

LEXICON = load_lexicon()


def lines_of(text: str) -> list[Line]:
    return build_lines(split_lines(text))


def titles_of(page: Page) -> list[tuple[str, ...]]:
    return [tuple(t.text.text for t in (*s.kicker, *s.headline, *s.deck)) for s in page.stories]


@pytest.mark.parametrize(("text", "expected", "note"), load_cases("roles"))
def test_roles_of_title_lines(text: str, expected: str, note: str) -> None:
    lines = lines_of(text.replace("/", "\n"))
    roles = part_roles([lines], LEXICON)
    found = ["K"] * len(roles.kicker) + ["H"] * len(roles.headline) + ["D"] * len(roles.deck)
    assert "/".join(found) == expected, note


def test_what_a_union_does_is_plainer_than_what_catches_the_eye() -> None:
    assert plain_score("象山县总工会开办渔嫂学堂", LEXICON) > plain_score("渔嫂有了“新本领”", LEXICON) + 2


@pytest.mark.parametrize("heads", ["top", "end"])
def test_headlines_find_their_stories(heads: str) -> None:
    page = read_page(column_page(SAMPLES, heads=heads), LEXICON)
    assert [sorted(titles) for titles in titles_of(page)] == [sorted(sample.titles) for sample in SAMPLES]


def test_headlines_out_of_order_find_their_stories_by_their_words() -> None:
    body = column_page([SAMPLES[0], SAMPLES[1], SAMPLES[3]], heads="none")
    tail = "\n\n".join("\n".join(SAMPLES[n].titles) for n in (3, 0, 1))
    page = read_page(f"{body}\n{tail}\n", LEXICON)
    assert titles_of(page) == [SAMPLES[n].titles for n in (0, 1, 3)]


@pytest.mark.parametrize(
    "column", ["工会新闻", "基层工会\nJICENG GONGHUI", "向海而兴新征程\n——走近渔港工会", "一线速递"]
)
def test_a_column_title_belongs_to_no_story(column: str) -> None:
    page = read_page(f"{column}\n\n{column_page(SAMPLES)}", LEXICON)
    assert page.column == tuple(column.split("\n"))
    assert [sorted(titles) for titles in titles_of(page)] == [sorted(sample.titles) for sample in SAMPLES]


def test_a_column_title_that_shares_words_with_a_story() -> None:
    body = column_page([SAMPLES[0], SAMPLES[3]], heads="none")
    column = "——聚焦渔港渔嫂学堂和石浦镇的船员"
    page = read_page(f"{body}\n向海而兴新征程\n{column}\n\n{SAMPLES[0].titles[0]}\n\n{SAMPLES[3].titles[0]}\n", LEXICON)
    assert page.column == ("向海而兴新征程", column)


def test_the_halves_of_a_headline_printed_apart() -> None:
    samples = [SAMPLES[0], SAMPLES[1], SAMPLES[3]]
    tail = ["渔嫂有了新本领", "烧饼飘香", "技能生金", "码头上的“暖心灶”", "瑞安市总工会为船员送热饭"]
    page = read_page(column_page(samples, heads="none") + "\n" + "\n\n".join(tail) + "\n", LEXICON)
    assert titles_of(page) == [
        ("渔嫂有了新本领",),
        ("烧饼飘香", "技能生金"),
        ("码头上的“暖心灶”", "瑞安市总工会为船员送热饭"),
    ]


def test_a_title_that_says_nothing_is_handed_on_as_unresolved() -> None:
    body = column_page([SAMPLES[0], SAMPLES[3]], heads="none")
    page = read_page(f"{body}\n值得一看\n\n{SAMPLES[3].titles[0]}\n{SAMPLES[3].titles[1]}\n", LEXICON)
    open_lines = [u for u in page.unresolved if u.kind == "line"]
    assert [u.quote for u in open_lines] == ["值得一看"]
    assert open_lines[0].candidates


def test_a_page_without_stories_keeps_its_lines() -> None:
    page = read_page("渔嫂学堂\n", LEXICON)
    assert page.stories == () or titles_of(page) == [("渔嫂学堂",)] or page.stories[0].body.text == "渔嫂学堂"
    assert len(page.fates) == 1
