"""An article's texts cut into paragraphs, sentences and clauses, all as spans.

The grammar of names and links reads titles, body and captions alike; a
`Passage` is one of these texts with its cuts, so that every rule counts in the
same offsets as `Story.part` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from articles.parser.records import Mention, Part, Story, make

Span = tuple[int, int]

TITLE_PARTS: Final[tuple[Part, ...]] = ("kicker", "headline", "deck")

# each opens with all the characters that it can begin with, so that re passes over the others at once
_SENTENCE_END: Final = re.compile(r"[。！？；!?;\n](?:(?<!\n)[。！？；!?;]*[”’）)]*)?")
_CLAUSE_END: Final = re.compile(r"[，。！？；：,!?;:\n—…](?:(?<=—)—|(?<=…)…|(?<![—…])[，。！？；：,!?;:\n]*[”’）)]*)")
_LINE_END: Final = re.compile("\n")


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of an article. `sentences` and `clauses` cover it without gap; ends are half-open."""

    part: Part
    text: str
    paragraphs: tuple[Span, ...]
    sentences: tuple[Span, ...]
    clauses: tuple[Span, ...]

    def mention(self, start: int, end: int) -> Mention:
        return make(Mention, (self.part, start, end, self.text[start:end]))

    def sentence_at(self, index: int) -> int:
        """The number of the sentence that holds `text[index]`."""
        return _at(self.sentences, index)

    def clause_at(self, index: int) -> int:
        return _at(self.clauses, index)

    def paragraph_at(self, index: int) -> int:
        return _at(self.paragraphs, index)


def _at(spans: tuple[Span, ...], index: int) -> int:
    # `bisect` would compare pairs, which costs more than to look at each of the few first numbers asked for here
    low, high = 0, len(spans)
    while low < high:
        middle = (low + high) // 2
        if spans[middle][0] > index:
            high = middle
        else:
            low = middle + 1
    return low - 1 if low else 0


def _cut(text: str, ends: re.Pattern[str]) -> tuple[Span, ...]:
    cuts = [mark.end() for mark in ends.finditer(text)]
    if not cuts or cuts[-1] < len(text):
        cuts.append(len(text))
    return tuple(zip((0, *cuts), cuts, strict=False))


def build_passage(part: Part, text: str, paragraphs: tuple[Span, ...] = ()) -> Passage:
    """A text with its cuts; without `paragraphs` each line is one.

    >>> build_passage("text", "开班了。来吧，好！").sentences
    ((0, 4), (4, 9))
    """
    spans = paragraphs or _cut(text, _LINE_END)
    return Passage(part, text, spans, _cut(text, _SENTENCE_END), _cut(text, _CLAUSE_END))


def story_passages(story: Story) -> Iterator[Passage]:
    """The texts of an article that say something: titles first, then the body, then the captions."""
    parts: tuple[Part, ...] = (*TITLE_PARTS, "text", "captions")
    for part in parts:
        text = story.part(part)
        if text:
            yield build_passage(part, text, story.paragraphs if part == "text" else ())
