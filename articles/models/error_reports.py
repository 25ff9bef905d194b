"""What readers report as wrong: a queue for the editors, without accounts."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models

from .bulletins import Article
from .metrics import Metric


class ErrorReportQuerySet(models.QuerySet["ErrorReport"]):
    def open(self) -> ErrorReportQuerySet:
        return self.filter(state=ErrorReport.State.OPEN)

    def since(self, moment: datetime) -> ErrorReportQuerySet:
        return self.filter(created_at__gte=moment)


class ErrorReport(models.Model):
    """A reader says what is wrong with a figure or an article.

    `visitor` is a keyed digest of the network address, kept to hold the rate
    and nothing else; who wants an answer leaves a contact.
    """

    class State(models.TextChoices):
        OPEN = "open", "待处理"
        MENDED = "mended", "已更正"
        KEPT = "kept", "无误，未改"

    article = models.ForeignKey(Article, models.CASCADE, related_name="error_reports", verbose_name="报道")
    metric = models.ForeignKey(
        Metric, models.SET_NULL, null=True, blank=True, related_name="error_reports", verbose_name="数字"
    )
    message = models.TextField("说明", max_length=500)
    contact = models.CharField("联系方式", max_length=100, blank=True)
    visitor = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField("收到", auto_now_add=True, db_index=True)
    state = models.CharField("处理", max_length=8, choices=State, default=State.OPEN, db_index=True)
    answer = models.TextField("处理说明", blank=True, help_text="改了什么，或为什么不改。")
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="处理人"
    )
    handled_at = models.DateTimeField("处理时间", null=True, blank=True)

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = verbose_name_plural = "读者报错"

    def __str__(self) -> str:
        return self.message[:30]
