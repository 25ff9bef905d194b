"""The time a figure belongs to, as printed and as dates."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from articles.parser.facts.alternatives import Alternatives, Piece
from articles.parser.facts.clauses import LOOK_BACK, Clauses
from articles.parser.facts.dates import date_span
from articles.parser.lexicon import Lexicon
from articles.parser.records import Period, Rule

#: 比去年增加11个: the other end of a comparison is no period of the figure.
_COMPARED: Final = re.compile(r"(?:同?比|较|由|从|于|对比|相比|占|与|跟)(?:于)?$")
#: 占全年计划的八成: a denominator.
_DENOMINATOR: Final = re.compile(r"(?:的)?(?:度)?(?:计划|任务|目标)(?:数|量|任务)?的")
#: 学堂开办以来: the noun before 开办 is part of the period.
_HEAD: Final = re.compile(r"(?:^|(?<=[，。；：\n]))[一-鿿“”]{1,8}$")
_BEGAN: Final = re.compile(
    r"(?:开[设办放业园播通馆课]|成立|启动|创[办立]|[运推试]行|实施|上线|启用|投用|设立|建成|组建|举办|发布|推出)$"
)
#: Things that stand there whatever the time of the sentence before.
_TIMELESS: Final = frozenset({"area"})
_SINCE: Final = frozenset({"since", "span"})


class PeriodCue(NamedTuple):
    """A period in the text, with its kind and how far it holds (clause, sentence or paragraph)."""

    start: int
    end: int
    text: str
    kind: str
    reach: str


class PeriodCues(NamedTuple):
    """All periods of a text, in order."""

    found: tuple[PeriodCue, ...]
    starts: tuple[int, ...]


UNSAID: Final = Rule("period.none", "文中没有写明时间")


@lru_cache(maxsize=8)
def _alternatives(lexicon: Lexicon) -> Alternatives:
    return Alternatives([row.cue for row in lexicon.period_cues], whole_numbers=True)


def find_periods(text: str, *, lexicon: Lexicon, pieces: Iterable[Piece] | None = None) -> PeriodCues:
    """Every period of the text, or of its `pieces`, that a figure may belong to, in order."""
    rows = lexicon.period_cues
    found: list[PeriodCue] = []
    for i, match in _alternatives(lexicon).find_all(text, pieces):
        row = rows[i]
        start = match.start()
        if row.kind == "since" and text[start] not in "自从" and (head := _head(text, start)) < start:
            start = head
        cue = PeriodCue(start, match.end(), text[start : match.end()], row.kind, row.reach)
        if _belongs(cue, found, text):
            found.append(cue)
    return PeriodCues(tuple(found), tuple(cue.start for cue in found))


def _head(text: str, start: int) -> int:
    """Where the noun of 学堂开办以来 begins, if it opens its clause; else `start`."""
    head = _HEAD.search(text, max(0, start - 9), start)
    if head and text[start] in "至迄" and not _BEGAN.search(head.group()):
        # 市集至今已办53场: what stands before 至今 is no part of it, unless it began then
        return start
    return head.start() if head and text[start].isalpha() and not text[start].isdigit() else start


def _belongs(cue: PeriodCue, found: list[PeriodCue], text: str) -> bool:
    """Whether a period is one a figure can belong to: no rate, no comparison, no denominator, no mere tail."""
    if cue.kind == "rate" or _COMPARED.search(text, max(0, cue.start - 4), cue.start):
        return False
    if cue.text.endswith("年") and _DENOMINATOR.match(text[cue.end : cue.end + 8]):
        return False
    last = found[-1] if found else None
    # 自2024年6月创建“…”品牌以来: the head says when, the tail only that it goes on
    headed = (
        last is not None and last.text[0] in "自从" and cue.kind == "since" and cue.start - last.end <= LOOK_BACK // 8
    )
    return not headed


def find_period(
    start: int, *, family: str, cues: PeriodCues, clauses: Clauses, published_on: date | None
) -> tuple[Period, Rule, bool]:
    """The period of the figure at `start`, why, and whether it runs from a start on (for 累计).

    The last period before it in its sentence; else the one that opens the sentence's other half;
    else the last of the paragraph that holds beyond its sentence.
    """
    cue = _nearest(start, family, cues, clauses)
    if cue is None:
        return Period(), UNSAID, False
    period = resolve_period(cue.text, published_on=published_on)
    return period, Rule(f"period.{cue.kind}", f"时间取“{cue.text}”"), cue.kind in _SINCE


def _nearest(start: int, family: str, cues: PeriodCues, clauses: Clauses) -> PeriodCue | None:
    at = bisect_left(cues.starts, start)
    sentence = max(clauses.sentence(start)[0], start - LOOK_BACK)
    clause_start, clause_end = clauses.clause(start)
    before = [c for c in cues.found[max(0, at - 8) : at] if c.start >= sentence]
    usable = [c for c in before if c.reach != "clause" or c.start >= clause_start]
    if usable:
        return usable[-1]
    behind = [c for c in cues.found[at : at + 2] if c.start < min(clause_end, start + 30) and c.kind != "event"]
    if behind:
        return behind[0]
    if family in _TIMELESS:
        return None
    paragraph = max(clauses.paragraph(start)[0], start - LOOK_BACK)
    holding = [
        c for c in cues.found[max(0, at - 8) : at] if c.start >= paragraph and c.reach != "clause" and c.kind != "event"
    ]
    return holding[-1] if holding else None


def resolve_period(text: str, *, published_on: date | None) -> Period:
    """A period as printed, with its first and last day counted from the day of publication.

    >>> resolve_period("今年上半年", published_on=date(2024, 8, 2)).end
    datetime.date(2024, 6, 30)
    """
    first, last = date_span(text, published_on=published_on)
    return Period(text, first, last)
