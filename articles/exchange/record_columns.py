"""The columns of the smaller tables: places, indicators, programs and their names, mentions, promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from articles.masking import mask_part
from articles.models import Category
from articles.pages.figures import figure_of

from .columns import Column, metric_columns


def _address(base: str, path: str) -> str:
    return base.rstrip("/") + path


def program_columns(base: str) -> Sequence[Column]:
    """Columns of a program in a list: reach, reports, last report. Rows are dictionaries."""
    return (
        Column("program", "项目", lambda r: r["label"], 24),
        Column("slug", "项目地址", lambda r: r["slug"], 24, note="接口和网址里用的名称，不变"),
        Column("category", "类别", lambda r: Category(r["category"]).label),
        Column("counties", "县数", lambda r: r["counties"], note="有报道的县（市、区）数", kind="number"),
        Column("articles", "报道", lambda r: r["articles"], note="报道篇数", kind="number"),
        Column("last", "最近见报", lambda r: r["last"], kind="date"),
        Column("address", "网址", lambda r: _address(base, f"/programs/{r['slug']}/"), 40),
    )


def alias_columns(_base: str) -> Sequence[Column]:
    """Columns of another name of a program."""
    return (
        Column("program", "项目", lambda a: a.program.name, 24, note="本站用的名称"),
        Column("slug", "项目地址", lambda a: a.program.slug, 24),
        Column("alias", "别名", lambda a: a.name, 24),
        Column("place", "使用地区", lambda a: a.place, 20, note="空为各地通用"),
        Column("note", "说明", lambda a: a.note, 30),
    )


def city_columns(base: str) -> Sequence[Column]:
    return (
        Column("code", "代码", lambda c: c.code, note="GB/T 2260 六位代码"),
        Column("name", "设区市", lambda c: c.name),
        Column("short", "简称", lambda c: c.short),
        Column("pinyin", "拼音", lambda c: c.pinyin, 20),
        Column("address", "网址", lambda c: _address(base, c.get_absolute_url()), 40),
    )


def county_columns(base: str) -> Sequence[Column]:
    """Columns of a county; `articles`, `last`, `programs`, `figures` are counted beforehand."""
    return (
        Column("code", "代码", lambda c: c.county.code, note="GB/T 2260 六位代码"),
        Column("name", "县（市、区）", lambda c: c.county.name, 14),
        Column("kind", "类型", lambda c: c.county.kind),
        Column("city_code", "设区市代码", lambda c: c.county.city_id),
        Column("city", "设区市", lambda c: c.county.city.name),
        Column("former", "曾用名", lambda c: "；".join(map(str, c.county.former)), 24),
        Column("is_mountain", "山区26县", lambda c: "是" if c.county.is_mountain else ""),
        Column("is_island", "海岛县（区）", lambda c: "是" if c.county.is_island else ""),
        Column("articles", "报道", lambda c: c.articles, note="公开报道篇数；0 是未见报道，不是没有做", kind="number"),
        Column("programs", "项目", lambda c: c.programs, note="见报项目数", kind="number"),
        Column("figures", "数字", lambda c: c.figures, note="公开数字条数", kind="number"),
        Column("last", "最近见报", lambda c: c.last, kind="date"),
        Column("address", "网址", lambda c: _address(base, c.county.get_absolute_url()), 40),
    )


def indicator_columns(base: str) -> Sequence[Column]:
    return (
        Column("code", "代码", lambda i: i.code),
        Column("name", "指标", lambda i: i.name, 24),
        Column("units", "单位", lambda i: i.units, 14),
        Column("kinds", "性质", lambda i: i.kinds, note="S 时点数，F 期间数，C 累计数，R 比率，M 金额，D 特征"),
        Column("category", "类别", lambda i: i.get_category_display()),
        Column("core", "核心指标", lambda i: "是" if i.core else ""),
        Column("definition", "指标说明", lambda i: i.definition, 50),
        Column("address", "网址", lambda i: _address(base, f"/metrics/?indicator={i.code}"), 40),
    )


def mention_columns(base: str) -> Sequence[Column]:
    """Columns of a program named by an article."""
    return (
        Column("article_id", "报道编号", lambda m: m.article_id, kind="number"),
        Column("program", "项目", lambda m: m.program.name, 24),
        Column("slug", "项目地址", lambda m: m.program.slug, 24),
        Column("name", "文中写作", lambda m: m.name, 20),
        Column("city_code", "设区市代码", lambda m: m.city_id or ""),
        Column("county_code", "县（市、区）代码", lambda m: m.county_id or ""),
        Column("published_on", "见报日期", lambda m: m.published_on, kind="date"),
        Column("quote", "原文", lambda m: mask_part(m.article, m.quote), 40),
        Column("address", "网址", lambda m: _address(base, m.article.get_absolute_url()), 40),
    )


def promise_columns(base: str) -> Sequence[Column]:
    """Columns of a promise: the planned figure, when it is due, what became of it, and the news that decided it."""
    own = (
        Column("state", "状态", lambda f: f.standing.state.label, note="按“收录说明与口径”里的规则，或编辑的认定"),
        Column("due", "期限", lambda f: f.standing.due.on, kind="date"),
        Column("due_assumed", "期限依据", lambda f: "未写，按年底" if f.standing.due.assumed else "文中写明", 14),
        Column("reason", "理由", lambda f: f.standing.reason, 30),
        Column("ruled", "人工认定", lambda f: "是" if f.standing.ruling else "", 9),
        Column("news", "后来报道", _news, 16, note="承诺之后见报的同一指标的实绩；空为未见报道"),
        Column(
            "news_on", "后来见报日期", lambda f: f.standing.news.published_on if f.standing.news else None, kind="date"
        ),
        Column("news_address", "后来报道网址", lambda f: _news_address(f, base), 40),
    )
    promised = [c for c in metric_columns(base) if c.key != "basis"]
    return (*own, *(_of_promise(column) for column in promised))


def _of_promise(column: Column) -> Column:
    return Column(column.key, column.header, lambda f: column.value(f.promise), column.width, column.note, column.kind)


def _news(followed: Any) -> str:
    news = followed.standing.news
    return "" if news is None else ("累计 " if news.cumulative else "") + str(figure_of(news))


def _news_address(followed: Any, base: str) -> str:
    news = followed.standing.news
    return "" if news is None else _address(base, f"/articles/{news.article_id}/#f{news.pk}")
