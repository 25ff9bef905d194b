"""Marks on the original text: which characters a search found, and a snippet round the first of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .terms import fold


@dataclass(frozen=True, slots=True)
class Slice:
    """A stretch of text, found or not; whoever shows it escapes it."""

    text: str
    found: bool


def mark_terms(text: str, terms: Iterable[str]) -> list[Slice]:
    """`text` in slices, the terms marked; longer terms win, width and case do not count."""
    wanted = sorted({fold(t) for t in terms if t}, key=lambda t: (-len(t), t))
    if not wanted:
        return [Slice(text, False)]
    slices, at = [], 0
    for hit in re.finditer("|".join(map(re.escape, wanted)), fold(text)):
        if hit.start() > at:
            slices.append(Slice(text[at : hit.start()], False))
        slices.append(Slice(text[hit.start() : hit.end()], True))
        at = hit.end()
    if at < len(text):
        slices.append(Slice(text[at:], False))
    return slices


def cut_snippet(text: str, terms: Iterable[str], *, width: int = 90) -> list[Slice]:
    """At most about `width` characters round the first term, from a sentence's start where one is near."""
    folded = fold(text)
    hits = [i for i in (folded.find(fold(t)) for t in terms if t) if i >= 0]
    first = min(hits, default=0)
    start = max(0, first - width // 3)
    opening = max(text.rfind(mark, start, first) for mark in "。！？\n") + 1
    start = opening or start
    end = min(len(text), start + width)
    slices = mark_terms(text[start:end].replace("\n", " "), terms)
    if start:
        slices.insert(0, Slice("……", False))
    if end < len(text):
        slices.append(Slice("……", False))
    return slices
