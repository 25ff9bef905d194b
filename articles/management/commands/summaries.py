"""`manage.py summaries`: whether counts and newest figures agree with the record; `--rebuild` makes them anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from articles.summaries import count_differences, rebuild_summaries


class Command(BaseCommand):
    help = "核对各项合计与档案是否一致，--rebuild 重算。 / Compares the summaries with the record, or makes them anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="make them anew, then compare")

    def handle(self, *args: Any, rebuild: bool, **options: Any) -> None:
        if rebuild:
            with transaction.atomic():
                rebuild_summaries()
        found = count_differences()
        for name, differing in found.items():
            self.stdout.write(f"{name}：{'一致' if not differing else f'{differing} 行不一致'}")
        if any(found.values()):
            raise CommandError("合计与档案不一致，请运行 summaries --rebuild。 / Run summaries --rebuild.")
