"""Planned or actual: has it happened, or is it promised?

A plan (计划, 将, 力争, 预计 …) holds from its cue to the sentence's end, across commas and enumerations, until
something that has happened breaks in (已, 截至, 实际). 下一步 and 接下来 hold to the paragraph's end. In its
own clause a plan also reaches back: 50家驿站将改造. In the report of a list of promises (今年为职工办的八件实事) the
items are planned, though no word says so.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from articles.parser.facts.alternatives import Alternatives, Piece
from articles.parser.facts.clauses import LOOK_BACK, Clauses
from articles.parser.facts.periods import resolve_period
from articles.parser.lexicon import Cue, Lexicon
from articles.parser.records import Rule, Status

#: What may stand between a figure and the plan that reaches back to it: 50家工会驿站将改造.
_BACK: Final = 24
_GOES_ON: Final = re.compile(r"(?:与此)?同时|届时|其中")
_CUMULATIVE: Final = re.compile(r"累计|先后|总计|历年|合计|已?共(?=开展|举办|发放|接待|培训|服务|帮|化解|受理)")
#: 全县今年也办到了41个: 了 right before a number says that it is so, whatever an earlier clause plans.
_DONE: Final = re.compile(r"[一-鿿]了(?:[约近超逾]|超过)?$")
#: So long is it at most.
_DONE_LENGTH: Final = 4
_LIST: Final = "任务书|实事|承诺书|服务清单|心愿单"
#: 把托班列入今年民生实事, 托班今年列入民生实事 tell of one program that is on a list.
_NOT_ONE_OF_THEM: Final = "(?:(?!列[入为]|纳入|作为|写[进入]|进入|入选|当[作成])[^。；])"
#: 公布今年为职工办的八件实事: a list of promises, whose items need no word of a plan; not what came of them.
_PROMISES: Final = re.compile(
    rf"(?:(?:今年|新年|年度|(?P<year>20\d\d)年){_NOT_ONE_OF_THEM}{{0,18}}"
    rf"(?:[一二三四五六七八九十\d][件项桩](?:民生)?[实大好]?事|为?职工(?:要)?办的|{_LIST})"
    rf"|(?:公布|发布|亮出|列出|晒出|排出|敲定|拟出|许下)[^。；]{{0,16}}(?:{_LIST}|民生项目))"
    "(?![^。；，]{0,6}(?:进度|进展|完成|成绩|答卷|落实|兑现|办结|账单))"
)
#: What puts a program on such a list, before the year: 列入今年的民生实事.
_PUT_ON: Final = re.compile("(?:列[入为]|纳入|作为|写[进入]|进入|入选|当[作成])[^，。；]{0,8}$")
#: Where they are announced: among so many characters of a body.
_ANNOUNCED: Final = 160
#: An item of such a list: one of several in a row, or under a heading of its own.
_ITEM: Final = re.compile(
    "[；：]|^.{0,6}(?:[第其][一二三四五六七八九十]|头一|[一二三四五六七八九]是)|^[^，。；]{2,8}(?:方面|类|头)，"
)
#: What is told of what has been done, or of another year.
_TOLD: Final = re.compile(r"去年|前年|20\d\d年|已|了|累计|以来|截至|目前|现有|共有|上半年|曾|此前|过去|往年|实际")
LAST_YEAR: Final = ("去年", "前年")
#: The year that a sentence opens with.
_YEAR: Final = re.compile(r"(?:^|[\n。])[^，。；\n]{0,4}?([今去前]|20\d\d)年")
#: A deadline is no promise once it has passed.
_DATED: Final = re.compile(r"到?20\d\d年(?:\d{1,2}月)?(?:底|末)?")

PROMISED: Final = Rule("status.promise", "全文是今年要办的实事，本句是其中一项→计划")


class StatusCue(NamedTuple):
    """A cue in the text: where it stands, what it says, how far it holds."""

    start: int
    end: int
    status: Status
    kind: str
    reach: str


class StatusCues(NamedTuple):
    """All cues of a text, in order."""

    found: tuple[StatusCue, ...]
    starts: tuple[int, ...]
    #: Where a list of promises begins, -1 if the text reports none.
    promises: int = -1

    def promised(self, start: int) -> bool:
        """Whether a list of promises is reported before `start`."""
        return 0 <= self.promises < start


@lru_cache(maxsize=8)
def _alternatives(lexicon: Lexicon) -> Alternatives:
    return Alternatives([row.cue for row in lexicon.status_cues])


def find_status_cues(
    text: str, *, published_on: date | None, lexicon: Lexicon, pieces: Iterable[Piece] | None = None
) -> StatusCues:
    """Every cue of plan and fact in the text, or in its `pieces`, in order."""
    rows = lexicon.status_cues
    found = tuple(_cue(match, rows[i], published_on) for i, match in _alternatives(lexicon).find_all(text, pieces))
    return StatusCues(found, tuple(cue.start for cue in found), _find_promises(text, published_on))


def _find_promises(text: str, published_on: date | None) -> int:
    """Where the report of a list of promises begins, -1 if the text is none.

    One program on a list is none, nor is a past year's list.
    """
    announced = _PROMISES.search(text, 0, _ANNOUNCED)
    if announced is None or _PUT_ON.search(text, 0, announced.start()):
        return -1
    past = announced["year"] and published_on and int(announced["year"]) < published_on.year
    return -1 if past else announced.start()


def _cue(match: re.Match[str], row: Cue, published_on: date | None) -> StatusCue:
    status: Status = "planned" if row.value == "planned" else "actual"
    if row.kind == "time" and status == "planned" and _DATED.match(match.group()):
        end = resolve_period(match.group(), published_on=published_on).end
        if end and published_on and end < published_on:
            status = "actual"
    return StatusCue(match.start(), match.end(), status, row.kind, row.reach)


def decide_status(start: int, end: int, *, cues: StatusCues, clauses: Clauses) -> tuple[Status, Rule]:
    """Whether the figure at `text[start:end]` is planned or actual, and why.

    The nearest cue before it that reaches it decides; no cue is actual.
    """
    at = bisect_left(cues.starts, start)
    sentence = max(clauses.sentence(start)[0], start - LOOK_BACK)
    clause_start, clause_end = clauses.clause(start)
    for cue in cues.found[at : at + 3]:
        if cue.start < end or cue.start >= min(clause_end, end + _BACK):
            continue
        if cue.status == "planned" and cue.kind in ("adverb", "verb", "modal"):
            return "planned", Rule("status.plan-behind", f"同句后文“{clauses.text[cue.start : cue.end]}”→计划")
        break
    promised = cues.promised(start)
    for cue in reversed(cues.found[max(0, at - 12) : at]):
        if cue.start < sentence:
            break
        if cue.reach == "clause" and cue.start < clause_start:
            continue
        # what an item of a list tells of last year ends with it
        if promised and clauses.text.startswith(LAST_YEAR, cue.start) and clauses.text.find("；", cue.end, start) >= 0:
            break
        if cue.status == "planned" and cue.start < clause_start and _is_done(start, clause_start, clauses):
            break
        name = "计划" if cue.status == "planned" else "已完成"
        return cue.status, Rule(f"status.{cue.kind}", f"“{clauses.text[cue.start : cue.end]}”→{name}")
    return _frame(start, sentence, at, cues, clauses)


def _frame(start: int, sentence: int, at: int, cues: StatusCues, clauses: Clauses) -> tuple[Status, Rule]:
    """下一步 in an earlier sentence of the paragraph still holds if nothing has happened since.

    So does the plan of the sentence before one that opens with 同时 or 届时.
    """
    paragraph = max(clauses.paragraph(start)[0], start - LOOK_BACK)
    if _is_done(start, clauses.clause(start)[0], clauses):
        return "actual", Rule("status.done", "数字前的“了”→已完成")
    goes_on = _GOES_ON.match(clauses.text, sentence)
    for cue in reversed(cues.found[max(0, at - 12) : at]):
        if cue.start < paragraph or cue.status == "actual":
            break
        if cue.reach == "paragraph" or (goes_on and cue.reach == "sentence"):
            return "planned", Rule("status.frame", f"本段“{clauses.text[cue.start : cue.end]}”→计划")
    if cues.promised(start) and _is_promised(start, clauses):
        return "planned", PROMISED
    return "actual", Rule("status.none", "没有计划词→已完成")


def _is_promised(start: int, clauses: Clauses) -> bool:
    """Whether a figure stands in an item of a list of promises: nothing tells there that it has been reached."""
    low, high = clauses.sentence(start)
    low, high = max(low, start - LOOK_BACK), min(high, start + LOOK_BACK)
    item = clauses.text[max(low, clauses.text.rfind("；", low, start) + 1) : clauses.clause(start)[1]]
    years = _YEAR.findall(clauses.text, max(0, clauses.paragraph(start)[0] - 1, start - LOOK_BACK), start)
    # 去年的结果也贴在墙上。
    if years and years[-1] != "今":
        return False
    return bool(_ITEM.search(clauses.text[low:high])) and not _TOLD.search(item)


def _is_done(start: int, clause_start: int, clauses: Clauses) -> bool:
    """办了约 before a figure tells that it is reached."""
    return _DONE.search(clauses.text, max(clause_start, start - _DONE_LENGTH), start) is not None


def is_cumulative(start: int, *, clauses: Clauses, since: bool) -> bool:
    """Whether the figure adds up over time: 累计 or 先后 in its clause, or a period that runs from a start on."""
    clause_start, _ = clauses.clause(start)
    return since or bool(_CUMULATIVE.search(clauses.text, max(clause_start, start - LOOK_BACK), start))
