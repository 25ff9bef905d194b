"""Why a number is no figure of the union's work: each refusal has a name and a reason for the editor."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from articles.parser.facts.alternatives import Alternatives, Piece
from articles.parser.facts.clauses import LOOK_BACK, Clauses
from articles.parser.facts.persons import tells_of_person
from articles.parser.facts.quantities import Quantity
from articles.parser.facts.speech import is_private_speech
from articles.parser.lexicon import Lexicon
from articles.parser.records import Rule

_REACH: Final = 24
_MEAN_REACH: Final = 16
#: 200人以上的企业 is a threshold, 80%以上的企业 and 100家以上企业 are not.
_THRESHOLDS: Final = frozenset({"people", "money", "area", "time"})
#: A span of time counts only as a limit or a mean: 平均办结周期压缩到5天, 30分钟内响应.
_TIME_CUE: Final = re.compile(
    r"平均|周期|办结|响应|时限|答复|回复|反馈|给付|到账|受理|审结|时效|缩短|压缩|提速|结案|每期|每班|接单|到场|出勤|减少|人均培训|用时|耗时|时间|时长|蹲点|驻点|驻企|不少于|延长|带薪假|工期|病假|加班由|休息日"
)
#: 平均出师时间缩短5个月: months are a figure only where something takes fewer of them than before.
_SHORTENED: Final = re.compile(r"(?:缩短|压缩|缩减|缩|减少|提前)(?:了|到|为|至)?$")
#: Sums below this are a union's only beside such words.
_SMALL_SUM: Final = Decimal(10_000)
#: 加开两辆, 再摆两张: what is added is counted, even where a single Chinese digit else tells a story.
_ADDED: Final = re.compile(
    r"(?:再(?![把将从由给向与和用让过等])[一-鿿]{1,2}"
    r"|[新加增又还][开建设添招购办辟派装挂演印聘配补](?:出|起|成|上|齐)?|新组建|新成立|新增|增加)了?$"
)
#: 由3类扩至8类: what has grown is counted, however small.
_GROWN: Final = re.compile(r"(?:扩|增|增加|扩大|提高)(?:到|至|了)$")
#: 每周上山两趟, 每月两场: how often something is held.
_OFTEN: Final = re.compile(
    r"每(?:周|月|天|日|年|季度?|学期|旬|逢[一-鿿]{1,3})"
    # not what a patient or a passenger does
    r"(?![^，。]{0,3}(?:透析|化疗|服药|吃|倒|换|打针|骑|坐车))[^，。；：\d]{0,4}$"
)
#: 每个镇至少建一间: one for each is a promise.
_ONE_EACH: Final = re.compile(r"每[个家座处间][^，。；]{1,10}(?:至少|不少于|最少)[一-鿿]{0,2}$")
#: 将在东埠、西埠各建一家分站: each place gets one.
_EACH: Final = re.compile(r"(?:(?<!每)各|分别)(?:新?[建设开配办派添增](?:设|立|成|办|备|有)?)了?$")
#: 增设焊工、车工两个赛项, 配备了两名律师: what is founded, with its list or without one.
_FOUNDED: Final = re.compile(
    r"(?:新增|增加|增设|新设|设立|设置|设有|开设|开辟|开通|建成|打造|推出|配备|组建|成立|聘请|选派|派出|办|举办|开办)了?"
    r"(?:[^，。；：“”]{2,18}[、和与及][^，。；：、]{0,10})?$"
)
#: 两三家, 四五趟: nobody counted.
_VAGUE_PAIR: Final = re.compile(r"[一二两三四五六七八九]{2}(?![十百千万])")
#: What stands round a number in a few quoted words.
_OPENED: Final = re.compile("“[一-鿿]{0,8}$")
_CLOSED: Final = re.compile("[一-鿿]{0,6}”")
#: 在江东、义蓬两处服务站辟出…: a list of places or things that something is done in, to or with, summed up.
_SUMMED_UP: Final = re.compile(
    r"(?:在|到|向|往|把|与|同|由|从)[一-鿿“”、]{2,16}(?:、|和|与)[一-鿿]{1,5}(?<![开辟设建出办增添置装])(?<!再[一-鿿])$"
)
#: 三个方面, 两个关键: how a text is built, no count.
_ABSTRACT: Final = re.compile(
    r"(?:方面|环节|维度|层面|层级|角度|步骤|阶段|关键|结合|转变|清单|问题|难题|重点|事|字|月|小时|星期|学期)"
)
#: Nobody's wage: what looks like a person's sum above this is an institution's.
_LARGE_SUM: Final = Decimal(300_000)
#: What is won back from here on is more than one person's.
_MANY_WAGES: Final = Decimal(100_000)
_REGAINED: Final = re.compile(r"(?:讨|要|追)回了?[^，。；、]{0,8}$")
#: Hours and minutes from here on are added up: 志愿服务1.2万小时, 视频4200余分钟.
_MANY_HOURS: Final = Decimal(100)
_PAY: Final = frozenset({f"refused.private-{of}" for of in ("pay", "paid", "cost", "settled", "spent", "treated")})
#: What one person has, did or was given: counts below this, in such measure words.
_FEW: Final = Decimal(50)
_OF_ONE: Final = frozenset("次份个件张单趟")
_SUM_CUE: Final = re.compile(
    r"补|配套|不等|平均|人均|月薪|最低|投入|津贴|奖励|奖金|资助|经费|资金|慰问|助学|互助|保费|保险|参保|缴费|标准|发放|价值|救助|优惠|红包|"
    r"消费券|工资|赔付|给付|挽回|追回|追讨|收费|学费|餐费|费用|每人|人均|成本|捐|拨|筹|贴息|贷款|积分|礼包|抵扣|券|餐|金额|加薪|连续发|按|[户月年日]均|增收|获助|配发|申领|酬劳|报酬|稿费|最高|封顶|可[获得领]|每[班单件斤对趟]|[单保]价|[每单]公斤|保底|底薪|至少加|奖(?![项杯牌状得])|每[支家户队站设所]"
)
#: 小学每人补600元，初中900元: one more rate of a row.
_NEXT_RATE: Final = re.compile(r"\d元[，、；][一-鿿]{1,8}$")
#: What one person has, did or went to stays below this.
_FEW_OWN: Final = Decimal(100)
#: Scenes are told in counts up to this; what a union has done says who did it, or when.
_A_FEW: Final = Decimal(10)
_WORK_CUE: Final = re.compile(
    r"工会|全[省市县区镇]|目前|[今去明]年|年[内底初]|将|计划|累计|共|已|首批|第[一二三]|新[建增开设]|[建办成开设推][成起立出设]|培训|培育|评|组织|服务|覆盖|\d{2,}"
)
#: Below this a union's sum is a rate, one for each; 每, 人均, 标准 or what can be had say so.
_SINGLE_SUM: Final = Decimal(50_000)
_RATE_CUE: Final = re.compile(
    r"每|[人户月年日篇单均亩棚店船车班]均|平均|各|最[高低多少]|标准|按|至多|不超过|上限|不等|起步|分别|给予|奖补|可[获得领享申]|封顶|一[名个位家户次项][^，。；\d]{1,8}奖|能[获得领]|累计|合计|共|总|单份|一份|一次性[资补奖]|(?:资助|补助|补贴|救助|奖励|津贴|助学金|慰问金)[由从]\d|单[次家户人份场期篇笔]|成本|控制|经费|投入|出资|专项|补助|义卖|善款"
)
#: 人均少垫付3460元 is no one person's sum, 替职工省下20万元 is the union's; 平均每天挣120元 may be a person's.
_MEAN: Final = re.compile(
    r"[人户亩店]均|平均(?!每天)|每人每[月年]|月均|普遍|保底|(?:薪|工资|收入)[^，。；]{0,4}不[低少]于|统一为|上调|单[条件份幅篇项笔]|[替为帮给][^，。；]{2,8}(?:节|少花|省下|省了)"
)
#: 先由工会垫付4万元: the union's own money.
_UNION_PAYS: Final = re.compile(
    r"(?:(?:工会|互助会|基金会?|周转金)(?:先行|先|再|已|共|为[^，。；]{1,6})?"
    # 替62名船员垫付路费18万元: many are helped
    r"|[为替帮给]\d[\d.,]*万?[余多]?[名人户位][^，。；\d]{1,8}?)"
    r"(?:垫付|借|讨回|要回|补贴|补助|拿出)[^，。；]{0,6}$"
)
_WEAK_CUE: Final = re.compile(
    r"共|累计|发放|送出|送上|送去|捐|赠|培训|走访|惠及|价值|采购|配备|配置|定制|推出|征集|吸引|参与|聘|组成|组建|选派|添置|新开|新建|新增|建成|开出|增加|结集|出版|编印|评分|打分|均分|满意度|测评|平均评价|编成|配齐|优惠|折扣|得分|人均"
)


@dataclass(frozen=True, slots=True)
class _Side:
    """The false friends of one side, with the reason of each."""

    patterns: Alternatives
    reasons: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class _Friends:
    over: _Side
    before: _Side
    after: _Side


@dataclass(frozen=True, slots=True)
class FalseFriends:
    """The spans of a text whose numbers are no figures (dates, ages, names), in order, each with its reason."""

    spans: tuple[tuple[int, int, Rule], ...] = ()
    starts: tuple[int, ...] = ()

    def over(self, start: int, end: int) -> Rule | None:
        """The reason of a span that overlaps `start:end`, or None."""
        at = bisect_left(self.starts, end)
        for low, high, rule in reversed(self.spans[max(0, at - 3) : at]):
            if low < end and high > start:
                return rule
        return None


@lru_cache(maxsize=8)
def _friends(lexicon: Lexicon) -> _Friends:
    return _Friends(_side("over", lexicon), _side("before", lexicon), _side("after", lexicon))


def _side(side: str, lexicon: Lexicon) -> _Side:
    rows = [row for row in lexicon.false_friends if row.side == side]
    reasons = tuple(Rule(f"refused.{row.name}", row.reason) for row in rows)
    return _Side(Alternatives([row.pattern for row in rows], whole_numbers=side == "over"), reasons)


def find_false_friends(text: str, lexicon: Lexicon, pieces: Iterable[Piece] | None = None) -> FalseFriends:
    """Every false friend that lies over a number of the text, or of its `pieces`, found in one pass."""
    over = _friends(lexicon).over
    spans = tuple((m.start(), m.end(), over.reasons[i]) for i, m in over.patterns.find_all(text, pieces))
    return FalseFriends(spans, tuple(start for start, _, _ in spans))


def find_refusal(quantity: Quantity, *, clauses: Clauses, false_friends: FalseFriends, lexicon: Lexicon) -> Rule | None:
    """The first reason why the quantity is no figure, or None.

    Asked in this order: false friends that lie over the number, Chinese digits, false friends beside it,
    the measure word, whose speech and whose story it is, times, small sums, weak measure words.
    """
    return (
        false_friends.over(quantity.start, quantity.unit_start if quantity.unit else quantity.end)
        or _chinese_digit(quantity, clauses.text)
        or _in_name(quantity, clauses.text)
        or _false_friend(quantity, clauses.text, lexicon)
        or _measure_word(quantity)
        or _speech(quantity, clauses)
        or _story(quantity, clauses, lexicon)
        or _time(quantity, clauses)
        or _sum(quantity, clauses)
        or _single_sum(quantity, clauses)
        or _weak(quantity, clauses)
        or _scene(quantity, clauses)
    )


def _false_friend(quantity: Quantity, text: str, lexicon: Lexicon) -> Rule | None:
    friends = _friends(lexicon)
    start, end = quantity.start, quantity.end
    before = friends.before.patterns.search(text, max(0, start - _REACH), start)
    if before and _applies(rule := friends.before.reasons[before[0]], quantity, text):
        return rule
    after = friends.after.patterns.match(text[end : end + _REACH])
    if after and _applies(rule := friends.after.reasons[after[0]], quantity, text):
        return rule
    return None


def _applies(rule: Rule, quantity: Quantity, text: str) -> bool:
    """A threshold is one of people or money only; a large sum is nobody's wage, nor is a mean."""
    family = quantity.unit.family if quantity.unit else ""
    if rule.name == "refused.age-label":
        # 七成以上的职工, 100名以上职工 are figures
        return family in ("", "age")
    if rule.name == "refused.private-count":
        # 自己开网店的有126人: nobody's own
        return family == "money" or quantity.value < _FEW_OWN
    if rule.name == "refused.capacity":
        # 逾千人次的老人乘车进城
        return family != "visits"
    if rule.name.startswith("refused.threshold"):
        return not family or family in _THRESHOLDS
    if rule.name in _PAY:
        mean = _MEAN.search(text, max(0, quantity.start - _MEAN_REACH), quantity.start)
        union = _UNION_PAYS.search(text, max(0, quantity.start - _REACH), quantity.start)
        # 讨回工钱18.6万元: many hands' wages
        regained = quantity.value >= _MANY_WAGES and _REGAINED.search(text, max(0, quantity.start - 12), quantity.start)
        return family == "money" and quantity.value < _LARGE_SUM and not (mean or union or regained)
    return True


def _measure_word(quantity: Quantity) -> Rule | None:
    if quantity.unit is None:
        return Rule("refused.no-measure-word", "数字后没有可计的量词")
    if quantity.unit.accept == "no":
        return Rule("refused.measure-word", f"“{quantity.unit.unit}”不计为指标")
    return None


def _chinese_digit(quantity: Quantity, text: str) -> Rule | None:
    """一家企业 is an article, 两批 a count; before 个 and 名 only tens count, or what is added."""
    if not quantity.chinese or quantity.unit is None:
        return None
    if quantity.value_max is not None:
        few = _VAGUE_PAIR.match(text, quantity.start, quantity.end)
        return Rule("refused.vague-pair", "两个相连的汉字数字是约略的说法") if few else None
    allowed = quantity.unit.cn_digit
    if quantity.value >= 2 and allowed != "yes" and _counts_small(quantity, text):
        allowed = "yes"
    if allowed == "no" and not (quantity.value >= 10 and quantity.inner):
        return Rule("refused.chinese-digit", "汉字数字在此多为虚指")
    if quantity.unit.family == "sites" and (
        (quantity.value > 1 and _EACH.search(text, max(0, quantity.start - 8), quantity.start))
        or _ONE_EACH.search(text, max(0, quantity.start - _REACH), quantity.start)
    ):
        return None
    if quantity.value < 2 and quantity.unit.family != "ratio":
        return Rule("refused.one", "“一”在此是泛指")
    if quantity.value <= _A_FEW and _SUMMED_UP.search(text, max(0, quantity.start - _REACH), quantity.start):
        return Rule("refused.summed-up", "前面所列各项的合称，不作指标")
    if allowed == "tens" and quantity.value < 10:
        return Rule("refused.chinese-digit", "个位汉字数字在此多为泛指")
    return None


def _in_name(quantity: Quantity, text: str) -> Rule | None:
    """“三支笔”, “婚前三堂课”: a Chinese digit in a few quoted words is part of what they name."""
    if not quantity.chinese or quantity.value > _A_FEW:
        return None
    if _OPENED.search(text, max(0, quantity.start - 9), quantity.start) and _CLOSED.match(text, quantity.end):
        return Rule("refused.in-name", "引号中名称里的数字，不是数量")
    return None


def _counts_small(quantity: Quantity, text: str) -> bool:
    """加开两辆, 增设焊工、车工两个赛项, 配备两名律师: what is added or founded is counted from two on."""
    start, end = quantity.start, quantity.end
    if quantity.unit and quantity.unit.unit == "班":
        # 两班 and 三班 are shifts
        return False
    if _ADDED.search(text, max(0, start - 4), start):
        return True
    held = quantity.unit is not None and quantity.unit.family in ("sessions", "visits")
    if held and _OFTEN.search(text, max(0, start - 12), start):
        return True
    return bool(_FOUNDED.search(text, max(0, start - _REACH), start)) and not _ABSTRACT.match(text, end)


def _speech(quantity: Quantity, clauses: Clauses) -> Rule | None:
    if is_private_speech(quantity.start, clauses):
        return Rule("refused.speech", "受访个人的话，不作指标")
    return None


def _story(quantity: Quantity, clauses: Clauses, lexicon: Lexicon) -> Rule | None:
    """装配工孟三旺领到补贴900元, 骑手小陆点过6次: small figures of one person's story."""
    unit = quantity.unit
    if unit is None or not (
        (unit.unit == "元" and quantity.value < _LARGE_SUM) or (unit.unit in _OF_ONE and quantity.value < _FEW)
    ):
        return None
    start = max(clauses.sentence(quantity.start)[0], quantity.start - LOOK_BACK)
    if tells_of_person(clauses.text, start, quantity.start, lexicon):
        return Rule("refused.private-story", "讲的是一个人的事，不作指标")
    return None


def _time(quantity: Quantity, clauses: Clauses) -> Rule | None:
    if quantity.unit is None or quantity.unit.family != "time":
        return None
    start, end = clauses.clause(quantity.start)
    months = quantity.unit.unit == "个月"
    if months and not _SHORTENED.search(clauses.text, max(start, quantity.start - 8), quantity.start):
        return Rule("refused.duration", "时长，不作指标")
    if quantity.value >= _MANY_HOURS and quantity.unit.unit != "天":
        return None
    behind = clauses.text[quantity.end : quantity.end + 2]
    if behind.startswith(("内", "以内", "之内")) and quantity.unit.unit != "天":
        return None
    if _TIME_CUE.search(clauses.text, max(start, quantity.start - _REACH), min(end, quantity.end + _REACH)):
        return None
    return Rule("refused.duration", "时长，不作指标")


def _sum(quantity: Quantity, clauses: Clauses) -> Rule | None:
    if quantity.unit is None or quantity.unit.unit != "元" or quantity.value >= _SMALL_SUM or quantity.value_max:
        return None
    start, end = clauses.clause(quantity.start)
    if _SUM_CUE.search(clauses.text, max(start, quantity.start - _REACH), min(end, quantity.end + _REACH)):
        return None
    if _NEXT_RATE.search(clauses.text, max(0, quantity.start - 10), quantity.start) and _SUM_CUE.search(
        clauses.text, *_sentence_so_far(quantity, clauses)
    ):
        return None
    return Rule("refused.small-sum", "个人小额收支或物价，不作指标")


def _scene(quantity: Quantity, clauses: Clauses) -> Rule | None:
    """一条弄堂挤着8家店: a few things that the first paragraph of a longer story opens with, nobody's work yet."""
    unit = quantity.unit
    if unit is None or quantity.value > _A_FEW or unit.family in ("ratio", "money", "time"):
        return None
    if len(clauses.paragraphs) < 2 or quantity.start >= clauses.paragraphs[0]:
        return None
    if _WORK_CUE.search(clauses.text, *_sentence_so_far(quantity, clauses)):
        return None
    return Rule("refused.scene", "开头场景中的小数目，不作指标")


def _single_sum(quantity: Quantity, clauses: Clauses) -> Rule | None:
    """工会送来8000元, 2万元慰问款交到家属手里: less than a union's budget, and of no rate, is one case."""
    if quantity.unit is None or quantity.unit.unit != "元" or quantity.value >= _SINGLE_SUM or quantity.value_max:
        return None
    if _RATE_CUE.search(clauses.text, *_sentence_so_far(quantity, clauses)):
        return None
    return Rule("refused.single-sum", "单笔小额，不是标准或人均，不作指标")


def _sentence_so_far(quantity: Quantity, clauses: Clauses) -> tuple[int, int]:
    """A quantity's sentence up to its clause's end; of one without end what is near."""
    start, _ = clauses.sentence(quantity.start)
    _, end = clauses.clause(quantity.start)
    return max(start, quantity.start - LOOK_BACK), min(end, quantity.end + LOOK_BACK)


def _weak(quantity: Quantity, clauses: Clauses) -> Rule | None:
    if quantity.unit is None or quantity.unit.accept != "weak" or quantity.value >= 100:
        return None
    start, _ = clauses.clause(quantity.start)
    # 四川话、贵州话等6种方言: a list summed up
    if clauses.text.startswith("等", quantity.start - 1):
        return None
    counted = quantity.value >= 10 and quantity.unit.unit != "个人"
    # 再投放6只, 由3类扩至8类
    if _ADDED.search(clauses.text, max(start, quantity.start - 6), quantity.start) or _GROWN.search(
        clauses.text, max(start, quantity.start - 4), quantity.start
    ):
        return None
    if counted or _WEAK_CUE.search(clauses.text, max(start, quantity.start - _REACH), quantity.start):
        return None
    return Rule("refused.weak", f"“{quantity.unit.unit}”前的小数目多为叙事细节")
