"""Admin pages whose every change goes into the journal, in the transaction of the change."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest

from articles.models import Revision
from articles.review.journal import read_values, record, record_edit

#: Never in the journal: what opens an account, and what every log-in changes.
SECRET = {"password", "last_login"}


def all_fields(row: models.Model) -> list[str]:
    return [field.name for field in row._meta.concrete_fields if field.name not in SECRET]


def several_fields(row: models.Model) -> list[str]:
    """The fields that hold several records: cities of an account, rights of a group."""
    return [field.name for field in row._meta.many_to_many]


def count_of(queryset: QuerySet[Any], column: str) -> Coalesce:
    """A counting subquery over `queryset` by `column`, for lists that must not join a million rows."""
    rows = queryset.filter(**{column: OuterRef("pk")}).order_by().values(column).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(rows, output_field=IntegerField()), Value(0))


class JournaledAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """`usage` counts the rows that point at a record: {label: (queryset, column)}."""

    usage: dict[str, tuple[QuerySet[Any], str]] = {}
    show_full_result_count = False
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        counts = {f"usage_{i}": count_of(*query) for i, query in enumerate(self.usage.values())}
        return rows.annotate(**counts) if counts else rows

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [*super().get_list_display(request), *(_usage_column(i, name) for i, name in enumerate(self.usage))]

    def save_model(self, request: HttpRequest, obj: models.Model, form: ModelForm, change: bool) -> None:
        before = _stored_values(obj) if change else {}
        super().save_model(request, obj, form, change)
        _journal_save(obj, before, request)

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool) -> None:
        rows = formset.save(commit=False)
        before = {id(row): _stored_values(row) for row in rows}
        for row in formset.deleted_objects:
            journal_delete(row, request)
        formset.save()
        for row in rows:
            _journal_save(row, before[id(row)], request)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        """The fields with several records are stored behind the row: what changed in them is journalled too."""
        row = form.instance
        before = read_values(row, several_fields(row))
        super().save_related(request, form, formsets, change)
        user: Any = request.user
        record_edit(row, before, user=user)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        journal_delete(obj, request)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for row in queryset:
            self.delete_model(request, row)

    def log_addition(self, *args: Any) -> None:
        """Django's own log would say the same again, with less."""

    log_change = log_deletions = log_addition


class ReadOnlyAdmin(JournaledAdmin):
    """Records that are changed on the review page only, where their evidence is held to the text."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _usage_column(number: int, name: str) -> Any:
    @admin.display(description=name, ordering=f"usage_{number}")
    def column(row: models.Model) -> int:
        return int(getattr(row, f"usage_{number}"))

    column.__name__ = f"usage_{number}"
    return column


def _stored_values(row: models.Model) -> dict[str, Any]:
    stored = type(row)._default_manager.filter(pk=row.pk).first() if row.pk else None
    return read_values(stored, all_fields(stored)) if stored else {}


def _journal_save(row: models.Model, before: dict[str, Any], request: HttpRequest) -> None:
    row.refresh_from_db()
    user: Any = request.user
    if before:
        record_edit(row, before, user=user)
    else:
        record(row, Revision.Action.CREATE, user=user, after=read_values(row, all_fields(row)))


def journal_delete(row: models.Model, request: HttpRequest) -> None:
    """Keep all of a row in the journal before it goes."""
    user: Any = request.user
    record(row, Revision.Action.DELETE, user=user, before=read_values(row, all_fields(row)))
