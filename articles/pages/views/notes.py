"""What the site says about itself: its rules, and the register of aliases."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Program, ProgramAlias
from articles.promises import RULE

from ..queries import VOUCHED, public_mentions

PER_PAGE = 60


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/about.html", {"rule": RULE})


def alias_list(request: HttpRequest) -> HttpResponse:
    """Programs that go by more than one name, with the place each name is used in."""
    named = ProgramAlias.objects.filter(program=OuterRef("pk"))
    seen = public_mentions().filter(program=OuterRef("pk"))
    programs = Program.objects.filter(Exists(named), VOUCHED, merged_into=None)
    programs = programs.annotate(has_page=Exists(seen)).prefetch_related("aliases").order_by("category", "pinyin")
    page = Paginator(programs, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "pages/alias_list.html", {"page": page, "section": "programs", "at_section": True})
