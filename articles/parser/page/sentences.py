"""Whether a short sentence by itself is a caption or goes with a body.

A caption shows a scene in one sentence. Words said, plans, a second sentence
or a word that takes up what was said are a body's, however short the line.
"""

from __future__ import annotations

import re
from typing import Final

from articles.parser.openings import compile_opened
from articles.parser.page.lines import load_cues, text_width

#: A longer sentence is a caption only if it says where or that something is going on.
SCENELESS: Final = 30
_SPEECH: Final = compile_opened("[说道][，：。]|[说道]$|介绍(?:[，：。说道]|$)|表示|坦言|告诉|负责人|笑着")
#: A quotation of words said, not of a name: “真方便！” but not “掌柜”给饮水机更换滤芯。
_QUOTED: Final = re.compile("“[^”]*[，。！？…]")
_SCENE: Final = re.compile("正|图为|现场|合影|在[^，。]{2,20}?[里中上下前内外旁边间]")
#: What no picture shows: a time told, a fact beside others, who held it.
_TOLD: Final = re.compile(
    "今年|去年|明年|[0-9]{4}年|年初|每[年月周季]|全年|以来|(?<![归偿])还(?![款债书钱给])|已(?!婚|退休)|[主承协]办|[分下]设|牵头"
)
#: Nor sums, unless it is a scene all the same.
_SUM: Final = re.compile("[0-9][万亿]?余?(?:元|%|件|场|条|项)|均|列入|写[进入]")


def tells_on(text: str) -> bool:
    """Whether a sentence is a body's by what it says, wherever it stands.

    >>> tells_on("学员在上手冲咖啡课。"), tells_on("“真方便！”"), tells_on("明年将再开两个班。")
    (False, True, True)
    """
    return bool(_QUOTED.match(text) or _SPEECH.search(text) or load_cues()["ahead"].search(text))


def reads_on(text: str) -> bool:
    """Whether a whole short line reads like a paragraph of a body rather than a caption."""
    cues = load_cues()
    if cues["caption"].match(text):
        return False
    if tells_on(text) or text.count("。") > 1 or text.count("，") > 2:
        return True
    if cues["resume"].match(text) or cues["opening"].match(text):
        return True
    if _TOLD.search(text):
        return True
    return not _SCENE.search(text) and (text_width(text) > SCENELESS or _SUM.search(text) is not None)
