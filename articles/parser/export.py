"""A parsed page as the JSON object that the scorer reads: one object a page, plain types only."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from articles.parser.records import (
    MetricMention,
    ParsedArticle,
    ParsedBulletin,
    ProgramMention,
    Story,
    TitleLine,
)


def build_page(bulletin: ParsedBulletin, path: str = "") -> dict[str, Any]:
    """The page as `{"path", "column", "articles"}`; `json.dumps` takes it as it is."""
    return {
        "path": path,
        "column": list(bulletin.column),
        "articles": [build_article(article) for article in bulletin.articles],
    }


def build_article(article: ParsedArticle) -> dict[str, Any]:
    """One article with the keys of the annotation: titles, byline, paragraphs, place, unions, programs, metrics."""
    story, facts = article.story, article.facts
    return {
        **_build_titles(story),
        "kind": story.kind,
        "lead": story.lead,
        "byline": _build_byline(story),
        "paragraphs": [story.body.text[start:end] for start, end in story.paragraphs],
        "city": facts.place.city,
        "county": facts.place.county,
        "organizations": [union.name for union in facts.organizations],
        "programs": [_build_program(program) for program in facts.programs],
        "metrics": [_build_metric(metric) for metric in facts.metrics],
    }


def _lines(lines: tuple[TitleLine, ...]) -> list[str]:
    return [line.text.text for line in lines]


def _build_titles(story: Story) -> dict[str, list[str]]:
    return {
        "kicker": _lines(story.kicker),
        "headline": _lines(story.headline),
        "deck": _lines(story.deck),
        "captions": _lines(story.captions),
    }


def _build_byline(story: Story) -> dict[str, list[str]]:
    byline = story.byline
    return {
        "reporters": list(byline.reporters),
        "trainees": list(byline.trainees),
        "correspondents": list(byline.correspondents),
        "photographers": list(byline.photographers),
    }


def _build_program(program: ProgramMention) -> dict[str, Any]:
    return {"name": program.name, "category": program.category}


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _build_metric(metric: MetricMention) -> dict[str, Any]:
    return {
        "value": _number(metric.value),
        "value_max": _number(metric.value_max),
        "unit": metric.unit,
        "qualifier": metric.qualifier,
        "indicator": metric.indicator,
        "status": metric.status,
        "period": metric.period.text,
        "program": metric.program,
        "quote": metric.mentions[0].quote,
    }
