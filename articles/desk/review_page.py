"""All that the review page shows of a bulletin and the article in hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from articles.desk.access import can_publish
from articles.desk.letters import colour
from articles.desk.lines import build_lines, build_stretches
from articles.desk.marking import Mark, Piece, cut_at_marks, cut_paragraphs
from articles.desk.review_form import STATUS_LABELS, Row, key_of, show_row
from articles.models import Article, Bulletin, Category, City, County, Indicator, Metric, ProgramMention, Unresolved
from articles.review.earlier import Earlier, find_earlier
from articles.review.editing import last_revision
from articles.review.tracing import find_line, find_line_starts, find_raw_span
from articles.review.undo import find_last_undoable


@dataclass(frozen=True, slots=True)
class Input:
    """One field of the form: its name, its string, and what is wrong with it."""

    key: str
    value: str
    error: str = ""


@dataclass(slots=True)
class FactItem:
    """A figure or a program of the article, as the page shows it."""

    row: Metric | ProgramMention
    ref: str
    inputs: dict[str, Input]
    quote: list[Piece] = field(default_factory=list)
    line: int | None = None
    why: str = ""
    others: list[str] = field(default_factory=list)
    earlier: Earlier | None = None
    changed: bool = False


def build_review(
    request: HttpRequest,
    bulletin: Bulletin,
    article: Article | None,
    *,
    posted: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The page's context. `posted` are strings that could not be stored and stay in their fields."""
    articles = list(bulletin.articles.select_related("city", "county").order_by("position"))
    context: dict[str, Any] = {
        "bulletin": bulletin,
        "articles": articles,
        "article": article,
        "reviewed": sum(each.reviewed for each in articles),
        "n_open": bulletin.unresolved.filter(outcome="").count(),
        "seen": last_revision(bulletin.pk),
        "stretches": build_stretches(bulletin),
        "lines_total": len(bulletin.line_fates),
        "can_publish": can_publish(request),
        "undoable": find_last_undoable(bulletin.pk, request.user),  # type: ignore[arg-type]
        "page_unresolved": list(bulletin.unresolved.filter(article=None, outcome="")),
        "title": f"审核 {bulletin}",
    }
    marks: list[Mark] = []
    if article is not None:
        desk = _ArticleDesk(bulletin, article, posted or {}, errors or {})
        context |= desk.context()
        marks = desk.raw_marks()
        context |= _neighbours(articles, article)
    current = article.position if article else None
    context["lines"] = build_lines(bulletin, marks, current, whole="lines" in request.GET)
    context["places_of_article"] = build_stretches(bulletin, current) if article else []
    return context


def _neighbours(articles: list[Article], article: Article) -> dict[str, Any]:
    at = next(i for i, each in enumerate(articles) if each.pk == article.pk)
    return {
        "number": at + 1,
        "previous_article": articles[at - 1] if at else None,
        "next_article": articles[at + 1] if at + 1 < len(articles) else None,
    }


class _ArticleDesk:
    """Gathers one article's facts once, and shows them in the form, in the text and in the pasted lines."""

    def __init__(self, bulletin: Bulletin, article: Article, posted: Mapping[str, str], errors: Mapping[str, str]):
        self.bulletin, self.article, self.posted, self.errors = bulletin, article, posted, errors
        article.bulletin = bulletin
        self.starts = find_line_starts(bulletin.raw_text)
        mentions = article.program_mentions.select_related("program").order_by("start")
        metrics = article.metrics.select_related("indicator", "program").prefetch_related("mentions")
        self.mentions = [self._mention_item(row) for row in mentions]
        ordered = sorted(metrics, key=lambda m: (m.part != "text", m.part, m.figure_start, m.pk))
        self.metrics = [self._metric_item(row) for row in ordered]
        for row in ordered:
            row.article = article
        earlier = find_earlier(ordered)
        for item in self.metrics:
            item.earlier = earlier.get(item.row.pk)

    def context(self) -> dict[str, Any]:
        article = self.article
        states = [item.row.review for item in self.metrics]
        return {
            "fields": self._inputs(article),
            "mentions": self.mentions,
            "metrics": self.metrics,
            "counts": {name: states.count(name) for name in ("accepted", "proposed", "rejected")},
            "unresolved": list(article.unresolved.filter(outcome="")),
            "settled": article.unresolved.exclude(outcome="").count(),
            "paragraphs": self._paragraphs(),
            "colour": colour(article.position),
            "characters": len(article.text.replace("\n", "")),
            "cities": _place_choices(),
            "indicators": Indicator.objects.all(),
            "qualifiers": Metric.Qualifier.choices,
            "statuses": STATUS_LABELS.items(),
            "kinds": Article.Kind.choices,
            "categories": Category.choices,
            "programs": [item.row.program for item in self.mentions],
            "same_story": article.same_story_as,
        }

    def _inputs(self, row: Row) -> dict[str, Input]:
        shown = show_row(row)
        keys = {name: key_of(row, name) for name in shown}
        return {
            name: Input(keys[name], self.posted.get(keys[name], value), self.errors.get(keys[name], ""))
            for name, value in shown.items()
        }

    def _mention_item(self, row: ProgramMention) -> FactItem:
        return FactItem(
            row=row,
            ref=f"p{row.pk}",
            inputs=self._inputs(row),
            line=self._line(row.part, row.start, row.end),
            why=" · ".join(reason for _, reason in row.rules),
            changed=row.by_person,
        )

    def _metric_item(self, row: Metric) -> FactItem:
        figure = Mark(row.figure_start, row.figure_end, "fig")
        return FactItem(
            row=row,
            ref=f"m{row.pk}",
            inputs=self._inputs(row),
            quote=cut_at_marks(row.quote, [figure], row.start),
            line=self._line(row.part, row.figure_start, row.figure_end),
            why=" · ".join(reason for _, reason in row.rules),
            others=[*row.other_programs, *row.other_indicators],
            changed=bool(row.edited_fields) or row.by_person,
        )

    def _line(self, part: str, start: int, end: int) -> int | None:
        span = find_raw_span(self.article, part, start, end)
        return find_line(self.starts, span[0]) + 1 if span else None

    def _spans(self) -> list[tuple[str, Mark]]:
        """Every mark of the article with the part it counts in, figures on top."""
        spans: list[tuple[str, Mark]] = []
        for part, start, end, _ in self.article.places:
            spans.append((part, Mark(start, end, "place")))
        for item in self.mentions:
            kind = "off" if item.row.review == "rejected" else "prog"
            for part, start, end in item.row.spans:
                spans.append((part, Mark(start, end, kind, item.ref, item.row.program.name)))
        for part, start, end, _, why in self.article.rejected:
            spans.append((part, Mark(start, end, "off", why=f"不收：{why}")))
        for item in self.metrics:
            row = item.row
            assert isinstance(row, Metric)
            kind = "off" if row.review == "rejected" else "fig"
            spans.append((row.part, Mark(row.figure_start, row.figure_end, kind, item.ref, item.why)))
            spans += [
                (again.part, Mark(again.start, again.end, kind, item.ref, "又见")) for again in row.mentions.all()
            ]
        for open_row in self.article.unresolved.all():
            if not open_row.outcome:
                spans.append(
                    (open_row.part, Mark(open_row.start, open_row.end, "open", f"u{open_row.pk}", open_row.reason))
                )
        return spans

    def _paragraphs(self) -> list[dict[str, Any]]:
        """The rebuilt text with its marks, each paragraph with the offset that a selection counts from."""
        marks = [mark for part, mark in self._spans() if part == "text"]
        offset, paragraphs = 0, []
        for pieces in cut_paragraphs(self.article.text, marks):
            paragraphs.append({"offset": offset, "pieces": pieces})
            offset += sum(len(piece.text) for piece in pieces) + 1
        return paragraphs

    def raw_marks(self) -> list[Mark]:
        """The same marks where they stand in the paste."""
        marks = []
        for part, mark in self._spans():
            if mark.kind != "place" and (span := find_raw_span(self.article, part, mark.start, mark.end)):
                marks.append(Mark(*span, mark.kind, mark.ref, mark.why))
        return marks


def _place_choices() -> list[tuple[City, list[County]]]:
    counties: dict[str, list[County]] = {}
    for county in County.objects.all():
        counties.setdefault(county.city_id, []).append(county)
    return [(city, counties.get(city.pk, [])) for city in City.objects.all()]


def find_article(bulletin: Bulletin, wanted: str) -> Article | None:
    """The article asked for, else the first that is not reviewed, else the first."""
    articles = list(bulletin.articles.order_by("position"))
    by_key = {str(article.pk): article for article in articles}
    waiting = next((article for article in articles if not article.reviewed), None)
    return by_key.get(wanted) or waiting or (articles[0] if articles else None)


def count_open(bulletin: Bulletin) -> int:
    return Unresolved.objects.filter(bulletin=bulletin, outcome="").count()
