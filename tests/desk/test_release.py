"""Publishing: asked once more where something stands open, and what the asking says."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.desk.doubt import find_doubt
from articles.models import Article, Bulletin, Unresolved
from articles.review.facts import accept_article, settle_unresolved

from .conftest import sure

pytestmark = pytest.mark.django_db


def add_question(article: Article) -> Unresolved:
    return Unresolved.objects.create(
        bulletin=article.bulletin,
        article=article,
        kind="place",
        state="ambiguous",
        part="text",
        start=0,
        end=4,
        quote=article.text[:4],
        reason="两处地名都像",
    )


def status(bulletin: Bulletin) -> str:
    return Bulletin.objects.get(pk=bulletin.pk).status


def settle_all(bulletin: Bulletin) -> None:
    for article in bulletin.articles.all():
        accept_article(article, None)
    for row in bulletin.unresolved.filter(outcome=""):
        settle_unresolved(row, "dismissed", None)


def test_a_page_with_nothing_open_is_published_at_once(as_reviewer: Client, tea: Article, press: Any) -> None:
    settle_all(tea.bulletin)
    press(as_reviewer, tea, "publish")
    assert status(tea.bulletin) == "published"


def test_what_is_open_is_named_and_asked_once_more(as_reviewer: Client, tea: Article, press: Any) -> None:
    add_question(tea)
    response = press(as_reviewer, tea, "publish", **{"a-deck": "一处改动"})
    assert status(tea.bulletin) == "draft"
    doubt = response.context["doubt"]
    assert (doubt.unreviewed, doubt.open) == (3, tea.bulletin.unresolved.filter(outcome="").count())
    page = response.content.decode()
    assert "还没有发布：3 篇没有核对，" in page
    assert "两处地名都像；未决的不会公开" in page
    tea.refresh_from_db()
    assert tea.deck == "一处改动"
    press(as_reviewer, tea, "publish", sure=doubt.key)
    assert status(tea.bulletin) == "published"


def test_a_yes_to_less_than_is_open_now_is_asked_again(as_reviewer: Client, tea: Article, press: Any) -> None:
    seen = sure(tea)
    add_question(tea)
    press(as_reviewer, tea, "publish", sure=seen)
    assert status(tea.bulletin) == "draft"


def test_no_question_once_it_is_public_or_settled(as_reviewer: Client, tea: Article, press: Any) -> None:
    address = reverse("admin:articles_bulletin_review", args=[tea.bulletin_id]) + "?confirm=publish"
    assert as_reviewer.get(address).context["doubt"]
    settle_all(tea.bulletin)
    assert find_doubt(tea.bulletin) is None
    assert "还没有发布" not in as_reviewer.get(address).content.decode()
