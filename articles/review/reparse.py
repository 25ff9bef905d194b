"""Reading a stored page anew with a newer parser or lexicon: first the difference, then, on confirmation, the change.

What a person set stays: the layout where lines were moved by hand, every
mended field, every decision.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from articles.ingest.again import parse_again, reading_version
from articles.models import Article, Bulletin, Metric, ProgramMention, Revision
from articles.parser.records import ParsedArticle, ParsedBulletin

from .editing import EditRefused
from .journal import record
from .page import NEW, PERSON, Layout, read_layout, rebuild_articles, store_articles
from .release import set_publicity
from .restage import Plan, plan_restage
from .snapshot import take_snapshot

SHOWN_FIELDS = ("kicker", "headline", "deck", "captions", "text", "kind", "city_id", "county_id")


@dataclass(slots=True)
class Difference:
    """What re-parsing would change. `fields` are (article, field's name, before, after)."""

    parser_version: str
    plan: Plan
    fields: list[tuple[str, str, str, str]] = field(default_factory=list)
    new_articles: list[str] = field(default_factory=list)
    gone_articles: list[str] = field(default_factory=list)
    same_layout: bool = True

    @property
    def is_empty(self) -> bool:
        return self.plan.is_empty and not (self.fields or self.new_articles or self.gone_articles)


@dataclass(frozen=True, slots=True)
class Reading:
    """A page read anew: its layout, and its articles beside the stored ones."""

    version: tuple[str, str]
    layout: Layout
    pairs: list[tuple[Article, ParsedArticle]]
    removed: list[Article]
    same_layout: bool


def find_difference(bulletin: Bulletin) -> Difference:
    """What the parser and lexicon of today would change on a stored page; nothing is stored.

    Raises EditRefused where today's parser finds no article in it.
    """
    with transaction.atomic():
        reading = _read_again(bulletin)
        before = {a.pk: {n: getattr(a, n) for n in SHOWN_FIELDS} for a, _ in reading.pairs if a.pk}
        plan = plan_restage(bulletin, reading.pairs, reading.removed)
        fields = [
            (article.title, str(Article._meta.get_field(name.removesuffix("_id")).verbose_name), str(was), str(now))
            for article, _ in reading.pairs
            for name, was in before.get(article.pk, {}).items()
            if was != (now := getattr(article, name))
        ]
        transaction.set_rollback(True)
    return Difference(
        parser_version=reading.version[0],
        plan=plan,
        fields=fields,
        new_articles=[article.title for article, _ in reading.pairs if article.pk is None],
        gone_articles=[article.title for article in reading.removed],
        same_layout=reading.same_layout,
    )


def reparse_bulletin(bulletin: Bulletin, user: AbstractBaseUser | None) -> Revision:
    """Store what `find_difference` showed; undone as one change. The caller holds the bulletin."""
    reading = _read_again(bulletin)
    stored = list(bulletin.articles.values_list("pk", flat=True))
    snapshot = take_snapshot(bulletin, stored)
    reviewed = {article.pk for article, _ in reading.pairs if article.pk and article.reviewed}
    made = store_articles(bulletin, reading.layout, reading.pairs, reading.removed)
    # What was reviewed stays so where nothing new was found in it: new figures wait for a look.
    waiting = Metric.objects.filter(review="proposed").values("article")
    Article.objects.filter(pk__in=reviewed).exclude(pk__in=waiting).update(reviewed=True)
    bulletin.parser_version, bulletin.lexicon_version = reading.version
    bulletin.save(update_fields=["parser_version", "lexicon_version"])
    set_publicity(bulletin)
    after = {"articles": [made.get(key, key) for key in reading.layout.order], "order": list(reading.layout.order)}
    return record(bulletin, Revision.Action.REPARSE, user=user, before=snapshot, after=after,
                  note=f"解析器 {reading.version[0]}，词表 {reading.version[1]}")  # fmt: skip


def _read_again(bulletin: Bulletin) -> Reading:
    layout, version = read_layout(bulletin), reading_version()
    stored = {article.pk: article for article in bulletin.articles.all()}
    if any(rule == PERSON for _, _, rule, _ in layout.fates):
        parsed = rebuild_articles(bulletin, layout, layout.order)
        pairs = [(stored[key], one) for key, one in zip(layout.order, parsed, strict=True)]
        return Reading(version, layout, pairs, [], same_layout=True)
    page = parse_again(bulletin.raw_text, published_on=bulletin.published_on)
    if not page.articles:
        raise EditRefused("现在的解析器在这一版里找不到报道，没有改动。")
    after = match_layout(layout, page)
    articles = [stored.get(key) or _new_article(bulletin) for key in after.order]
    removed = [article for pk, article in stored.items() if pk not in after.order]
    pairs = list(zip(articles, page.articles, strict=True))
    same = [fate[:2] for fate in after.fates] == [fate[:2] for fate in layout.fates]
    return Reading(version, after, pairs, removed, same_layout=same)


def _new_article(bulletin: Bulletin) -> Article:
    return Article(bulletin=bulletin, published_on=bulletin.published_on)


def match_layout(stored: Layout, page: ParsedBulletin) -> Layout:
    """The parsed page's lines with the keys of the stored articles that hold most of the same lines."""
    shared: dict[int, Counter[int]] = {n: Counter() for n in range(len(page.articles))}
    for fate, (_, key, _, _) in zip(page.fates, stored.fates, strict=True):
        if fate.article is not None and key is not None:
            shared[fate.article][key] += 1
    keys: dict[int, int] = {}
    for _, n, key in sorted(((-count, n, key) for n, row in shared.items() for key, count in row.items())):
        if n not in keys and key not in keys.values():
            keys[n] = key
    new = NEW
    for n in range(len(page.articles)):
        if n not in keys:
            keys[n], new = new, new - 1
    fates = tuple(
        (fate.role, None if fate.article is None else keys[fate.article], fate.rule.name, fate.rule.reason)
        for fate in page.fates
    )
    return Layout(fates, tuple(keys[n] for n in range(len(page.articles))))


def describe(fact: Metric | ProgramMention) -> str:
    """A fact in a line of a difference."""
    if isinstance(fact, Metric):
        return f"{fact.quote}"
    return fact.program.name


def describe_changes(changes: dict[str, tuple[Any, Any]]) -> list[tuple[str, str, str]]:
    """[(field's Chinese name, before, after), …] of a figure's changes."""
    rows = []
    for name, (before, after) in changes.items():
        model_field = Metric._meta.get_field(name.removesuffix("_id"))
        rows.append((str(model_field.verbose_name), _show(name, before), _show(name, after)))
    return rows


def _show(name: str, value: Any) -> str:
    if value is None or value == "":
        return "（空）"
    related = {"program_id": "program", "indicator_id": "indicator"}.get(name)
    if related:
        model = Metric._meta.get_field(related).related_model
        return str(model._default_manager.filter(pk=value).first() or value)  # type: ignore[union-attr]
    return str(value)
