"""How far the parser's words carry: how many stored articles and figures each was read in, and where one is met."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils import timezone

from articles.models import Article, LexiconEntry, Metric

Kind = LexiconEntry.Kind
#: The newest articles that are looked through; more would keep an editor waiting.
NEWEST = 5000
SHOWN = 12
ROUND = 14
#: What a rule says that it has read: “超”→多于, 时间取“今年以来”.
READ = re.compile(r"“([^”]+)”")
FACT_KINDS = {"qualifier": Kind.QUALIFIER, "status": Kind.STATUS, "period": Kind.PERIOD}


@dataclass(slots=True)
class Use:
    """Figures (or refused numbers) that were read by an entry, and the articles they stand in."""

    articles: set[int] = field(default_factory=set)
    figures: int = 0

    def add(self, article: int) -> None:
        self.articles.add(article)
        self.figures += 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a word would be met: the article, and the word with what stands round it."""

    article: Article
    before: str
    words: str
    behind: str


def count_use() -> int:
    """Count and store the use of all entries over the newest stored articles; returns how many articles that were."""
    entries = list(LexiconEntry.objects.all())
    finder, uses = _Finder(entries), defaultdict[int, Use](Use)
    texts = _load_texts()
    for article, unit, rules in _load_figures(texts):
        for key in finder.find_read(unit, rules, texts[article][0]):
            uses[key].add(article)
    for article, (text, rejected) in texts.items():
        for key in finder.find_refused(rejected, text):
            uses[key].add(article)
    now = timezone.now()
    for entry in entries:
        use = uses[entry.pk]
        entry.n_articles, entry.n_figures, entry.counted_at = len(use.articles), use.figures, now
    LexiconEntry.objects.bulk_update(entries, ["n_articles", "n_figures", "counted_at"], batch_size=500)
    return len(texts)


def _load_texts() -> dict[int, tuple[str, list[list[object]]]]:
    rows = Article.objects.order_by("-pk").values_list("pk", "text", "rejected")[:NEWEST]
    return {pk: (text, rejected) for pk, text, rejected in rows}


def _load_figures(texts: dict[int, tuple[str, list[list[object]]]]) -> Iterator[tuple[int, str, list[list[str]]]]:
    if texts:
        rows = Metric.objects.filter(article__gte=min(texts)).order_by().values_list("article", "unit", "rules")
        yield from (row for row in rows.iterator(chunk_size=2000) if row[0] in texts)


class _Finder:
    """Tells which entries a figure was read by, from what its rules say."""

    def __init__(self, entries: Iterable[LexiconEntry]):
        self.by_word: dict[tuple[str, str], int] = {}
        self.patterns: dict[str, list[tuple[re.Pattern[str], int, str]]] = defaultdict(list)
        self.known: dict[tuple[str, str], int | None] = {}
        for entry in entries:
            if entry.kind in (Kind.UNIT, Kind.QUALIFIER):
                self.by_word[entry.kind, entry.word] = entry.pk
            else:
                name = entry.values.get("name", "")
                self.patterns[entry.kind].append((re.compile(entry.word), entry.pk, name))

    def find_read(self, unit: str, rules: list[list[str]], text: str) -> set[int]:
        """Keys of the entries behind a figure."""
        found = {self.by_word.get((Kind.UNIT, unit))}
        for rule, reason in rules:
            kind, words = FACT_KINDS.get(rule.partition(".")[0]), READ.search(reason)
            if kind == Kind.QUALIFIER and words:
                found.add(self.by_word.get((kind, words[1])))
            elif kind and words:
                found.add(self._find_pattern(kind, words[1], text))
        return {key for key in found if key}

    def _find_pattern(self, kind: str, words: str, text: str) -> int | None:
        """The first entry of the kind that reads just these words in the text; remembered by the words."""
        if (kind, words) not in self.known:
            reading = (
                key
                for pattern, key, _ in self.patterns[kind]
                if any(match.group() == words for match in pattern.finditer(text))
            )
            self.known[kind, words] = next(reading, None)
        return self.known[kind, words]

    def find_refused(self, rejected: list[list[object]], text: str) -> Iterator[int]:
        """Keys of the false friends behind an article's refused numbers, one a number."""
        for part, start, end, rule, _ in rejected:
            if part == "text" and isinstance(start, int) and isinstance(end, int):
                near = text[max(0, start - ROUND) : end + ROUND]
                named = (row for row in self.patterns[Kind.FALSE_FRIEND] if f"refused.{row[2]}" == rule)
                yield from [key for pattern, key, _ in named if pattern.search(near)][:1]


def find_places(kind: str, word: str) -> tuple[int, int, list[Place]]:
    """Where an entry would be met among the newest articles: (articles it stands in, articles looked through, places).

    `word` has passed the table's checks. The places are the newest ones, one an article.
    """
    pattern = _as_met(kind, word)
    hits, looked, places = 0, 0, []
    for article in Article.objects.order_by("-pk").select_related("bulletin__source")[:NEWEST].iterator(chunk_size=500):
        looked += 1
        if match := pattern.search(article.text):
            hits += 1
            if len(places) < SHOWN:
                places.append(_show(article, match))
    return hits, looked, places


def _as_met(kind: str, word: str) -> re.Pattern[str]:
    """A measure word counts behind a number only, a qualifier beside one; patterns say themselves where they stand."""
    match kind:
        case Kind.UNIT:
            return re.compile(rf"[\d一二三四五六七八九十百千万亿两余多]\s?{re.escape(word)}")
        case Kind.QUALIFIER:
            return re.compile(rf"{re.escape(word)}[^。，；]{{0,6}}\d|\d[^。，；]{{0,4}}{re.escape(word)}")
    return re.compile(word)


def _show(article: Article, match: re.Match[str]) -> Place:
    start, end = match.span()
    text = article.text
    return Place(article, text[max(0, start - ROUND) : start], match.group(), text[end : end + ROUND])
