"""Mending a title without losing what was read from it."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher

from articles.models import Article, Metric, MetricMention, ProgramMention

from .editing import EditRefused

Spans = dict[tuple[int, int], tuple[int, int] | None]


def relocate_titles(article: Article, titles: Mapping[str, str]) -> None:
    """Move every span that counts in a title to where its words stand in the new title.

    A mention that stands elsewhere too loses the place; evidence that would be
    lost altogether raises EditRefused. `part_runs` keep what is still the paste's.
    """
    for part, new in titles.items():
        old = article.part_text(part)
        for metric in Metric.objects.filter(article=article, part=part):
            _move_metric(metric, old, new)
        MetricMention.objects.filter(metric__article=article, part=part).exclude(quote__in=_runs_of(new)).delete()
        for again in MetricMention.objects.filter(metric__article=article, part=part):
            again.start, again.end = _demand(find_again(old, new, again.start, again.end), again.quote)
            again.save(update_fields=["start", "end"])
        for mention in article.program_mentions.all():
            _move_mention(article, mention, part, old, new)
        article.part_runs = {**article.part_runs, part: keep_runs(old, new, article.part_runs.get(part, []))}


def _runs_of(text: str) -> set[str]:
    """Every run of a title's characters; titles are short."""
    text = text[:200]
    return {text[a:b] for a in range(len(text)) for b in range(a + 1, len(text) + 1)}


def find_again(old: str, new: str, start: int, end: int) -> tuple[int, int] | None:
    """Where `old[start:end]` stands in `new`: the occurrence nearest to its old place; None if it is gone."""
    words, best, at = old[start:end], None, -1
    while (at := new.find(words, at + 1)) >= 0:
        if best is None or abs(at - start) < abs(best - start):
            best = at
    return None if best is None else (best, best + len(words))


def keep_runs(old: str, new: str, runs: list[list[int]]) -> list[list[int]]:
    """The runs of a mended title: what was typed has no place in the paste, what stayed keeps its own."""
    kept = []
    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        for start, raw, length in runs:
            a, b = max(start, block.a), min(start + length, block.a + block.size)
            if a < b:
                kept.append([block.b + a - block.a, raw + a - start, b - a])
    return kept


def _demand(span: tuple[int, int] | None, quote: str) -> tuple[int, int]:
    if span is None:
        raise EditRefused(f"“{quote}”是一个数字或项目的依据，改后的题目里没有了。请先不收那一条，再改题目。")
    return span


def _move_metric(metric: Metric, old: str, new: str) -> None:
    if metric.review == Metric.Review.REJECTED and find_again(old, new, metric.start, metric.end) is None:
        metric.delete()
        return
    start, end = _demand(find_again(old, new, metric.start, metric.end), metric.quote)
    shift = start - metric.start
    metric.start, metric.end = start, end
    metric.figure_start, metric.figure_end = metric.figure_start + shift, metric.figure_end + shift
    metric.save(update_fields=["start", "end", "figure_start", "figure_end"])


def _move_mention(article: Article, mention: ProgramMention, part: str, old: str, new: str) -> None:
    if not any(span[0] == part for span in mention.spans):
        return
    spans = []
    for place, start, end in mention.spans:
        found = find_again(old, new, start, end) if place == part else (start, end)
        if found:
            spans.append([place, *found])
    if not spans:
        if mention.review != ProgramMention.Review.REJECTED:
            _demand(None, mention.quote)
        mention.delete()
        return
    mention.spans = spans
    mention.part, mention.start, mention.end = spans[0]
    text = new if mention.part == part else article.part_text(mention.part)
    mention.quote = text[mention.start : mention.end]
    mention.save(update_fields=["spans", "part", "start", "end", "quote"])
