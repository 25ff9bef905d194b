"""One indicator across counties, and the index of all indicators."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.models import Category, Indicator, IndicatorTally, Program

from ..filters import FIRST_YEAR, unread
from ..places import PEER_GROUPS, Gazetteer, load_gazetteer, peer_groups_of
from ..queries import public_metrics
from ..ranking import KINDS, build_ranking
from ..tallies import in_place
from ..trends import build_trend

#: What the address may say beside the indicator.
CONDITIONS = ("city", "group", "kind", "unit", "year", "county", "program")


def metric_list(request: HttpRequest) -> HttpResponse:
    """With `?indicator=YZ01` that indicator across counties; without, the index of indicators."""
    code = request.GET.get("indicator", "")
    indicator = find_indicator(code)
    if indicator is None:
        return render(request, "pages/metric_index.html", index_context(unknown=code))
    return render(request, "pages/metric_list.html", indicator_context(request, indicator))


def find_indicator(code: str) -> Indicator | None:
    """The indicator of a code, in either case of letters."""
    if not (code.isascii() and code.isalnum() and len(code) <= 8):
        return None
    return Indicator.objects.filter(code=code.upper()).first()


def index_context(unknown: str = "") -> dict:
    """All indicators by category, with how many figures of how many counties each has. Two queries."""
    counts: dict[int, dict] = {}
    for row in in_place(IndicatorTally.objects.filter(year=0)):
        counts[row.indicator_id] = {"n": row.figures, "counties": row.counties}
    groups = defaultdict(list)
    for indicator in Indicator.objects.order_by("code"):
        groups[indicator.category].append((indicator, counts.get(indicator.pk)))
    return {
        "section": "metrics",
        "groups": [(Category(key).label, found) for key, found in groups.items()],
        "total": sum(row["n"] for row in counts.values()),
        "unknown": unknown[:20],
    }


def indicator_context(request: HttpRequest, indicator: Indicator) -> dict:
    """The ranking, its guard notice, conflicts and one place over time."""
    gazetteer = load_gazetteer()
    today = timezone.localdate()
    wanted = {
        name: request.GET.get(name, "") for name in ("city", "group", "kind", "unit", "year", "county", "program")
    }
    city = gazetteer.city(wanted["city"])
    kind = wanted["kind"] if wanted["kind"] in KINDS else "actual"
    year = wanted["year"] if wanted["year"] in map(str, range(FIRST_YEAR, today.year + 1)) else ""
    group = wanted["group"] if wanted["group"] in PEER_GROUPS and wanted["group"] != "city" else ""
    subject = gazetteer.county(wanted["county"])
    by = "city" if wanted["group"] == "cities" else "county"
    program = find_program(wanted["program"])
    narrowing = {name: value for name, value in (("program", program), ("published_on__year", year)) if value}
    metrics = public_metrics().filter(indicator=indicator, **narrowing)
    metrics, counties = narrowed(metrics, gazetteer, city, group, by)
    ranking = build_ranking(
        metrics, indicator, kind=kind, family=wanted["unit"], subject=subject.code if subject else "", by=by
    )
    with_figures = {row.metric.county_id for row in ranking.rows}
    return {
        "section": "metrics",
        "at_section": True,
        "indicator": indicator,
        "category": Category(indicator.category).label,
        **_form_choices(today.year),
        "city": city,
        "group": wanted["group"] if by == "city" else group,
        "group_label": "各设区市" if by == "city" else PEER_GROUPS.get(group, ""),
        "kind": kind,
        "year": year,
        "subject": subject,
        "program": program,
        "by_city": by == "city",
        "ranking": ranking,
        "places": len(gazetteer.cities) if by == "city" else len(counties),
        "missing": [] if by == "city" else [county for county in counties if county.code not in with_figures],
        "trend": trend_of(metrics, ranking, subject, gazetteer),
        "ignored": unread(
            request.GET,
            city=city,
            county=subject,
            year=year,
            program=program,
            kind=wanted["kind"] in KINDS,
            group=group or wanted["group"] in ("city", "cities"),
        ),
    }


def _form_choices(year: int) -> dict:
    """What the form above a ranking offers, years up to this one."""
    return {
        "indicators": Indicator.objects.order_by("code"),
        "gazetteer": load_gazetteer(),
        "groups": [("cities", "各设区市本级"), *((k, v) for k, v in PEER_GROUPS.items() if k != "city")],
        "kinds": KINDS,
        "years": range(year, FIRST_YEAR - 1, -1),
    }


def find_program(slug: str) -> Program | None:
    return Program.objects.filter(slug=slug, merged_into=None).first() if slug and "\x00" not in slug else None


def narrowed(metrics: QuerySet, gazetteer: Gazetteer, city, group: str, by: str):
    """The figures of the places asked for, and those places."""
    if by == "city":
        return metrics.filter(county=None).exclude(city=None), []
    counties = gazetteer.in_city(city.code) if city else list(gazetteer.counties)
    if group:
        counties = [county for county in counties if in_group(county, group)]
    metrics = metrics.exclude(county=None)
    if city or group:
        metrics = metrics.filter(county__in=[county.code for county in counties])
    return metrics, counties


def in_group(county, group: str) -> bool:
    return group in peer_groups_of(county)


def trend_of(metrics: QuerySet, ranking, subject, gazetteer: Gazetteer) -> dict | None:
    """Over time: the county the address points out, else the first one ranked."""
    place = subject or (gazetteer.county(ranking.rows[0].metric.county_id) if ranking.rows else None)
    if place is None:
        return None
    figures = metrics.filter(county=place.code).for_list().order_by("-published_on")[:60]
    name = place.name
    trend = build_trend(list(figures), title=f"{name}，逐年", ident="trend")
    return {"trend": trend, "name": name} if trend else None
