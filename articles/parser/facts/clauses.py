"""Where paragraphs, sentences, clauses and quotations of a text begin and end.

Marks are found once a text; every question afterwards is a binary search, so
that a page of one endless sentence stays as cheap as any other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

#: How far back any rule looks for what a figure depends on.
LOOK_BACK: Final = 240

_SENTENCE_MARKS: Final = frozenset("。！？!?\n")
# opens with all the characters that it can begin with, so that re passes over the others at once
_CLAUSE_END: Final = re.compile(r"[。！？!?\n，；;：:—,](?:(?<=—)—|(?<=,)(?!\d)|(?<![—,]))")
#: 本报讯 通讯员王芳报道 1.2万人次……: who reports is no part of the first sentence, though no mark stands between.
_LEAD: Final = re.compile(
    r"本[报刊][一-鿿]{0,2}讯(?:[^，。；\n]{0,60}?(?:记者|通讯员)[^，。；\n]{2,40}?报道)?[ 　:：]*"
)
_QUOTE: Final = re.compile(r"“[^“”\n]{0,400}”")
_SPEAKS: Final = re.compile(r"[，。！？…~～]")


@dataclass(frozen=True, slots=True)
class Clauses:
    """The cuts of one text: positions behind each mark, in order; spans of quoted speech."""

    text: str
    sentences: tuple[int, ...]
    clauses: tuple[int, ...]
    paragraphs: tuple[int, ...]
    speeches: tuple[tuple[int, int], ...]

    def sentence(self, index: int) -> tuple[int, int]:
        """The sentence that holds `index`, its end mark left out."""
        cuts, at = self.sentences, bisect_right(self.sentences, index)
        return cuts[at - 1] if at else 0, cuts[at] - 1 if at < len(cuts) else len(self.text)

    def clause(self, index: int) -> tuple[int, int]:
        """The clause that holds `index`, cut at ，；： and the sentence's end."""
        cuts, at = self.clauses, bisect_right(self.clauses, index)
        return cuts[at - 1] if at else 0, cuts[at] - 1 if at < len(cuts) else len(self.text)

    def paragraph(self, index: int) -> tuple[int, int]:
        """The paragraph that holds `index`."""
        cuts, at = self.paragraphs, bisect_right(self.paragraphs, index)
        return cuts[at - 1] if at else 0, cuts[at] - 1 if at < len(cuts) else len(self.text)

    def paragraphs_of(self, places: Iterable[int]) -> tuple[tuple[int, int], ...]:
        """The paragraphs that hold the places, which stand in order; each once, with the mark that ends it."""
        spans = dict.fromkeys(map(self.paragraph, places))
        return tuple([(start, end + 1) for start, end in spans])

    def speech(self, index: int) -> tuple[int, int] | None:
        """The span of the quoted speech round `index`, marks included, or None."""
        at = bisect_right(self.speeches, (index, len(self.text))) - 1
        if at >= 0 and self.speeches[at][0] <= index < self.speeches[at][1]:
            return self.speeches[at]
        return None


def cut_clauses(text: str) -> Clauses:
    """Cut a text into paragraphs, sentences and clauses.

    A quotation is speech if it holds a sentence or a clause (“一天能挣120元，知足了。”);
    “骑手爱新餐” is a name.
    """
    speeches = tuple([m.span() for m in _QUOTE.finditer(text) if _SPEAKS.search(m[0])])
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    clauses = tuple([mark.end() for mark in _CLAUSE_END.finditer(text, start)])
    # a clause ends wherever a sentence does, and a sentence wherever a line does
    sentences = tuple([end for end in clauses if text[end - 1] in _SENTENCE_MARKS])
    paragraphs = tuple([end for end in sentences if text[end - 1] == "\n"])
    # what goes before `start` is a piece of its own
    first = (start,) if start else ()
    return Clauses(text, first + sentences, first + clauses, paragraphs, speeches)
