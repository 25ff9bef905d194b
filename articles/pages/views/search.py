"""One box for everything: places, programs, figures and articles, in groups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.masking import mask_part
from articles.models import Article, Metric, Program
from articles.search.find import CAP, Answer, Filters, answer, find_metrics, rank_articles
from articles.search.highlight import Slice, cut_snippet, mark_terms
from articles.search.terms import Question, fold, parse_question

from ..filters import unread, with_value, without
from ..places import load_gazetteer
from ..queries import in_order
from ..tallies import CountedPaginator

PER_PAGE = 20
SHOWN_METRICS = 8


@dataclass(frozen=True)
class ArticleHit:
    """An article found: its title marked, a snippet, and the other name it was found by."""

    article: Article
    title: list[Slice]
    snippet: list[Slice]
    why: str


@dataclass(frozen=True)
class ProgramHit:
    program: Program
    name: list[Slice]
    aliases: list[list[Slice]]


def search(request: HttpRequest) -> HttpResponse:
    """What the box finds; an empty question shows how to ask."""
    question = read_question(request)
    filters, ignored = read_filters(request)
    found = answer(question, filters)
    by_date = request.GET.get("sort") == "date"
    ranked = rank_articles(found, by_date=by_date).values_list("pk", flat=True)
    page = CountedPaginator(ranked, PER_PAGE, total=len(found.article_ids)).get_page(request.GET.get("page"))
    metrics = find_metrics(found) if question else Metric.objects.none()
    gazetteer = load_gazetteer()
    context = {
        "section": "search",
        "question": question,
        "found": found,
        "filters": filters,
        "by_date": by_date,
        "gazetteer": gazetteer,
        "programs": [program_hit(program, found) for program in found.programs],
        "metrics": [
            (metric, mark_terms(mask_part(metric.article, metric.quote), found.terms))
            for metric in in_order(Metric, metrics.values_list("pk", flat=True)[:SHOWN_METRICS])
        ],
        "metric_total": metrics.count(),
        "page": page,
        "hits": article_hits(page, found),
        "cap": CAP,
        "narrowings": narrowings(request, found),
        "ignored": ignored,
        "conditions": conditions(request, filters, gazetteer),
    }
    return render(request, "pages/search.html", context)


def read_question(request: HttpRequest) -> Question:
    """What was typed into the box, and whether only the very letters are asked for."""
    return parse_question(request.GET.get("q", ""), exact=request.GET.get("exact") == "1")


def read_filters(request: HttpRequest) -> tuple[Filters, dict[str, str]]:
    """City, county, program and year of the address, and what of it cannot be read, in words."""
    get, gazetteer = request.GET.get, load_gazetteer()
    city, county = gazetteer.city(get("city")), gazetteer.county(get("county"))
    year = get("year", "")
    wanted = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None
    program = get("program", "")[:120]
    filters = Filters(city.code if city else "", county.code if county else "", program, wanted)
    return filters, unread(request.GET, city=city, county=county, year=wanted)


def conditions(request: HttpRequest, filters: Filters, gazetteer: object) -> list[tuple[str, str]]:
    """What narrows the search, in words, with the address without it."""
    city, county = gazetteer.city(filters.city), gazetteer.county(filters.county)
    words = {
        "city": city.name if city else "",
        "county": county.name if county else "",
        "program": filters.program,
        "year": f"{filters.year}年" if filters.year else "",
    }
    return [(word, without(request.GET, name)) for name, word in words.items() if word]


def narrowings(request: HttpRequest, found: Answer) -> list[tuple[str, list[tuple[str, int, str]]]]:
    """Facets of the articles found: heading, then word, count and address of each."""
    years = [(str(year), n, with_value(request.GET, "year", str(year))) for year, n in found.years.items()]
    cities = [(city.name, n, with_value(request.GET, "city", city.code, "county")) for city, n in found.cities]
    return [(head, rows) for head, rows in (("年份", years), ("地区", cities)) if rows]


def article_hits(page: Page, found: Answer) -> list[ArticleHit]:
    return [article_hit(article, found) for article in in_order(Article, page)]


def article_hit(article: Article, found: Answer) -> ArticleHit:
    text, title = mask_part(article, article.text), mask_part(article, article.title)
    shown = fold(title + text + article.captions + article.kicker + article.deck)
    why = "、".join(_found_by_other_name(shown, found))
    return ArticleHit(article, mark_terms(title, found.terms), cut_snippet(text, found.terms), why)


def _found_by_other_name(folded: str, found: Answer) -> Iterable[str]:
    for expansion in found.expansions:
        if expansion.term not in folded:
            name = next((n for n in expansion.names if n in folded), "")
            if name:
                yield f"{name} = {expansion.term}"


def metric_hit(metric: Metric, found: Answer) -> tuple[Metric, list[Slice]]:
    """A figure with its sentence, the searched words marked."""
    return metric, mark_terms(mask_part(metric.article, metric.quote), found.terms)


def program_hit(program: Program, found: Answer) -> ProgramHit:
    """A program with those of its other names that hold a searched word."""
    named = [alias.name for alias in program.aliases.all() if alias.name != program.name]
    hits = [name for name in named if any(term in fold(name) for term in found.question.terms)]
    return ProgramHit(program, mark_terms(program.name, found.terms), [mark_terms(n, found.terms) for n in hits[:6]])
