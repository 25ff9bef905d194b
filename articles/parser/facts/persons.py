"""Whose story a sentence tells: 装配工孟三旺领到补贴900元 is a person's, however the union may have paid it.

A private person is named with a calling (骑手小陆, 挡车工车小满; kind `calling` of `lexicon/phrase_words.tsv`) or by a
way of speaking to them (梁师傅). Officers are named with their post and are none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from articles.parser.facts.byline import load_surnames
from articles.parser.lexicon import Lexicon

#: Names that are as often words: 女工权益, 司机占四成, 员工平均, 职工来信.
_WORDS: Final = frozenset(
    "平权计占全和洋原程候高代文时车项都成应常安宁明方水云利乐万关经能从有相单双家公会工东向师通支解干过来求那归官敬楚晋冶"
)
#: What follows a name: a mark, an adverb, a verb.
_GOES_ON: Final = "，、在从把将说拿收领查刚正坐站走跑来用点投交做打给算和后来患因家的最近这曾每上下又还也就没不今去昨前"
_OF_MANY: Final = re.compile(
    r"工会(?![^，。；]{0,6}(?:送[来上去]|给[他她]|为[他她]|帮[他她]))|企业|公司|等|们|全[省市县区镇]|[每人户]均|每[人户名家]|标准|最[高低]"
)


@lru_cache(maxsize=4)
def _named(lexicon: Lexicon) -> re.Pattern[str]:
    """A calling with a name behind it, or a name that says how one is addressed."""
    callings = "|".join(word.pattern for word in lexicon.phrase_words if word.kind == "calling")
    surnames = load_surnames() - _WORDS
    single = "".join(sorted(name for name in surnames if len(name) == 1))
    double = "|".join(sorted(name for name in surnames if len(name) == 2))
    name = rf"(?:[老小][{single}](?![区镇村])|(?:{double}|[{single}])[一-鿿]{{1,2}})"
    told = rf"(?=[{_GOES_ON}](?!会员))"
    return re.compile(
        rf"(?:{callings}){name}{told}"
        rf"|(?:^|(?<=[，。；：“”的\n]))(?:[老小][{single}](?=[{_GOES_ON}干开跑送能](?!区|镇|村))|[{single}](?:师傅|大姐|阿姨|大伯|女士|先生))"
    )


def tells_of_person(text: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether `text[start:end]`, what a sentence says before its figure, tells of one private person alone.

    去年，挡车工谢阿巧查出重病，工会送来一张3万元的 … is her story; 骑手小陆和全区1200名骑手 is not.
    """
    persons = list(_named(lexicon).finditer(text, start, end))
    return bool(persons) and not _OF_MANY.search(text, persons[-1].end(), end)
