"""Print what the parser reads in pasted pages, one JSON line a page. Needs no database."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """The same as `python -m articles.parser`, for `call_command` and the list of commands."""

    help = "Parse pasted pages and print one JSON line each: path, column, articles."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--date", default=None, help="publication date, YYYY-MM-DD")

    def handle(self, *, files: list[str], date: str | None, **options: Any) -> None:
        from articles.parser.__main__ import main

        if main([*files, *(["--date", date] if date else [])]):
            raise CommandError("有文件无法读取，见上。")
