"""A parsed page as the preview shows it, before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass

from articles.desk.amounts import show_amount
from articles.desk.letters import colour, letter
from articles.desk.marking import Mark, Piece, cut_at_marks, cut_paragraphs
from articles.ingest.same_story import SameStory
from articles.models import Category, Metric
from articles.parser.records import Byline, MetricMention, ParsedArticle, ParsedBulletin, Part, Unresolved

TITLES: tuple[Part, ...] = ("kicker", "headline", "deck", "captions")


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure of the preview in words."""

    ref: str
    value: str
    unit: str
    qualifier: str
    status: str
    period: str
    indicator: str
    program: str
    quote: list[Piece]
    why: str


@dataclass(frozen=True, slots=True)
class ProgramRow:
    ref: str
    name: str
    canonical: str
    category: str
    known: bool
    why: str


@dataclass(frozen=True, slots=True)
class ArticlePreview:
    """One article of the preview, its texts cut at their evidence."""

    letter: str
    colour: str
    story: ParsedArticle
    titles: dict[str, list[list[Piece]]]
    paragraphs: list[list[Piece]]
    byline: str
    place: str
    place_why: str
    programs: list[ProgramRow]
    figures: list[FigureRow]
    unresolved: list[Unresolved]
    same: SameStory | None


def build_preview(parsed: ParsedBulletin, same: list[SameStory | None]) -> list[ArticlePreview]:
    """The articles of a parsed page for the template; `same` holds each one's known story or None."""
    return [_build_article(i, one, parsed, same[i]) for i, one in enumerate(parsed.articles)]


def _build_article(position: int, one: ParsedArticle, parsed: ParsedBulletin, same: SameStory | None) -> ArticlePreview:
    marks = _find_marks(one)
    titles = {part: cut_paragraphs(one.story.part(part), marks[part]) for part in TITLES if one.story.part(part)}
    return ArticlePreview(
        letter=letter(position),
        colour=colour(position),
        story=one,
        titles=titles,
        paragraphs=cut_paragraphs(one.story.body.text, marks["text"]),
        byline=show_byline(one.story.byline),
        place=" ".join(filter(None, [one.facts.place.city, one.facts.place.county])) or "全省",
        place_why=one.facts.place.rule.reason,
        programs=_build_programs(one),
        figures=[_build_figure(i, metric, one) for i, metric in enumerate(one.facts.metrics, 1)],
        unresolved=[row for row in parsed.unresolved if row.article == position],
        same=same,
    )


def show_byline(byline: Byline) -> str:
    """记者 甲、乙；通讯员 丙: roles in print order, "" without names."""
    roles = [
        ("记者", byline.reporters),
        ("见习记者", byline.trainees),
        ("通讯员", byline.correspondents),
        ("摄影", byline.photographers),
    ]
    return "；".join(f"{role} {'、'.join(names)}" for role, names in roles if names)


def _find_marks(one: ParsedArticle) -> dict[str, list[Mark]]:
    """Marks by part, places first, so that figures lie on top."""
    marks: dict[str, list[Mark]] = {part: [] for part in (*TITLES, "text")}
    for place in one.facts.places:
        m = place.mention
        marks[m.part].append(Mark(m.start, m.end, "place", why=f"{place.name}：{place.rule.reason}"))
    for i, program in enumerate(one.facts.programs, 1):
        for m in program.mentions:
            marks[m.part].append(Mark(m.start, m.end, "prog", f"p{i}", f"项目 {program.canonical}"))
    for mention, rule in one.facts.rejected:
        marks[mention.part].append(Mark(mention.start, mention.end, "off", why=f"不收：{rule.reason}"))
    for i, metric in enumerate(one.facts.metrics, 1):
        marks[metric.figure.part].append(Mark(metric.figure.start, metric.figure.end, "fig", f"f{i}", _why(metric)))
    return marks


def _why(metric: MetricMention) -> str:
    return " · ".join(rule.reason for rule in metric.rules)


def _build_programs(one: ParsedArticle) -> list[ProgramRow]:
    return [
        ProgramRow(
            ref=f"p{i}",
            name=program.name,
            canonical=program.canonical,
            category=Category(program.category).label,
            known=program.known,
            why=" · ".join(rule.reason for rule in program.rules),
        )
        for i, program in enumerate(one.facts.programs, 1)
    ]


def _build_figure(number: int, metric: MetricMention, one: ParsedArticle) -> FigureRow:
    value, unit = show_amount(metric.value, metric.unit)
    if metric.value_max is not None:
        value += "–" + show_amount(metric.value_max, metric.unit)[0]
    quote, figure = metric.mentions[0], metric.figure
    marks = [Mark(figure.start, figure.end, "fig")] if quote.part == figure.part else []
    return FigureRow(
        ref=f"f{number}",
        value=value,
        unit=unit,
        qualifier="" if metric.qualifier in ("exact", "range") else Metric.Qualifier(metric.qualifier).label,
        status="累计" if metric.cumulative else Metric.Status(metric.status).label,
        period=metric.period.text,
        indicator=f"{metric.indicator} {metric.indicator_code}".strip(),
        program=metric.program,
        quote=cut_at_marks(one.story.part(quote.part)[quote.start : quote.end], marks, quote.start),
        why=_why(metric),
    )
