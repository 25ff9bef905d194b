"""The front page: what is new and what runs where."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db.models import Count, Max, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.models import Metric, Program, ProgramAlias

from ..following import count_silent, due_list
from ..measures import MEASURES, build_measure, chosen_measure, indicators_with_figures
from ..places import load_gazetteer
from ..queries import listed_mentions, public_articles, public_metrics, public_programs
from ..reports import with_facts


def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    gazetteer = load_gazetteer()
    measure = chosen_measure(request.GET.get("measure", ""))
    context = {
        "section": "home",
        "today": today,
        "gazetteer": gazetteer,
        "key": key_figures(today),
        "measure": build_measure(measure, gazetteer, today=today),
        "measures": MEASURES,
        "indicators": indicators_with_figures(),
        "reports": with_facts(public_articles().for_list()[:7]),
        "reach": programs_by_reach(8),
        "due": due_list(today),
        "counties": len(gazetteer.counties),
    }
    return render(request, "pages/home.html", context)


def key_figures(today: date) -> dict:
    """The four figures at the top, each over all that is published."""
    articles = public_articles().aggregate(
        total=Count("pk"), first=Min("published_on"), last=Max("published_on"), counties=Count("county", distinct=True)
    )
    metrics = public_metrics().aggregate(total=Count("pk"), planned=Count("pk", filter=Q(status=Metric.Status.PLANNED)))
    return {
        "articles": articles,
        "metrics": metrics | {"actual": metrics["total"] - metrics["planned"]},
        "programs": public_programs().count(),
        "aliases": ProgramAlias.objects.count(),
        "silent": count_silent(today),
    }


def programs_by_reach(size: int) -> list[dict]:
    """Programs by the number of counties that report them. Two queries."""
    pairs = listed_mentions().order_by().values_list("program", "county").annotate(n=Count("pk"))
    counties, articles = Counter(), Counter()
    for program, county, n in pairs:
        counties[program] += county is not None
        articles[program] += n
    widest = sorted(articles, key=lambda pk: (-counties[pk], -articles[pk], pk))[:size]
    programs = Program.objects.in_bulk(widest)
    return [{"program": programs[pk], "counties": counties[pk], "articles": articles[pk]} for pk in widest]
