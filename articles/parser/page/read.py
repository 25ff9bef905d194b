"""The page half's door: a pasted page → stories, the column title, the fate of every line."""

from __future__ import annotations

from typing import Final

from articles.parser.clean import split_lines
from articles.parser.lexicon import Lexicon
from articles.parser.page.build import build_story
from articles.parser.page.captions import BESIDE, BESIDE_FLOWING, assign_captions, find_distances
from articles.parser.page.columns import read_columns
from articles.parser.page.crossheads import keep_crossheads, take_crossheads
from articles.parser.page.fates import column_lines, find_fates, find_unsure
from articles.parser.page.flowing import find_body_indent, is_flowing, read_flowing
from articles.parser.page.furniture import split_furniture
from articles.parser.page.lines import Line, build_lines
from articles.parser.page.order import count_tears, seems_torn
from articles.parser.page.recut import Reading, free_titles, join_stories, recut_stories, settle_titles
from articles.parser.page.stories import build_drafts, cut_stories
from articles.parser.page.title_beam import COLUMN
from articles.parser.page.torn import read_torn
from articles.parser.records import Page

#: With more tears a page's own order is not looked at.
FEW_TEARS: Final = 3


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
    _give_lines(reading, flowing=flowing)
    stories = tuple(build_story(draft, raw, clean, lexicon) for draft in reading.drafts)
    column = tuple(line.text for line in column_lines(reading))
    fates = find_fates(clean, reading, stories, furniture)
    return Page(stories, column, fates, find_unsure(reading, stories, raw))


def read_stories(lines: list[Line], lexicon: Lexicon, *, flowing: bool) -> Reading:
    """Lines → stories with their titles; a page that does not add up in its order is read as a torn one too."""
    if flowing:
        return _read_flowing_stories(lines, lexicon)
    blocks = read_columns(lines)
    tears, ordinary = count_tears(blocks), None
    if tears <= FEW_TEARS:
        drafts, loose = cut_stories(blocks, lexicon)
        drafts, loose = take_crossheads(drafts, loose, {line.number: line for line in lines}, lexicon, columns=True)
        ordinary = settle_titles(drafts, loose, lexicon)
        ordinary = recut_stories(free_titles(ordinary, lexicon), lexicon)
        if not tears and not ordinary.broken_off and not (ordinary.untitled and seems_torn(blocks)):
            return join_stories(ordinary, lexicon)
    drafts, loose = build_drafts(*read_torn(lines, lexicon), lexicon)
    torn = join_stories(free_titles(settle_titles(drafts, loose, lexicon, torn=True), lexicon), lexicon)
    return torn if ordinary is None or _adds_up_better(torn, ordinary, tears) else join_stories(ordinary, lexicon)


def _read_flowing_stories(lines: list[Line], lexicon: Lexicon) -> Reading:
    """The stories of a page in reading order, the headings within them told from their titles."""
    printed = {line.number: line for line in lines}
    blocks = keep_crossheads(read_flowing(lines), printed, lexicon)
    drafts, loose = take_crossheads(*cut_stories(blocks, lexicon, titled=find_body_indent(lines) > 0), printed, lexicon)
    reading = join_stories(settle_titles(drafts, loose, lexicon), lexicon)
    # stories put together again have what seemed their titles between them
    drafts, loose = take_crossheads(reading.drafts, reading.loose, printed, lexicon)
    return reading if len(loose) == len(reading.loose) else settle_titles(drafts, loose, lexicon)


def _adds_up_better(torn: Reading, ordinary: Reading, tears: int) -> bool:
    """Whether a page is rather torn: by stories left without a title, for what seems a tear can be an odd line."""
    if tears:
        return ordinary.broken_off or bool(ordinary.untitled) or not torn.untitled
    return len(torn.untitled) < len(ordinary.untitled)


def _give_lines(reading: Reading, *, flowing: bool) -> None:
    """Put each title and caption block into the draft of its story."""
    for block, home in zip(reading.titles, reading.assignment.homes, strict=True):
        if home != COLUMN:
            reading.drafts[home].titles.append(block)
    captions = [block for block in reading.loose if block.kind == "caption"]
    distances = find_distances(captions, reading.drafts) if reading.torn else None
    homes = assign_captions(
        captions, reading.affinity, distances=distances, beside=BESIDE_FLOWING if flowing else BESIDE
    )
    for block, found in zip(captions, homes, strict=True):
        if found is not None:
            reading.drafts[found].captions.extend(block.lines)
