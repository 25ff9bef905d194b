"""All public figures under conditions: the rows behind every number of the other pages."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.models import Metric

from ..figure_filter import MetricFilter
from ..places import load_gazetteer
from ..queries import in_order, public_metrics

PER_PAGE = 50
#: So many rows are counted and paged through; whoever wants more narrows the list or takes the file.
CAP = 5000


class FigureFilter(MetricFilter):
    """All conditions but words: those are the search's, which looks at the newest thousand articles only."""

    q = None

    class Meta:
        model = Metric
        fields = ["city", "county", "category", "program", "indicator", "status", "year", "article"]


def figure_list(request: HttpRequest) -> HttpResponse:
    """`/figures/?county=330803&indicator=TB04`: newest first, each with its sentence."""
    gazetteer = load_gazetteer()
    rows = public_metrics().filter(article__is_public=True)
    filters = FigureFilter(request.GET, queryset=rows, gazetteer=gazetteer, today=timezone.localdate())
    keys = filters.qs.order_by("-article__published_on", "-article_id", "pk").values_list("pk", flat=True)
    paginator = Paginator(range(min(total := keys.order_by()[: CAP + 1].count(), CAP)), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    shown = list(keys[page.start_index() - 1 : page.end_index()]) if total else []
    context = {
        "section": "metrics",
        "at_section": True,
        "filters": filters,
        "gazetteer": gazetteer,
        "page": page,
        "total": min(total, CAP),
        "more": total > CAP,
        "metrics": in_order(Metric, shown),
        "dropping": rows_without(filters) if not total else [],
    }
    return render(request, "pages/figure_list.html", context)


def rows_without(filters: FigureFilter) -> list[tuple[str, str, int]]:
    """For an empty list: each condition, the address without it, and how many figures that would leave."""
    names = [name for name in filters.filters if filters.chosen(name)]
    return [
        (chip.words, chip.href, filters.excluding(name).order_by()[:CAP].count())
        for name, chip in zip(names, filters.chips, strict=True)
    ]
