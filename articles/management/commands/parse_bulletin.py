"""Print what the parser reads in pasted pages, one JSON line a page. Needs no database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Parse pasted pages and print one JSON line each: path, column, articles."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--date", type=date.fromisoformat, default=None, help="publication date, YYYY-MM-DD")

    def handle(self, *, files: list[str], date: date | None, **options: Any) -> None:
        from articles.parser.export import build_page
        from articles.parser.lexicon import load_lexicon
        from articles.parser.pipeline import parse_bulletin

        lexicon, failed = load_lexicon(), []
        for name in files:
            try:
                raw = Path(name).read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                failed.append(name)
                self.stderr.write(f"{name}: {error}")
                continue
            parsed = parse_bulletin(raw, published_on=date, lexicon=lexicon)
            line = build_page(parsed, name)
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        if failed:
            raise CommandError(f"{len(failed)} of {len(files)} files could not be read")
