"""重新解析: the difference first, the change on confirmation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from articles.desk.access import admin_context, demand_change, demand_cities, get_bulletin_or_404
from articles.models import Bulletin
from articles.review.editing import EditRefused, open_bulletin
from articles.review.reparse import describe, describe_changes, find_difference, reparse_bulletin


def reparse(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows what today's parser and lexicon would change; POST does it."""
    bulletin = get_bulletin_or_404(request, pk)
    demand_change(request, bulletin)
    demand_cities(request, bulletin)
    try:
        if request.method == "POST":
            return _carry_out(request, bulletin)
        difference = find_difference(bulletin)
    except EditRefused as error:
        messages.error(request, str(error))
        return redirect("admin:articles_bulletin_review", pk)
    plan = difference.plan
    context = {
        "bulletin": bulletin,
        "difference": difference,
        "added": [(fact.article.title, describe(fact)) for fact in plan.added],
        "dropped": [(fact.article.title, describe(fact)) for fact in plan.dropped],
        "lost": [(fact.article.title, describe(fact)) for fact in plan.lost],
        "changed": [
            (fact.article.title, describe(fact), describe_changes(changes)) for fact, changes in plan.changed if changes
        ],
    }
    return render(request, "desk/reparse.html", admin_context(request, "重新解析") | context)


def _carry_out(request: HttpRequest, bulletin: Bulletin) -> HttpResponse:
    user: Any = request.user
    if bulletin.status == Bulletin.Status.PUBLISHED and request.POST.get("published") != "yes":
        raise EditRefused("版面已发布，请勾选确认后再改。")
    with open_bulletin(bulletin.pk) as locked:
        reparse_bulletin(locked, user)
    messages.success(request, "已重新解析。人工定过的都没有动，整步可以撤销。")
    return redirect("admin:articles_bulletin_review", bulletin.pk)
