"""The addresses to measure: each public page with its common conditions, for the most and the least reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count

from articles.models import Article, City, Metric, ProgramMention


@dataclass(frozen=True, slots=True)
class Subjects:
    """What the addresses name: first the most reported, then one of the middle, then the least."""

    cities: list[str]
    counties: list[str]
    programs: list[str]
    indicators: list[str]
    articles: list[int]
    year: int


def three(values: list) -> list:
    """The first, the middle one and the last."""
    return list(dict.fromkeys([values[0], values[len(values) // 2], values[-1]])) if values else []


def find_subjects() -> Subjects:
    """The most, the middling and the least reported of each kind. Raises LookupError for an empty record."""
    public = Article.objects.published().order_by()
    newest = list(public.order_by("-published_on", "-pk").values_list("pk", flat=True)[:3])
    if not newest:
        raise LookupError("没有已公开的报道。 / Nothing is published.")
    counties = public.exclude(county=None).values_list("county").annotate(n=Count("pk")).order_by("-n")
    named = ProgramMention.objects.filter(is_public=True, program__merged_into=None, program__confirmed=True)
    named |= ProgramMention.objects.filter(is_public=True, program__merged_into=None, program__from_lexicon=True)
    programs = named.order_by().values_list("program__slug").annotate(n=Count("pk")).order_by("-n", "program__slug")
    figures = Metric.objects.published().exclude(indicator=None).order_by()
    indicators = figures.values_list("indicator__code").annotate(n=Count("pk")).order_by("-n")
    return Subjects(
        cities=[city.code for city in City.objects.order_by("order")][:2],
        counties=three([code for code, _ in counties]),
        programs=three([slug for slug, _ in programs]),
        indicators=three([code for code, _ in indicators]),
        articles=newest,
        year=Article.objects.get(pk=newest[0]).published_on.year,
    )


def find_addresses(found: Subjects) -> Iterator[tuple[str, list[str]]]:
    """(page, its addresses) of everything that readers open."""
    city, county, program, indicator = found.cities[0], found.counties[0], found.programs[0], found.indicators[0]
    year = found.year - 1
    yield "home", ["/", "/?measure=last", "/?measure=stations", f"/?measure={indicator}"]
    yield "programs", ["/programs/", "/programs/?sort=-counties", "/programs/?page=9", "/programs/?sort=name"]
    yield "programs, narrowed", [
        f"/programs/?city={city}", f"/programs/?county={county}", "/programs/?category=station",
        f"/programs/?year={year}", f"/programs/?city={city}&category=childcare&year={year}",
    ]  # fmt: skip
    yield "programs, by figures", ["/programs/?status=actual", "/programs/?status=planned", "/programs/?status=none"]
    yield "programs, words", ["/programs/?q=托班", "/programs/?q=驿"]
    yield "program", [f"/programs/{slug}/" for slug in found.programs]
    yield "stations, childcare", ["/stations/", "/childcare/", f"/stations/?city={city}", f"/stations/?year={year}"]
    yield "cities", ["/cities/", "/cities/?show=silent"]
    yield "city", [f"/cities/{code}/" for code in found.cities]
    yield "county", [f"/counties/{code}/" for code in found.counties] + [f"/counties/{county}/?program={program}"]
    yield "county brief", [f"/counties/{code}/brief/" for code in found.counties]
    yield "indicators", ["/metrics/"]
    yield "indicator", [f"/metrics/?indicator={code}" for code in found.indicators] + [
        f"/metrics/?indicator={indicator}&kind=planned", f"/metrics/?indicator={indicator}&city={city}&year={year}",
    ]  # fmt: skip
    yield "compare", ["/compare/", "/compare/?" + "&".join(f"county={code}" for code in found.counties)]
    yield (
        "follow",
        ["/follow/", "/follow/?due=all", f"/follow/?city={city}", "/follow/?category=station", "/follow/?page=40"],
    )
    yield "follow, by state", [f"/follow/?state={state}" for state in ("silent", "promised", "running", "reached")]
    yield "articles", ["/articles/", "/articles/?page=50", f"/articles/?city={city}", f"/articles/?county={county}"]
    yield "articles, narrowed", [
        "/articles/?category=childcare", f"/articles/?year={year}", f"/articles/?program={program}",
        f"/articles/?city={city}&category=station&year={year}",
    ]  # fmt: skip
    yield "articles, words", ["/articles/?q=托班", "/articles/?q=驿站", f"/articles/?q=互助&county={county}"]
    yield "article", [f"/articles/{pk}/" for pk in found.articles]
    yield "search", [
        "/search/?q=爱心托班", "/search/?q=驿站", "/search/?q=qjq", "/search/?q=疗休养 2025",
        f"/search/?q=互助&city={city}", "/search/?q=完成&sort=date",
    ]  # fmt: skip
    yield "API", [
        "/api/v1/articles/", "/api/v1/programs/", f"/api/v1/metrics/?county={county}",
        f"/api/v1/metrics/?indicator={indicator}", f"/api/v1/metrics/?program={program}", "/api/v1/metrics/",
    ]  # fmt: skip
    yield "feeds", [
        "/feeds/articles.atom", f"/feeds/counties/{county}.atom", f"/feeds/programs/{program}.atom",
        f"/feeds/cities/{city}.atom",
    ]  # fmt: skip
    yield "exports, first byte", [
        "/export/metrics.csv", "/export/articles.csv", f"/export/metrics.csv?county={county}", "/export/programs.csv",
    ]  # fmt: skip
    yield "sitemap", ["/sitemap.xml", "/sitemap-articles.xml", "/sitemap-programs.xml"]
