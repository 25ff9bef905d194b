"""How well a paragraph would open a story, by what stands before it and behind it.

本报讯, a sign-off, a title between or a new measure settle it. Where none of
them stands, a small logistic model weighs whether the story before has come to
its end (how much of it there is, whether it looks ahead to next year's
figures) and whether something else begins (another county, another union, a
day and an hour, none of the words used so far).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from math import log
from typing import Final

from articles.parser.clean import HAN
from articles.parser.facts.byline import find_lead, is_signed_off
from articles.parser.lexicon import Lexicon
from articles.parser.page.blocks import Block, join_text
from articles.parser.page.headings import is_salutation
from articles.parser.page.lines import load_cues
from articles.parser.page.places import find_mentions
from articles.parser.page.weights import load_weights
from articles.parser.records import Rule

#: The places of a story are compared with those of this many paragraphs from the start on.
AHEAD: Final = 3
#: How far into a paragraph its place and its day are looked for, and how far back the prospects that close a story.
HEAD: Final = 40
DATELINE: Final = 24
TAIL: Final = 50
#: A story of this many characters is of middling length; more than LONG of them say nothing more.
MIDDLING: Final = 200
LEAST: Final = 20
LONG: Final = 450
#: Of fewer characters no story is cut off, and a signed paragraph in the run of a text is the end of one.
SHORTEST: Final = 60
#: More words in common make no difference.
MOST_SHARED: Final = 8
#: Paragraphs below these log odds are never thought of as a story's start.
LEAST_START: Final = -1.2
NEVER: Final = float("-inf")
_RUN: Final = re.compile(f"[{HAN}]{{3,}}")
#: What stories of any union share.
_STOCK: Final = re.compile("工会|职工|总工|本报|报道|负责|责人|通讯|记者|介绍")
_REASONS: Final = {
    "lead": "以“本报讯”或称呼开头",
    "ended": "上一段以署名结束",
    "loose": "前面隔着标题",
    "jump": "栏宽改变",
    "new_place": "出现新的地区",
    "new_head": "开头是新的地区",
    "dateline": "以时间开头",
    "prospect": "上一段是展望",
    "goal": "上一段以目标结束",
    "old_gone": "不再提到上一篇的地区",
    "new_union": "出现新的工会",
    "drift": "栏宽略变",
    "length": "上一篇已成篇幅",
}


#: What an editor puts behind a story.
_AFTERWORD: Final = re.compile(r"[【\[]?(?:编后语?|编辑手记|记者手记|(?:相关|新闻|名词)?链接)[】\]]?[：:]")


@dataclass(frozen=True)
class Passage:
    """A paragraph with what its reading needs, found once."""

    block: Block
    text: str
    places: frozenset[str]
    #: Those named among its first words.
    head_places: frozenset[str]
    issuers: frozenset[str]
    lead: bool

    @cached_property
    def runs(self) -> set[str]:
        """Every run of three Chinese characters, found only if it is asked for."""
        return {run[i : i + 3] for run in _RUN.findall(self.text) for i in range(len(run) - 2)}


@dataclass
class SoFar:
    """What the story that a paragraph might still belong to holds already."""

    last: Passage | None = None
    length: int = 0
    ended: bool = False
    places: set[str] = field(default_factory=set)
    _runs: set[str] = field(default_factory=set)
    _unread: list[Passage] = field(default_factory=list)

    def add(self, passage: Passage) -> None:
        self.last = passage
        self.length += len(passage.text)
        self.ended = is_signed_off(passage.text)
        self.places |= passage.places
        self._unread.append(passage)

    def count_shared(self, passage: Passage) -> int:
        """How many runs of three characters the story shares with a paragraph, those that all stories share aside."""
        for earlier in self._unread:
            self._runs |= earlier.runs
        self._unread.clear()
        telling = (run for run in self._runs & passage.runs if not _STOCK.search(run))
        return sum(1 for _ in islice(telling, MOST_SHARED))


def build_passage(block: Block, lexicon: Lexicon) -> Passage:
    text = join_text(block.lines)
    mentions = find_mentions(text, HEAD, lexicon)
    lead = find_lead(text) != "none" or bool(load_cues()["own_lead"].match(text)) or is_salutation(text)
    return Passage(block, text, *mentions, lead=lead)


def start_score(
    passage: Passage, sofar: SoFar, upcoming: Sequence[Passage], *, between: bool, least: float = NEVER
) -> tuple[float, Rule]:
    """log odds that `passage` opens a story, and the rule that names its strongest evidence.

    `sofar` is the story it would else belong to, `upcoming` the paragraph itself
    and the two behind it; `between` says that loose lines stand before it. Below
    `least` the words shared, which only speak against a start, are not counted.
    """
    w = load_weights()
    if sofar.last is None:
        return 99.0, Rule("story.first", "版面的第一篇正文")
    if _AFTERWORD.match(passage.text):
        return NEVER, Rule("story.afterword", "编后语属上一篇")
    features = _find_features(passage, sofar, sofar.last, upcoming, between=between)
    parts = {name: w[f"start.{name}"] * value for name, value in features.items()}
    score = w["start.bias"] + sum(parts.values())
    if score > least and not passage.lead:
        parts["shared"] = w["start.shared"] * _count_shared(passage, sofar)
        score += parts["shared"]
    strongest = max(parts, key=lambda name: parts[name])
    return score, Rule(f"story.{strongest}", _REASONS.get(strongest, "综合判断为新的一篇"))


def find_start_features(
    passage: Passage, sofar: SoFar, before: Passage, upcoming: Sequence[Passage], *, between: bool
) -> dict[str, float]:
    """What speaks for and against `passage` as a start, by the names of its weights: 1 each, lengths as logarithms."""
    features = _find_features(passage, sofar, before, upcoming, between=between)
    return features if passage.lead else features | {"shared": _count_shared(passage, sofar)}


def _find_features(
    passage: Passage, sofar: SoFar, before: Passage, upcoming: Sequence[Passage], *, between: bool
) -> dict[str, float]:
    """`find_start_features` but for the words shared, which take longest to count; 本报讯 settles it without them."""
    change = abs(passage.block.measure - before.block.measure)
    fired = {
        "lead": passage.lead,
        "ended": sofar.ended,
        "loose": between,
        "jump": change >= 2,
        "drift": change == 1,
        "no_gap": passage.block.lines[0].gap == 0,
        "tail": not (sofar.ended or between) and len(passage.text) < SHORTEST and is_signed_off(passage.text),
        **_look_back(passage, sofar, before),
        **_look_ahead(passage, sofar, upcoming),
    }
    features = {name: 1.0 for name, on in fired.items() if on}
    features["length"] = log(min(max(sofar.length, LEAST), LONG) / MIDDLING)
    return features


def _count_shared(passage: Passage, sofar: SoFar) -> float:
    return log(1 + sofar.count_shared(passage))


def _look_back(passage: Passage, sofar: SoFar, before: Passage) -> dict[str, bool]:
    """Whether the story before has come to its end."""
    cues = load_cues()
    tail = before.text[-TAIL:]
    return {
        "prospect": bool(cues["prospect"].search(tail)),
        "goal": bool(cues["goal"].search(tail)),
        "resume": bool(cues["resume"].match(passage.text)),
        "speaks": bool(cues["speaks"].match(passage.text)),
    }


def _look_ahead(passage: Passage, sofar: SoFar, upcoming: Sequence[Passage]) -> dict[str, bool]:
    """Whether something else begins: another place, another union, a day and an hour."""
    seen = sofar.places
    later = set().union(*(p.places for p in upcoming))
    # the city of a county that the story has named is nothing new
    new = {code for code in passage.places - seen if not (code.endswith("00") and code[:4] in {c[:4] for c in seen})}
    return {
        "new_place": bool(new and seen),
        "new_head": bool(new & passage.head_places),
        "old_gone": bool(seen and later and not later & seen),
        "new_union": bool(passage.issuers - seen),
        "dateline": bool(load_cues()["dateline"].search(passage.text[:DATELINE])),
    }
