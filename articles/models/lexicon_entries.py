"""Words that the parser reads figures by, as a site has them: measure words, qualifiers, cues, false friends."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F
from django.db.models.functions import MD5


class LexiconEntry(models.Model):
    """One row of one of the parser's open tables.

    `base` holds the shipping row's values, None for a word that the site has added.
    A row that differs from its base, or is turned off, or has none, stands over the
    shipping table (`articles.ingest.entries`); the others only show it.
    """

    class Kind(models.TextChoices):
        UNIT = "units", "单位"
        QUALIFIER = "qualifier_cues", "限定词"
        STATUS = "status_cues", "计划与实绩词"
        PERIOD = "period_cues", "期间词"
        FALSE_FRIEND = "false_friends", "不作数字的写法"

    #: Set by the proxies below: the kind that their rows are of.
    only: Kind | None = None

    kind = models.CharField("种类", max_length=20, choices=Kind)
    word = models.TextField("词或写法")
    values = models.JSONField("取值", default=dict)
    note = models.CharField("说明", max_length=300, blank=True)
    active = models.BooleanField("启用", default=True, help_text="停用后解析器不再认它，已存的版面不变。")
    base = models.JSONField("随程序的取值", null=True, blank=True, editable=False)
    order = models.PositiveIntegerField("次序", default=0, editable=False)
    #: How many stored articles and figures it was read in, as counted last.
    n_articles = models.PositiveIntegerField("报道", null=True, editable=False)
    n_figures = models.PositiveIntegerField("数字", null=True, editable=False)
    counted_at = models.DateTimeField("清点时间", null=True, editable=False)

    class Meta:
        ordering = ["kind", "order", "pk"]
        verbose_name = verbose_name_plural = "词条"
        constraints = [
            # A digest, because a long pattern is longer than a row of an index may be.
            models.UniqueConstraint(
                F("kind"), MD5("word"), name="entry_once_a_kind", violation_error_message="这个词已经在表里了。"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.word[:60]}"

    @property
    def is_changed(self) -> bool:
        """Whether the row says other than the shipping table."""
        return self.base is None or not self.active or self.values != self.base


class _OfKind(models.Manager[Any]):
    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(kind=self.model.only)


class UnitEntry(LexiconEntry):
    only = LexiconEntry.Kind.UNIT
    objects = _OfKind()

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "单位"


class QualifierEntry(LexiconEntry):
    only = LexiconEntry.Kind.QUALIFIER
    objects = _OfKind()

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "限定词"


class StatusEntry(LexiconEntry):
    only = LexiconEntry.Kind.STATUS
    objects = _OfKind()

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "计划与实绩词"


class PeriodEntry(LexiconEntry):
    only = LexiconEntry.Kind.PERIOD
    objects = _OfKind()

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "期间词"


class FalseFriendEntry(LexiconEntry):
    only = LexiconEntry.Kind.FALSE_FRIEND
    objects = _OfKind()

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "不作数字的写法"


#: The proxies by kind, for who has a kind and wants its table.
ENTRY_MODELS: dict[str, type[LexiconEntry]] = {
    str(model.only): model for model in (UnitEntry, QualifierEntry, StatusEntry, PeriodEntry, FalseFriendEntry)
}
