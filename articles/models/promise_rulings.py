"""What an editor found of a promise, where the rule cannot know it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from .metrics import Metric


class PromiseRuling(models.Model):
    """An editor's word on what became of a promise. It wins over the rule of `articles.promises`.

    `metric` is the planned figure. The states are those of `articles.promises.State`, by their codes.
    """

    class State(models.TextChoices):
        PROMISED = "promised", "已承诺"
        RUNNING = "running", "进行中"
        REACHED = "reached", "已达成"
        SILENT = "silent", "无后续报道"

    metric = models.OneToOneField(Metric, models.CASCADE, related_name="promise_ruling", verbose_name="承诺")
    state = models.CharField("状态", max_length=8, choices=State)
    reason = models.CharField("理由", max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="认定人"
    )
    at = models.DateTimeField("认定时间", default=timezone.now)

    class Meta:
        ordering = ["-at"]
        verbose_name = verbose_name_plural = "承诺状态认定"
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="promise_ruling_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(state__in=["promised", "running", "reached", "silent"]),
                name="promise_ruling_state_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric}：{self.get_state_display()}"
