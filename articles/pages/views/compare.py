"""Two to six counties side by side."""

from __future__ import annotations

from collections import defaultdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Category, County

from ..charts import Bar, nice_top, ranked_bar
from ..filters import unread
from ..peers import column_of, counts_by_county, newest_figures
from ..places import load_gazetteer
from ..tallies import by_county, program_tallies

FEWEST, MOST = 2, 6


def compare(request: HttpRequest) -> HttpResponse:
    """`?county=330803&county=330784…`; fewer than two, and the page asks for more."""
    gazetteer = load_gazetteer()
    counties, ignored = read_counties(request)
    category = read_category(request)
    groups = build_groups(counties, category) if len(counties) >= FEWEST else []
    counts = counts_by_county()
    context = {
        "section": "metrics",
        "at_section": True,
        "gazetteer": gazetteer,
        "counties": counties,
        "counts": [(county, counts.get(county.code)) for county in counties],
        "slots": [counties[place] if place < len(counties) else None for place in range(MOST)],
        "ignored": dict(enumerate(ignored)),
        "enough": len(counties) >= FEWEST,
        "category": category,
        "categories": Category.choices,
        "groups": groups,
        "shared": shared_programs(counties) if len(counties) >= FEWEST else [],
    }
    return render(request, "pages/compare.html", context)


def read_counties(request: HttpRequest) -> tuple[list[County], list[str]]:
    """The first six counties that the address names, and what of it cannot be used, in words."""
    gazetteer = load_gazetteer()
    codes = [code for code in dict.fromkeys(request.GET.getlist("county")) if code]
    counties = [county for code in codes if (county := gazetteer.county(code))]
    ignored = [f"县（市、区）“{code[:12]}”" for code in codes if not gazetteer.county(code)]
    ignored += [f"{county.name}（一次最多看六个）" for county in counties[MOST:]]
    return counties[:MOST], [*ignored[:MOST], *unread(request.GET, category=read_category(request)).values()]


def read_category(request: HttpRequest) -> str:
    """The category to narrow the rows by; "" for none."""
    category = request.GET.get("category", "")
    return category if category in Category.values else ""


def build_groups(counties, category: str) -> list[tuple[str, list]]:
    """Rows by category: one kind of figure of one indicator, a cell a county, with a bar where units agree."""
    cells = defaultdict(dict)
    for metric in newest_figures(counties, category):
        cells[column_of(metric)][metric.county_id] = metric
    groups = defaultdict(list)
    for column in sorted(cells, key=lambda c: (c.indicator.code, c.status != "actual", c.cumulative)):
        found = cells[column]
        groups[Category(column.indicator.category).label].append((column, row_of(found, counties), remarks_on(found)))
    return list(groups.items())


def row_of(found: dict, counties) -> list:
    """(figure, bar) for each county; no bar where units differ, or where there is nothing to set it against."""
    values = list(found.values())
    alike = len(values) > 1 and len({metric.unit_family for metric in values}) == 1
    top = nice_top([metric.value_max or metric.value for metric in values])
    return [(metric, _bar(metric, top) if alike else "") if (metric := found.get(c.code)) else None for c in counties]


def _bar(metric, top):
    planned = metric.status == "planned"
    return ranked_bar(Bar(metric.value_max or metric.value, metric.qualifier), top, planned=planned)


def remarks_on(found: dict) -> list[str]:
    """What a reader must know before reading a row across."""
    metrics = list(found.values())
    remarks = []
    if len({metric.unit_family for metric in metrics}) > 1:
        remarks.append("单位不同，不作图")
    years = sorted({(metric.period_end or metric.published_on).year for metric in metrics})
    if len(years) > 1:
        remarks.append(f"年份不同：{years[0]}–{years[-1]}")
    return remarks


def shared_programs(counties) -> list[tuple[str, str, list[bool]]]:
    """Programs that at least one of the counties reports, those of most counties first."""
    rows = by_county(program_tallies()).filter(year=0, county__in=[county.code for county in counties])
    found = defaultdict(set)
    for name, slug, code in rows.values_list("program__name", "program__slug", "county"):
        found[name, slug].add(code)
    ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))[:30]
    return [(name, slug, [county.code in codes for county in counties]) for (name, slug), codes in ranked]
