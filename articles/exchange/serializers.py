"""Stored rows as JSON of the API: stable keys, codes beside names."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from articles.models import Article, City, County, Indicator, Metric, Program

from .columns import Column, article_columns, metric_columns


def fields_of(columns: Sequence[Column]) -> dict[str, serializers.Field]:
    """The columns of a table as fields, for the schema."""
    kinds = {"number": serializers.FloatField, "date": serializers.DateField, "text": serializers.CharField}
    return {
        column.key: kinds[column.kind](
            help_text="。".join(filter(None, [column.header, column.note])), allow_null=column.kind != "text"
        )
        for column in columns
    }


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


class AliasSerializer(serializers.Serializer):
    name = serializers.CharField(help_text="别名")
    place = serializers.CharField(help_text="使用地区；空为各地通用")


class ProgramSerializer(serializers.ModelSerializer):
    aliases = serializers.SerializerMethodField()
    counties = serializers.IntegerField(read_only=True, help_text="有公开报道的县（市、区）数")
    articles = serializers.IntegerField(read_only=True, help_text="公开报道数")
    last = serializers.DateField(read_only=True, help_text="最近见报日期")

    class Meta:
        model = Program
        fields = ["slug", "name", "category", "description", "owner", "aliases", "counties", "articles", "last"]

    @extend_schema_field(AliasSerializer(many=True))
    def get_aliases(self, program: Program) -> list[dict[str, str]]:
        return [{"name": alias.name, "place": alias.place} for alias in program.aliases.all()]


def _plain(value: Decimal) -> int | float:
    """A number of JSON: 1055, 97.2."""
    return int(value) if value == int(value) else float(value)


SpanSerializer = type(
    "Span",
    (serializers.Serializer,),
    {
        "part": serializers.CharField(
            help_text="所在：text 正文，headline 标题，kicker 引题，deck 副题，captions 图说"
        ),
        "start": serializers.IntegerField(help_text="起，从 0 数"),
        "end": serializers.IntegerField(help_text="止，不含"),
    },
)
MetricFields = type("MetricFields", (serializers.Serializer,), fields_of(metric_columns("")))
ArticleFields = type("ArticleFields", (serializers.Serializer,), fields_of(article_columns("")))


class MetricSerializer(MetricFields):  # type: ignore[misc, valid-type]
    """A figure with its evidence; the keys are those of the exported tables."""

    article = serializers.IntegerField(help_text="报道编号，同 article_id")
    qualifier = serializers.ChoiceField(Metric.Qualifier.choices, help_text="限定")
    status = serializers.ChoiceField(Metric.Status.choices, help_text="计划或实绩")
    cumulative = serializers.BooleanField(help_text="累计")
    program_slug = serializers.CharField(help_text="项目地址")
    span = SpanSerializer(help_text="原句在报道里的位置")

    def to_representation(self, metric: Metric) -> dict[str, object]:
        base = self.context["request"].build_absolute_uri("/")
        row: dict[str, object] = {column.key: column.value(metric) for column in metric_columns(base)}
        row["article"] = metric.article_id
        row["qualifier"] = metric.qualifier
        row["program_slug"] = metric.program.slug if metric.program else ""
        row["cumulative"] = metric.cumulative
        row["status"] = metric.status
        row["span"] = {"part": metric.part, "start": metric.start, "end": metric.end}
        return {key: _plain(value) if isinstance(value, Decimal) else value for key, value in row.items()}


class ArticleSerializer(ArticleFields):  # type: ignore[misc, valid-type]
    """An article's head, without its text."""

    organizations = serializers.ListField(child=serializers.CharField(), help_text="文中的工会")

    def to_representation(self, article: Article) -> dict[str, object]:
        base = self.context["request"].build_absolute_uri("/")
        row: dict[str, object] = {column.key: column.value(article) for column in article_columns(base)}
        row["organizations"] = article.organizations
        return row
