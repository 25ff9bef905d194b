"""An article's text with its places, programs and figures marked: every slice escaped, overlaps shared out.

The text is cut at every border of a span; a piece that two spans cover carries
both classes and the link of the stronger one, so that no link stands in a link.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.masking import MASK, find_private_names

#: Strongest first: whose link a shared piece takes.
STRENGTH = ("mask", "fig", "prog", "place")


@dataclass(frozen=True)
class Span:
    """`text[start:end]` is a place, program or figure. `href` is where it leads, `number` a figure's in the margin."""

    start: int
    end: int
    kind: str
    href: str = ""
    number: int = 0
    ident: str = ""


def name_spans(text: str, keep: Collection[str] = (), also: Collection[str] = ()) -> list[Span]:
    """Private names as spans to hide."""
    return [Span(start, end, "mask") for start, end in find_private_names(text, keep, also)]


def mark_text(text: str, spans: Iterable[Span], start: int = 0, end: int | None = None) -> SafeString:
    """`text[start:end]` as HTML with the spans marked; spans count in the whole text, those outside are cut off."""
    end = len(text) if end is None else end
    inside = [span for span in spans if span.start < end and span.end > start and span.end > span.start]
    borders = sorted({start, end, *(place for s in inside for place in (s.start, s.end) if start < place < end)})
    pieces = itertools.pairwise(borders)
    return format_html_join("", "{}", ((_piece(text, left, right, inside),) for left, right in pieces))


def _piece(text: str, left: int, right: int, spans: Sequence[Span]) -> SafeString:
    covering = sorted(
        (span for span in spans if span.start <= left and span.end >= right), key=lambda s: STRENGTH.index(s.kind)
    )
    words = text[left:right]
    if not covering:
        return format_html("{}", words)
    strongest = covering[0]
    if strongest.kind == "mask":
        shown = MASK if left == strongest.start else ""
        return format_html('<span class="m-mask" title="个人姓名已隐去">{}</span>', shown) if shown else format_html("")
    return _linked(words, covering, is_first=left == strongest.start, is_last=right == strongest.end)


def _linked(words: str, covering: Sequence[Span], *, is_first: bool, is_last: bool) -> SafeString:
    strongest = covering[0]
    classes = " ".join(dict.fromkeys(f"m-{span.kind}" for span in covering))
    ref = format_html('<span class="ref">{}</span>', strongest.number) if strongest.number and is_last else ""
    ident = format_html(' id="{}"', strongest.ident) if strongest.ident and is_first else ""
    if not strongest.href:
        return format_html('<span class="{}"{}>{}{}</span>', classes, ident, words, ref)
    return format_html('<a class="{}"{} href="{}">{}{}</a>', classes, ident, strongest.href, words, ref)


def mark_sentence(
    text: str,
    figures: Iterable[tuple[int, int]],
    start: int,
    end: int,
    keep: Collection[str] = (),
    also: Collection[str] = (),
) -> SafeString:
    """A sentence with its figures in `<mark>` and private names hidden."""
    hidden = name_spans(text, keep, also)
    shown = [Span(s, e, "fig") for s, e in figures]
    spans = [span for span in (*hidden, *shown) if span.start < end and span.end > start]
    borders = sorted({start, end, *(p for s in spans for p in (s.start, s.end) if start < p < end)})
    return format_html_join(
        "",
        "{}",
        ((_sentence_piece(text, left, right, spans),) for left, right in itertools.pairwise(borders)),
    )


def _sentence_piece(text: str, left: int, right: int, spans: Sequence[Span]) -> SafeString:
    covering = [span for span in spans if span.start <= left and span.end >= right]
    if hidden := next((span for span in covering if span.kind == "mask"), None):
        return format_html("{}", MASK if left == hidden.start else "")
    return format_html("<mark>{}</mark>" if covering else "{}", text[left:right])
