"""What the review page shows of a record and what comes back: strings ↔ values, and who changed what meanwhile."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models

from articles.desk.amounts import parse_amount, plain, show_amount
from articles.models import Article, Metric, Program, ProgramMention, Revision
from articles.review.editing import EditRefused
from articles.review.facts import edit_article, edit_mention, edit_metric, find_indicator, find_place

Row = Article | Metric | ProgramMention
Strings = dict[str, str]

STATUSES = {
    "actual": ("actual", False),
    "cumulative": ("actual", True),
    "planned": ("planned", False),
    "planned_cumulative": ("planned", True),
}
STATUS_LABELS = {"actual": "实绩", "cumulative": "累计", "planned": "计划", "planned_cumulative": "计划累计"}
BYLINE_ROLES = {
    "记者": "reporters",
    "见习记者": "trainees",
    "实习记者": "trainees",
    "通讯员": "correspondents",
    "摄影": "photographers",
}
LABELS = {
    "kicker": "引题",
    "headline": "主题",
    "deck": "副题",
    "captions": "图说",
    "byline": "署名",
    "place": "地区",
    "kind": "体裁",
    "value": "数值",
    "max": "上限",
    "unit": "单位",
    "qualifier": "限定",
    "status": "口径",
    "period": "期间",
    "start": "期间起",
    "end": "期间止",
    "indicator": "指标",
    "words": "文中所指",
    "program": "项目",
}
#: The model fields behind each form field, to know who else has changed them.
COLUMNS = {
    "byline": {"reporters", "trainees", "correspondents", "photographers"},
    "place": {"city", "county"},
    "value": {"value", "unit"},
    "unit": {"value", "unit"},
    "max": {"value_max"},
    "status": {"status", "cumulative"},
    "start": {"period_start"},
    "end": {"period_end"},
    "words": {"indicator_words"},
}


class FieldRefused(ValueError):
    """A field that cannot be read; `key` names it in the form."""

    def __init__(self, key: str, message: str):
        super().__init__(message)
        self.key = key


@dataclass(frozen=True, slots=True)
class Change:
    """One field that the editor has changed, and what stands there now if someone else changed it too."""

    row: Row
    key: str
    name: str
    before: str
    mine: str
    theirs: str
    clash: bool

    @property
    def label(self) -> str:
        return LABELS[self.name]


def key_of(row: Row, name: str) -> str:
    """The name of a form field: a-headline, m12-value, p3-program."""
    if isinstance(row, Article):
        return f"a-{name}"
    return f"{'m' if isinstance(row, Metric) else 'p'}{row.pk}-{name}"


def show_row(row: Row) -> Strings:
    """A record as the strings of its form fields."""
    if isinstance(row, Article):
        return _show_article(row)
    if isinstance(row, Metric):
        return _show_metric(row)
    return {"program": row.program.name}


def _show_article(article: Article) -> Strings:
    titles = {name: getattr(article, name) for name in ("kicker", "headline", "deck", "captions")}
    return titles | {
        "byline": show_byline(article),
        "place": article.county_id or article.city_id or "",
        "kind": article.kind,
    }


def show_byline(article: Article) -> str:
    """记者 甲、乙；通讯员 丙"""
    roles = {
        "记者": article.reporters,
        "见习记者": article.trainees,
        "通讯员": article.correspondents,
        "摄影": article.photographers,
    }
    return "；".join(f"{role} {'、'.join(names)}" for role, names in roles.items() if names)


def parse_byline(text: str) -> dict[str, list[str]]:
    """Names by role from 记者 甲、乙；通讯员 丙. Raises ValidationError for a part without a role."""
    fields: dict[str, list[str]] = {name: [] for name in dict.fromkeys(BYLINE_ROLES.values())}
    for part in filter(None, re.split(r"[;；\n]", text)):
        role, _, names = part.strip().partition(" ")
        if role not in BYLINE_ROLES:
            raise ValidationError("署名请写成“记者 甲、乙；通讯员 丙；摄影 丁”。")
        fields[BYLINE_ROLES[role]] += [name.strip() for name in re.split(r"[、,，\s]", names) if name.strip()]
    return fields


def _show_metric(metric: Metric) -> Strings:
    value, unit = show_amount(metric.value, metric.unit)
    scale = parse_amount("1", unit)[0] if unit != metric.unit else 1
    top = "" if metric.value_max is None else plain(metric.value_max / scale)
    status = next(name for name, pair in STATUSES.items() if pair == (metric.status, metric.cumulative))
    return {
        "value": value,
        "max": top,
        "unit": unit,
        "qualifier": metric.qualifier,
        "status": status,
        "period": metric.period,
        "start": metric.period_start.isoformat() if metric.period_start else "",
        "end": metric.period_end.isoformat() if metric.period_end else "",
        "indicator": str(metric.indicator) if metric.indicator else "",
        "words": metric.indicator_words,
        "program": str(metric.program_id or ""),
    }


def find_changes(rows: Iterable[Row], posted: Mapping[str, str], since: list[Revision]) -> list[Change]:
    """The fields that the editor has changed against what she saw.

    `since` are the journal rows of others newer than her page. A field that both
    have changed to different things clashes; one that she left alone is not
    written, whatever it was when she saw it.
    """
    changes: list[Change] = []
    for row in rows:
        mine_since = [r for r in since if r.model == row._meta.model_name and r.object_pk == str(row.pk)]
        seen, now = show_row(_as_seen(row, mine_since)), show_row(row)
        touched = {column for revision in mine_since for column in revision.after}
        for name, before in seen.items():
            mine = posted.get(key_of(row, name), before).replace("\r\n", "\n").strip()
            if mine != before.strip():
                clash = bool(COLUMNS.get(name, {name}) & touched) and mine != now[name].strip()
                changes.append(Change(row, key_of(row, name), name, before, mine, now[name], clash))
    return changes


def _as_seen(row: Row, since: list[Revision]) -> Row:
    """The record as it stood before the given changes (newest first)."""
    if not since:
        return row
    seen = copy.copy(row)
    seen._state = copy.copy(row._state)
    seen._state.fields_cache = dict(row._state.fields_cache)
    for revision in since:
        for name, value in revision.before.items():
            if name in {f.name for f in seen._meta.concrete_fields}:
                _set(seen, name, value)
    return seen


def _set(row: models.Model, name: str, value: Any) -> None:
    field = row._meta.get_field(name)
    setattr(row, field.attname, field.to_python(value))
    if field.is_relation:
        row._state.fields_cache.pop(name, None)


def apply_changes(changes: Iterable[Change], user: AbstractBaseUser | None) -> int:
    """Store what the editor has changed; the number of records changed. Raises FieldRefused."""
    by_row: dict[tuple[type, int], list[Change]] = {}
    for change in changes:
        by_row.setdefault((type(change.row), change.row.pk), []).append(change)
    for group in by_row.values():
        row = group[0].row
        strings = show_row(row) | {change.name: change.mine for change in group}
        _store(row, group, strings, user)
    return len(by_row)


def _store(row: Row, group: list[Change], strings: Strings, user: AbstractBaseUser | None) -> None:
    values: dict[str, Any] = {}
    for change in group:
        try:
            values |= PARSERS[change.name](strings, row)
        except (ValidationError, EditRefused) as error:
            message = error.messages[0] if isinstance(error, ValidationError) else str(error)
            raise FieldRefused(change.key, f"{change.label}：{message}") from error
    edit: Callable[..., Any] = (
        edit_article if isinstance(row, Article) else edit_metric if isinstance(row, Metric) else edit_mention
    )
    try:
        if isinstance(row, Metric):
            _check_range(row, values)
        edit(row, values, user)
    except (ValidationError, EditRefused) as error:
        message = error.messages[0] if isinstance(error, ValidationError) else str(error)
        raise FieldRefused(group[0].key, message) from error


def _check_range(metric: Metric, values: Mapping[str, Any]) -> None:
    value, top = values.get("value", metric.value), values.get("value_max", metric.value_max)
    if top is not None and top < value:
        raise ValidationError("上限小于数值。")
    start, end = values.get("period_start", metric.period_start), values.get("period_end", metric.period_end)
    if start and end and end < start:
        raise ValidationError("期间止早于期间起。")


def _parse_value(strings: Strings, row: Row) -> dict[str, Any]:
    value, unit = parse_amount(strings["value"], strings["unit"])
    if not unit or len(unit) > 20:
        raise ValidationError("请填单位（不超过 20 字）。")
    return {"value": value, "unit": unit}


def _parse_max(strings: Strings, row: Row) -> dict[str, Any]:
    return {"value_max": parse_amount(strings["max"], strings["unit"])[0] if strings["max"] else None}


def _parse_date(name: str, column: str) -> Callable[[Strings, Row], dict[str, Any]]:
    def parse(strings: Strings, row: Row) -> dict[str, Any]:
        try:
            return {column: date.fromisoformat(strings[name]) if strings[name] else None}
        except ValueError as error:
            raise ValidationError("请按 2025-06-03 的样子填日期。") from error

    return parse


def _parse_text(name: str, column: str, longest: int) -> Callable[[Strings, Row], dict[str, Any]]:
    def parse(strings: Strings, row: Row) -> dict[str, Any]:
        if "\0" in strings[name] or len(strings[name]) > longest:
            raise ValidationError(f"不能超过 {longest} 字，也不能含不可见的控制字符。")
        return {column: strings[name]}

    return parse


def _parse_choice(name: str, choices: Iterable[str]) -> Callable[[Strings, Row], dict[str, Any]]:
    allowed = set(choices)

    def parse(strings: Strings, row: Row) -> dict[str, Any]:
        if strings[name] not in allowed:
            raise ValidationError("没有这个选项。")
        return {name: strings[name]}

    return parse


def _parse_status(strings: Strings, row: Row) -> dict[str, Any]:
    if strings["status"] not in STATUSES:
        raise ValidationError("没有这个选项。")
    status, cumulative = STATUSES[strings["status"]]
    return {"status": status, "cumulative": cumulative}


def _parse_program(strings: Strings, row: Row) -> dict[str, Any]:
    """A figure's program is one that its article names; a mention's is any in the lexicon, by name."""
    text = strings["program"]
    if isinstance(row, ProgramMention):
        program = Program.objects.filter(name=text).select_related("merged_into").first()
        if program is None:
            raise ValidationError(f"词表里没有“{text[:30]}”。新名称请用“添项目”。")
        return {"program_id": (program.merged_into or program).pk}
    if not text:
        return {"program_id": None}
    if not text.isascii() or not text.isdigit():
        raise ValidationError("没有这个选项。")
    assert isinstance(row, Metric)
    if not ProgramMention.objects.filter(article=row.article_id, program=int(text[:18])).exists():
        raise ValidationError("这一篇没有这个项目。")
    return {"program_id": int(text)}


def _parse_place(strings: Strings, row: Row) -> dict[str, Any]:
    return find_place(strings["place"]) if strings["place"] else {"city_id": None, "county_id": None}


PARSERS: dict[str, Callable[[Strings, Row], dict[str, Any]]] = {
    "kicker": _parse_text("kicker", "kicker", 1000),
    "headline": _parse_text("headline", "headline", 1000),
    "deck": _parse_text("deck", "deck", 1000),
    "captions": _parse_text("captions", "captions", 2000),
    "byline": lambda strings, row: parse_byline(strings["byline"]),
    "place": _parse_place,
    "kind": _parse_choice("kind", Article.Kind.values),
    "value": _parse_value,
    "unit": _parse_value,
    "max": _parse_max,
    "qualifier": _parse_choice("qualifier", Metric.Qualifier.values),
    "status": _parse_status,
    "period": _parse_text("period", "period", 60),
    "start": _parse_date("start", "period_start"),
    "end": _parse_date("end", "period_end"),
    "indicator": lambda strings, row: {"indicator_id": find_indicator(strings["indicator"])},
    "words": _parse_text("words", "indicator_words", 120),
    "program": _parse_program,
}
