"""Delete the sample bulletins and what only they brought."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.models import Bulletin
from articles.samples.store import remove_samples


class Command(BaseCommand):
    help = "Delete all bulletins marked 示例, and the programs and sources that nothing else names."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *, yes: bool, **options: Any) -> None:
        count = Bulletin.objects.filter(is_sample=True).count()
        if count and not yes and not _confirm(f"删除 {count} 个示例版面？[y/N] "):
            raise CommandError("没有删除。加 --yes 可不询问直接删除。")
        gone = remove_samples()
        self.stdout.write(
            f"已删除示例版面 {gone.bulletins}，报道 {gone.articles}，数字 {gone.metrics}，"
            f"项目 {gone.programs}，来源 {gone.sources}"
        )


def _confirm(question: str) -> bool:
    try:
        return input(question).strip().lower() == "y"
    except EOFError:
        return False
