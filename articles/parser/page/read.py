"""The page half's door: a pasted page → stories, the column title, the fate of every line."""

from __future__ import annotations

from articles.parser.clean import CleanLine, split_lines
from articles.parser.lexicon import Lexicon
from articles.parser.page.build import build_story
from articles.parser.page.captions import assign_captions, find_distances
from articles.parser.page.columns import read_columns
from articles.parser.page.drafts import Draft, LooseBlock
from articles.parser.page.flowing import is_flowing, read_flowing
from articles.parser.page.furniture import split_furniture
from articles.parser.page.lines import Line, build_lines
from articles.parser.page.order import count_tears, seems_torn
from articles.parser.page.recut import Reading, recut_stories, settle_titles
from articles.parser.page.stories import build_drafts, cut_stories
from articles.parser.page.titles import COLUMN, UNSURE, Assignment
from articles.parser.page.torn import read_torn
from articles.parser.records import LineFate, Page, Role, Rule, Story, Unresolved


def read_page(raw: str, lexicon: Lexicon) -> Page:
    """Put a pasted page together: stories in page order, column title, fates, what stayed open.

    Line numbers count `raw.splitlines()` from 0; each line has exactly one
    fate. Any text is answered, the same text always the same way.
    """
    clean = split_lines(raw)
    lines = build_lines(clean)
    flowing = is_flowing(lines)
    lines, furniture = split_furniture(lines, flowing=flowing)
    reading = read_stories(lines, lexicon, flowing=flowing)
    drafts, loose, titles, assignment = reading.drafts, reading.loose, reading.titles, reading.assignment
    for block, home in zip(titles, assignment.homes, strict=True):
        if home != COLUMN:
            drafts[home].titles.append(block)
    captions = [block for block in loose if block.kind == "caption"]
    distances = find_distances(captions, drafts) if reading.torn else None
    homes = assign_captions(captions, reading.affinity, distances=distances)
    for block, found in zip(captions, homes, strict=True):
        if found is not None:
            drafts[found].captions.extend(block.lines)
    stories = tuple(build_story(draft, raw, clean, lexicon) for draft in drafts)
    fates: dict[int, LineFate] = {}
    for line, rule in furniture:
        fates[line.number] = LineFate(line.number, "furniture", None, rule)
    _give_fates(fates, clean, drafts, stories, loose)
    column = [
        line for block, home in zip(titles, assignment.homes, strict=True) if home == COLUMN for line in block.lines
    ]
    for line in column:
        fates[line.number] = LineFate(line.number, "column", None, Rule("column.title", "栏目名，不属于任何一篇"))
    for each in clean:
        if each.number not in fates:
            fates[each.number] = _leftover(each)
    unresolved = _find_unsure(titles, assignment, stories, raw)
    return Page(stories, tuple(line.text for line in column), tuple(fates[n] for n in range(len(clean))), unresolved)


def read_stories(lines: list[Line], lexicon: Lexicon, *, flowing: bool) -> Reading:
    """Lines → stories with their titles; a page that does not add up in its order is read as a torn one too."""
    if flowing:
        return settle_titles(*cut_stories(read_flowing(lines), lexicon), lexicon)
    blocks = read_columns(lines)
    ordinary = None
    if not count_tears(blocks):
        ordinary = recut_stories(settle_titles(*cut_stories(blocks, lexicon), lexicon), lexicon)
        if not ordinary.broken_off and not (ordinary.untitled and seems_torn(blocks)):
            return ordinary
    drafts, loose = build_drafts(*read_torn(lines, lexicon))
    titles = [block for block in loose if block.kind == "title"]
    torn = settle_titles(drafts, loose, lexicon, distances=find_distances(titles, drafts))
    return torn if ordinary is None or len(torn.untitled) < len(ordinary.untitled) else ordinary


def _leftover(line: CleanLine) -> LineFate:
    if line.text:
        return LineFate(line.number, "unsettled", None, Rule("line.unsettled", "未能归入任何一篇，请核对"))
    return LineFate(line.number, "blank", None, Rule("line.blank", "空行"))


def _give_fates(
    fates: dict[int, LineFate],
    clean: list[CleanLine],
    drafts: list[Draft],
    stories: tuple[Story, ...],
    loose: list[LooseBlock],
) -> None:
    del clean, loose
    for index, (draft, story) in enumerate(zip(drafts, stories, strict=True)):
        body: Role = "body"
        for block in draft.paragraphs:
            for line in block.lines:
                fates[line.number] = LineFate(line.number, body, index, story.rules[0])
        for line in draft.credits:
            fates[line.number] = LineFate(line.number, "credit", index, Rule("credit.line", "署名行"))
        for role in ("kicker", "headline", "deck"):
            for title in getattr(story, role):
                fates[title.line] = LineFate(title.line, role, index, Rule(f"title.{role}", "与正文用词相符的标题"))
        for title in story.captions:
            fates[title.line] = LineFate(title.line, "caption", index, Rule("caption.words", "图片说明"))


def _find_unsure(
    titles: list[LooseBlock], assignment: Assignment, stories: tuple[Story, ...], raw: str
) -> tuple[Unresolved, ...]:
    """Title blocks whose words hardly prefer their story over another."""
    unsure = []
    for block, home, margin, candidates in zip(
        titles, assignment.homes, assignment.margins, assignment.candidates, strict=True
    ):
        if home == COLUMN or margin >= UNSURE or len(stories) < 2:
            continue
        start, end = block.lines[0].offsets[0], block.lines[-1].offsets[-1] + 1
        names = tuple(stories[c].body.text[:20] for c in dict.fromkeys((home, *candidates)))
        unsure.append(
            Unresolved(
                "line", "ambiguous", raw[start:end], "text", start, end, "标题与多篇正文用词相近，请核对归属", names
            )
        )
    return tuple(unsure)
