"""Whether a quantity reads as a figure of the union's work: its measure word, its size and the words round it.

The rules of `refusals.py` know the kinds of numbers that are none. Stories have more than any list foresees: how
many points buy a hat (攒够300分换一顶凉帽), how small firms are (多在百人以下). So each quantity that passes the rules
is weighed by which quantities of annotated articles were entered as figures, those that the rules refuse among them.
Every feature is there or not; the weights are in `lexicon/weights.tsv`, model `figures`, as `unit.趟` or `before.惠及`,
the rare has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from articles.parser.facts.clauses import Clauses
from articles.parser.facts.linear import load_weights
from articles.parser.facts.quantities import Quantity
from articles.parser.lexicon import Lexicon
from articles.parser.overlay import NEVER
from articles.parser.records import Rule

#: How many characters are read before and behind a quantity in its clause, and of the clause that follows.
_BEFORE: Final = 10
_AFTER: Final = 8
_NEXT: Final = 8
#: Log odds of a figure below which a quantity is refused: one chance in seven.
REFUSED: Final = -1.8
#: So far before a number a word of its sentence is still said of it, so that a text without a stop stays cheap.
_SAID: Final = 400
_TEN: Final = 10
_DIGIT: Final = re.compile(r"\d")
_UNLIKELY: Final = Rule("refused.wording", "从量词、大小和前后用词看，不像工作成效的数字")


@lru_cache(maxsize=4)
def _said(lexicon: Lexicon) -> re.Pattern[str]:
    """The words of a sentence that have a weight (said.累计) as one pattern."""
    words = [f.removeprefix("said.") for f in load_weights(lexicon, "figures") if f.startswith("said.")]
    return re.compile("|".join(sorted(map(re.escape, words), reverse=True)) or NEVER)


def refuse_unlikely(quantity: Quantity, clauses: Clauses, lexicon: Lexicon) -> Rule | None:
    """The reason to refuse a quantity of an article's body whose wording speaks against a figure, or None.

    Not asked of what has rules of its own: times (30分钟内响应), shares (90%以上的站点) and digits in words (两个赛项).
    """
    weights = load_weights(lexicon, "figures")
    if not weights or _has_a_rule(quantity):
        return None
    features = set(find_figure_wording(quantity, clauses, _said(lexicon)))
    return _UNLIKELY if weigh_wording(features, weights) < REFUSED else None


def _has_a_rule(quantity: Quantity) -> bool:
    family = quantity.unit.family if quantity.unit else ""
    return family in ("time", "ratio") or (quantity.chinese and quantity.value < _TEN)


def weigh_wording(features: set[str], weights: dict[str, float]) -> float:
    """The log odds that a quantity with these features is a figure."""
    score = weights["bias"]
    for feature in features:
        weight = weights.get(feature)
        if weight is not None:
            score += weight
    return score


def find_figure_wording(
    quantity: Quantity, clauses: Clauses, said: re.Pattern[str], passes: bool = True
) -> Iterator[str]:
    """What there is of a quantity with a measure word, by name; `said` finds the words that count in its sentence.

    Of 孟师傅跑了30趟 these are unit.趟, size.1, size.趟.1, before.跑了, last.了, ends.跑了 and more.
    `passes` says that the rules let it pass: few Chinese numerals do, and these mostly count.
    """
    text, start, end = clauses.text, quantity.start, quantity.end
    yield from _of_itself(quantity)
    if passes and quantity.chinese:
        yield "chinese.passes"
    clause, sentence = clauses.clause(start), clauses.sentence(start)
    yield from _of_place(start, clauses)
    for word in said.findall(text, max(sentence[0], start - _SAID), start):
        yield f"said.{word}"
    stop = max(clause[1], end)
    before, after = text[max(clause[0], start - _BEFORE) : start], text[end : min(end + _AFTER, stop)]
    # 31人是50周岁以上的妇女: what stands behind the next number is that one's
    after = _DIGIT.split(after, maxsplit=1)[0]
    following = text[stop + 1 : min(sentence[1], stop + 1 + _NEXT)]
    yield from (f"last.{before[-1:]}", f"ends.{before[-2:]}", f"first.{after[:1]}", f"opens.{after[:2]}")
    for where, words in (("before", before), ("after", after), ("next", following)):
        for at in range(len(words) - 1):
            yield f"{where}.{words[at : at + 2]}"


def _of_itself(quantity: Quantity) -> Iterator[str]:
    unit, size = quantity.unit.unit if quantity.unit else "", find_size(quantity.value)
    yield from (f"unit.{unit}", f"size.{size}", f"size.{unit}.{size}")
    if quantity.chinese:
        yield from ("chinese", f"chinese.{unit}")


def _of_place(start: int, clauses: Clauses) -> Iterator[str]:
    first, last = clauses.paragraph(start)
    if not clauses.paragraphs:
        yield "paragraph.only"
    elif not first:
        yield "paragraph.first"
    elif last >= len(clauses.text):
        yield "paragraph.last"
    if start == clauses.sentence(start)[0]:
        yield "opening.sentence"
    elif start == clauses.clause(start)[0]:
        yield "opening.clause"


def find_size(value: Decimal) -> int:
    """Tens, hundreds, thousands as 1, 2, 3, up to millions as 6.

    >>> find_size(Decimal(1200))
    3
    """
    return min(6, max(0, abs(value).adjusted())) if value else 0
