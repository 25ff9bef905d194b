"""Which rows an export or an API answer holds: the pages' own conditions, under the same names.

A page leaves out a condition it cannot read and says so; data that leaves must
not hold more than was asked for, so here such a condition is refused.
"""

from __future__ import annotations

from collections.abc import Iterable

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from articles.models import Category, Indicator, Metric, ProgramMention
from articles.pages.filters import ArticleFilter, ListFilter, ProgramFilter, Words
from articles.pages.following import promises
from articles.pages.places import load_gazetteer
from articles.pages.queries import listed_mentions, public_articles, public_metrics
from articles.pages.views.follow import PromiseFilter


class MetricFilter(ListFilter):
    """Figures by place, year of publication, program, indicator, basis and words of their sentence."""

    category = django_filters.ChoiceFilter(label="类别", choices=Category.choices, field_name="program__category")
    program = django_filters.CharFilter(label="项目", field_name="program__slug", max_length=120)
    indicator = django_filters.CharFilter(label="指标", field_name="indicator__code", max_length=8)
    status = django_filters.ChoiceFilter(label="口径", choices=Metric.Status.choices)
    article = django_filters.NumberFilter(label="报道", field_name="article_id", min_value=1, max_value=2**31)
    q = Words(label="词语", method="with_words")

    class Meta:
        model = Metric
        fields = ["city", "county", "category", "program", "indicator", "status", "year", "article", "q"]

    def with_words(self, queryset: QuerySet[Metric], _name: str, words: str) -> QuerySet[Metric]:
        """Each word in the sentence, or in what the figure counts.

        The sentence counts only where the search's index has the word too: names hidden from the public are
        not in it, and must not be found by asking for them.
        """
        if not self.phrase(words).question.terms:
            return queryset.none()
        for term in self.phrase(words).question.terms:
            found = self.phrase(term).filter(public_articles()).values("pk")
            indicators = list(Indicator.objects.filter(name__icontains=term).values_list("pk", flat=True))
            said = Q(quote__icontains=term, article__in=found)
            queryset = queryset.filter(said | Q(indicator__in=indicators) | Q(program__name__icontains=term))
        return queryset


def _filtered(kind: type[ListFilter], rows: QuerySet, request: HttpRequest) -> ListFilter:
    return kind(request.GET, queryset=rows, gazetteer=load_gazetteer(), today=timezone.localdate())


def filter_metrics(request: HttpRequest) -> ListFilter:
    """Public figures under the request's conditions, newest first; `.qs` has the rows."""
    return _filtered(MetricFilter, public_metrics().for_list().order_by("-published_on", "-article_id", "pk"), request)


def filter_articles(request: HttpRequest) -> ListFilter:
    """Public articles under the request's conditions, newest first."""
    return _filtered(ArticleFilter, public_articles().for_list(), request)


def filter_programs(request: HttpRequest) -> ListFilter:
    """Mentions of listed programs under the request's conditions."""
    rows: QuerySet[ProgramMention] = listed_mentions()
    return _filtered(ProgramFilter, rows, request)


def filter_promises(request: HttpRequest) -> ListFilter:
    """Promises under the request's conditions, those due last first, as the page lists them."""
    return _filtered(PromiseFilter, promises(), request)


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
