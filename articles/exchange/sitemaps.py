"""What search engines may list: the public pages, articles and programs by their dates."""

from __future__ import annotations

from datetime import date

from django.contrib.sitemaps import Sitemap
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from articles.models import Article, City, County, PlaceTally, Program, ProgramTally
from articles.pages.queries import public_articles, public_programs
from articles.pages.tallies import in_place


class PageSitemap(Sitemap):
    """The lists, which change with every published page."""

    def items(self) -> list[str]:
        return [
            "home", "program-list", "childcare-list", "station-list", "city-list", "metric-list", "compare",
            "follow", "article-list", "alias-list", "api-manual", "about",
        ]  # fmt: skip

    def location(self, item: str) -> str:
        return reverse(item)


def latest_report() -> date | None:
    """The day of the newest public report."""
    return in_place(PlaceTally.objects.filter(year=0)).values_list("last", flat=True).first()


class ArticleSitemap(Sitemap):
    limit = 1000

    def get_latest_lastmod(self) -> date | None:
        """Of all articles, without reading them."""
        return latest_report()

    def items(self) -> QuerySet[Article]:
        return public_articles().order_by("-published_on", "-pk").only("pk", "published_on")

    def lastmod(self, item: Article) -> date:
        return item.published_on


class ProgramSitemap(Sitemap):
    def get_latest_lastmod(self) -> date | None:
        return latest_report()

    def items(self) -> QuerySet[Program]:
        rows = in_place(ProgramTally.objects.filter(program=OuterRef("pk"), year=0)).values("last")
        return public_programs().order_by("pk").only("slug").annotate(last=Subquery(rows[:1]))

    def lastmod(self, item: Program) -> date | None:
        return item.last


class PlaceSitemap(Sitemap):
    def items(self) -> list[City | County]:
        return [*City.objects.all(), *County.objects.all()]


SITEMAPS = {"pages": PageSitemap, "places": PlaceSitemap, "programs": ProgramSitemap, "articles": ArticleSitemap}


def robots(request: HttpRequest) -> HttpResponse:
    """Everything but the desk, searches, downloads and the forms."""
    closed = ["/admin/", "/search/", "/export/", "/report/", "/mode/"]
    address = request.build_absolute_uri(reverse("sitemap"))
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), f"Sitemap: {address}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
