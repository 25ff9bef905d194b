"""The columns of an exported table: Chinese header, and how a row gives its value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from articles.masking import mask_part
from articles.models import Article, Metric
from articles.pages.citations import cite

Cell = str | Decimal | int | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` in JSON, `header` in tables; `width` in characters for XLSX.

    `note` and `kind` (text, number, date) are for the data dictionary and the API's schema.
    """

    key: str
    header: str
    value: Callable[[Any], Cell]
    width: int = 12
    note: str = ""
    kind: str = "text"


#: Exports keep 余 and 以上 apart, as printed: "over" and "at_least" are two words.
QUALIFIERS = {
    "exact": "等于",
    "over": "多于（余、超）",
    "at_least": "不少于（以上）",
    "about": "约（近、左右）",
    "under": "少于（不足）",
    "at_most": "至多（不超过）",
    "range": "区间",
}


def _basis(metric: Metric) -> str:
    if metric.status == Metric.Status.PLANNED:
        return "计划"
    return "累计" if metric.cumulative else "实绩"


def _part(article: Article, part: str) -> str:
    return mask_part(article, article.part_text(part)).replace("\n", " ")


def _address(article: Article, base: str) -> str:
    return base.rstrip("/") + article.get_absolute_url()


#: Where a figure or an article is from: both have a city and a county.
_PLACE = (
    Column("city_code", "设区市代码", lambda row: row.city_id or "", note="GB/T 2260 六位代码；全省层面的报道为空"),
    Column("city", "设区市", lambda row: row.city.name if row.city else ""),
    Column(
        "county_code",
        "县（市、区）代码",
        lambda row: row.county_id or "",
        14,
        note="GB/T 2260 六位代码；报道说全市的为空",
    ),
    Column("county", "县（市、区）", lambda row: row.county.name if row.county else "", 14),
)


def metric_columns(base: str) -> Sequence[Column]:
    """Columns of a figure: value, qualifier, basis, period, source, date, sentence and address (under `base`)."""
    return (
        Column("id", "编号", lambda m: m.pk, 8, note="数字编号，不变", kind="number"),
        *_PLACE,
        Column("program", "项目", lambda m: m.program.name if m.program else "", 22),
        Column(
            "indicator_code",
            "指标代码",
            lambda m: m.indicator.code if m.indicator else "",
            9,
            note="见“指标”表；没有归入指标的为空",
        ),
        Column("indicator", "指标", lambda m: m.indicator.name if m.indicator else "", 20),
        Column("indicator_words", "文中所指", lambda m: m.indicator_words, 20, note="文中说这个数的词"),
        Column("qualifier", "限定", lambda m: QUALIFIERS[m.qualifier], 16, note="限定词是数字的一部分，须一起引用"),
        Column("value", "数值", lambda m: m.value, note="以“单位”计的数；区间取下限", kind="number"),
        Column("value_max", "上限", lambda m: m.value_max, note="区间的上限，其余为空", kind="number"),
        Column("unit", "单位", lambda m: m.unit, 8),
        Column("basis", "口径", _basis, 8, note="计划、实绩、累计不可相加，也不可相比"),
        Column("period", "期间（原文）", lambda m: m.period, 16, note="文中写的时间"),
        Column("period_start", "期间起", lambda m: m.period_start, note="由“期间”换算；文中未写明的为空", kind="date"),
        Column("period_end", "期间止", lambda m: m.period_end, note="由“期间”换算；文中未写明的为空", kind="date"),
        Column("review", "核对", lambda m: m.get_review_display(), 8, note="编辑的处置：待核、认可"),
        Column(
            "quote",
            "原句",
            lambda m: mask_part(m.article, m.quote),
            50,
            note="读出数字的那几个字，与原文逐字相同；私人姓名以“某”代",
        ),
        Column("article_id", "报道编号", lambda m: m.article_id, 8, kind="number"),
        Column("headline", "标题", lambda m: mask_part(m.article, m.article.title), 40),
        Column("source", "来源", lambda m: m.article.bulletin.source.name, 18, note="报纸、简报或网站名"),
        Column("published_on", "见报日期", lambda m: m.published_on, note="报纸印的日期", kind="date"),
        Column("page", "版次", lambda m: m.article.bulletin.page, 8, note="报纸版次"),
        Column("citation", "引文", lambda m: cite(m.article), 50, note="按 GB/T 7714—2015"),
        Column(
            "sample",
            "示例",
            lambda m: "示例" if m.article.bulletin.is_sample else "",
            6,
            note="示例版面的行标“示例”，不作引用",
        ),
        Column("address", "网址", lambda m: f"{_address(m.article, base)}#f{m.pk}", 40, note="打开即到这个数字"),
    )


def article_columns(base: str) -> Sequence[Column]:
    """Columns of an article: place, titles, source, date and address; never its full text."""
    return (
        Column("id", "编号", lambda a: a.pk, 8, note="报道编号", kind="number"),
        *_PLACE,
        Column("kicker", "引题", lambda a: _part(a, "kicker"), 30, note="主标题上面的一行"),
        Column("headline", "标题", lambda a: mask_part(a, a.title), 40),
        Column("deck", "副题", lambda a: _part(a, "deck"), 30, note="主标题下面的一行"),
        Column("kind", "体裁", lambda a: a.get_kind_display(), 8, note="消息、图片新闻等"),
        Column("source", "来源", lambda a: a.bulletin.source.name, 18, note="报纸、简报或网站名"),
        Column("published_on", "见报日期", lambda a: a.published_on, note="报纸印的日期", kind="date"),
        Column("page", "版次", lambda a: a.bulletin.page, 8, note="报纸版次"),
        Column("citation", "引文", lambda a: cite(a), 50, note="按 GB/T 7714—2015"),
        Column(
            "sample", "示例", lambda a: "示例" if a.bulletin.is_sample else "", 6, note="示例版面的行标“示例”，不作引用"
        ),
        Column("address", "网址", lambda a: _address(a, base), 40, note="打开即到这个数字"),
    )
