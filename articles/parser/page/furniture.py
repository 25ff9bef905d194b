"""Lines that belong to the paper or the web page, not to an article.

The patterns are `lexicon/furniture.tsv`; each must match the whole line, for a
pattern that matches a part eats body lines sooner or later (阅读…).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from articles.parser.lexicon import read_table
from articles.parser.openings import find_openings
from articles.parser.page.flowing import find_body_indent
from articles.parser.page.headings import find_headings
from articles.parser.page.lines import Line, may_begin
from articles.parser.records import Rule

#: No furniture line is longer; a limit keeps every pattern's time bounded.
LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class Pattern:
    regex: re.Pattern[str]
    rule: Rule


@lru_cache(maxsize=1)
def load_furniture() -> tuple[Pattern, ...]:
    """The patterns in the file's order; the first that matches names the reason."""
    return read_table(
        "furniture", lambda **c: Pattern(re.compile(c["pattern"]), Rule(f"furniture.{c['name']}", c["reason"]))
    )


@lru_cache(maxsize=1)
def _load_openings() -> tuple[tuple[Pattern, frozenset[str] | None], ...]:
    return tuple((pattern, find_openings(pattern.regex.pattern)) for pattern in load_furniture())


@lru_cache(maxsize=1 << 12)
def _patterns_at(char: str) -> tuple[Pattern, ...]:
    """The patterns, in the file's order, that can match a text which begins with `char`: a few of them."""
    return tuple(pattern for pattern, starts in _load_openings() if may_begin(char, starts))


def find_furniture(text: str) -> Rule | None:
    """Why a line's text is page furniture, None if it is not.

    >>> find_furniture("放大 缩小 默认").reason
    '阅读工具栏'
    """
    if len(text) > LONGEST:
        return None
    for pattern in _patterns_at(text[:1]):
        if pattern.regex.fullmatch(text):
            return pattern.rule
    return None


def split_furniture(lines: list[Line], *, flowing: bool) -> tuple[list[Line], list[tuple[Line, Rule]]]:
    """(lines to read on, furniture lines with their reason).

    In columns a body line may read like furniture (第2期 opens one), so there a
    block between blank lines goes only if each of its lines does.
    """
    kept: list[Line] = []
    dropped: list[tuple[Line, Rule]] = []
    headings = find_headings(lines)
    # a date amid a letter is set in as its paragraphs are
    indent = find_body_indent(lines) if flowing else 0.0
    begin = 0
    for i in range(1, len(lines) + 1):
        if i < len(lines) and not (flowing or lines[i].gap):
            continue
        block = lines[begin:i]
        told = lines[begin].number in headings or (indent and lines[begin].indent == indent)
        rules = None if told else _find_rules(block)
        if rules is None:
            kept.extend(block)
        else:
            dropped.extend(zip(block, rules, strict=True))
        begin = i
    return _with_gaps(kept, dropped) if dropped else kept, dropped


def _find_rules(block: Sequence[Line]) -> list[Rule] | None:
    """Why each line of a block is furniture, None as soon as one is not: most blocks' first line tells."""
    rules: list[Rule] = []
    for line in block:
        rule = find_furniture(line.text)
        if rule is None:
            return None
        rules.append(rule)
    return rules


def _with_gaps(kept: Sequence[Line], dropped: Sequence[tuple[Line, Rule]]) -> list[Line]:
    """A dropped line parts what stands around it, as a blank one does."""
    gone = {line.number for line, _ in dropped}
    return [line._replace(gap=1) if not line.gap and line.number - 1 in gone else line for line in kept]
