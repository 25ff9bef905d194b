"""`manage.py make_archive --articles N`: an invented archive, to measure the pages on."""

from __future__ import annotations

import time
from itertools import islice
from random import Random
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.utils import timezone
from tqdm import tqdm

from articles.archive.compose import (
    LOCAL_PER_THOUSAND,
    MOST_LOCAL,
    Composer,
    IndicatorSeed,
    Place,
    ProgramSeed,
    invent_programs,
)
from articles.archive.copying import Copier, days_until, has_real_bulletins, save_programs, set_sequences
from articles.models import City, County, Indicator, Program

#: Pages copied at a time.
CHUNK = 600


class Command(BaseCommand):
    help = (
        "生成虚构的大档案，只供测量，不可用于正式站点。 / Fills a database with invented reports, for measuring alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--articles", type=int, required=True)
        parser.add_argument("--figures", type=int, default=5, help="figures an article, on average")
        parser.add_argument("--years", type=int, default=11)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--force", action="store_true", help="even beside real bulletins")

    def handle(
        self, *args: Any, articles: int, figures: int, years: int, seed: int, force: bool, **options: Any
    ) -> None:
        if has_real_bulletins() and not force:
            raise CommandError("数据库里有正式版面，不能放虚构数据。 / Real bulletins are here: use an empty database.")
        if not City.objects.exists() or not Program.objects.exists():
            raise CommandError("请先运行 seed_lexicon。 / Run seed_lexicon first.")
        began = time.monotonic()
        with transaction.atomic():
            self._fill(articles, figures, years, Random(seed))
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        self.stdout.write(f"已生成 {articles} 篇虚构报道，用时 {time.monotonic() - began:.0f} 秒。")

    def _fill(self, articles: int, figures: int, years: int, random: Random) -> None:
        today = timezone.localdate()
        composer = self._composer(articles, days_until(today, years), today, random)
        copier = Copier(timezone.now())
        pages = composer.compose(articles, figures)
        with tqdm(total=articles, unit="篇", disable=None) as bar:
            while chunk := list(islice(pages, CHUNK)):
                bar.update(copier.copy(chunk))
        set_sequences()

    def _composer(self, articles: int, first: Any, last: Any, random: Random) -> Composer:
        places = [Place(c.city_id, c.code, c.name) for c in County.objects.order_by("code")]
        random.shuffle(places)
        places[5:5] = [Place(city.code, None, city.name) for city in City.objects.order_by("order")]
        places.append(Place(None, None, "浙江省"))
        known = [ProgramSeed(p.name, p.category, p.pk) for p in Program.objects.filter(merged_into=None).order_by("pk")]
        random.shuffle(known)
        count = min(MOST_LOCAL, max(10, articles * LOCAL_PER_THOUSAND // 1000))
        number = Program.objects.count()
        local = invent_programs(range(number, number + count), places, sorted({p.category for p in known}), random)
        indicators = [
            IndicatorSeed(i.pk, i.name, i.units.split("/")[0] or "个", i.category)
            for i in Indicator.objects.order_by("code")
        ]
        return Composer(places, known, save_programs(local, f"archive-{number}"), indicators, first, last, random)
