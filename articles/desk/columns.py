"""Columns of the desk's CSV files: how a row's value is shown in a cell, and how a cell is set on a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

TRUE, FALSE = {"是", "1", "true", "yes"}, {"否", "0", "false", "no", ""}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the program, its title in the file, and both ways between row and cell.

    `put` raises ValidationError for a cell that cannot be read.
    """

    name: str
    title: str
    show: Callable[[Any], Any]
    put: Callable[[Any, str], None]


def field_column(field: Any) -> Column:
    """The column of a model field."""

    def put(row: models.Model, text: str) -> None:
        setattr(row, field.name, parse_cell(field, text))

    return Column(field.name, str(field.verbose_name), lambda row: show_cell(row, field), put)


def show_cell(row: models.Model, field: Any) -> Any:
    """A field as a cell: foreign keys by name, booleans as 是 and 否, lists parted by ；."""
    value = getattr(row, field.name)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "；".join(map(str, value))
    return "" if value is None else str(value) if isinstance(value, models.Model) else value


def parse_cell(field: Any, text: str) -> Any:
    """A cell as the field's value. Raises ValidationError naming the column."""
    if isinstance(field, models.BooleanField):
        if text.lower() not in TRUE | FALSE:
            raise ValidationError(f"{field.verbose_name}应为“是”或“否”")
        return text.lower() in TRUE
    if isinstance(field, models.ForeignKey):
        rows = field.related_model._default_manager.filter(name=text)
        if not text and field.null:
            return None
        if (row := rows.first()) is None:
            raise ValidationError(f"没有{field.verbose_name}“{text[:30]}”")
        return row
    if isinstance(field, models.JSONField):
        return split_words(text)
    if field.choices:
        labels = {str(label): value for value, label in field.flatchoices}
        return labels.get(text, text)
    return field.to_python(text)


def split_words(text: str) -> list[str]:
    """The words of a list as an editor types it, parted by ； or a line's end."""
    return [part.strip() for line in text.splitlines() for part in line.replace(";", "；").split("；") if part.strip()]
