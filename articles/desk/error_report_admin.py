"""读者报错: the queue of what readers say is wrong."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from articles.models import ErrorReport


@admin.register(ErrorReport)
class ErrorReportAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Reports are answered, never added or deleted here; what the reader wrote stays as it is."""

    list_display = ["message", "state", "where", "created_at", "handled_by"]
    list_filter = ["state", "created_at"]
    list_select_related = ["article", "handled_by"]
    search_fields = ["message", "article__headline"]
    fields = ["message", "contact", "where", "created_at", "state", "answer", "handled_by", "handled_at"]
    readonly_fields = ["message", "contact", "where", "created_at", "handled_by", "handled_at"]

    @admin.display(description="在哪里改")
    def where(self, report: ErrorReport) -> str:
        address = reverse("admin:articles_bulletin_review", args=[report.article.bulletin_id])
        return format_html('<a href="{}?article={}">{}</a>', address, report.article_id, report.article.title)

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: ErrorReport | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ErrorReport, form: Any, change: bool) -> None:
        obj.handled_by, obj.handled_at = request.user, timezone.now()
        super().save_model(request, obj, form, change)
