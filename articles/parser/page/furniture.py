"""Lines that belong to the paper or the web page, not to an article.

The patterns are `lexicon/furniture.tsv`; each must match the whole line, for a
pattern that matches a part eats body lines sooner or later (阅读…).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from articles.parser.lexicon import read_table
from articles.parser.page.lines import Line
from articles.parser.records import Rule

#: No furniture line is longer; a limit keeps every pattern's time bounded.
LONGEST = 120


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


@lru_cache(maxsize=4096)
def find_furniture(text: str) -> Rule | None:
    """Why a line's text is page furniture, None if it is not.

    >>> find_furniture("放大 缩小 默认").reason
    '阅读工具栏'
    """
    if len(text) > LONGEST:
        return None
    for pattern in load_furniture():
        if pattern.regex.fullmatch(text):
            return pattern.rule
    return None


def split_furniture(lines: Sequence[Line], *, flowing: bool) -> tuple[list[Line], list[tuple[Line, Rule]]]:
    """(lines to read on, furniture lines with their reason).

    In columns a body line may read like furniture (第2期 opens one), so there a
    block between blank lines goes only if each of its lines does.
    """
    verdicts = [find_furniture(line.text) for line in lines]
    kept: list[Line] = []
    dropped: list[tuple[Line, Rule]] = []
    begin = 0
    for i in range(1, len(lines) + 1):
        if i < len(lines) and not (flowing or lines[i].gap):
            continue
        block = range(begin, i)
        whole = all(verdicts[j] for j in block)
        for j in block:
            rule = verdicts[j]
            if rule is not None and whole:
                dropped.append((lines[j], rule))
            else:
                kept.append(lines[j])
        begin = i
    return _with_gaps(kept, dropped), dropped


def _with_gaps(kept: Sequence[Line], dropped: Sequence[tuple[Line, Rule]]) -> list[Line]:
    """A dropped line parts what stands around it, as a blank one does."""

    gone = {line.number for line, _ in dropped}
    return [line._replace(gap=1) if not line.gap and line.number - 1 in gone else line for line in kept]
