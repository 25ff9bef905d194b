"""Counts that are kept with the record, by place and year: what a page asks instead of counting rows."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

from articles.models import Level, ProgramTally

from .queries import VOUCHED_MENTION


def in_place(rows: QuerySet, city: str = "", county: str = "") -> QuerySet:
    """The rows that count a county, a city with its counties, or everything. The year is still to be chosen."""
    if county:
        found = rows.filter(level=Level.PLACE, county=county)
        return found.filter(city=city) if city else found
    if city:
        return rows.filter(level=Level.CITY, city=city)
    return rows.filter(level=Level.PROVINCE)


def by_county(rows: QuerySet, city: str = "") -> QuerySet:
    """A row for each county, of one city or of all."""
    found = rows.filter(level=Level.PLACE).exclude(county="")
    return found.filter(city=city) if city else found


def spread(rows: QuerySet, name: str, *, city: str, county: str, year: int) -> QuerySet:
    """The rows that hold one dimension's values apart: a row for each city, each county of a city, each year."""
    if name == "city":
        return rows.filter(level=Level.CITY, year=year)
    if name == "county":
        return by_county(rows, city).filter(year=year)
    if name == "year":
        return in_place(rows, city, county).filter(year__gt=0)
    return in_place(rows, city, county).filter(year=year)


def program_tallies() -> QuerySet[ProgramTally]:
    """Of programs that articles name and somebody vouches for: those that lists show."""
    return ProgramTally.objects.filter(articles__gt=0, program__merged_into=None).filter(VOUCHED_MENTION)


class CountedPaginator(Paginator):
    """Pages of rows whose number is known already."""

    def __init__(self, rows: QuerySet, per_page: int, *, total: int, **options: Any) -> None:
        super().__init__(rows, per_page, **options)
        self.total = total

    @cached_property
    def count(self) -> int:
        return self.total
