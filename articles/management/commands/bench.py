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

from articles.parser import pipeline
from articles.parser.facts.read import read_facts
from articles.parser.lexicon import load_lexicon
from articles.parser.page.read import read_page
from articles.parser.pipeline import parse_bulletin
from articles.parser.words import load_tokenizer

#: A page's day; the parser asks no clock.
DAY = date(2025, 6, 3)


#: So many runs of one thing before the next one's turn: its own code and tables are warm, as when nothing else runs.
IN_A_ROW = 5


def seconds(*works: Callable[[], object], rounds: int) -> list[float]:
    """The shortest of `rounds` runs of each, in seconds of this process alone: other work disturbs it least.

    They take turns, a few runs each, so that a machine that is slow for a while is slow for all of them.
    """
    shortest = [float("inf")] * len(works)
    gc.collect()
    gc.disable()
    try:
        for begin in range(0, rounds, IN_A_ROW):
            for at, work in enumerate(works):
                runs = (_once(work) for _ in range(begin, min(begin + IN_A_ROW, rounds)))
                shortest[at] = min(shortest[at], *runs)
    finally:
        gc.enable()
    return shortest


def _once(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def peak_memory() -> float:
    """The most memory that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def parse(text: str) -> None:
    parse_bulletin(text, published_on=DAY, lexicon=load_lexicon())


def _state() -> str:
    """Whether what is timed is a build or the sources."""
    return "as source" if str(pipeline.__file__).endswith(".py") else "compiled (make compiled)"


class Command(BaseCommand):
    help = "Times the parser on FILE against jieba.lcut over the same text, and on 100 times the text."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--rounds", type=int, default=100)
        parser.add_argument("--times", type=int, default=100, help="how many copies make the long text")

    def handle(self, *args: Any, files: list[Path], rounds: int, times: int, **options: Any) -> None:
        # first, for a child is charged with the memory that its parent held when it was born
        self._process(files[0])
        for path in files:
            self._bench(path, rounds, times)

    def _bench(self, path: Path, rounds: int, times: int) -> None:
        text, lexicon, cut_words = path.read_text(encoding="utf8"), load_lexicon(), load_tokenizer().lcut
        parse(text)
        stories = read_page(text, lexicon).stories
        cut, page, facts, one = seconds(
            lambda: cut_words(text),
            lambda: read_page(text, lexicon),
            lambda: read_facts(stories, published_on=DAY, lexicon=lexicon),
            lambda: parse(text),
            rounds=rounds,
        )
        (many,) = seconds(lambda: parse(text * times), rounds=1)
        memory = peak_memory()
        line = "会" * 1_000_000
        (million,) = seconds(lambda: parse(line), rounds=1)
        self.stdout.write(
            f"{path.name}: {len(text)} characters, parser {_state()}\n"
            f"  parse / lcut             {one / cut:8.2f}   (bar 2)      {one * 1000:.1f} ms / {cut * 1000:.1f} ms\n"
            f"    the page half          {page / cut:8.2f}                {page * 1000:.1f} ms\n"
            f"    the facts half         {facts / cut:8.2f}                {facts * 1000:.1f} ms\n"
            f"  {times} x the text          {many / one:8.1f}   (bar {times * 1.3:.0f})\n"
            f"  peak memory so far       {memory:8.0f} MB\n"
            f"  a line of a million characters {million:.1f} s, then {peak_memory():.0f} MB"
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
