"""Store and publish the sample bulletins that ship with the site."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.models import County
from articles.samples import load_samples
from articles.samples.store import Outcome, save_samples


class Command(BaseCommand):
    help = "Store and publish the sample bulletins, marked 示例. Can be run again; samples that were removed stay away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--user", default="", help="account that the journal names; without it nobody")
        parser.add_argument("--again", action="store_true", help="bring back samples that were removed")

    def handle(self, *, user: str, again: bool, **options: Any) -> None:
        if not County.objects.exists():
            raise CommandError("还没有地区数据，请先运行 seed_lexicon。")
        account = _find_user(user)
        samples = load_samples()
        done = save_samples(samples, user=account, again=again)
        bar = tqdm(done, total=len(samples), unit="bulletin", file=self.stderr, disable=options["verbosity"] < 1)
        counts = Counter(outcome for _, outcome in bar)
        self.stdout.write("示例版面：" + "；".join(f"{o.value} {counts[o]}" for o in Outcome if counts[o]))


def _find_user(name: str) -> Any:
    if not name:
        return None
    try:
        return get_user_model().objects.get_by_natural_key(name)
    except get_user_model().DoesNotExist:
        raise CommandError(f"没有账号“{name}”。") from None
