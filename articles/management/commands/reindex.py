"""`manage.py reindex`: make the search index anew, after the cut of words or the lexicon has changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from articles.models import Article
from articles.search.index import TERMS_VERSION, for_index, index_articles

#: Articles held in memory at a time.
CHUNK = 500


class Command(BaseCommand):
    help = "重建检索索引。 / Makes the search index anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stale", action="store_true", help="only articles indexed by another version, or never")

    def handle(self, *args: Any, stale: bool, **options: Any) -> None:
        rows = Article.objects.exclude(search_index__terms_version=TERMS_VERSION) if stale else Article.objects.all()
        ids = list(rows.order_by("pk").values_list("pk", flat=True))
        with tqdm(total=len(ids), unit="篇", disable=None) as bar:
            for start in range(0, len(ids), CHUNK):
                bar.update(index_articles(for_index(ids[start : start + CHUNK])))
        self.stdout.write(f"已索引 {len(ids)} 篇。")
