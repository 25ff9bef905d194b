"""Invented reports into the database by COPY: pages, articles, index, mentions, figures, with keys of our own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import connection, models
from django.db.models import Max

from articles.models import Article, ArticleIndex, Bulletin, Metric, MetricMention, Program, ProgramMention, Source
from articles.parser.words import cut_words
from articles.search.index import TERMS_VERSION
from articles.search.terms import build_tsvector

from .compose import ProgramSeed, Report, unit_family

SOURCE = "压力测量用虚构来源"
#: Tables that are filled, in the order of their foreign keys.
FILLED = (Bulletin, Article, ArticleIndex, ProgramMention, Metric)

Rows = dict[type[models.Model], list[dict[str, Any]]]


def has_real_bulletins() -> bool:
    """Whether the database holds anything but samples and invented pages."""
    return Bulletin.objects.filter(is_sample=False).exists()


def save_programs(programs: Sequence[ProgramSeed], prefix: str) -> list[ProgramSeed]:
    """The local programs as confirmed ones; returns them with their keys."""
    rows = [
        Program(slug=f"{prefix}-{n}", name=seed.name, category=seed.category, confirmed=True, pinyin=f"{prefix} {n:05}")
        for n, seed in enumerate(programs)
    ]
    Program.objects.bulk_create(rows, batch_size=1000)
    return [
        ProgramSeed(seed.name, seed.category, row.pk, seed.places) for seed, row in zip(programs, rows, strict=True)
    ]


class Copier:
    """Turns pages of reports into rows with keys counted on from the last ones, and copies them."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.source = Source.objects.get_or_create(name=SOURCE)[0]
        self.last = {model: model._default_manager.aggregate(m=Max("pk"))["m"] or 0 for model in FILLED}

    def key(self, model: type[models.Model]) -> int:
        self.last[model] += 1
        return self.last[model]

    def copy(self, pages: Iterable[list[Report]]) -> int:
        """Copy some pages; returns how many articles they had."""
        rows: Rows = {model: [] for model in FILLED}
        for page in pages:
            self._add_page(page, rows)
        for model, found in rows.items():
            copy_rows(model, found)
        return len(rows[Article])

    def _add_page(self, page: list[Report], rows: Rows) -> None:
        raw = "\n".join(f"{report.headline}\n{report.text}" for report in page)
        bulletin = self.key(Bulletin)
        rows[Bulletin].append({
            "id": bulletin, "raw_text": raw, "raw_sha256": hashlib.sha256(f"{bulletin} {raw}".encode()).hexdigest(),
            "source_id": self.source.pk, "published_on": page[0].day, "page": "2", "status": "published",
            "is_sample": True, "parser_version": "archive", "lexicon_version": "archive", "created_at": self.now,
            "released_at": self.now,
        })  # fmt: skip
        for position, report in enumerate(page):
            self._add_article(report, bulletin, position, rows)

    def _add_article(self, report: Report, bulletin: int, position: int, rows: Rows) -> None:
        article = self.key(Article)
        shared = {
            "city_id": report.place.city, "county_id": report.place.county, "published_on": report.day,
            "is_public": True,
        }  # fmt: skip
        rows[Article].append(
            {"id": article, "bulletin_id": bulletin, "position": position, "headline": report.headline,
             "text": report.text, "reviewed": True, **shared}
        )  # fmt: skip
        titles = f"{report.place.name} {' '.join(program.name for program, _ in report.programs)}"
        parts = [(report.headline, "A"), (titles, "A"), (report.text, "D")]
        vector = build_tsvector(parts, cut_once)
        rows[ArticleIndex].append({"article_id": article, "vector": vector, "terms_version": TERMS_VERSION})
        for program, start in report.programs:
            end = start + len(program.name)
            rows[ProgramMention].append(
                {"id": self.key(ProgramMention), "article_id": article, "program_id": program.pk, "name": program.name,
                 "start": start, "end": end, "quote": program.name, "spans": [["text", start, end]],
                 "review": "accepted", **shared}
            )  # fmt: skip
        for figure in report.figures:
            start, end = figure.period
            rows[Metric].append(
                {"id": self.key(Metric), "article_id": article,
                 "program_id": figure.program.pk if figure.program else None,
                 "indicator_id": figure.indicator.pk if figure.indicator else None,
                 "indicator_words": figure.words, "value": Decimal(figure.value), "unit": figure.unit,
                 "unit_family": unit_family(figure.unit), "qualifier": figure.qualifier,
                 "status": "planned" if figure.planned else "actual", "cumulative": figure.cumulative,
                 "period_start": start, "period_end": end, "start": figure.start, "end": figure.end,
                 "quote": report.text[figure.start : figure.end], "figure_start": figure.figure_start,
                 "figure_end": figure.end, "review": "accepted", **shared}
            )  # fmt: skip


@lru_cache(maxsize=200_000)
def _cut(run: str) -> tuple[str, ...]:
    return tuple(cut_words(run))


def cut_once(run: str) -> list[str]:
    """The words of a run; invented texts say the same things again and again."""
    return list(_cut(run))


def copy_rows(model: type[models.Model], rows: list[dict[str, Any]]) -> None:
    """COPY rows into the table of a model; a field that a row does not name gets the field's default."""
    if not rows:
        return
    fields = model._meta.concrete_fields
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    defaults = {str(field.column): field.get_default() for field in fields}
    as_json = {str(field.column) for field in fields if isinstance(field, models.JSONField)}
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            values = ((column, row.get(column, default)) for column, default in defaults.items())
            copy.write_row(
                [json.dumps(value, ensure_ascii=False) if column in as_json else value for column, value in values]
            )


def set_sequences() -> None:
    """The next row of each filled table gets a key behind the copied ones."""
    from django.core.management.color import no_style

    models_with_keys = [model for model in (*FILLED, MetricMention) if model is not ArticleIndex]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models_with_keys):
            cursor.execute(statement)


def days_until(last: date, years: int) -> date:
    """The first day of an archive of so many years that ends on `last`."""
    return date(last.year - years + 1, 1, 1)
