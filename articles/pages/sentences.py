"""The sentence behind a figure: cut out of its article, marked, masked and cited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from articles.models import Article, Metric

ENDS = "。！？!?\n"
CLOSERS = "”’」』）)"


def kinds_of(metric: Metric) -> str:
    """The indicator's kinds (S, F/C …), "" where the figure has none."""
    return metric.indicator.kinds if metric.indicator else ""


def part_text(article: Article, part: str) -> str:
    """The text that spans of `part` count in."""
    return str(getattr(article, part))


def sentence_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or sentences that hold `text[start:end]`, closing quotation marks with them.

    >>> sentence_span("甲办了。乙办了38期。丙也办。", 7, 10)
    (4, 11)
    """
    left = max((text.rfind(mark, 0, start) for mark in ENDS), default=-1) + 1
    while left < start and text[left] in CLOSERS:
        left += 1
    stops = [place for mark in ENDS if (place := text.find(mark, max(start, end - 1))) >= 0]
    right = min(stops, default=len(text) - 1) + 1
    while right < len(text) and text[right] in CLOSERS:
        right += 1
    right = max(right, end)
    if text[right - 1] == "\n" and right - 1 >= end:
        right -= 1
    return left, right


@dataclass
class Sentence:
    """One sentence of one article with the figures read from it, in the order they stand."""

    article: Article
    part: str
    start: int
    end: int
    metrics: list[Metric] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The id of the sentence on a page: that of its first figure."""
        return f"m{self.metrics[0].pk}"

    @property
    def text(self) -> str:
        return part_text(self.article, self.part)[self.start : self.end]


def group_sentences(metrics: Iterable[Metric]) -> list[Sentence]:
    """Figures that stand in one sentence together, in the order the first of each comes.

    The metrics need their article loaded (`select_related("article")`).
    """
    found: dict[tuple[int, str, int], Sentence] = {}
    for metric in metrics:
        text = part_text(metric.article, metric.part)
        start, end = sentence_span(text, metric.start, min(metric.end, len(text)))
        key = (metric.article_id, metric.part, start)
        sentence = found.setdefault(key, Sentence(metric.article, metric.part, start, end))
        sentence.end = max(sentence.end, end)
        sentence.metrics.append(metric)
    for sentence in found.values():
        sentence.metrics.sort(key=lambda metric: metric.figure_start)
    return list(found.values())
