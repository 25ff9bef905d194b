"""What became of every pasted line, with the reason that the editor reads beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from articles.parser.clean import CleanLine
from articles.parser.page.drafts import Draft
from articles.parser.page.lines import Line
from articles.parser.page.recut import Reading
from articles.parser.page.title_beam import COLUMN
from articles.parser.page.titles import UNSURE
from articles.parser.records import LineFate, Role, Rule, Story, Unresolved, make

BLANK: Final = Rule("line.blank", "空行")
UNSETTLED: Final = Rule("line.unsettled", "未能归入任何一篇，请核对")
COLUMN_TITLE: Final = Rule("column.title", "栏目名，不属于任何一篇")
CREDIT: Final = Rule("credit.line", "署名行")
CAPTION: Final = Rule("caption.words", "图片说明：按用词和位置归入本篇")
TITLES: Final[dict[Role, Rule]] = {
    "kicker": Rule("title.kicker", "引题：在主题之上，直述其事"),
    "headline": Rule("title.headline", "主题：按用词和顺序归入本篇"),
    "deck": Rule("title.deck", "副题：在主题之下，直述其事"),
}
PARAGRAPH: Final = Rule("body.paragraph", "上一行句子已完或未排满，此行另起一段")
JOINED: Final = Rule("body.joined", "上一行已排满一栏，此行接排")


def find_fates(
    clean: Sequence[CleanLine], reading: Reading, stories: Sequence[Story], furniture: Sequence[tuple[Line, Rule]]
) -> tuple[LineFate, ...]:
    """One fate for each line of the paste, in its order."""
    fates = {line.number: LineFate(line.number, "furniture", None, rule) for line, rule in furniture}
    for line in column_lines(reading):
        fates[line.number] = LineFate(line.number, "column", None, COLUMN_TITLE)
    for index, (draft, story) in enumerate(zip(reading.drafts, stories, strict=True)):
        for fate in _story_fates(index, draft, story):
            fates[fate.line] = fate
    for each in clean:
        if each.number not in fates:
            role: Role = "unsettled" if each.text else "blank"
            fates[each.number] = LineFate(each.number, role, None, UNSETTLED if each.text else BLANK)
    return tuple(fates[n] for n in range(len(clean)))


def column_lines(reading: Reading) -> list[Line]:
    """The lines of the page's column title."""
    pairs = zip(reading.titles, reading.assignment.homes, strict=True)
    return [line for block, home in pairs if home == COLUMN for line in block.lines]


def _story_fates(index: int, draft: Draft, story: Story) -> Iterator[LineFate]:
    for n, block in enumerate(draft.paragraphs):
        for m, line in enumerate(block.lines):
            rule = JOINED if m else PARAGRAPH if n else story.rules[0]
            yield make(LineFate, (line.number, "body", index, rule))
    for line in draft.credits:
        yield LineFate(line.number, "credit", index, CREDIT)
    for role, rule in TITLES.items():
        for title in getattr(story, role):
            yield LineFate(title.line, role, index, rule)
    for title in story.captions:
        yield LineFate(title.line, "caption", index, CAPTION)


def find_unsure(reading: Reading, stories: Sequence[Story], raw: str) -> tuple[Unresolved, ...]:
    """Title blocks whose words hardly prefer their story over another; the span counts in the paste."""
    assignment = reading.assignment
    unsure = []
    for block, home, margin, candidates in zip(
        reading.titles, assignment.homes, assignment.margins, assignment.candidates, strict=True
    ):
        if home == COLUMN or margin >= UNSURE or len(stories) < 2:
            continue
        start, end = block.lines[0].offsets[0], block.lines[-1].offsets[-1] + 1
        names = tuple(stories[c].body.text[:20] for c in dict.fromkeys((home, *candidates)))
        reason = "标题与多篇正文用词相近，请核对归属"
        unsure.append(Unresolved("line", "ambiguous", raw[start:end], "text", start, end, reason, names))
    return tuple(unsure)
