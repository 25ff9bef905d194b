"""Everything public in one file: a ZIP of CSV tables with their data dictionary, written while it is sent."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

from articles.models import City, Indicator
from articles.pages.following import promises
from articles.pages.queries import listed_mentions, public_articles, public_metrics

from .columns import QUALIFIERS, Column, article_columns, metric_columns
from .downloads import PROMISES, WARNINGS, counted_counties, grouped_programs, public_aliases, refuse
from .filters import filter_programs
from .record_columns import (
    alias_columns,
    city_columns,
    county_columns,
    indicator_columns,
    mention_columns,
    program_columns,
    promise_columns,
)
from .rows import in_pieces, load_articles, load_mentions, load_metrics, load_promises
from .spreadsheets import iter_csv


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the dump: the name of its file, what it holds, its columns and rows."""

    key: str
    title: str
    holds: str
    columns: Callable[[str], Sequence[Column]]
    rows: Callable[[HttpRequest], Iterable[Any]]


TABLES = (
    Table(
        "metrics",
        "数字",
        "公开报道里的每一个数字，带限定、口径、期间、原句和出处",
        metric_columns,
        lambda _: in_pieces(public_metrics().order_by("-published_on", "-article_id", "pk"), load_metrics),
    ),
    Table(
        "articles",
        "报道",
        "公开报道的标题、地区、来源和引文，不含全文",
        article_columns,
        lambda _: in_pieces(public_articles().order_by("-published_on", "-pk"), load_articles),
    ),
    Table(
        "mentions",
        "项目提及",
        "哪一篇报道提到哪一个项目，文中怎样写",
        mention_columns,
        lambda _: in_pieces(listed_mentions().order_by("article_id", "pk"), load_mentions),
    ),
    Table(
        "promises",
        "承诺",
        "每一个计划数：期限、状态和后来的报道",
        promise_columns,
        lambda _: in_pieces(promises().order_by("-published_on", "-pk"), load_promises, PROMISES),
    ),
    Table(
        "programs",
        "项目",
        "有公开报道的项目",
        program_columns,
        lambda request: grouped_programs(filter_programs(request)),
    ),
    Table("aliases", "别名", "项目在各地的叫法", alias_columns, lambda _: public_aliases()),
    Table("indicators", "指标", "指标的代码、单位和说明", indicator_columns, lambda _: Indicator.objects.all()),
    Table("cities", "设区市", "浙江11个设区市", city_columns, lambda _: City.objects.all()),
    Table("counties", "县（市、区）", "各县（市、区）和见报情况", county_columns, lambda _: counted_counties()),
)


def dump(request: HttpRequest) -> HttpResponseBase:
    """`/api/v1/dump.zip`: all public tables. It has no conditions."""
    if request.GET:
        return refuse(request, [f"参数“{name[:20]}”" for name in request.GET], "dump", "zip")
    now = timezone.localtime()
    response = StreamingHttpResponse(stream_zip(files_of(request, now), now), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="unionwatch-{now:%Y%m%d}.zip"'
    return response


def files_of(request: HttpRequest, now: datetime) -> Iterator[tuple[str, Iterable[str]]]:
    """Name and text of each file, the text in pieces."""
    base = request.build_absolute_uri("/")
    yield "README.txt", [read_me(now, base)]
    yield "dictionary.csv", iter_csv(dictionary(), DICTIONARY_COLUMNS)
    for table in TABLES:
        yield f"{table.key}.csv", iter_csv(table.rows(request), table.columns(base))


def stream_zip(files: Iterable[tuple[str, Iterable[str]]], now: datetime) -> Iterator[bytes]:
    """A ZIP file as bytes, a piece at a time; memory does not grow with the tables."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in files:
            entry = zipfile.ZipInfo(name, now.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as file:
                for piece in pieces:
                    file.write(piece.encode())
                    if len(pipe) > SENT_AT_ONCE:
                        yield pipe.take()
    yield pipe.take()


#: Bytes gathered before they are sent.
SENT_AT_ONCE = 64 * 1024


class _Pipe:
    """A file without a place to seek to: what is written waits to be taken."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def write(self, data: bytes) -> int:
        self.waiting += data
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def __len__(self) -> int:
        return len(self.waiting)

    def take(self) -> bytes:
        data, self.waiting = bytes(self.waiting), bytearray()
        return data


# -- the dictionary

KINDS = {"text": "文字", "number": "数", "date": "日期"}
DICTIONARY_COLUMNS = (
    Column("file", "文件", lambda r: r[0]),
    Column("table", "表", lambda r: r[1]),
    Column("position", "次序", lambda r: r[2]),
    Column("header", "列名", lambda r: r[3]),
    Column("key", "接口里的键", lambda r: r[4]),
    Column("kind", "类型", lambda r: r[5]),
    Column("note", "说明", lambda r: r[6]),
)


def dictionary() -> Iterator[tuple[str, str, int, str, str, str, str]]:
    """One row for each column of each table."""
    for table in TABLES:
        for position, column in enumerate(table.columns(""), start=1):
            yield (
                f"{table.key}.csv", table.title, position, column.header, column.key, KINDS[column.kind], column.note
            )  # fmt: skip


def read_me(now: datetime, base: str) -> str:
    """What the file holds and how it may be used."""
    lines = [
        "浙江工会项目观察 · 全部公开数据",
        f"生成：{now:%Y-%m-%d %H:%M}，{base}",
        "",
        *(f"{table.key}.csv　{table.title}：{table.holds}。" for table in TABLES),
        "dictionary.csv　各表各列的意思。",
        "",
        "CSV 为 UTF-8 带签名，Excel 和 WPS 可直接打开；以公式符号开头的文字前加了撇号。",
        "报道、数字和项目提及以“报道编号”相连，项目以“项目地址”相连，地区以 GB/T 2260 代码相连，指标以代码相连。",
        f"限定的取值：{'；'.join(QUALIFIERS.values())}。",
        "空格是文中没有说，不是零。没有报道不等于没有做。",
        *WARNINGS,
        "原句版权归原刊，此处为说明出处的引用；数字可以使用，请连同限定、口径、期间和引文一起引用。",
    ]
    return "\ufeff" + "\r\n".join(lines) + "\r\n"
