"""Rows for tests: say what matters, the rest is filled in. Places, programs and indicators are seeded."""

from __future__ import annotations

import hashlib
import itertools
from datetime import date
from decimal import Decimal

from pypinyin import lazy_pinyin

from articles.models import (
    Article,
    Bulletin,
    County,
    Indicator,
    Metric,
    Program,
    ProgramAlias,
    ProgramMention,
    Source,
)

DAY = date(2025, 6, 3)
_numbers = itertools.count(1)


def _pinyin(name: str) -> str:
    return " ".join(lazy_pinyin(name))


def make_source(**fields) -> Source:
    name = fields.pop("name", "浙江工人日报")
    return Source.objects.get_or_create(name=name, defaults=fields)[0]


def make_bulletin(**fields) -> Bulletin:
    """A published bulletin, unless `status` says otherwise."""
    number = next(_numbers)
    raw = fields.setdefault("raw_text", f"第{number}版的文字")
    fields.setdefault("raw_sha256", hashlib.sha256(f"{number} {raw}".encode()).hexdigest())
    fields.setdefault("published_on", DAY)
    fields.setdefault("page", "2")
    fields.setdefault("status", Bulletin.Status.PUBLISHED)
    fields.setdefault("parser_version", "1")
    fields.setdefault("lexicon_version", "1")
    if "source" not in fields:
        fields["source"] = make_source()
    return Bulletin.objects.create(**fields)


def make_article(**fields) -> Article:
    """An article of a county (衢江区 unless `county` or `city` says otherwise), public as its bulletin is."""
    if "bulletin" not in fields:
        days = {"published_on": fields["published_on"]} if "published_on" in fields else {}
        fields["bulletin"] = make_bulletin(**days)
    bulletin = fields["bulletin"]
    fields.setdefault("position", bulletin.articles.count())
    fields.setdefault("headline", f"报道{next(_numbers)}")
    fields.setdefault("text", "本报讯 累计开展公益性免费托班38期，服务1055名子女。")
    fields.setdefault("published_on", bulletin.published_on)
    fields.setdefault("is_public", bulletin.status == Bulletin.Status.PUBLISHED)
    if "county" not in fields and "city" not in fields:
        fields["county"] = County.objects.get(name="衢江区")
    if fields.get("county") and "city" not in fields:
        fields["city"] = fields["county"].city
    return Article.objects.create(**fields)


def make_program(name: str = "爱心托班", **fields) -> Program:
    """A program of the lexicon with an address made from its name."""
    slug = "-".join(lazy_pinyin(name)).lower()
    fields.setdefault("slug", "".join(c for c in slug if c.isalnum() or c == "-") or f"p{next(_numbers)}")
    fields.setdefault("category", "childcare")
    fields.setdefault("from_lexicon", True)
    fields.setdefault("pinyin", _pinyin(name))
    aliases = fields.pop("aliases", [])
    program, _ = Program.objects.get_or_create(name=name, defaults=fields)
    for alias in aliases:
        text, _, place = alias.partition("@")
        ProgramAlias.objects.create(program=program, name=text, place=place)
    return program


def make_mention(article: Article, program: Program, **fields) -> ProgramMention:
    """The article names the program, at its first occurrence in the text if it has one."""
    name = fields.setdefault("name", program.name)
    start = fields.setdefault("start", max(article.text.find(name), 0))
    fields.setdefault("end", start + len(name))
    fields.setdefault("quote", article.text[start : fields["end"]] or name)
    fields.setdefault("spans", [["text", start, fields["end"]]])
    return ProgramMention.objects.create(article=article, program=program, **_repeated(article, fields))


def make_metric(article: Article, quote: str = "38期", **fields) -> Metric:
    """A figure whose quote stands in the text of the article. `indicator` may be a code, `value` a number."""
    text = getattr(article, fields.setdefault("part", "text"))
    start = fields.setdefault("start", text.index(quote))
    fields.setdefault("end", start + len(quote))
    fields.setdefault("figure_start", start)
    fields.setdefault("figure_end", fields["end"])
    fields["value"] = Decimal(str(fields.get("value", 38)))
    fields.setdefault("unit", "期")
    fields.setdefault("unit_family", "sessions")
    indicator = fields.get("indicator")
    if isinstance(indicator, str):
        fields["indicator"] = Indicator.objects.get(code=indicator)
        fields.setdefault("indicator_words", fields["indicator"].name)
    return Metric.objects.create(article=article, quote=quote, **_repeated(article, fields))


def _repeated(article: Article, fields: dict) -> dict:
    for name in ("city", "county", "published_on", "is_public"):
        fields.setdefault(name, getattr(article, name))
    return fields
