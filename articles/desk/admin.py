"""The admin's tables in Chinese, with search, filters and usage counts; the desk's own pages hang under 版面."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from articles.desk import account_admin as account_admin
from articles.desk import entry_admin as entry_admin
from articles.desk import error_report_admin as error_report_admin
from articles.desk import ingest_views, journal_views, overview_views, promise_views, review_views
from articles.desk.journaled import JournaledAdmin, ReadOnlyAdmin
from articles.desk.program_admin import ProgramAdmin, ProgramAliasAdmin
from articles.desk.tables import ExportAdmin, TableAdmin
from articles.ingest.entries import EntryRefused
from articles.ingest.lexicon import check_indicator
from articles.models import (
    Article,
    Bulletin,
    City,
    County,
    Indicator,
    Metric,
    Program,
    ProgramAlias,
    ProgramMention,
    Revision,
    Source,
    Unresolved,
    Zone,
)

admin.site.site_header = "浙江工会项目观察 · 编辑台"
admin.site.site_title = "编辑台"
admin.site.index_title = "编辑台"

admin.site.register(Program, ProgramAdmin)
admin.site.register(ProgramAlias, ProgramAliasAdmin)


def review_link(bulletin_id: int, article_id: int | None, text: str) -> str:
    """A link to the review page, at an article if one is named."""
    address = reverse("admin:articles_bulletin_review", args=[bulletin_id])
    return format_html('<a href="{}{}">{}</a>', address, f"?article={article_id}" if article_id else "", text)


@admin.register(Bulletin)
class BulletinAdmin(JournaledAdmin):
    list_display = ["review", "status", "source", "published_on", "page", "created_by", "created_at", "is_sample"]
    list_display_links = None
    list_filter = ["status", "source", "is_sample", "created_by"]
    list_select_related = ["source", "created_by"]
    search_fields = ["page", "column_title", "source__name", "articles__headline"]
    date_hierarchy = "published_on"
    fields = ["source", "published_on", "page", "column_title", "status", "parser_version", "raw_sha256"]
    readonly_fields = ["published_on", "status", "parser_version", "raw_sha256"]
    usage = {
        "篇": (Article.objects.all(), "bulletin"),
        "未决": (Unresolved.objects.filter(outcome=""), "bulletin"),
    }

    @admin.display(description="版面", ordering="published_on")
    def review(self, bulletin: Bulletin) -> str:
        return review_link(bulletin.pk, None, str(bulletin))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Bulletins come in by pasting only; the permission itself opens the paste page."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is public is withdrawn first."""
        public = obj is not None and obj.status == Bulletin.Status.PUBLISHED
        return not public and super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """No deleting of many at once: it could not tell the published ones."""
        return {}

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The page shows what goes along; the right to delete the bulletin is the right to delete that too."""
        shown, counts, _, protected = super().get_deleted_objects(objs, request)
        return shown, counts, set(), protected

    def delete_model(self, request: HttpRequest, obj: Bulletin) -> None:
        review_views.delete_bulletin(request, obj)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("ingest/", view(ingest_views.ingest), name="articles_bulletin_ingest"),
            path("overview/", view(overview_views.overview), name="articles_bulletin_overview"),
            *review_views.urls(view),
            *super().get_urls(),
        ]


@admin.register(Article)
class ArticleAdmin(ExportAdmin, ReadOnlyAdmin):
    columns = [
        "headline",
        "kicker",
        "deck",
        "kind",
        "city",
        "county",
        "published_on",
        "bulletin",
        "reviewed",
        "is_public",
    ]
    list_display = ["review", "city", "county", "kind", "published_on", "reviewed", "is_public"]
    list_display_links = None
    list_filter = ["is_public", "reviewed", "kind", "city"]
    list_select_related = ["city", "county"]
    search_fields = ["headline", "kicker", "deck"]
    date_hierarchy = "published_on"
    usage = {"数字": (Metric.objects.all(), "article")}

    @admin.display(description="报道", ordering="headline")
    def review(self, article: Article) -> str:
        return review_link(article.bulletin_id, article.pk, article.title)


@admin.register(Metric)
class MetricAdmin(ExportAdmin, ReadOnlyAdmin):
    columns = [
        "value", "value_max", "unit", "qualifier", "status", "cumulative", "period", "indicator", "indicator_words",
        "program", "city", "county", "published_on", "quote", "review", "certain", "is_public", "article",
    ]  # fmt: skip
    list_display = [
        "review",
        "indicator",
        "program",
        "county",
        "status",
        "period",
        "promise",
        "review_state",
        "is_public",
    ]
    list_display_links = None
    list_filter = ["is_public", "review", "status", "certain", "indicator__category", "city"]
    list_select_related = ["article", "indicator", "program", "county", "promise_ruling"]
    search_fields = ["quote", "indicator_words", "indicator__name", "program__name"]

    @admin.display(description="数字")
    def review(self, metric: Metric) -> str:
        return review_link(metric.article.bulletin_id, metric.article_id, str(metric))

    @admin.display(description="处置", ordering="review")
    def review_state(self, metric: Metric) -> str:
        return metric.get_review_display()

    @admin.display(description="承诺")
    def promise(self, metric: Metric) -> str:
        if metric.status != Metric.Status.PLANNED:
            return ""
        address = reverse("admin:articles_metric_promise", args=[metric.pk])
        ruling = getattr(metric, "promise_ruling", None)
        words = f"人工认定：{ruling.get_state_display()}" if ruling else "认定状态"
        return format_html('<a href="{}">{}</a>', address, words)

    def get_urls(self) -> list[URLPattern]:
        return [*promise_views.urls(self.admin_site.admin_view), *super().get_urls()]


@admin.register(ProgramMention)
class ProgramMentionAdmin(ReadOnlyAdmin):
    list_display = ["link", "name", "county", "review", "certain", "is_public"]
    list_display_links = None
    list_filter = ["review", "certain", "is_public", "city"]
    list_select_related = ["article", "program", "county"]
    search_fields = ["name", "program__name", "quote"]

    @admin.display(description="项目")
    def link(self, mention: ProgramMention) -> str:
        return review_link(mention.article.bulletin_id, mention.article_id, mention.program.name)


@admin.register(Unresolved)
class UnresolvedAdmin(ExportAdmin, ReadOnlyAdmin):
    columns = ["kind", "state", "quote", "reason", "outcome", "bulletin", "article"]
    list_display = ["link", "kind", "state", "reason", "outcome", "bulletin"]
    list_display_links = None
    list_filter = ["outcome", "kind", "state", "article__city"]
    list_select_related = ["bulletin__source"]
    search_fields = ["quote", "reason"]

    @admin.display(description="原文")
    def link(self, row: Unresolved) -> str:
        return review_link(row.bulletin_id, row.article_id, row.quote[:40])


@admin.register(Source)
class SourceAdmin(TableAdmin):
    columns = ["name", "kind", "full_text_public", "note"]
    key = ["name"]
    list_display = ["name", "kind", "full_text_public"]
    list_filter = ["kind", "full_text_public"]
    search_fields = ["name"]
    usage = {"版面": (Bulletin.objects.all(), "source")}


class IndicatorForm(forms.ModelForm):  # type: ignore[type-arg]
    """An indicator that the parser can read: its cue words are patterns."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                check_indicator(Indicator(**{name: data[name] for name in data if name != "id"}))
            except EntryRefused as error:
                self.add_error(error.column if error.column in self.fields else None, str(error))
        return data


@admin.register(Indicator)
class IndicatorAdmin(TableAdmin):
    form = IndicatorForm
    columns = ["code", "name", "units", "kinds", "category", "core", "cue_words", "definition"]
    key = ["code"]
    list_display = ["code", "name", "units", "kinds", "category", "core"]
    list_filter = ["category", "core"]
    search_fields = ["code", "name", "cue_words"]
    usage = {"数字": (Metric.objects.all(), "indicator")}

    def prepare_import(self, row: Any) -> None:
        try:
            check_indicator(row)
        except EntryRefused as error:
            raise ValidationError(str(error)) from error


@admin.register(City)
class CityAdmin(TableAdmin):
    columns = ["code", "name", "short", "aliases"]
    key = ["code"]
    list_display = ["code", "name", "short", "order"]
    search_fields = ["code", "name", "pinyin", "initials"]
    usage = {"报道": (Article.objects.all(), "city")}


@admin.register(County)
class CountyAdmin(TableAdmin):
    columns = ["code", "name", "short", "kind", "aliases", "former"]
    key = ["code"]
    list_display = ["code", "name", "city", "kind"]
    list_filter = ["city", "kind", "is_mountain", "is_island"]
    list_select_related = ["city"]
    search_fields = ["code", "name", "pinyin", "initials"]
    usage = {"报道": (Article.objects.all(), "county")}


@admin.register(Zone)
class ZoneAdmin(TableAdmin):
    columns = ["name", "short", "city", "county", "note"]
    key = ["name"]
    list_display = ["name", "short", "city", "county"]
    list_filter = ["city"]
    list_select_related = ["city", "county"]
    search_fields = ["name", "short"]


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    list_display = ["at", "user_name", "action", "model", "label", "note"]
    list_filter = ["action", "model"]
    search_fields = ["label", "user_name", "note"]
    date_hierarchy = "at"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("journal/", view(journal_views.journal), name="articles_revision_journal"),
            path("journal.csv", view(journal_views.journal_csv), name="articles_revision_csv"),
            path("<int:pk>/undo/", view(journal_views.undo), name="articles_revision_undo"),
            *super().get_urls(),
        ]
