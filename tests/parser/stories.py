"""Stories made from plain text, for tests that need no page."""

from __future__ import annotations

from articles.parser.records import Run, SourceText, Story, TitleLine


def make_source(text: str) -> SourceText:
    """A text that stands in the raw paste as it is."""
    return SourceText(text, (Run(0, 0, len(text)),) if text else ())


def make_story(*paragraphs: str, headline: tuple[str, ...] = (), captions: tuple[str, ...] = ()) -> Story:
    """A news story of these paragraphs, with title lines and captions if given."""
    spans, at = [], 0
    for paragraph in paragraphs:
        spans.append((at, at + len(paragraph)))
        at += len(paragraph) + 1
    return Story(
        "news",
        "none",
        make_source("\n".join(paragraphs)),
        tuple(spans),
        headline=tuple(TitleLine(make_source(line), 0) for line in headline),
        captions=tuple(TitleLine(make_source(line), 0) for line in captions),
    )
