"""The page of one program: what it is, where it runs, how big, what was promised, in which words."""

from __future__ import annotations

from django.db.models import Count, Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from articles.models import Category, Indicator, Metric, Program, ProgramTally

from .. import tiles
from ..following import follow
from ..pairs import build_pairs, newest_of_each
from ..places import Gazetteer, load_gazetteer
from ..queries import in_order, public_articles, public_mentions, public_metrics
from ..reports import with_facts
from ..sentences import group_sentences
from ..tallies import by_county, in_place
from ..trends import build_trend

SHOWN_SENTENCES = 8
SHOWN_ARTICLES = 6
SHOWN_PAIRS = 30
SHOWN_PROMISES = 6


def program_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One program. A merged one leads to the one it went into; a draft's program is not found."""
    program = get_object_or_404(Program.objects.select_related("merged_into"), slug=slug)
    if program.merged_into:
        return HttpResponsePermanentRedirect(program.merged_into.get_absolute_url())
    mentions = public_mentions().filter(program=program)
    facts = in_place(ProgramTally.objects.filter(program=program, year=0)).first()
    if not facts or not facts.articles or not (program.confirmed or program.from_lexicon):
        raise Http404
    today = timezone.localdate()
    gazetteer = load_gazetteer()
    metrics = public_metrics().filter(program=program)
    indicators = indicators_of(metrics)
    indicator = chosen_indicator(indicators, request.GET.get("indicator", ""))
    where = where_it_runs(program, gazetteer)
    context = {
        "section": "programs",
        "at_section": True,
        "program": program,
        "category": Category(program.category).label,
        "facts": facts,
        "gazetteer": gazetteer,
        "total_counties": len(gazetteer.counties),
        "first": mentions.order_by("published_on", "pk").first(),
        "last": mentions.order_by("-published_on", "-pk").first(),
        "aliases": [alias for alias in program.aliases.order_by("place", "name") if alias.name != program.name],
        "indicators": indicators,
        "indicator": indicator,
        "pairs": pairs_of(metrics, indicator),
        "trend": trend_of(metrics, indicator, gazetteer, request.GET.get("place", "")),
        "sentences": sentences_of(metrics),
        "promises": follow(newest_promises(metrics), today=today),
        "reports": with_facts(articles_of(program)),
        "today": today,
        **where,
    }
    return render(request, "pages/program_detail.html", context)


def newest_promises(metrics: QuerySet) -> list[Metric]:
    """Two queries."""
    keys = metrics.planned().order_by("-published_on", "-pk").values_list("pk", flat=True)
    return in_order(Metric, keys[:SHOWN_PROMISES])


def where_it_runs(program: Program, gazetteer: Gazetteer) -> dict:
    """The grid of the three states, the cities that report it as a whole, and the silence: who does not."""
    counties = list(by_county(ProgramTally.objects.filter(program=program, year=0)))
    last = {row.county: row.last for row in counties if row.articles}
    planned = {row.county for row in counties if row.planned}
    marks = tiles.adoption_marks(set(last), planned, {row.county for row in counties if row.figures > row.planned})
    legend = tiles.adoption_legend(marks, len(gazetteer.counties))
    silent = [
        (city, [county for county in gazetteer.in_city(city.code) if county.code not in marks])
        for city in gazetteer.cities
    ]
    return {
        "grid": tiles.build_grid(gazetteer, marks, label="各县（市、区）见报情况", legend=legend),
        "silent": [(city, counties) for city, counties in silent if counties],
        "reported": sorted(
            ((gazetteer.county(code), day) for code, day in last.items()), key=lambda row: row[1], reverse=True
        ),
    }


def indicators_of(metrics: QuerySet) -> list[Indicator]:
    """The indicators this program has figures of, most figures first."""
    counts = dict(
        metrics.exclude(indicator=None).order_by().values_list("indicator").annotate(n=Count("*")).order_by("-n")[:8]
    )
    found = Indicator.objects.in_bulk(list(counts))
    return [found[pk] for pk in counts]


def chosen_indicator(indicators: list[Indicator], code: str) -> Indicator | None:
    """The one the address names, else the first."""
    return next((i for i in indicators if i.code == code), indicators[0] if indicators else None)


def pairs_of(metrics: QuerySet, indicator: Indicator | None) -> list:
    """Plan beside actual for each place, newest first."""
    if indicator is None:
        return []
    newest = newest_of_each(metrics.filter(indicator=indicator), "city_id", "county_id")
    pairs = build_pairs(newest, lambda metric: (metric.city_id, metric.county_id), shared_top=True)
    return pairs[:SHOWN_PAIRS]


def trend_of(metrics: QuerySet, indicator: Indicator | None, gazetteer: Gazetteer, wanted: str) -> dict | None:
    """One place over time: the one the address names, else the one with the most figures."""
    if indicator is None:
        return None
    figures = metrics.filter(indicator=indicator)
    places = list(
        figures.order_by()
        .values("city", "county")
        .annotate(n=Count("*"), last=Max("published_on"))
        .order_by("-n", "-last")[:8]
    )
    place = next((p for p in places if wanted and wanted in (p["county"], p["city"])), places[0] if places else None)
    if place is None:
        return None
    name = gazetteer.name(place["city"], place["county"])
    keys = figures.filter(city=place["city"], county=place["county"]).order_by("-published_on", "-pk")
    rows = in_order(Metric, keys.values_list("pk", flat=True)[:60])
    trend = build_trend(rows, title=f"{name}{indicator.name}，逐年", ident="trend")
    options = [(p["county"] or p["city"] or "", gazetteer.name(p["city"], p["county"])) for p in places]
    return {"trend": trend, "name": name, "options": options}


def sentences_of(metrics: QuerySet) -> list:
    """The newest sentences with the figures in them."""
    keys = metrics.order_by("-published_on", "article_id", "part", "start").values_list("pk", flat=True)
    return group_sentences(in_order(Metric, keys[: SHOWN_SENTENCES * 3]))[:SHOWN_SENTENCES]


def articles_of(program: Program) -> QuerySet:
    named = (
        public_mentions().filter(program=program).order_by("-published_on", "-pk").values("article")[:SHOWN_ARTICLES]
    )
    return public_articles().filter(pk__in=list(named.values_list("article", flat=True))).for_list()
