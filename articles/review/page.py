"""Mending the page: which line goes to which article, and as what. Only the touched articles are read again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser

from articles.ingest.again import read_by_fates
from articles.ingest.paste import build_line_fate
from articles.models import Article, Bulletin, Revision
from articles.parser.records import LineFate, ParsedArticle, Rule

from .editing import EditRefused, demand_mendable
from .journal import record
from .restage import carry_out, plan_restage
from .snapshot import renumber, take_snapshot

PERSON = "person"
TITLE_ROLES = ("kicker", "headline", "deck", "caption")
NO_ARTICLE = ("furniture", "column", "unsettled", "blank")
#: The key of an article that is being made; keys below it stand for further ones (re-parsing).
NEW = 0

#: One line: [role, key of its article or None, rule name, reason].
Fate = tuple[str, int | None, str, str]


@dataclass(frozen=True, slots=True)
class Layout:
    """The page's lines by the keys of their articles, and the articles' order."""

    fates: tuple[Fate, ...]
    order: tuple[int, ...]


def read_layout(bulletin: Bulletin) -> Layout:
    """The layout as it is stored. Costs one query."""
    order = tuple(bulletin.articles.order_by("position").values_list("pk", flat=True))
    fates = tuple(
        (role, None if position is None or position >= len(order) else order[position], rule, reason)
        for role, position, rule, reason in bulletin.line_fates
    )
    return Layout(fates, order)


def split_article(layout: Layout, line: int) -> Layout:
    """A new article from a line (0-based) of body on. Title lines stay where they are. Raises EditRefused."""
    role, article, _, _ = _fate(layout, line)
    if article is None or role not in ("body", "credit"):
        raise EditRefused("请选正文里的一行，从那一行起拆成新的一篇。")
    moved = [n for n in _lines_of(layout, article, ("body", "credit")) if n >= line]
    if len(moved) == len(_lines_of(layout, article, ("body", "credit"))):
        raise EditRefused("这是本篇的第一行，前面没有可留下的正文。")
    at = layout.order.index(article) + 1
    order = (*layout.order[:at], NEW, *layout.order[at:])
    return _give(Layout(layout.fates, order), moved, NEW, None)


def merge_with_previous(layout: Layout, article: int) -> Layout:
    """All lines of an article go to the one before it; its headline lines keep their roles. Raises EditRefused."""
    at = layout.order.index(article) if article in layout.order else -1
    if at < 1:
        raise EditRefused("这是第一篇，前面没有可合并的。")
    lines = [n for n, fate in enumerate(layout.fates) if fate[1] == article]
    return _give(layout, lines, layout.order[at - 1], None)


def move_lines(layout: Layout, lines: Sequence[int], article: int | None, role: str | None) -> Layout:
    """Lines (0-based) go to an article, or to none, as `role`; None keeps what each was. Raises EditRefused."""
    if not lines:
        raise EditRefused("还没有选行。")
    for line in lines:
        _fate(layout, line)
    if article is not None and article not in layout.order:
        raise EditRefused("要归入的那一篇已经不在了。")
    return _give(layout, lines, article, role)


def swap_titles(layout: Layout, article: int) -> Layout:
    """Headline lines become the deck and deck lines the headline. Raises EditRefused where there is no deck."""
    other = {"headline": "deck", "deck": "headline"}
    if not _lines_of(layout, article, ("deck",)) or not _lines_of(layout, article, ("headline",)):
        raise EditRefused("这一篇没有副题可换。")
    fates = [
        (other[role], key, PERSON, "人工互换主题与副题") if key == article and role in other else (role, key, rule, why)
        for role, key, rule, why in layout.fates
    ]
    return Layout(tuple(fates), layout.order)


def _fate(layout: Layout, line: int) -> Fate:
    if not 0 <= line < len(layout.fates):
        raise EditRefused("没有这一行。")
    return layout.fates[line]


def _lines_of(layout: Layout, article: int, roles: Collection[str]) -> list[int]:
    return [n for n, (role, key, _, _) in enumerate(layout.fates) if key == article and role in roles]


def _give(layout: Layout, lines: Sequence[int], article: int | None, role: str | None) -> Layout:
    fates = list(layout.fates)
    for n in lines:
        old = fates[n][0]
        if old == "blank":
            continue
        new = role or old
        if article is None:
            new = new if new in NO_ARTICLE else "furniture"
        elif new in NO_ARTICLE:
            new = "body"
        fates[n] = (new, article, PERSON, "人工所定")
    return Layout(tuple(fates), layout.order)


def apply_layout(
    bulletin: Bulletin, before: Layout, after: Layout, action: Revision.Action, user: AbstractBaseUser | None
) -> Revision | None:
    """Store a mended layout: touched articles are read again, empty ones go. The caller holds the bulletin.

    None if nothing changed. Raises EditRefused for a published page, and where no article would be left.
    """
    demand_mendable(bulletin)
    touched = _find_touched(before, after)
    if not touched:
        return None
    after, empty = _drop_empty(after)
    if not after.order:
        raise EditRefused("这样一来就没有一篇报道了。")
    stored = {article.pk: article for article in bulletin.articles.filter(pk__in=touched | empty)}
    snapshot = take_snapshot(bulletin, sorted(stored))
    alive = [key for key in after.order if key in touched]
    pairs = _read_again(bulletin, after, alive, stored)
    made = store_articles(bulletin, after, pairs, [stored[key] for key in empty if key in stored])
    result = {"articles": [made.get(key, key) for key in alive], "order": [made.get(key, key) for key in after.order]}
    main = stored.get(alive[0]) if alive else None
    label = f"{bulletin}：{main.title if main else ''}"
    return record(bulletin, action, user=user, before=snapshot, after=result, note=label)


def _find_touched(before: Layout, after: Layout) -> set[int]:
    """The articles whose lines, or their roles, differ."""
    touched: set[int | None] = set()
    for old, new in zip(before.fates, after.fates, strict=True):
        if old[:2] != new[:2]:
            touched |= {old[1], new[1]}
    return {key for key in touched if key is not None}


def _drop_empty(layout: Layout) -> tuple[Layout, set[int]]:
    """Articles without body go; what is left of their titles is unsettled."""
    bodies = {key for role, key, _, _ in layout.fates if role == "body"}
    empty = set(layout.order) - bodies
    fates = [
        ("unsettled", None, PERSON, "所属的一篇已没有正文") if key in empty else (role, key, rule, why)
        for role, key, rule, why in layout.fates
    ]
    return Layout(tuple(fates), tuple(key for key in layout.order if key not in empty)), empty


def _read_again(
    bulletin: Bulletin, layout: Layout, keys: Sequence[int], stored: dict[int, Article]
) -> list[tuple[Article, ParsedArticle]]:
    parsed = rebuild_articles(bulletin, layout, keys)
    articles = [stored.get(key) or _new_article(bulletin) for key in keys]
    return list(zip(articles, parsed, strict=True))


def _new_article(bulletin: Bulletin) -> Article:
    return Article(bulletin=bulletin, published_on=bulletin.published_on)


def rebuild_articles(bulletin: Bulletin, layout: Layout, keys: Sequence[int]) -> list[ParsedArticle]:
    """The articles that the layout makes of their lines, read anew. Raises EditRefused for one without body."""
    place = {key: n for n, key in enumerate(layout.order)}
    fates = [
        LineFate(n, role, None if key is None else place[key], Rule(rule, why))  # type: ignore[arg-type]
        for n, (role, key, rule, why) in enumerate(layout.fates)
    ]
    wanted = [place[key] for key in keys]
    parsed = read_by_fates(bulletin.raw_text, fates, wanted, published_on=bulletin.published_on)
    if len(parsed) != len(keys):
        raise EditRefused("有一篇没有正文了。")
    return parsed


def store_articles(
    bulletin: Bulletin, layout: Layout, pairs: Sequence[tuple[Article, ParsedArticle]], removed: Sequence[Article]
) -> dict[int, int]:
    """Store the articles with their facts, and the layout; the keys of newly made ones by their key in the layout."""
    plan = plan_restage(bulletin, pairs, removed)
    fresh = [key for key in layout.order if key <= NEW]
    made: dict[int, int] = {}
    for article in plan.articles:
        key = fresh.pop(0) if article.pk is None else None
        if key is not None:
            article.position = layout.order.index(key)
        article.reviewed = False
        article.save()
        if key is not None:
            made[key] = article.pk
    carry_out(plan, bulletin)
    for article in removed:
        article.delete()
    store_layout(bulletin, layout, made)
    return made


def store_layout(bulletin: Bulletin, layout: Layout, made: Mapping[int, int]) -> None:
    """Write the lines' fates and the articles' positions."""
    renumber(bulletin, [made.get(key, key) for key in layout.order])
    place = {key: n for n, key in enumerate(layout.order)}
    bulletin.line_fates = [
        build_line_fate(LineFate(n, role, None if key is None else place[key], Rule(rule, why)))  # type: ignore[arg-type]
        for n, (role, key, rule, why) in enumerate(layout.fates)
    ]
    bulletin.save(update_fields=["line_fates"])
