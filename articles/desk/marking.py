"""A text cut at the ends of its marks, for templates that escape every piece."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """`text[start:end]` is marked as `kind` (place, prog, fig, off); `ref` names the record, `why` says the reason."""

    start: int
    end: int
    kind: str
    ref: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same marks."""

    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def classes(self) -> str:
        return " ".join(dict.fromkeys(f"m-{mark.kind}" for mark in self.marks))

    @property
    def refs(self) -> str:
        return " ".join(dict.fromkeys(mark.ref for mark in self.marks if mark.ref))

    @property
    def why(self) -> str:
        return "；".join(dict.fromkeys(mark.why for mark in self.marks if mark.why))


def cut_at_marks(text: str, marks: Iterable[Mark], offset: int = 0) -> list[Piece]:
    """The pieces of `text`, in order; their texts joined are `text`.

    Marks count from `offset` before the text's start, so a paragraph can be cut
    with the marks of its article. Marks may nest and overlap.
    """
    inside = [m for m in marks if m.start < offset + len(text) and m.end > offset]
    edges = {0, len(text)}
    for mark in inside:
        edges |= {max(mark.start - offset, 0), min(mark.end - offset, len(text))}
    cuts = sorted(edges)
    return [
        Piece(text[a:b], tuple(m for m in inside if m.start < offset + b and m.end > offset + a))
        for a, b in pairwise(cuts)
    ]


def cut_paragraphs(text: str, marks: Iterable[Mark]) -> list[list[Piece]]:
    """The paragraphs of a text (parted by "\\n"), each cut at the marks."""
    marks = list(marks)
    paragraphs, offset = [], 0
    for paragraph in text.split("\n"):
        paragraphs.append(cut_at_marks(paragraph, marks, offset))
        offset += len(paragraph) + 1
    return paragraphs
