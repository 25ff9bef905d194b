"""The front page: what is new and what runs where."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.models import PlaceTally, ProgramAlias

from ..following import count_silent, due_list
from ..measures import MEASURES, build_measure, chosen_measure, indicators_with_figures
from ..places import load_gazetteer
from ..queries import public_articles, public_programs
from ..reports import with_facts
from ..tallies import in_place, program_tallies


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
    whole = in_place(PlaceTally.objects.filter(year=0)).first()
    whole = whole or PlaceTally(articles=0, counties=0, figures=0, planned=0)
    return {
        "articles": {"total": whole.articles, "first": whole.first, "last": whole.last, "counties": whole.counties},
        "metrics": {
            "total": whole.figures,
            "planned": whole.planned,
            "actual": whole.figures - whole.planned,
        },
        "programs": public_programs().count(),
        "aliases": ProgramAlias.objects.count(),
        "silent": count_silent(today),
    }


def programs_by_reach(size: int) -> list[dict]:
    """Programs by the number of counties that report them. One query."""
    rows = in_place(program_tallies()).filter(year=0).select_related("program")
    return [
        {"program": row.program, "counties": row.counties, "articles": row.articles}
        for row in rows.order_by("-counties", "-articles", "program_id")[:size]
    ]
