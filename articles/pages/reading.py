"""One article made ready to read: numbered figures, marked paragraphs or sentences, what was not taken up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.safestring import SafeString

from articles.masking import byline_names, private_names_of
from articles.models import Article, Metric, ProgramMention

from .marking import Span, mark_text, name_spans
from .places import Gazetteer
from .queries import public_mentions, public_metrics
from .sentences import part_text, sentence_span

TITLE_PARTS = ("kicker", "headline", "deck")


@dataclass(frozen=True)
class Numbered:
    """A figure with its number in the margin and how often it stands in the article."""

    number: int
    metric: Metric
    places: int


@dataclass(frozen=True)
class Refused:
    """A number that was seen and not taken up, with the reason."""

    words: str
    reason: str


@dataclass
class Reading:
    """All that the page of an article shows."""

    article: Article
    figures: list[Numbered]
    mentions: list[ProgramMention]
    spans: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))

    def marked(self, part: str) -> SafeString:
        """A part of the article, marked; line breaks of titles become spaces."""
        text = part_text(self.article, part).replace("\n", " ")
        return mark_text(text, self.spans[part])

    @property
    def paragraphs(self) -> list[SafeString]:
        """The whole text, paragraph by paragraph."""
        result, at = [], 0
        for paragraph in self.article.paragraphs:
            result.append(mark_text(self.article.text, self.spans["text"], at, at + len(paragraph)))
            at += len(paragraph) + 1
        return result

    @property
    def sentences(self) -> list[SafeString]:
        """Only the sentences that a figure or a program stands in; gaps as ……."""
        text, wanted = self.article.text, set()
        for span in self.spans["text"]:
            if span.kind in {"fig", "prog"} and span.end <= len(text):
                wanted.add(sentence_span(text, span.start, span.end))
        return [mark_text(text, self.spans["text"], start, end) for start, end in _joined(sorted(wanted))]

    @property
    def refused(self) -> list[Refused]:
        words = [(part, start, end, reason) for part, start, end, _rule, reason in self.article.rejected]
        seen = {(part_text(self.article, part)[start:end], reason): None for part, start, end, reason in words}
        return [Refused(text, reason) for text, reason in seen if text]

    @property
    def hides_names(self) -> bool:
        return any(span.kind == "mask" for spans in self.spans.values() for span in spans)


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentences that follow one another as one piece."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def read_article(article: Article, gazetteer: Gazetteer, *, masked: bool) -> Reading:
    """Load an article's facts (three queries) and place them in its text. `masked` hides private names."""
    metrics = (
        public_metrics().filter(article=article).select_related("indicator", "program").prefetch_related("mentions")
    )
    in_order = sorted(metrics, key=lambda metric: (metric.part == "text", metric.part, metric.figure_start))
    figures = [Numbered(n, metric, 1 + len(metric.mentions.all())) for n, metric in enumerate(in_order, start=1)]
    mentions = list(public_mentions().filter(article=article).select_related("program__merged_into"))
    reading = Reading(article, figures, mentions)
    for figure in figures:
        _place_figure(reading, figure)
    for mention in mentions:
        _place_program(reading, mention)
    _place_names(reading, gazetteer)
    if masked:
        for part in ("text", "captions", *TITLE_PARTS):
            reading.spans[part] += name_spans(
                part_text(article, part), keep=byline_names(article), also=private_names_of(article)
            )
    return reading


def _place_figure(reading: Reading, figure: Numbered) -> None:
    metric = figure.metric
    href = f"#f{metric.pk}"
    span = Span(metric.figure_start, metric.figure_end, "fig", href, figure.number, f"t{metric.pk}")
    reading.spans[metric.part].append(span)
    figure_words = part_text(reading.article, metric.part)[metric.figure_start : metric.figure_end]
    for again in metric.mentions.all():
        at = again.quote.find(figure_words)
        start = again.start + max(at, 0)
        end = start + len(figure_words) if at >= 0 else again.end
        reading.spans[again.part].append(Span(start, end, "fig", href, figure.number))


def _place_program(reading: Reading, mention: ProgramMention) -> None:
    program = mention.program.merged_into or mention.program
    has_page = program.confirmed or program.from_lexicon
    href = reverse("program-detail", args=[program.slug]) if has_page else ""
    for part, start, end in mention.spans or [[mention.part, mention.start, mention.end]]:
        reading.spans[part].append(Span(start, end, "prog", href))


def _place_names(reading: Reading, gazetteer: Gazetteer) -> None:
    for part, start, end, code, *_ in reading.article.places:
        place = gazetteer.county(code) or gazetteer.city(code)
        reading.spans[part].append(Span(start, end, "place", place.get_absolute_url() if place else ""))
