"""The figures of one story: quantities that count, with qualifier, status, period and indicator.

The order of the stages: find quantities, refuse what is no figure, qualify,
name, date, merge repeats. Programs and codes come later, see `read` and
`indicators`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from articles.parser.facts.clauses import Clauses, cut_clauses
from articles.parser.facts.figure_wording import refuse_unlikely
from articles.parser.facts.periods import UNSAID, PeriodCues, find_period, find_periods
from articles.parser.facts.phrase_parts import Phrase, Spot, surroundings
from articles.parser.facts.phrases import find_phrase
from articles.parser.facts.qualifiers import Qualified, qualify
from articles.parser.facts.quantities import FULL_COVERAGE, Quantity, find_quantities
from articles.parser.facts.refusals import find_false_friends, find_refusal
from articles.parser.facts.repeats import merge_repeats
from articles.parser.facts.status import LAST_YEAR, PROMISED, StatusCues, decide_status, find_status_cues, is_cumulative
from articles.parser.facts.vague import find_vague
from articles.parser.lexicon import Lexicon
from articles.parser.records import Mention, MetricMention, Part, Period, Rule, Story, Unresolved, make

_CHANGED: Final = re.compile(
    r"^[^，。；\d]{0,3}"
    r"(?:提高|提升|增加|增长|增|扩大|扩展|扩容|扩充|扩|拓展|拓宽|延伸|延长|发展|壮大|推广|攀升|猛增|上升|跃升|升|涨|上调|下调|调整?|下降|降低|降|压缩|缩短|缩减|缩|提|减少|减)?"
    r"(?:到|至|为)了?(?:现在|如今|目前|今天|今年|去年|本月|眼下)?(?:[上下]半年|同期|[年月]?[底末初]|\d{1,2}月)?的?$"
)
_PRIVATE: Final = "refused.private"
_CLASSES: Final = "个班"
_STORED: Final = {
    "人（次）": "人次",
    "批（次）": "批次",
    "场（次）": "场次",
    "％": "%",
    "㎡": "平方米",
    "平方": "平方米",
}
OLD_VALUE: Final = Rule("refused.old-value", "变化前的旧值，指标取新值")
_Rejected = tuple[Mention, Rule]
_FROM: Final = re.compile(r"[由从](?:\d{4}年|\d{1,2}月)?(?:[^，。；\d由从]{0,8})$")
#: So much of the clause before a figure and behind it belongs to the evidence: what is counted can stand on either
#: side, “码头先生”18名请进堆场, and a reader sees at once which.
_NEAR: Final = 12
_CLOSE: Final = 8
#: 从各级园丁、花艺能手中遴选74人: from among whom, or where, belongs to the evidence.
_FRAMED: Final = re.compile(r"[从在][^，。；]{2,20}[中里上内]$")
_FRAME_REACH: Final = 24
#: 投入75万元建成球场: the evidence of a sum holds what was done with it.
_SPENT: Final = re.compile(
    r"(?:投入|投资|拿出|花费?|斥资|耗资|划出|列支|安排|出资|筹集|筹措|拨付|拨出|下拨|支出|募集|争取|发放)(?:资金|经费)?(?:了|共)?$"
)


class Figures(NamedTuple):
    """What the figures' half reads in one story; `program` and `indicator_code` of each metric are still empty.

    `clauses` are the body's, None where it holds no number.
    """

    metrics: tuple[MetricMention, ...] = ()
    rejected: tuple[tuple[Mention, Rule], ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    clauses: Clauses | None = None


class _Reading(NamedTuple):
    """A quantity that counts, with its qualifier; `changed_from` is where 由15万元提高到 begins, else -1."""

    quantity: Quantity
    qualified: Qualified
    changed_from: int = -1


class _Context(NamedTuple):
    clauses: Clauses
    periods: PeriodCues
    status: StatusCues
    published_on: date | None
    lexicon: Lexicon


def read_figures(story: Story, *, published_on: date | None, lexicon: Lexicon) -> Figures:
    """Every figure of a story, once, with its evidence; what was refused, and what stays open.

    Spans count in the part that the mention names. Periods are dated against
    `published_on` (None leaves them undated). Figures that titles and captions
    repeat become further mentions of the body's; one that stands in a title
    alone is unresolved, for its sentence is missing.
    """
    body = _read_part(story, "text", published_on, lexicon)
    others = [_read_part(story, part, published_on, lexicon) for part in ("kicker", "headline", "deck", "captions")]
    metrics, alone = merge_repeats(body.metrics, tuple(m for other in others for m in other.metrics))
    rejected = body.rejected + tuple(r for other in others for r in other.rejected)
    unresolved = body.unresolved + tuple(u for other in others for u in other.unresolved)
    return Figures(metrics, rejected, unresolved + tuple(_lonely(m) for m in alone), body.clauses)


def _lonely(metric: MetricMention) -> Unresolved:
    mention = metric.figure
    return Unresolved(
        "quantity",
        "unknown",
        mention.quote,
        mention.part,
        mention.start,
        mention.end,
        "只见于标题或图片说明，正文没有对应的数",
    )


def _read_part(story: Story, part: Part, published_on: date | None, lexicon: Lexicon) -> Figures:
    text = story.part(part)
    if not text:
        return Figures()
    vague = tuple(find_vague(text, lexicon))
    unresolved = tuple(
        Unresolved("quantity", "ambiguous", text[low:high], part, low, high, why) for low, high, why in vague
    )
    quantities = _counting(text, vague, lexicon)
    # most titles and captions hold no number: nothing else need be read of them
    if not quantities:
        return Figures(unresolved=unresolved)
    clauses = cut_clauses(text)
    readings, rejected = _sort_quantities(part, quantities, clauses, lexicon)
    if not readings:
        return Figures((), rejected, unresolved, clauses)
    # neither a period nor a plan goes beyond its paragraph
    pieces = clauses.paragraphs_of(reading.qualified.start for reading in readings)
    periods = find_periods(text, lexicon=lexicon, pieces=pieces)
    status = find_status_cues(text, published_on=published_on, lexicon=lexicon, pieces=pieces)
    context = _Context(clauses, periods, status, published_on, lexicon)
    return Figures(_build_metrics(part, readings, context), rejected, unresolved, clauses)


def _counting(text: str, vague: Iterable[tuple[int, int, str]], lexicon: Lexicon) -> list[Quantity]:
    """The quantities of a text that say a number; a numeral in words without a measure word says none."""
    taken = {place for start, end, _ in vague for place in range(start, end)}
    return [q for q in find_quantities(text, lexicon) if q.start not in taken and (q.unit or not q.chinese)]


def _sort_quantities(
    part: Part, quantities: list[Quantity], clauses: Clauses, lexicon: Lexicon
) -> tuple[tuple[_Reading, ...], tuple[_Rejected, ...]]:
    """The quantities that count, and those refused with their reasons."""
    readings, refused = _refuse(part, quantities, clauses, lexicon)
    kept, old = _settle_changes(part, readings, clauses.text)
    kept, unlikely = _refuse_unlikely(part, kept, clauses, lexicon)
    return kept, refused + old + unlikely


def _refuse_unlikely(
    part: Part, readings: tuple[_Reading, ...], clauses: Clauses, lexicon: Lexicon
) -> tuple[tuple[_Reading, ...], tuple[_Rejected, ...]]:
    """The readings of a body apart from those whose wording speaks against a figure; titles count in other words."""
    if part != "text":
        return readings, ()
    kept: list[_Reading] = []
    unlikely: list[_Rejected] = []
    for reading in readings:
        quantity = reading.quantity
        if refusal := refuse_unlikely(quantity, clauses, lexicon):
            unlikely.append((_mention(part, clauses.text, quantity.start, quantity.end), refusal))
        else:
            kept.append(reading)
    return tuple(kept), tuple(unlikely)


def _refuse(
    part: Part, quantities: list[Quantity], clauses: Clauses, lexicon: Lexicon
) -> tuple[list[_Reading], tuple[_Rejected, ...]]:
    """Quantities that count, qualified, apart from those that do not."""
    text = clauses.text
    friends = find_false_friends(text, lexicon, clauses.paragraphs_of(quantity.start for quantity in quantities))
    readings: list[_Reading] = []
    rejected: list[_Rejected] = []
    private: tuple[Quantity, Rule] | None = None
    for quantity in quantities:
        refusal = find_refusal(quantity, clauses=clauses, false_friends=friends, lexicon=lexicon)
        if refusal is None and private and _moves(private[0], quantity, text):
            refusal = private[1]
        if refusal is None:
            readings.append(_Reading(quantity, qualify(text, quantity, lexicon)))
            continue
        private = (quantity, refusal) if refusal.name.startswith(_PRIVATE) else None
        rejected.append((_mention(part, text, quantity.start, quantity.end), refusal))
    return readings, tuple(rejected)


def _settle_changes(
    part: Part, readings: list[_Reading], text: str
) -> tuple[tuple[_Reading, ...], tuple[_Rejected, ...]]:
    """由27%提高到35.5%: the new value stays and knows where its change begins, the old one goes."""
    kept: list[_Reading] = []
    old: list[_Rejected] = []
    for reading in readings:
        if kept and _is_change(kept[-1], reading, text):
            before = kept.pop().quantity
            old.append((_mention(part, text, before.start, before.end), OLD_VALUE))
            opening = _FROM.search(text, max(0, before.start - 16), before.start)
            reading = reading._replace(changed_from=opening.start() if opening else before.start)
        kept.append(reading)
    return tuple(kept), tuple(old)


def _moves(old: Quantity, new: Quantity, text: str) -> bool:
    """她家的年收入从3万元涨到18万元: what is private of the old value is private of the new."""
    return old.unit == new.unit and bool(_CHANGED.match(text[old.end : new.start]))


def _is_change(old: _Reading, new: _Reading, text: str) -> bool:
    """由27%提高到35.5%: one figure that has moved, not two."""
    if not _same_kind(old.quantity, new.quantity) or not _CHANGED.match(text[old.qualified.end : new.qualified.start]):
        return False
    return bool(_FROM.search(text, max(0, old.quantity.start - 16), old.quantity.start))


def _same_kind(old: Quantity, new: Quantity) -> bool:
    """Values of one measure word, or of rates and times, which change theirs: 由三成降到5%, 由3天缩短到4小时."""
    if old.unit is None or new.unit is None:
        return False
    return old.unit == new.unit or (old.unit.family == new.unit.family and old.unit.family in ("ratio", "time"))


def _mention(part: Part, text: str, start: int, end: int) -> Mention:
    return make(Mention, (part, start, end, text[start:end]))


def _build_metrics(part: Part, readings: tuple[_Reading, ...], context: _Context) -> tuple[MetricMention, ...]:
    metrics: list[MetricMention] = []
    named: list[tuple[Spot, Phrase]] = []
    around = surroundings(context.clauses, context.periods, context.lexicon)
    spots = [_spot(i, readings) for i in range(len(readings))]
    for i, (spot, reading) in enumerate(zip(spots, readings, strict=True)):
        paragraph, _ = context.clauses.paragraph(spot.start)
        earlier = tuple(pair for pair in named[-8:] if pair[0].start >= paragraph)
        following = spots[i + 1] if i + 1 < len(spots) else None
        phrase = find_phrase(spot, following=following, earlier=earlier, around=around)
        if FULL_COVERAGE in reading.quantity.rules:
            phrase = _covered(phrase, spot)
        elif spot.unit == _CLASSES and "班" not in phrase.text:
            phrase = _of_classes(phrase, spot)
        named.append((spot, phrase))
        metrics.append(_build_metric(part, reading, spot, phrase, context))
    return tuple(metrics)


def _covered(phrase: Phrase, spot: Spot) -> Phrase:
    """集体协商全覆盖: the scope and the word belong together."""
    inside = phrase.start < phrase.end <= spot.start
    return Phrase(phrase.text + "全覆盖", phrase.start if inside else spot.start, spot.end, phrase.rule)


def _of_classes(phrase: Phrase, spot: Spot) -> Phrase:
    """开出36个班 → 开出班: the noun is in the measure word."""
    return Phrase(phrase.text + "班", min(phrase.start, spot.start), max(phrase.end, spot.end), phrase.rule)


def _spot(i: int, readings: tuple[_Reading, ...]) -> Spot:
    reading = readings[i]
    unit = reading.quantity.unit
    assert unit is not None
    return Spot(
        reading.qualified.start,
        reading.qualified.end,
        unit.family,
        unit.unit,
        readings[i - 1].qualified.end if i else -1,
        readings[i + 1].qualified.start if i + 1 < len(readings) else 10**9,
        reading.changed_from,
        reading.quantity.start,
    )


def _build_metric(part: Part, reading: _Reading, spot: Spot, phrase: Phrase, context: _Context) -> MetricMention:
    quantity, text = reading.quantity, context.clauses.text
    unit = quantity.unit
    assert unit is not None
    status, status_rule = decide_status(spot.start, spot.end, cues=context.status, clauses=context.clauses)
    period, period_rule, since = find_period(
        spot.start, family=unit.family, cues=context.periods, clauses=context.clauses, published_on=context.published_on
    )
    if status_rule == PROMISED and period.text.startswith(LAST_YEAR):
        # 热线接听900通，去年为700通；办课8期: what is promised next is not last year's
        period, period_rule, since = Period(), UNSAID, False
    start, end = _evidence(spot, phrase, context.clauses)
    return MetricMention(
        value=quantity.value,
        value_max=quantity.value_max,
        unit=_stored_unit(unit.unit),
        unit_family=unit.family,
        qualifier=reading.qualified.qualifier,
        status=status,
        cumulative=unit.family != "ratio" and is_cumulative(spot.start, clauses=context.clauses, since=since),
        period=period,
        indicator=phrase.text,
        indicator_code="",
        program="",
        figure=_mention(part, text, spot.start, spot.end),
        mentions=(_mention(part, text, start, end),),
        rules=(*quantity.rules, reading.qualified.rule, phrase.rule, status_rule, period_rule),
        certain=bool(phrase.text),
    )


def _evidence(spot: Spot, phrase: Phrase, clauses: Clauses) -> tuple[int, int]:
    """Value, measure word and indicator with what is near on either side; the clause, if the indicator is not in it."""
    clause_start, clause_end = clauses.clause(spot.start)
    if phrase.start == phrase.end or phrase.end <= clause_start:
        low, high = max(clause_start, spot.start - 24), min(max(clause_end, spot.end), spot.end + 24)
        start = min(low, phrase.start) if phrase.start < phrase.end else low
        return start, high
    start, end = min(spot.start, phrase.start), max(spot.end, phrase.end)
    opening, closing = max(clause_start, spot.previous_end), min(clause_end, spot.next_start)
    if start == spot.start and opening < start <= opening + _NEAR:
        # 装订8200册送到渔民手里: the verb in front tells as much as the noun behind
        start = opening
    elif framed := _FRAMED.search(clauses.text, max(opening, start - _FRAME_REACH), start):
        start = framed.start()
    if end == spot.end and end < closing <= end + _CLOSE and "、" not in clauses.text[end:closing]:
        end = closing
    spent = _SPENT.search(clauses.text, max(clause_start, start - 8), start) if spot.family == "money" else None
    return spent.start() if spent else start, end


def _stored_unit(unit: str) -> str:
    """人（次） is stored as 人次, ％ as %."""
    return _STORED.get(unit, unit)


def with_stored_units(metrics: tuple[MetricMention, ...]) -> tuple[MetricMention, ...]:
    """开出36个班 is stored as 36个, for the classes are the noun; until its code is found, 个班 says more."""
    return tuple([m if m.unit == (unit := entered_unit(m.unit)) else m._replace(unit=unit) for m in metrics])


def entered_unit(unit: str) -> str:
    """The measure word as an editor enters it: 个 of 个班, 人次 of 人（次）."""
    return "个" if unit == _CLASSES else _stored_unit(unit)


def value_text(value: Decimal) -> str:
    """A value as an editor reads it: 12600, 97.2."""
    return format(value.normalize(), "f")
