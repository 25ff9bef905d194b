"""How much an article is about a service or another common name of the lexicon, as features of names.

职工心理服务 and 送清凉 are named in passing in one article and are what another one tells of. There the service is
named once or twice, often with its place, and its subject (心理) runs through the titles and the body while figures
follow: so it is asked how often the subject is printed, where, and how many figures stand between the service and
the next name in quotation marks. One of many things told in a row (法律援助、心理服务等) is hardly what an article
is about.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import add
from typing import Final

from articles.parser.facts.candidates import Candidate
from articles.parser.facts.names import bare_name
from articles.parser.facts.passages import TITLE_PARTS, Passage, Span

#: The lexicon's names that are anybody's, by the feature that tells their kind.
_KINDS: Final = {"known.service": "service", "known.generic": "generic", "known.common": "common"}
#: Pairs of characters that no service is told from another by.
_PLAIN: Final = frozenset(("职工", "工会", "服务", "活动", "劳动", "工作", "行业", "企业", "免费", "下企", "一线"))
_QUOTED: Final = re.compile("“[^“”，。\n]{2,16}”")
#: A name in a row of things: 、 right before or behind it, 等 soon behind it.
_LISTED_BEFORE: Final = re.compile("、[“‘]?$")
_LISTED_BEHIND: Final = re.compile(r"[”’]?(?:、|[^，。；：、\d]{0,7}等(?!级))")
#: From so many printings of its subject, or figures behind it, an article is about a service.
_MANY: Final = 6


def describe_service(
    candidate: Candidate,
    passages: Sequence[Passage],
    figures: Mapping[int, Sequence[Span]],
    quoted: Sequence[int],
    features: dict[str, float],
) -> None:
    """Add what an article says of a common name: `service+topic`, `service+run` and their like.

    `figures` are the spans of figures by passage, `quoted` the places in the body where names in quotation marks
    begin that the lexicon does not know, both in order.
    """
    kind = next((kind for known, kind in _KINDS.items() if known in features), None)
    number = next((n for n, passage in enumerate(passages) if passage.part == "text"), None)
    if kind is None or number is None:
        return
    body, name = passages[number], bare_name(candidate.name)
    subject = _subject(name)
    if not subject:
        return
    said = _outside_names(body.text)
    brands = [brand for brand in _names_within(body.text) if name not in brand]
    if any(pair in brand for brand in brands for pair in subject):
        features[f"{kind}+within"] = 1.0
    features[f"{kind}+topic"] = min(1.0, max(map(said.count, subject)) / _MANY)
    titles = [_outside_names(passage.text) for passage in passages if passage.part in TITLE_PARTS]
    if any(pair in title for title in titles for pair in subject):
        features[f"{kind}+topic.title"] = 1.0
    if any(pair in said.partition("\n")[0] for pair in subject):
        features[f"{kind}+topic.lead"] = 1.0
    if all(_is_listed(passages[o.passage].text, o.start, o.end) for o in candidate.occurrences):
        features[f"{kind}+listed"] = 1.0
    own = figures.get(number, ())
    ends = [o.end for o in candidate.occurrences if o.passage == number]
    run = max((_count_between(own, end, _next(quoted, end, len(body.text))) for end in ends), default=0)
    features[f"{kind}+run"] = min(1.0, run / _MANY)
    if own:
        features[f"{kind}+run.share"] = run / len(own)


def _is_listed(text: str, start: int, end: int) -> bool:
    """Whether a name is one of many things told in a row: 阵地建设、师徒结对等方面.

    >>> _is_listed("推进阵地建设、师徒结对传帮带等工作", 7, 11)
    True
    """
    return bool(_LISTED_BEFORE.search(text, max(0, start - 2), start) or _LISTED_BEHIND.match(text, end, end + 9))


@lru_cache(maxsize=16)
def _outside_names(text: str) -> str:
    """A text without what it quotes: 协商 of “薪协商一件事” is the brand's and not the service's."""
    return _QUOTED.sub("“”", text)


@lru_cache(maxsize=16)
def _names_within(text: str) -> tuple[str, ...]:
    """What a text quotes: beside a “渔港体检船” of the union's, 免费体检 is mostly what the ship is for."""
    return tuple(dict.fromkeys(_QUOTED.findall(text)))


@lru_cache(maxsize=1024)
def _subject(name: str) -> tuple[str, ...]:
    """The pairs of characters that tell a service from others.

    >>> _subject("职工心理服务")
    ('工心', '心理', '理服')
    """
    return tuple(pair for pair in map(add, name, name[1:]) if pair not in _PLAIN)


def _next(places: Sequence[int], low: int, last: int) -> int:
    at = bisect_left(places, low)
    return places[at] if at < len(places) else last


def _count_between(spans: Sequence[Span], low: int, high: int) -> int:
    return bisect_left(spans, (high, 0)) - bisect_left(spans, (low, 0))
