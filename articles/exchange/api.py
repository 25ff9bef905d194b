"""The read-only API under /api/v1/: the pages' rows and conditions as JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import pagination, serializers, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny

from articles.models import Article, City, County, Indicator, Metric, Program, ProgramAlias
from articles.pages.filters import ListFilter
from articles.pages.queries import VOUCHED, public_articles, public_metrics, public_programs

from .filters import filter_articles, filter_metrics, filter_programs, refusal, refused
from .serializers import (
    ArticleSerializer,
    CitySerializer,
    CountySerializer,
    IndicatorSerializer,
    MetricSerializer,
    ProgramSerializer,
)


class Pages(pagination.PageNumberPagination):
    """100 rows a page, at most 500 by `page_size`."""

    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 500


class Wrong(serializers.Serializer):
    """The answer to a condition that cannot be read."""

    detail = serializers.CharField(help_text="一句话：哪个条件看不懂")


def _listing(summary: str, rows: type[serializers.BaseSerializer], *names: str, description: str = "") -> Any:
    """The schema of a list: its conditions, its rows, and the answer to a condition that cannot be read."""
    parameters = [OpenApiParameter(name, description=CONDITIONS[name]) for name in names]
    wrong = OpenApiResponse(Wrong, description="条件看不懂：名称不认得，或取值不在可选的范围里")
    return extend_schema(
        summary=summary, description=description, parameters=parameters, responses={200: rows(many=True), 400: wrong}
    )


CONDITIONS = {
    "city": "设区市六位代码，如 330800",
    "county": "县（市、区）六位代码，如 330803",
    "category": "项目类别，如 childcare",
    "program": "项目地址，如 ai-xin-tuo-ban",
    "indicator": "指标代码，如 TB04",
    "status": "口径：actual 实绩，planned 计划",
    "year": "见报年份，如 2025",
    "article": "报道编号",
    "q": "词语",
}


#: What a list's address may hold beside conditions.
NO_CONDITIONS = ("page", "page_size", "format")


class ReadOnly(viewsets.ReadOnlyModelViewSet):
    """A list and its rows. `read` makes filters of a request; without it the list has no conditions."""

    permission_classes = [AllowAny]
    authentication_classes: list[type] = []
    pagination_class = Pages
    read: Callable[[HttpRequest], ListFilter] | None = None

    def list(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.refuse_unreadable(request)
        return super().list(request, *args, **kwargs)

    def refuse_unreadable(self, request: Any) -> None:
        """400 for a condition that cannot be read: an answer must not hold more than was asked for."""
        read = type(self).read
        if read is not None:
            ignored = refused(read(request), request.GET, NO_CONDITIONS)
        else:
            ignored = [f"参数“{name[:20]}”" for name in request.GET if name not in NO_CONDITIONS]
        if ignored:
            raise ValidationError({"detail": refusal(ignored)})


@extend_schema_view(list=_listing("设区市", CitySerializer), retrieve=extend_schema(summary="一个设区市"))
class CityViewSet(ReadOnly):
    queryset = City.objects.all()
    serializer_class = CitySerializer


@extend_schema_view(list=_listing("县（市、区）", CountySerializer), retrieve=extend_schema(summary="一个县（市、区）"))
class CountyViewSet(ReadOnly):
    queryset = County.objects.all()
    serializer_class = CountySerializer


@extend_schema_view(list=_listing("指标", IndicatorSerializer), retrieve=extend_schema(summary="一个指标"))
class IndicatorViewSet(ReadOnly):
    queryset = Indicator.objects.all()
    serializer_class = IndicatorSerializer
    lookup_field = "code"


@extend_schema_view(
    list=_listing(
        "项目",
        ProgramSerializer,
        *("city", "county", "category", "year", "status", "q"),
        description="有公开报道的项目，按拼音排列；县数和报道数按所给条件计。",
    ),
    retrieve=extend_schema(summary="一个项目"),
)
class ProgramViewSet(ReadOnly):
    queryset = Program.objects.none()
    serializer_class = ProgramSerializer
    lookup_field = "slug"
    read = staticmethod(filter_programs)

    def get_queryset(self) -> QuerySet[Program]:
        aliases = Prefetch("aliases", ProgramAlias.objects.order_by("name"))
        return public_programs().prefetch_related(aliases).order_by("pinyin")

    def paginate_queryset(self, queryset: QuerySet[Program]) -> list[Program] | None:
        """Counts are taken for the rows of the page alone, in one query."""
        return self._counted(super().paginate_queryset(queryset))

    def get_object(self) -> Program:
        return self._counted([super().get_object()])[0]

    def _counted(self, programs: list[Program]) -> list[Program]:
        rows = {row.program_id: row for row in filter_programs(self.request).qs.filter(program__in=programs)}
        for program in programs:
            row = rows.get(program.pk)
            program.counties, program.articles = (row.counties, row.articles) if row else (0, 0)
            program.last = row.last if row else None
        return programs

    def filter_queryset(self, queryset: QuerySet[Program]) -> QuerySet[Program]:
        if self.action != "list":
            return queryset
        return queryset.filter(VOUCHED, pk__in=filter_programs(self.request).qs.order_by().values("program"))


@extend_schema_view(
    list=_listing(
        "数字",
        MetricSerializer,
        *("city", "county", "category", "program", "indicator", "status", "year", "article", "q"),
        description="见报晚的在前。每个数字带限定、口径、期间、原句和出处。",
    ),
    retrieve=extend_schema(summary="一个数字及其原句"),
)
class MetricViewSet(ReadOnly):
    queryset = Metric.objects.none()
    serializer_class = MetricSerializer
    read = staticmethod(filter_metrics)

    def get_queryset(self) -> QuerySet[Metric]:
        if self.action == "list":
            return filter_metrics(self.request).qs
        return public_metrics().for_list()


@extend_schema_view(
    list=_listing(
        "报道",
        ArticleSerializer,
        *("city", "county", "category", "program", "year", "q"),
        description="见报晚的在前，不含全文。",
    ),
    retrieve=extend_schema(summary="一篇报道（不含全文）"),
)
class ArticleViewSet(ReadOnly):
    queryset = Article.objects.none()
    serializer_class = ArticleSerializer
    read = staticmethod(filter_articles)

    def get_queryset(self) -> QuerySet[Article]:
        if self.action == "list":
            return filter_articles(self.request).qs
        return public_articles().for_list()
