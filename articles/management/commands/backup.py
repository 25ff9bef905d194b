"""The whole record in one file, with what it takes to trust it again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from unionwatch.dumps import DumpError, write_dump


class Command(BaseCommand):
    help = "Write the database to FILE (pg_dump's custom format) and its SHA-256 and row counts to FILE.json."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="must not exist yet")

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            note = write_dump(file)
        except DumpError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"已备份：{file}，{len(note.rows)} 张表 {sum(note.rows.values())} 行，SHA-256 {note.sha256}")
