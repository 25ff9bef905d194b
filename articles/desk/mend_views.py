"""Mending the page from the left pane: split, merge, move lines, swap titles, mark furniture."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from articles.desk.access import demand_article, demand_change, get_bulletin_or_404
from articles.models import Article, Bulletin, Revision
from articles.review.editing import EditRefused, last_revision, open_bulletin
from articles.review.page import (
    Layout,
    apply_layout,
    merge_with_previous,
    move_lines,
    read_layout,
    split_article,
    swap_titles,
)

Action = Revision.Action
ROLES = {"body", "kicker", "headline", "deck", "caption", "credit", "furniture", "column"}
DONE = {
    Action.SPLIT: "已拆成两篇，涉及的两篇重新读过，人工定过的都没有动。",
    Action.MERGE: "已与上篇合并。",
    Action.LINES: "已改行的归属，涉及的篇目重新读过。",
    Action.SWAP: "已互换主题与副题。",
}


@require_POST
def mend(request: HttpRequest, pk: int) -> HttpResponse:
    """`do` is split, merge, move, furniture or swap; `line` are the picked lines, counted from 1."""
    bulletin = get_bulletin_or_404(request, pk)
    demand_change(request, bulletin)
    article = bulletin.articles.filter(pk=_number(request.POST.get("article", ""))).select_related("city").first()
    if article:
        demand_article(request, article)
    user: Any = request.user
    try:
        with open_bulletin(pk) as locked:
            _demand_unchanged(request, locked)
            before = read_layout(locked)
            action, after = _mend(request, before, article)
            revision = apply_layout(locked, before, after, action, user)
    except EditRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, DONE[action] if revision else "没有变化。")
    return redirect(_address(bulletin, article))


def _demand_unchanged(request: HttpRequest, bulletin: Bulletin) -> None:
    """Lines are counted: where another has moved them meanwhile, the numbers mean other lines."""
    seen = _number(request.POST.get("seen", ""))
    moved = Revision.objects.of_bulletin(bulletin.pk).filter(pk__gt=seen).exclude(user_pk=request.user.pk)
    theirs = moved.filter(
        action__in=[Action.SPLIT, Action.MERGE, Action.LINES, Action.SWAP, Action.REPARSE, Action.UNDO]
    )
    if seen and last_revision(bulletin.pk) != seen and (first := theirs.first()):
        raise EditRefused(
            f"{first.user_name}刚刚{first.get_action_display()}了这一版，行的归属已经不同。请看过新的再改。"
        )


def _mend(request: HttpRequest, layout: Layout, article: Article | None) -> tuple[Revision.Action, Layout]:
    do = request.POST.get("do", "")
    lines = sorted({_number(value) - 1 for value in request.POST.getlist("line")[:5000]})
    if do == "split":
        if not lines:
            raise EditRefused("请先在左边选一行，从那一行起拆成新的一篇。")
        return Action.SPLIT, split_article(layout, lines[0])
    if do in ("merge", "swap") and article is None:
        raise EditRefused("这一篇已经不在了。")
    if do == "merge" and article:
        return Action.MERGE, merge_with_previous(layout, article.pk)
    if do == "swap" and article:
        return Action.SWAP, swap_titles(layout, article.pk)
    if do == "furniture":
        return Action.LINES, move_lines(layout, lines, None, "furniture")
    if do == "move":
        to, role = request.POST.get("to", ""), request.POST.get("role", "")
        return Action.LINES, move_lines(
            layout, lines, None if to == "none" else _number(to), role if role in ROLES else None
        )
    raise EditRefused("没有这个操作。")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _address(bulletin: Bulletin, article: Article | None) -> str:
    base = reverse("admin:articles_bulletin_review", args=[bulletin.pk])
    alive = article is not None and Article.objects.filter(pk=article.pk).exists()
    return f"{base}?article={article.pk}" if article and alive else base
