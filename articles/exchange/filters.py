"""Which rows an export or an API answer holds: the pages' own conditions, under the same names.

A page leaves out a condition it cannot read and says so; data that leaves must
not hold more than was asked for, so here such a condition is refused.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from articles.pages.figure_filter import MetricFilter
from articles.pages.filters import ArticleFilter, ListFilter, ProgramFilter
from articles.pages.following import outcomes
from articles.pages.places import load_gazetteer
from articles.pages.queries import public_articles, public_metrics
from articles.pages.tallies import program_tallies
from articles.pages.views.follow import PromiseFilter


def _filtered(kind: type[ListFilter], rows: QuerySet, request: HttpRequest) -> ListFilter:
    return kind(request.GET, queryset=rows, gazetteer=load_gazetteer(), today=timezone.localdate())


def filter_metrics(request: HttpRequest) -> ListFilter:
    """Public figures under the request's conditions, newest first; `.qs` has the rows."""
    return _filtered(MetricFilter, public_metrics().for_list().order_by("-published_on", "-article_id", "pk"), request)


def filter_articles(request: HttpRequest) -> ListFilter:
    """Public articles under the request's conditions, newest first."""
    return _filtered(ArticleFilter, public_articles().for_list(), request)


def filter_programs(request: HttpRequest) -> ListFilter:
    """Tallies of listed programs under the request's conditions, one a program."""
    return _filtered(ProgramFilter, program_tallies(), request)


def filter_promises(request: HttpRequest) -> ListFilter:
    """Promises under the request's conditions, those due last first, as the page lists them."""
    return _filtered(PromiseFilter, outcomes(), request)


def refused(filters: ListFilter, query: QueryDict, also: Iterable[str] = ()) -> list[str]:
    """Conditions that cannot be read or are not known, in words. Names in `also` are no conditions (page …)."""
    known = {*filters.filters, *also}
    return [*filters.ignored, *(f"参数“{name[:20]}”" for name in query if name not in known)]


def refusal(conditions: Iterable[str]) -> str:
    """The sentence for conditions that were refused.

    >>> refusal(["年份“20x5”"])
    '看不懂的条件：年份“20x5”。没有给出数据，以免多给；请改正或去掉这个条件。'
    """
    return f"看不懂的条件：{'、'.join(conditions)}。没有给出数据，以免多给；请改正或去掉这个条件。"
