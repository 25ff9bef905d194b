"""Names of private persons, hidden from the public: workers, parents, children and whom they help.

Reporters' bylines stay, so do office holders (工会主席, 负责人, 书记): what they do in
office is public. What is found: 王女士 and 胡师傅 by their titles, 小严 and 老周 where a
clause ends behind them, a full name behind what somebody is (骑手李东升说) and then
everywhere else in the same text. The words are in `private_names.tsv`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

#: What stands for a hidden name.
MASK = "某"
HANZI = "\u4e00-\u9fff"


@dataclass(frozen=True)
class NameRules:
    """The patterns built from the word list."""

    titled: re.Pattern[str]
    familiar: re.Pattern[str]
    full: re.Pattern[str]


@lru_cache(maxsize=1)
def load_name_rules() -> NameRules:
    """Read the word list once."""
    words: dict[str, list[str]] = {}
    with (Path(__file__).parent / "private_names.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            words.setdefault(row["kind"], []).append(row["word"])
    surname = f"[{''.join(words['surname'])}]"
    titles, roles, speech = (_alternatives(words[kind]) for kind in ("title", "role", "speech"))
    silence = rf"[^{HANZI}]|$"
    speaks = rf"(?={silence}|{speech})"
    ends = rf"(?={silence}|{speech}|{_alternatives(words['behind'])})"
    given = rf"(?:[{HANZI}]{speaks}|[{HANZI}]{{2}}{ends}|[{HANZI}]{ends})"
    return NameRules(
        titled=re.compile(rf"(?P<name>{surname}[{HANZI}]{{0,2}}?)(?={titles})"),
        familiar=re.compile(rf"(?<=[小老阿])(?P<name>{surname})(?={silence}|{speech}|和|的)"),
        full=re.compile(rf"(?:{roles})[“”]?(?!{_alternatives(words['word'])})(?P<name>{surname}(?!{titles}){given})"),
    )


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


#: What stands before a title that is no name: 各位女士, 老师傅.
NOT_BEFORE_TITLE = "老位名些个多新女男年轻"
#: Before 小X, 老X: a role, a break or a verb; not the middle of a word (大小, 从小, 中小).
WORDS_WITH_LITTLE = ("大小", "中小", "从小", "弱小", "幼小", "古老", "养老", "敬老", "尊老", "年老", "助老", "为老")


@lru_cache(maxsize=1024)
def find_full_names(text: str) -> frozenset[str]:
    """Full names that a text gives away by saying what somebody is: 骑手李东升说 → 李东升."""
    return frozenset(m["name"] for m in load_name_rules().full.finditer(text) if len(m["name"]) > 1)


def find_private_names(text: str, keep: Collection[str] = (), also: Collection[str] = ()) -> list[tuple[int, int]]:
    """Spans of `text` that name private persons, in order, without overlap.

    Names in `keep` stay; those in `also`, known from elsewhere in the article, are hidden too.
    """
    rules = load_name_rules()
    names = (find_full_names(text) | frozenset(also)) - set(keep)
    spans = {m.span("name") for m in rules.full.finditer(text) if m["name"] in names}
    for name in names:
        spans |= {m.span() for m in re.finditer(re.escape(name), text)}
    spans |= {span for m in rules.titled.finditer(text) if (span := _titled_span(m, keep))}
    spans |= {
        m.span("name")
        for m in rules.familiar.finditer(text)
        if text[max(0, m.start() - 2) : m.start()] not in WORDS_WITH_LITTLE
    }
    return _without_overlap(spans)


def _titled_span(match: re.Match[str], keep: Collection[str]) -> tuple[int, int] | None:
    """The surname right before a title, or a full name; nothing where an ordinary word stands there."""
    name = match["name"]
    if name in keep or name[-1] in NOT_BEFORE_TITLE:
        return None
    return match.span("name")


def _without_overlap(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def mask_names(text: str, keep: Collection[str] = (), also: Collection[str] = ()) -> str:
    """The text with each private name replaced by 某. For exports and titles, where nothing is marked."""
    parts, at = [], 0
    for start, end in find_private_names(text, keep, also):
        parts += [text[at:start], MASK]
        at = end
    return "".join([*parts, text[at:]])


class Story(Protocol):
    """What of an article the rule looks at."""

    kicker: str
    headline: str
    deck: str
    captions: str
    text: str
    reporters: list[str]
    trainees: list[str]
    correspondents: list[str]
    photographers: list[str]


def byline_names(article: Story) -> set[str]:
    """Everybody who signs the article: their names stay."""
    return {*article.reporters, *article.trainees, *article.correspondents, *article.photographers}


def private_names_of(article: Story) -> frozenset[str]:
    """Full names that the article gives away anywhere: to be hidden in each of its parts and quotes."""
    parts = (article.kicker, article.headline, article.deck, article.captions, article.text)
    return frozenset().union(*map(find_full_names, parts))


def mask_part(article: Story, text: str) -> str:
    """A part, title or quote of the article as the public may read it."""
    return mask_names(text, byline_names(article), private_names_of(article))
