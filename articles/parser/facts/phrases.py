"""What a figure counts, in the text's own words: the noun behind it, else the phrase before it.

培训职工4700余人次 → 培训职工; 20余家爱心餐饮企业 → 爱心餐饮企业; 站点总量已达1.26万家 → 站点总量.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import NamedTuple

from articles.parser.facts.clauses import Clauses
from articles.parser.facts.periods import PeriodCues
from articles.parser.facts.phrase_words import PhraseWords, phrase_words
from articles.parser.lexicon import Lexicon
from articles.parser.records import Rule

#: Longer phrases are cut: an indicator is a name, not a sentence.
_LONGEST = 16
_REACH = 48
_BACK_FAMILIES = frozenset({"ratio", "time"})
_HAN = re.compile(r"[一-鿿A-Za-z“”‘’（）、·\d-]+")
_ENUMERATION = re.compile(r"[^，]*、[^，、]*等(?P<noun>[一-鿿]{2,8})$")
_OPENS_NUMBER = re.compile(r"^[共计合总和与及、，]{0,3}(?:[\d百千两]|[一二三四五六七八九十]+[家名人场个期次批])")


_RELATIVE = re.compile(
    r"(?:来自|跟着|在|从|因|由|参加|符合|具有|拥有)[^，]{1,24}的(?=[一-鿿“])|(?:作为|用作|充作)(?=[一-鿿])"
)
_PREPOSITION = re.compile(r"与|和|同|向|在|从|被|因|通过|经|由")
#: 12期共36场普法活动: two measures of one thing.
_SHARED = re.compile(r"[共合总计及和]{0,3}")
#: 九成以上已经办结, 2590条已经改完: a verb behind its adverb.
_DONE = re.compile(r"(?:已经?|均已?|都已?|全部|全都|业已)(?P<verb>[一-鿿]{2,6})$")
#: 报名人数达到招生数的4.6倍: what is compared, not what with.
_COMPARED = re.compile(r"(?:仍|已)?(?:达到?了?|是|为|相当于|约为)[^，。；]{2,12}的$")
_LOOSE_END = re.compile(
    r"(?:(?<!参)与|(?<![饱中柔谐])和|(?<![顾普])及|(?<![公中])共|共计|合计|累计|(?<![存所内现实])在|(?<=[”员工者人])[中里]|(?<=[一-鿿]{2})(?:以上|左右)|[、的了（])+$"
)
_VERB_PHRASE = re.compile(r"(?:要|将|已经?|可以?|能|都|均|全部|还|在|正|被)(?P<verb>[一-鿿“”\d]{4,20})")
_ADVERBS = re.compile(r"^(?:已经?|先后|一共|共|拟|将|还|又|再|也)+")
#: 放款164笔，共计1230万元: the sum of what was just counted.
_SUM_OF = re.compile(r"，?(?:共计|合计|总计|总额|金额|总金额)(?:达|约|为|近|超过?)*")
_MEAN = re.compile(r"[日月年人户]均$")
_PARENTHESIS = re.compile(r"（[^（）]{1,8}）")
_QUOTED = re.compile(r"“([^“”，。\n]{2,16})”")


class Phrase(NamedTuple):
    """An indicator's words with the span they come from (start == end where they stand elsewhere)."""

    text: str
    start: int
    end: int
    rule: Rule


class Spot(NamedTuple):
    """A figure to be named: its span, its unit's family and word, and where its neighbours end and begin."""

    start: int
    end: int
    family: str
    unit: str
    previous_end: int
    next_start: int
    changed_from: int = -1
    #: Where the bare number begins, behind 不少于 or 最高奖励.
    number: int = -1


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What naming looks at: the text's cuts, its periods, the words of the lexicon."""

    clauses: Clauses
    periods: PeriodCues
    words: PhraseWords

    @property
    def text(self) -> str:
        return self.clauses.text


def surroundings(clauses: Clauses, periods: PeriodCues, lexicon: Lexicon) -> Surroundings:
    """The surroundings of a text's figures, made once a text."""
    return Surroundings(clauses, periods, phrase_words(lexicon))


def find_phrase(
    spot: Spot, *, following: Spot | None, earlier: tuple[tuple[Spot, Phrase], ...], around: Surroundings
) -> Phrase:
    """The indicator of the figure at `spot`.

    `following` is the next figure, `earlier` the paragraph's figures before it, already named.
    A noun behind the figure wins; rates look back first; a bare verb or
    nothing at all borrows from the figure or the clause before.
    """
    words = around.words
    behind = _behind(spot, around)
    before = _before(spot, around)
    strong = len(before.text) >= 2 and (spot.family == "money" or not words.bare.fullmatch(before.text))
    # 企业托班，浦江已有17家: a place is where, not what
    if before.text in words.places:
        before, strong = before._replace(text=""), False
    if spot.family in _BACK_FAMILIES and strong and not around.text.startswith("的", spot.end):
        return _complete(before, spot, earlier, around)
    if behind.text and words.verb_after.fullmatch(behind.text):
        return _join(before, behind) if strong else _complete(behind, spot, earlier, around)
    if behind.text:
        return behind
    if strong:
        return _complete(before, spot, earlier, around)
    done = _done(spot, around)
    if done.text:
        return _complete(done, spot, earlier, around)
    led = _verb_phrase(spot, around)
    if led.text:
        return led
    if following and _SHARED.fullmatch(around.text[spot.end : following.start]):
        shared = _behind(following, around)
        if shared.text:
            return shared
    return _borrowed(spot, before, earlier, around)


def _behind(spot: Spot, around: Surroundings) -> Phrase:
    """The noun that follows: 20余名来自石化公司的职工 → 职工."""
    text, words = around.text, around.words
    nothing = Phrase("", spot.end, spot.end, Rule("indicator.none", ""))
    _, clause_end = around.clauses.clause(max(spot.start, spot.end - 1))
    aside = _PARENTHESIS.match(text, spot.end)
    start = aside.end() if aside else spot.end
    start += text.startswith("的", start)
    end = min(clause_end, start + _REACH)
    if _OPENS_NUMBER.match(text[start : start + 8]) and spot.next_start < end:
        return nothing
    if spot.next_start > start:
        end = min(end, spot.next_start)
    found = _HAN.match(text, start, end)
    if not found or found.group()[0] in "、”’）":
        return nothing
    relative = _RELATIVE.match(found.group())
    piece = found.group()[relative.end() :] if relative else found.group()
    if not relative and words.function_after.match(piece) and not _verbal(spot, piece):
        return nothing
    piece = _head(piece, words)
    at = text.find(piece, start, end) if piece else -1
    if at < 0:
        return nothing
    return Phrase(piece, at, at + len(piece), Rule("indicator.behind", f"数量后的“{piece}”"))


def _done(spot: Spot, around: Surroundings) -> Phrase:
    """The verb behind 已经: 建议中，九成以上已经办结 → 办结."""
    _, clause_end = around.clauses.clause(spot.start)
    found = _DONE.match(around.text[spot.end : min(clause_end, spot.end + 12)])
    if not found:
        return Phrase("", spot.end, spot.end, Rule("indicator.none", ""))
    start = spot.end + found.start("verb")
    verb = found["verb"]
    return Phrase(verb, start, start + len(verb), Rule("indicator.behind", f"数量后的“{verb}”"))


def _verb_phrase(spot: Spot, around: Surroundings) -> Phrase:
    """What is said of the things counted, where no noun is: 当中8家要做到24小时不打烊."""
    _, clause_end = around.clauses.clause(spot.start)
    end = min(clause_end, spot.end + _LONGEST + 4, max(spot.next_start, spot.end))
    found = _VERB_PHRASE.match(around.text, spot.end, end)
    if not found:
        return Phrase("", spot.end, spot.end, Rule("indicator.none", ""))
    verb = found["verb"]
    return Phrase(verb, found.start("verb"), found.end("verb"), Rule("indicator.behind", f"数量后的“{verb}”"))


def _verbal(spot: Spot, piece: str) -> bool:
    """2000人次与企业达成初步意向: behind 人 and 人次 the sentence's verb tells who is counted."""
    return spot.unit in ("人", "人次") and bool(_PREPOSITION.match(piece)) and len(piece) >= 5


def _head(piece: str, words: PhraseWords) -> str:
    """The phrase behind a figure; a long one is cut to what follows its last 、 or where its verb begins."""
    piece = _LOOSE_END.sub("", piece)
    early = (
        next((s for s in words.stop_after.finditer(piece) if s.start() >= 3), None) if len(piece) > _LONGEST else None
    )
    if early and early.start() < piece.find("、"):
        piece = piece[: early.start()]
    elif len(piece) > _LONGEST and "、" in piece[:-2]:
        piece = piece[piece.rindex("、", 0, len(piece) - 2) + 1 :]
    if len(piece) > _LONGEST:
        stop = next((s for s in words.stop_after.finditer(piece) if s.start() >= 4), None)
        piece = piece[: stop.start()] if stop else piece[: _LONGEST + 4]
    if piece.count("“") > piece.count("”"):
        piece = piece[: piece.rindex("“")] or piece.replace("“", "")
    return _LOOSE_END.sub("", piece)


def _before(spot: Spot, around: Surroundings) -> Phrase:
    """The phrase in front, without its time, adverbs and light verbs: 全市共开展专题普法活动 → 专题普法活动."""
    origin = spot.changed_from if spot.changed_from >= 0 else spot.start
    start = max(around.clauses.clause(origin)[0], origin - _REACH)
    if spot.changed_from < 0 and spot.previous_end > start:
        start = spot.previous_end
    compared = _COMPARED.search(around.text, start, origin) if spot.family == "ratio" else None
    if compared and compared.start() - start >= 2:
        return _trim(start, compared.start(), around)
    phrase = _trim(start, origin, around)
    if len(phrase.text) < 2 and spot.number - spot.start >= 4:
        # 最高奖励50万元: what is counted stands inside the qualifier
        return _trim(spot.start, spot.number, around)
    return phrase


def _trim(start: int, end: int, around: Surroundings) -> Phrase:
    """The telling part of `text[start:end]`; of two sides of a period the one that says more."""
    cues = around.periods
    at = bisect_left(cues.starts, end)
    for cue in reversed(cues.found[max(0, at - 3) : at]):
        if cue.start < start or cue.end > end:
            continue
        rest = _trim_piece(cue.end, end, around)
        if cue.start > start and (len(rest.text) < 2 or around.words.bare.fullmatch(rest.text)):
            front = _trim_piece(start, cue.start, around)
            return front if len(front.text) >= 2 and not front.text.endswith("工会") else rest
        return rest
    return _trim_piece(start, end, around)


def _trim_piece(start: int, end: int, around: Surroundings) -> Phrase:
    text, words = around.text, around.words
    end = _shed_tail(start, end, text, words)
    for subject in words.subject.finditer(text, start, end):
        if subject.end() < end and text[subject.end()] not in "、的和与”（":
            start = subject.end()
    light_end = start
    for light in words.light.finditer(text, start, end):
        if end - light.end() >= 2:
            light_end = light.end()
    start = _shed_lead(light_end, end, text, words)
    if end - start > _LONGEST:
        cut = max(text.rfind(mark, start, end - 3) for mark in "，、在向为对把将")
        start = cut + 1 if cut >= end - _LONGEST else start
    piece = text[start:end].strip("、，的（：")
    if piece.startswith("“") and "”" not in piece:
        start = _shed_lead(start + 1, end, text, words)
        piece = text[start:end]
    listed = _ENUMERATION.match(piece)
    if listed and (words.giving.match(piece) or len(piece) >= _LONGEST):
        giving = words.giving.match(piece)
        named = (giving.group() if giving else "") + listed["noun"]
        return Phrase(named, start, end, Rule("indicator.list", f"列举之总称“{listed['noun']}”"))
    return Phrase(piece, start, end, Rule("indicator.before", f"数量前的“{piece}”"))


def _shed_tail(start: int, end: int, text: str, words: PhraseWords) -> int:
    while end > start:
        if text[end - 1] in "、，的（“：—":
            end -= 1
            continue
        length = words.tail.at_end(text, start, end)
        if not length:
            break
        end -= length
    return end


def _shed_lead(start: int, end: int, text: str, words: PhraseWords) -> int:
    while start < end:
        if text[start] in "、，：的）” ":
            start += 1
            continue
        length = words.lead.at_start(text, start, end)
        if not length or end - start - length < 2:
            break
        start += length
    return start


def _complete(phrase: Phrase, spot: Spot, earlier: tuple[tuple[Spot, Phrase], ...], around: Surroundings) -> Phrase:
    """解决近九成 behind 意见建议两百余条, 总额超1亿元 behind 互助金: what says how much takes the noun before it."""
    words = around.words
    short = (spot.family == "ratio" and len(phrase.text) <= 2) or words.verb_after.fullmatch(phrase.text)
    done = phrase.text[0] in "比较" or (len(phrase.text) <= 6 and phrase.start > spot.start)
    if not (short or done or words.measure.fullmatch(phrase.text)) or not earlier:
        return phrase
    noun = earlier[-1][1].text
    if noun[-1:] in ("率", "度", "比") and phrase.text[0] not in "比较":
        return phrase
    sentence, _ = around.clauses.sentence(spot.start)
    if not noun or earlier[-1][0].start < sentence or spot.start - earlier[-1][0].end > 24:
        return phrase
    words_of = noun if noun.endswith(phrase.text) else noun + phrase.text
    return Phrase(words_of, phrase.start, phrase.end, Rule("indicator.subject", f"承前“{noun}”"))


def _join(before: Phrase, behind: Phrase) -> Phrase:
    """职工4.2万人次参与 → 职工参与."""
    rule = Rule("indicator.around", f"数量前后“{before.text}…{behind.text}”")
    return Phrase(before.text + behind.text, before.start, behind.end, rule)


def _borrowed(spot: Spot, own: Phrase, earlier: tuple[tuple[Spot, Phrase], ...], around: Surroundings) -> Phrase:
    """实际完成1683家: what the figure before it in the same measure word counts, else a name or the clause before."""
    sentence, _ = around.clauses.sentence(spot.start)
    same = [pair for pair in reversed(earlier) if pair[0].unit == spot.unit and pair[1].text]
    if same and same[0][0].start >= sentence:
        return _same_unit(spot, same[0][1], around)
    if earlier and spot.family == "money" and _SUM_OF.fullmatch(around.text[earlier[-1][0].end : spot.start]):
        return _same_unit(spot, earlier[-1][1], around)
    paragraph, _ = around.clauses.paragraph(spot.start)
    if spot.family == "ratio" and earlier and earlier[-1][0].start >= sentence and earlier[-1][1].text:
        noun = earlier[-1][1]
        return Phrase(noun.text + own.text, spot.start, spot.start, Rule("indicator.subject", f"承前“{noun.text}”"))
    name = _last_name(max(sentence, spot.start - _REACH), spot, own, around)
    if name:
        return name
    if same:
        return _same_unit(spot, same[0][1], around)
    if spot.family == "sites" and (name := _last_name(max(paragraph, spot.start - 2 * _REACH), spot, own, around)):
        return name
    if earlier and earlier[-1][0].start >= sentence and earlier[-1][1].text:
        noun = Phrase(earlier[-1][1].text, spot.start, spot.start, Rule("indicator.subject", "承前一个数所计事项"))
        return _with_own(noun, own)
    clause, _ = around.clauses.clause(spot.start)
    if clause > sentence:
        start, end = around.clauses.clause(clause - 1)
        phrase = _trim(max(start, end - _REACH), end, around)
        if 2 <= len(phrase.text) <= _LONGEST and not around.words.bare.fullmatch(phrase.text):
            return _with_own(phrase, own)
    name = _last_name(max(paragraph, spot.start - 2 * _REACH), spot, own, around)
    if name:
        return name
    return own if own.text else Phrase("", spot.start, spot.start, Rule("indicator.none", "文中没有写明所计事项"))


def _last_name(low: int, spot: Spot, own: Phrase, around: Surroundings) -> Phrase | None:
    """The quoted name nearest before the figure, with the figure's own verb."""
    found = list(_QUOTED.finditer(around.text, low, spot.start))
    if not found:
        return None
    name = found[-1]
    rule = Rule("indicator.name", f"承前“{name.group(1)}”")
    return _with_own(Phrase(name.group(), name.start(), name.end(), rule), own)


def _with_own(noun: Phrase, own: Phrase) -> Phrase:
    return Phrase(noun.text + _ADVERBS.sub("", own.text), noun.start, noun.end, noun.rule)


def _same_unit(spot: Spot, phrase: Phrase, around: Surroundings) -> Phrase:
    """What an earlier figure counts: 接听来电1.2万通，日均54通 → 日均接听来电."""
    mean = _MEAN.search(around.text, max(0, spot.start - 2), spot.start)
    named = phrase.text if mean is None or phrase.text.startswith(mean.group()) else mean.group() + phrase.text
    return Phrase(named, spot.start, spot.start, Rule("indicator.same-unit", f"承前“{phrase.text}”"))
