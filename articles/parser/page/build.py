"""Lines → the stored texts, every character traced to the paste."""

from __future__ import annotations

from collections.abc import Sequence

from articles.parser.clean import WIDE_SPACE, CleanLine, build_source, may_stand_for
from articles.parser.facts.byline import find_byline, find_lead
from articles.parser.lexicon import Lexicon
from articles.parser.page.blocks import Block, joint_spaces
from articles.parser.page.drafts import Draft
from articles.parser.page.lines import Line
from articles.parser.page.roles import part_roles
from articles.parser.records import Rule, SourceText, Story, TitleLine

Part = tuple[str, Sequence[int]]


def build_story(draft: Draft, raw: str, clean: Sequence[CleanLine], lexicon: Lexicon) -> Story:
    """A story as the facts half reads it. Paragraphs are joined by the line break behind the earlier one."""
    parts: list[Part] = []
    spans: list[tuple[int, int]] = []
    at = 0
    paragraphs = draft.paragraphs
    for n, block in enumerate(paragraphs):
        if n:
            parts.append(("\n", (_break_between(paragraphs[n - 1], block, clean, len(raw)),)))
            at += 1
        begin = at
        for text, offsets in _paragraph_parts(block, raw):
            parts.append((text, offsets))
            at += len(text)
        spans.append((begin, at))
    body = build_source(parts)
    credit = _joined(draft.credits, clean, len(raw))
    roles = part_roles([block.lines for block in draft.titles], lexicon)
    byline = find_byline(body.text, credit.text)
    # a picture that an office gave is one of a news story
    shot = "摄" in credit.text or (credit.text and byline.photographers)
    photo = shot or body.text.rstrip("。）)").endswith("摄")
    kind = "photo" if photo and find_lead(body.text) == "none" else "news"
    return Story(
        kind=kind,  # type: ignore[arg-type]
        lead=find_lead(body.text),
        body=body,
        paragraphs=tuple(spans),
        kicker=build_title_lines(roles.kicker),
        headline=build_title_lines(roles.headline),
        deck=build_title_lines(roles.deck),
        captions=build_title_lines(draft.captions),
        credit=credit,
        byline=byline,
        rules=tuple(draft.rules) or (Rule("story.first", "版面的第一篇正文"),),
    )


def _paragraph_parts(block: Block, raw: str) -> list[Part]:
    parts: list[Part] = []
    spaces = joint_spaces(block.lines)
    for n, line in enumerate(block.lines):
        if spaces and spaces[n]:
            parts += _space_between(block.lines[n - 1], line, raw)
        parts.append((line.text, line.offsets))
    return parts


def _space_between(before: Line, line: Line, raw: str) -> list[Part]:
    """The space that parts two joined lines, as the paste has it: behind the one or before the other."""
    for at in range(before.offsets[-1] + 1, line.offsets[0]):
        for space in (" ", WIDE_SPACE):
            if may_stand_for(raw[at], space):
                return [(space, (at,))]
    return []


def _break_between(before: Block, after: Block, clean: Sequence[CleanLine], size: int) -> int:
    """Where the line break that parts two paragraphs stands in the paste."""
    end = clean[before.lines[-1].number].end
    return end if end < size else clean[after.lines[0].number].start - 1


def _joined(lines: Sequence[Line], clean: Sequence[CleanLine], size: int) -> SourceText:
    parts: list[Part] = []
    for n, line in enumerate(lines):
        if n:
            end = clean[lines[n - 1].number].end
            parts.append(("\n", (end if end < size else clean[line.number].start - 1,)))
        parts.append((line.text, line.offsets))
    return build_source(parts)


def build_title_lines(lines: Sequence[Line]) -> tuple[TitleLine, ...]:
    """Title lines without the dash of a deck or the sign of a caption."""
    built = []
    for line in lines:
        text = line.text.lstrip("—-▲△▼ ")
        cut = len(line.text) - len(text)
        if not text:
            text, cut = line.text, 0
        built.append(TitleLine(build_source([(text, line.offsets[cut:])]), line.number))
    return tuple(built)
