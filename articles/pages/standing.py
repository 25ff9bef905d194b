"""All that is known of one place: counts, programs, figures by program, promises, what the papers leave out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, Q, QuerySet

from articles.models import City, County, Indicator, Metric

from .following import Followed, follow
from .pairs import Pair, build_pairs, newest_of_each
from .queries import VOUCHED_MENTION, public_articles, public_mentions, public_metrics
from .reports import Report, with_facts

SHOWN_PROMISES = 6
SHOWN_PROGRAMS = 12
SHOWN_ARTICLES = 6
SHOWN_PAIRS = 40
#: The key of the figures that belong to the union as a whole.
WHOLE = "general"


@dataclass(frozen=True)
class Scope:
    """A county, or a city with all that is reported of it and its counties, or its own figures only."""

    place: City | County
    condition: Q

    def articles(self) -> QuerySet:
        return public_articles().filter(self.condition)

    def metrics(self) -> QuerySet:
        return public_metrics().filter(self.condition)

    def mentions(self) -> QuerySet:
        return public_mentions().filter(self.condition)


def county_scope(county: County) -> Scope:
    return Scope(county, Q(county=county))


def city_scope(city: City) -> Scope:
    return Scope(city, Q(city=city))


def own_scope(city: City) -> Scope:
    """What is reported of the city as a whole: never the sum of its counties."""
    return Scope(city, Q(city=city, county=None))


@dataclass(frozen=True)
class ProgramRow:
    """A program that a place reports."""

    name: str
    slug: str
    category: str
    articles: int
    last: date
    figures: int


def summary(scope: Scope) -> dict:
    """Counts over the place. Two queries."""
    articles = scope.articles().aggregate(articles=Count("pk"), first=Min("published_on"), last=Max("published_on"))
    figures = scope.metrics().aggregate(
        figures=Count("pk"),
        planned=Count("pk", filter=Q(status=Metric.Status.PLANNED)),
    )
    return articles | figures | {"actual": figures["figures"] - figures["planned"]}


def programs_of(scope: Scope) -> list[ProgramRow]:
    """Programs the place reports, the last reported first. Two queries."""
    rows = (
        scope.mentions()
        .filter(VOUCHED_MENTION, program__merged_into=None)
        .order_by()
        .values("program", "program__name", "program__slug", "program__category")
        .annotate(articles=Count("article", distinct=True), last=Max("published_on"))
        .order_by("-last", "-articles", "program__name")
    )
    figures = dict(scope.metrics().order_by().values_list("program").annotate(n=Count("pk")))
    return [
        ProgramRow(
            row["program__name"],
            row["program__slug"],
            row["program__category"],
            row["articles"],
            row["last"],
            figures.get(row["program"], 0),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Shelf:
    """The figures of one program of a place, plan beside actual, with the choice of the other programs."""

    name: str
    key: str
    pairs: list[Pair]
    choices: list[tuple[str, str, int]]


def shelf_of(scope: Scope, programs: list[ProgramRow], wanted: str) -> Shelf | None:
    """The figures of the program the address names, else of the one with the most. Two queries."""
    general = scope.metrics().filter(program=None).count()
    ranked = sorted((row for row in programs if row.figures), key=lambda row: -row.figures)
    choices = [(row.slug, row.name, row.figures) for row in ranked[:6]]
    if general:
        choices.append((WHOLE, "不归项目", general))
    if not choices:
        return None
    key, name, _ = next((choice for choice in choices if choice[0] == wanted), choices[0])
    own = Q(program=None) if key == WHOLE else Q(program__slug=key)
    newest = newest_of_each(scope.metrics().filter(own), "indicator_id", "indicator_words", "unit_family")
    pairs = build_pairs(newest, _measured, shared_top=False)
    known = [pair for pair in pairs if pair.indicator]
    known.sort(key=lambda pair: pair.indicator.code)
    return Shelf(name, key, [*known, *(pair for pair in pairs if not pair.indicator)][:SHOWN_PAIRS], choices)


def _measured(metric: Metric) -> tuple:
    """Figures of one indicator share a row; without an indicator, figures of the same words."""
    if metric.indicator_id:
        return (metric.indicator_id, metric.unit_family)
    return (metric.indicator_words, metric.unit_family)


def promises_of(scope: Scope, today: date) -> list[Followed]:
    """The place's promises, the last made first. Two queries."""
    planned = scope.metrics().planned().exclude(program=None, indicator=None).for_list()
    return follow(planned.order_by("-published_on", "-pk")[:SHOWN_PROMISES], today=today)


def unsaid(scope: Scope, programs: list[ProgramRow]) -> list[Indicator]:
    """Core indicators of the categories the place reports that no article gives a figure of. One query."""
    categories = {row.category for row in programs}
    given = scope.metrics().exclude(indicator=None).order_by().values("indicator")
    left = Indicator.objects.filter(core=True, category__in=categories).exclude(pk__in=given)
    return list({indicator.name: indicator for indicator in left}.values())


def reports_of(scope: Scope) -> list[Report]:
    return with_facts(scope.articles().for_list()[:SHOWN_ARTICLES])
