"""Writing the journal: one row a change, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from articles.models import Article, Bulletin, Metric, ProgramMention, PromiseRuling, Revision, Unresolved

Values = dict[str, Any]


def read_values(row: models.Model, names: Iterable[str]) -> Values:
    """The fields of a row as JSON values; a foreign key as its key, several as their sorted keys."""
    values = {name: row._meta.get_field(name).value_from_object(row) for name in names}
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, list) and any(isinstance(each, models.Model) for each in value):
        return sorted(each.pk for each in value)
    if value is None or isinstance(value, (bool, int, str, list, dict)):
        return value
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return DjangoJSONEncoder().default(value)


def find_home(row: models.Model) -> tuple[int | None, int | None]:
    """The bulletin and the article that a row belongs to; (None, None) for tables beside them."""
    match row:
        case Bulletin():
            return row.pk, None
        case Article():
            return row.bulletin_id, row.pk
        case Metric() | ProgramMention():
            return row.article.bulletin_id, row.article_id
        case PromiseRuling():
            return row.metric.article.bulletin_id, row.metric.article_id
        case Unresolved():
            return row.bulletin_id, row.article_id
    return None, None


def record(
    row: models.Model,
    action: Revision.Action | str,
    *,
    user: AbstractBaseUser | None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    note: str = "",
    undoes: int | None = None,
) -> Revision:
    """Add one row to the journal. `before` and `after` are JSON values by field name."""
    bulletin, article = find_home(row)
    return Revision.objects.create(
        user_pk=user.pk if user else None,
        user_name=user.get_username() if user else "",
        action=action,
        model=row._meta.model_name or "",
        object_pk=str(row.pk),
        label=str(row)[:200],
        bulletin_id=bulletin,
        article_id=article,
        before=dict(before or {}),
        after=dict(after or {}),
        note=note[:300],
        undoes=undoes,
    )


def record_edit(
    row: models.Model,
    before: Mapping[str, Any],
    *,
    user: AbstractBaseUser | None,
    action: Revision.Action | str = Revision.Action.EDIT,
    note: str = "",
    undoes: int | None = None,
) -> Revision | None:
    """Journal what changed on `row` against `before` (from `read_values`); None if nothing did."""
    after = read_values(row, before)
    changed = [name for name in before if before[name] != after[name]]
    if not changed:
        return None
    return record(
        row,
        action,
        user=user,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
        note=note,
        undoes=undoes,
    )
