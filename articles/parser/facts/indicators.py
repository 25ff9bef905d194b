"""The canonical code of a figure: which of the 112 indicators of the lexicon it is, where it fits one.

Evidence, in order of weight: the measure word's family (a rate is never a
count of sites), the category of the program, cue words in the indicator's own
words, cue words in the sentence. A tie or too little evidence leaves the code
empty; the others that fit are handed on for the editor's one click.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import repeat
from typing import Final, NamedTuple

from articles.parser.facts.clauses import Clauses
from articles.parser.facts.indicator_cues import (
    Indicator,
    all_measured,
    find_indicator_cues,
    measured_in,
)
from articles.parser.facts.phrase_words import phrase_words
from articles.parser.lexicon import IndicatorRow, Lexicon
from articles.parser.records import MetricMention, Rule

#: Below this much evidence no code is given; a little less is enough where nothing else fits.
_ENOUGH: Final = 4.0
_ALONE: Final = 3.5
#: 期 and 场 need no more than the program's category: 托班共办2期.
_SESSIONS_ALONE: Final = 3.0
#: No evidence below this is compared with any other: what is enough for sessions, less the margin.
_LEAST: Final = 2.5
#: How much better the best must be than the next.
_MARGIN: Final = 0.5
_OTHERS: Final = 4
#: How far before a figure the verb of it may stand (改造提升480家, 新建了2家), and how far its evidence reaches.
_VERB_REACH: Final = 8
_QUOTE_REACH: Final = 24
_CLAUSE_REACH: Final = 40
#: A cue that ends the indicator is its head: 妈咪暖心小屋省级示范点 counts 示范点.
_HEAD: Final = 0.5
#: A cue so long tells its field by itself: 交友活动 in a station is no 活动 of the station.
_TELLING: Final = 4
#: Part of what was done (新建, 改造, 24小时) beats the whole's name beside it (站点).
_PART: Final = 1.25
#: 人 and 名, 家 and 个 are one.
_SAME_UNIT: Final = frozenset({"people", "sites"})
#: Visits and gifts to the needy are entered under care or aid, training and masters under skills or model.
_ALLIED: Final = (frozenset({"care", "aid"}), frozenset({"skills", "model"}))
#: What these programs hold are classes and talks of one kind; a culture program's may be plays, games or dances.
_SCHOOLING: Final = frozenset({"childcare", "skills", "legal"})
#: 受助学生中有216人: the words before the figure name the whole, not the part.
_PART_OF: Final = re.compile(r"(?:[其当之]?中|里|里头|里面)，?有?$")
#: 640名“楼层建会员”动员职工入会: they are counted, not whom they bring in.
_QUOTED_PEOPLE: Final = re.compile(r"“[^“”]{1,16}”(?=[一-鿿])")
#: 比去年多5个, 同比减少216件, 下降6%: by how much something has changed is no value of it.
_MORE_OR_LESS: Final = re.compile(
    r"(?:[比较][^，。；]{1,16}?|同比|环比|平均)(?:净|再|又|平均|分别)?"
    r"(?:增加|增长|增|减少|减|多|少|下降|降低|降|提高|提升|上升|高出?|低|缩短)(?:[一-鿿]{0,2}了)?$"
)
_RATE_CHANGED: Final = re.compile(
    r"(?:增长|下降|降低|减少|上升|增加|提高|提升|压降|上涨|上浮|降)了?(?:逾|近|约|超过?)?$"
)
#: 60名一线劳动者入选: what they are now called stands in the program's name.
_AWARDED: Final = ("入选", "上榜", "获评", "当选")
_CHANGED: Final = Rule("indicator.change", "写的是增减多少，不是指标的值")


def code_indicators(
    metrics: tuple[MetricMention, ...], *, category_of: Mapping[str, str], clauses: Clauses | None, lexicon: Lexicon
) -> tuple[MetricMention, ...]:
    """The metrics with `indicator_code` and `other_indicators` filled in, where the evidence reaches.

    `category_of` gives the category of each program that the metrics name. A
    metric whose sentence names nothing to count takes its program's name as indicator. `clauses` are the body's,
    None where it holds no number, and so no metric.
    """
    if clauses is None:
        return metrics
    spots = tuple(sorted((m.figure.start, m.figure.end, m.unit) for m in metrics))
    body = _Body(clauses, spots, tuple(start for start, _, _ in spots), lexicon)
    named = [_named(metric) for metric in metrics]
    words = [_read_words(metric, body) for metric in named]
    categories = [category_of.get(metric.program, "") for metric in named]
    sentences = [None if of else clauses.sentence(m.figure.start) for m, of in zip(named, categories, strict=True)]
    # figures of one sentence share its guess
    guessed = {span: _guess_category(span, body) for span in dict.fromkeys(sentences) if span}
    hints = [guessed[span] if span else "" for span in sentences]
    return tuple(map(_code, named, categories, hints, words, repeat(body)))


@dataclass(frozen=True, slots=True)
class _Body:
    """A story's text made ready: its cuts, its figures with their measure words."""

    clauses: Clauses
    figures: tuple[tuple[int, int, str], ...]
    starts: tuple[int, ...]
    lexicon: Lexicon

    def without_numbers(self, low: int, high: int, own: int) -> tuple[str, int]:
        """`text[low:high]` with measure words for figures, and where in it the words of the figure at `own` begin."""
        parts: list[str] = []
        at, mine = low, 0
        for start, end, unit in self.figures[bisect_left(self.starts, low) : bisect_left(self.starts, high)]:
            if start < at or end > high:
                continue
            parts += self.clauses.text[at:start], unit
            at = end
            if start < own:
                mine = sum(map(len, parts))
        return "".join((*parts, self.clauses.text[at:high])), mine


def _named(metric: MetricMention) -> MetricMention:
    """The metric with its program's name as indicator where its sentence names none."""
    if metric.indicator or not metric.program:
        return metric
    rule = Rule("indicator.program", f"句中未写所计事项，取项目名“{metric.program}”")
    return metric._replace(indicator=metric.program, rules=(*metric.rules, rule))


def _code(metric: MetricMention, category: str, hint: str, words: _Words, body: _Body) -> MetricMention:
    if _is_change(metric, body.clauses):
        return metric._replace(rules=(*metric.rules, _CHANGED))
    scored = _weigh(metric, category, hint, words, body)
    fitting = [(score, row) for score, row in scored if score >= _ENOUGH] or _alone(
        scored, category or hint, metric.unit_family
    )
    if not fitting:
        return metric
    best, row = fitting[0]
    if len(fitting) > 1 and best - fitting[1][0] < _MARGIN:
        return metric._replace(other_indicators=tuple(r.code for _, r in fitting[: _OTHERS + 1]))
    rule = Rule("indicator.code", f"标准指标{row.code}{row.name}")
    return metric._replace(
        indicator_code=row.code,
        other_indicators=tuple(r.code for _, r in fitting[1 : _OTHERS + 1]),
        rules=(*metric.rules, rule),
    )


def _is_change(metric: MetricMention, clauses: Clauses) -> bool:
    """Whether the figure tells a difference: 比去年多5个, 同比减少216件, 提高1.7个百分点."""
    if metric.unit.endswith("百分点"):
        return True
    start = metric.figure.start
    before = clauses.text[max(clauses.clause(start)[0], start - _QUOTE_REACH) : start]
    return bool(_MORE_OR_LESS.search(before)) or (metric.unit == "%" and bool(_RATE_CHANGED.search(before)))


def _weigh(
    metric: MetricMention, category: str, hint: str, words: _Words, body: _Body
) -> list[tuple[float, IndicatorRow]]:
    """The indicators that the evidence reaches, the best first."""
    named = f"{metric.indicator}\n{words.program}"
    told = find_indicator_cues(body.clauses.text, body.lexicon, *words.span)
    # what its words hold is found already where these are printed
    if words.program or body.clauses.text.find(metric.indicator, *words.span) < 0:
        told |= find_indicator_cues(named, body.lexicon)
    quote = "" if words.quote in words.clause else words.quote
    around = "\n".join((words.clause, words.counted, quote, named))
    measured = measured_in(metric.unit, metric.unit_family, body.lexicon)
    said = measured.said_in(told, around)
    own = [(indicator, _own_cues(metric, indicator, words)) for indicator in map(measured.indicators.__getitem__, said)]
    scored = []
    for place in measured.by_category.get(category, ()):
        if place not in said:
            indicator = measured.indicators[place]
            score = _unit_score(metric, indicator, hint) + _category_score(category, category, known=False)
            scored.append((score, indicator.row))
    common = phrase_words(body.lexicon).common
    telling = {cue for _, cues in own for cue in cues if len(cue) >= _TELLING and not common.fullmatch(cue)}
    for indicator, cues in own:
        of = indicator.row.category
        # 驿站 in 示范驿站 speaks for the longer one alone
        cues = _drop_parts(cues, telling.union(*(others for rival, others in own if rival.row.category == of)))
        if of != (category or hint):
            # 覆盖企业 is said in every field
            cues = {cue for cue in cues if not common.fullmatch(cue)}
        score = _score(_unit_score(metric, indicator, hint), metric, indicator, category, hint, cues, words)
        if score >= _LEAST:
            scored.append((score, indicator.row))
    scored.sort(key=lambda pair: (-pair[0], pair[1].code))
    return scored


def _alone(scored: list[tuple[float, IndicatorRow]], category: str, family: str) -> list[tuple[float, IndicatorRow]]:
    """The best of the figure's category where it has less evidence than usual but no rival."""
    if not scored or scored[0][1].category != category:
        return []
    best, row = scored[0]
    second = scored[1][0] if len(scored) > 1 else 0.0
    enough = _SESSIONS_ALONE if family == "sessions" and category in _SCHOOLING else _ALONE
    return [(best, row)] if best >= enough and best - second >= _MARGIN else []


class _Words(NamedTuple):
    """The words round a figure: its evidence, what stands just before it and its clause; the span of them all.

    `counted`: its clause up to the next figure, without numbers; `mine` is where its own words begin in that.
    `program` is its program's name where the sentence says no more than that it took place: 活动累计1000余场.
    `borrowed`: the indicator is an earlier figure's, the evidence does not hold it.
    """

    quote: str
    verb: str
    clause: str
    counted: str
    mine: int
    program: str
    span: tuple[int, int]
    borrowed: bool


def _read_words(metric: MetricMention, body: _Body) -> _Words:
    quote, figure, clauses = metric.mentions[0], metric.figure, body.clauses
    text = clauses.text
    start, end = clauses.clause(figure.start)
    quoted = max(quote.start, figure.start - _QUOTE_REACH), min(quote.end, figure.end + _QUOTE_REACH)
    near = max(start, figure.start - _CLAUSE_REACH), min(end, figure.end + _CLAUSE_REACH)
    people = _QUOTED_PEOPLE.match(text, figure.end) if metric.unit_family == "people" else None
    if people:
        quoted = near = figure.start, people.end()
    front = figure.start if people or _PART_OF.search(text, near[0], figure.start) else near[0]
    if front == figure.start:
        # of a part, nothing before the figure tells what is counted
        quoted = figure.start, quoted[1]
    following = bisect_left(body.starts, figure.end)
    stop = min((near[1], *body.starts[following : following + 1]))
    counted, mine = body.without_numbers(front, max(figure.end, stop), figure.start)
    return _Words(
        text[slice(*quoted)],
        text[max(start, front, figure.start - _VERB_REACH) : figure.start],
        text[max(front, near[0]) : near[1]],
        counted,
        mine,
        metric.program if metric.program and _says_little(metric, body.lexicon) else "",
        (min(quoted[0], near[0]), max(quoted[1], near[1])),
        metric.indicator not in quote.quote or people is not None,
    )


def _says_little(metric: MetricMention, lexicon: Lexicon) -> bool:
    """Whether the program's name must tell what is counted: its sessions, 新建15家, 60名职工入选."""
    if metric.unit_family == "sessions" or metric.indicator.endswith(_AWARDED):
        return True
    return bool(phrase_words(lexicon).bare.fullmatch(metric.indicator))


def _guess_category(span: tuple[int, int], body: _Body) -> str:
    """The category whose indicators' words fill the sentence of a union-wide figure.

    "" where none leads by two, or by one that no other contests.
    """
    sentence = body.clauses.text[slice(*span)]
    common = phrase_words(body.lexicon).common
    measured = all_measured(body.lexicon)
    found: dict[str, set[str]] = {}
    told = find_indicator_cues(body.clauses.text, body.lexicon, *span)
    for place in measured.said_in(told, sentence):
        indicator = measured.indicators[place]
        assert indicator.cues is not None
        words = {word for word in indicator.cues.findall(sentence) if len(word) > 2 and not common.fullmatch(word)}
        found.setdefault(indicator.row.category, set()).update(words)
    ranked = sorted(((len(_drop_parts(words, words)), category) for category, words in found.items()), reverse=True)
    ranked += [(0, "")] * 2
    lead = ranked[0][0] - ranked[1][0]
    return ranked[0][1] if lead >= 2 or (lead and not ranked[1][0]) else ""


def _unit_score(metric: MetricMention, indicator: Indicator, hint: str) -> float:
    """What the measure word and the sentence's guessed category say for an indicator."""
    score = 1.0 if metric.unit in indicator.units or metric.unit_family in _SAME_UNIT else 0.5
    return score + 1.0 if hint and hint == indicator.row.category else score


def _score(
    score: float,
    metric: MetricMention,
    indicator: Indicator,
    category: str,
    hint: str,
    own: set[str],
    words: _Words,
) -> float:
    """`score` with what the indicator's cues add, those of the figure itself (`own`) and those of its clause."""
    assert indicator.cues is not None
    near = {cue for said in (words.clause, words.program, metric.indicator) for cue in indicator.cues.findall(said)}
    near = _drop_parts(near - own, own)
    telling = max(map(len, own), default=0)
    score += _category_score(category, indicator.row.category, known=telling > 3)
    at_home = indicator.row.category in (category, hint)
    if telling > 2 or (own and at_home and "S" not in indicator.row.kind):
        score += _PART
    if any(metric.indicator.rstrip("”").endswith(cue) for cue in own):
        score += _HEAD
    return score + sum(1.0 + 0.25 * min(len(cue), 6) for cue in own) + 0.5 * min(len(near), 2)


def _category_score(category: str, of: str, *, known: bool) -> float:
    """What the program's category says for an indicator; a long cue of its own speaks louder (`known`)."""
    if not category:
        return 0.0
    if category == of:
        return 2.0
    if any({category, of} <= allied for allied in _ALLIED):
        return 1.0
    return -0.5 if known else -1.5


def _own_cues(metric: MetricMention, indicator: Indicator, words: _Words) -> set[str]:
    """Cues in the figure's evidence and just before it; none that is only a part of another."""
    cues = indicator.cues
    assert cues is not None
    found = set(cues.findall(words.quote)) | set(cues.findall(words.verb))
    if not words.borrowed:
        found |= set(cues.findall(metric.indicator))
    if indicator.ruled:
        found |= {cue.group() for cue in indicator.ruled.finditer(words.counted) if cue.end() > words.mine}
    return _drop_parts(found, found)


def _drop_parts(cues: set[str], others: set[str]) -> set[str]:
    """The cues that are no part of a longer one among the others."""
    if not cues:
        return cues
    return {cue for cue in cues if not any(cue != other and cue in other for other in others)}
