"""Reading a page again, whole or in parts, for review: `ingest` stays the one bridge to the parser.

Import it inside functions: it loads the whole parser and with it the word list.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from articles.parser.facts.read import read_facts
from articles.parser.lexicon import Lexicon
from articles.parser.page.mend import read_page_lines, rebuild_story
from articles.parser.pipeline import PARSER_VERSION, parse_bulletin
from articles.parser.records import LineFate, ParsedArticle, Story

__all__ = ["PARSER_VERSION", "parse_bulletin", "read_stories", "rebuild_stories"]


def rebuild_stories(
    raw: str, fates: Sequence[LineFate], articles: Sequence[int], lexicon: Lexicon
) -> list[Story | None]:
    """The stories that the given fates of a page's lines make, for some of its articles; None where no body is left."""
    page = read_page_lines(raw)
    return [rebuild_story(page, fates, article, lexicon) for article in articles]


def read_stories(stories: Sequence[Story], *, published_on: date, lexicon: Lexicon) -> list[ParsedArticle]:
    """The facts of stories whose lines are settled."""
    facts = read_facts(tuple(stories), published_on=published_on, lexicon=lexicon)
    return [ParsedArticle(story, one) for story, one in zip(stories, facts, strict=True)]
