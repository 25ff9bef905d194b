"""`manage.py bench`: how fast the parser is, as ratios that hold on any machine."""

from __future__ import annotations

import gc
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from articles.parser.lexicon import load_lexicon
from articles.parser.pipeline import parse_bulletin
from articles.parser.words import cut_words

#: A page's day; the parser asks no clock.
DAY = date(2025, 6, 3)


def seconds(work: Callable[[], object], rounds: int) -> float:
    """The shortest of `rounds` runs, in seconds: the one that other work on the machine disturbed least."""
    gc.collect()
    gc.disable()
    try:
        return min(_once(work) for _ in range(rounds))
    finally:
        gc.enable()


def _once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def parse(text: str) -> None:
    parse_bulletin(text, published_on=DAY, lexicon=load_lexicon())


class Command(BaseCommand):
    help = "Times the parser on FILE against jieba.lcut over the same text, and on 100 times the text."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--rounds", type=int, default=7)
        parser.add_argument("--times", type=int, default=100, help="how many copies make the long text")

    def handle(self, *args: Any, files: list[Path], rounds: int, times: int, **options: Any) -> None:
        for path in files:
            self._bench(path, rounds, times)
        self._process(files[0])

    def _bench(self, path: Path, rounds: int, times: int) -> None:
        text = path.read_text(encoding="utf8")
        parse(text)
        cut = seconds(lambda: cut_words(text), rounds)
        one = seconds(lambda: parse(text), rounds)
        many = seconds(lambda: parse(text * times), 1)
        line = "会" * 1_000_000
        million = seconds(lambda: parse(line), 1)
        self.stdout.write(
            f"{path.name}: {len(text)} characters\n"
            f"  parse / lcut             {one / cut:8.2f}   (bar 2)      {one * 1000:.1f} ms / {cut * 1000:.1f} ms\n"
            f"  {times} x the text          {many / one:8.1f}   (bar {times * 1.3:.0f})\n"
            f"  a line of a million characters {million:.1f} s\n"
            f"  peak memory              {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB"
        )

    def _process(self, path: Path) -> None:
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "parse_bulletin", str(path)]
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        took = time.perf_counter() - start
        self.stdout.write(
            f"a process from its start   {took:8.2f} s (bar 1.5)\n  its peak memory          {peak:8.0f} MB (bar 200)"
        )
