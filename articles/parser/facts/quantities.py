"""Numbers with a measure word behind them: where they stand and what they are worth.

One pattern walks the text from left to right: number, 余/多, scale (万 亿), a
range's other end, measure word. Whether such a quantity is a figure of the
union's work is not asked here; see `refusals`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from articles.parser.facts.numerals import SCALES, parse_arabic, parse_chinese, parse_fraction
from articles.parser.lexicon import Lexicon, Unit
from articles.parser.overlay import NEVER
from articles.parser.records import Rule

_ARABIC: Final = r"(?<![\d.,])\d{1,12}(?:,\d{3})*(?:\.\d{1,6})?(?![\d])"
#: 逾万人次: the scale alone is a number behind such words only.
_CHINESE: Final = r"(?:[一二三四五六七八九十百千两零〇]{1,9}|(?<=[逾近超过约破])[万亿])"
_MIDDLE: Final = rf"[余多来]?(?:{'|'.join(SCALES)})?[余多来]?"
_SCALE: Final = re.compile("|".join(SCALES))
#: What any of them begins with; everything else is passed over at once.
_OPENING: Final = re.compile(r"[\d一二三四五六七八九十百千两零〇万亿全]")
_TO: Final = r"[~～\-－—–至到]"
_RANGE: Final = rf"\s?{_TO}\s?"
_REACHED: Final = re.compile(r"(?:实现|达到|做到|完成|基本|率先|均已|争取|力争|确保)[^，。；\n]{0,22}$")
FULL_COVERAGE: Final = Rule("quantity.full-coverage", "“全覆盖”即所述范围的100%")
#: 由27%到35.5%, 从原来的20家到50家: an old value and a new one.
_CHANGE: Final = re.compile(r"[由从](?:原来|原先|去年|当初|最初|年初)?的?$")
#: 九成五: a tenth of a tenth, unless it opens the next quantity.
_TENTH: Final = re.compile(r"([一二三四五六七八九])(?=[，。；、！？）”\n的]|左右|以[上下]|$)")
#: 三五个, 两三百人: two digits in a row are a range.
_NEIGHBOURS: Final = re.compile(r"^([一二三四五六七八九两])([二三四五六七八九])(十|百|千)?$")
#: 参保人数突破18万, 接待人次要超2万: number without a measure word behind a noun that has one.
_NOUN_UNIT: Final = re.compile(
    r"(?:(?P<unit>人次|人(?=数)|户(?=数))数?|(?P<people>(?:会员|职工|学员|用户)总?数))"
    r"(?:已经?|将|要|也|首次|累计|现|预计|预期|有望|力争|争取|可)*(?:突破|超过?|达到?|破|近|约|逾|有|为|[到至])+了?$"
)
_UNCOUNTED: Final = Decimal(10_000)
_STOPS: Final = ("，", "。", "；", "、", "）", "”", "")


class Quantity(NamedTuple):
    """A number and its measure word at `text[start:end]`; `unit` is None where no measure word follows.

    `inner` is "over" for 余 and 多, "about" for 来 between number and measure word.
    """

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None
    unit: Unit | None
    unit_start: int
    inner: str = ""
    chinese: bool = False
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class _Grammar:
    pattern: re.Pattern[str]
    #: The same without ranges, for 由27%到35.5%: two values, no range.
    single: re.Pattern[str]
    units: dict[str, Unit]


@lru_cache(maxsize=8)
def _grammar(lexicon: Lexicon) -> _Grammar:
    units = {unit.unit: unit for unit in lexicon.units}
    words = units_pattern(lexicon.units)
    # 1至2个, 10天至20天: so near behind its first number a range says that it is one
    ranged = rf"(?=[\s\S]{{0,{max(map(len, units), default=0) + 1}}}{_TO})"
    number = rf"(?:{_ARABIC}|{_CHINESE})"
    head = rf"(?P<number>{number})\s?(?P<middle>{_MIDDLE})"
    tail = rf"(?:\s?(?P<unit>{words}))?"
    other_end = rf"(?P<number2>{number})\s?(?P<middle2>{_MIDDLE})\s?(?={words})"
    pattern = re.compile(
        rf"百分之(?P<percent>{_ARABIC}|{_CHINESE}(?:点{_CHINESE})?)"
        r"|(?P<denominator>[二三四五六七八九十]{1,3})分之(?P<numerator>[一二三四五六七八九十]{1,3})"
        # 实现规上企业集体协商全覆盖: the whole of its scope
        r"|(?P<full>全覆盖)(?=[，。；！？”）\n]|$)"
        # 1~2个 | 10天至20天
        rf"|{head}(?:{ranged}(?P<unit1>{words})?(?P<between>{_RANGE}){other_end})?{tail}"
    )
    return _Grammar(pattern, re.compile(head + tail), units)


def units_pattern(units: Iterable[Unit]) -> str:
    """A pattern of measure words, the longest that fits at a place; words of one beginning share a branch."""
    branches: dict[str, list[str]] = {}
    for unit in sorted(units, key=lambda unit: (-len(unit.unit), unit.unit)):
        behind = f"(?!{'|'.join(unit.not_before)})" if unit.not_before else ""
        branches.setdefault(unit.unit[0], []).append(re.escape(unit.unit[1:]) + behind)
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in branches.items()) or NEVER


def find_quantities(text: str, lexicon: Lexicon) -> Iterator[Quantity]:
    """Every number of the text with its measure word, in order; spans hold no qualifier but 余 and 多.

    >>> [(q.value, q.unit.unit) for q in find_quantities("接待74万余人次，新建移动式驿站6家", load_lexicon())]
    [(Decimal('740000'), '人次'), (Decimal('6'), '家')]
    """
    grammar = _grammar(lexicon)
    at = 0
    while opening := _OPENING.search(text, at):
        at = opening.start()
        match = grammar.pattern.match(text, at)
        if match is None:
            at += 1
            continue
        single = None
        if match["number2"] and not text.startswith("不等", match.end()) and _CHANGE.search(text, max(0, at - 8), at):
            single = grammar.single.match(text, at)
        quantity = _read_number(single, "", grammar.units) if single else _read(match, grammar.units)
        match = single or match
        if quantity:
            yield quantity if quantity.unit else _with_noun_unit(quantity, text, grammar.units)
        at = match.end()


def _with_noun_unit(quantity: Quantity, text: str, units: dict[str, Unit]) -> Quantity:
    """参保人数突破18万，: the noun holds the measure word that does not follow."""
    if quantity.value < _UNCOUNTED or text[quantity.end : quantity.end + 1] not in _STOPS:
        return quantity
    noun = _NOUN_UNIT.search(text, max(0, quantity.start - 12), quantity.start)
    unit = units.get(noun["unit"] or "人") if noun else None
    if noun is None or unit is None:
        return quantity
    rule = Rule("quantity.noun-unit", f"量词取自“{noun['unit'] or noun['people']}”")
    return quantity._replace(unit=unit, unit_start=quantity.end, rules=(*quantity.rules, rule))


def _read(match: re.Match[str], units: dict[str, Unit]) -> Quantity | None:
    if match["number"]:
        return _read_number(match, match["number2"] or "", units)
    if match["full"]:
        return _full_coverage(match, units["%"])
    try:
        value, rule = _share(match)
    except ValueError:
        # 百分之三十百, 零分之一
        return None
    start, end = match.span()
    return Quantity(start, end, value, None, units["%"], start, rules=(rule,))


def _share(match: re.Match[str]) -> tuple[Decimal, Rule]:
    """百分之三十 and 三分之一 as per cent; ValueError where the words are no number."""
    if match["percent"]:
        return _percent(match["percent"]), Rule("quantity.per-cent", "百分之N即N%")
    value = parse_fraction(match["numerator"], match["denominator"])
    return value, Rule("quantity.fraction", f"{match.group()}折为{value}%")


def _full_coverage(match: re.Match[str], unit: Unit) -> Quantity | None:
    """实现…全覆盖 is 100 % of what the clause names; 全覆盖推进 says how, not how much."""
    start, end = match.span()
    if not _REACHED.search(match.string, max(0, start - 24), start):
        return None
    return Quantity(start, end, Decimal(100), None, unit, start, rules=(FULL_COVERAGE,))


def _percent(words: str) -> Decimal:
    if words[0].isdigit():
        return parse_arabic(words)
    whole, _, part = words.partition("点")
    tail = "".join(str(parse_chinese(c)) for c in part if c not in "十百千")
    return parse_chinese(whole) + (Decimal(f"0.{tail}") if tail else 0)


def _read_number(match: re.Match[str], number2: str, units: dict[str, Unit]) -> Quantity | None:
    """The quantity of a match; `number2` is the other end of its range, "" for none."""
    number, between, unit = match.group("number", "middle", "unit")
    try:
        low, high = _values(number, between)
        if number2:
            low, high = _range(match, low)
            between += match["middle2"]
    except ValueError:
        return None
    if high is not None and high <= low:
        return None
    end = match.end()
    if unit == "成" and (tenth := _TENTH.match(match.string, end)):
        low, end = low + parse_chinese(tenth[1]) / 10, tenth.end()
    chinese = not number[0].isdigit()
    return Quantity(
        match.start(),
        end,
        low,
        high,
        units[unit] if unit else None,
        match.start("unit"),
        _inner(between) if between else "",
        chinese,
        (Rule("quantity.chinese", f"汉字数字{number}"),) if chinese else (),
    )


def _range(match: re.Match[str], low: Decimal) -> tuple[Decimal, Decimal]:
    """Both ends of 3至5万元: the scale behind the second number holds for both, unless the first has a measure word."""
    high, _ = _values(match["number2"], match["middle2"])
    scale = _SCALE.search(match["middle2"])
    if scale and not _SCALE.search(match["middle"]) and not match["unit1"]:
        low *= SCALES[scale.group()]
    return low, high


def _inner(between: str) -> str:
    """What 余, 多 or 来 between number and measure word say."""
    return "about" if "来" in between else "over" if "余" in between or "多" in between else ""


def _values(number: str, middle: str) -> tuple[Decimal, Decimal | None]:
    scale = _SCALE.search(middle) if middle else None
    factor = SCALES[scale.group()] if scale else Decimal(1)
    if number[0].isdigit():
        return parse_arabic(number, scale.group() if scale else ""), None
    pair = _NEIGHBOURS.match(number)
    if pair:
        place = pair[3] or ""
        return parse_chinese(pair[1] + place) * factor, parse_chinese(pair[2] + place) * factor
    return parse_chinese(number) * factor, None
