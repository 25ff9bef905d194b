"""The site itself: its checks and what it tells the database."""

from django.apps import AppConfig


class UnionwatchConfig(AppConfig):
    name = "unionwatch"
    verbose_name = "站点"

    def ready(self) -> None:
        from . import checks, statements  # noqa: F401 - they register themselves
