"""The phrase before a figure, cut down to what tells: without time, union, adverbs, light verbs and places.

今年，全市共开展专题普法活动 → 专题普法活动; 凉亭在东坞和西坞建成 → 凉亭; 上座率由原来的一半提升到 → 上座率.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Final, NamedTuple

from articles.parser.facts.clauses import Clauses
from articles.parser.facts.periods import PeriodCues
from articles.parser.facts.phrase_words import PhraseWords, phrase_words
from articles.parser.lexicon import Lexicon
from articles.parser.records import Rule

#: Longer phrases are cut: an indicator is a name, not a sentence.
LONGEST: Final = 16
_ENUMERATION: Final = re.compile(r"[^，]*、[^，、]*等(?P<noun>[一-鿿]{2,8})$")
#: 含体检、保险等12项: the parts of what the clause before names.
_CONTAINS: Final = re.compile(r"(?P<whole>[^，]{0,10}?)(?:包含|包括|涵盖|囊括|内含|含)[^，]*等?$")
#: 由以往的不足一半升到: an old value without a number.
_OLD_VALUE: Final = re.compile(
    r"从[^，。；]{0,8}第一[家个座间处场支期名][^，。；]{0,4}?到|[由从][^，。；]{2,14}?(?:提高|提升|上升|攀升|增加|增长|扩大|扩展|发展|壮大|下降|降低|缩短|压缩|减少|[升增扩涨降减缩])(?:到|至|为)"
)
#: 成立多年的企业有员工: who has it is not what is counted.
_HAS: Final = re.compile(r"(?<![拥持享国所没只稀特私公共现原占含还仍中约具])有(?![关效限色机序偿组望了过])")
#: 圆桌夜话已开展, 修车队共出工, 企业为此支出: what says when and how, between noun and verb.
_INSIDE: Final = re.compile(
    r"(?<=[一-鿿”]{2})(?:为此|已经?|(?<!公)共(?![享同建富青产鸣和])|(?<![平人户年月日])均(?!衡)|仍|先后|至今|累计|全部|陆续|一共|全[省市县区镇](?!总)(?<![高超]出全.)(?<!低于全.)(?<!超过全.))(?=[一-鿿“]{2})"
)
#: 招收7到10岁的球童: ages are a label.
_AGES: Final = re.compile(r"\d{1,2}(?:周?岁)?[至到~-]\d{1,2}周?岁的(?=[一-鿿])")
#: 岗位开放日, 启动仪式, 建设者: a light verb inside a noun.
_OF_NOUN: Final = frozenset("日节周式率度者员")
#: 带出会修三种机床的年轻钳工 → 带出年轻钳工: what describes the object.
_RELATIVE: Final = re.compile(r"(?P<verb>[一-鿿]{2})[出起][^，、“”]{5,}的(?P<noun>[一-鿿]{2,8})$")
_LONG: Final = 10
#: What makes a union in front of it part of a longer noun: 工会会员, 工会组织.
_NOT_ALONE: Final = ("、", "的", "和", "与", "”", "（", "会员", "组织", "干部", "系统", "阵地", "经费", "数")
#: 从互助金结余中划出: where it comes from.
_FROM_AMONG: Final = re.compile(r"从(?:各级|全[省市县区])?(?P<whole>[^，。；]{2,24}?)[中里](?=[一-鿿])")
#: 从园丁、花艺能手中遴选: these choose from what they count.
_CHOOSES: Final = re.compile(r"(?:遴选|选拔|选派|挑选|选出|抽调|招募|评选|推选|选聘)出?")
#: 在企业、楼宇等场所建成: who or what, where, and the verb behind it.
_SOMEWHERE: Final = re.compile(r"(?:已经?|还|又|将|也|先后|陆续|分别|共|就|正|都|均)*在(?![职线校岗册库建编读])")
_PLACES: Final = re.compile(r"[^，。；]{1,24}?等(?:地|处|多地|场所|区域)")


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


@dataclass(frozen=True, slots=True)
class Setting:
    """A figure with the paragraph's figures before it, already named, and what stands around."""

    spot: Spot
    earlier: tuple[tuple[Spot, Phrase], ...]
    around: Surroundings


def surroundings(clauses: Clauses, periods: PeriodCues, lexicon: Lexicon) -> Surroundings:
    """The surroundings of a text's figures, made once a text."""
    return Surroundings(clauses, periods, phrase_words(lexicon))


def trim_phrase(start: int, end: int, around: Surroundings) -> Phrase:
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
    old = _OLD_VALUE.search(text, start + 2, end) if end - start > 6 else None
    end = _shed_tail(start, old.start() if old else end, text, words)
    chosen = _chosen(start, end, text)
    if chosen:
        return chosen
    start = _shed_subject(start, end, text, words)
    light_end = start
    for light in words.light.finditer(text, start, end):
        if end - light.end() >= 2 and text[light.end()] not in _OF_NOUN:
            light_end = light.end()
    placed = _without_place(start, end, text, words)
    if placed:
        return placed
    start = _shed_lead(light_end, end, text, words)
    if (has := _HAS.search(text, start + 2, end)) and end - has.end() >= 2:
        start = _shed_lead(has.end(), end, text, words)
    listed = _listed(start, end, text, words)
    if listed:
        return listed
    relative = text.rfind("的", start, end - 4) + 1 if end - start > LONGEST else 0
    if relative and "、" in text[relative:end]:
        # 边角料做成的杯垫、书签、香包已卖出: the list itself
        start = relative
    if end - start > LONGEST:
        cut = max(text.rfind(mark, start, end - 3) for mark in "，、在向为对把将")
        start = cut + 1 if cut >= end - LONGEST else start
    piece = text[start:end].strip("、，的（：")
    if piece.startswith("“") and "”" not in piece:
        start = _shed_lead(start + 1, end, text, words)
        piece = text[start:end]
    piece = _INSIDE.sub("", piece)
    if len(piece) > _LONG and (relative_clause := _RELATIVE.match(piece)) and relative_clause["verb"] in words.verbs:
        piece = relative_clause["verb"] + relative_clause["noun"]
    if "岁" in piece:
        piece = _AGES.sub("", piece)
    return Phrase(piece, start, end, Rule("indicator.before", f"数量前的“{piece}”"))


def _shed_subject(start: int, end: int, text: str, words: PhraseWords) -> int:
    """Behind the union that acts, and behind where its money comes from: 市总工会从结余中划出 → 划出."""
    for subject in words.subject.finditer(text, start, end):
        if subject.end() < end and not text.startswith(_NOT_ALONE, subject.end()):
            start = subject.end()
    among = _FROM_AMONG.match(text, start, end)
    return among.end() if among and end - among.end() >= 2 else start


def _chosen(start: int, end: int, text: str) -> Phrase | None:
    """从园丁、花艺能手中遴选74人 → 遴选园丁、花艺能手."""
    among = _FROM_AMONG.search(text, start, end) if text.find("从", start, end) >= 0 else None
    chooses = _CHOOSES.fullmatch(text, among.end(), end) if among else None
    if not among or not chooses or len(among["whole"]) > LONGEST:
        return None
    told = chooses.group() + among["whole"]
    return Phrase(told, among.start(), end, Rule("indicator.before", f"数量前的“{told}”"))


def _listed(start: int, end: int, text: str, words: PhraseWords) -> Phrase | None:
    """化解欠薪、工伤等纠纷 → 化解纠纷: what a list sums up; the parts of a whole name nothing."""
    piece = text[start:end].strip("、，的（：")
    if "、" not in piece:
        return None
    contains = _CONTAINS.match(piece) if piece[-1:] == "等" else None
    if contains:
        return Phrase(contains["whole"], start, end, Rule("indicator.before", f"数量前的“{contains['whole']}”"))
    listed = _ENUMERATION.match(piece)
    giving = words.giving.match(piece)
    if not listed or not (giving or len(piece) >= LONGEST):
        return None
    named = (giving.group() if giving else "") + listed["noun"]
    return Phrase(named, start, end, Rule("indicator.list", f"列举之总称“{listed['noun']}”"))


def _without_place(start: int, end: int, text: str, words: PhraseWords) -> Phrase | None:
    """凉亭在东坞和西坞、南坞建成 → 凉亭: what stands before 在 and, if it tells, the verb behind the place."""
    somewhere = _SOMEWHERE.search(text, start + 2, end) if "在" in text[start + 2 : end] else None
    if not somewhere:
        return None
    places = _PLACES.match(text, somewhere.end(), end)
    if places and end - places.end() >= 4:
        told = text[places.end() : end]
        return Phrase(told, places.end(), end, Rule("indicator.before", f"数量前的“{told}”"))
    first = _shed_lead(start, somewhere.start(), text, words)
    noun = text[first : somewhere.start()]
    verb = words.verb_at_end(text, somewhere.end() + 2, end)
    if not verb or not 2 <= len(noun) <= 12 or "，" in text[first:end] or words.bare.fullmatch(noun):
        return None
    told = noun if words.bare.fullmatch(verb) else noun + verb
    return Phrase(told, first, end, Rule("indicator.before", f"数量前的“{told}”"))


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
        if text[start - 1] == "在" and (places := _PLACES.match(text, start, end)) and end - places.end() >= 2:
            start = places.end()
    return start
