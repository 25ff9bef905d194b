"""Filters of the lists: what the address asks for, as a form, a queryset, a sentence and removable chips.

A value that cannot be read is left out and said; it never costs the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import django_filters
from django import forms
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear
from django.http import QueryDict
from django.utils.functional import cached_property

from articles.models import (
    Article,
    Category,
    CategoryTally,
    Metric,
    PlaceTally,
    Program,
    ProgramAlias,
    ProgramTally,
)
from articles.search.find import Phrase, read_phrase

from .places import Gazetteer
from .queries import public_mentions
from .tallies import in_place, spread

ALL_PLACES = "全省"
FIRST_YEAR = 2015


@dataclass(frozen=True)
class Chip:
    """A condition in words, with the query string that drops it."""

    words: str
    href: str


def without(query: QueryDict, *names: str) -> str:
    """The query string without some parameters, and without the page, which no longer fits."""
    rest = query.copy()
    for name in (*names, "page"):
        rest.pop(name, None)
    return f"?{rest.urlencode()}" if rest else "?"


def with_value(query: QueryDict, name: str, value: str, *drop: str) -> str:
    """The query string with one parameter set anew."""
    rest = query.copy()
    for gone in (*drop, "page"):
        rest.pop(gone, None)
    rest[name] = value
    return f"?{rest.urlencode()}"


def unread(query: QueryDict, **read: object) -> dict[str, str]:
    """Conditions that nothing could be made of: name and the condition in words, for pages with their own form.

    `read` says what was made of each name. Cut short: an address may hold anything.
    """
    return {
        name: f"{LABELS[name]}“{query[name][:20]}”" for name, value in read.items() if query.get(name) and not value
    }


LABELS = {
    "city": "市",
    "county": "县（市、区）",
    "year": "年份",
    "group": "比较对象",
    "kind": "口径",
    "category": "类别",
    "program": "项目",
    "measure": "图上显示",
    "place": "地区",
}


def place_choices(gazetteer: Gazetteer, city_code: str | None) -> list:
    """Counties to choose from: of the chosen city, or of all, grouped by city."""
    if gazetteer.city(city_code):
        return [(county.code, county.name) for county in gazetteer.in_city(city_code or "")]
    return [
        (city.name, [(county.code, county.name) for county in gazetteer.in_city(city.code)])
        for city in gazetteer.cities
    ]


class Words(django_filters.CharFilter):
    """A short search phrase; control characters count as blanks."""

    field_class = forms.CharField

    def __init__(self, **kwargs):
        super().__init__(max_length=60, strip=True, **kwargs)


class ListFilter(django_filters.FilterSet):
    """City, county that follows the city, and year: what every list can be narrowed by.

    The queryset must have `city`, `county` and `published_on`.
    """

    city = django_filters.ChoiceFilter(label="市", empty_label=ALL_PLACES)
    county = django_filters.ChoiceFilter(label="县（市、区）", empty_label="全部")
    year = django_filters.ChoiceFilter(label="年份", empty_label="全部", method="in_year")

    def __init__(self, data: QueryDict | None = None, *args, gazetteer: Gazetteer, today: date, **kwargs):
        self.gazetteer, self.today = gazetteer, today
        #: What was looked up for the words, shared with the filters of the facets.
        self.phrases: dict[str, Phrase] = {}
        self.named: dict[str, list[int]] = {}
        super().__init__(data, *args, **kwargs)
        city = data.get("city") if data else None
        self.filters["city"].extra["choices"] = [(c.code, c.name) for c in gazetteer.cities]
        self.filters["county"].extra["choices"] = place_choices(gazetteer, city)
        years = [str(year) for year in range(today.year, FIRST_YEAR - 1, -1)]
        self.filters["year"].extra["choices"] = [(year, f"{year}年") for year in years]

    def in_year(self, queryset: QuerySet, _name: str, year: str) -> QuerySet:
        return queryset.filter(published_on__range=(date(int(year), 1, 1), date(int(year), 12, 31)))

    def chosen(self, name: str) -> str:
        """The value of one condition, "" where none or an unreadable one is given."""
        if not self.is_bound or not self.form.is_valid():
            return self.form.cleaned_data.get(name, "") if self.is_bound else ""
        return self.form.cleaned_data.get(name) or ""

    @cached_property
    def place(self) -> str:
        """衢州市衢江区, 衢州市 or 全省."""
        county = self.gazetteer.county(self.chosen("county"))
        city = self.gazetteer.city(county.city_id if county else self.chosen("city"))
        return self.gazetteer.full_name(city and city.code, county and county.code)

    @cached_property
    def chips(self) -> list[Chip]:
        """The conditions in force, each removable. Dropping the city drops its county too."""
        drops = {"city": ("city", "county")}
        return [
            Chip(self.words_of(name), without(self.data, *drops.get(name, (name,))))
            for name in self.filters
            if self.chosen(name)
        ]

    @cached_property
    def ignored(self) -> list[str]:
        """Conditions that could not be read, as they were given."""
        if not self.is_bound:
            return []
        self.form.is_valid()
        return [f"{self.filters[name].label}“{str(self.data.get(name))[:20]}”" for name in self.form.errors]

    @property
    def said_year(self) -> str:
        return self.words_of("year") if self.chosen("year") else ""

    @property
    def said_category(self) -> str:
        return self.words_of("category") if self.chosen("category") else ""

    @property
    def said_status(self) -> str:
        return self.words_of("status") if self.chosen("status") else ""

    @property
    def said_q(self) -> str:
        return self.chosen("q")

    def words_of(self, name: str) -> str:
        """One condition in words, for its chip."""
        value = self.chosen(name)
        if name == "city":
            city = self.gazetteer.city(value)
            return city.name if city else value
        if name == "county":
            county = self.gazetteer.county(value)
            return county.name if county else value
        if name == "q":
            return f"词语：{value}"
        choices = dict(self.filters[name].extra.get("choices", ()))
        return str(choices.get(value, value))

    def excluding(self, *names: str) -> QuerySet:
        """The queryset under all conditions but some: what a facet is counted over."""
        rest = self.data.copy() if self.data else QueryDict(mutable=True)
        for name in names:
            rest.pop(name, None)
        other = type(self)(rest, queryset=self.queryset, gazetteer=self.gazetteer, today=self.today)
        other.phrases, other.named = self.phrases, self.named
        return other.qs

    @property
    def chosen_year(self) -> int:
        """The year, 0 for all years: as the tallies count."""
        return int(self.chosen("year") or 0)

    def spread(self, rows: QuerySet, name: str) -> QuerySet:
        """Of tallies, the rows that hold one dimension's values apart within the place and year chosen."""
        city, county = self.chosen("city"), "" if name == "county" else self.chosen("county")
        return spread(rows, name, city=city, county=county, year=self.chosen_year)

    def phrase(self, words: str) -> Phrase:
        """The words as the search understands them, looked up once."""
        if words not in self.phrases:
            self.phrases[words] = read_phrase(words)
        return self.phrases[words]


STATUS_CHOICES = [(Metric.Status.ACTUAL, "有实绩数字"), (Metric.Status.PLANNED, "有计划数字"), ("none", "未提数字")]


class ProgramFilter(ListFilter):
    """Programs by what articles say of them: over tallies, one row a program in the place and year asked for."""

    category = django_filters.ChoiceFilter(
        label="类别", empty_label="全部", choices=Category.choices, field_name="program__category"
    )
    status = django_filters.ChoiceFilter(label="数字", empty_label="全部", choices=STATUS_CHOICES, method="with_status")
    q = Words(label="词语", method="with_words")

    class Meta:
        model = ProgramTally
        fields = ["city", "county", "category", "year", "status", "q"]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        return self.narrow(in_place(queryset, self.chosen("city"), self.chosen("county")).filter(year=self.chosen_year))

    def narrow(self, rows: QuerySet, *drop: str) -> QuerySet:
        """Tallies under the conditions that are not of place and year, but for those in `drop`."""
        for name in ("category", "status", "q"):
            if name not in drop and (value := self.chosen(name)):
                rows = self.filters[name].filter(rows, value)
        return rows

    def counts(self, name: str) -> dict:
        """How many programs each value of a dimension has under the other conditions. One query."""
        field = "program__category" if name == "category" else name
        rows = self.narrow(self.spread(self.queryset, name), name).order_by().values_list(field)
        return dict(rows.annotate(n=Count("pk")))

    def with_status(self, queryset: QuerySet, _name: str, status: str) -> QuerySet:
        """Programs that the place and year asked for give actual figures of, or planned ones, or none."""
        return queryset.filter(WITH_STATUS[status])

    def with_words(self, queryset: QuerySet, _name: str, words: str) -> QuerySet:
        if words not in self.named:
            self.named[words] = programs_named(words)
        return queryset.filter(program__in=self.named[words])


#: On tallies of programs: they have actual figures, planned ones, none.
WITH_STATUS = {
    Metric.Status.ACTUAL: Q(figures__gt=F("planned")),
    Metric.Status.PLANNED: Q(planned__gt=0),
    "none": Q(figures=0),
}


def programs_named(words: str) -> list[int]:
    """Programs whose name, other names or description hold the words. One query over the short list of programs."""
    alias = ProgramAlias.objects.filter(program=OuterRef("pk"), name__icontains=words)
    named = Q(name__icontains=words) | Q(description__icontains=words) | Exists(alias)
    return list(Program.objects.filter(named).values_list("pk", flat=True))


class ArticleFilter(ListFilter):
    """Articles by place, year, program category, program and words of their titles and text."""

    category = django_filters.ChoiceFilter(
        label="项目类别", empty_label="全部", choices=Category.choices, method="with_category"
    )
    program = django_filters.CharFilter(label="项目", method="with_program", max_length=120)
    q = Words(label="词语", method="with_words")

    class Meta:
        model = Article
        fields = ["city", "county", "category", "year", "program", "q"]

    def tallies(self) -> QuerySet | None:
        """Tallies of articles under the conditions beside place and year; None where none counts just those."""
        category, program = self.chosen("category"), self.chosen("program")
        if self.chosen("q") or (category and program):
            return None
        if category:
            return CategoryTally.objects.filter(category=category)
        return ProgramTally.objects.filter(program__slug=program) if program else PlaceTally.objects.all()

    def total(self) -> int:
        """How many articles there are. One query."""
        tallies = self.tallies()
        if tallies is None:
            return self.qs.count()
        rows = in_place(tallies, self.chosen("city"), self.chosen("county")).filter(year=self.chosen_year)
        return rows.aggregate(n=Sum("articles"))["n"] or 0

    def counts(self, name: str) -> dict:
        """How many articles each city, county or year has under the other conditions. One query."""
        tallies = self.tallies()
        if tallies is not None:
            rows = self.spread(tallies, name).filter(articles__gt=0).order_by().values_list(name)
            return dict(rows.annotate(n=Sum("articles")))
        drop = ("city", "county") if name == "city" else (name,)
        field = ExtractYear("published_on") if name == "year" else f"{name}_id"
        rows = self.excluding(*drop).order_by().values_list(field)
        return {value: n for value, n in rows.annotate(n=Count("pk")) if value is not None}

    def with_category(self, queryset: QuerySet, _name: str, category: str) -> QuerySet:
        return queryset.filter(Exists(self._mentions().filter(program__category=category)))

    def with_program(self, queryset: QuerySet, _name: str, slug: str) -> QuerySet:
        """By key: the database then knows how many articles name this program, and where to begin."""
        if slug not in self.named:
            self.named[slug] = list(Program.objects.filter(slug=slug).values_list("pk", flat=True))
        return queryset.filter(Exists(self._mentions().filter(program__in=self.named[slug])))

    def _mentions(self) -> QuerySet:
        return public_mentions().filter(article=OuterRef("pk"))

    def with_words(self, queryset: QuerySet, _name: str, words: str) -> QuerySet:
        """The full text by the search's own index: names hidden from the public are not in it."""
        return self.phrase(words).filter(queryset)
