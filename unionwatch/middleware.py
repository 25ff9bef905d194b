"""What is done to every request and answer, outermost first as settings.MIDDLEWARE lists it."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import unquote

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from .errors import bad_request
from .statements import limited

View = Callable[[HttpRequest], HttpResponse]

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "geolocation", "gyroscope",
        "microphone", "midi", "payment", "publickey-credentials-get", "usb", "xr-spatial-tracking",
    )
)  # fmt: skip

#: On every answer, beside what Django's SecurityMiddleware and django-csp set.
HEADERS = {
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS_POLICY,
}

SIGNED_IN_AT = "signed_in_at"


def security_headers(get_response: View) -> View:
    """Headers that keep other sites and devices out; also on redirects, errors and static files."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        response.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        return response

    return middleware


def keep_private(get_response: View) -> View:
    """No cache keeps a page of the admin or one that a signed-in person got.

    The session cookie's presence is the sign: asking for the user would cost every visitor a query.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or request.path.startswith("/admin/"):
            add_never_cache_headers(response)
        return response

    return middleware


def refuse_nul(get_response: View) -> View:
    """Refuse NUL in address, query or cookies: PostgreSQL stores none, and a filter on one would be a 500."""

    def middleware(request: HttpRequest) -> HttpResponse:
        query = unquote(request.META.get("QUERY_STRING", ""))
        if "\0" in query or "\0" in request.path or any("\0" in value for value in request.COOKIES.values()):
            return bad_request(request)
        return get_response(request)

    return middleware


def limit_statements(get_response: View) -> View:
    """Let no statement of this request run longer than its path may take."""

    def middleware(request: HttpRequest) -> HttpResponse:
        longest = max((start for start in settings.STATEMENT_LIMITS if request.path.startswith(start)), key=len)
        with limited(settings.STATEMENT_LIMITS[longest]):
            return get_response(request)

    return middleware


@receiver(user_logged_in)
def note_sign_in(request: HttpRequest, **kwargs: object) -> None:
    request.session[SIGNED_IN_AT] = int(time.time())


def end_long_sessions(get_response: View) -> View:
    """Sign out whoever signed in longer ago than SESSION_LONGEST, however busy since."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            since = request.session.get(SIGNED_IN_AT)
            if since is not None and time.time() - since > settings.SESSION_LONGEST:
                logout(request)
        return get_response(request)

    return middleware
