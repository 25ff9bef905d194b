"""Whose words a quotation holds: an officer's counts stand, a beneficiary's do not."""

from __future__ import annotations

import re
from typing import Final

from articles.parser.facts.clauses import Clauses

#: Who speaks for a union, a firm or an office.
_OFFICER: Final = re.compile(
    r"负责人|主席|主任|书记|部长|会长|局长|科长|处长|院长|校长|所长|秘书长|馆长|经理|董事长|厂长|"
    r"律师|顾问|专家|教授|老师|医生|总工会(?!会员)|工会干部|相关人员|工作人员|新闻发言人|专干|专职干部|指导员|介绍，|据介绍|通报"
)
_VERB: Final = r"(?:说道|说|表示|介绍|告诉|坦言|回忆|感慨|感叹|笑称|直言|称|算|讲|透露|解释|感激)"
_BEFORE: Final = re.compile(rf"(?P<who>[^。！？“”\n]{{0,60}}){_VERB}?[^。！？“”\n]{{0,12}}[：:，]?$")
_AFTER: Final = re.compile(
    r"^(?P<who>[^。！？“”\n]{0,60}?)(?:说道|说|表示|介绍|告诉|坦言|回忆|感慨|感叹|笑称|直言|称|算|讲|透露|解释)"
)


def is_private_speech(index: int, clauses: Clauses) -> bool:
    """Whether `index` stands in the quoted speech of somebody who does not speak for a union or firm.

    “今年要培训2000人。”县总工会主席说 counts; “一天能挣120元。”骑手王师傅说 does not.
    """
    span = clauses.speech(index)
    if span is None:
        return False
    text = clauses.text
    behind = text[span[1] : span[1] + 80]
    after = _AFTER.search(behind)
    if after and len(after["who"]) > 1:
        return not _OFFICER.search(after["who"])
    # “…少了27.5%。”市总工会权益保障部部长拿出一张表: named without a verb of speaking
    if text[span[1] - 2] in "。！？" and _OFFICER.search(re.split("[，。]", behind)[0]):
        return False
    low = max(0, span[0] - 80)
    # who speaks stands behind the last of the marks that his words cannot hold
    opening = max(text.rfind(mark, low, span[0]) for mark in "。！？“”\n") + 1
    before = _BEFORE.search(text, max(low, opening), span[0])
    return not (before and _OFFICER.search(before["who"]))
