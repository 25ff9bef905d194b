"""The canonical code of a figure: which of the 112 indicators of the lexicon it is, where it fits one.

Evidence, in order of weight: the measure word's family (a rate is never a
count of sites), the category of the program, cue words in the indicator's own
words, cue words in the sentence. A tie or too little evidence leaves the code
empty; the others that fit are handed on for the editor's one click.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from articles.parser.facts.clauses import Clauses, cut_clauses
from articles.parser.lexicon import IndicatorRow, Lexicon
from articles.parser.records import MetricMention, Rule, Story

#: Below this much evidence no code is given.
_ENOUGH = 4.0
#: How much better the best must be than the next.
_MARGIN = 0.5
_OTHERS = 4
#: How far before a figure the verb of it may stand (改造提升480家, 新建了2家).
_VERB_REACH = 8
#: A cue that ends the indicator is its head: 妈咪暖心小屋省级示范点 counts 示范点.
_HEAD = 0.75
#: Part of what was done (新建, 改造, 24小时) beats the whole's name beside it (站点).
_PART = 0.6


@dataclass(frozen=True, slots=True)
class _Indicator:
    """A row made ready: unit families it can be counted in, and its cue words as one pattern."""

    row: IndicatorRow
    families: frozenset[str]
    units: frozenset[str]
    cues: re.Pattern[str] | None


@lru_cache(maxsize=8)
def _indicators(lexicon: Lexicon) -> tuple[_Indicator, ...]:
    families = {unit.unit: unit.family for unit in lexicon.units}
    return tuple(_ready(row, families) for row in lexicon.indicators)


def _ready(row: IndicatorRow, families: Mapping[str, str]) -> _Indicator:
    # 元/人·期 is a sum, 万元 too: the scale belongs to the value
    units = frozenset(unit.removeprefix("万") for unit in row.units)
    found = frozenset(families.get(unit, "") for unit in units) - {""}
    # a measure word among the cues says nothing that the unit does not say
    cues = [cue for cue in row.cue_words if len(cue) > 1 and cue not in families]
    words = "|".join(_cue_pattern(cue) for cue in sorted(cues, key=lambda c: (-len(c), c)))
    return _Indicator(row, found, units, re.compile(words) if words else None)


def _cue_pattern(cue: str) -> str:
    """为…职工 stands for anything between."""
    return ".{0,6}?".join(re.escape(piece) for piece in cue.split("…"))


def code_indicators(
    metrics: tuple[MetricMention, ...], *, category_of: Mapping[str, str], story: Story, lexicon: Lexicon
) -> tuple[MetricMention, ...]:
    """The metrics with `indicator_code` and `other_indicators` filled in, where the evidence reaches.

    `category_of` gives the category of each program that the metrics name. A
    metric whose sentence names nothing to count takes its program's name as indicator.
    """
    clauses = cut_clauses(story.body.text)
    return tuple(_code(metric, category_of.get(metric.program, ""), clauses, lexicon) for metric in metrics)


def _code(metric: MetricMention, category: str, clauses: Clauses, lexicon: Lexicon) -> MetricMention:
    if not metric.indicator and metric.program:
        rule = Rule("indicator.program", f"句中未写所计事项，取项目名“{metric.program}”")
        metric = replace(metric, indicator=metric.program, rules=(*metric.rules, rule))
    context, verb = _context(metric, clauses), _verb(metric, clauses)
    scored = sorted(
        ((_score(metric, indicator, category, context, verb), indicator.row) for indicator in _indicators(lexicon)),
        key=lambda pair: (-pair[0], pair[1].code),
    )
    fitting = [(score, row) for score, row in scored if score >= _ENOUGH]
    if not fitting:
        return metric
    best, row = fitting[0]
    if len(fitting) > 1 and best - fitting[1][0] < _MARGIN:
        return replace(metric, other_indicators=tuple(r.code for _, r in fitting[: _OTHERS + 1]))
    rule = Rule("indicator.code", f"标准指标{row.code}{row.name}")
    return replace(
        metric,
        indicator_code=row.code,
        other_indicators=tuple(r.code for _, r in fitting[1 : _OTHERS + 1]),
        rules=(*metric.rules, rule),
    )


def _context(metric: MetricMention, clauses: Clauses) -> str:
    """The clause of the figure, which may say more than its indicator."""
    if metric.figure.part != "text":
        return metric.mentions[0].quote
    start, end = clauses.clause(metric.figure.start)
    return clauses.text[max(start, metric.figure.start - 40) : min(end, metric.figure.end + 40)]


def _verb(metric: MetricMention, clauses: Clauses) -> str:
    """The words just before the figure in its clause."""
    if metric.figure.part != "text":
        return ""
    start, _ = clauses.clause(metric.figure.start)
    return clauses.text[max(start, metric.figure.start - _VERB_REACH) : metric.figure.start]


def _score(metric: MetricMention, indicator: _Indicator, category: str, context: str, verb: str) -> float:
    if not _same_measure(metric, indicator):
        return 0.0
    score = 1.0 if metric.unit in indicator.units else 0.5
    if category:
        score += 2.0 if category == indicator.row.category else -1.5
    if indicator.cues is None:
        return score
    found = list(indicator.cues.finditer(metric.indicator))
    own = {match.group() for match in found} | set(indicator.cues.findall(verb))
    near = {match.group() for match in indicator.cues.finditer(context)} - own
    if own and "S" not in indicator.row.kind:
        score += _PART
    if found and found[-1].end() == len(metric.indicator.rstrip("”")):
        score += _HEAD
    return score + sum(1.0 + 0.25 * min(len(cue), 6) for cue in own) + 0.5 * min(len(near), 2)


def _same_measure(metric: MetricMention, indicator: _Indicator) -> bool:
    """人 and 人次 never meet, nor 期, 班 and 场; 家, 个, 座 and 处 are one."""
    if metric.unit in indicator.units:
        return True
    if metric.unit_family not in indicator.families:
        return False
    return metric.unit_family != "sessions"
