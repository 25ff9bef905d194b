"""Administrative divisions of Zhejiang by GB/T 2260 code, and the functional zones beside them."""

from __future__ import annotations

from django.db import models
from django.urls import reverse


class City(models.Model):
    """One of the 11 prefecture-level cities. `pinyin` sorts, `initials` answer a search for `qz`."""

    code = models.CharField("代码", max_length=6, primary_key=True, help_text="GB/T 2260 六位代码")
    name = models.CharField("名称", max_length=20, unique=True)
    short = models.CharField("简称", max_length=10)
    pinyin = models.CharField("拼音", max_length=60, db_index=True)
    initials = models.CharField("拼音首字母", max_length=10, db_index=True)
    aliases = models.JSONField("别称", default=list, blank=True)
    order = models.PositiveSmallIntegerField("次序", default=0)

    class Meta:
        ordering = ["order"]
        verbose_name = verbose_name_plural = "设区市"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("city-detail", args=[self.code])


class CountyQuerySet(models.QuerySet["County"]):
    def in_city(self, code: str) -> CountyQuerySet:
        return self.filter(city_id=code)


class County(models.Model):
    """One of the 90 county-level divisions; `former` holds its earlier names with the year of change."""

    class Kind(models.TextChoices):
        DISTRICT = "市辖区"
        COUNTY_CITY = "县级市"
        COUNTY = "县"
        AUTONOMOUS = "自治县"

    code = models.CharField("代码", max_length=6, primary_key=True, help_text="GB/T 2260 六位代码")
    city = models.ForeignKey(City, models.PROTECT, related_name="counties", verbose_name="设区市")
    name = models.CharField("名称", max_length=20, unique=True)
    short = models.CharField("简称", max_length=10)
    kind = models.CharField("类型", max_length=10, choices=Kind)
    pinyin = models.CharField("拼音", max_length=60, db_index=True)
    initials = models.CharField("拼音首字母", max_length=10, db_index=True)
    aliases = models.JSONField("别称", default=list, blank=True)
    former = models.JSONField("曾用名", default=list, blank=True, help_text="如 江干区→上城区 2021")
    grid_col = models.PositiveSmallIntegerField("网格列")
    grid_row = models.PositiveSmallIntegerField("网格行")
    is_mountain = models.BooleanField("山区26县", default=False)
    is_island = models.BooleanField("海岛县", default=False)

    objects = CountyQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = verbose_name_plural = "县（市、区）"
        constraints = [models.UniqueConstraint(fields=["grid_col", "grid_row"], name="county_one_a_tile")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("county-detail", args=[self.code])


class Zone(models.Model):
    """A functional zone (开发区, 新区) with the county it counts to, if one does."""

    name = models.CharField("名称", max_length=40, unique=True)
    short = models.CharField("简称", max_length=20)
    city = models.ForeignKey(City, models.PROTECT, related_name="zones", verbose_name="设区市")
    county = models.ForeignKey(
        County, models.PROTECT, related_name="zones", null=True, blank=True, verbose_name="归属县（市、区）"
    )
    note = models.TextField("说明", blank=True)

    class Meta:
        ordering = ["city", "name"]
        verbose_name = verbose_name_plural = "功能区"

    def __str__(self) -> str:
        return self.name
