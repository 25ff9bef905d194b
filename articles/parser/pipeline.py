"""The parser's door: the stages in order, read as a table of contents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from articles.parser.facts.read import read_facts
from articles.parser.lexicon import Lexicon
from articles.parser.page.read import read_page
from articles.parser.records import ParsedArticle, ParsedBulletin

#: Raised with every change that can alter a reading, so that stored pages know which parser read them.
PARSER_VERSION: Final = "0.2.4"


def parse_bulletin(raw: str, *, published_on: date | None, lexicon: Lexicon) -> ParsedBulletin:
    """Turn one pasted page into articles with places, programs and figures, each with its evidence.

    `raw` is the paste as it came; `published_on` dates 今年 and 目前 (None leaves
    periods undated). Any text at all is answered; a text without an article
    gives none. The same input always gives the same output.
    """
    page = read_page(raw, lexicon)
    facts = read_facts(page.stories, published_on=published_on, lexicon=lexicon)
    articles = tuple(ParsedArticle(story, f) for story, f in zip(page.stories, facts, strict=True))
    unresolved = page.unresolved + tuple(replace(u, article=i) for i, f in enumerate(facts) for u in f.unresolved)
    return ParsedBulletin(articles, page.column, page.fates, unresolved, PARSER_VERSION, lexicon.version)
