"""Programs that unions run, the names they go by, and where articles name them."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from .bulletins import Article
from .places import City, County


class Category(models.TextChoices):
    CHILDCARE = "childcare", "托管"
    STATION = "station", "驿站阵地"
    LEGAL = "legal", "普法维权"
    SKILLS = "skills", "技能竞赛"
    CARE = "care", "关爱慰问"
    ORGANIZING = "organizing", "建会入会"
    BARGAINING = "bargaining", "集体协商"
    HEALTH = "health", "健康疗休养"
    CULTURE = "culture", "文体婚恋"
    EMPLOYMENT = "employment", "就业创业"
    SAFETY = "safety", "安全急救"
    MODEL = "model", "劳模工匠"
    AID = "aid", "帮扶互助"
    DIGITAL = "digital", "数字化服务"
    OTHER = "other", "其他"


class ProgramQuerySet(models.QuerySet["Program"]):
    def visible(self) -> ProgramQuerySet:
        """Programs that at least one published article names, and that were not merged away."""
        return self.filter(merged_into=None, mentions__is_public=True).distinct()


class Program(models.Model):
    """A named thing that a union runs and another county could copy (爱心托班, 湖工有助)."""

    slug = models.SlugField("地址", max_length=120, unique=True)
    name = models.CharField("名称", max_length=80, unique=True)
    category = models.CharField("类别", max_length=12, choices=Category, default=Category.OTHER, db_index=True)
    description = models.TextField("说明", blank=True)
    owner = models.CharField("主办", max_length=40, blank=True, help_text="工会、共建、团委……")
    from_lexicon = models.BooleanField("词表所列", default=False)
    confirmed = models.BooleanField("已确认", default=False, help_text="未确认的新名称只在所在报道里显示。")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="已并入"
    )
    pinyin = models.CharField("拼音", max_length=200, db_index=True)
    created_at = models.DateTimeField("收录时间", auto_now_add=True)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        ordering = ["pinyin"]
        verbose_name = verbose_name_plural = "项目"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("program-detail", args=[self.slug])


class ProgramAlias(models.Model):
    """Another name of a program, with the place that uses it (empty: everywhere)."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="aliases", verbose_name="项目")
    name = models.CharField("别名", max_length=80)
    place = models.CharField("使用地区", max_length=60, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    from_lexicon = models.BooleanField("词表所列", default=False)

    class Meta:
        ordering = ["program", "name"]
        verbose_name = verbose_name_plural = "项目别名"
        constraints = [models.UniqueConstraint(fields=["name", "place"], name="alias_once_a_place")]

    def __str__(self) -> str:
        return self.name


class ProgramMention(models.Model):
    """One article names one program. `spans` holds every place in it, the first one is the evidence.

    Place, date and publicity repeat the article's, for counting without a join.
    """

    class Review(models.TextChoices):
        PROPOSED = "proposed", "待核"
        ACCEPTED = "accepted", "认可"
        REJECTED = "rejected", "不收"

    article = models.ForeignKey(Article, models.CASCADE, related_name="program_mentions", verbose_name="报道")
    program = models.ForeignKey(Program, models.PROTECT, related_name="mentions", verbose_name="项目")
    name = models.CharField("文中写作", max_length=80)
    part = models.CharField("所在", max_length=10, choices=Article.Part, default=Article.Part.TEXT)
    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    quote = models.TextField("原文")
    #: [[part, start, end], …], all of them.
    spans = models.JSONField("所有出现", default=list)
    #: [[rule name, reason], …]
    rules = models.JSONField("依据", default=list)
    certain = models.BooleanField("把握足", default=True)
    review = models.CharField("处置", max_length=10, choices=Review, default=Review.PROPOSED)
    by_person = models.BooleanField("人工所定", default=False)
    city = models.ForeignKey(City, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="设区市")
    county = models.ForeignKey(
        County, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="县（市、区）"
    )
    published_on = models.DateField("见报日期")
    is_public = models.BooleanField("已公开", default=False)

    class Meta:
        ordering = ["article", "start"]
        verbose_name = verbose_name_plural = "项目提及"
        constraints = [
            models.UniqueConstraint(fields=["article", "program"], name="mention_once_an_article"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="mention_span"),
            models.CheckConstraint(condition=~models.Q(quote=""), name="mention_has_quote"),
        ]
        indexes = [
            models.Index(
                fields=["program", "-published_on", "-id"],
                name="mention_newest_program",
                condition=models.Q(is_public=True) & ~models.Q(review="rejected"),
            ),
        ]

    def __str__(self) -> str:
        return self.name
