"""Put the tables that ship into the database: places, zones, indicators, programs and their names."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from articles.seeding import seed_lexicon

NAMES = {
    "cities": "设区市",
    "counties": "县（市、区）",
    "zones": "功能区",
    "indicators": "指标",
    "programs": "项目",
    "aliases": "别名",
}


class Command(BaseCommand):
    help = "Add the shipped places, indicators and program names that are not there yet; what persons changed stays."

    def handle(self, **options: Any) -> None:
        new = {name: count for name, count in seed_lexicon().counts().items() if count}
        self.stdout.write(
            "新增 " + "，".join(f"{NAMES[name]} {count}" for name, count in new.items()) if new else "词表没有新内容"
        )
