"""What follows a figure and names it: a noun, who they are, what was done to them.

20余名来自石化公司的职工 → 职工; 37人是退伍军人 → 退伍军人; 84条被采纳 → 采纳.
"""

from __future__ import annotations

import re
from typing import Final

from articles.parser.facts.phrase_parts import LONGEST, Phrase, Spot, Surroundings
from articles.parser.facts.phrase_words import PhraseWords
from articles.parser.records import Rule

_REACH: Final = 48
_NONE: Final = Rule("indicator.none", "")
_HAN: Final = re.compile(r"[一-鿿A-Za-z“”‘’《》（）、·\d-]+")
_OPENS_NUMBER: Final = re.compile(
    r"^[共计合总和与及、，]{0,3}(?:[\d百千两]|[一二三四五六七八九十]+[家名人场个期次批档])"
)
#: 不等的交通费, 涉及用工的条款: what qualifies the noun, up to its 的.
_RELATIVE: Final = re.compile(
    r"(?:来自|跟着|在|从|因|由|参加|符合|具有|拥有|涉及|面向|适合)[^，]{1,24}的(?=[一-鿿“])|不等的(?=[一-鿿])"
    r"|(?:作为|用作|充作)(?=[一-鿿])"
)
#: 覆盖86座城市、门店3100余家: what follows the mark is counted by the next figure.
ITEM_BESIDE: Final = re.compile(r"(?P<item>[一-鿿]{1,4})、[一-鿿]{2,4}(?<![共计等类])")
_PREPOSITION: Final = re.compile(r"与|和|同|向|在|从|被|因|通过|经|由")
#: 九成以上已经办结, 2590条已经改完: a verb behind its adverb.
_DONE: Final = re.compile(r"(?:已经?|均已?|都已?|全部|全都|业已)(?P<verb>[一-鿿]{2,6})$")
_VERB_PHRASE: Final = re.compile(r"(?:要|将|已经?|可以?|能|都|均|全部|还|在|正|被|由)(?P<verb>[一-鿿“”\d]{4,20})")
#: 三成以上是货车司机, 其中48家是小微企业: who or what they are.
_ARE: Final = re.compile(
    r"(?:都|均|全|全部|大多)?是(?!去年|上年|往年|前年|全[省市县国]|\d+(?![\d周岁]))"
    r"(?P<noun>(?:\d{2}周?岁(?:以[上下])?的?)?[^，。；：\d]{2,24})"
)
#: 6辆流动服务车走进42个工地: the verb belongs to the next figure.
_LEADS_ON: Final = re.compile(
    r"(?<=[一-鿿”]{2})(?:来自|走进|走遍|走访|进驻|入驻|覆盖|服务|带动|吸引|惠及|分布在|遍布|联系|结对|联合|对接|深入|进入|完成|[一-鿿](?=了)|(?:已|均已|现已)[一-鿿]{1,3})"
    r"(?:了|到)?(?:全[省市县区镇国])?的?$"
)
#: 近八成把技能等级写进了岗位说明书: what they did with it.
_DISPOSED: Final = re.compile(r"把[^，。；]{4,}")
#: 为520名养路工送去, 给320户家庭送上: those who get something.
#: 14家这样的托管室: the noun follows.
_SUCH: Final = ("这样的", "这类的", "类似的")
_TO: Final = ("为", "给", "向", "替", "对")
_GIVEN: Final = re.compile(
    r"的?(?P<who>[一-鿿、“”]{2,24}?)(?:每[人户家])?(?P<give>送[去上出来]|赠送|发放|提供|办理|投保|购买|开展|配发|代办|举办|组织|实行|给予|减免|落实)了?"
    r"(?:一[份批场次])?(?P<what>[一-鿿、“”]*)"
)
_LIST: Final = re.compile(r"^.*、[^、]*?等(?=[一-鿿])")
_ARE_OPENS: Final = ("是", "都", "均", "全", "大")
#: 84条被采纳, 12家被评为五星级: what was done to them.
_PASSIVE: Final = re.compile(r"(?:已)?被(?P<verb>[一-鿿“”]{2,10})")
#: 学徒在灶台边签了约: where it was done tells nothing.
_INSIDE: Final = re.compile(
    r"(?P<noun>[^在，、]{2,8})在[^，。；]{1,10}?[里上中内下前间外旁口边](?P<verb>(?![了着过])[一-鿿]{2,6})$"
)
#: 7个“灯塔茶座”当月接到伙食类来信: the name is counted.
_NAME_FIRST: Final = re.compile(r"“[^“”]{3,14}”(?=[一-鿿]{4})")
#: What `_LOOSE_END` can end with.
_LOOSE: Final = frozenset("与和及共计在中里上右、的了（")
_LOOSE_END: Final = re.compile(
    r"(?:(?<!参)与|(?<![饱中柔谐])和|(?<![顾普])及|(?<![公中])共|共计|合计|累计|(?<![存所内现实])在"
    r"|(?<=[一-鿿”]{2})(?<![集其高初家心手空水城乡邻公海途暗适折])[中里]|(?<=[一-鿿]{2})(?:以上|左右)|[、的了（])+$"
)


def find_behind(spot: Spot, around: Surroundings) -> Phrase:
    """The noun that follows: 20余名来自石化公司的职工 → 职工."""
    text, words = around.text, around.words
    _, clause_end = around.clauses.clause(max(spot.start, spot.end - 1))
    aside = _aside(text, spot.end)
    start = aside + text.startswith("的", aside)
    start += 3 * text.startswith(_SUCH, start)
    end = min(clause_end, start + _REACH)
    if _OPENS_NUMBER.match(text[start : start + 8]) and spot.next_start < end:
        return _nothing(spot)
    if spot.next_start > start:
        end = min(end, spot.next_start)
    found = _HAN.match(text, start, end)
    if not found or found.group()[0] in "、”’）":
        return _nothing(spot)
    relative = _RELATIVE.match(found.group())
    piece = found.group()[relative.end() :] if relative else found.group()
    if not relative and words.function_after.match(piece) and not _verbal(spot, piece) and not _DISPOSED.match(piece):
        return _nothing(spot)
    inside = _INSIDE.match(piece) if "在" in piece else None
    if inside:
        at = text.find(piece, start, end)
        return _behind_phrase(inside["noun"] + inside["verb"], at, at + len(piece))
    if end == spot.next_start and (beside := ITEM_BESIDE.fullmatch(piece)):
        piece = beside["item"]
    if end == spot.next_start and (leads := _LEADS_ON.search(piece)):
        piece = piece[: leads.start()]
    piece = _head(piece, words)
    at = text.find(piece, start, end) if piece else -1
    return _behind_phrase(piece, at, at + len(piece)) if at >= 0 else _nothing(spot)


def find_given(spot: Spot, around: Surroundings) -> Phrase | None:
    """为520名护林员、养路工送去雨靴、蚊帐等防汛用品 → 养路工送去防汛用品: who gets, and what."""
    text = around.text
    if text[spot.start - 1 : spot.start] not in _TO:
        return None
    _, clause_end = around.clauses.clause(spot.start)
    found = _GIVEN.match(text, spot.end, min(clause_end, spot.next_start))
    if not found:
        return None
    who = found["who"].rpartition("、")[2] if len(found["who"]) > 8 else found["who"]
    told = f"{who}{found['give']}{_LIST.sub('', found['what'])}"
    if len(told) > LONGEST + 4:
        # what they got says more than who they are
        told = f"{found['give']}{found['what']}" if 3 <= len(found["what"]) <= LONGEST else who + found["give"]
    return Phrase(told, found.start("who"), found.end(), Rule("indicator.behind", f"受惠者及所得“{told}”"))


def find_being(spot: Spot, around: Surroundings) -> Phrase | None:
    """Who the counted are: 29人是返乡的农艺师 → 返乡的农艺师."""
    if around.text[spot.end : spot.end + 1] not in _ARE_OPENS:
        return None
    _, clause_end = around.clauses.clause(spot.start)
    found = _ARE.match(around.text, spot.end, min(clause_end, spot.next_start))
    if not found:
        return None
    noun = _head(found["noun"], around.words)
    return _behind_phrase(noun, found.start("noun"), found.start("noun") + len(noun)) if len(noun) >= 2 else None


def find_passive(spot: Spot, around: Surroundings) -> Phrase | None:
    """What was done to the counted: 2900条被采纳 → 采纳."""
    if around.text[spot.end : spot.end + 1] not in ("被", "已"):
        return None
    _, clause_end = around.clauses.clause(spot.start)
    found = _PASSIVE.match(around.text, spot.end, min(clause_end, spot.next_start))
    return _behind_phrase(found["verb"], found.start("verb"), found.end("verb")) if found else None


def find_done(spot: Spot, around: Surroundings) -> Phrase | None:
    """The verb behind 已经: 来信当中，七成多已经答复 → 办结."""
    _, clause_end = around.clauses.clause(spot.start)
    found = _DONE.match(around.text[spot.end : min(clause_end, spot.end + 12)])
    if not found:
        return None
    start = spot.end + found.start("verb")
    return _behind_phrase(found["verb"], start, start + len(found["verb"]))


def find_led(spot: Spot, around: Surroundings) -> Phrase | None:
    """What is said of the things counted, where no noun is: 里面15间要改成通宵亮灯."""
    _, clause_end = around.clauses.clause(spot.start)
    end = min(clause_end, spot.end + LONGEST + 4, max(spot.next_start, spot.end))
    found = _VERB_PHRASE.match(around.text, spot.end, end)
    return _behind_phrase(found["verb"], found.start("verb"), found.end("verb")) if found else None


def _nothing(spot: Spot) -> Phrase:
    return Phrase("", spot.end, spot.end, _NONE)


def _behind_phrase(words: str, start: int, end: int) -> Phrase:
    return Phrase(words, start, end, Rule("indicator.behind", f"数量后的“{words}”"))


def _aside(text: str, at: int) -> int:
    """Behind a bracket of a few characters that opens at `at`, else `at`."""
    end = text.find("）", at, at + 10) if text.startswith("（", at) else -1
    return end + 1 if end > at + 1 else at


def _verbal(spot: Spot, piece: str) -> bool:
    """560人次同师傅约好时间: behind 人 and 人次 the sentence's verb tells who is counted."""
    return spot.unit in ("人", "人次") and bool(_PREPOSITION.match(piece)) and len(piece) >= 5


def _head(piece: str, words: PhraseWords) -> str:
    """The phrase behind a figure; a long one is cut to what follows its last 、 or where its verb begins."""
    piece = _without_loose_end(piece)
    if len(piece) > LONGEST and (name := _NAME_FIRST.match(piece)):
        return name.group()
    early = (
        next((s for s in words.stop_after.finditer(piece) if s.start() >= 3), None) if len(piece) > LONGEST else None
    )
    if early and (early.start() < piece.find("、") or "、" in piece[: early.start()]) and early.start() <= LONGEST:
        piece = piece[: early.start()]
    elif len(piece) > LONGEST and "、" in piece[:-2]:
        piece = piece[piece.rindex("、", 0, len(piece) - 2) + 1 :]
    if len(piece) > LONGEST:
        stop = next((s for s in words.stop_after.finditer(piece) if s.start() >= 4), None)
        piece = piece[: stop.start()] if stop else piece[: LONGEST + 4]
    if piece.count("“") > piece.count("”"):
        piece = piece[: piece.rindex("“")] or piece.replace("“", "")
    return _without_loose_end(piece)


def _without_loose_end(piece: str) -> str:
    return _LOOSE_END.sub("", piece) if piece[-1:] in _LOOSE else piece
