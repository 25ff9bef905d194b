"""The list of programs and the page of one program."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django_tables2 import RequestConfig

from articles.models import Metric, Program, ProgramAlias

from .. import facets
from ..filters import ProgramFilter
from ..places import load_gazetteer
from ..queries import public_metrics
from ..tables import ProgramExtras, ProgramTable
from ..tallies import program_tallies

PER_PAGE = 20


def program_list(request: HttpRequest) -> HttpResponse:
    gazetteer = load_gazetteer()
    filters = ProgramFilter(request.GET, queryset=program_tallies(), gazetteer=gazetteer, today=timezone.localdate())
    extras = ProgramExtras(gazetteer)
    table = ProgramTable(grouped(filters.qs), extras=extras)
    table.caption = "项目列表"
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    gather_extras(extras, filters, {row.record["program_id"]: row.record["figures"] for row in table.paginated_rows})
    context = {
        "section": "programs",
        "filters": filters,
        "table": table,
        "total": table.paginator.count,
        "facets": program_facets(filters),
        "sorted_by": sorted_by(table),
        "dropping": rows_without(filters) if not table.paginator.count else [],
    }
    return render(request, "pages/program_list.html", context)


SORT_WORDS = {
    "name": ("按名称排列", "按名称倒排"),
    "category": ("按类别排列", "按类别倒排"),
    "counties": ("县数由少到多", "县数由多到少"),
    "articles": ("报道由少到多", "报道由多到少"),
    "last": ("由远到近", "按最近见报排列"),
}


def sorted_by(table: ProgramTable) -> str:
    """The order of the rows in words."""
    key = next(iter(table.order_by), "-last")
    return SORT_WORDS[key.lstrip("-")][key.startswith("-")]


def grouped(tallies: QuerySet) -> QuerySet:
    """One row a program: counties, articles, last date."""
    shown = {"category": F("program__category"), "pinyin": F("program__pinyin")}
    return tallies.order_by().values("program_id", "counties", "articles", "figures", "last", **shown)


def gather_extras(extras: ProgramExtras, filters: ProgramFilter, figures: dict[int, int]) -> None:
    """Names, aliases, newest figure of the programs on this page of the list, within the place and year asked for.

    `figures` says how many figures each of them has there.
    """
    newest = public_metrics().filter(program=OuterRef("pk"))
    for name in ("city", "county"):
        if value := filters.chosen(name):
            newest = newest.filter(**{name: value})
    if year := filters.chosen("year"):
        newest = newest.filter(published_on__year=year)
    newest = newest.order_by("-published_on", F("indicator").asc(nulls_last=True), "pk").values("pk")[:1]
    programs = Program.objects.filter(pk__in=figures).annotate(newest=Subquery(newest))
    extras.programs = {program.pk: program for program in programs}
    extras.figures = figures
    wanted = [program.newest for program in extras.programs.values() if program.newest]
    extras.latest = {m.program_id: m for m in Metric.objects.filter(pk__in=wanted).select_related("indicator")}
    extras.aliases = aliases_of(extras.programs)


def aliases_of(programs: dict[int, Program]) -> dict[int, list[str]]:
    """Other names than the program's own, those used everywhere first."""
    names = defaultdict(list)
    for alias in ProgramAlias.objects.filter(program__in=list(programs)).order_by("place", "name"):
        if alias.name != programs[alias.program_id].name and alias.name not in names[alias.program_id]:
            names[alias.program_id].append(alias.name)
    return names


def program_facets(filters: ProgramFilter) -> list[facets.Facet]:
    return [
        facets.category_facet(filters),
        facets.place_facet(filters),
        facets.year_facet(filters),
        facets.status_facet(filters),
    ]


def rows_without(filters: ProgramFilter) -> list[tuple[str, str, int]]:
    """For an empty list: each condition, the address without it, and how many programs that would leave."""
    names = [name for name in filters.filters if filters.chosen(name)]
    return [
        (filters.words_of(name), chip.href, filters.excluding(name).aggregate(n=Count("program", distinct=True))["n"])
        for name, chip in zip(names, filters.chips, strict=True)
    ]
