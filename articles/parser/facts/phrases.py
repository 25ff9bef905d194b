"""What a figure counts, in the text's own words: the noun behind it, else the phrase before it.

培训职工4700余人次 → 培训职工; 20余家爱心餐饮企业 → 爱心餐饮企业; 站点总量已达1.26万家 → 站点总量.
"""

from __future__ import annotations

import re
from typing import Final

from articles.parser.facts.phrase_behind import (
    ITEM_BESIDE,
    find_behind,
    find_being,
    find_done,
    find_given,
    find_led,
    find_passive,
)
from articles.parser.facts.phrase_borrowed import TOTAL, find_borrowed, find_object, find_whole, noun_before
from articles.parser.facts.phrase_parts import Phrase, Setting, Spot, Surroundings, trim_phrase
from articles.parser.records import Rule

_REACH: Final = 48
_BACK_FAMILIES: Final = frozenset({"ratio", "time"})
#: What is said of these needs no noun: 培训1200人次, 取证88人.
_PERSONS: Final = frozenset({"people", "visits"})
#: 课 and 班 are nouns themselves: 已上112课 → 上课.
_NOUN_UNITS: Final = frozenset("课班")
_SHORT_VERB: Final = re.compile(r"(?:^|[一-鿿”])[开上办讲授]$")
#: 12期共36场普法活动: two measures of one thing.
_SHARED: Final = re.compile(r"[共合总计及和]{0,3}")
#: 覆盖86座城市、门店3100余家: a number that is no figure counts the item of the list before.
_COUNTED_BESIDE: Final = re.compile(r"[^“”，\d]{0,8}\d+(?![岁年月日时])[^“”，\d]{1,6}、(?=[^、\d的]{2,}$)")
#: 社工、退休教师共274人与留守儿童结对: a list summed up is what is counted.
_SUMS_UP: Final = re.compile(r"[一-鿿](?:共|共计|合计|总计)(?=[\d约近超逾])")
#: 教练由体校选派，每队配备2名: what each of them gets was said before.
_IN_SO_MANY: Final = re.compile(r"在(?:全[省市县区国])?\d[\d.]*[余多]?[个家处座]$")
_EACH: Final = re.compile(r"每[一-鿿]{1,2}(?:配备|配|安排|设|有)")
_PER_HEAD: Final = re.compile(r"(?:每[人户家期班次个场年月])+$")
_PER_ONE: Final = re.compile(r"[户人]均")
_WHERE_AT_MOST: Final = 9
#: 报修电话有近四成来自老小区: part of the whole before 有.
_HAVE: Final = re.compile(r"[一-鿿]有[近约超逾]?$")
#: 报名人数达到招生数的4.6倍: what is compared, not what with.
_COMPARED: Final = re.compile(r"(?:仍|已)?(?:达到?了?|是|为|相当于|约为)[^，。；]{2,12}的$")
#: 拿出20万元设立“金哨奖”, 划出600万元，设立…: what a sum was spent on goes with the spending.
_SPENDS: Final = re.compile(r"(?:拿出|划出|安排|拨出|划拨|下拨|花费?|斥资|耗资)(?:资金|经费)?$")
#: 投入86万元建成泳池: these say enough by themselves.
_INVESTS: Final = re.compile(r"(?:投入|投资|出资|筹资|筹集|筹措|募集|支出|列支)(?:资金|经费)?$")
_PER_DEED: Final = re.compile(r"每(?P<deed>[一-鿿]{2,6}?)一[次个名家期场趟单天]，$")
_SPENT_ON: Final = re.compile(
    r"(?P<mark>，?)(?:[为给][一-鿿]{2,8}?(?=更换|添置|安装|购买|配备|装上|配上|换上))?(?P<aim>(?:用于|更换|添置|安装|配备|装上|配上|换上|设立|建成|建起|建设|打造|成立|购置|购买|改造|修建|装修|开办|奖励|补贴|资助|充实)[^，。；、\d“]{0,12}(?:“[^“”]{2,12}”)?(?<=[^，。；、\d]{4})[^，。；、\d“]{0,4})"
)


def find_phrase(
    spot: Spot, *, following: Spot | None, earlier: tuple[tuple[Spot, Phrase], ...], around: Surroundings
) -> Phrase:
    """The indicator of the figure at `spot`.

    `following` is the next figure, `earlier` the paragraph's figures before it, already named.
    A noun behind the figure wins; rates look back first; a bare verb or
    nothing at all borrows from the figure or the clause before.
    """
    setting = Setting(spot, earlier, around)
    words = around.words
    before = _before(spot, around)
    strong = len(before.text) >= 2 and (spot.family == "money" or not words.says_nothing(before.text))
    # 企业托班，浦江已有17家: a place is where, not what
    if before.text in words.places or (len(before.text) <= _WHERE_AT_MOST and words.where.fullmatch(before.text)):
        before, strong = before._replace(text=""), False
    spends = spot.family == "money" and _SPENDS.fullmatch(before.text)
    told = _said_of(before if strong or spends else None, setting)
    if told:
        return told
    behind = find_behind(spot, around)
    if strong and _before_counts(before, behind, setting):
        return _complete(before, setting)
    if behind.text:
        return _with_behind(before if strong else None, behind, setting)
    if strong and not _wants_noun(before, setting):
        return _complete(before, setting)
    return _without_noun(before, following, setting)


def _said_of(before: Phrase | None, setting: Setting) -> Phrase | None:
    """Who the counted are, what was done to them, what a sum was spent on."""
    spot, around = setting.spot, setting.around
    being = find_being(spot, around)
    if being:
        return being
    passive = find_passive(spot, around)
    if passive:
        whole = before or find_whole(spot, around)
        return _join(whole, passive) if whole else passive
    if spot.family != "money":
        return find_given(spot, around)
    return _spent(before, setting) or _per_deed(before, setting) if before else None


def _per_deed(before: Phrase, setting: Setting) -> Phrase | None:
    """每巡线一趟，由工会补助120元 → 巡线补助."""
    spot, around = setting.spot, setting.around
    clause, _ = around.clauses.clause(spot.start)
    per = _PER_DEED.search(around.text, max(0, clause - 14), clause)
    if not per or len(before.text) > 6:
        return None
    told = per["deed"] + before.text.removeprefix("工会")
    return Phrase(told, per.start("deed"), before.end, Rule("indicator.around", f"每次“{per['deed']}”"))


def _before_counts(before: Phrase, behind: Phrase, setting: Setting) -> bool:
    """Whether the phrase before names the figure though words stand behind: a rate, a list summed up."""
    spot, text = setting.spot, setting.around.text
    if spot.family == "ratio" and _HAVE.search(text, spot.start - 4, spot.start) and len(behind.text) >= 3:
        return False
    if spot.family in _BACK_FAMILIES:
        # 近八成把等级写进了岗位说明书: what they did tells more
        return not text.startswith(("的", "把"), spot.end)
    listed = "、" in before.text and behind.text[:1] in ("与", "和", "同", "跟")
    return listed and bool(_SUMS_UP.search(text, spot.start - 3, spot.start + 1))


def _with_behind(before: Phrase | None, behind: Phrase, setting: Setting) -> Phrase:
    """The noun behind the figure; with what stands before it where a mere verb follows: 求职者1200人次入席."""
    spot = setting.spot
    if setting.around.words.verb_after.fullmatch(behind.text):
        return _join(before, behind) if before else _complete(behind, setting)
    if before is None:
        return behind
    brief = spot.unit in ("人", "人次") and len(behind.text) <= 4 and behind.start == spot.end
    done = (
        spot.family == "ratio"
        and behind.start == spot.end
        and (behind.text.startswith("把") or len(before.text + behind.text) <= 20)
    )
    return _join(before, behind) if brief or done else behind


def _without_noun(before: Phrase, following: Spot | None, setting: Setting) -> Phrase:
    """No noun in the clause: the verb behind, the next figure's noun, or one borrowed from what came before."""
    spot, around = setting.spot, setting.around
    done = find_done(spot, around)
    if done:
        return _complete(done, setting)
    led = find_led(spot, around)
    if led:
        return led
    if following and _SHARED.fullmatch(around.text[spot.end : following.start]):
        shared = find_behind(following, around)
        if shared.text:
            return shared
    return find_borrowed(before, setting)


def _wants_noun(phrase: Phrase, setting: Setting) -> bool:
    """已发放1.2万份, 总数达到14处: a verb or a total by itself does not say of what, unless people are counted."""
    if TOTAL.fullmatch(phrase.text):
        return True
    if _EACH.fullmatch(phrase.text):
        return True
    counted = setting.spot.family not in _PERSONS | {"money"}
    return counted and bool(setting.around.words.deed.fullmatch(phrase.text))


def _spent(before: Phrase, setting: Setting) -> Phrase | None:
    """划出80万元，设立“修船奖” → 划出设立“修船奖”; 拿出30万元用于书屋翻新 → 书屋翻新."""
    spot, around = setting.spot, setting.around
    invests = _INVESTS.search(before.text)
    if not invests and not _SPENDS.search(before.text):
        return None
    _, sentence_end = around.clauses.sentence(spot.start)
    found = _SPENT_ON.match(around.text, spot.end, min(sentence_end, spot.next_start))
    if not found or (found["mark"] and found["aim"].startswith("用于")):
        return None
    if invests:
        return before
    aim = found["aim"].rstrip("的了")
    if aim.startswith("用于") and before.text in ("拿出", "安排", "划出"):
        aim = aim.removeprefix("用于")
        return Phrase(aim, found.start("aim") + 2, found.end("aim"), Rule("indicator.behind", f"资金用于“{aim}”"))
    if before.text in ("花", "花费"):
        return Phrase(aim, found.start("aim"), found.end("aim"), Rule("indicator.behind", f"资金的去向“{aim}”"))
    return Phrase(before.text + aim, before.start, found.end("aim"), Rule("indicator.around", f"资金的去向“{aim}”"))


def _before(spot: Spot, around: Surroundings) -> Phrase:
    """The phrase in front, without its time, adverbs and light verbs: 全市共开展专题普法活动 → 专题普法活动."""
    origin = spot.changed_from if spot.changed_from >= 0 else spot.start
    start = max(around.clauses.clause(origin)[0], origin - _REACH)
    if spot.changed_from < 0 and spot.previous_end > start:
        start = spot.previous_end
        if beside := ITEM_BESIDE.fullmatch(around.text, start, origin):
            start = beside.end("item") + 1
    elif counted := _COUNTED_BESIDE.match(around.text, start, origin):
        start = counted.end()
    compared = _COMPARED.search(around.text, start, origin) if spot.family == "ratio" else None
    if compared and compared.start() - start >= 2:
        return trim_phrase(start, compared.start(), around)
    phrase = trim_phrase(start, origin, around)
    if len(phrase.text) < 2 and spot.number - spot.start >= 3 and around.text.startswith("最", spot.start):
        # 最高奖励50万元: what is counted stands inside the qualifier
        each = _PER_HEAD.search(around.text, start, spot.start)
        if each:
            # 每户每年最高贴补7万元
            return phrase._replace(text=around.text[each.start() : spot.number], start=each.start(), end=spot.number)
        ceiling = trim_phrase(spot.start, spot.number, around)
        return ceiling if len(ceiling.text) >= 2 else ceiling._replace(text=around.text[spot.start : spot.number])
    if start == spot.previous_end and _IN_SO_MANY.search(around.text, max(0, start - 12), start):
        # 已在19个省（区、市）布下46家: where, not what
        verb = around.words.verb_at_end(around.text, phrase.start, phrase.end)
        return phrase._replace(text=verb, start=phrase.end - len(verb)) if verb else phrase
    if spot.unit in _NOUN_UNITS and _SHORT_VERB.search(phrase.text):
        return phrase._replace(text=phrase.text + spot.unit)
    return phrase


def _complete(phrase: Phrase, setting: Setting) -> Phrase:
    """解决近九成 behind 意见建议两百余条, 总额超1亿元 behind 互助金: what says how much takes the noun before it."""
    spot, earlier, around = setting.spot, setting.earlier, setting.around
    noun = earlier[-1][1].text if earlier else ""
    verb = around.words.verb_after.fullmatch(phrase.text)
    if verb and (len(noun) > 6 or around.words.verb_at_end(noun, 0, len(noun))):
        return phrase
    short = verb or (spot.family == "ratio" and len(phrase.text) <= 2)
    if phrase.text in ("价值", "总价值", "总价", "折合") and (given := find_object(spot, around)):
        return phrase._replace(text=given.text + phrase.text)
    done = phrase.text[0] in "比较" or (len(phrase.text) <= 6 and phrase.start > spot.start)
    if not (short or done or around.words.measure.fullmatch(phrase.text)) or not earlier:
        return phrase
    if noun[-1:] in ("率", "度", "比") and phrase.text[0] not in "比较":
        return phrase
    if verb and spot.family in _PERSONS and not (len(noun) <= 4 and earlier[-1][0].family in _PERSONS):
        return phrase
    sentence, _ = around.clauses.sentence(spot.start)
    if not noun or earlier[-1][0].start < sentence or spot.start - earlier[-1][0].end > 24:
        return phrase
    words_of = noun if noun.endswith(phrase.text) else noun_before(noun, phrase.text) + phrase.text
    if _PER_ONE.fullmatch(phrase.text):
        # 救助困难家庭320户，户均5400元 → 户均救助困难家庭
        words_of = phrase.text + noun
    return Phrase(words_of, phrase.start, phrase.end, Rule("indicator.subject", f"承前“{noun}”"))


def _join(before: Phrase, behind: Phrase) -> Phrase:
    """职工4.2万人次参与 → 职工参与."""
    rule = Rule("indicator.around", f"数量前后“{before.text}…{behind.text}”")
    return Phrase(before.text + behind.text, before.start, behind.end, rule)
