"""工会驿站 and 爱心托班, each a page for its own readers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.models import Category

from ..filters import FIRST_YEAR, unread, without
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
    return render(request, "pages/topic.html", {"section": section, **topic_context(request, topic)})


def topic_context(request: HttpRequest, topic: Topic) -> dict:
    """The table, the grid and the names of a topic, under the conditions of the address."""
    gazetteer = load_gazetteer()
    this_year = timezone.localdate().year
    city = gazetteer.city(request.GET.get("city"))
    years = range(this_year, FIRST_YEAR - 1, -1)
    year = next((y for y in years if str(y) == request.GET.get("year")), None)
    county = gazetteer.county(request.GET.get("county"))
    ignored = unread(request.GET, city=city, year=year, county=county)
    if county and city and county.city_id != city.code:
        ignored["county"] = f"不在{city.name}的县（市、区）“{county.name}”"
        county = None
    cities = [city] if city else [gazetteer.city(county.city_id)] if county else list(gazetteer.cities)
    return {
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
        "ignored": ignored,
    }
