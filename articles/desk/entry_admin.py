"""单位、限定词、计划与实绩词、期间词、不作数字的写法: the words that figures are read by, in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles.desk.access import admin_context
from articles.desk.columns import Column, field_column
from articles.desk.entry_words import COLUMNS, PATTERN_HELP, VALUES, WORD_HELP, value_label, word_title
from articles.desk.tables import TableAdmin
from articles.ingest.entries import EntryRefused, check_entry, value_choices, value_columns
from articles.models import ENTRY_MODELS, LexiconEntry
from articles.review.entry_use import count_use, find_places

PREFIX = "value_"


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]
    """An entry with its values as fields of their own. Checked as the parser's own tables are."""

    kind = ""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for column in value_columns(self.kind):
            if PREFIX + column in self.fields:
                self.fields[PREFIX + column].initial = self.instance.values.get(column, "")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.instance.kind = self.kind
        self.instance.values = {c: str(data.get(PREFIX + c) or "") for c in value_columns(self.kind)}
        word = data.get("word", self.instance.word)
        if LexiconEntry.objects.filter(kind=self.kind, word=word).exclude(pk=self.instance.pk).exists():
            self.add_error("word" if "word" in self.fields else None, "这个词已经在表里了。")
        if word:
            try:
                check_entry(self.kind, word, self.instance.values)
            except EntryRefused as error:
                name = "word" if error.column == "word" else PREFIX + error.column
                self.add_error(name if name in self.fields else None, str(error))
        return data


def build_form(kind: str) -> type[EntryForm]:
    """The form of one table: its word and a field for each of its columns."""
    fields: dict[str, Any] = {"kind": kind, "__module__": __name__}
    fields["word"] = forms.CharField(
        label=word_title(kind),
        max_length=3000,
        help_text=WORD_HELP.get(kind, PATTERN_HELP),
        widget=forms.TextInput if kind in WORD_HELP else forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
    )
    for column in value_columns(kind):
        fields[PREFIX + column] = _value_field(kind, column)
    return type(f"{kind.title().replace('_', '')}Form", (EntryForm,), fields)


def _value_field(kind: str, column: str) -> forms.Field:
    title, told = COLUMNS[kind][column]
    if choices := value_choices(kind, column):
        labelled = [(value, VALUES[kind, column][value]) for value in choices]
        return forms.ChoiceField(label=title, help_text=told, choices=labelled)
    return forms.CharField(label=title, help_text=told, required=False, max_length=200)


class ChangedFilter(admin.SimpleListFilter):
    """What this site has made of the table."""

    title = "来历"
    parameter_name = "changed"

    def lookups(self, *_: Any) -> list[tuple[str, str]]:
        return [("own", "本站添的"), ("changed", "本站改过的"), ("off", "停用的"), ("shipped", "随程序的")]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "own":
                return queryset.filter(base__isnull=True)
            case "off":
                return queryset.filter(active=False)
            case "changed" | "shipped" as which:
                keys = [row.pk for row in queryset if row.base is not None and row.is_changed == (which == "changed")]
                return queryset.filter(pk__in=keys)
        return queryset


class EntryAdmin(TableAdmin):
    """One table. A row that ships keeps its word; it is changed, turned off, or set back, never deleted."""

    list_filter = [ChangedFilter]
    search_fields = ["word", "note", "values"]
    actions = ["turn_off", "turn_on", "set_back", "count"]
    key = ["word"]
    change_form_template = "admin/entry_change_form.html"

    @property
    def kind(self) -> str:
        return str(self.model.only)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, form=build_form(self.kind), **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["word", *(PREFIX + column for column in value_columns(self.kind)), "note", "active"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["word"] if obj is not None and obj.base is not None else []

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        columns = [_list_column(self.kind, column) for column in value_columns(self.kind)]
        return [_word_column(self.kind), *columns, "origin", "active", "used_articles", "used_figures"]

    @admin.display(description="来历")
    def origin(self, entry: LexiconEntry) -> str:
        if entry.base is None:
            return "本站"
        return "随程序，已改" if entry.values != entry.base else "随程序"

    @admin.display(description="报道", ordering="n_articles")
    def used_articles(self, entry: LexiconEntry) -> str:
        return "未清点" if entry.n_articles is None else str(entry.n_articles)

    @admin.display(description="数字", ordering="n_figures")
    def used_figures(self, entry: LexiconEntry) -> str:
        return "未清点" if entry.n_figures is None else str(entry.n_figures)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        shipped = obj is not None and obj.base is not None
        return not shipped and super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """No deleting of many at once: what ships cannot go."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.action(description="停用所选的", permissions=["change"])
    def turn_off(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._set(request, queryset.filter(active=True), active=False)

    @admin.action(description="启用所选的", permissions=["change"])
    def turn_on(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._set(request, queryset.filter(active=False), active=True)

    @admin.action(description="恢复随程序的取值", permissions=["change"])
    def set_back(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for row in queryset.filter(base__isnull=False):
            self._set(request, [row], active=True, values=row.base)

    def _set(self, request: HttpRequest, rows: Any, **values: Any) -> None:
        changed = list(rows)
        for row in changed:
            for name, value in values.items():
                setattr(row, name, value)
            self.save_model(request, row, None, True)  # type: ignore[arg-type]
        self.message_user(request, f"已改 {len(changed)} 条。以后粘贴的和重新解析的版面照此读。")

    @admin.action(description="清点用处（全部词条）", permissions=["view"])
    def count(self, request: HttpRequest, _queryset: QuerySet[Any]) -> None:
        looked = count_use()
        self.message_user(request, f"已清点：近 {looked} 篇报道里的用处，{timezone.localtime():%H:%M}。")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.kind = self.kind
        super().save_model(request, obj, form, change)

    # -- CSV

    def get_columns(self) -> list[Column]:
        field = self.opts.get_field
        word = field_column(field("word"))
        columns = [_value_column(self.kind, column) for column in value_columns(self.kind)]
        return [Column("word", word_title(self.kind), word.show, self._put_word), *columns,
                field_column(field("note")), field_column(field("active"))]  # fmt: skip

    def _put_word(self, row: LexiconEntry, text: str) -> None:
        row.word = text

    def find_row(self, texts: dict[str, str]) -> Any:
        return self.model.objects.filter(word=texts["word"]).first() or self.model(kind=self.kind)

    def prepare_import(self, row: Any) -> None:
        try:
            check_entry(self.kind, row.word, row.values)
        except EntryRefused as error:
            title = word_title(self.kind) if error.column == "word" else COLUMNS[self.kind][error.column][0]
            raise ValidationError(f"{title}：{error}") from error

    # -- where a word would be met

    def get_urls(self) -> list[URLPattern]:
        name = f"articles_{self.opts.model_name}_look"
        return [path("look/", self.admin_site.admin_view(require_POST(self.look)), name=name), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        context["look_url"] = reverse(f"admin:articles_{self.opts.model_name}_look")
        return super().render_change_form(request, context, *args, **kwargs)

    def look(self, request: HttpRequest) -> HttpResponse:
        """The stored articles that hold the word, before it is saved; nothing is stored."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        word = request.POST.get("word", "") or _stored_word(self.model, request.POST.get("entry", ""))
        values = {c: request.POST.get(PREFIX + c, "") for c in value_columns(self.kind)}
        try:
            check_entry(self.kind, word, values)
        except EntryRefused as error:
            messages.error(request, str(error))
            return redirect(f"admin:articles_{self.opts.model_name}_changelist")
        hits, looked, places = find_places(self.kind, word)
        context = {"word": word, "hits": hits, "looked": looked, "places": places, "opts": self.opts}
        return render(request, "desk/entry_look.html", admin_context(request, "会碰到的报道") | context)


def _stored_word(model: Any, key: str) -> str:
    row = model.objects.filter(pk=int(key)).first() if key.isascii() and key.isdigit() and len(key) < 18 else None
    return row.word if row else ""


def _word_column(kind: str) -> Any:
    @admin.display(description=word_title(kind), ordering="word")
    def word(entry: LexiconEntry) -> str:
        return entry.word if len(entry.word) <= 60 else f"{entry.word[:60]}…"

    return word


def _list_column(kind: str, column: str) -> Any:
    @admin.display(description=COLUMNS[kind][column][0])
    def show(entry: LexiconEntry) -> str:
        return value_label(kind, column, entry.values.get(column, ""))

    show.__name__ = f"{PREFIX}{column}"
    return show


def _value_column(kind: str, column: str) -> Column:
    labels = VALUES.get((kind, column), {})
    by_label = {label: value for value, label in labels.items()}

    def put(row: LexiconEntry, text: str) -> None:
        row.values = {**row.values, column: by_label.get(text, text)}

    def show(row: LexiconEntry) -> str:
        return value_label(kind, column, row.values.get(column, ""))

    return Column(column, COLUMNS[kind][column][0], show, put)


for _model in ENTRY_MODELS.values():
    admin.site.register(_model, EntryAdmin)
