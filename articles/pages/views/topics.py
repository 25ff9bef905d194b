"""工会驿站 and 爱心托班, each a page for its own readers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.models import Category

from ..filters import FIRST_YEAR, without
from ..measures import adoption
from ..places import load_gazetteer
from ..topics import CHILDCARE, STATIONS, Topic, build_topic, widest_brands

MEASURE_OF = {Category.STATION: "stations", Category.CHILDCARE: "childcare"}


def station_list(request: HttpRequest) -> HttpResponse:
    return topic_page(request, STATIONS, "stations")


def childcare_list(request: HttpRequest) -> HttpResponse:
    return topic_page(request, CHILDCARE, "childcare")


def topic_page(request: HttpRequest, topic: Topic, section: str) -> HttpResponse:
    """One topic, of all cities or of the one the address names, of all years or of one."""
    gazetteer = load_gazetteer()
    this_year = timezone.localdate().year
    city = gazetteer.city(request.GET.get("city"))
    years = range(this_year, FIRST_YEAR - 1, -1)
    year = next((y for y in years if str(y) == request.GET.get("year")), None)
    county = gazetteer.county(request.GET.get("county"))
    cities = [city] if city else [gazetteer.city(county.city_id)] if county else list(gazetteer.cities)
    context = {
        "section": section,
        "topic": topic,
        "table": build_topic(topic, gazetteer, cities, year),
        "gazetteer": gazetteer,
        "city": city,
        "county": county,
        "year": year,
        "years": years,
        "brands": widest_brands(topic),
        "measure": adoption(MEASURE_OF[topic.category], gazetteer),
        "without_city": without(request.GET, "city", "county"),
        "without_year": without(request.GET, "year"),
    }
    return render(request, "pages/topic.html", context)
