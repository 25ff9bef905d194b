"""All that is known of one place: counts, programs, figures by program, promises, what the papers leave out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from articles.models import Article, City, County, Indicator, IndicatorTally, Level, Metric, PlaceTally, ProgramTally

from .following import Followed, follow
from .pairs import Pair, build_pairs
from .queries import in_order, key_of, load_figures, public_articles, public_mentions, public_metrics
from .reports import Report, with_facts
from .tallies import program_tallies

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
    #: The rows of the tallies that count just this.
    tally: Q

    def tallies(self, rows: QuerySet) -> QuerySet:
        """Of a kind of tally (of all years) the rows that count this place."""
        return rows.filter(self.tally, year=0)

    def articles(self) -> QuerySet:
        return public_articles().filter(self.condition)

    def metrics(self) -> QuerySet:
        return public_metrics().filter(self.condition)

    def mentions(self) -> QuerySet:
        return public_mentions().filter(self.condition)


def county_scope(county: County) -> Scope:
    return Scope(county, Q(county=county), Q(level=Level.PLACE, county=county.code))


def city_scope(city: City) -> Scope:
    return Scope(city, Q(city=city), Q(level=Level.CITY, city=city.code))


def own_scope(city: City) -> Scope:
    """What is reported of the city as a whole: never the sum of its counties."""
    return Scope(city, Q(city=city, county=None), Q(level=Level.PLACE, city=city.code, county=""))


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
    """Counts over the place. One query."""
    found = scope.tallies(PlaceTally.objects).first() or PlaceTally(articles=0, figures=0, planned=0)
    counts = {name: getattr(found, name) for name in ("articles", "first", "last", "figures", "planned")}
    return counts | {"actual": found.figures - found.planned}


def programs_of(scope: Scope) -> list[ProgramRow]:
    """Programs the place reports, the last reported first. One query."""
    rows = scope.tallies(program_tallies()).order_by("-last", "-articles", "program__name")
    shown = ("program__name", "program__slug", "program__category", "articles", "last", "figures")
    return [ProgramRow(*row) for row in rows.values_list(*shown)]


@dataclass(frozen=True)
class Shelf:
    """The figures of one program of a place, plan beside actual, with the choice of the other programs."""

    name: str
    key: str
    pairs: list[Pair]
    choices: list[tuple[str, str, int]]


def shelf_of(scope: Scope, programs: list[ProgramRow], wanted: str) -> Shelf | None:
    """The figures of the program the address names, else of the one with the most. Four queries."""
    general = figures_without_program(scope)
    ranked = sorted((row for row in programs if row.figures), key=lambda row: -row.figures)
    choices = [(row.slug, row.name, row.figures) for row in ranked[:6]]
    if general:
        choices.append((WHOLE, "不归项目", general))
    if not choices:
        return None
    key, name, _ = next((choice for choice in choices if choice[0] == wanted), choices[0])
    own = Q(program=None) if key == WHOLE else Q(program=key_of(key))
    return Shelf(name, key, shown_pairs(scope.metrics().filter(own)), choices)


def shown_pairs(metrics: QuerySet) -> list[Pair]:
    """Plan beside actual, the newest of each: of known indicators by their code, then by words, the newest first.

    Three queries; only the figures that are shown are loaded.
    """
    keys = ("indicator_id", "indicator_words", "unit_family", "status")
    rows = metrics.order_by(*keys, "-published_on", "-pk").distinct(*keys)
    newest: dict[tuple, dict[str, tuple]] = defaultdict(dict)
    for indicator, words, family, status, day, pk in rows.values_list(*keys, "published_on", "pk"):
        both = newest[(indicator, "" if indicator else words, family)]
        both[status] = max(both.get(status, (day, pk)), (day, pk))
    codes = dict(Indicator.objects.filter(pk__in={key[0] for key in newest}).values_list("pk", "code"))

    def place(key: tuple) -> tuple:
        day, pk = max(newest[key].values())
        return (key[0] is None, codes.get(key[0], ""), -day.toordinal(), -pk)

    shown = sorted(newest, key=place)[:SHOWN_PAIRS]
    figures = load_figures(pk for key in shown for _, pk in newest[key].values())
    pairs = {pair.key: pair for pair in build_pairs(figures, _measured, shared_top=False)}
    return [pairs[key] for key in shown]


def figures_without_program(scope: Scope) -> int:
    """Two queries."""
    figures = scope.tallies(PlaceTally.objects).aggregate(n=Sum("figures"))["n"] or 0
    return figures - (scope.tallies(ProgramTally.objects).aggregate(n=Sum("figures"))["n"] or 0)


def _measured(metric: Metric) -> tuple:
    """Figures of one indicator share a row; without an indicator, figures of the same words."""
    return (metric.indicator_id, "" if metric.indicator_id else metric.indicator_words, metric.unit_family)


def promises_of(scope: Scope, today: date) -> list[Followed]:
    """The place's promises, the last made first. Two queries."""
    planned = scope.metrics().planned().exclude(program=None, indicator=None).order_by("-published_on", "-pk")
    return follow(in_order(Metric, planned.values_list("pk", flat=True)[:SHOWN_PROMISES]), today=today)


def unsaid(scope: Scope, programs: list[ProgramRow]) -> list[Indicator]:
    """Core indicators of the categories the place reports that no article gives a figure of. One query."""
    categories = {row.category for row in programs}
    given = scope.tallies(IndicatorTally.objects).values("indicator")
    left = Indicator.objects.filter(core=True, category__in=categories).exclude(pk__in=given)
    return list({indicator.name: indicator for indicator in left}.values())


def reports_of(scope: Scope) -> list[Report]:
    return with_facts(in_order(Article, scope.articles().values_list("pk", flat=True)[:SHOWN_ARTICLES]))
