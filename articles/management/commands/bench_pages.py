"""`manage.py bench_pages`: how long each public page takes on the database at hand, and how many queries it asks."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from articles.archive.addresses import find_addresses, find_subjects


def percentile(values: list[float], share: float) -> float:
    """The value that `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


class Command(BaseCommand):
    help = "测量各公开页面的耗时和查询数。 / Times every public page, uncached and kept, and counts its queries."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rounds", type=int, default=7)
        parser.add_argument("--only", default="", help="pages whose name or address holds this")
        parser.add_argument("--bar", type=float, default=150, help="milliseconds that p95 may take")
        parser.add_argument("--each", action="store_true", help="a line for each address")
        parser.add_argument(
            "--statements", type=float, default=0, help="show statements that took so many milliseconds"
        )

    def handle(self, *args: Any, rounds: int, only: str, bar: float, each: bool, statements: float, **o: Any) -> None:
        self.statements = statements
        self.failed: dict[str, int] = {}
        self.client = Client(
            raise_request_exception=False, HTTP_HOST=(settings.ALLOWED_HOSTS or ["localhost"])[0].lstrip(".")
        )
        self.secure = settings.SECURE_SSL_REDIRECT
        slow = []
        self.stdout.write(f"{'page':44} {'queries':>7} {'p50':>7} {'p95':>7} {'kept p50':>9}   ms")
        for page, addresses in find_addresses(find_subjects()):
            groups = [(address, [address]) for address in addresses] if each else [(page, addresses)]
            for name, group in groups:
                if only in name or only in page:
                    took = self._measure(name, group, rounds)
                    slow += [name] if took > bar else []
        for address, status in self.failed.items():
            self.stdout.write(f"{address}: {status}")
        if slow or self.failed:
            raise CommandError(f"p95 > {bar:.0f} ms: {'；'.join(slow)}")

    def _measure(self, name: str, addresses: list[str], rounds: int) -> float:
        """Print the line of a page; returns its p95 without the cache, in milliseconds."""
        with override_settings(PAGE_CACHE_SECONDS=0):
            queries = max(self._count(address) for address in addresses)
            uncached = [self._time(address) for _ in range(rounds) for address in addresses]
        cache.clear()
        kept = [self._time(address) for _ in range(3) for address in addresses][len(addresses) :]
        p95 = percentile(uncached, 0.95)
        self.stdout.write(
            f"{name:44} {queries:7} {percentile(uncached, 0.5):7.0f} {p95:7.0f} {percentile(kept, 0.5):9.1f}"
        )
        return p95

    def _time(self, address: str) -> float:
        """Milliseconds to the whole page; of a streamed answer, to its first byte."""
        began = time.perf_counter()
        response = self.client.get(address, secure=self.secure)
        if response.streaming:
            next(iter(response.streaming_content))
        took = (time.perf_counter() - began) * 1000
        response.close()
        if response.status_code != 200:
            self.failed[address] = response.status_code
        return took

    def _count(self, address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            self._time(address)
        for query in asked.captured_queries:
            if self.statements and float(query["time"]) * 1000 >= self.statements:
                self.stdout.write(f"    {address}: {float(query['time']) * 1000:.0f} ms {query['sql'][:2000]}")
        return len(asked)
