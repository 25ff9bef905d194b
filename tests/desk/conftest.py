"""A stored page and the ways to it, for the desk's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.desk.doubt import find_doubt
from articles.ingest import read_bulletin_text, save_bulletin
from articles.models import Article, Bulletin, Revision, Source
from articles.summaries import count_differences

from .pages import PAGE

DAY = date(2025, 7, 10)


def make_source(name: str = "测试工人报") -> Source:
    return Source.objects.get_or_create(name=name)[0]


def make_bulletin(text: str = PAGE, **kwargs: Any) -> Bulletin:
    """A draft of the test page; any argument of `save_bulletin` can be set."""
    kwargs.setdefault("source", make_source())
    kwargs.setdefault("published_on", DAY)
    bulletin, _ = save_bulletin(text=read_bulletin_text(text), **kwargs)
    return bulletin


@pytest.fixture
def source(db: None) -> Source:
    return make_source()


@pytest.fixture
def bulletin(source: Source, editor: User) -> Bulletin:
    return make_bulletin(source=source, user=editor)


@pytest.fixture
def tea(bulletin: Bulletin) -> Article:
    """The article on 暖心茶摊 in 临安区."""
    return bulletin.articles.get(county__name="临安区")


@pytest.fixture
def station(bulletin: Bulletin) -> Article:
    """The article on 工会驿站 in 嵊泗县."""
    return bulletin.articles.get(county__name="嵊泗县")


@pytest.fixture
def press() -> Callable[..., Any]:
    """Press a button of the review page: `press(client, article, "accept:m3", **fields)`."""

    def pressed(client: Client, article: Article, do: str, *, follow: bool = True, **fields: str) -> Any:
        data = {"article": str(article.pk), "seen": str(seen(article.bulletin_id)), "do": do}
        data |= {key.replace("__", "-"): value for key, value in fields.items()}
        return client.post(reverse("admin:articles_bulletin_review", args=[article.bulletin_id]), data, follow=follow)

    return pressed


def seen(bulletin: int) -> int:
    newest = Revision.objects.of_bulletin(bulletin).order_by("-pk").first()
    return newest.pk if newest else 0


def line_of(bulletin: Bulletin, words: str) -> int:
    """The number (from 1) of the pasted line that holds the words."""
    return next(n for n, line in enumerate(bulletin.raw_text.split("\n"), 1) if words in line)


@pytest.fixture(autouse=True)
def summaries_agree(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test did to the record, the summaries say the same afterwards as the record itself."""
    if request.node.get_closest_marker("django_db") is None:
        yield
        return
    # asked for first, so that the check comes before the rollback
    request.getfixturevalue("db")
    yield
    assert not any(count_differences().values())


def sure(article: Article) -> str:
    """The yes to publishing what is open now, as the page's second question carries it."""
    doubt = find_doubt(article.bulletin)
    return doubt.key if doubt else ""
