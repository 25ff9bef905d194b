"""A page put together as an editor says: lines with given fates → the story they make.

The paragraphs are those that the page's columns give, as in `read_page`; only
which line goes to which article, and as what, is taken from the fates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from articles.parser.clean import CleanLine, split_lines
from articles.parser.lexicon import Lexicon
from articles.parser.page.blocks import Block
from articles.parser.page.build import build_story, build_title_lines
from articles.parser.page.columns import read_columns
from articles.parser.page.drafts import Draft
from articles.parser.page.flowing import is_flowing, read_flowing
from articles.parser.page.lines import Line, build_lines
from articles.parser.page.starts import build_passage
from articles.parser.records import LineFate, Role, Rule, Story

PERSON: Final = Rule("person", "人工所定")


@dataclass(frozen=True, slots=True)
class PageLines:
    """A paste cut into lines and paragraphs once, for any number of stories."""

    raw: str
    clean: tuple[CleanLine, ...]
    lines: tuple[Line, ...]
    blocks: tuple[Block, ...]


def read_page_lines(raw: str) -> PageLines:
    """The paste's lines, and the paragraphs its columns make of them."""
    clean = split_lines(raw)
    lines = build_lines(clean)
    blocks = read_flowing(lines) if is_flowing(lines) else read_columns(lines)
    return PageLines(raw, tuple(clean), tuple(lines), tuple(blocks))


def rebuild_story(page: PageLines, fates: Sequence[LineFate], article: int, lexicon: Lexicon) -> Story | None:
    """The story of the lines whose fate is `article`; None without a line of body among them."""
    roles = {fate.line: fate.role for fate in fates if fate.article == article}
    printed = {line.number: line for line in page.lines}
    paragraphs = [block for block in (_pick(block, roles, printed) for block in page.blocks) if block.lines]
    if not paragraphs:
        return None
    draft = Draft(
        passages=[build_passage(block, lexicon) for block in paragraphs],
        rules=[PERSON],
        captions=_of_role(page, roles, "caption"),
        credits=_of_role(page, roles, "credit"),
    )
    story = build_story(draft, page.raw, page.clean, lexicon)
    return replace(
        story,
        kicker=build_title_lines(_of_role(page, roles, "kicker")),
        headline=build_title_lines(_of_role(page, roles, "headline")),
        deck=build_title_lines(_of_role(page, roles, "deck")),
    )


def _pick(block: Block, roles: dict[int, Role], printed: dict[int, Line]) -> Block:
    """The part of a paragraph that is body of the article. Its first and last lines stay a paragraph of their own.

    Each as it was `printed`: a title's number or sign (一、…) is taken off, a paragraph's is not.
    """
    lines = (printed[line.number] for line in block.lines if roles.get(line.number) == "body")
    return Block(tuple(lines), block.measure)


def _of_role(page: PageLines, roles: dict[int, Role], role: Role) -> list[Line]:
    return [line for line in page.lines if roles.get(line.number) == role]
