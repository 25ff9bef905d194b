"""`manage.py check --deploy`: what only the running database can tell."""

from __future__ import annotations

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import InterfaceError, OperationalError

from .health import durability, weak_points


@register(Tags.database, deploy=True)
def check_durability(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """An error for each server setting that lets a power cut take confirmed records."""
    try:
        weak = weak_points(durability())
    except (OperationalError, InterfaceError) as error:
        return [Error(f"数据库连不上。 / The database cannot be reached: {error}", id="unionwatch.E001")]
    return [
        Error(
            f"数据库的 {name} 是关闭的：断电会丢失已确认的数据。 / {name} is off: a power cut can lose records.",
            id="unionwatch.E002",
        )
        for name in weak
    ]


@register(Tags.security, deploy=True)
def check_https(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """An error for a production site without HTTPS."""
    if settings.PRODUCTION and not settings.HTTPS:
        return [Error("生产环境应使用 HTTPS（UNIONWATCH_HTTPS=1）。 / Production wants HTTPS.", id="unionwatch.E003")]
    return []
