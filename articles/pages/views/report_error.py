"""报错: a reader says what is wrong with a figure, without an account; the editors find it in their queue."""

from __future__ import annotations

import hmac
from datetime import timedelta

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from articles.models import Article, ErrorReport, Metric
from unionwatch.visitor import address

from ..queries import public_articles, public_metrics

#: So many reports are taken in an hour from one address, and from all together: no CAPTCHA, a bound instead.
PER_VISITOR = 5
PER_SITE = 200
HOUR = timedelta(hours=1)


class ErrorReportForm(forms.Form):
    """What is wrong, and how to answer. `website` is hidden from people: who fills it in is a machine."""

    message = forms.CharField(
        label="哪里不对",
        max_length=500,
        min_length=4,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "请写明哪里不对。",
            "min_length": "请写得具体一点，至少4个字。",
            "max_length": "最多500字，请写得简短一些。",
        },
    )
    contact = forms.CharField(
        label="联系方式（可不填）", max_length=100, required=False, help_text="电话或邮箱，只用于答复，不公开。"
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))


@never_cache
def report_metric(request: HttpRequest, pk: int) -> HttpResponse:
    """Report an error in one public figure."""
    metric = get_object_or_404(public_metrics().for_list(), pk=pk)
    return _report(request, metric.article, metric)


@never_cache
def report_article(request: HttpRequest, pk: int) -> HttpResponse:
    """Report an error in one public article."""
    return _report(request, get_object_or_404(public_articles().for_list(), pk=pk), None)


@never_cache
def report_done(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/report_done.html")


def _report(request: HttpRequest, article: Article, metric: Metric | None) -> HttpResponse:
    form = ErrorReportForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["website"]:
            return redirect("report-done")
        visitor = digest_visitor(request)
        if is_over_rate(visitor):
            form.add_error(None, "一小时内收到的报错太多，请过一会儿再交；文字还在框里，不会丢。")
            status = 429
        else:
            ErrorReport.objects.create(
                article=article,
                metric=metric,
                message=form.cleaned_data["message"],
                contact=form.cleaned_data["contact"],
                visitor=visitor,
            )
            return redirect("report-done")
    context = {"section": "articles", "at_section": True, "article": article, "metric": metric, "form": form}
    return render(request, "pages/report_error.html", context, status=status)


def digest_visitor(request: HttpRequest) -> str:
    """A keyed digest of the address: the same visitor is known for the rate, nobody can be read out of it."""
    return hmac.new(settings.SECRET_KEY.encode(), address(request).encode(), "sha256").hexdigest()


def is_over_rate(visitor: str) -> bool:
    """Whether this visitor, or all together, sent too many reports within the hour. Two queries."""
    recent = ErrorReport.objects.since(timezone.now() - HOUR)
    return recent.filter(visitor=visitor).count() >= PER_VISITOR or recent.count() >= PER_SITE
