"""Counts beside a list: how many rows each value of a dimension would leave, the other conditions kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from articles.models import Category

from .filters import STATUS_CHOICES, WITH_STATUS, ArticleFilter, ListFilter, ProgramFilter, with_value

#: Filters that count their rows by each dimension.
Counted = ArticleFilter | ProgramFilter


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


def category_facet(filters: ProgramFilter) -> Facet:
    counts = filters.counts("category")
    return build_facet(filters, "类别", "category", counts, by_count(Category.choices, counts))


def place_facet(filters: Counted) -> Facet:
    """Cities; once a city is chosen, its counties."""
    city = filters.gazetteer.city(filters.chosen("city"))
    if city:
        counts = filters.counts("county")
        labels = [(county.code, county.name) for county in filters.gazetteer.in_city(city.code)]
        return build_facet(filters, city.name, "county", counts, by_count(labels, counts))
    counts = filters.counts("city")
    labels = [(city.code, city.name) for city in filters.gazetteer.cities]
    return build_facet(filters, "地区", "city", counts, by_count(labels, counts), ["county"])


def year_facet(filters: Counted) -> Facet:
    counts = filters.counts("year")
    labels = sorted(((str(year), f"{year}年") for year in counts), reverse=True)
    return build_facet(filters, "年份", "year", {str(year): n for year, n in counts.items()}, labels)


def status_facet(filters: ProgramFilter) -> Facet:
    """Programs with actual figures, with plans, without any, under the other conditions. One query."""
    rows = filters.excluding("status").order_by()
    wanted = {status: Count("pk", filter=condition) for status, condition in WITH_STATUS.items()}
    counts = rows.aggregate(**{str(status): count for status, count in wanted.items()})
    return build_facet(filters, "数字", "status", counts, STATUS_CHOICES)
