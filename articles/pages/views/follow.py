"""Promises: what was said, when it is due, what was reported since."""

from __future__ import annotations

from datetime import date

import django_filters
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.models import Category, Metric, PromiseOutcome
from articles.promises import RULE, State

from ..filters import ListFilter
from ..following import follow, in_state, outcomes
from ..places import load_gazetteer
from ..queries import in_order

PER_PAGE = 30
STATES = [("silent", "无后续报道"), ("promised", "已承诺"), ("running", "进行中"), ("reached", "已达成")]


class PromiseFilter(ListFilter):
    """Promises by place, the year they were made in, category, program and state."""

    category = django_filters.ChoiceFilter(label="类别", empty_label="全部", choices=Category.choices)
    state = django_filters.ChoiceFilter(label="状态", empty_label="全部", choices=STATES, method="in_state")
    due = django_filters.ChoiceFilter(
        label="期限", empty_label="去年以来", choices=[("all", "全部年份")], method="all_years"
    )
    program = django_filters.CharFilter(label="项目", field_name="program__slug", max_length=120)

    class Meta:
        model = PromiseOutcome
        fields = ["city", "county", "category", "year", "state", "due", "program"]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Unless all years or one year are asked for: what is due since the beginning of last year."""
        queryset = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("due") or self.form.cleaned_data.get("year"):
            return queryset
        return queryset.filter(due__gte=date(self.today.year - 1, 1, 1))

    def all_years(self, queryset: QuerySet, _name: str, _value: str) -> QuerySet:
        return queryset

    def in_state(self, queryset: QuerySet, _name: str, state: str) -> QuerySet:
        """The rule of `articles.promises`, and the editors' rulings, as a condition."""
        wanted = next(each for each in State if each.code == state)
        return queryset.filter(in_state(wanted, self.today))


def follow_list(request: HttpRequest) -> HttpResponse:
    gazetteer, today = load_gazetteer(), timezone.localdate()
    filters = PromiseFilter(request.GET, queryset=outcomes(), gazetteer=gazetteer, today=today)
    rows = filters.qs.order_by(F("period_end").desc(nulls_last=True), "-published_on", "-pk")
    page = Paginator(rows.values_list("pk", flat=True), PER_PAGE).get_page(request.GET.get("page"))
    followed = follow(in_order(Metric, page.object_list), today=today)
    context = {
        "section": "follow",
        "filters": filters,
        "gazetteer": gazetteer,
        "page": page,
        "total": page.paginator.count,
        "followed": followed,
        "rule": RULE,
        "state": filters.chosen("state"),
        "recent": not (filters.chosen("due") or filters.chosen("year")),
        "states": STATES,
        "dropping": dropping(filters) if not page.paginator.count else [],
        "program": next((one.promise.program for one in followed if filters.chosen("program")), None),
    }
    return render(request, "pages/follow.html", context)


def dropping(filters: PromiseFilter) -> list[tuple[str, str, int]]:
    names = [name for name in filters.filters if filters.chosen(name)]
    return [
        (chip.words, chip.href, filters.excluding(name).count())
        for name, chip in zip(names, filters.chips, strict=True)
    ]
