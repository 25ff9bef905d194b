"""Figures with their evidence, and the indicators they are measured by."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .bulletins import DESK_ONLY, Article
from .places import City, County
from .programs import Category, Program


class Indicator(models.Model):
    """A canonical indicator (TB04 服务儿童数).

    `kinds`: S stock, F flow, C cumulative, R ratio, M money, D attribute.
    """

    code = models.CharField("代码", max_length=8, unique=True)
    name = models.CharField("名称", max_length=60)
    units = models.CharField("单位", max_length=40)
    kinds = models.CharField("口径", max_length=10)
    category = models.CharField("类别", max_length=12, choices=Category)
    core = models.BooleanField("核心指标", default=False)
    cue_words = models.JSONField("线索词", default=list)
    definition = models.TextField("指标说明", blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = verbose_name_plural = "指标"

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


#: Rows that readers see; indexes over just these are what public pages use.
PUBLIC = Q(is_public=True) & ~Q(review="rejected")


class MetricQuerySet(models.QuerySet["Metric"]):
    def published(self) -> MetricQuerySet:
        return self.filter(is_public=True)

    def planned(self) -> MetricQuerySet:
        return self.filter(status=Metric.Status.PLANNED)

    def actual(self) -> MetricQuerySet:
        return self.filter(status=Metric.Status.ACTUAL)

    def for_list(self) -> MetricQuerySet:
        """With all that a list shows."""
        rows = self.select_related("article__bulletin__source", "program", "indicator", "city", "county")
        return rows.without_desk_fields()

    def without_desk_fields(self) -> MetricQuerySet:
        """Without what only the desk reads of a figure and its article."""
        return self.defer(*(f"article__{name}" for name in DESK_ONLY), "rules", "other_programs", "other_indicators")


class Metric(models.Model):
    """One figure of one article, with the words it was read from: `article.text[start:end] == quote`.

    `figure_start:figure_end` is the bare quantity inside the quote. A figure
    without a verbatim quote cannot be stored. Place, date and publicity
    repeat the article's, for counting a million rows without a join.
    """

    class Qualifier(models.TextChoices):
        EXACT = "exact", "＝"
        OVER = "over", "＞ 余、超"
        AT_LEAST = "at_least", "≥ 以上、不少于"
        ABOUT = "about", "≈ 约、近"
        UNDER = "under", "＜ 不足"
        AT_MOST = "at_most", "≤ 至多"
        RANGE = "range", "区间"

    class Status(models.TextChoices):
        ACTUAL = "actual", "实绩"
        PLANNED = "planned", "计划"

    class Review(models.TextChoices):
        PROPOSED = "proposed", "待核"
        ACCEPTED = "accepted", "认可"
        REJECTED = "rejected", "不收"

    article = models.ForeignKey(Article, models.CASCADE, related_name="metrics", verbose_name="报道")
    program = models.ForeignKey(
        Program, models.PROTECT, null=True, blank=True, related_name="metrics", verbose_name="项目"
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="metrics", verbose_name="指标"
    )
    indicator_words = models.CharField("文中所指", max_length=120, blank=True)
    value = models.DecimalField("数值", max_digits=20, decimal_places=4)
    value_max = models.DecimalField("上限", max_digits=20, decimal_places=4, null=True, blank=True)
    unit = models.CharField("单位", max_length=20)
    unit_family = models.CharField("单位族", max_length=20, blank=True)
    qualifier = models.CharField("限定", max_length=10, choices=Qualifier, default=Qualifier.EXACT)
    status = models.CharField("口径", max_length=10, choices=Status, default=Status.ACTUAL)
    cumulative = models.BooleanField("累计", default=False)
    period = models.CharField("期间", max_length=60, blank=True)
    period_start = models.DateField("期间起", null=True, blank=True)
    period_end = models.DateField("期间止", null=True, blank=True)
    part = models.CharField("所在", max_length=10, choices=Article.Part, default=Article.Part.TEXT)
    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    quote = models.TextField("原句")
    figure_start = models.PositiveIntegerField("数起")
    figure_end = models.PositiveIntegerField("数止")
    #: [[rule name, reason], …]
    rules = models.JSONField("依据", default=list)
    other_programs = models.JSONField("其他可能项目", default=list, blank=True)
    other_indicators = models.JSONField("其他可能指标", default=list, blank=True)
    certain = models.BooleanField("把握足", default=True)
    review = models.CharField("处置", max_length=10, choices=Review, default=Review.PROPOSED)
    by_person = models.BooleanField("人工所定", default=False)
    #: Names of fields that a person set: the parser never writes these again.
    edited_fields = models.JSONField("人工改过的字段", default=list, blank=True)
    city = models.ForeignKey(City, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="设区市")
    county = models.ForeignKey(
        County, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="县（市、区）"
    )
    published_on = models.DateField("见报日期")
    is_public = models.BooleanField("已公开", default=False)

    objects = MetricQuerySet.as_manager()

    class Meta:
        ordering = ["article", "part", "start"]
        verbose_name = verbose_name_plural = "数字"
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="metric_span"),
            models.CheckConstraint(condition=~Q(quote=""), name="metric_has_quote"),
            models.CheckConstraint(
                condition=Q(figure_start__gte=F("start"), figure_end__lte=F("end"), figure_end__gt=F("figure_start")),
                name="metric_figure_in_quote",
            ),
            models.CheckConstraint(
                condition=Q(value_max=None) | Q(value_max__gte=F("value")), name="metric_range_rises"
            ),
        ]
        indexes = [
            # Lists, the newest first, of everything or of one thing.
            *(
                models.Index(
                    fields=[*of, "-published_on", "-article", "id"],
                    name="_".join(["metric_newest", *of]),
                    condition=PUBLIC,
                )
                for of in ([], ["program"], ["county"], ["city"], ["indicator"])
            ),
            *(
                models.Index(
                    fields=[of, "-published_on", "-id"],
                    name=f"promise_newest_{of}",
                    condition=PUBLIC & Q(status="planned"),
                )
                for of in ("program", "county", "city")
            ),
            # What a place reports of a program, a program of an indicator, an indicator of a place.
            models.Index(fields=["county", "program"], name="metric_county_program", condition=PUBLIC),
            models.Index(fields=["city", "county", "program"], name="metric_city_program", condition=PUBLIC),
            models.Index(
                fields=["program", "indicator", "county", "city"], name="metric_program_indicator", condition=PUBLIC
            ),
            models.Index(
                fields=["indicator", "county", "-published_on"],
                name="metric_indicator_county",
                condition=PUBLIC,
                # all that a ranking asks of figures it does not show
                include=["id", "city", "status", "cumulative", "unit_family", "unit"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_words} {self.value.normalize():f}{self.unit}"


class MetricMention(models.Model):
    """Where else in the article the same figure stands (headline and body, first and third paragraph)."""

    metric = models.ForeignKey(Metric, models.CASCADE, related_name="mentions", verbose_name="数字")
    part = models.CharField("所在", max_length=10, choices=Article.Part, default=Article.Part.TEXT)
    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    quote = models.TextField("原句")

    class Meta:
        ordering = ["metric", "part", "start"]
        verbose_name = verbose_name_plural = "数字再现"
        constraints = [models.CheckConstraint(condition=Q(end__gt=F("start")), name="metric_mention_span")]

    def __str__(self) -> str:
        return self.quote[:30]
