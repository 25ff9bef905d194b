"""认定承诺: what became of a promise where the rule of the follow page cannot know it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.validators import ProhibitNullCharactersValidator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path

from articles.desk.access import admin_context, demand_article, demand_change, get_bulletin_or_404
from articles.models import Metric, PromiseRuling
from articles.review.editing import EditRefused, open_bulletin
from articles.review.rulings import MAX_REASON, lift_ruling, rule_promise


class RulingForm(forms.Form):
    """A state and why."""

    state = forms.ChoiceField(
        label="状态",
        choices=[("", "请选择"), *PromiseRuling.State.choices],
        error_messages={"required": "请选一个状态。", "invalid_choice": "没有这个状态。"},
    )
    reason = forms.CharField(
        label="理由",
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[ProhibitNullCharactersValidator("理由里有不可见的控制字符，请删去。")],
        help_text=f"必填，不超过 {MAX_REASON} 字，写明依据。读者会在状态旁边看到，注明“人工认定”。",
        error_messages={"required": "请写理由。", "max_length": f"理由不能超过 {MAX_REASON} 字。"},
    )


def urls(view: Callable[..., Any]) -> list[URLPattern]:
    return [path("<int:pk>/promise/", view(promise), name="articles_metric_promise")]


def promise(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the promise and what is ruled of it; POST rules, or lifts the ruling (`do=lift`)."""
    metric = get_object_or_404(Metric.objects.select_related("article__city", "program", "indicator"), pk=pk)
    bulletin = get_bulletin_or_404(request, metric.article.bulletin_id)
    demand_change(request, bulletin)
    demand_article(request, metric.article)
    if metric.status != Metric.Status.PLANNED:
        raise Http404("这个数字不是计划数。")
    ruling = PromiseRuling.objects.filter(metric=metric).select_related("by").first()
    form = RulingForm(
        request.POST if request.method == "POST" and request.POST.get("do") != "lift" else None,
        initial={"state": ruling.state, "reason": ruling.reason} if ruling else None,
    )
    if request.method == "POST" and (request.POST.get("do") == "lift" or form.is_valid()):
        _carry_out(request, metric, form)
        return redirect("admin:articles_metric_promise", metric.pk)
    context = {"metric": metric, "bulletin": bulletin, "ruling": ruling, "form": form}
    return render(request, "desk/promise.html", admin_context(request, "认定承诺状态") | context)


def _carry_out(request: HttpRequest, metric: Metric, form: RulingForm) -> None:
    user: Any = request.user
    try:
        with open_bulletin(metric.article.bulletin_id):
            if request.POST.get("do") == "lift":
                lift_ruling(metric, user)
            else:
                rule_promise(metric, form.cleaned_data["state"], form.cleaned_data["reason"], user)
    except EditRefused as error:
        messages.error(request, str(error))
        return
    messages.success(request, "已取消认定，改回按规则判断。" if request.POST.get("do") == "lift" else "已认定。")
