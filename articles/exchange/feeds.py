"""Atom feeds: the newest reports of the province, a county, a city, a program."""

from __future__ import annotations

from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from articles.masking import mask_part
from articles.models import Article, City, County, Program
from articles.pages.queries import public_articles, public_mentions

LENGTH = 30
NAME = "浙江工会项目观察"


class ArticleFeed(Feed):
    """The newest public reports. Entries carry title, place, source and the figures' sentences, no full text."""

    feed_type = Atom1Feed
    title: Any = f"{NAME} · 最新报道"
    subtitle: Any = "每个数字都有出处"

    def link(self, _obj: object = None) -> str:
        return reverse("article-list")

    def items(self, _obj: object = None) -> QuerySet[Article]:
        return public_articles().for_list().prefetch_related("metrics")[:LENGTH]

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


class CountyFeed(ArticleFeed):
    def get_object(self, _request: HttpRequest, code: str) -> County:  # type: ignore[override]
        return get_object_or_404(County, code=code)

    def title(self, obj: County) -> str:
        return f"{NAME} · {obj.name}"

    def link(self, obj: County) -> str:  # type: ignore[override]
        return obj.get_absolute_url()

    def items(self, obj: County) -> QuerySet[Article]:  # type: ignore[override]
        return public_articles().in_county(obj.code).for_list().prefetch_related("metrics")[:LENGTH]


class CityFeed(ArticleFeed):
    def get_object(self, _request: HttpRequest, code: str) -> City:  # type: ignore[override]
        return get_object_or_404(City, code=code)

    def title(self, obj: City) -> str:
        return f"{NAME} · {obj.name}"

    def link(self, obj: City) -> str:  # type: ignore[override]
        return obj.get_absolute_url()

    def items(self, obj: City) -> QuerySet[Article]:  # type: ignore[override]
        return public_articles().in_city(obj.code).for_list().prefetch_related("metrics")[:LENGTH]


class ProgramFeed(ArticleFeed):
    def get_object(self, _request: HttpRequest, slug: str) -> Program:  # type: ignore[override]
        return get_object_or_404(Program, slug=slug)

    def title(self, obj: Program) -> str:
        return f"{NAME} · {obj.name}"

    def link(self, obj: Program) -> str:  # type: ignore[override]
        return obj.get_absolute_url()

    def items(self, obj: Program) -> QuerySet[Article]:  # type: ignore[override]
        naming = public_mentions().filter(program=obj).values("article")
        return public_articles().filter(pk__in=naming).for_list().prefetch_related("metrics")[:LENGTH]
