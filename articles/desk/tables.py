"""Lexicon tables as CSV: out as the list is filtered, in after a look at what would change."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from articles.desk.access import admin_context
from articles.desk.cells import Echo, plain_cell, safe_cell
from articles.desk.columns import Column, field_column, parse_cell
from articles.desk.journaled import JournaledAdmin, all_fields
from articles.desk.word_lists import WordListField
from articles.ingest import FileUnreadable, decode_text
from articles.models import Revision
from articles.review.journal import read_values, record, record_edit

MAX_ROWS = 5000
MAX_BYTES = 2_000_000


@dataclass(slots=True)
class Import:
    """What a CSV file would do to a table."""

    created: list[models.Model] = field(default_factory=list)
    #: (row, its stored fields before, [(column, cell before, cell after), …])
    changed: list[tuple[models.Model, dict[str, Any], list[tuple[str, str, str]]]] = field(default_factory=list)
    same: int = 0
    errors: list[str] = field(default_factory=list)


class ImportForm(forms.Form):
    """A CSV file, or the text of one that has been looked at."""

    file = forms.FileField(label="CSV 文件", required=False, help_text="第一行是列名，与导出的一样。")
    text = forms.CharField(required=False, widget=forms.HiddenInput, max_length=MAX_BYTES)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        upload = data.get("file")
        if upload is not None and upload.size > MAX_BYTES:
            raise forms.ValidationError("文件超过 2 MB。")
        try:
            data["text"] = decode_text(upload.read()) if upload else data.get("text", "")
        except FileUnreadable as error:
            raise forms.ValidationError("这不是 CSV 文件。请把表格另存为 CSV 后再选。") from error
        if not data["text"].strip() or "\0" in data["text"]:
            raise forms.ValidationError("请选一个 CSV 文件。")
        return data


class ExportAdmin(JournaledAdmin):
    """A list that goes out as CSV, as it is filtered. `columns` are the fields that go out."""

    columns: list[str] = []
    change_list_template = "admin/table_change_list.html"

    def get_columns(self) -> list[Column]:
        """The columns of the CSV file, in order."""
        return [field_column(self.opts.get_field(name)) for name in self.columns]

    def get_urls(self) -> list[URLPattern]:
        name = f"articles_{self.opts.model_name}_export"
        return [path("export.csv", self.admin_site.admin_view(self.export_csv), name=name), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        address = reverse(f"admin:articles_{self.opts.model_name}_export")
        return super().changelist_view(
            request, {"export_url": address, "title": self.opts.verbose_name_plural, **(extra_context or {})}
        )

    def export_csv(self, request: HttpRequest) -> StreamingHttpResponse:
        """The rows of the list as it is filtered."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.get_changelist_instance(request).get_queryset(request)
        keys = [column.name for column in self.get_columns() if self._is_key(column.name)]
        response = StreamingHttpResponse(
            self._csv_lines(rows.select_related(*keys)), content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = f'attachment; filename="{self.opts.model_name}.csv"'
        return response

    def _is_key(self, name: str) -> bool:
        return any(field.name == name and field.many_to_one for field in self.opts.concrete_fields)

    def _csv_lines(self, rows: QuerySet[Any]) -> Iterator[str]:
        columns = self.get_columns()
        writer = csv.writer(Echo())
        yield "\ufeff" + str(writer.writerow([column.title for column in columns] + list(self.usage)))
        for row in rows.iterator(chunk_size=1000):
            cells = [column.show(row) for column in columns]
            counts = [getattr(row, f"usage_{i}") for i in range(len(self.usage))]
            yield str(writer.writerow([safe_cell(cell) for cell in cells + counts]))


class TableAdmin(ExportAdmin):
    """A table that comes in as CSV too. `key` are the columns that tell one row from another."""

    key: list[str] = []
    formfield_overrides = {models.JSONField: {"form_class": WordListField}}

    def get_urls(self) -> list[URLPattern]:
        name = f"articles_{self.opts.model_name}_import"
        return [path("import/", self.admin_site.admin_view(self.import_csv), name=name), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        extra = {}
        if self.has_change_permission(request):
            extra["import_url"] = reverse(f"admin:articles_{self.opts.model_name}_import")
        return super().changelist_view(request, {**extra, **(extra_context or {})})

    def import_csv(self, request: HttpRequest) -> HttpResponse:
        """POST a file to see what it would change; POST `do=import` to change it, all or nothing."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        form = ImportForm(request.POST or None, request.FILES or None)
        found = None
        if request.method == "POST" and form.is_valid():
            found = self.read_csv(form.cleaned_data["text"])
            if found.created and not self.has_add_permission(request):
                found.errors.append(f"您的账号不能新增{self.opts.verbose_name}，只能改已有的。")
            if request.POST.get("do") == "import" and not found.errors:
                self.store_import(found, request)
                messages.success(
                    request, f"已导入：新增 {len(found.created)}，修改 {len(found.changed)}，未变 {found.same}。"
                )
                return redirect(f"admin:articles_{self.opts.model_name}_changelist")
        title = f"导入{self.opts.verbose_name}"
        context = {
            "form": form,
            "found": found,
            "text": form.cleaned_data.get("text", "") if found else "",
            "opts": self.opts,
        }
        context["columns"] = [column.title for column in self.get_columns()]
        return render(request, "desk/import.html", admin_context(request, title) | context)

    def read_csv(self, text: str) -> Import:
        """Compare a CSV file with the table; nothing is stored. Unknown columns are passed over."""
        found = Import()
        rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
        try:
            header = [cell.strip() for cell in next(rows, [])]
            columns = self.get_columns()
            places = {c: i for i, cell in enumerate(header) for c in columns if cell in (c.title, c.name)}
            if missing := [c.title for c in columns if c.name in self.key and c not in places]:
                found.errors.append(f"第 1 行：缺少列“{'、'.join(missing)}”。")
                return found
            for number, cells in enumerate(rows, 2):
                if number > MAX_ROWS + 1:
                    found.errors.append(f"超过 {MAX_ROWS} 行，请分几次导入。")
                    break
                if any(cell.strip() for cell in cells):
                    texts = {c: plain_cell(cells[i].strip()) for c, i in places.items() if i < len(cells)}
                    self._read_row(found, number, texts)
        except csv.Error as error:
            found.errors.append(f"不是能读的 CSV：{error}")
        return found

    def _read_row(self, found: Import, number: int, texts: dict[Column, str]) -> None:
        try:
            row = self.find_row({column.name: text for column, text in texts.items()})
            before = read_values(row, all_fields(row)) if row.pk else {}
            shown = {column: str(column.show(row)) for column in texts} if row.pk else {}
            for column, text in texts.items():
                column.put(row, text)
            self.prepare_import(row)
            row.full_clean(exclude=["slug", "pinyin"])
        except (ValidationError, KeyError) as error:
            words = "；".join(error.messages) if isinstance(error, ValidationError) else "缺少关键列"
            found.errors.append(f"第 {number} 行：{words}")
            return
        if row.pk is None or not before:
            found.created.append(row)
            return
        after = {column: str(column.show(row)) for column in texts}
        diff = [(column.title, shown[column], after[column]) for column in texts if shown[column] != after[column]]
        if diff:
            found.changed.append((row, before, diff))
        else:
            found.same += 1

    def find_row(self, texts: dict[str, str]) -> Any:
        """The stored row that the cells mean, or a new one. Raises KeyError, ValidationError."""
        values = {name: parse_cell(self.opts.get_field(name), texts[name]) for name in self.key}
        return self.model._default_manager.filter(**values).first() or self.model()

    def prepare_import(self, row: models.Model) -> None:
        """Set what a row of this table needs beside its columns."""

    @transaction.atomic
    def store_import(self, found: Import, request: HttpRequest) -> None:
        user: Any = request.user
        for row in found.created:
            self.save_model(request, row, None, False)  # type: ignore[arg-type]
        for row, before, _ in found.changed:
            row.save()
            record_edit(row, before, user=user, note="CSV 导入")
        first = next(iter([*found.created, *(row for row, _, _ in found.changed)]), None)
        if first is not None:
            counts = {"created": len(found.created), "changed": len(found.changed)}
            record(first, Revision.Action.IMPORT, user=user, after=counts, note=f"CSV 导入{self.opts.verbose_name}")
