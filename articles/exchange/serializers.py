"""Stored rows as JSON of the API: stable keys, codes beside names."""

from __future__ import annotations

from rest_framework import serializers

from articles.models import Article, City, County, Indicator, Metric, Program

from .columns import article_columns, metric_columns


class CitySerializer(serializers.ModelSerializer):
    class Meta:
        model = City
        fields = ["code", "name", "short", "pinyin"]


class CountySerializer(serializers.ModelSerializer):
    city = serializers.CharField(source="city_id")

    class Meta:
        model = County
        fields = [
            "code", "name", "short", "pinyin", "kind", "city", "former", "is_mountain", "is_island",
            "grid_col", "grid_row",
        ]  # fmt: skip


class IndicatorSerializer(serializers.ModelSerializer):
    class Meta:
        model = Indicator
        fields = ["code", "name", "units", "kinds", "category", "core", "definition"]


class ProgramSerializer(serializers.ModelSerializer):
    aliases = serializers.SerializerMethodField()
    counties = serializers.IntegerField(read_only=True, help_text="有公开报道的县（市、区）数")
    articles = serializers.IntegerField(read_only=True, help_text="公开报道数")
    last = serializers.DateField(read_only=True, help_text="最近见报日期")

    class Meta:
        model = Program
        fields = ["slug", "name", "category", "description", "owner", "aliases", "counties", "articles", "last"]

    def get_aliases(self, program: Program) -> list[dict[str, str]]:
        return [{"name": alias.name, "place": alias.place} for alias in program.aliases.all()]


class MetricSerializer(serializers.ModelSerializer):
    """A figure with its evidence; the keys are those of the exported tables."""

    class Meta:
        model = Metric
        fields = ["id"]

    def to_representation(self, metric: Metric) -> dict[str, object]:
        base = self.context["request"].build_absolute_uri("/")
        row: dict[str, object] = {"id": metric.pk, "article": metric.article_id}
        row |= {column.key: column.value(metric) for column in metric_columns(base)}
        row["qualifier"] = metric.qualifier
        row["program_slug"] = metric.program.slug if metric.program else ""
        row["cumulative"] = metric.cumulative
        row["status"] = metric.status
        row["span"] = {"part": metric.part, "start": metric.start, "end": metric.end}
        return row


class ArticleSerializer(serializers.ModelSerializer):
    """An article's head, without its text."""

    class Meta:
        model = Article
        fields = ["id"]

    def to_representation(self, article: Article) -> dict[str, object]:
        base = self.context["request"].build_absolute_uri("/")
        row: dict[str, object] = {column.key: column.value(article) for column in article_columns(base)}
        row["organizations"] = article.organizations
        return row
