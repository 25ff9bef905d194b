"""Whole pages kept for readers without an account, until anything of the record changes.

Every change of the record adds a row to the journal, so the journal's last key
is the age of a page: a page made at another key is not found again. A page also
ages by the day (还有 87 天) and, for what the journal cannot see, by the clock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from articles.models import Bulletin, Revision

View = Callable[..., HttpResponse]
#: Longer query strings are typed by nobody; they must not fill the cache.
LONGEST_QUERY = 300


def kept(view: View) -> View:
    """Answer an anonymous GET from the cache where it can be; the view must not depend on who reads."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        seconds = getattr(settings, "PAGE_CACHE_SECONDS", 0)
        if not seconds or not is_keepable(request):
            return view(request, *args, **kwargs)
        key = page_key(request)
        content = _find(key)
        if content is not None:
            response = HttpResponse(content)
        else:
            response = view(request, *args, **kwargs)
            if response.status_code == 200 and not response.streaming and not response.cookies:
                _keep(key, response.content, seconds)
        patch_vary_headers(response, ["Cookie"])
        return response

    return answer


def _find(key: str) -> bytes | None:
    try:
        return cache.get(key)
    except OSError:
        return None


def _keep(key: str, content: bytes, seconds: int) -> None:
    """A full disk, or a folder that cannot be written, costs the keeping and never the page."""
    with suppress(OSError):
        cache.set(key, content, seconds)


def is_keepable(request: HttpRequest) -> bool:
    """A plain look by a reader without a session."""
    query = request.META.get("QUERY_STRING", "")
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    return request.method in {"GET", "HEAD"} and not has_session and len(query) <= LONGEST_QUERY


def page_key(request: HttpRequest) -> str:
    """The key of a page as it is now: one query."""
    parts = (
        request.get_host(),
        request.get_full_path(),
        request.COOKIES.get("mode") == "elder",
        timezone.localdate(),
        record_age(),
    )
    return "page:" + hashlib.sha256(repr(parts).encode(errors="surrogatepass")).hexdigest()


def record_age() -> tuple:
    """Changes with every change of the record."""
    return (
        Revision.objects.aggregate(last=Max("pk"))["last"],
        Bulletin.objects.aggregate(last=Max("pk"))["last"],
    )
