"""Over, at least, about, under, at most: what the words beside a quantity make of its value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from articles.parser.facts.quantities import Quantity
from articles.parser.lexicon import Cue, Lexicon
from articles.parser.overlay import NEVER
from articles.parser.records import Qualifier, Rule

_NAMES: Final[dict[Qualifier, str]] = {
    "exact": "确数",
    "over": "多于",
    "at_least": "不少于",
    "about": "约数",
    "under": "少于",
    "at_most": "不多于",
    "range": "区间",
}
#: 超过了100家, 约占两成; 达 stands between 最高 and its sum.
#: 不足全省总量的3%, 不低于原来的九成, 不低于每月2500元: what of, and each what.
_LINK: Final = (
    "(?:了|达|到|有|是|为|占)?(?:(?:原来|原先|过去|以前|上年|去年|同期|总数|总量)的|全?[省市县区镇国][一-鿿]{0,6}的"
    "|每[人户家年月班单名个天场次]{1,2})?"
)
_CEILING_LINK: Final = (
    "(?:可获得?|可达到?|可享受?|可报销|可|达到?|为|是|不超过|补助|补贴|奖励|给予|授信|额度|领取"
    "|奖补|可?领取?|津贴|补|奖|贴补|限额|拿|得|借|支持|扶持|优惠|垫付|奖金|报销|贷款?|申请|享|赔付?|给付|理赔|救助|资助|保额|保障|返还|减免|抵扣?)*"
)
#: 至少覆盖港区职工1.5万人, 至少再开3家: what is done, and to whom, stands between.
_FLOOR_LINK: Final = "[一-鿿]{0,14}"
_FLOOR: Final = 16
#: 每月走访12家企业以上: the noun may stand before the word.
_BEHIND_NOUN: Final = re.compile(
    r"(?:企业|单位|公司|门店|商户|工会|驿站|站点|职工|员工|会员|劳动者|学员|学生|孩子|儿童|家庭|骑手|司机|案件|纠纷|活动|讲座|课程|培训|志愿者)"
    r"(?P<cue>以上|左右)(?=[，。；、）\n]|$)"
)
#: 销售额首次过亿元, 会员已过万, 学员过了4000名: 过 before a scale alone or thousands; 走过32个村 is no such thing.
_SCALE_ALONE: Final = ("百", "千", "万", "亿")
_THOUSANDS: Final = 1000
_PAST: Final = re.compile(r"(?<![超通经透路走来办去跑翻住用花做吃看待务助接办开教谈写不])过了?$")
#: What stands before a cue that is part of another word: 签约12家, 预约, 附近3家, 跑不到. An amount can be 折合约 so
#: much, a subsidy 补贴近 so much, and one may 需要约 so many, where 发出要约 are offers to bargain.
_NOT_AFTER: Final = {
    "约": "(?<![签预节邀守违特制公条解履大缔赴爽相])(?<!(?<!折)合)(?<!(?<![需只还就都总共得也又])要)",
    "近": "(?<![附最临靠邻亲就接将远])(?<!(?<![补津])贴)",
    "超": "(?<![赶反])",
    "不到": "(?<![跑够做找拿等吃睡买想得用见看听])",
    "破": "(?<![打突侦冲攻识点看])",
}


class Qualified(NamedTuple):
    """The qualifier of a quantity and the span it takes up with it: 不少于120家, 1000名以上."""

    qualifier: Qualifier
    start: int
    end: int
    rule: Rule


@dataclass(frozen=True, slots=True)
class _Cues:
    #: The characters that a cue before the number, or the link behind it, can end with.
    ends: frozenset[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    #: By side and cue, the longest first.
    meaning: dict[tuple[str, str], Qualifier]


@lru_cache(maxsize=8)
def _cues(lexicon: Lexicon) -> _Cues:
    cues = [cue for cue in lexicon.qualifier_cues if cue.kind in ("before", "after")]
    meaning = {(cue.kind, cue.cue): _qualifier(cue) for cue in sorted(cues, key=lambda cue: -len(cue.cue))}
    before = sorted((cue for side, cue in meaning if side == "before"), key=lambda c: (-len(c), c))
    after = sorted((cue for side, cue in meaning if side == "after"), key=lambda c: (-len(c), c))
    ends = frozenset(cue[-1] for cue in before) | frozenset(_CEILING_LINK + _LINK)
    return _Cues(
        ends,
        re.compile(rf"(?P<cue>{'|'.join(map(_before_pattern, before)) or NEVER})\s?$"),
        re.compile(rf"\s?(?:（含）|\(含\))?(?P<cue>{'|'.join(map(re.escape, after)) or NEVER})"),
        meaning,
    )


def _qualifier(cue: Cue) -> Qualifier:
    for name in _NAMES:
        if name == cue.value:
            return name
    raise ValueError(f"no qualifier: {cue.value!r}")


def _before_pattern(cue: str) -> str:
    link = _CEILING_LINK if cue in ("最高", "最多", "至多") else _FLOOR_LINK if cue in ("至少", "最少") else _LINK
    # 单笔最高达12万元: the most that was paid so far is no ceiling
    paid = "(?!(?<=单笔最高)(?:达|给付|赔付|补助))" if cue == "最高" else ""
    # the link lies outside the named cue, so that its meaning can be looked up
    return f"{_NOT_AFTER.get(cue, '')}{re.escape(cue)}{paid}(?={link}\\s?$){link}"


def qualify(text: str, quantity: Quantity, lexicon: Lexicon) -> Qualified:
    """The qualifier beside or inside a quantity; outer words before inner ones: 超1.2万余 is over once.

    >>> qualify("不少于120家", quantity, lexicon).qualifier
    'at_least'
    """
    cues = _cues(lexicon)
    start, end = quantity.start, quantity.end
    near = text[start - 1 : start].strip() or text[start - 2 : start - 1]
    likely = near in cues.ends or "少" in text[max(0, start - _FLOOR) : start]
    before = cues.before.search(text, max(0, start - 16), start) if likely else None
    after = cues.after.match(text, end)
    behind = None if after else _BEHIND_NOUN.match(text, end)
    if quantity.value_max is not None:
        rule = Rule("qualifier.range", "两个数之间为区间")
        return Qualified("range", before.start() if before else start, after.end() if after else end, rule)
    if before:
        return _found(cues, "before", before, before.start(), end)
    past = _PAST.search(text, max(0, start - 4), start)
    if past and (text[start : start + 1] in _SCALE_ALONE or quantity.value >= _THOUSANDS):
        return Qualified("over", past.start(), end, Rule("qualifier.before", "“过”→多于"))
    if after and not _is_noun(text, after):
        return _found(cues, "after", after, start, after.end())
    if behind and ("after", behind["cue"]) in cues.meaning:
        return _found(cues, "after", behind, start, end)
    if quantity.unit and quantity.unit.unit in ("成", "倍") and text.startswith("多", end):
        return Qualified("over", start, end + 1, Rule("qualifier.behind", "量词后的“多”→多于"))
    if quantity.inner:
        word = "来" if quantity.inner == "about" else "余/多"
        inner: Qualifier = "about" if quantity.inner == "about" else "over"
        return Qualified(inner, start, end, Rule("qualifier.inside", f"数中的“{word}”→{_NAMES[inner]}"))
    return Qualified("exact", start, end, Rule("qualifier.none", "没有约数词→确数"))


def _found(cues: _Cues, side: str, match: re.Match[str], start: int, end: int) -> Qualified:
    word = next(c for s, c in cues.meaning if s == side and match["cue"].startswith(c))
    qualifier = cues.meaning[side, word]
    return Qualified(qualifier, start, end, Rule(f"qualifier.{side}", f"“{word}”→{_NAMES[qualifier]}"))


def _is_noun(text: str, after: re.Match[str]) -> bool:
    """内 and 上下 open other words: 30家内部食堂, 上下联动."""
    behind = text[after.end() : after.end() + 1]
    joined = {"内": "部容外陆涝地心置科衣", "上下": "联游班铺贯"}.get(after["cue"], "")
    return bool(behind) and behind in joined
