"""From a place in an article to the place in the paste, by the stored runs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from articles.models import Article


def get_runs(article: Article, part: str) -> list[list[int]]:
    """[[start, raw, length], …] of a part of an article."""
    return list(article.text_runs if part == "text" else article.part_runs.get(part, []))


def find_raw_span(article: Article, part: str, start: int, end: int) -> tuple[int, int] | None:
    """The smallest raw span behind `part[start:end]`; None where a person typed the words."""
    return span_in_runs(get_runs(article, part), start, end)


def span_in_runs(runs: Sequence[Sequence[int]], start: int, end: int) -> tuple[int, int] | None:
    """As `find_raw_span`, over runs [[start, raw, length], …]."""
    places = [
        (raw + max(start, at) - at, raw + min(end, at + length) - at)
        for at, raw, length in runs
        if at < end and start < at + length
    ]
    return (min(a for a, _ in places), max(b for _, b in places)) if places else None


def find_line_starts(raw: str) -> list[int]:
    """Where each line of the paste begins."""
    starts = [0]
    at = raw.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = raw.find("\n", at + 1)
    return starts


def find_line(starts: Sequence[int], offset: int) -> int:
    """The number (0-based) of the line that holds a raw offset."""
    return bisect_right(starts, offset) - 1
