"""Figures under conditions: for their list, for exports and for the API."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet

from articles.models import Category, Indicator, Metric, Program

from .filters import ListFilter, Words
from .queries import public_articles


class MetricFilter(ListFilter):
    """Figures by place, year of publication, program, indicator, basis and words of their sentence."""

    category = django_filters.ChoiceFilter(
        label="类别", empty_label="全部", choices=Category.choices, field_name="program__category"
    )
    program = django_filters.CharFilter(label="项目", method="of_program", max_length=120)
    indicator = django_filters.CharFilter(label="指标", method="of_indicator", max_length=8)
    status = django_filters.ChoiceFilter(label="口径", empty_label="全部", choices=Metric.Status.choices)
    article = django_filters.NumberFilter(label="报道", field_name="article_id", min_value=1, max_value=2**31)
    q = Words(label="词语", method="with_words")

    class Meta:
        model = Metric
        fields = ["city", "county", "category", "program", "indicator", "status", "year", "article", "q"]

    def of_program(self, queryset: QuerySet[Metric], _name: str, slug: str) -> QuerySet[Metric]:
        """By key: through a join the database would sort all of a program's figures to show the newest."""
        return queryset.filter(program__in=list(Program.objects.filter(slug=slug).values_list("pk", flat=True)))

    def of_indicator(self, queryset: QuerySet[Metric], _name: str, code: str) -> QuerySet[Metric]:
        return queryset.filter(indicator__in=list(Indicator.objects.filter(code=code).values_list("pk", flat=True)))

    def with_words(self, queryset: QuerySet[Metric], _name: str, words: str) -> QuerySet[Metric]:
        """Each word in the sentence, or in what the figure counts.

        The sentence counts only where the search's index has the word too: names hidden from the public are
        not in it, and must not be found by asking for them.
        """
        if not self.phrase(words).question.terms:
            return queryset.none()
        for term in self.phrase(words).question.terms:
            found = self.phrase(term).filter(public_articles()).values("pk")
            wanted = Q(quote__icontains=term, article__in=found)
            if indicators := list(Indicator.objects.filter(name__icontains=term).values_list("pk", flat=True)):
                wanted |= Q(indicator__in=indicators)
            if programs := list(Program.objects.filter(name__icontains=term).values_list("pk", flat=True)):
                wanted |= Q(program__in=programs)
            queryset = queryset.filter(wanted)
        return queryset

    def words_of(self, name: str) -> str:
        """Program, indicator and article by their names."""
        value = self.chosen(name)
        if name == "program":
            return Program.objects.filter(slug=value).values_list("name", flat=True).first() or value
        if name == "indicator":
            return Indicator.objects.filter(code=value).values_list("name", flat=True).first() or value
        return f"报道 {value}" if name == "article" else super().words_of(name)
