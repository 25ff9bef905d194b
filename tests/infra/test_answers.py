"""Headers on every answer, error pages in Chinese, and what happens without a database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from axes.models import AccessFailureLog
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import DataError, InterfaceError, OperationalError, connection, connections
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from django.utils import timezone

from tests.conftest import PASSWORD
from unionwatch import health, statements
from unionwatch.visitor import address


def fail_with(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


def read_form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.POST)))


def ask_database(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout'), current_setting('lock_timeout')")
        return HttpResponse(" ".join(cursor.fetchone()))


def stall(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(30)")
    return HttpResponse("never")


urlpatterns = [
    path("t/500", fail_with(ValueError("geheim"))),
    path("t/away", fail_with(OperationalError("geheim"))),
    path("t/broken", fail_with(InterfaceError("geheim"))),
    path("t/data", fail_with(DataError("geheim"))),
    path("t/403", fail_with(PermissionDenied("geheim"))),
    path("t/form", read_form),
    path("t/limits", ask_database),
    path("t/stall", stall),
    path("admin/t/limits", ask_database),
    path("", include("unionwatch.urls")),
]
handler400 = "unionwatch.errors.bad_request"
handler403 = "unionwatch.errors.permission_denied"
handler404 = "unionwatch.errors.page_not_found"
handler500 = "unionwatch.errors.server_error"

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/t/500", 500, "我们这边出了错"),
        ("/t/data", 500, "我们这边出了错"),
        ("/t/away", 503, "暂时不能访问"),
        ("/t/broken", 503, "暂时不能访问"),
        ("/t/403", 403, "没有权限"),
        ("/no/such/page", 404, "没有这一页"),
        ("/t/form?q=a%00b", 400, "请求看不懂"),
    ],
)
def test_error_pages_are_chinese_and_say_nothing_of_the_inside(
    client: Client, address: str, status: int, words: str
) -> None:
    response = client.get(address)
    page = text_of(response)
    assert response.status_code == status
    assert words in page
    assert 'lang="zh-CN"' in page
    assert page.count("<h1>") == 1
    assert "geheim" not in page
    assert "Traceback" not in page
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db  # closing an answer looks at the connection
@pytest.mark.parametrize(
    "address", ["/t/500", "/t/away", "/no/such/page", "/t/403", "/healthz", "/static/css/site.css"]
)
def test_every_answer_carries_the_headers(client: Client, address: str) -> None:
    response = client.get(address)
    response.close()  # a static file's
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    for directive in ("frame-ancestors", "base-uri", "object-src"):
        assert f"{directive} 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


def test_503_says_when_to_come_back(client: Client) -> None:
    assert client.get("/t/away")["Retry-After"] == "10"


@pytest.mark.django_db(transaction=True)
def test_a_lost_database_is_a_503_on_every_page_and_none_on_the_health_check(client: Client, as_admin: Client) -> None:
    as_admin.raise_request_exception = False
    connection.close()
    with patch.object(connections["default"], "get_new_connection", side_effect=OperationalError("geheim")):
        for asked, who in (("/programs/", client), ("/admin/", as_admin), ("/readyz", client)):
            response = who.get(asked)
            assert response.status_code == 503, asked
            assert response["Retry-After"]
            assert "geheim" not in text_of(response)
        assert client.get("/healthz").status_code == 200
    assert client.get("/t/limits").status_code == 200


@pytest.mark.parametrize(("values", "status"), [({"fsync": "on"}, 200), ({"fsync": "off"}, 503)])
def test_ready_means_that_what_is_confirmed_is_kept(client: Client, values: dict[str, str], status: int) -> None:
    with patch.object(health, "durability", return_value=values):
        assert client.get("/readyz").status_code == status


def test_a_form_that_is_too_large_is_told_so(client: Client) -> None:
    body = {"text": "工" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 3 + 10)}
    response = client.post("/t/form", body)
    assert response.status_code == 413
    assert "2 MB" in text_of(response)


def test_a_million_characters_are_taken(client: Client) -> None:
    assert client.post("/t/form", {"text": "工" * 1_000_000}).status_code == 200
    assert (
        client.post("/t/form", "text=" + "%E5%B7%A5" * 1_000_000, content_type="application/x-www-form-urlencoded")
    ).status_code == 200


def test_a_form_in_another_coding_is_a_400_page(client: Client) -> None:
    response = client.post("/t/form", "a=1", content_type="application/x-www-form-urlencoded; charset=gb2312")
    assert response.status_code == 400
    assert "请求看不懂" in text_of(response)


def test_a_form_without_its_token_is_refused_in_chinese() -> None:
    response = Client(enforce_csrf_checks=True).post("/t/form", {"a": "1"})
    assert response.status_code == 403
    assert "表单已失效" in text_of(response)


def test_a_nul_in_a_cookie_is_refused(client: Client) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = "a\0b"
    assert client.get("/t/form").status_code == 400


@pytest.mark.django_db
def test_statements_are_limited_by_path(client: Client) -> None:
    assert text_of(client.get("/t/limits")) == "2s 3s"
    assert text_of(client.get("/admin/t/limits")) == "10s 3s"
    assert text_of(client.get("/t/limits")) == "2s 3s"


@pytest.mark.django_db(transaction=True)
def test_a_stalled_statement_is_a_503_and_the_connection_serves_on(client: Client) -> None:
    with override_settings(STATEMENT_LIMITS={"/": 50}):
        assert client.get("/t/stall").status_code == 503
    assert text_of(client.get("/t/limits")) == "2s 3s"


@pytest.mark.django_db(transaction=True)
def test_a_connection_opened_within_a_request_is_limited_too() -> None:
    connection.close()
    with statements.limited(1234), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout')")
        assert cursor.fetchone() == ("1234ms",)
    connection.close()


@pytest.mark.django_db
def test_pages_of_signed_in_people_are_not_kept(as_editor: Client, client: Client) -> None:
    assert "no-store" in as_editor.get("/programs/")["Cache-Control"]
    assert "no-store" in client.get("/admin/login/")["Cache-Control"]
    assert "no-store" not in client.get("/programs/").headers.get("Cache-Control", "")


@pytest.mark.django_db
def test_a_session_ends_after_its_longest_time(as_editor: Client) -> None:
    assert as_editor.get("/admin/").status_code == 200
    session = as_editor.session
    session["signed_in_at"] -= settings.SESSION_LONGEST + 1
    session.save()
    assert as_editor.get("/admin/").status_code == 302


@pytest.mark.django_db
def test_five_wrong_passwords_close_one_account_only(editor: User, reviewer: User) -> None:
    def sign_in(name: str, password: str) -> HttpResponse:
        return Client().post("/admin/login/", {"username": name, "password": password})

    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = sign_in(editor.username, "wrong")
    assert answer.status_code == 429
    assert "15 分钟" in text_of(answer)
    assert sign_in(editor.username, PASSWORD).status_code == 429
    assert sign_in(reviewer.username, PASSWORD).status_code == 302


@pytest.mark.django_db
def test_fifty_wrong_passwords_an_hour_close_one_address_only(editor: User, settings: Any) -> None:
    settings.ADDRESS_FAILURE_LIMIT = 8

    def sign_in(name: str, password: str, address: str = "192.0.2.1") -> HttpResponse:
        return Client(REMOTE_ADDR=address).post("/admin/login/", {"username": name, "password": password})

    for n in range(8):
        assert sign_in(f"guess-{n}", "Autumn-2026-!").status_code == 200
    refused = sign_in(editor.username, PASSWORD)
    assert refused.status_code == 429
    assert "60 分钟" in text_of(refused)
    assert int(refused["Retry-After"]) == 3600
    assert sign_in(editor.username, PASSWORD, "192.0.2.2").status_code == 302
    AccessFailureLog.objects.update(attempt_time=timezone.now() - settings.ADDRESS_FAILURE_WINDOW)
    assert sign_in(editor.username, PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "198.51.100.7", "192.0.2.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "6.6.6.6, 198.51.100.7", "198.51.100.7"),
        (2, "6.6.6.6, 198.51.100.7, 10.0.0.1", "198.51.100.7"),
        (1, "", "192.0.2.1"),
        (1, "<script>", "192.0.2.1"),
    ],
)
def test_the_visitors_address_is_what_our_own_proxy_saw(proxies: int, forwarded: str, expected: str) -> None:
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": forwarded}
    with override_settings(PROXY_COUNT=proxies):
        assert address(request) == expected
