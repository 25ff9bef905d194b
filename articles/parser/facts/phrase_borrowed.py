"""Where a figure's own clause holds no noun: what the words before it have named.

发放问卷900份，回收880份 → 问卷回收; 露天书摊，旧书换新书，已办9场 → 露天书摊; “夜校”开课不久，已办46期 → “夜校”办.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from articles.parser.facts.phrase_parts import LONGEST, Phrase, Setting, Spot, Surroundings, trim_phrase
from articles.parser.records import Rule

_REACH: Final = 48
#: 总数达到26处: a total does not say of what.
TOTAL: Final = re.compile(r"总?数量?|总量|总[人户件场]数|规模")
_ADVERBS: Final = re.compile(r"^(?:已经?|先后|一共|总共|共|拟|将|还|又|再|也|就|便|则|计划|打算|准备|预计|累计|陆续)+")
#: 放款164笔，共计1230万元: the sum of what was just counted.
_SUM_OF: Final = re.compile(r"，?(?:(?P<sum>合计)|共计|总计|总额|金额|总金额)(?:达|约|为|近|超过?)*")
#: 愿望数达到900个，已实现640个: the number of them is not what is counted.
_COUNT: Final = re.compile(r"(?<=[一-鿿][^人户件次])数量?$")
#: 服务人次超过5万，好评率98%: what is borrowed of a number of heads is the deed.
_HEADCOUNT: Final = re.compile(r"(?<=[一-鿿]{2})(?:人数|人次|户数|总数|总量)$")
_GROWTH: Final = frozenset("比较同环增降减升涨首占突达")
#: 结业11期、660人: two measures of one thing.
_JOINED: Final = ("、", "和", "共", "，共")
_MEAN: Final = re.compile(r"[日月年人户]均$")
_QUOTED: Final = re.compile(r"“([^“”，。\n]{2,16})”|《([^《》\n]{2,16})》")
#: 凉亭将换上长椅: where a clause stops saying who.
_SUBJECT_ENDS: Final = re.compile(r"(?:已经?|将|还|又|也|[在把由被从向正都均可]|不再|一一|全部|开展|举[办行]|同?比|翻)")
_NUMBER: Final = re.compile(r"[\d%]")
_SAYS: Final = re.compile(
    r"工会|^(?:[建设开办落摆]在|位于|分布在|坐落)|(?:介绍|表示|提出|透露|显示|要求|明确|规定|说|称|告诉|坦言|算)$"
)
#: 露天书摊， “体验官”， 二是晾衣房，: a noun alone in front of its sentence.
_TOPIC: Final = re.compile(
    r"(?:[一二三四五六]是|像?这样的|像?这类)?(?P<noun>[一-鿿]{2,10}|“[^“”，]{2,12}”|《[^《》]{2,16}》)"
)
#: 支起露天书摊，推出“法律夜门诊”，: what a clause brings in is what the next ones count.
_INTRODUCED: Final = re.compile(
    r"(?:(?:[支推开办建搭摆设][起出]|开设|设立|组建|成立|创办|开办|打造|创建|上线)了?)"
    r"(?P<noun>[一-鿿]{3,10}|“[^“”，]{2,12}”[一-鿿]{0,6})(?=，)"
)
#: 雨具和药箱，共计9万元: summed up is what the clause before holds.
_SUMMED: Final = re.compile(r"[共合总]计(?:达|约|近|超过?)?$|[一总]共$")
_NO_TOPIC: Final = re.compile(
    r"[了着过在是有已将把被为从对向与由让给到来去后前时说看里中下据这那每]|此外|同时|目前|今年|去年|明年|另外|随后|如今|近日|当天|日前|以来"
    r"|首先|其次|最后|不仅|不但|因此|于是|比如|例如|[外上内间起]$|工会|(?:介绍|表示|提出|透露|显示)$|周[一二三四五六日末]|(?<![集超夜门])市$|[县区镇省上日月年]$|季度$"
)


#: 一线工人占比首次过半，: a rate that the clause before speaks of.
_OPENS: Final = {
    "ratio": re.compile(r"(?P<noun>[一-鿿]{1,10}(?:率|占比|比例|比重|满意度))(?![先为])"),
    "money": re.compile(
        r"(?P<noun>[一-鿿“”]{0,12}?(?:经费|费用|资金|款项|补贴|补助|津贴|奖金|差额|差价|缺口|开支|成本))(?:则|也|都|均|全部?)?(?:由|从|来自)"
    ),
}
#: 书屋也准备向镇街延伸，拟增设4个: who goes on doing something.
_SUBJECT_PLANS: Final = re.compile(
    r"(?P<noun>[一-鿿]{2,8}?|“[^“”，]{2,12}”)(?:也|还)?(?:将|准备|打算|计划|拟|要)(?=[一-鿿“])"
    # 投稿数一年里涨了三倍，达到410篇
    r"|(?P<counted>[一-鿿]{2,8}?数量?)(?=一下子|已经?|从|由|翻|较|比|稳步|持续|逐[年月步]|连年|不断|首次|猛增|大幅)"
    # 参赛职工一届比一届多，去年已达1.04万人
    r"|(?P<grown>[一-鿿]{2,8}?)(?=(?:越来越|逐[年月步]|不断|连年|持续|一[年届期天]比一[年届期天])(?:增|多|壮大|扩大|高))"
    # 二是晾衣间，现有34间
    r"|(?<=；)[一二三四五]是(?P<listed>[一-鿿]{2,8}|“[^“”，]{2,12}”)$"
)
#: 送去棉被、雨衣等物资，已发放900件: a list with its general name, and then how much of it.
_LIST_GIVEN: Final = re.compile(r"、[^，。；、]{1,8}等(?P<noun>[一-鿿]{2,6})$")


def find_borrowed(own: Phrase, setting: Setting) -> Phrase:
    """实际完成1683家: what the figure before it in the same measure word counts, else a name or the clause before.

    `own` is the verb, or nothing, that the figure's own clause has.
    """
    unnamed = Phrase("", setting.spot.start, setting.spot.start, Rule("indicator.none", "文中没有写明所计事项"))
    return next(_borrowings(own, setting), own if own.text else unnamed)


def _borrowings(own: Phrase, setting: Setting) -> Iterator[Phrase]:
    """Every noun that may be meant, the likeliest first."""
    spot, earlier, around = setting.spot, setting.earlier, setting.around
    sentence, _ = around.clauses.sentence(spot.start)
    paragraph, _ = around.clauses.paragraph(spot.start)
    same = next((pair for pair in reversed(earlier) if pair[0].unit == spot.unit and pair[1].text), None)
    last = earlier[-1] if earlier and earlier[-1][1].text and earlier[-1][0].start >= sentence else None
    deed = bool(around.words.deed.fullmatch(own.text))
    if last and spot.family == "money" and (how := _SUM_OF.fullmatch(around.text[last[0].end : spot.start])):
        summed = _same_unit(spot, _named(last[1]), own, around)
        yield summed._replace(text=summed.text + (how["sum"] or ""))
    if last and not own.text and around.text[last[0].end : spot.start] in _JOINED:
        yield Phrase(last[1].text, spot.start, spot.start, Rule("indicator.subject", f"承前“{last[1].text}”"))
    if not own.text and _SUMMED.search(around.text, max(sentence, spot.start - 4), spot.start):
        yield from _clause_before(spot, own, around)
        if last and not (same and same[0].start >= sentence):
            yield Phrase(last[1].text, spot.start, spot.start, Rule("indicator.subject", f"承前“{last[1].text}”"))
    if TOTAL.fullmatch(own.text):
        yield from _opens_before(spot, own, around)
    if same and same[0].start >= sentence:
        yield _same_unit(spot, same[1], own, around)
    yield from _opens_before(spot, own, around)
    if TOTAL.fullmatch(own.text):
        yield from _clause_before(spot, own, around)
    yield from _topic(spot, own, around)
    yield from _introduced(spot, own, around)
    if spot.family == "ratio" and last:
        rule = Rule("indicator.subject", f"承前“{last[1].text}”")
        yield Phrase(noun_before(last[1].text, own.text) + own.text, spot.start, spot.start, rule)
    yield from _last_name(max(sentence, spot.start - _REACH), spot, own, around)
    if same:
        yield _same_unit(spot, same[1], own, around)
    if spot.family == "sites":
        yield from _last_name(max(paragraph, spot.start - 2 * _REACH), spot, own, around)
    if last and not deed:
        rule = Rule("indicator.subject", "承前一个数所计事项")
        yield _with_own(Phrase(noun_before(last[1].text, own.text), spot.start, spot.start, rule), own)
    yield from _clause_before(spot, own, around)
    yield from _last_name(max(paragraph, spot.start - 2 * _REACH), spot, own, around)


def noun_before(noun: str, own: str) -> str:
    """服务人次 → 服务 before 好评率, 参保人数 as it is before 比上年增加: how many there are is what has grown."""
    return noun if own[:1] in _GROWTH or not own else _HEADCOUNT.sub("", noun)


def find_whole(spot: Spot, around: Surroundings) -> Phrase | None:
    """收到的建议里，有84条被采纳 → 收到的建议: the clause before that ends in 里 or 中 names the whole."""
    clause, _ = around.clauses.clause(spot.start)
    sentence, _ = around.clauses.sentence(spot.start)
    if clause - 2 <= sentence or around.text[clause - 2] not in "里中":
        return None
    phrase = trim_phrase(max(sentence, clause - _REACH), clause - 2, around)
    return phrase if 2 <= len(phrase.text) <= LONGEST else None


def find_object(spot: Spot, around: Surroundings) -> Phrase | None:
    """送去雨具和药箱，价值9万元 → 雨具和药箱: what the clause before gives, if it holds no figure."""
    return next(_clause_before(spot, Phrase("", spot.start, spot.start, Rule("indicator.none", "")), around), None)


def _named(phrase: Phrase) -> Phrase:
    """外来职工家庭寄出“团圆车票” → “团圆车票”: of a phrase that holds a name, the name."""
    name = _QUOTED.search(phrase.text)
    return phrase._replace(text=name.group()) if name and len(phrase.text) > len(name.group()) + 4 else phrase


def _opens_before(spot: Spot, own: Phrase, around: Surroundings) -> Iterator[Phrase]:
    """女工比例第一次过半，达到51.3% → 女工比例: the clause before opens with what the figure is one of.

    So does 办学经费由工会承担，每年90万元 with a sum, 书屋也将向镇街延伸，拟增设4个 with a thing and a bare verb,
    and 送去棉被、雨衣等物资，已发放900件 ends with what was given.
    """
    clause, _ = around.clauses.clause(spot.start)
    start, end = around.clauses.clause(clause - 1) if clause else (0, 0)
    if start >= end or around.text[end : end + 1] not in "，" or start < around.clauses.paragraph(spot.start)[0]:
        return
    pattern = _OPENS.get(spot.family, _SUBJECT_PLANS)
    found = pattern.match(around.text, start, end)
    if not found and around.words.deed.fullmatch(own.text):
        found = _LIST_GIVEN.search(around.text, start, end)
    if not found or (pattern is not _SUBJECT_PLANS and len(own.text) > 2):
        return
    group = found.lastgroup or "noun"
    noun = found[group]
    quoted = noun[0] == "“"
    if noun in around.words.places or around.words.bare.fullmatch(noun) or (not quoted and _NO_TOPIC.search(noun)):
        return
    rule = Rule("indicator.subject", f"前句所说“{noun}”")
    yield _with_own(Phrase(noun, found.start(group), found.end(group), rule), own)


def _topic(spot: Spot, own: Phrase, around: Surroundings) -> Iterator[Phrase]:
    """露天书摊，旧书、唱片随便换，已办9场 → 露天书摊: the noun that opens the sentence and stops at a comma."""
    sentence, _ = around.clauses.sentence(spot.start)
    _, end = around.clauses.clause(sentence)
    if end >= spot.start or not around.text.startswith("，", end):
        return
    found = _TOPIC.fullmatch(around.text, sentence, end)
    if not found or around.words.lead.at_start(around.text, found.start("noun"), end) >= 2:
        return
    noun = found["noun"]
    if noun in around.words.places or around.words.bare.fullmatch(noun) or _NO_TOPIC.search(noun):
        return
    rule = Rule("indicator.topic", f"句首话题“{noun}”")
    yield _with_own(Phrase(noun, found.start("noun"), end, rule), own)


def _introduced(spot: Spot, own: Phrase, around: Surroundings) -> Iterator[Phrase]:
    """支起露天书摊，旧书、唱片随便换，已办9场 → 露天书摊: the last thing that the sentence has brought in."""
    sentence, _ = around.clauses.sentence(spot.start)
    found = list(_INTRODUCED.finditer(around.text, max(sentence, spot.start - 2 * _REACH), spot.start))
    if found and not _NO_TOPIC.search(found[-1]["noun"]):
        name = found[-1]
        if _QUOTED.search(around.text, name.end(), spot.start):
            return
        rule = Rule("indicator.topic", f"本句所办“{name['noun']}”")
        yield _with_own(Phrase(name["noun"], name.start("noun"), name.end("noun"), rule), own)


def _clause_before(spot: Spot, own: Phrase, around: Surroundings) -> Iterator[Phrase]:
    """凉亭将换上长椅，并增设15处 → 凉亭增设: who or what the clause before is about."""
    clause, _ = around.clauses.clause(spot.start)
    if clause <= around.clauses.sentence(spot.start)[0]:
        return
    start, end = around.clauses.clause(clause - 1)
    phrase = trim_phrase(max(start, end - _REACH), end, around)
    ends = _SUBJECT_ENDS.search(phrase.text, 2)
    if ends:
        phrase = phrase._replace(text=phrase.text[: ends.start()], end=phrase.start + ends.start())
    deed = around.words.deed.fullmatch(own.text)
    if not 2 <= len(phrase.text) <= (8 if deed else LONGEST) or around.words.bare.fullmatch(phrase.text):
        return
    if (
        _SAYS.search(phrase.text)
        or _NUMBER.search(phrase.text)
        or (deed and ("了" in phrase.text or "着" in phrase.text))
    ):
        return
    yield _with_own(phrase, own)


def _last_name(low: int, spot: Spot, own: Phrase, around: Surroundings) -> Iterator[Phrase]:
    """The quoted name nearest before the figure, with the figure's own verb."""
    found = list(_QUOTED.finditer(around.text, low, spot.start))
    if found:
        name = found[-1]
        rule = Rule("indicator.name", f"承前“{name[1] or name[2]}”")
        yield _with_own(Phrase(name.group(), name.start(), name.end(), rule), own)


def _with_own(noun: Phrase, own: Phrase) -> Phrase:
    return Phrase(noun.text + _ADVERBS.sub("", own.text), noun.start, noun.end, noun.rule)


def _same_unit(spot: Spot, phrase: Phrase, own: Phrase, around: Surroundings) -> Phrase:
    """What an earlier figure counts: 接听来电1.2万通，日均54通 → 日均接听来电; 发放问卷900份，回收880份 → 问卷回收."""
    words = around.words
    rule = Rule("indicator.same-unit", f"承前“{phrase.text}”")
    phrase = phrase._replace(text=_COUNT.sub("", phrase.text))
    if words.deed.fullmatch(own.text) or TOTAL.fullmatch(own.text):
        return Phrase(words.noun_of(phrase.text) + own.text, own.start, own.end, rule)
    mean = _MEAN.search(around.text, max(0, spot.start - 2), spot.start)
    named = phrase.text if mean is None or phrase.text.startswith(mean.group()) else mean.group() + phrase.text
    return Phrase(named, spot.start, spot.start, rule)
