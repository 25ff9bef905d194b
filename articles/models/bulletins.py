"""What was pasted, and the articles put together from it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse

from .places import City, County


class Source(models.Model):
    """A paper, bulletin or post. Its full text is public only where the owner allows it."""

    class Kind(models.TextChoices):
        PAPER = "paper", "报纸"
        BULLETIN = "bulletin", "工会简报"
        POST = "post", "公众号或网站"

    name = models.CharField("名称", max_length=60, unique=True)
    kind = models.CharField("类型", max_length=10, choices=Kind, default=Kind.PAPER)
    full_text_public = models.BooleanField(
        "全文可公开", default=False, help_text="未获授权的报刊只公开数字、原句和出处，全文仅登录人员可看。"
    )
    note = models.TextField("说明", blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = verbose_name_plural = "来源"

    def __str__(self) -> str:
        return self.name


class BulletinQuerySet(models.QuerySet["Bulletin"]):
    def published(self) -> BulletinQuerySet:
        return self.filter(status=Bulletin.Status.PUBLISHED)

    def waiting(self) -> BulletinQuerySet:
        return self.filter(status__in=[Bulletin.Status.DRAFT, Bulletin.Status.SUBMITTED])


class Bulletin(models.Model):
    """One paste. `raw_text` is never changed; `raw_sha256` makes a second paste lead to the first.

    The digest is taken over the text with line ends as "\\n" and outer blank
    lines dropped, so that browsers and editors cannot make two of one page.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "待核"
        SUBMITTED = "submitted", "待复审"
        PUBLISHED = "published", "已发布"
        WITHDRAWN = "withdrawn", "已撤回"

    raw_text = models.TextField("原文")
    raw_sha256 = models.CharField("原文指纹", max_length=64, unique=True)
    source = models.ForeignKey(Source, models.PROTECT, related_name="bulletins", verbose_name="来源")
    published_on = models.DateField("见报日期", db_index=True)
    page = models.CharField("版次", max_length=20, blank=True)
    column_title = models.CharField("栏目", max_length=200, blank=True)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.DRAFT, db_index=True)
    is_sample = models.BooleanField("示例", default=False)
    parser_version = models.CharField("解析器版本", max_length=20)
    lexicon_version = models.CharField("词表版本", max_length=64)
    #: One entry a pasted line: [role, article position or null, rule name, reason].
    line_fates = models.JSONField("逐行归属", default=list)
    #: Raised with every saved edit: the second of two editors is told, not overwritten.
    version = models.PositiveIntegerField("修订号", default=1)
    created_at = models.DateTimeField("粘贴时间", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="粘贴人",
    )
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="提交人",
    )
    released_at = models.DateTimeField("发布时间", null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="发布人",
    )

    objects = BulletinQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "-id"]
        verbose_name = verbose_name_plural = "版面"
        permissions = [("publish_bulletin", "可以发布版面")]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.source.name, self.published_on.isoformat(), self.page]))


#: What lists never show of an article: a page's raw text is thirty times as long as a figure's sentence.
DESK_ONLY = ("text_runs", "part_runs", "shingles", "bulletin__raw_text", "bulletin__line_fates")


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> ArticleQuerySet:
        return self.filter(is_public=True)

    def in_city(self, code: str) -> ArticleQuerySet:
        return self.filter(city_id=code)

    def in_county(self, code: str) -> ArticleQuerySet:
        return self.filter(county_id=code)

    def for_list(self) -> ArticleQuerySet:
        return self.select_related("city", "county", "bulletin__source").defer(*DESK_ONLY)


class Article(models.Model):
    """One article. `text` is its paragraphs joined by "\\n"; `text[start:end] == quote` for all its spans.

    `is_public`, `published_on` repeat what the bulletin says, so that lists
    over a large archive need no join; only `review.publish` and `withdraw` change them.
    """

    class Kind(models.TextChoices):
        NEWS = "news", "消息"
        PHOTO = "photo", "图片新闻"

    class Part(models.TextChoices):
        TEXT = "text", "正文"
        KICKER = "kicker", "引题"
        HEADLINE = "headline", "主题"
        DECK = "deck", "副题"
        CAPTIONS = "captions", "图说"

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="articles", verbose_name="版面")
    position = models.PositiveSmallIntegerField("次序")
    kind = models.CharField("体裁", max_length=10, choices=Kind, default=Kind.NEWS)
    lead = models.CharField("开头", max_length=10, blank=True)
    kicker = models.TextField("引题", blank=True)
    headline = models.TextField("主题", blank=True)
    deck = models.TextField("副题", blank=True)
    captions = models.TextField("图说", blank=True)
    credit = models.CharField("图片署名", max_length=100, blank=True)
    reporters = models.JSONField("记者", default=list, blank=True)
    trainees = models.JSONField("见习、实习记者", default=list, blank=True)
    correspondents = models.JSONField("通讯员", default=list, blank=True)
    photographers = models.JSONField("摄影", default=list, blank=True)
    text = models.TextField("正文")
    #: [[start, raw, length], …]: every character of `text` in the bulletin's raw text.
    text_runs = models.JSONField("正文出处", default=list)
    #: {"kicker": [[start, raw, length], …], …} for the other parts.
    part_runs = models.JSONField("标题出处", default=dict)
    city = models.ForeignKey(
        City, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name="设区市"
    )
    county = models.ForeignKey(
        County, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name="县（市、区）"
    )
    place_reason = models.CharField("地区依据", max_length=200, blank=True)
    organizations = models.JSONField("工会", default=list, blank=True)
    #: Place mentions [[part, start, end, code], …] for marking in the text.
    places = models.JSONField("文中地名", default=list, blank=True)
    #: Quantities refused, with the reason: [[part, start, end, rule, reason], …].
    rejected = models.JSONField("不收的数", default=list, blank=True)
    #: Names of fields that a person set: the parser never writes these again.
    edited_fields = models.JSONField("人工改过的字段", default=list, blank=True)
    reviewed = models.BooleanField("已核", default=False)
    published_on = models.DateField("见报日期", db_index=True)
    is_public = models.BooleanField("已公开", default=False)
    same_story_as = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="same_stories", verbose_name="同一报道"
    )

    #: A sample of the text's shingles (`ingest.same_story`), by which a reprint is found.
    shingles = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "bulletin_id", "position"]
        verbose_name = verbose_name_plural = "报道"
        constraints = [
            # Deferred, so that splitting and merging can renumber a page in one transaction.
            models.UniqueConstraint(
                fields=["bulletin", "position"],
                name="article_one_a_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]
        indexes = [
            # In the order of the lists.
            *(
                models.Index(
                    fields=[*of, "-published_on", "bulletin", "position", "id"],
                    name="_".join(["article_newest", *of]),
                    condition=models.Q(is_public=True),
                )
                for of in ([], ["county"], ["city"])
            ),
            GinIndex(fields=["shingles"], name="article_shingles"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("article-detail", args=[self.pk])

    @property
    def title(self) -> str:
        """The headline on one line; a picture story without one is named by its first words."""
        line = " ".join((self.headline or self.kicker or self.deck).split("\n"))
        return line or self.text[:24]

    def part_text(self, part: str) -> str:
        """The text that spans of `part` count in."""
        return str(getattr(self, part))

    @property
    def paragraphs(self) -> list[str]:
        return self.text.split("\n")


class Unresolved(models.Model):
    """Seen and not settled: `unknown` matches nothing we know, `ambiguous` too much."""

    class Kind(models.TextChoices):
        LINE = "line", "行"
        PLACE = "place", "地区"
        UNION = "union", "工会"
        PROGRAM = "program", "项目"
        QUANTITY = "quantity", "数字"
        INDICATOR = "indicator", "指标"
        LINK = "link", "归属"

    class State(models.TextChoices):
        UNKNOWN = "unknown", "未认出"
        AMBIGUOUS = "ambiguous", "有歧义"

    class Outcome(models.TextChoices):
        OPEN = "", "未处理"
        LINKED = "linked", "已关联"
        CREATED = "created", "已新建"
        DISMISSED = "dismissed", "已忽略"

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="unresolved", verbose_name="版面")
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="unresolved", verbose_name="报道"
    )
    kind = models.CharField("种类", max_length=10, choices=Kind)
    state = models.CharField("情形", max_length=10, choices=State)
    part = models.CharField("所在", max_length=10, choices=Article.Part, default=Article.Part.TEXT)
    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    quote = models.TextField("原文")
    reason = models.CharField("原因", max_length=300)
    candidates = models.JSONField("可选", default=list, blank=True)
    outcome = models.CharField("处理", max_length=10, choices=Outcome, default=Outcome.OPEN, blank=True)

    class Meta:
        ordering = ["article", "start"]
        verbose_name = verbose_name_plural = "未决"
        constraints = [
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="unresolved_span"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.quote[:20]}"
