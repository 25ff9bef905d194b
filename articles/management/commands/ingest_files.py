"""Store files of pasted pages as drafts: what is new, what was known, what failed and why."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from articles.ingest import (
    BulletinRefused,
    FileUnreadable,
    read_bulletin_text,
    read_text_file,
    save_bulletin,
)
from articles.ingest.records import SpanError
from articles.models import Source
from articles.review import publish_bulletin


class Command(BaseCommand):
    help = "Store one bulletin a file as a draft. A text that is known is left as it is; a failing file stops nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--source", required=True, help="name of the paper or bulletin; made if it is new")
        parser.add_argument("--date", required=True, type=date.fromisoformat, help="publication date, YYYY-MM-DD")
        parser.add_argument("--page", default="", help="page of the paper, such as 第2版")
        parser.add_argument("--publish", action="store_true", help="publish what is new at once")

    def handle(self, *, files: list[str], source: str, date: date, page: str, publish: bool, **options: Any) -> None:
        paper, _ = Source.objects.get_or_create(name=source)
        new: list[str] = []
        known: list[str] = []
        failed: list[tuple[str, str]] = []
        for name in tqdm(files, unit="page", file=self.stderr, disable=options["verbosity"] < 1):
            try:
                text = read_bulletin_text(read_text_file(name))
                bulletin, created = save_bulletin(text=text, source=paper, published_on=date, page=page)
                if publish and created:
                    publish_bulletin(bulletin, None)
            except (FileUnreadable, BulletinRefused, SpanError, DatabaseError) as error:
                failed.append((name, str(error)))
                continue
            (new if created else known).append(name)
        self.stdout.write(f"新存 {len(new)} 份，原已有 {len(known)} 份，失败 {len(failed)} 份。")
        for name, why in failed:
            self.stdout.write(f"失败 {name}：{why}")
        if failed:
            raise CommandError(f"{len(files)} 个文件中有 {len(failed)} 个没有存入，见上。")
