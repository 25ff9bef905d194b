"""Counts beside a list: how many rows each value of a dimension would leave, the other conditions kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import ExtractYear

from articles.models import Category

from .filters import STATUS_CHOICES, ListFilter, ProgramFilter, with_value


@dataclass(frozen=True)
class Choice:
    words: str
    count: int
    href: str
    current: bool


@dataclass(frozen=True)
class Facet:
    """A dimension with its values, most frequent first; `more` of them are left out."""

    title: str
    choices: tuple[Choice, ...]
    more: int = 0


def count_by(filters: ListFilter, name: str, field, counted: str, *drop: str) -> dict:
    """{value: distinct `counted`} over the rows that the other conditions leave. One query.

    Programs are counted over pairs: the database drops doubles by hash, where COUNT(DISTINCT …) would sort.
    """
    rows = filters.excluding(name, *drop).order_by()
    if counted == "pk":
        return {value: n for value, n in rows.values_list(field).annotate(n=Count("pk")) if value is not None}
    return dict(Counter(value for value, _ in rows.values_list(field, counted).distinct() if value is not None))


def build_facet(
    filters: ListFilter,
    title: str,
    name: str,
    counts: dict,
    labels: Iterable[tuple[str, str]],
    drop: Sequence[str] = (),
) -> Facet:
    """The facet of a dimension: values with rows, and the chosen one even without."""
    chosen = filters.chosen(name)
    choices = [
        Choice(str(words), counts.get(value, 0), with_value(filters.data, name, str(value), *drop), value == chosen)
        for value, words in labels
        if counts.get(value) or value == chosen
    ]
    return Facet(title, tuple(choices))


def by_count(labels: Iterable[tuple[str, str]], counts: dict) -> list[tuple[str, str]]:
    return sorted(labels, key=lambda label: -counts.get(label[0], 0))


def category_facet(filters: ListFilter, field: str, counted: str) -> Facet:
    counts = count_by(filters, "category", field, counted)
    return build_facet(filters, "类别", "category", counts, by_count(Category.choices, counts))


def place_facet(filters: ListFilter, counted: str) -> Facet:
    """Cities; once a city is chosen, its counties."""
    city = filters.gazetteer.city(filters.chosen("city"))
    if city:
        counts = count_by(filters, "county", "county_id", counted)
        labels = [(county.code, county.name) for county in filters.gazetteer.in_city(city.code)]
        return build_facet(filters, city.name, "county", counts, by_count(labels, counts))
    counts = count_by(filters, "city", "city_id", counted, "county")
    labels = [(city.code, city.name) for city in filters.gazetteer.cities]
    return build_facet(filters, "地区", "city", counts, by_count(labels, counts), ["county"])


def year_facet(filters: ListFilter, counted: str) -> Facet:
    counts = count_by(filters, "year", ExtractYear("published_on"), counted)
    labels = sorted(((str(year), f"{year}年") for year in counts), reverse=True)
    return build_facet(filters, "年份", "year", {str(year): n for year, n in counts.items()}, labels)


def status_facet(filters: ProgramFilter, counted: str) -> Facet:
    """Programs with actual figures, with plans, without any, under the other conditions. Two queries."""
    found = set(filters.excluding("status").order_by().values_list(counted, flat=True).distinct())
    figures = filters.figures().order_by().values_list("status", "program").distinct()
    by_status = {status: set() for status, _ in STATUS_CHOICES}
    for status, program in figures:
        by_status[status].add(program)
    by_status["none"] = found - set().union(*by_status.values())
    counts = {status: len(programs & found) for status, programs in by_status.items()}
    return build_facet(filters, "数字", "status", counts, STATUS_CHOICES)
