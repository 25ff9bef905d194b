"""Downloads: every table as CSV and XLSX, of exactly the rows that its conditions leave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from articles.models import City, County, Indicator, ProgramAlias
from articles.pages.filters import ListFilter
from articles.pages.measures import programs_by_county
from articles.pages.peers import counts_by_county, figures_by_county

from .columns import Column, article_columns, metric_columns
from .filters import filter_articles, filter_metrics, filter_programs, filter_promises, refusal, refused
from .page_tables import PAGE_TABLES, Shown
from .record_columns import (
    alias_columns,
    city_columns,
    county_columns,
    indicator_columns,
    program_columns,
    promise_columns,
)
from .rows import in_pieces, load_articles, load_metrics, load_promises
from .spreadsheets import csv_response, xlsx_response

#: Promises are looked up with their news: a piece of them is one question to the database.
PROMISES = 100


@dataclass(frozen=True, slots=True)
class Taken:
    """Rows to take away, what they are, the conditions in words, and those that cannot be read."""

    title: str
    rows: Iterable[Any]
    conditions: str = ""
    ignored: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Download:
    """A table to take away: its rows under a request's conditions, and its columns."""

    title: str
    columns: Callable[[str], Sequence[Column]]
    take: Callable[[HttpRequest], Taken]


def _listed(
    title: str, read: Callable[[HttpRequest], ListFilter], rows: Callable[[ListFilter], Iterable[Any]]
) -> Callable[[HttpRequest], Taken]:
    """How to take the rows of a list with filters."""

    def take(request: HttpRequest) -> Taken:
        filters = read(request)
        words = "；".join(chip.words for chip in filters.chips)
        return Taken(title, rows(filters), words, refused(filters, request.GET))

    return take


def _whole(title: str, rows: Callable[[], Iterable[Any]]) -> Callable[[HttpRequest], Taken]:
    """How to take a table that has no conditions."""

    def take(request: HttpRequest) -> Taken:
        return Taken(title, rows(), ignored=[f"参数“{name[:20]}”" for name in request.GET])

    return take


def _of_page(show: Callable[[HttpRequest], Shown]) -> Callable[[HttpRequest], Taken]:
    """How to take the figures of a page with a table of its own making."""

    def take(request: HttpRequest) -> Taken:
        shown = show(request)
        return Taken(shown.title, shown.metrics, shown.title, shown.ignored)

    return take


def grouped_programs(filters: ListFilter) -> Iterable[dict[str, Any]]:
    """One row a program, as the list shows them."""
    named = {"label": F("program__name"), "slug": F("program__slug"), "category": F("program__category")}
    return filters.qs.order_by("-last", "program__name").values("counties", "articles", "last", **named)


@dataclass(frozen=True, slots=True)
class CountedCounty:
    """A county with what is published of it."""

    county: County
    articles: int
    programs: int
    figures: int
    last: date | None


def counted_counties() -> list[CountedCounty]:
    """All counties with their counts. Four queries."""
    counts, programs, figures = counts_by_county(), programs_by_county(), figures_by_county()
    return [
        CountedCounty(
            county,
            counts.get(county.code, {}).get("articles", 0),
            programs.get(county.code, 0),
            figures.get(county.code, 0),
            counts.get(county.code, {}).get("last"),
        )
        for county in County.objects.select_related("city").order_by("code")
    ]


def public_aliases() -> Iterable[ProgramAlias]:
    """Other names of the programs that the register shows."""
    vouched = ProgramAlias.objects.filter(program__merged_into=None).exclude(
        program__confirmed=False, program__from_lexicon=False
    )
    return vouched.select_related("program").order_by("program__category", "program__pinyin", "place", "name")


def metric_rows(filters: ListFilter) -> Iterable[Any]:
    return in_pieces(filters.qs, load_metrics)


def article_rows(filters: ListFilter) -> Iterable[Any]:
    return in_pieces(filters.qs, load_articles)


def promise_rows(filters: ListFilter) -> Iterable[Any]:
    rows = filters.qs.order_by(F("period_end").desc(nulls_last=True), "-published_on", "-pk")
    return in_pieces(rows, load_promises, PROMISES)


DOWNLOADS = {
    "metrics": Download("数字", metric_columns, _listed("数字", filter_metrics, metric_rows)),
    "articles": Download("报道", article_columns, _listed("报道", filter_articles, article_rows)),
    "programs": Download("项目", program_columns, _listed("项目", filter_programs, grouped_programs)),
    "promises": Download("承诺", promise_columns, _listed("承诺", filter_promises, promise_rows)),
    "aliases": Download("别名", alias_columns, _whole("别名", public_aliases)),
    "counties": Download("县（市、区）", county_columns, _whole("县（市、区）", counted_counties)),
    "cities": Download("设区市", city_columns, _whole("设区市", City.objects.all)),
    "indicators": Download("指标", indicator_columns, _whole("指标", Indicator.objects.all)),
}
DOWNLOADS |= {name: Download(name, metric_columns, _of_page(show)) for name, show in PAGE_TABLES.items()}


def download(request: HttpRequest, table: str, suffix: str) -> HttpResponseBase:
    """`/export/metrics.csv?county=330803`: the rows as a file. An unknown table is a 404.

    A condition that cannot be read is a 400 with a page that names it: a file must not hold more than was asked for.
    """
    if table not in DOWNLOADS:
        raise Http404(table)
    kind = DOWNLOADS[table]
    taken = kind.take(request)
    if taken.ignored:
        return refuse(request, taken.ignored, table, suffix)
    columns = kind.columns(request.build_absolute_uri("/"))
    name = f"unionwatch-{table}-{timezone.localdate():%Y%m%d}"
    if suffix == "csv":
        return csv_response(taken.rows, columns, name)
    return xlsx_response(taken.rows, columns, name, _notes(taken))


def refuse(request: HttpRequest, conditions: Sequence[str], table: str, suffix: str) -> HttpResponse:
    """A page in the stead of a file."""
    context = {"words": refusal(conditions), "table": table, "suffix": suffix, "section": "about", "at_section": True}
    return render(request, "pages/refused.html", context, status=400)


def _notes(taken: Taken) -> list[str]:
    return [
        f"浙江工会项目观察 · {taken.title}",
        f"导出日期：{timezone.localdate().isoformat()}",
        f"筛选条件：{taken.conditions or '无（全部）'}",
        *WARNINGS,
    ]


WARNINGS = (
    "数字从报道中读出、经人核对，不是统计公报；限定（以上、余、近）和口径（计划、实绩、累计）须与数值一起引用。",
    "标“示例”的行来自示例版面，不作引用。",
)
