"""Programs and their aliases in the admin: usage, confirming new names, merging two with the old address kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from articles.desk.access import admin_context
from articles.desk.tables import TableAdmin
from articles.ingest.keys import set_slugs
from articles.models import Metric, Program, ProgramAlias, ProgramMention
from articles.review.editing import EditRefused
from articles.review.merging import find_merge, merge_programs
from articles.review.names import find_articles_naming, rename_pinyin
from articles.review.undo import undo_revision


class AliasInline(admin.StackedInline):  # type: ignore[type-arg]
    model = ProgramAlias
    extra = 1
    fields = [("name", "place", "note")]


class ProgramAdmin(TableAdmin):
    list_display = ["name", "category", "owner", "confirmed", "merged_into", "merge_link"]
    list_filter = ["category", "confirmed", "from_lexicon", ("merged_into", admin.EmptyFieldListFilter)]
    list_select_related = ["merged_into"]
    search_fields = ["name", "aliases__name", "pinyin"]
    fields = ["name", "category", "owner", "description", "confirmed", "slug", "from_lexicon", "merged_into"]
    readonly_fields = ["slug", "from_lexicon", "merged_into"]
    inlines = [AliasInline]
    actions = ["confirm"]
    usage = {"报道": (ProgramMention.objects.all(), "program"), "数字": (Metric.objects.all(), "program")}
    columns = ["name", "category", "owner", "description", "confirmed"]
    key = ["name"]

    @admin.display(description="合并")
    def merge_link(self, program: Program) -> str:
        address = reverse("admin:articles_program_merge", args=[program.pk])
        return format_html('<a href="{}">{}</a>', address, "撤销合并…" if program.merged_into_id else "并入另一个…")

    @admin.action(description="确认所选的新名称，今后的版面都认得")
    def confirm(self, request: HttpRequest, queryset: QuerySet[Program]) -> None:
        for program in queryset.filter(confirmed=False):
            program.confirmed = True
            self.save_model(request, program, None, True)  # type: ignore[arg-type]

    def save_model(self, request: HttpRequest, obj: Program, form: Any, change: bool) -> None:
        rename_pinyin(obj)
        if not obj.slug:
            set_slugs([obj])
        super().save_model(request, obj, form, change)

    def prepare_import(self, row: Any) -> None:
        rename_pinyin(row)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [path("<int:pk>/merge/", view(merge), name="articles_program_merge"), *super().get_urls()]


class ProgramAliasAdmin(TableAdmin):
    list_display = ["name", "program", "place", "from_lexicon"]
    list_filter = ["program__category", "from_lexicon"]
    list_select_related = ["program"]
    search_fields = ["name", "program__name", "place"]
    autocomplete_fields = ["program"]
    fields = ["program", "name", "place", "note"]
    columns = ["program", "name", "place", "note"]
    key = ["name", "place"]


class MergeForm(forms.Form):
    """The name of the program that takes the other in."""

    into = forms.CharField(label="并入", max_length=80, help_text="填那个项目的规范名称。")

    def clean_into(self) -> Program:
        program = Program.objects.filter(name=self.cleaned_data["into"].strip(), merged_into=None).first()
        if program is None:
            raise forms.ValidationError("没有这个项目，或它自己已并入别的项目。")
        return program


def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks for the other program, POST `look` says what would move, `merge` does it, `part` takes it back."""
    if not request.user.has_perm("articles.change_program"):
        raise PermissionDenied
    old = get_object_or_404(Program.objects.select_related("merged_into"), pk=pk)
    if old.merged_into_id:
        return _part(request, old)
    form = MergeForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "program": old}
    if request.method == "POST" and form.is_valid():
        into, user = form.cleaned_data["into"], request.user
        if request.POST.get("do") == "merge":
            try:
                mentions, metrics = merge_programs(old, into, user)  # type: ignore[arg-type]
            except EditRefused as error:
                form.add_error("into", str(error))
            else:
                done = f"“{old}”已并入“{into}”：{mentions} 处提及，{metrics} 个数字。旧地址会转到新地址。"
                messages.success(request, done)
                return redirect("admin:articles_program_merge", old.pk)
        context |= {
            "into": into,
            "n_mentions": old.mentions.count(),
            "n_metrics": old.metrics.count(),
            "n_articles": find_articles_naming([old.name])[0],
        }
    known = Program.objects.filter(merged_into=None).exclude(pk=pk).only("name")
    return render(request, "desk/merge.html", admin_context(request, f"合并项目：{old}") | context | {"known": known})


def _part(request: HttpRequest, old: Program) -> HttpResponse:
    """A program that went into another: where it went, and one button that takes it back."""
    step, user = find_merge(old), request.user
    if request.method == "POST" and request.POST.get("do") == "part" and step:
        try:
            undo_revision(step.pk, user)  # type: ignore[arg-type]
        except EditRefused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"已撤销合并，“{old}”又是单独的项目。")
        return redirect("admin:articles_program_merge", old.pk)
    return render(
        request, "desk/merged.html", admin_context(request, f"已合并：{old}") | {"program": old, "step": step}
    )
