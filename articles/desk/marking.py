"""A text cut at the ends of its marks, for templates that escape every piece."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, pairwise


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
    begins: dict[int, list[Mark]] = {}
    ends: dict[int, list[Mark]] = {}
    for mark in marks:
        start, end = max(mark.start - offset, 0), min(mark.end - offset, len(text))
        if start < end:
            begins.setdefault(start, []).append(mark)
            ends.setdefault(end, []).append(mark)
    cuts = sorted({0, len(text), *begins, *ends})
    pieces: list[Piece] = []
    open_marks: list[Mark] = []
    for a, b in pairwise(cuts):
        open_marks = [m for m in open_marks if m not in ends.get(a, ())] + begins.get(a, [])
        pieces.append(Piece(text[a:b], tuple(open_marks)))
    return pieces


def cut_paragraphs(text: str, marks: Iterable[Mark]) -> list[list[Piece]]:
    """The paragraphs of a text (parted by "\\n"), each cut at the marks."""
    texts = text.split("\n")
    starts = list(accumulate((len(each) + 1 for each in texts), initial=0))
    inside: list[list[Mark]] = [[] for _ in texts]
    for mark in marks:
        first = max(bisect_right(starts, mark.start) - 1, 0)
        for n in range(first, min(bisect_right(starts, max(mark.end - 1, mark.start)), len(texts))):
            inside[n].append(mark)
    return [cut_at_marks(each, inside[n], starts[n]) for n, each in enumerate(texts)]
