"""粘贴: the form, the preview, and the draft that comes of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html

from articles.desk.access import admin_context
from articles.desk.forms import IngestForm
from articles.desk.preview import build_preview
from articles.ingest import (
    BulletinRefused,
    BulletinText,
    find_known,
    find_same_stories,
    preview_bulletin,
    save_bulletin,
)
from articles.models import Bulletin, Source
from articles.parser.records import ParsedBulletin

RECENT = 8


def ingest(request: HttpRequest) -> HttpResponse:
    """GET shows the form; POST with `action` preview, edit or save. Only `save` stores anything."""
    if not request.user.has_perm("articles.add_bulletin"):
        raise PermissionDenied
    if request.method != "POST":
        return _show_form(request, IngestForm(initial=_initial()))
    form = IngestForm(request.POST, request.FILES, initial=_initial())
    action = request.POST.get("action", "preview")
    if not form.is_valid():
        form.show_controls()
        return _show_form(request, form, status=422)
    if action == "edit":
        return _show_form(request, IngestForm(initial=_values(form)))
    try:
        return _save(request, form) if action == "save" else _preview(request, form)
    except BulletinRefused as error:
        form.add_error("text", str(error))
        return _show_form(request, form, status=422)


def _initial() -> dict[str, Any]:
    """The paper pasted last (samples do not count), and today."""
    last = Bulletin.objects.filter(is_sample=False).order_by("-pk").values_list("source", flat=True).first()
    return {
        "source": last or Source.objects.order_by("pk").values_list("pk", flat=True).first(),
        "published_on": timezone.localdate(),
    }


def _values(form: IngestForm) -> dict[str, Any]:
    """What was entered and guessed, to be edited again."""
    data = form.cleaned_data
    return {**data, "text": data["text"].raw, "file": None, "decided": True}


def _show_form(request: HttpRequest, form: IngestForm, status: int = 200) -> HttpResponse:
    recent = Bulletin.objects.select_related("source", "created_by").order_by("-pk")[:RECENT]
    return render(
        request,
        "desk/ingest.html",
        admin_context(request, "粘贴新版面") | {"form": form, "recent": _counted(recent)},
        status=status,
    )


def _counted(bulletins: Any) -> list[Bulletin]:
    """The recent bulletins with their numbers of articles, figures and open questions. One query."""
    return list(
        bulletins.annotate(
            n_articles=Count("articles", distinct=True),
            n_reviewed=Count("articles", filter=Q(articles__reviewed=True), distinct=True),
            n_metrics=Count("articles__metrics", distinct=True),
            n_open=Count("unresolved", filter=Q(unresolved__outcome=""), distinct=True),
        )
    )


def _preview(request: HttpRequest, form: IngestForm) -> HttpResponse:
    data = form.cleaned_data
    text: BulletinText = data["text"]
    known = find_known(text)
    parsed = preview_bulletin(text, published_on=data["published_on"])
    same = find_same_stories([one.story.body.text for one in parsed.articles], published_on=data["published_on"])
    context = {
        "form": form,
        "values": _values(form),
        "articles": build_preview(parsed, same),
        "parsed": parsed,
        "known": known,
        "page_unresolved": [row for row in parsed.unresolved if row.article is None],
        "counts": count_page(text, parsed),
        "guess": form.guess,
    }
    return render(request, "desk/preview.html", admin_context(request, "核对切分结果") | context)


def count_page(text: BulletinText, parsed: ParsedBulletin) -> dict[str, int]:
    """Numbers that tell an editor at a glance whether the page was understood."""
    lines = text.raw.split("\n")
    return {
        "lines": len(lines),
        "blank": sum(not line.strip() for line in lines),
        "characters": len("".join(text.raw.split())),
        "dropped": sum(fate.role in ("furniture", "column") for fate in parsed.fates),
        "unsettled": sum(fate.role == "unsettled" for fate in parsed.fates),
        "metrics": sum(len(one.facts.metrics) for one in parsed.articles),
        "programs": len({p.canonical for one in parsed.articles for p in one.facts.programs}),
        "unresolved": len(parsed.unresolved),
    }


def _save(request: HttpRequest, form: IngestForm) -> HttpResponse:
    data = form.cleaned_data
    published_on: date = data["published_on"]
    source = data.get("source") or Source.objects.get_or_create(name=data["new_source"])[0]
    bulletin, created = save_bulletin(
        text=data["text"],
        source=source,
        published_on=published_on,
        page=data["page"],
        column_title=data["column_title"],
        user=request.user,  # type: ignore[arg-type]
    )
    if created:
        messages.success(request, f"已存为草稿：{bulletin}。核对后再发布，现在什么也没有公开。")
    else:
        messages.warning(
            request,
            format_html("这份文字已经贴过：{}，{} 粘贴。没有另存，下面就是那一份。", bulletin, _when(bulletin)),
        )
    return redirect("admin:articles_bulletin_review", bulletin.pk)


def _when(bulletin: Bulletin) -> str:
    return timezone.localtime(bulletin.created_at).strftime("%Y-%m-%d %H:%M")
