"""Articles into the search index."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Value
from django.db.models.functions import Cast

from articles.masking import mask_part
from articles.models import Article
from articles.models.search import ArticleIndex
from articles.parser.words import cut_words

from .terms import build_tsvector

#: Raised when the cut, or what is hidden from it, changes; `manage.py reindex` then makes the vectors anew.
TERMS_VERSION = "2"


def index_articles(articles: Iterable[Article]) -> int:
    """(Re)index stored articles with their place and program mentions; returns how many.

    Two queries for any number of articles: the mentions and places must be
    loaded (`for_index`), the vectors are written in one upsert.
    """
    rows = [
        ArticleIndex(
            article=article,
            vector=Cast(Value(build_tsvector(_parts(article), cut_words)), SearchVectorField()),
            terms_version=TERMS_VERSION,
        )
        for article in articles
    ]
    ArticleIndex.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["vector", "terms_version"],
        batch_size=200,
    )
    return len(rows)


def index_bulletin(bulletin: int) -> int:
    """(Re)index the articles of one bulletin; returns how many. Four queries."""
    return index_articles(for_index(Article.objects.filter(bulletin=bulletin).values_list("pk", flat=True)))


def for_index(ids: Iterable[int]) -> Iterable[Article]:
    """The articles with these ids, with all that the index reads."""
    return (
        Article.objects.filter(pk__in=list(ids)).select_related("city", "county").prefetch_related("program_mentions")
    )


def _parts(article: Article) -> list[tuple[str, str]]:
    """Titles, places and programs weigh A, captions C, the body D.

    Names of private persons are left out: what the public may not read, it must not find.
    """
    titles = "\n".join(filter(None, [article.headline, article.kicker, article.deck]))
    places = " ".join(str(place) for place in (article.city, article.county) if place)
    programs = " ".join(mention.name for mention in article.program_mentions.all())
    return [
        (mask_part(article, titles), "A"),
        (places, "A"),
        (programs, "A"),
        (mask_part(article, article.captions), "C"),
        (mask_part(article, article.text), "D"),
    ]
