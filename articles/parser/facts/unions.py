"""Unions named as actors: 慈溪市总工会, 新市镇总工会, 龙港市印刷包装行业工会联合会, 市总.

A union's name is read backwards from its ending: the place before it comes
from the gazetteer, a town's or trade's name from the characters up to a
clause's edge or a function word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from articles.parser.facts.gazetteer import Gazetteer
from articles.parser.facts.passages import Passage
from articles.parser.records import Mention, Place, UnionMention

#: place: a division's own union; town: of a town, street or zone; body: of a trade or a company;
#: generic: 县总工会, 市总, to be resolved to the article's place.
Level = Literal["place", "town", "body", "generic"]

#: The division code (GB/T 2260) of Zhejiang.
PROVINCE: Final = "330000"

_LONGEST: Final = 24
_ENDING: Final = re.compile(
    # each branch opens with a character as written, so that re passes over all others at once
    r"总工会|工会联合会|联合工会|工会(?!联合会|驿站|会员|干部|小组|工作|组织[，。、的和建\d])|总(?<=[市区县省]总)(?=[^工部体计量值数书社理经]|$)"
)
_RUN: Final = re.compile(r"[一-鿿（）()]+$")
_ZONE: Final = re.compile(r"[一-鿿]{2,8}(?:街道|镇|乡|开发区|新区|园区|度假区|集聚区|高新区|经开区|新城|港区|管委会)$")
#: A zone's kind, no name by itself, as a pattern: 经济技术开发区, 高新产业园区.
ZONE_KIND: Final = r"(?:经济|技术|高新|产业|工业|示范|旅游|现代|农业)+(?:开发区|园区|新区|集聚区|度假区)"
_KIND: Final = re.compile(ZONE_KIND)
_GENERIC: Final = re.compile(r"(?:[该本]|^)?(县|区|市|省|新区|开发区|高新区|经开区|园区|自治县|县市|街道|镇|乡)$")
#: 参加区总工会的…: what stands before is no part of a name, for all counties' names are known.
_LEVEL: Final = re.compile(r"(?:自治县|[县市省]|(?<![新发园港假聚高])区)$")
#: 浙江省交通工会, 省直属机关工会: a trade's union of the whole province; 全省首批快递工会 is none.
_PROVINCE_TRADE: Final = re.compile(r"(?:浙江省|(?<![全我本各])省)(?![首内级各])([一-鿿]{2,8})$")
_MANY: Final = re.compile(
    r"(?:(?<!下)各级?|所有|两级|三级|基层|首[个批家]|等|[一二三四五六七八九十\d]+[个家]|个)[一-鿿（）、]{0,8}$"
)
_TOGETHER: Final = re.compile(r"(?:两|三|四)[地市县区]$|等地$")
# Words that cannot belong to a union's name: it starts behind the last of them.
_EDGE: Final = re.compile(
    r"近日|还有|加入|已|共?新建|日前|目前|今年|去年|当天|当日|随后|同时|其中|记者|获悉|据悉|介绍|联合|会同|携手|协同|依托|成立|组建|指导|推动|走进|来自|通过|支持|邀请|"
    r"举办|开展|召开|组织|启动|迎来|接待|前往|[的由与和及跟同在到从向对为让使被把将是了据受以因则请当按给就即赴至]|经(?![济开信贸])"
)
_BODY: Final = re.compile(
    r"(?:行业|集团|公司|医院|学校|大学|学院|银行|园区|系统|协会|商会|业|厂|局|中心|商圈|市场|平台|企业|教育|环卫|快递|物流|货运|联盟)$"
)
_OFFICER: Final = re.compile(
    r"^(?:党组|党委|主席|副主席|常务|干部|委员|负责人|相关负责|有关负责|工作人员|[一-鿿]{0,4}部)"
)


class UnionFound(NamedTuple):
    """One printed union. `code` is the division it speaks for, "" where the text must tell."""

    mention: Mention
    level: Level
    name: str
    code: str = ""
    officer: bool = False


def find_unions(passage: Passage, gazetteer: Gazetteer) -> Iterator[UnionFound]:
    """The unions that a text names, in its order.

    >>> 慈溪市总工会联合浒山街道总工会
    慈溪市总工会 (place), 浒山街道总工会 (town)
    """
    text, floor = passage.text, 0
    for ending in _ENDING.finditer(text):
        run = _RUN.search(text, max(floor, ending.start() - _LONGEST), ending.start())
        start = run.start() if run else ending.start()
        officer = _OFFICER.match(text[ending.end() : ending.end() + 6]) is not None
        yield from _read_name(passage, start, ending, gazetteer, officer)
        floor = ending.end()


def _read_name(
    passage: Passage, start: int, ending: re.Match[str], gazetteer: Gazetteer, officer: bool
) -> Iterator[UnionFound]:
    text, stem_end, end = passage.text, ending.start(), ending.end()
    stem = text[start:stem_end]
    together = _TOGETHER.search(stem)
    if together and ending[0] == "总工会":
        yield from _read_together(passage, start + together.start(), end, gazetteer)
        return
    if _MANY.search(stem[-10:]):
        return
    places = list(gazetteer.pattern.finditer(text, start, stem_end))
    place = places[-1] if places else None
    if place and place.end() == stem_end and ending[0] in ("总工会", "总", "工会"):
        known = gazetteer.names[place[0]]
        if known.form != "zone":
            name = gazetteer.divisions[known.code].name + "总工会"
            yield UnionFound(passage.mention(place.start(), end), "place", name, known.code, officer)
            return
    yield from _read_other(passage, start, ending, place, gazetteer, officer)


def _read_other(
    passage: Passage,
    start: int,
    ending: re.Match[str],
    place: re.Match[str] | None,
    gazetteer: Gazetteer,
    officer: bool,
) -> Iterator[UnionFound]:
    text, stem_end, end = passage.text, ending.start(), ending.end()
    edges = list(_EDGE.finditer(text, place.end() if place else start, stem_end))
    inner = edges[-1].end() if edges else (place.end() if place else start)
    outer = place.start() if place and not edges else inner
    code = gazetteer.names[place[0]].code if place and not edges else ""
    stem = text[inner:stem_end]
    if ending[0] in ("总工会", "总"):
        generic = _GENERIC.fullmatch(text[outer:stem_end])
        if generic:
            yield UnionFound(passage.mention(stem_end - len(generic[1]), end), "generic", generic[1], "", officer)
        elif zone := _ZONE.search(text[outer:stem_end]):
            first = _zone_start(text, outer, inner, place, zone, gazetteer)
            yield UnionFound(passage.mention(first, end), "town", text[first:stem_end] + "总工会", code, officer)
        elif level := _LEVEL.search(text, inner, stem_end):
            yield UnionFound(passage.mention(level.start(), end), "generic", level[0], "", officer)
    elif ending[0] == "工会" and (trade := _PROVINCE_TRADE.search(text, start, stem_end)):
        name = f"浙江省{trade[1]}工会"
        yield UnionFound(passage.mention(trade.start(), end), "place", name, PROVINCE, officer)
    elif _BODY.search(stem) and 3 <= stem_end - outer <= 20:
        yield UnionFound(passage.mention(outer, end), "body", text[outer:end], code, officer)


def _zone_start(
    text: str, outer: int, inner: int, place: re.Match[str] | None, zone: re.Match[str], gazetteer: Gazetteer
) -> int:
    """Where a town's or zone's own name begins: 德清县|新市镇; 余杭街道, 钱塘经济技术开发区 keep their first word."""
    if place is None or place.start() != outer:
        return outer + zone.start()
    known = gazetteer.names[place[0]]
    own = text[inner : outer + zone.end()]
    if known.form == "full" and len(own) > 2:
        return inner
    return outer if len(own) <= 3 or known.form == "zone" or _KIND.fullmatch(own) else inner


def _read_together(passage: Passage, stem_end: int, end: int, gazetteer: Gazetteer) -> Iterator[UnionFound]:
    """温州、杭州两地总工会 → 温州市总工会, 杭州市总工会"""
    first = max(0, passage.text.rfind("，", 0, stem_end), stem_end - _LONGEST)
    for place in gazetteer.pattern.finditer(passage.text, first, stem_end):
        known = gazetteer.names[place[0]]
        name = gazetteer.divisions[known.code].name + "总工会"
        yield UnionFound(passage.mention(place.start(), end), "place", name, known.code)


def build_organizations(found: list[UnionFound], place: Place, gazetteer: Gazetteer) -> tuple[UnionMention, ...]:
    """Unions of an article by full name in the order of their first mention, 县总工会 resolved to `place`.

    A company's or trade's union that only lends an officer his title is left out.
    """
    grouped: dict[str, list[UnionFound]] = {}
    named = [f for f in found if f.level in ("place", "town")]
    for union in found:
        name = _full_name(union, named, place, gazetteer)
        if name:
            grouped.setdefault(name, []).append(union)
    return tuple(
        UnionMention(name, tuple(u.mention for u in group), next((u.code for u in group if u.code), ""))
        for name, group in grouped.items()
        if any(u.level != "body" or not u.officer for u in group)
    )


def _full_name(union: UnionFound, named: list[UnionFound], place: Place, gazetteer: Gazetteer) -> str:
    if union.level != "generic":
        return union.name
    ending = union.name + "总工会"
    for other in named:
        if other.name.endswith(ending):
            return other.name
    own = place.county if union.name in ("县", "区", "自治县") else place.county or place.city
    if union.name == "省":
        return "浙江省总工会"
    if union.name in ("县", "区", "市", "自治县") and own:
        return own + "总工会"
    return ""
