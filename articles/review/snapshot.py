"""The whole of some articles as JSON, and back: what splitting, merging and re-parsing are undone by."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.core import serializers
from django.db import models

from articles.models import Article, Bulletin, Metric, MetricMention, ProgramMention, PromiseRuling, Unresolved

Records = list[dict[str, Any]]


def take_snapshot(bulletin: Bulletin, articles: Iterable[int]) -> dict[str, Any]:
    """Lines of the bulletin, its articles' order, and every row of the given articles."""
    wanted = list(articles)
    rows: list[models.Model] = [
        *Article.objects.filter(pk__in=wanted),
        *ProgramMention.objects.filter(article__in=wanted),
        *Metric.objects.filter(article__in=wanted),
        *MetricMention.objects.filter(metric__article__in=wanted),
        *PromiseRuling.objects.filter(metric__article__in=wanted),
        *Unresolved.objects.filter(article__in=wanted),
        *Unresolved.objects.filter(bulletin=bulletin, article=None),
    ]
    return {
        "fates": bulletin.line_fates,
        "parser_version": bulletin.parser_version,
        "lexicon_version": bulletin.lexicon_version,
        "order": list(bulletin.articles.order_by("position").values_list("pk", flat=True)),
        "articles": wanted,
        "records": json.loads(serializers.serialize("json", rows)),
    }


def restore_snapshot(bulletin: Bulletin, snapshot: dict[str, Any], made_since: Iterable[int]) -> None:
    """Put the rows back as they were; `made_since` are articles that did not exist then. The caller locks."""
    touched = snapshot["articles"]
    Unresolved.objects.filter(bulletin=bulletin, article=None).delete()
    for model in (Metric, ProgramMention, Unresolved):
        model._default_manager.filter(article__in=touched).delete()
    Article.objects.filter(pk__in=set(made_since) - set(touched)).delete()
    for restored in serializers.deserialize("json", json.dumps(snapshot["records"])):
        restored.save()
    renumber(bulletin, snapshot["order"])
    bulletin.line_fates = snapshot["fates"]
    bulletin.parser_version = snapshot["parser_version"]
    bulletin.lexicon_version = snapshot["lexicon_version"]
    bulletin.save(update_fields=["line_fates", "parser_version", "lexicon_version"])


def renumber(bulletin: Bulletin, order: Iterable[int]) -> None:
    """Give the articles the positions of `order`. The constraint is checked at the transaction's end."""
    places = {pk: position for position, pk in enumerate(order)}
    rows = list(bulletin.articles.filter(pk__in=places))
    for row in rows:
        row.position = places[row.pk]
    Article.objects.bulk_update(rows, ["position"])


def dump_rows(rows: Iterable[models.Model]) -> Records:
    """Rows as JSON records."""
    return list(json.loads(serializers.serialize("json", rows)))


def load_rows(records: Records) -> None:
    """Store records again under their own keys."""
    for restored in serializers.deserialize("json", json.dumps(records)):
        restored.save()
