"""A period in words → its first and last day, counted from the day of publication, never from today."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from articles.parser.facts.numerals import parse_chinese

Span = tuple[date | None, date | None]

_YEARS: Final = {"今年": 0, "当年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1}
_MONTHS_OF: Final = {
    "上半年": (1, 6),
    "下半年": (7, 12),
    "前三季度": (1, 9),
    **{
        f"{low}{to}{high}季度": (3 * i + 1, 3 * j + 3)
        for i, low in enumerate("一二三")
        for j, high in enumerate("一二三四")
        if i < j
        for to in "至到"
    },
    "一季度": (1, 3),
    "首季": (1, 3),
    "二季度": (4, 6),
    "三季度": (7, 9),
    "四季度": (10, 12),
    "暑期": (7, 8),
    "暑假": (7, 8),
    "春": (3, 5),
    "夏": (6, 8),
    "秋": (9, 11),
}
_NUMBER: Final = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})"
_YEAR: Final = re.compile(r"(?P<year>\d{4})年|(?P<word>今年|当年|去年|上年|前年|明年)")
#: A term is longer than its season (今年春季班), and 春节 a feast.
_SEASON_YEAR: Final = re.compile(
    r"(?P<word>[今去明])年?(?P<season>[春夏秋冬])(?!节|季?(?:班|学期))|入(?P<entered>[春夏秋冬])"
)
_MONTH_RANGE: Final = re.compile(rf"(?P<low>{_NUMBER})[至到~-](?P<high>{_NUMBER})月")
_FIRST_MONTHS: Final = re.compile(rf"前(?P<count>{_NUMBER})个?月")
_MONTH: Final = re.compile(rf"(?P<month>{_NUMBER})月(?:(?P<day>{_NUMBER})日)?")
_SPAN: Final = re.compile(r"(?<![上下])(?P<count>[一二三四五六七八九十两半\d]{1,4})(?P<unit>年|个多?月|周|天)")
_DAYS: Final = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2}


@lru_cache(maxsize=4096)
def date_span(text: str, *, published_on: date | None) -> Span:
    """First and last day of a period as printed; None where it is open or unknown.

    今年上半年 of a paper of 2024 is 1 January to 30 June 2024; 截至4月底 ends on 30 April and has no first day;
    2022年以来 runs to the day of publication. Without that day only years in figures are dated.
    """
    for read in (_day, _as_of, _since, _spoken_span, _deadline):
        found = read(text, published_on)
        if found:
            return found
    return _calendar(text, published_on) or (None, None)


def _day(text: str, published_on: date | None) -> Span | None:
    for word, shift in _DAYS.items():
        if word in text and published_on:
            day = published_on + timedelta(days=shift)
            return day, day
    return None


def _as_of(text: str, published_on: date | None) -> Span | None:
    """截至目前, 目前: until the day of publication; 截至4月底, 到2024年底: until then."""
    if re.match(r"截[至止]|到(?!目前)", text):
        bare = re.sub(r"^(?:截[至止]|到)", "", text)
        if not re.search(r"[年月]", bare):
            return None, published_on
        span = _calendar(bare, published_on)
        return (None, _closing(bare, span)) if span else (None, None)
    if re.search(r"目前|如今|眼下|^现$", text):
        return None, published_on
    return None


def _closing(text: str, span: Span) -> date | None:
    """截至4月初 ends with the month's first day, 中旬 with the twentieth."""
    start, end = span
    if start and re.search(r"月初|年初", text):
        return start
    if start and "上旬" in text:
        return start.replace(day=10)
    if start and "中旬" in text:
        return start.replace(day=20)
    return end


def _since(text: str, published_on: date | None) -> Span | None:
    if not re.search(r"以来|至今|开始|起$|^[自从]|^入", text):
        return None
    span = _calendar(text, published_on)
    if span is None:
        counted = _spoken_span(text, published_on)
        return counted or (None, published_on)
    return span[0], published_on


def _spoken_span(text: str, published_on: date | None) -> Span | None:
    """三年来, 近两年, 启用两个多月来: counted back from the day of publication."""
    found = _SPAN.search(text)
    if (
        not found
        or re.search(r"\d{4}年", text)
        or not published_on
        or not re.search(r"来|近|过去|间|多$|^.{2}[^年]*年$", text)
    ):
        return None
    number = found["count"]
    if "半" in number:
        return _months_back(published_on, 6), published_on
    try:
        count = int(number) if number.isdigit() else int(parse_chinese(number))
    except ValueError:
        return None
    if count > 100:
        return None
    unit = found["unit"]
    if unit == "年":
        return _months_back(published_on, 12 * count), published_on
    if unit.endswith("月"):
        return _months_back(published_on, count), published_on
    return published_on - timedelta(days=count * (7 if unit == "周" else 1)), published_on


def _deadline(text: str, published_on: date | None) -> Span | None:
    """年底前 and 年内 end with the year of publication; 全年 is the whole of it."""
    if re.search(r"\d{4}年|[今去明前]年", text) or not published_on:
        return None
    if "全年" in text:
        return date(published_on.year, 1, 1), date(published_on.year, 12, 31)
    if re.search(r"年底|年内", text):
        return None, date(published_on.year, 12, 31)
    if re.search(r"本月|当月", text):
        return _month_span(published_on.year, published_on.month, published_on.month)
    if re.search(r"上个?月", text):
        before = _months_back(published_on.replace(day=1), 1)
        return _month_span(before.year, before.month, before.month)
    return None


def _calendar(text: str, published_on: date | None) -> Span | None:
    """Years, halves, quarters, seasons, months and days; a month without a year is the last one gone by."""
    year = _year(text, published_on)
    season = _SEASON_YEAR.search(text)
    if season and published_on:
        shift = {"今": 0, "去": -1, "明": 1}.get(season["word"] or "今", 0)
        return _season(published_on.year + shift, season["season"] or season["entered"], published_on)
    months = _months(text)
    if months:
        low, high, day = months
        if year is None:
            if published_on is None:
                return None
            ahead = bool(re.search(r"底前|前$", text))
            year = published_on.year - (low > published_on.month and not ahead)
        return _day_span(year, low, day) if day else _month_span(year, low, high)
    if year is None:
        return None
    if re.search(r"年初", text):
        return _month_span(year, 1, 1)
    if re.search(r"年底|年末", text):
        return (None if "前" in text else date(year, 12, 1)), date(year, 12, 31)
    return date(year, 1, 1), date(year, 12, 31)


def _year(text: str, published_on: date | None) -> int | None:
    found = _YEAR.search(text)
    if not found:
        return None
    if found["year"]:
        number = int(found["year"])
        return number if 1900 <= number <= 2200 else None
    return published_on.year + _YEARS[found["word"]] if published_on else None


def _months(text: str) -> tuple[int, int, int] | None:
    """First month, last month, day (0 for none)."""
    spread = _MONTH_RANGE.search(text)
    if spread:
        low, high = _small(spread["low"]), _small(spread["high"])
        return (low, high, 0) if 1 <= low <= high <= 12 else None
    first = _FIRST_MONTHS.search(text)
    if first:
        count = _small(first["count"])
        return (1, count, 0) if 1 <= count <= 12 else None
    month = _MONTH.search(text)
    if month:
        number = _small(month["month"])
        return (number, number, _small(month["day"]) if month["day"] else 0) if 1 <= number <= 12 else None
    for word, (low, high) in _MONTHS_OF.items():
        if len(word) > 1 and word in text:
            return low, high, 0
    return None


def _season(year: int, season: str, published_on: date) -> Span:
    if season == "冬":
        # 今冬 of a paper of January began last December
        year -= published_on.month <= 3
        return date(year, 12, 1), date(year + 1, 2, monthrange(year + 1, 2)[1])
    low, high = _MONTHS_OF[season]
    return _month_span(year, low, high)


def _small(number: str) -> int:
    return int(number) if number.isdigit() else int(parse_chinese(number))


def _month_span(year: int, low: int, high: int) -> Span:
    return date(year, low, 1), date(year, high, monthrange(year, high)[1])


def _day_span(year: int, month: int, day: int) -> Span | None:
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    return date(year, month, day), date(year, month, day)


def _months_back(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 - months
    year, month = divmod(total, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
