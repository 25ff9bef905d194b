"""A stored page read again: by today's parser as a whole, or article by article as its lines now lie."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from articles.parser.records import LineFate, ParsedArticle, ParsedBulletin

from .lexicon import current_lexicon

# The parser's word lists take a quarter of a second to load: only who parses pays for it, hence the imports inside.


def parse_again(raw: str, *, published_on: date | None) -> ParsedBulletin:
    """The page as today's parser and lexicon read it."""
    from articles.parser.pipeline import parse_bulletin

    return parse_bulletin(raw, published_on=published_on, lexicon=current_lexicon())


def read_by_fates(
    raw: str, fates: Sequence[LineFate], wanted: Sequence[int], *, published_on: date
) -> list[ParsedArticle]:
    """The `wanted` articles (by index in the fates), put together as the fates say; any without body is left out."""
    from articles.parser.facts.read import read_facts
    from articles.parser.page.mend import read_page_lines, rebuild_story

    page, lexicon = read_page_lines(raw), current_lexicon()
    built = [rebuild_story(page, fates, article, lexicon) for article in wanted]
    stories = tuple(story for story in built if story is not None)
    facts = read_facts(stories, published_on=published_on, lexicon=lexicon)
    return [ParsedArticle(story, one) for story, one in zip(stories, facts, strict=True)]


def reading_version() -> tuple[str, str]:
    """The versions of today's parser and lexicon."""
    from articles.parser.pipeline import PARSER_VERSION

    return PARSER_VERSION, current_lexicon().version
