"""A journal row in words that an editor reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from articles.desk.entry_words import COLUMNS, VALUES
from articles.models import City, County, Indicator, Program, Revision

#: Bookkeeping that goes along with every change.
SILENT = {"edited_fields", "is_public", "certain", "part_runs", "by_person", "records", "version"}
NAMES: dict[str, Callable[[Any], str]] = {
    "program": lambda key: _name(Program, key),
    "indicator": lambda key: _name(Indicator, key),
    "city": lambda key: _name(City, key),
    "county": lambda key: _name(County, key),
    "merged_into": lambda key: _name(Program, key),
}


def _name(model: type[models.Model], key: Any) -> str:
    row = model._default_manager.filter(pk=key).first() if key else None
    return str(row) if row else (f"#{key}" if key else "")


def find_model(revision: Revision) -> type[models.Model] | None:
    """The model that a row tells of; None if it is gone from the program."""
    return next((m for m in apps.get_models() if m._meta.model_name == revision.model), None)


def read_diff(revision: Revision) -> list[tuple[str, str, str]]:
    """[(field's Chinese name, before, after), …] of a change of fields; [] for steps and changes of the page."""
    model = find_model(revision)
    if model is None or "records" in revision.before:
        return []
    names = [name for name in {**revision.before, **revision.after} if name not in SILENT]
    fields: dict[str, Any] = {field.name: field for field in [*model._meta.concrete_fields, *model._meta.many_to_many]}
    return [
        (
            str(fields[name].verbose_name),
            show_value(fields[name], revision.before.get(name)),
            show_value(fields[name], revision.after.get(name)),
        )
        for name in names
        if name in fields
    ]


def show_value(field: Any, value: Any) -> str:
    """A stored JSON value as an editor reads it: choices by their label, keys by their name."""
    if value is None or value == "":
        return "（空）"
    if field.name == "raw_sha256":
        return f"{value[:8]}…"
    if isinstance(field, models.DateTimeField) and (at := parse_datetime(str(value))):
        return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, bool):
        return "是" if value else "否"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.name in NAMES:
        return NAMES[field.name](value)
    if field.many_to_many:
        rows = field.related_model._default_manager.filter(pk__in=value)
        return "、".join(map(str, rows)) or "（空）"
    if field.name == "values" and isinstance(value, dict):
        return "，".join(f"{find_title(column)} {_value_word(column, each)}" for column, each in value.items() if each)
    if isinstance(value, list):
        return "、".join(map(str, value)) or "（空）"
    return str(value)


def find_title(column: str) -> str:
    """The Chinese name of a column of the parser's tables."""
    return next((columns[column][0] for columns in COLUMNS.values() if column in columns), column)


def _value_word(column: str, value: str) -> str:
    return next((words[value] for (_, name), words in VALUES.items() if name == column and value in words), value)
