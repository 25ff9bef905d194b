"""操作记录: every change with filters, as CSV, and the undoing of any single one."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from articles.desk.access import admin_context, demand_article, demand_change
from articles.desk.cells import Echo, safe_cell
from articles.desk.journal_words import read_diff
from articles.models import Article, Bulletin, Revision
from articles.review.editing import EditRefused
from articles.review.undo import STEPS, undo_revision

MODELS = {
    "": "全部记录",
    "bulletin": "版面",
    "article": "报道",
    "metric": "数字",
    "promiseruling": "承诺认定",
    "programmention": "项目提及",
    "unresolved": "未决",
    "program": "项目",
    "programalias": "别名",
    "indicator": "指标",
    "source": "来源",
    "county": "县（市、区）",
    "city": "设区市",
    "zone": "功能区",
    "unitentry": "单位",
    "qualifierentry": "限定词",
    "statusentry": "计划与实绩词",
    "periodentry": "期间词",
    "falsefriendentry": "不作数字的写法",
    "user": "账号",
    "group": "权限组",
    "editorscope": "编辑范围",
}
PER_PAGE = 50


class JournalForm(forms.Form):
    """The filters of the journal. A bad value is no error: it filters nothing."""

    user = forms.CharField(label="经手", required=False, max_length=150)
    action = forms.ChoiceField(label="动作", required=False, choices=[("", "全部动作"), *Revision.Action.choices])
    model = forms.ChoiceField(label="记录", required=False, choices=list(MODELS.items()))
    record = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    bulletin = forms.IntegerField(label="版面编号", required=False, min_value=1, max_value=2**62)
    since = forms.DateField(label="从", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="到", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def apply(self, rows: QuerySet[Revision]) -> QuerySet[Revision]:
        self.is_valid()
        data = self.cleaned_data
        exact = {
            "user_name": data.get("user"),
            "action": data.get("action"),
            "model": data.get("model"),
            "object_pk": data.get("record"),
            "bulletin_id": data.get("bulletin"),
            "at__date__gte": data.get("since"),
            "at__date__lte": data.get("until"),
        }
        return rows.filter(**{name: value for name, value in exact.items() if value})


def journal(request: HttpRequest) -> HttpResponse:
    _demand_view(request)
    form = JournalForm(request.GET)
    rows = form.apply(Revision.objects.all())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    undone = dict(Revision.objects.filter(undoes__in=[r.pk for r in page]).values_list("undoes", "user_name"))
    items = [
        {"revision": row, "undone": undone.get(row.pk), "undoable": row.action not in {*STEPS, "undo"}} for row in page
    ]
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "page": page, "items": items, "query": query.urlencode()}
    return render(request, "desk/journal.html", admin_context(request, "操作记录") | context)


def journal_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The filtered rows, all of them, as CSV that Excel and WPS open right."""
    _demand_view(request)
    rows = JournalForm(request.GET).apply(Revision.objects.all())
    response = StreamingHttpResponse(_csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="journal-{_today():%Y%m%d}.csv"'
    return response


def _today() -> date:
    return timezone.localdate()


def _csv_lines(rows: QuerySet[Revision]) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield "\ufeff" + str(
        writer.writerow(
            ["编号", "时间", "经手", "动作", "记录类型", "记录编号", "记录", "字段", "改前", "改后", "说明", "撤销了"]
        )
    )
    for row in rows.iterator(chunk_size=500):
        head = [
            row.pk,
            timezone.localtime(row.at).isoformat(timespec="seconds"),
            row.user_name,
            row.get_action_display(),
        ]
        head += [MODELS.get(row.model, row.model), row.object_pk, row.label]
        for name, before, after in read_diff(row) or [("", "", "")]:
            cells = [*head, name, before, after, row.note, row.undoes or ""]
            yield str(writer.writerow([safe_cell(cell) for cell in cells]))


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back one change, by who may change what it changed."""
    revision = get_object_or_404(Revision, pk=pk)
    _demand_undo(request, revision)
    user: Any = request.user
    try:
        undo_revision(revision.pk, user)
    except EditRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已撤销：{revision.get_action_display()} {revision.label}")
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return redirect(back if safe else reverse("admin:articles_revision_journal"))


def _demand_view(request: HttpRequest) -> None:
    if not request.user.has_perm("articles.view_revision"):
        raise PermissionDenied("您的账号不能看操作记录。")


def _demand_undo(request: HttpRequest, revision: Revision) -> None:
    bulletin = Bulletin.objects.filter(pk=revision.bulletin_id).first() if revision.bulletin_id else None
    if bulletin:
        demand_change(request, bulletin)
        article = Article.objects.filter(pk=revision.article_id or 0).select_related("city").first()
        if article:
            demand_article(request, article)
    elif not request.user.has_perm(f"articles.change_{revision.model}"):
        raise PermissionDenied("您的账号不能改这类记录。")
