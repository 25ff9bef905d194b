"""Counts, newest figures and standings over all that is public, so that no page counts a million rows.

Nothing here is written by Python: triggers on the record keep these tables in the transaction that changes it
(`articles/migrations/_summaries_sql.py`; why: docs/decisions/0006-summaries-by-trigger.md), and
`manage.py summaries` compares them with the record or makes them anew. Foreign keys are not enforced and
cascade nothing: the triggers see to it.
"""

from __future__ import annotations

from django.db import models

from .metrics import Indicator, Metric
from .programs import Category, Program


class Level(models.IntegerChoices):
    """What a row counts: one county, or a city's (the province's) own; a city with its counties; everything."""

    PLACE = 0, "一地"
    CITY = 1, "一市"
    PROVINCE = 2, "全省"


def summary_key(model: type[models.Model], name: str) -> models.ForeignKey:
    """A reference that neither the database nor Django follows on a delete."""
    return models.ForeignKey(model, models.DO_NOTHING, related_name="+", db_constraint=False, verbose_name=name)


class Tally(models.Model):
    """Where and when: `year` 0 is all years; `city` and `county` are "" where the level has none."""

    level = models.PositiveSmallIntegerField("层级", choices=Level)
    city = models.CharField("设区市", max_length=6, blank=True)
    county = models.CharField("县（市、区）", max_length=6, blank=True)
    year = models.PositiveSmallIntegerField("见报年份")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.county or self.city or '全省'} {self.year or '历年'}"


class PlaceTally(Tally):
    """All public articles and figures of a place."""

    articles = models.PositiveIntegerField("报道")
    counties = models.PositiveIntegerField("县数")
    figures = models.PositiveIntegerField("数字")
    planned = models.PositiveIntegerField("计划数字")
    first = models.DateField("最早见报", null=True)
    last = models.DateField("最近见报", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "各地合计"
        constraints = [models.UniqueConstraint(fields=["level", "city", "county", "year"], name="place_tally")]
        indexes = [models.Index(fields=["county", "year"], name="place_tally_county")]


class CategoryTally(Tally):
    """Public articles that name a program of a category."""

    category = models.CharField("类别", max_length=12, choices=Category)
    articles = models.PositiveIntegerField("报道")

    class Meta:
        verbose_name = verbose_name_plural = "各类合计"
        constraints = [
            models.UniqueConstraint(fields=["category", "level", "city", "county", "year"], name="category_tally")
        ]
        indexes = [models.Index(fields=["year", "level", "city", "county"], name="category_tally_place")]


class ProgramTally(Tally):
    """Public articles that name a program, and its figures. `articles` is 0 where it has figures alone."""

    program = summary_key(Program, "项目")
    articles = models.PositiveIntegerField("报道")
    counties = models.PositiveIntegerField("县数")
    figures = models.PositiveIntegerField("数字")
    planned = models.PositiveIntegerField("计划数字")
    first = models.DateField("最早见报", null=True)
    last = models.DateField("最近见报", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "项目合计"
        constraints = [
            models.UniqueConstraint(fields=["program", "level", "city", "county", "year"], name="program_tally")
        ]
        indexes = [
            models.Index(fields=["year", "level", "city", "county"], name="program_tally_place"),
            models.Index(fields=["county", "year"], name="program_tally_county"),
        ]


class IndicatorTally(Tally):
    """Public figures of an indicator: all, promised ones, running totals among the others; in how many counties."""

    indicator = summary_key(Indicator, "指标")
    figures = models.PositiveIntegerField("数字")
    planned = models.PositiveIntegerField("计划数字")
    cumulative = models.PositiveIntegerField("累计数字")
    counties = models.PositiveIntegerField("县数")

    class Meta:
        verbose_name = verbose_name_plural = "指标合计"
        constraints = [
            models.UniqueConstraint(fields=["indicator", "level", "city", "county", "year"], name="indicator_tally")
        ]
        indexes = [
            models.Index(fields=["year", "level", "city", "county"], name="indicator_tally_place"),
            models.Index(fields=["county", "year"], name="indicator_tally_county"),
        ]


class LatestFigure(models.Model):
    """The newest public figure of an indicator in a place, of each kind, of a year or (0) of all."""

    indicator = summary_key(Indicator, "指标")
    city = models.CharField("设区市", max_length=6, blank=True)
    county = models.CharField("县（市、区）", max_length=6, blank=True)
    year = models.PositiveSmallIntegerField("见报年份")
    status = models.CharField("口径", max_length=10, choices=Metric.Status)
    cumulative = models.BooleanField("累计")
    metric = summary_key(Metric, "数字")
    published_on = models.DateField("见报日期")

    class Meta:
        verbose_name = verbose_name_plural = "最近数字"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "city", "county", "status", "cumulative", "year"], name="latest_figure"
            )
        ]
        indexes = [
            models.Index(fields=["county", "year"], name="latest_figure_county"),
            models.Index(fields=["indicator", "year"], name="latest_figure_year"),
        ]

    def __str__(self) -> str:
        return str(self.metric_id)


class PromiseOutcome(models.Model):
    """What was reported since of a public promise: the rule of `articles.promises`, and an editor's ruling."""

    class News(models.IntegerChoices):
        NONE = 0, "没有下文"
        SOME = 1, "有下文"
        REACHED = 2, "达到承诺数"

    metric = models.OneToOneField(
        Metric, models.DO_NOTHING, primary_key=True, related_name="outcome", db_constraint=False, verbose_name="承诺"
    )
    program = models.ForeignKey(
        Program, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, verbose_name="项目"
    )
    #: Of the program; of the indicator where there is no program.
    category = models.CharField("类别", max_length=12, choices=Category)
    city = models.CharField("设区市", max_length=6, blank=True)
    county = models.CharField("县（市、区）", max_length=6, blank=True)
    published_on = models.DateField("见报日期")
    period_end = models.DateField("期限", null=True)
    #: The stated day, else the last day of the year of publication.
    due = models.DateField("到期")
    news = models.PositiveSmallIntegerField("下文", choices=News)
    ruling = models.CharField("人工认定", max_length=8, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "承诺下文"
        indexes = [
            models.Index(
                models.F("period_end").desc(nulls_last=True),
                models.F("published_on").desc(),
                models.F("metric").desc(),
                name="outcome_in_order",
            ),
            models.Index(fields=["due", "news"], name="outcome_due"),
            models.Index(fields=["city", "due"], name="outcome_city"),
            models.Index(fields=["county", "due"], name="outcome_county"),
            models.Index(fields=["program", "due"], name="outcome_program"),
        ]

    def __str__(self) -> str:
        return f"{self.metric_id}：{self.get_news_display()}"
