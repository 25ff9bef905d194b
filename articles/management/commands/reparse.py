"""Read stored pages anew with the parser and lexicon of today. Shows the difference; `--apply` stores it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles.models import Bulletin
from articles.review.editing import EditRefused, open_bulletin
from articles.review.reparse import find_difference, reparse_bulletin


class Command(BaseCommand):
    help = "Re-parse stored bulletins. What a person set stays; published ones change only with --published."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("bulletins", nargs="*", type=int, metavar="ID", help="all of them if none is named")
        parser.add_argument("--apply", action="store_true", help="store the changes; without it only say what they are")
        parser.add_argument("--published", action="store_true", help="change published bulletins too")

    def handle(self, *, bulletins: list[int], apply: bool, published: bool, **options: Any) -> None:
        rows = Bulletin.objects.order_by("pk").select_related("source")
        rows = rows.filter(pk__in=bulletins) if bulletins else rows
        done = same = held = failed = 0
        for bulletin in tqdm(list(rows), unit="page", file=self.stderr, disable=options["verbosity"] < 1):
            try:
                difference = find_difference(bulletin)
                plan = difference.plan
                if difference.is_empty:
                    same += 1
                    continue
                self.stdout.write(
                    f"{bulletin.pk} {bulletin}: +{len(plan.added)} -{len(plan.dropped)} "
                    f"~{sum(bool(changes) for _, changes in plan.changed)} "
                    f"fields {len(difference.fields)} articles +{len(difference.new_articles)} "
                    f"-{len(difference.gone_articles)}"
                )
                if bulletin.status == Bulletin.Status.PUBLISHED and not published:
                    held += 1
                    continue
                if apply:
                    with open_bulletin(bulletin.pk) as locked:
                        reparse_bulletin(locked, None)
                    done += 1
            except EditRefused as error:
                failed += 1
                self.stdout.write(f"{bulletin.pk} {bulletin}: {error}")
        self.stdout.write(f"changed {done}, same {same}, published and left {held}, failed {failed}")
