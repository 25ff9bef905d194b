"""What all tests share: a seeded database, a cast of people, a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.test import Client, TransactionTestCase
from pytest_django import DjangoDbBlocker

from articles import accounts, seeding
from articles.models import City, County, Indicator, LexiconEntry, Program, ProgramAlias, Revision, Zone

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CHROMEDRIVER = shutil.which("chromedriver")
PASSWORD = "芦花-slow-river-7"

#: Filled once a session; a transactional test puts them back behind it.
_SEEDED: tuple[type[models.Model], ...] = (City, County, Zone, Indicator, LexiconEntry, Program, ProgramAlias, Revision)
_seed_rows: dict[type[models.Model], list[models.Model]] = {}


# -- the database: seeded once, and again behind each test that empties it


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The test database with gazetteer, indicators, programs and groups, as a new site has them."""
    with django_db_blocker.unblock():
        seeding.seed_lexicon()
        accounts.ensure_groups()
        for model in _SEEDED:
            _seed_rows[model] = list(model._default_manager.all())


def _restore_seed(test: TransactionTestCase) -> None:
    """Empty every table but those that migrations fill, and put the seeded rows back.

    Django's own flush would take the gazetteer away, and the journal's trigger refuses its
    TRUNCATE; here the trigger rests for that one statement.
    """
    kept = {ContentType, Permission, Group, Group.permissions.through}
    tables = [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model not in kept and model._meta.managed and not model._meta.proxy
    ]
    names = ", ".join(connection.ops.quote_name(table) for table in tables)
    journal = connection.ops.quote_name(Revision._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {journal} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY")
        cursor.execute(f"ALTER TABLE {journal} ENABLE TRIGGER USER")
        for model, rows in _seed_rows.items():
            model._default_manager.bulk_create(rows)
        for statement in connection.ops.sequence_reset_sql(_no_style(), list(_seed_rows)):
            cursor.execute(statement)


def _no_style() -> Any:
    from django.core.management.color import no_style

    return no_style()


TransactionTestCase._fixture_teardown = _restore_seed  # type: ignore[method-assign]


# -- the cast


def make_user(name: str, *groups: str, **more: Any) -> User:
    user = get_user_model().objects.create_user(name, password=PASSWORD, is_staff=True, **more)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


@pytest.fixture
def editor(db: None) -> User:
    """Pastes and corrects; may not publish."""
    return make_user("test-editor", accounts.EDITORS)


@pytest.fixture
def reviewer(db: None) -> User:
    """Edits and publishes."""
    return make_user("test-reviewer", accounts.EDITORS, accounts.REVIEWERS)


@pytest.fixture
def admin_user(db: None) -> User:
    """May do everything."""
    return make_user("test-admin", is_superuser=True)


@pytest.fixture
def staff_without_rights(db: None) -> User:
    """May enter the admin and do nothing there."""
    return make_user("test-stranger")


@pytest.fixture
def visitor() -> Client:
    """Nobody: not signed in."""
    return Client()


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A client signed in as the given user."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.fixture
def as_editor(editor: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(editor)


@pytest.fixture
def as_reviewer(reviewer: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(reviewer)


@pytest.fixture
def as_admin(admin_user: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(admin_user)


# -- the browser


@pytest.fixture(scope="session")
def _chromium() -> Iterator[Any]:
    """One headless Chromium for the session. Without one, browser tests are skipped, or fail if REQUIRE_BROWSER=1."""
    if not (CHROMIUM and CHROMEDRIVER):
        message = "no chromium with chromedriver on this machine: apt-get install chromium chromium-driver"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in (
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
        "--no-first-run", "--lang=zh-CN", "--window-size=1440,1000", "--force-device-scale-factor=1",
    ):  # fmt: skip
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=CHROMEDRIVER))
    driver.set_page_load_timeout(30)
    yield driver
    driver.quit()


@pytest.fixture
def browser(_chromium: Any) -> Iterator[Any]:
    """The Chromium with no cookies, at 1440 × 1000, its console empty."""
    _chromium.set_window_size(1440, 1000)
    _chromium.get_log("browser")
    yield _chromium
    _chromium.get("about:blank")
    _chromium.execute_cdp_cmd("Network.clearBrowserCookies", {})
    _chromium.execute_cdp_cmd("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})


@pytest.fixture
def browser_as(browser: Any, live_server: Any, sign_in: Callable[[User], Client]) -> Callable[[User], Any]:
    """The browser, signed in on the live server as the given user without the login page."""

    def signed_in(user: User) -> Any:
        from django.conf import settings

        session = sign_in(user).cookies[settings.SESSION_COOKIE_NAME].value
        browser.get(f"{live_server.url}/healthz")
        browser.add_cookie({"name": settings.SESSION_COOKIE_NAME, "value": session, "path": "/"})
        return browser

    return signed_in


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for the browser carries its marker."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
