"""Cities and counties: the index, a place's page, and its brief for print."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from articles.models import City, County, Level, PlaceTally, ProgramTally

from ..brief import build_brief
from ..measures import last_report, programs_by_county
from ..peers import counts_by_county, figures_by_county, peers_of
from ..places import PEER_GROUPS, load_gazetteer, peer_groups_of
from ..standing import (
    city_scope,
    county_scope,
    own_scope,
    programs_of,
    promises_of,
    reports_of,
    shelf_of,
    summary,
    unsaid,
)
from ..tallies import by_county


def city_list(request: HttpRequest) -> HttpResponse:
    """All places with what is reported of them; `?show=silent` only those without a report."""
    gazetteer = load_gazetteer()
    counts, figures = counts_by_county(), figures_by_county()
    programs = programs_by_county()
    only_silent = request.GET.get("show") == "silent"
    cities = [
        (
            city,
            [
                {
                    "county": county,
                    "articles": counts.get(county.code, {}).get("articles", 0),
                    "last": counts.get(county.code, {}).get("last"),
                    "programs": programs.get(county.code, 0),
                    "figures": figures.get(county.code, 0),
                }
                for county in gazetteer.in_city(city.code)
                if not (only_silent and county.code in counts)
            ],
        )
        for city in gazetteer.cities
    ]
    context = {
        "section": "places",
        "cities": [(city, counties) for city, counties in cities if counties],
        "only_silent": only_silent,
        "reported": len(counts),
        "total": len(gazetteer.counties),
        "measure": last_report(gazetteer, timezone.localdate()),
        "own": own_reports(),
    }
    return render(request, "pages/city_list.html", context)


def own_reports() -> dict[str, int]:
    """Articles about each city as a whole."""
    rows = PlaceTally.objects.filter(level=Level.PLACE, year=0, county="", articles__gt=0).exclude(city="")
    return dict(rows.values_list("city", "articles"))


def county_detail(request: HttpRequest, code: str) -> HttpResponse:
    """All that is published of one county."""
    county = get_object_or_404(County.objects.select_related("city"), code=code)
    gazetteer = load_gazetteer()
    scope = county_scope(county)
    programs = programs_of(scope)
    shelf = shelf_of(scope, programs, request.GET.get("program", ""))
    group = request.GET.get("peers", "city")
    group = group if group in peer_groups_of(county) else "city"
    peers = gazetteer.peers(county, group)
    context = {
        "section": "places",
        "at_section": True,
        "county": county,
        "gazetteer": gazetteer,
        "summary": summary(scope),
        "programs": programs,
        "promises": promises_of(scope, timezone.localdate()),
        "unsaid": unsaid(scope, programs),
        "shelf": shelf,
        "peer_groups": peer_groups_of(county),
        "peer_group": group,
        "peer_label": PEER_GROUPS[group],
        "peers": peers_of(county, peers, shelf),
        "neighbours": [other for other in gazetteer.in_city(county.city_id) if other.code != county.code],
        "reports": reports_of(scope),
    }
    return render(request, "pages/county_detail.html", context)


def city_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One city: its own figures, and its counties. The two are never added up silently."""
    city = get_object_or_404(City, code=code)
    gazetteer = load_gazetteer()
    scope, own = city_scope(city), own_scope(city)
    programs = programs_of(scope)
    counts = counts_by_county()
    reported = by_county(ProgramTally.objects.filter(year=0, articles__gt=0), city.code).order_by()
    county_programs = dict(reported.values_list("county").annotate(n=Count("pk")))
    context = {
        "section": "places",
        "at_section": True,
        "city": city,
        "gazetteer": gazetteer,
        "summary": summary(scope),
        "own": summary(own),
        "programs": programs,
        "promises": promises_of(scope, timezone.localdate()),
        "shelf": shelf_of(own, programs_of(own), request.GET.get("program", "")),
        "counties": [
            (county, county_programs.get(county.code, 0), counts.get(county.code))
            for county in gazetteer.in_city(city.code)
        ],
        "reports": reports_of(scope),
    }
    return render(request, "pages/city_detail.html", context)


def county_brief(request: HttpRequest, code: str) -> HttpResponse:
    """One A4 page for a meeting."""
    county = get_object_or_404(County.objects.select_related("city"), code=code)
    return render(request, "pages/county_brief.html", build_brief(county, request.GET.get("program", "")))
