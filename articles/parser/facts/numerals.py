"""Written numbers → exact values: 1.26万 → 12600, 二十六 → 26, 两千三百 → 2300.

Only what stands between a qualifier and a measure word is read here; the
measure word itself and everything around it belongs to `quantities`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

#: Longer first, so that a pattern built from the keys reads 百万 before 百.
SCALES: Final = {
    "万亿": Decimal(10) ** 12,
    "千亿": Decimal(10) ** 11,
    "百亿": Decimal(10) ** 10,
    "十亿": Decimal(10) ** 9,
    "千万": Decimal(10) ** 7,
    "百万": Decimal(10) ** 6,
    "十万": Decimal(10) ** 5,
    "亿": Decimal(10) ** 8,
    "万": Decimal(10) ** 4,
    "千": Decimal(10) ** 3,
    "百": Decimal(10) ** 2,
}
_DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES: Final = {"十": 10, "百": 100, "千": 1000}
_GROUPS: Final = {"万": 10**4, "亿": 10**8}


def parse_arabic(digits: str, scale: str = "") -> Decimal:
    """The value of Arabic digits with a scale word behind them; separators of thousands are dropped.

    >>> parse_arabic("1.26", "万")
    Decimal('12600')
    >>> parse_arabic("12,345")
    Decimal('12345')

    Raises ValueError for anything but digits, commas and one point.
    """
    if not scale and digits.isascii() and digits.isdigit():
        return Decimal(digits)
    bare = digits.replace(",", "").replace("，", "")
    if not bare.replace(".", "", 1).isascii() or not bare.replace(".", "", 1).isdigit():
        raise ValueError(f"no number: {digits!r}")
    return plain(Decimal(bare) * SCALES.get(scale, Decimal(1)))


def parse_chinese(numeral: str) -> Decimal:
    """The value of a Chinese numeral.

    >>> parse_chinese("二十六"), parse_chinese("百"), parse_chinese("两千三百"), parse_chinese("二〇二四")
    (Decimal('26'), Decimal('100'), Decimal('2300'), Decimal('2024'))

    Raises ValueError for characters that are no numerals or stand in no order (百百).
    """
    if not numeral:
        raise ValueError("no numeral")
    if all(c in _DIGITS for c in numeral):
        return Decimal("".join(str(_DIGITS[c]) for c in numeral))
    total = group = 0
    digit: int | None = None
    last_place = 10**5
    for c in numeral:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _PLACES:
            if _PLACES[c] >= last_place:
                raise ValueError(f"no numeral: {numeral!r}")
            last_place = _PLACES[c]
            # 百余家 and 十家 open with the place itself; 二百零五 leaves a nought behind
            group += (digit if digit else 1) * last_place
            digit = None
        elif c in _GROUPS:
            total = (total + group + (digit or 0) or 1) * _GROUPS[c]
            group, digit, last_place = 0, None, 10**5
        else:
            raise ValueError(f"no numeral: {numeral!r}")
    return Decimal(total + group + (digit or 0))


def parse_fraction(numerator: str, denominator: str) -> Decimal:
    """A fraction in words as per cent, to two places: 三分之一 → 33.33.

    Raises ValueError where a side is no number or the denominator is nought.
    """
    under = parse_chinese(denominator)
    if not under:
        raise ValueError("a fraction of nought")
    return plain(round(parse_chinese(numerator) / under * 100, 2))


def plain(value: Decimal) -> Decimal:
    """The same value without an exponent or idle noughts behind the point: Decimal('12600')."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
