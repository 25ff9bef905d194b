"""Atom feeds: the newest reports of the province, a county, a city, a program, a list or a search."""

from __future__ import annotations

from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from articles.masking import mask_part
from articles.models import Article, City, County, Program
from articles.pages.filters import ListFilter
from articles.pages.queries import public_articles, public_mentions
from articles.pages.views.search import read_filters, read_question
from articles.search.find import Filters, answer
from articles.search.terms import Question

from .filters import filter_articles, refusal, refused

LENGTH = 30
NAME = "浙江工会项目观察"


class ArticleFeed(Feed):
    """The newest public reports. Entries carry title, place, source and the figures' sentences, no full text.

    `/feeds/articles.atom` takes the conditions of `/articles/`.
    """

    feed_type = Atom1Feed
    title: Any = f"{NAME} · 最新报道"
    subtitle: Any = "每个数字都有出处"

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if ignored := self.refused(request):
            return HttpResponse(refusal(ignored), status=400, content_type="text/plain; charset=utf-8")
        return super().__call__(request, *args, **kwargs)

    def refused(self, request: HttpRequest) -> list[str]:
        """Conditions that the feed cannot use."""
        return [f"参数“{name[:20]}”" for name in request.GET]

    def link(self, _obj: object = None) -> str:
        return reverse("article-list")

    def items(self, _obj: object = None) -> QuerySet[Article]:
        return self.entries(public_articles())

    def entries(self, articles: QuerySet[Article]) -> QuerySet[Article]:
        """The newest of the articles, with their figures."""
        return articles.for_list().prefetch_related("metrics").order_by("-published_on", "-pk")[:LENGTH]

    def item_title(self, item: Article) -> str:
        return mask_part(item, item.title)

    def item_description(self, item: Article) -> str:
        place = item.county or item.city
        quotes = [mask_part(item, m.quote) for m in item.metrics.all() if m.is_public and m.review != m.Review.REJECTED]
        head = f"{place or '全省'} · {item.bulletin.source.name} {item.published_on.isoformat()}"
        return "\n".join([head, *dict.fromkeys(quotes)])

    def item_pubdate(self, item: Article) -> Any:
        return item.bulletin.released_at

    def item_updateddate(self, item: Article) -> Any:
        return item.bulletin.released_at


class ListFeed(ArticleFeed):
    """The articles that the conditions of `/articles/` leave."""

    def refused(self, request: HttpRequest) -> list[str]:
        return refused(filter_articles(request), request.GET)

    def get_object(self, request: HttpRequest) -> ListFilter:  # type: ignore[override]
        return filter_articles(request)

    def title(self, obj: ListFilter) -> str:
        words = "，".join(chip.words for chip in obj.chips)
        return f"{NAME} · {words or '最新报道'}"

    def link(self, obj: ListFilter) -> str:  # type: ignore[override]
        query = obj.data.urlencode()
        return reverse("article-list") + (f"?{query}" if query else "")

    def items(self, obj: ListFilter) -> QuerySet[Article]:  # type: ignore[override]
        return self.entries(obj.qs)


class SearchFeed(ArticleFeed):
    """What a search finds, the newest first: `/feeds/search.atom?q=爱心托班&city=330800`."""

    def refused(self, request: HttpRequest) -> list[str]:
        ignored = list(read_filters(request)[1].values())
        return ignored if read_question(request) else [*ignored, "空的搜索词"]

    def get_object(self, request: HttpRequest) -> tuple[Question, Filters, str]:  # type: ignore[override]
        filters, _ = read_filters(request)
        return read_question(request), filters, request.GET.urlencode()

    def title(self, obj: tuple[Question, Filters, str]) -> str:
        return f"{NAME} · 搜索：{obj[0].text}"

    def link(self, obj: tuple[Question, Filters, str]) -> str:  # type: ignore[override]
        return f"{reverse('search')}?{obj[2]}"

    def items(self, obj: tuple[Question, Filters, str]) -> QuerySet[Article]:  # type: ignore[override]
        question, filters, _ = obj
        return self.entries(Article.objects.filter(pk__in=answer(question, filters).article_ids))


class CountyFeed(ArticleFeed):
    def get_object(self, _request: HttpRequest, code: str) -> County:  # type: ignore[override]
        return get_object_or_404(County, code=code)

    def title(self, obj: County) -> str:
        return f"{NAME} · {obj.name}"

    def link(self, obj: County) -> str:  # type: ignore[override]
        return obj.get_absolute_url()

    def items(self, obj: County) -> QuerySet[Article]:  # type: ignore[override]
        return self.entries(public_articles().in_county(obj.code))


class CityFeed(ArticleFeed):
    def get_object(self, _request: HttpRequest, code: str) -> City:  # type: ignore[override]
        return get_object_or_404(City, code=code)

    def title(self, obj: City) -> str:
        return f"{NAME} · {obj.name}"

    def link(self, obj: City) -> str:  # type: ignore[override]
        return obj.get_absolute_url()

    def items(self, obj: City) -> QuerySet[Article]:  # type: ignore[override]
        return self.entries(public_articles().in_city(obj.code))


class ProgramFeed(ArticleFeed):
    def get_object(self, _request: HttpRequest, slug: str) -> Program:  # type: ignore[override]
        return get_object_or_404(Program, slug=slug)

    def title(self, obj: Program) -> str:
        return f"{NAME} · {obj.name}"

    def link(self, obj: Program) -> str:  # type: ignore[override]
        return obj.get_absolute_url()

    def items(self, obj: Program) -> QuerySet[Article]:  # type: ignore[override]
        naming = public_mentions().filter(program=obj).values("article")
        return self.entries(public_articles().filter(pk__in=naming))
