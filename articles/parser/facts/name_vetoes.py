"""What cannot be the name of a program, whatever else speaks for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from articles.parser.facts.candidates import Candidate
from articles.parser.facts.names import NameGrammar, Occurrence, bare_name, is_launched
from articles.parser.facts.passages import Passage

# 普法宣传、风险预警、纠纷调解: three things in a row are no name
_ENUMERATION: Final = re.compile(r"、.*、")
# 从…到…, 以赛促学
_TURN: Final = re.compile(r"^从.+到|^[以用].{1,4}[促换代提带助养]")
# 从“事后救火”向“源头防火”的转变
_FROM_TO: Final = re.compile(r"(?:从|由)$|[”’](?:到|向|变为|转为|变成|变)$")
_JUDGED: Final = re.compile(r"(?:评选|命名|选树|培育|认定|启动|推出|创建)[^，。；]{0,8}$")
# 线上+线下+送教, 法院+工会: a mixture, no name
_INSTITUTIONS: Final = re.compile(r"^[一-鿿]{2,}[+＋][一-鿿]{2,}")
# “安康杯”职工|技能大赛: a quotation right before a name, and how far it reaches
_QUOTATION: Final = re.compile("“[^，。“”]{2,12}”[^，。；“”]{0,6}$")
_QUOTATION_REACH: Final = 20
# 还有一份意外险
_PORTION: Final = re.compile("[一两三][份只张块顿碗杯本把辆台套款瓶袋盒]")
# 中国五金之都, 中国印刷城: what a town is known for
_TOWN_TITLE: Final = re.compile("中国[一-鿿]{2,8}[城都乡镇港地]$")


def veto(candidate: Candidate, grammar: NameGrammar, passages: Sequence[Passage], text: str) -> str:
    """Why a candidate cannot be a program, in Chinese for the editor; "" if nothing forbids it.

    Set phrases (枫桥经验), honours (最美驿站), unions and their like (慈溪工会),
    mixtures (线上+线下+送教), and what the lexicon's collision rules refuse in `text`.
    """
    name, row = bare_name(candidate.name), candidate.row
    if row is not None:
        if row.role == "foreign" or (row.needs and not any(w in text for w in row.needs)):
            return "词库注明属其他单位"
        if any(word in text for word in row.unless):
            return "文中有词库所列的排除词"
        if row.role == "title" and not any(
            _JUDGED.search(passages[o.passage].text, 0, o.start) for o in candidate.occurrences
        ):
            return "荣誉称号"
        if row.role == "service" and all(_is_descriptor(o, passages) for o in candidate.occurrences):
            return "是前面名称的说明"
        if row.role == "organization" and "quoted" not in candidate.kinds():
            return "机构名称"
        return ""
    if name in grammar.cues["stop"] and not any(_is_scheme(o, grammar, passages) for o in candidate.occurrences):
        return "常用语"
    if grammar.ends_with(name, "stop_end"):
        return "所指为称号、单位或观念"
    if name.endswith("工会") and name[:-2] in grammar.places:
        return "工会的名称"
    # 示范区 is a place, 长三角一体化示范区
    if grammar.opens_with(name, "honour") and not name.startswith("示范区"):
        return "荣誉称号"
    if _TOWN_TITLE.match(name):
        return "地方的称号"
    if _PORTION.match(name) and not candidate.kinds() & {"quoted", "inner"}:
        return "以数量开头"
    if _INSTITUTIONS.search(name) or _TURN.search(name) or _ENUMERATION.search(name):
        return "并列成分或做法"
    return _veto_context(candidate, grammar, passages)


def _is_scheme(occurrence: Occurrence, grammar: NameGrammar, passages: Sequence[Passage]) -> bool:
    """推出“黄金四分钟”计划: what is launched as a plan or an action is one, set phrase or not."""
    text = passages[occurrence.passage].text
    behind = text[occurrence.end : occurrence.end + 8]
    return behind[:1] == "”" and bool(grammar.behind.match(behind[1:])) and is_launched(text, occurrence.start - 1)


def _is_descriptor(occurrence: Occurrence, passages: Sequence[Passage]) -> bool:
    """“安康杯”职工技能大赛: the words behind a quotation say what it is, there and wherever they return."""
    if any(_is_described(occurrence.name, passage.text) for passage in passages):
        return True
    text = passages[occurrence.passage].text
    return text[max(0, occurrence.start - 3) : occurrence.start].rstrip("暨青年职工").endswith("”")


def _is_described(name: str, text: str) -> bool:
    """Whether a text prints the name anywhere right behind a quotation."""
    at = text.find(name)
    while at >= 0:
        if _QUOTATION.search(text, max(0, at - _QUOTATION_REACH), at):
            return True
        at = text.find(name, at + 1)
    return False


def _veto_context(candidate: Candidate, grammar: NameGrammar, passages: Sequence[Passage]) -> str:
    spoken = 0
    for o in candidate.occurrences:
        text = passages[o.passage].text
        after = text[o.end : o.end + 8].lstrip("”’")
        before = text[max(0, o.start - 8) : o.start].rstrip("“‘")
        if _FROM_TO.search(before) and (after[:1] in "到向变转为成" or "转变" in after):
            return "说的是转变"
        if grammar.never_behind.match(after) or grammar.closes_with(before.rstrip("了着过的"), "never_before"):
            spoken += 1
    return "上下文表明是称号或问题" if spoken == len(candidate.occurrences) else ""
