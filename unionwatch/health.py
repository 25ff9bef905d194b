"""Two addresses for monitors: is the process there, and can it serve."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

#: With one of these off, a commit that was reported can be lost in a power cut.
DURABLE = ("fsync", "synchronous_commit", "full_page_writes", "data_checksums")


def durability() -> dict[str, str]:
    """The server's values of DURABLE. Raises OperationalError where it cannot be asked. One query."""
    columns = ", ".join(f"current_setting('{name}')" for name in DURABLE)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}")
        return dict(zip(DURABLE, cursor.fetchone(), strict=True))


def weak_points(values: dict[str, str]) -> list[str]:
    """The settings among DURABLE that do not keep a reported commit safe.

    `synchronous_commit` has levels above "on" (remote_write, remote_apply) and only "off" and "local"
    are below it; a single server's "local" is as safe as its "on".
    """
    return [name for name, value in values.items() if value == "off"]


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers. Asks no database."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers and keeps what it confirms; 503 otherwise."""
    try:
        weak = weak_points(durability())
    except (OperationalError, InterfaceError):
        return JsonResponse({"status": "unavailable", "database": "away"}, status=503, headers={"Retry-After": "10"})
    if weak:
        return JsonResponse({"status": "unavailable", "database": "not durable", "off": weak}, status=503)
    return JsonResponse({"status": "ok", "database": "ok"})
