"""Answers when something is wrong, in Chinese, with no need of database, session or user.

The handlers are undecorated on purpose: Django's own for 400 reads the form
again (`requires_csrf_token`), and fails again where the form was the trouble.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

STYLESHEETS = ("css/tokens.css", "css/site.css")
#: Seconds after which a client may ask again when the database is away.
RETRY_AFTER = 10
#: How much of a refused body is still read, so that the browser gets the answer and not a reset connection.
DRAIN_BYTES = 64 * 1024 * 1024


def error_page(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    """The page `errors/STATUS.html`; never cached."""
    page = render_to_string(
        f"errors/{status}.html",
        {"site_name": settings.SITE_NAME, "stylesheets": _stylesheets(), "path": request.path, **context},
    )
    response = HttpResponse(page, status=status)
    add_never_cache_headers(response)
    return response


def _stylesheets() -> list[str]:
    return [_static(name) for name in STYLESHEETS]


def _static(name: str) -> str:
    try:
        return staticfiles_storage.url(name)
    except ValueError:  # not collected: the page must come all the same
        return settings.STATIC_URL + name


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return error_page(request, 400)


def too_large(request: HttpRequest) -> HttpResponse:
    """413. The rest of the body is read and dropped, up to DRAIN_BYTES."""
    left = DRAIN_BYTES
    try:
        while left > 0 and (chunk := request.read(65536)):
            left -= len(chunk)
    except OSError:
        pass  # the client has gone
    megabytes = settings.PASTE_MAX_BYTES // (1024 * 1024)
    return error_page(request, 413, megabytes=megabytes)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page(request, 403, csrf=True)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 404)


def locked_out(
    request: HttpRequest,
    response: HttpResponse | None = None,
    credentials: Mapping[str, str] | None = None,
) -> HttpResponse:
    """429: too many wrong passwords for one account, or from one address."""
    by_address = getattr(request, "address_locked_out", False)
    pause = settings.ADDRESS_FAILURE_WINDOW if by_address else settings.AXES_COOLOFF_TIME
    tries = settings.ADDRESS_FAILURE_LIMIT if by_address else settings.AXES_FAILURE_LIMIT
    minutes = int(pause.total_seconds() // 60)
    answer = error_page(request, 429, minutes=minutes, tries=tries, by_address=by_address)
    answer["Retry-After"] = str(minutes * 60)
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database is away or a statement was cut short: then nothing is wrong with the page.

    Django calls this while the exception is being handled, whichever layer raised it.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unavailable(request)
    return error_page(request, 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    response = error_page(request, 503, retry_after=RETRY_AFTER)
    response["Retry-After"] = str(RETRY_AFTER)
    return response
