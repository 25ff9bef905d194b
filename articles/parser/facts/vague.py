"""Quantities without a point value: 数十, 上百, 十几, 翻一番, 过半. They stay open for the editor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from articles.parser.facts.quantities import units_pattern
from articles.parser.lexicon import Lexicon

_NUMBER: Final = (
    r"(?P<many>数[十百千万亿]+|好?几[十百千万]+|上[十百千万]+|成[百千](?:上[千万])?|[二三四五六七八九]?十几|若干|几)"
    r"(?:余|多)?"
)
_HUNDREDS: Final = r"(?<![一二三四五六七八九十两\d近超逾约过足达满数几上成到至破])(?P<round>[百千]|百千)"
#: What a number in words begins with; everything else is passed over at once.
_OPENING: Final = re.compile("[数好几上成二三四五六七八九十若百千]")
# each branch opens with a character as it is written, so that re passes over the others at once
_GROWTH: Final = re.compile(
    r"(?P<growth>翻(?:了)?(?:[一两三]|几)?番|增[长加]了?(?:[一两三四五几]倍|几成)多|提高了?(?:[一两三四五几]倍|几成)多|"
    r"过半数?|超过?半数?(?=的)|半数以上|近半数|一半以上)"
)


@lru_cache(maxsize=8)
def _pattern(lexicon: Lexicon) -> re.Pattern[str]:
    words = units_pattern(u for u in lexicon.units if u.accept == "yes" and u.family != "ratio")
    return re.compile(rf"(?:{_NUMBER}|{_HUNDREDS})(?:{words})(?!以[上下])")


def find_vague(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, str]]:
    """Spans of quantities that say no number, each with its reason, in order of their kind.

    >>> [reason for _, _, reason in find_vague("数十名志愿者、百家企业", load_lexicon())]
    ['“数十”没有确数', '“百”是概数，没有确数']
    """
    pattern, free = _pattern(lexicon), 0
    for opening in _OPENING.finditer(text):
        match = pattern.match(text, opening.start()) if opening.start() >= free else None
        if match is None:
            continue
        free = match.end()
        if match["round"]:
            yield match.start(), match.end(), f"“{match['round']}”是概数，没有确数"
        elif match["many"] != "几":
            yield match.start(), match.end(), f"“{match['many']}”没有确数"
    for match in _GROWTH.finditer(text):
        yield match.start(), match.end(), f"“{match['growth']}”只说变化，没有确数"
