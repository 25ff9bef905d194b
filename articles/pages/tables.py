"""Tables of the lists, for django-tables2: columns, sort keys and cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Category, Metric, Program

from .figures import figure_of, status_html
from .places import Gazetteer
from .sentences import kinds_of

NONE = format_html('<span class="none">{}</span>', "未提及")


def cell(label: str = "", classes: str = "") -> dict:
    """Attributes of a column: `data-l` repeats its name where a phone stacks the row."""
    td = {"class": classes} | ({"data-l": label} if label else {})
    return {"th": {"scope": "col", "class": "n" if classes.split()[:1] == ["n"] else ""}, "td": td}


@dataclass
class ProgramExtras:
    """What a page of the program list needs beside the grouped rows, gathered in a few queries."""

    gazetteer: Gazetteer
    programs: Mapping[int, Program] = field(default_factory=dict)
    aliases: Mapping[int, list[str]] = field(default_factory=dict)
    figures: Mapping[int, int] = field(default_factory=dict)
    latest: Mapping[int, Metric] = field(default_factory=dict)


class ProgramTable(tables.Table):
    """One row a program, grouped over its mentions: see queries in `views.programs`."""

    name = tables.Column("项目", accessor="program_id", order_by="pinyin", attrs=cell())
    category = tables.Column("类别", attrs=cell(classes="run"))
    counties = tables.Column("县数", attrs=cell("县数", "n run"))
    articles = tables.Column("报道", attrs=cell("报道", "n run"))
    figures = tables.Column("数字", accessor="program_id", orderable=False, attrs=cell("数字", "n run"))
    latest = tables.Column("最近数字", accessor="program_id", orderable=False, attrs=cell("最近", "n run nl l2"))
    kind = tables.Column("口径", accessor="program_id", orderable=False, attrs=cell(classes="run l2"))
    place = tables.Column("地区", accessor="program_id", orderable=False, attrs=cell(classes="run l2"))
    last = tables.Column("最近见报", attrs=cell(classes="n run"))

    class Meta:
        order_by = "-last"
        template_name = "pages/_table.html"

    def __init__(self, data: QuerySet, *, extras: ProgramExtras, **kwargs):
        self.extras = extras
        super().__init__(data, **kwargs)

    def order_last(self, queryset: QuerySet, descending: bool):
        return queryset.order_by("-last" if descending else "last", "-articles", "pinyin"), True

    def order_counties(self, queryset: QuerySet, descending: bool):
        return queryset.order_by("-counties" if descending else "counties", "-articles", "pinyin"), True

    def render_name(self, value: int) -> SafeString:
        program = self.extras.programs[value]
        names = self.extras.aliases.get(value, [])
        also = "、".join(names[:3]) + (f" 等 {len(names)} 个别名" if len(names) > 3 else "")
        link = format_html('<a class="name" href="{}">{}</a>', reverse("program-detail", args=[program.slug]), program)
        return format_html('{}<br><span class="meta">{}</span>', link, also) if also else link

    def render_category(self, value: str) -> str:
        return str(Category(value).label)

    def render_counties(self, value: int) -> SafeString:
        return format_html('<span class="fig">{}<span class="u">个</span></span>', f"{value:,}")

    def render_articles(self, value: int) -> SafeString:
        return format_html('<span class="fig">{}<span class="u">篇</span></span>', f"{value:,}")

    def render_last(self, value: date) -> SafeString:
        return format_html("<time>{}</time>", value.isoformat())

    def render_figures(self, value: int) -> SafeString:
        return format_html(
            '<span class="fig">{}<span class="u">条</span></span>', f"{self.extras.figures.get(value, 0):,}"
        )

    def render_latest(self, value: int) -> SafeString:
        metric = self.extras.latest.get(value)
        return figure_of(metric).html() if metric else NONE

    def render_kind(self, value: int) -> SafeString | str:
        metric = self.extras.latest.get(value)
        return status_html(metric, kinds_of(metric)) if metric else "—"

    def render_place(self, value: int) -> str:
        metric = self.extras.latest.get(value)
        return self.extras.gazetteer.name(metric.city_id, metric.county_id) if metric else "—"
