"""Rows of large tables, read piece by piece: memory does not grow with them, nor does what the database sorts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from articles.models import Article, Metric, ProgramMention
from articles.pages.following import Followed, follow

Row = TypeVar("Row")

#: So many rows are held at a time.
PIECE = 1000
#: What an article carries for the desk alone; a page's raw text is thirty times as long as a figure's sentence.
UNUSED = ("text_runs", "part_runs", "shingles", "rejected", "places")


def in_pieces(rows: QuerySet, load: Callable[[list[int]], Iterable[Row]], size: int = PIECE) -> Iterator[Row]:
    """All rows in their order: keys first, then whole rows by `load`, `size` keys at a time."""
    keys = rows.values_list("pk", flat=True).iterator(chunk_size=size)
    while piece := list(islice(keys, size)):
        yield from load(piece)


def load_articles(keys: list[int]) -> list[Article]:
    """Articles with place and source, in the order of the keys. One query."""
    return _in_order(_articles().select_related("city", "county").in_bulk(keys), keys)


def load_metrics(keys: list[int]) -> list[Metric]:
    """Figures with all that their columns show, in the order of the keys. Two queries."""
    rows = Metric.objects.select_related("program", "indicator", "city", "county")
    return _in_order(rows.prefetch_related(Prefetch("article", _articles())).in_bulk(keys), keys)


def load_mentions(keys: list[int]) -> list[ProgramMention]:
    """Mentions with program and article, in the order of the keys. Two queries."""
    rows = ProgramMention.objects.select_related("program")
    return _in_order(rows.prefetch_related(Prefetch("article", _articles())).in_bulk(keys), keys)


def load_promises(keys: list[int]) -> list[Followed]:
    """Promises with what became of them by today, in the order of the keys."""
    return follow(load_metrics(keys), today=timezone.localdate())


def _articles() -> QuerySet[Article]:
    return Article.objects.select_related("bulletin__source").defer(*UNUSED, "bulletin__raw_text")


def _in_order(found: dict[int, Row], keys: list[int]) -> list[Row]:
    return [found[key] for key in keys if key in found]
