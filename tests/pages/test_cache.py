"""Pages are kept for readers until the record changes, and never for anybody signed in."""

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache

import unionwatch.settings as site_settings
from articles.models import Bulletin
from articles.review import publish_bulletin, withdraw_bulletin
from tests.factories import make_article, make_bulletin

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture(autouse=True)
def keeping(settings):
    settings.PAGE_CACHE_SECONDS = 60
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept"}}
    cache.clear()
    yield
    cache.clear()


def test_a_second_look_costs_the_key_alone(client, count_queries):
    make_article()
    assert count_queries("/articles/") > 4
    assert count_queries("/articles/") == 2


def test_what_is_published_and_withdrawn_shows_at_once(client):
    bulletin = make_bulletin(status=Bulletin.Status.DRAFT)
    make_article(bulletin=bulletin, headline="刚刚发布")
    assert "刚刚发布" not in client.get("/articles/").content.decode()
    publish_bulletin(bulletin, None)
    assert "刚刚发布" in client.get("/articles/").content.decode()
    withdraw_bulletin(bulletin, None)
    assert "刚刚发布" not in client.get("/articles/").content.decode()


def test_staff_and_the_public_never_share_a_page(client):
    article = make_article(text="记者看到人来人往。托班38期。")
    client.force_login(User.objects.create_user("e", is_staff=True), backend=MODEL_BACKEND)
    assert "人来人往" in client.get(article.get_absolute_url()).content.decode()
    client.logout()
    assert "人来人往" not in client.get(article.get_absolute_url()).content.decode()
    client.force_login(User.objects.get(username="e"), backend=MODEL_BACKEND)
    assert "人来人往" in client.get(article.get_absolute_url()).content.decode()


def test_each_address_and_mode_is_a_page_of_its_own(client):
    make_article(headline="甲乙丙")
    assert "甲乙丙" in client.get("/articles/").content.decode()
    assert "甲乙丙" not in client.get("/articles/?city=330100").content.decode()
    client.cookies["mode"] = "elder"
    assert 'data-mode="elder"' in client.get("/articles/").content.decode()
    del client.cookies["mode"]
    assert "data-mode" not in client.get("/articles/").content.decode()


def test_only_good_answers_of_plain_looks_are_kept(client, count_queries):
    assert client.get("/articles/1/").status_code == 404
    make_article(pk=1)
    assert client.get("/articles/1/").status_code == 200
    long = "/articles/?q=" + "a" * 400
    assert count_queries(long) == count_queries(long)
    assert "Cookie" in client.get("/articles/").headers["Vary"]


def test_worker_processes_share_their_pages():
    """One process keeps in memory of its own what another would have to make again."""
    assert "FileBasedCache" in site_settings.CACHES["default"]["BACKEND"]


def test_a_folder_that_cannot_be_written_costs_no_page(client, settings, tmp_path):
    blocked = tmp_path / "cache"
    blocked.write_text("a file where the folder should be")
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": blocked}}
    make_article(headline="甲乙丙")
    for _ in range(2):
        assert "甲乙丙" in client.get("/articles/").content.decode()
    blocked.unlink()
