"""Downloads: every list as CSV and XLSX, of exactly the rows that its conditions leave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from articles.models import Category
from articles.pages.filters import ListFilter

from .columns import Column, article_columns, metric_columns
from .filters import filter_articles, filter_metrics, filter_programs
from .spreadsheets import csv_response, xlsx_response


@dataclass(frozen=True, slots=True)
class Download:
    """A table to take away: its rows under a request's conditions, and its columns."""

    title: str
    filters: Callable[[HttpRequest], ListFilter]
    columns: Callable[[str], Sequence[Column]]
    rows: Callable[[ListFilter], Iterable[Any]]


def _streamed(filters: ListFilter) -> Iterable[Any]:
    return filters.qs.iterator(chunk_size=2000)


def _programs(filters: ListFilter) -> Iterable[Any]:
    """One row a program, as the list shows them."""
    return (
        filters.qs.order_by()
        .values(label=F("program__name"), slug=F("program__slug"), category=F("program__category"))
        .annotate(
            counties=Count("county", distinct=True), articles=Count("article", distinct=True), last=Max("published_on")
        )
        .order_by("-last", "label")
    )


def program_columns(base: str) -> Sequence[Column]:
    """Columns of a program in a list: reach, reports, last report."""
    return (
        Column("program", "项目", lambda r: r["label"], 24),
        Column("category", "类别", lambda r: Category(r["category"]).label),
        Column("counties", "县数", lambda r: r["counties"]),
        Column("articles", "报道", lambda r: r["articles"]),
        Column("last", "最近见报", lambda r: r["last"]),
        Column("address", "网址", lambda r: f"{base.rstrip('/')}/programs/{r['slug']}/", 40),
    )


DOWNLOADS = {
    "metrics": Download("数字", filter_metrics, metric_columns, _streamed),
    "articles": Download("报道", filter_articles, article_columns, _streamed),
    "programs": Download("项目", filter_programs, program_columns, _programs),
}


def download(request: HttpRequest, table: str, suffix: str) -> HttpResponseBase:
    """`/export/metrics.csv?county=330803`: the rows as a file. An unknown table is a 404."""
    if table not in DOWNLOADS:
        raise Http404(table)
    kind = DOWNLOADS[table]
    filters = kind.filters(request)
    columns = kind.columns(request.build_absolute_uri("/"))
    name = f"unionwatch-{table}-{timezone.localdate():%Y%m%d}"
    if suffix == "csv":
        return csv_response(kind.rows(filters), columns, name)
    return xlsx_response(kind.rows(filters), columns, name, _notes(kind, filters))


def _notes(kind: Download, filters: ListFilter) -> list[str]:
    conditions = "；".join(chip.words for chip in filters.chips) or "无（全部）"
    ignored = [f"看不懂、没有用上的条件：{'；'.join(filters.ignored)}"] if filters.ignored else []
    return [
        f"浙江工会项目观察 · {kind.title}",
        f"导出日期：{timezone.localdate().isoformat()}",
        f"筛选条件：{conditions}",
        *ignored,
        "数字从报道中读出、经人核对，不是统计公报；限定（以上、余、近）和口径（计划、实绩、累计）须与数值一起引用。",
        "标“示例”的行来自示例版面，不作引用。",
    ]
