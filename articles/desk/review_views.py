"""核对: the page, and everything that can be pressed on it. One form, one address; works without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse

from articles.desk import mend_views, name_views, reparse_views
from articles.desk.access import (
    admin_context,
    can_publish,
    demand_article,
    demand_change,
    demand_cities,
    get_bulletin_or_404,
)
from articles.desk.actions import Step, take_step
from articles.desk.doubt import find_doubt
from articles.desk.review_form import Change, FieldRefused, apply_changes, find_changes
from articles.desk.review_page import build_review, find_article
from articles.models import Article, Bulletin, Revision
from articles.review import publish_bulletin, return_bulletin, submit_bulletin, withdraw_bulletin
from articles.review.editing import EditRefused, open_bulletin
from articles.review.journal import read_values, record
from articles.review.release import StepRefused
from articles.review.snapshot import dump_rows

RELEASES: dict[str, tuple[Callable[..., Bulletin], str]] = {
    "submit": (submit_bulletin, "已提交复审。"),
    "return": (return_bulletin, "已退回编辑。"),
    "publish": (publish_bulletin, "已发布，公众可以看到了。"),
    "withdraw": (withdraw_bulletin, "已撤回，公众看不到了。"),
}
#: Steps that need the permission to publish.
REVIEWER_STEPS = {"return", "publish", "withdraw"}


def urls(view: Callable[..., Any]) -> list[URLPattern]:
    """The addresses below /admin/articles/bulletin/<id>/."""
    return [
        path("<int:pk>/review/", view(review), name="articles_bulletin_review"),
        path("<int:pk>/lines/", view(mend_views.mend), name="articles_bulletin_lines"),
        path("<int:pk>/program/", view(name_views.add_program), name="articles_bulletin_program"),
        path("<int:pk>/reparse/", view(reparse_views.reparse), name="articles_bulletin_reparse"),
        path("<int:pk>/raw.txt", view(raw_text), name="articles_bulletin_raw"),
    ]


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows an article of the bulletin; POST stores what was changed and does what was pressed (`do`)."""
    bulletin = get_bulletin_or_404(request, pk)
    if request.method != "POST":
        article = find_article(bulletin, request.GET.get("article", ""))
        return _show(request, bulletin, article)
    do = request.POST.get("do", "save")
    if do in RELEASES:
        return _release(request, bulletin, do)
    return _edit(request, bulletin, do)


def address(bulletin: Bulletin, article: Article | int | None = None) -> str:
    """Where the review page shows an article."""
    base = reverse("admin:articles_bulletin_review", args=[bulletin.pk])
    key = article.pk if isinstance(article, Article) else article
    return f"{base}?article={key}" if key else base


def _show(request: HttpRequest, bulletin: Bulletin, article: Article | None, **extra: Any) -> HttpResponse:
    status = 422 if extra.get("errors") else 200
    context = build_review(request, bulletin, article, **extra)
    context["errors"] = extra.get("errors")
    if request.GET.get("confirm") == "publish" and bulletin.status != Bulletin.Status.PUBLISHED:
        context["doubt"] = find_doubt(bulletin)
    return render(request, "desk/review.html", admin_context(request, "") | context, status=status)


def _edit(request: HttpRequest, bulletin: Bulletin, do: str) -> HttpResponse:
    demand_change(request, bulletin)
    article = get_object_or_404(bulletin.articles.select_related("city"), pk=_number(request.POST.get("article", "")))
    demand_article(request, article)
    user: Any = request.user
    try:
        with open_bulletin(bulletin.pk) as locked:
            changes = _read_changes(request, locked, article)
            if any(change.clash for change in changes) and "mine" not in request.POST:
                return _show_conflict(request, bulletin, article, changes)
            stored = apply_changes([c for c in changes if _wanted(request, c)], user)
            step = take_step(do, locked, article, user, request.POST)
    except FieldRefused as error:
        errors = {error.key: str(error)}
        return _show(request, bulletin, article, posted=request.POST.dict(), errors=errors)
    except EditRefused as error:
        return _show(request, bulletin, article, posted=request.POST.dict(), errors={"": str(error)})
    return _answer(request, bulletin, article, step, stored)


def _number(text: str) -> int:
    """A key from a form; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _read_changes(request: HttpRequest, bulletin: Bulletin, article: Article) -> list[Change]:
    seen = _number(request.POST.get("seen", ""))
    rows = [
        article,
        *article.metrics.select_related("indicator", "program", "article"),
        *article.program_mentions.select_related("program", "article"),
    ]
    since: list[Revision] = []
    if seen:
        newer = Revision.objects.of_bulletin(bulletin.pk).filter(pk__gt=seen).order_by("-pk")
        since = list(newer)
    return find_changes(rows, request.POST, since)


def _wanted(request: HttpRequest, change: Change) -> bool:
    """After a conflict only the fields that the editor has ticked are written over the other's."""
    return not change.clash or request.POST.get(f"keep-{change.key}") == "mine"


def _show_conflict(request: HttpRequest, bulletin: Bulletin, article: Article, changes: list[Change]) -> HttpResponse:
    seen = _number(request.POST.get("seen", ""))
    theirs = Revision.objects.of_bulletin(bulletin.pk).filter(pk__gt=seen).exclude(user_pk=request.user.pk)
    context = {
        "bulletin": bulletin,
        "article": article,
        "changes": changes,
        "theirs": theirs.order_by("pk"),
        "seen": seen,
        "do": request.POST.get("do", "save"),
        "fields": [
            (k, v) for k, v in request.POST.items() if k not in ("csrfmiddlewaretoken", "mine", "do", "seen", "article")
        ],
    }
    return render(request, "desk/conflict.html", admin_context(request, "两人同时改了") | context, status=409)


def _answer(request: HttpRequest, bulletin: Bulletin, article: Article, step: Step, stored: int) -> HttpResponse:
    if step.message:
        messages.success(request, step.message)
    elif stored:
        messages.success(request, f"已保存 {stored} 处修改。")
    if step.to:
        return redirect(step.to)
    return redirect(address(bulletin, step.article or article) + (f"#{step.anchor}" if step.anchor else ""))


def _release(request: HttpRequest, bulletin: Bulletin, do: str) -> HttpResponse:
    """Hand in, return, publish or withdraw; what stands in the form is stored first."""
    demand_change(request, bulletin)
    demand_cities(request, bulletin)
    if do in REVIEWER_STEPS and not can_publish(request):
        raise PermissionDenied("您的账号没有发布权限，请提交复审。")
    step, done = RELEASES[do]
    user: Any = request.user
    article = bulletin.articles.filter(pk=_number(request.POST.get("article", ""))).first()
    try:
        with open_bulletin(bulletin.pk) as locked:
            changes = _read_changes(request, locked, article) if article else []
            if article and any(change.clash for change in changes) and "mine" not in request.POST:
                return _show_conflict(request, bulletin, article, changes)
            apply_changes([c for c in changes if _wanted(request, c)], user)
            if do == "publish" and (doubt := find_doubt(locked)) and request.POST.get("sure") != doubt.key:
                return redirect(f"{address(bulletin, article)}{'&' if article else '?'}confirm=publish")
            step(locked, user, note=request.POST.get("note", "")[:300].replace("\0", ""))
    except FieldRefused as error:
        return _show(request, bulletin, article, posted=request.POST.dict(), errors={error.key: str(error)})
    except (StepRefused, EditRefused) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(address(bulletin, article))


def raw_text(request: HttpRequest, pk: int) -> HttpResponse:
    """The paste as it is stored, for download."""
    bulletin = get_bulletin_or_404(request, pk)
    response = HttpResponse(bulletin.raw_text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="bulletin-{bulletin.pk}.txt"'
    return response


@transaction.atomic
def delete_bulletin(request: HttpRequest, bulletin: Bulletin) -> None:
    """Delete a bulletin, all of it kept in the journal first, whence it can be brought back."""
    if bulletin.status == Bulletin.Status.PUBLISHED:
        raise PermissionDenied("已发布的版面请先撤回再删。")
    user: Any = request.user
    articles = list(bulletin.articles.all())
    rows: list[Any] = [*articles, *bulletin.unresolved.all()]
    for article in articles:
        metrics = list(article.metrics.all())
        rows += [*article.program_mentions.all(), *metrics]
        rows += [again for metric in metrics for again in metric.mentions.all()]
    values = read_values(bulletin, [field.name for field in bulletin._meta.concrete_fields])
    record(bulletin, Revision.Action.DELETE, user=user, before={**values, "records": dump_rows(rows)})
    bulletin.delete()
