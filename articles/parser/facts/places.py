"""Which city and county an article is about.

Evidence is weighed and added: the union that acts outweighs the headline, the
headline the lead, the lead the count. Visitors' homes, birthplaces and lists
of examples hardly weigh: an event of a Ningbo company in Keqiao is Ningbo's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, NamedTuple

from articles.parser.facts.gazetteer import Gazetteer, PlaceName
from articles.parser.facts.passages import TITLE_PARTS, Passage
from articles.parser.facts.unions import PROVINCE, ZONE_KIND, UnionFound
from articles.parser.records import Place, PlaceMention, Rule

_UNION: Final = 6.0
_TITLE: Final = 3.0
_LEAD: Final = 2.5
_COUNT: Final = 0.6
_COUNT_MOST: Final = 3.0
#: So often named, a union that no other stands beside acts.
_OFTEN: Final = 2
_AGAIN: Final = 1.5

_FROM: Final = re.compile(r"(?:来自|籍贯|老家|原籍|生于|家在|出生在|毕业于|千里之外的)[一-鿿]{0,2}$")
_GONE: Final = re.compile(
    r"(?:赴|前往|奔赴|远赴|去往|飞往|走访|考察|接待|迎来|援助|对口|支援)[一-鿿]{0,4}$|(?:到|去|在|从|与|同|和|像)$"
)
_OF_PEOPLE: Final = re.compile(
    r"^(?:籍|人(?!民|才|社|力|大|均|口|工)|老乡|姑娘|小伙|媳妇|汉子|话|客商|男孩|女孩|等地|等结对|等[省市县区])"
)
_OF_SITE: Final = re.compile(r"^[一-鿿]{0,4}(?:路|大道|湖边|江畔|山上|高铁|火车站|机场|大学|集团|公司|银行|杯)")
_SUPPORT: Final = re.compile(
    r"^(?:总工会|工会|[市县区](?!民|域|场)|各级|全[市县区]|职工|[一-鿿]{1,3}(?:街道|镇|乡|经济?开|开发区|新区)"
    rf"|{ZONE_KIND})"
)
_PROVINCE_WORD: Final = re.compile(r"我省|全省(?!首[个家批例])")
_PROVINCE_SIGN: Final = re.compile(r"我省|全省(?!首[个家批例])|省总工会|省总(?=[^体部])")


class PlaceFound(NamedTuple):
    """A printed place with what it weighs (0: excluded) and why."""

    mention: PlaceMention
    weight: float
    name: PlaceName
    sentence: int


def find_places(passage: Passage, gazetteer: Gazetteer, published_on: date | None) -> Iterator[PlaceFound]:
    """The places that a text names, each weighed by its nearest words; `support_places` settles ambiguous ones."""
    matches = list(gazetteer.pattern.finditer(passage.text))
    for number, match in enumerate(matches):
        known = gazetteer.names[match[0]]
        before = passage.text[max(0, match.start() - 8) : match.start()]
        after = passage.text[match.end() : match.end() + 8]
        weight, rule = _weigh(known, before, after, published_on)
        division = gazetteer.divisions.get(known.code)
        if division is None:
            continue
        if weight > 0.3 and _listed(matches, number, passage.text):
            weight, rule = 0.3, Rule("place.list", "与其他地名并列，只作举例")
        mention = PlaceMention(passage.mention(*match.span()), known.code, division.name, rule)
        yield PlaceFound(mention, weight, known, passage.sentence_at(match.start()))


def _weigh(known: PlaceName, before: str, after: str, published_on: date | None) -> tuple[float, Rule]:
    if _FROM.search(before) or _OF_PEOPLE.match(after):
        return 0.0, Rule("place.origin", "说的是来处或籍贯")
    if known.form == "former" and published_on and known.until and published_on.year > known.until:
        return 0.4, Rule("place.former", f"{known.until}年前的旧称")
    if _GONE.search(before) and not _SUPPORT.match(after):
        return 0.4, Rule("place.visit", "说的是所到之地")
    if known.form == "short" and _OF_SITE.match(after):
        return 0.4, Rule("place.site", "是道路、单位等名称的一部分")
    return 1.0, Rule(f"place.{known.form}", "文中写明的地名")


def _listed(matches: list[re.Match[str]], number: int, text: str) -> bool:
    """杭州、宁波、上虞 3批: three or more names side by side tell where others come from."""
    chain = 1
    for step in (-1, 1):
        here = number
        # three are enough: a list without end is not read to its end for each of its names
        while chain < 3 and 0 <= here + step < len(matches):
            left, right = sorted((here, here + step))
            if text[matches[left].end() : matches[right].start()] not in ("、", "和", "、浙江", "与"):
                break
            chain += 1
            here += step
    return chain >= 3


def support_places(found: list[PlaceFound], unions: list[UnionFound], passages: dict[str, Passage]) -> list[PlaceFound]:
    """Without the short names that are also words (江山, 三门, 海盐) where nothing else speaks for the place.

    Support is a unit behind the name (天台街道), the city before it, the full
    name or its union anywhere in the article, or 县总工会 where the name opens
    a clause (浦江已有17家).
    """
    sure = {f.name.code for f in found if not f.name.ambiguous and f.weight > 0}
    levels = {u.name for u in unions if u.level == "generic"}
    sure |= {f.name.code for f in found if f.mention.name[-1] in levels and _opens_clause(f, passages)}
    kept = []
    for place in found:
        if not place.name.ambiguous or place.name.code in sure or _supported(place, passages):
            kept.append(place)
    return kept


def _supported(place: PlaceFound, passages: dict[str, Passage]) -> bool:
    mention = place.mention.mention
    text = passages[mention.part].text
    before = text[max(0, mention.start - 3) : mention.start]
    return bool(_SUPPORT.match(text[mention.end : mention.end + 8])) or before.endswith(("市", "浙江"))


def _opens_clause(place: PlaceFound, passages: dict[str, Passage]) -> bool:
    mention = place.mention.mention
    before = passages[mention.part].text[max(0, mention.start - 1) : mention.start]
    return place.weight >= 1 and before in ("", "\n", "。", "，", "在", "”")


def settle_place(
    passages: Iterable[Passage], found: list[PlaceFound], unions: list[UnionFound], gazetteer: Gazetteer
) -> Place:
    """The city and county that the evidence, added up, speaks for."""
    body = next((p for p in passages if p.part == "text"), None)
    scores: dict[str, float] = defaultdict(float)
    _add_unions(scores, unions)
    _add_mentions(scores, found, body)
    province = sum(bool(_PROVINCE_SIGN.search(p.text)) * (2.0 if p.part in TITLE_PARTS else 1.0) for p in passages)
    acting = {u.code for u in unions if u.code and u.level != "generic"}
    alone = not any(code != PROVINCE for code in acting)
    if (alone and (province >= 2 or PROVINCE in acting)) or (body and _province_leads(body, unions)):
        return _province(gazetteer)
    if alone and body and (_province_opens(body, found, unions) or _province_alone(unions)):
        return _province(gazetteer)
    if body and _province_over(body, unions, gazetteer):
        return _province(gazetteer)
    best = _best_county(scores, unions, gazetteer)
    if best:
        return _build_place(best, acting, gazetteer)
    return Place()


def _is_province(union: UnionFound) -> bool:
    """Whether it is 浙江省总工会, or 省总工会 without the province's name."""
    return union.code == PROVINCE or (union.level == "generic" and union.name == "省")


def _province_leads(body: Passage, unions: list[UnionFound]) -> bool:
    """Whether a report opens on the whole province, cities and counties coming in later as examples.

    全省读书推进会在嘉兴举行。……省总工会与书城打通书目。……台州市总工会给会员发借书卡: the first paragraph
    speaks of 全省 or 我省, the province's union is the first that the body names, and no other
    stands in that paragraph or in a title.
    """
    opening = body.paragraphs[0]
    acting = [u for u in unions if u.level != "generic" or u.name == "省"]
    local = [u for u in acting if u.code not in ("", PROVINCE)]
    if any(u.mention.part in TITLE_PARTS or u.mention.start < opening[1] for u in local):
        return False
    first = min((u for u in acting if u.mention.part == "text"), key=lambda u: u.mention.start, default=None)
    return first is not None and _is_province(first) and bool(_PROVINCE_WORD.search(body.text, *opening))


def _province_alone(unions: list[UnionFound]) -> bool:
    """Whether the province's union is named again and again and no other: a contest of 省总工会 held in 温州."""
    return len(unions) >= _OFTEN and all(map(_is_province, unions))


def _province_over(body: Passage, unions: list[UnionFound], gazetteer: Gazetteer) -> bool:
    """Whether unions of several cities, each named once, are examples of what the province's union, named too, tells.

    None of them stands in a title or the first paragraph, as in a report on what two counties do together.
    """
    local = [u for u in unions if u.level == "place" and u.code not in ("", PROVINCE)]
    codes = [u.code for u in local]
    if len(set(codes)) < len(codes) or not any(map(_is_province, unions)):
        return False
    if any(u.mention.part in TITLE_PARTS or u.mention.start < body.paragraphs[0][1] for u in local):
        return False
    return len({gazetteer.city_of(code) for code in codes}) >= 2


def _province_opens(body: Passage, found: list[PlaceFound], unions: list[UnionFound]) -> bool:
    """Whether 省总工会 is the first union named, in the first paragraph, where no title or opening names a place."""
    opening = body.paragraphs[0][1]
    first = min((u for u in unions if u.mention.part == "text"), key=lambda u: u.mention.start, default=None)
    if first is None or first.name != "省" or first.mention.start >= opening:
        return False
    heard = [f for f in found if f.weight >= 1]
    return not any(f.mention.mention.part in TITLE_PARTS or f.mention.mention.start < opening for f in heard)


def _add_unions(scores: dict[str, float], unions: list[UnionFound]) -> None:
    first = True
    for union in unions:
        if not union.code:
            continue
        weight = {"place": _UNION, "town": _UNION / 2, "body": _UNION * 0.7, "generic": 0.0}[union.level]
        if union.mention.part in TITLE_PARTS:
            weight *= 1.3
        scores[union.code] += weight if first or scores[union.code] == 0 else _AGAIN
        first = False


def _add_mentions(scores: dict[str, float], found: list[PlaceFound], body: Passage | None) -> None:
    lead_end = body.paragraphs[0][1] if body and body.paragraphs else 0
    counted: dict[str, float] = defaultdict(float)
    led = False
    for place in found:
        code, mention = place.name.code, place.mention.mention
        if mention.part in TITLE_PARTS:
            scores[code] += _TITLE * place.weight
        elif mention.part == "text" and mention.start < lead_end and not led and place.weight >= 1:
            scores[code] += _LEAD
            led = True
        if counted[code] < _COUNT_MOST:
            counted[code] += _COUNT * place.weight
            scores[code] += _COUNT * place.weight


def _best_county(scores: dict[str, float], unions: list[UnionFound], gazetteer: Gazetteer) -> str:
    """The code with the strongest case. A county carries its city's evidence when they agree."""
    counties_act = any(u.level == "generic" and u.name in ("县", "区", "自治县") for u in unions)
    leading = _leading_city(unions, gazetteer)
    best, best_score = "", 0.0
    for code, score in scores.items():
        division = gazetteer.divisions[code]
        if division.level == "province":
            continue
        if division.level == "county":
            carried = 0.0 if division.parent_code == leading else 0.4 * scores.get(division.parent_code, 0.0)
            score += carried + (3.0 if counties_act and division.name[-1] != "市" else 0)
        if score > best_score + 1e-9:
            best, best_score = code, score
    return best


def _leading_city(unions: list[UnionFound], gazetteer: Gazetteer) -> str:
    """The city whose union, or a trade's (湖州市物流行业工会), acts before any of its counties' and as often.

    What its counties do is an example of its own work.
    """
    acting = [u.code for u in unions if u.level in ("place", "body") and u.code]
    first = acting[0] if acting else ""
    if not first or gazetteer.divisions[first].level != "city":
        return ""
    counties = [code for code in acting if gazetteer.divisions[code].parent_code == first]
    return first if all(counties.count(code) <= acting.count(first) for code in counties) else ""


def _build_place(code: str, acting: set[str], gazetteer: Gazetteer) -> Place:
    division = gazetteer.divisions[code]
    city = gazetteer.city_of(code)
    assert city is not None
    rule = (
        Rule("place.union", f"{division.name}的工会出面")
        if code in acting
        else Rule("place.evidence", f"标题、导语和次数都指向{division.name}")
    )
    if division.level == "city":
        return Place(city.name, "", city.code, "", rule)
    return Place(city.name, division.name, city.code, code, rule, certain=code in acting)


def _province(gazetteer: Gazetteer) -> Place:
    return Place(rule=Rule("place.province", f"{gazetteer.divisions[PROVINCE].name}全省的报道"))
