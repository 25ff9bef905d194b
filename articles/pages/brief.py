"""A county's brief: one A4 page for a meeting, the same rows on paper and in Word."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.utils import timezone

from articles.models import County, PlaceTally

from .citations import cite
from .pairs import Pair
from .peers import peers_of
from .places import load_gazetteer
from .standing import county_scope, programs_of, promises_of, shelf_of, summary, unsaid

#: So many rows, sources (of two lines each) and peers fit on one A4 page together.
BRIEF_PAIRS = 9
BRIEF_SOURCES = 6


def build_brief(county: County, program: str = "") -> dict[str, Any]:
    """Plan and actual, what is due, what is unsaid, peers and sources of one county.

    `program` is the key of the program to show; the one with most figures without it.
    """
    gazetteer = load_gazetteer()
    scope = county_scope(county)
    programs = programs_of(scope)
    shelf = shelf_of(scope, programs, program)
    pairs = fitting(shelf.pairs) if shelf else []
    references = references_of(pairs)
    return {
        "county": county,
        "today": timezone.localdate(),
        "last": PlaceTally.objects.aggregate(last=Max("last"))["last"],
        "summary": summary(scope),
        "programs": programs,
        "shelf": shelf,
        "left_out": len(shelf.pairs) - len(pairs) if shelf else 0,
        "rows": [(pair, numbers_of(pair, references)) for pair in pairs],
        "references": [(mark, cite(article)) for mark, article in zip(CIRCLED, references, strict=False)],
        "promises": promises_of(scope, timezone.localdate())[:4],
        "unsaid": unsaid(scope, programs)[:12],
        "peers": peers_of(county, gazetteer.in_city(county.city_id), shelf),
    }


def fitting(pairs: list[Pair]) -> list[Pair]:
    """The first rows that fit on the page with their sources."""
    shown = pairs[:BRIEF_PAIRS]
    while len(shown) > 1 and len(references_of(shown)) > BRIEF_SOURCES:
        shown = shown[:-1]
    return shown


CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def references_of(pairs) -> list:
    """The articles behind the rows, each once, in the order of the rows."""
    found = {}
    for pair in pairs:
        for metric in (pair.plan, pair.actual):
            if metric:
                found.setdefault(metric.article_id, metric.article)
    return list(found.values())[: len(CIRCLED)]


def numbers_of(pair, references) -> str:
    """The circled numbers of the articles behind a row."""
    keys = [article.pk for article in references]
    cited = sorted({keys.index(m.article_id) for m in (pair.plan, pair.actual) if m and m.article_id in keys})
    return "".join(CIRCLED[place] for place in cited)
