"""The list of articles and the page of one article."""

from __future__ import annotations

from django.db.models import Count, Exists, F, OuterRef, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from articles.models import Article, Category, CategoryTally, Program, ProgramMention
from articles.search.find import by_words

from .. import facets
from ..citations import cite
from ..filters import ArticleFilter
from ..places import load_gazetteer
from ..queries import in_order, public_articles, public_mentions
from ..reading import read_article
from ..reports import with_facts
from ..tallies import CountedPaginator

PER_PAGE = 20


def article_list(request: HttpRequest) -> HttpResponse:
    gazetteer = load_gazetteer()
    filters = ArticleFilter(request.GET, queryset=public_articles(), gazetteer=gazetteer, today=timezone.localdate())
    rows = filters.qs.values_list("pk", flat=True)
    if filters.chosen("q"):
        rows = rows.order_by(by_words(F("published_on")).desc(), "bulletin_id", "position")
    page = CountedPaginator(rows, PER_PAGE, total=filters.total()).get_page(request.GET.get("page"))
    program = Program.objects.filter(slug=filters.chosen("program")).first() if filters.chosen("program") else None
    context = {
        "section": "articles",
        "filters": filters,
        "program": program,
        "page": page,
        "total": page.paginator.count,
        "reports": with_facts(in_order(Article, page.object_list)),
        "facets": article_facets(filters),
        "dropping": rows_without(filters) if not page.paginator.count else [],
    }
    return render(request, "pages/article_list.html", context)


def article_facets(filters: ArticleFilter) -> list[facets.Facet]:
    """Of one program's articles the categories say nothing: it has one."""
    told = [] if filters.chosen("program") and not filters.chosen("category") else [category_facet(filters)]
    return [*told, facets.place_facet(filters), facets.year_facet(filters)]


def category_facet(filters: ArticleFilter) -> facets.Facet:
    """Categories of the programs that the articles name. Counted over mentions: one article may have several."""
    if filters.chosen("q") or filters.chosen("program"):
        mentions = public_mentions().filter(article__in=filters.excluding("category").order_by().values("pk"))
        rows = mentions.order_by().values_list("program__category")
        counts = dict(rows.annotate(n=Count("article", distinct=True)))
    else:
        rows = filters.spread(CategoryTally.objects.all(), "category").order_by().values_list("category")
        counts = dict(rows.annotate(n=Sum("articles")))
    labels = facets.by_count(Category.choices, counts)
    return facets.build_facet(filters, "项目类别", "category", counts, labels)


def rows_without(filters: ArticleFilter) -> list[tuple[str, str, int]]:
    """For an empty list: each condition, the address without it, and how many articles that would leave."""
    names = [name for name in filters.filters if filters.chosen(name)]
    return [
        (chip.words, chip.href, filters.excluding(name).count())
        for name, chip in zip(names, filters.chips, strict=True)
    ]


def article_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """An article to everybody once it is published; the whole text where the source allows it, or to staff."""
    article = get_object_or_404(public_articles().for_list(), pk=pk)
    is_staff = request.user.is_authenticated and request.user.is_staff
    gazetteer = load_gazetteer()
    reading = read_article(article, gazetteer, masked=not is_staff)
    context = {
        "section": "articles",
        "at_section": True,
        "gazetteer": gazetteer,
        "article": article,
        "reading": reading,
        "whole": is_staff or article.bulletin.source.full_text_public,
        "is_staff": is_staff,
        "citation": cite(article),
        "related": related(article),
        "same_stories": same_stories(article),
    }
    return render(request, "pages/article_detail.html", context)


def same_stories(article: Article) -> list[Article]:
    """The same story in other papers, whichever of them came first."""
    first = article.same_story_as_id or article.pk
    others = public_articles().filter(same_story_as=first) | public_articles().filter(pk=first)
    return list(others.exclude(pk=article.pk).for_list()[:5])


def related(article: Article) -> list[Article]:
    """Other articles of the same county on a program of this one, newest first."""
    if not article.county_id:
        return []
    programs = ProgramMention.objects.filter(article=article).values("program")
    shares = public_mentions().filter(article=OuterRef("pk"), program__in=programs)
    others = public_articles().in_county(article.county_id).exclude(pk=article.pk)
    return list(others.filter(Exists(shares)).for_list()[:4])
