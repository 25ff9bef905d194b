"""The same story in another paper: found by shingles, linked, not doubled.

A text is cut to its Han characters, letters and digits, so that wrapping, spaces
and punctuation do not count, and into overlapping runs of eight. The smallest
`SAMPLE` of their hashes are stored with the article (a bottom-k sketch), found
again by an index, and the few that share some are compared whole.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from articles.models import Article

LENGTH = 8
SAMPLE = 32
#: Half of the shorter text again in the other: cut reprints count, shared set phrases do not.
SAME = 0.5
WINDOW = timedelta(days=120)
NOISE = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]+")
#: What reprints change: the opening with its reporters, up to 报道.
LEAD = re.compile(r"^\s*(?:本报讯|通讯员|记者)[^。]{0,60}?报道\s*")
MIN_SHARED = 2
MAX_CANDIDATES = 200
MAX_COMPARED = 5


@dataclass(frozen=True, slots=True)
class SameStory:
    """A stored article that tells the same; `share` of the shorter text stands in both."""

    article: Article
    share: float


def find_shingles(text: str) -> frozenset[int]:
    """Hashes (signed 64 bit) of all runs of eight characters of an article's text."""
    plain = NOISE.sub("", LEAD.sub("", text))
    runs = {plain[i : i + LENGTH] for i in range(len(plain) - LENGTH + 1)}
    return frozenset(_hash(run) for run in runs)


def _hash(run: str) -> int:
    return int.from_bytes(hashlib.blake2b(run.encode(), digest_size=8).digest(), "big", signed=True)


def sample_shingles(shingles: Iterable[int]) -> list[int]:
    """The part of a text's shingles that is stored and indexed."""
    return sorted(shingles)[:SAMPLE]


def find_same_stories(texts: list[str], *, published_on: date, without: int | None = None) -> list[SameStory | None]:
    """For each text the stored article that tells the same, or None. Costs two queries.

    `without` is a bulletin whose own articles do not count.
    """
    whole = [find_shingles(text) for text in texts]
    samples = [set(sample_shingles(shingles)) for shingles in whole]
    wanted = sorted(set().union(*samples))
    if not wanted:
        return [None] * len(texts)
    near = Article.objects.filter(
        shingles__overlap=wanted, published_on__range=(published_on - WINDOW, published_on + WINDOW)
    ).exclude(bulletin_id=without)
    rows = list(near.order_by("published_on", "pk").values_list("pk", "shingles")[:MAX_CANDIDATES])
    picked = [_pick(sample, rows) for sample in samples]
    stored = Article.objects.select_related("bulletin__source").in_bulk({pk for pks in picked for pk in pks})
    theirs = {pk: find_shingles(article.text) for pk, article in stored.items()}
    pairs = zip(whole, picked, strict=True)
    return [_best(shingles, {stored[pk]: theirs[pk] for pk in pks}) for shingles, pks in pairs]


def _pick(sample: set[int], rows: list[tuple[int, list[int]]]) -> list[int]:
    shared = [(len(sample.intersection(theirs)), pk) for pk, theirs in rows]
    enough = sorted((-count, pk) for count, pk in shared if count >= min(MIN_SHARED, len(sample)))
    return [pk for _, pk in enough[:MAX_COMPARED]]


def _best(shingles: frozenset[int], candidates: dict[Article, frozenset[int]]) -> SameStory | None:
    compared = [SameStory(article, _share(shingles, theirs)) for article, theirs in candidates.items()]
    same = [story for story in compared if story.share >= SAME]
    return max(same, key=lambda story: story.share, default=None)


def _share(one: frozenset[int], other: frozenset[int]) -> float:
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0
