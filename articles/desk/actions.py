"""What the buttons of the review page do. `do` is "verb" or "verb:record" (accept:m12, dismiss:u5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError

from articles.desk.amounts import parse_amount
from articles.desk.review_form import STATUSES, FieldRefused
from articles.models import Article, Bulletin, Metric, ProgramMention, Unresolved
from articles.review.editing import EditRefused
from articles.review.facts import (
    accept_article,
    add_metric,
    edit_article,
    find_indicator,
    find_place,
    find_spans,
    link_unresolved,
    set_review,
    settle_unresolved,
)
from articles.review.revert import revert_fact
from articles.review.undo import find_last_undoable, undo_revision

Post = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """Where the page goes on: at which article, at which record, with which word."""

    message: str = ""
    anchor: str = ""
    article: Article | None = None
    to: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """One press of a button: on what, by whom, with which fields."""

    bulletin: Bulletin
    article: Article
    user: AbstractBaseUser
    target: str
    post: Post


def take_step(do: str, bulletin: Bulletin, article: Article, user: AbstractBaseUser, post: Post) -> Step:
    """Do what was pressed; the caller holds the bulletin. Raises EditRefused for what cannot be done."""
    verb, _, target = do.partition(":")
    action = ACTIONS.get(verb)
    if action is None:
        raise EditRefused("没有这个操作。")
    return action(Press(bulletin, article, user, target, post))


def _find_fact(press: Press) -> Metric | ProgramMention:
    model = {"m": Metric, "p": ProgramMention}.get(press.target[:1])
    key = press.target[1:]
    row = None
    if model is not None and key.isascii() and key.isdigit() and len(key) < 18:
        rows = model._default_manager.filter(article=press.article, pk=int(key))
        row = rows.select_related("article", "program").first()
    if row is None:
        raise EditRefused("这一条已经不在了，可能刚被别人改过。")
    return row


def _find_open(press: Press) -> Unresolved:
    key = press.target.split(":")[0][1:]
    rows = press.bulletin.unresolved.filter(pk=int(key)) if key.isascii() and key.isdigit() and len(key) < 18 else None
    row = rows.select_related("article").first() if rows is not None else None
    if row is None:
        raise EditRefused("这一条未决已经不在了。")
    return row


def _save(press: Press) -> Step:
    return Step()


def _set_review(state: str) -> Callable[[Press], Step]:
    def act(press: Press) -> Step:
        fact = _find_fact(press)
        set_review(fact, "proposed" if fact.review == state else state, press.user)
        return Step(anchor=press.target)

    return act


def _review_article(press: Press) -> Step:
    """Accept what is still open and go on to the next article."""
    accept_article(press.article, press.user)
    after = press.bulletin.articles.filter(position__gt=press.article.position).order_by("position").first()
    if after is None:
        left = press.bulletin.articles.filter(reviewed=False).order_by("position").first()
        word = "" if left else "各篇都已核对，可以提交或发布了。"
        return Step(message=word, article=left or press.article)
    return Step(article=after)


def _undo(press: Press) -> Step:
    last = find_last_undoable(press.bulletin.pk, press.user)
    if last is None:
        raise EditRefused("没有可以撤销的改动。")
    undo_revision(last.pk, press.user)
    article = Article.objects.filter(pk=last.article_id or 0).first()
    return Step(message=f"已撤销：{last.get_action_display()} {last.label}", article=article or press.article)


def _revert(press: Press) -> Step:
    done = revert_fact(_find_fact(press), press.user)
    return Step(message="已恢复解析器的读法。" if done else "这一条本来就是解析器的读法。", anchor=press.target)


def _dismiss(press: Press) -> Step:
    settle_unresolved(_find_open(press), Unresolved.Outcome.DISMISSED, press.user)
    return Step(anchor="unresolved")


def _settle(press: Press) -> Step:
    settle_unresolved(_find_open(press), Unresolved.Outcome.CREATED, press.user)
    return Step(anchor="unresolved")


def _link(press: Press) -> Step:
    row = _find_open(press)
    link_unresolved(row, press.target.partition(":")[2], press.user)
    return Step(message=f"已关联到“{press.target.partition(':')[2]}”。", anchor="unresolved")


def _add_figure(press: Press) -> Step:
    """A figure from the words that the editor has picked in the text."""
    post = press.post
    quote = post.get("new-quote", "").strip()
    span = find_picked(press.article, quote, post.get("new-start", ""))
    try:
        value, unit = parse_amount(post.get("new-value", ""), post.get("new-unit", ""))
    except ValidationError as error:
        raise FieldRefused("new-value", error.messages[0]) from error
    if not unit:
        raise FieldRefused("new-unit", "请填单位。")
    status, cumulative = STATUSES.get(post.get("new-status", ""), STATUSES["actual"])
    qualifier = post.get("new-qualifier", "exact")
    values: dict[str, Any] = {
        "value": value,
        "unit": unit[:20],
        "status": status,
        "cumulative": cumulative,
        "qualifier": qualifier if qualifier in Metric.Qualifier.values else "exact",
        "indicator_id": find_indicator(post.get("new-indicator", "")),
        "program_id": _mentioned_program(press.article, post.get("new-program", "")),
        "indicator_words": post.get("new-words", "")[:120],
        "period": post.get("new-period", "")[:60],
    }
    metric = add_metric(press.article, values, span, press.user)
    return Step(message="已添上这个数字。", anchor=f"m{metric.pk}")


def find_picked(article: Article, quote: str, start: str) -> tuple[str, int, int]:
    """Where the picked words stand; `start` tells apart words that occur twice. Raises FieldRefused."""
    if not quote:
        raise FieldRefused("new-quote", "请在还原的正文里选中原句，或抄在这里。")
    spans = find_spans(article, quote)
    if not spans:
        raise FieldRefused("new-quote", f"文中没有“{quote[:40]}”这几个字，请照原文抄。")
    for part, begin, end in spans:
        if part == "text" and str(begin) == start:
            return part, begin, end
    part, begin, end = spans[0]
    return part, begin, end


def _mentioned_program(article: Article, key: str) -> int | None:
    found = (
        article.program_mentions.filter(program=int(key)) if key.isascii() and key.isdigit() and len(key) < 18 else None
    )
    return int(key) if found is not None and found.exists() else None


def _set_place(press: Press) -> Step:
    """The picked words are the article's place."""
    edit_article(press.article, find_place(press.post.get("new-quote", "")), press.user)
    return Step(message="已改地区。")


ACTIONS: dict[str, Callable[[Press], Step]] = {
    "save": _save,
    "accept": _set_review("accepted"),
    "reject": _set_review("rejected"),
    "review": _review_article,
    "undo": _undo,
    "revert": _revert,
    "dismiss": _dismiss,
    "settle": _settle,
    "link": _link,
    "add-figure": _add_figure,
    "set-place": _set_place,
}
