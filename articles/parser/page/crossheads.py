"""Crossheads: the small headings that part a long story, 怎么申请 · 谁来付钱 · 下一步.

They look like headlines of other stories, and only their company tells them
apart: each stands alone between two paragraphs of one story, and there are
several of them. On a page in reading order no headline of another story can
stand there. They are paragraphs of the story, as they are printed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from articles.parser.lexicon import Lexicon
from articles.parser.page.blocks import Block
from articles.parser.page.drafts import Draft, LooseBlock
from articles.parser.page.flowing import FLOWING
from articles.parser.page.lines import Line, load_cues
from articles.parser.page.starts import AHEAD, NEVER, Passage, SoFar, build_passage, start_score
from articles.parser.page.stories import UNANNOUNCED, loose_kind

#: So many of them part a story; a single one may be another story's headline.
FEWEST: Final = 2
#: No crosshead is wider; one that is told before the stories are cut is shorter still.
WIDEST: Final = 22.0
SHORT: Final = 12.0
#: No longer is an opening that the first crosshead follows.
OPENING: Final = 60


def keep_crossheads(blocks: Sequence[Block], lines: Mapping[int, Line], lexicon: Lexicon) -> list[Block]:
    """The blocks of a flowing page with crossheads as paragraphs: short, several, and the story goes on behind each.

    It goes on where neither a lead nor another place or union opens what follows, and what stands before is not signed.
    A short sentence beside a crosshead is a paragraph too. `lines` are the page's by number, as they were printed.
    """
    heads = {i for i, block in enumerate(blocks) if _is_short_title(block)}
    bodies = {
        i for i, block in enumerate(blocks) if not block.loose or (_is_sentence(block) and {i - 1, i + 1} & heads)
    }
    heads = {i for i in heads if {i - 1, i + 1} <= bodies}
    if len(heads) < FEWEST:
        return list(blocks)
    passages = {i: build_passage(Block(blocks[i].lines, FLOWING), lexicon) for i in bodies}
    found: set[int] = set()
    row: list[int] = []
    sofar = SoFar()
    for i, block in enumerate(blocks):
        if i in heads:
            continue
        headed = i - 1 in heads
        if i in bodies:
            upcoming = [passages[j] for j in range(i, min(i + AHEAD + 2, len(blocks))) if j in passages][:AHEAD]
            goes_on = _goes_on(passages[i], sofar, upcoming, headed=headed)
        else:
            kinds = {loose_kind(line) for line in block.lines}
            sofar.ended = sofar.ended or "credit" in kinds
            goes_on = "title" not in kinds
        if not goes_on:
            found.update(row if len(row) >= FEWEST else ())
            row, sofar = [], SoFar()
        if i in bodies:
            if goes_on and headed:
                row.append(i - 1)
            sofar.add(passages[i])
    found.update(row if len(row) >= FEWEST else ())
    found |= {near for i in found for near in (i - 1, i + 1)}
    return [
        Block(tuple(lines[line.number] for line in block.lines), FLOWING) if i in found else block
        for i, block in enumerate(blocks)
    ]


def _is_short_title(block: Block) -> bool:
    if not block.loose or len(block.lines) != 1 or block.lines[0].width > SHORT:
        return False
    return loose_kind(block.lines[0]) == "title"


def _is_sentence(block: Block) -> bool:
    return len(block.lines) == 1 and loose_kind(block.lines[0]) == "caption" and not _is_caption(block)


def _goes_on(passage: Passage, sofar: SoFar, upcoming: Sequence[Passage], *, headed: bool) -> bool:
    """Whether a paragraph goes on the story so far, what stands between left aside."""
    if sofar.last is None or not headed:
        return sofar.last is not None and start_score(passage, sofar, upcoming, between=False)[0] <= UNANNOUNCED
    if passage.lead or sofar.ended or (sofar.places and not passage.places <= sofar.places):
        return False
    if not sofar.places and sofar.length < OPENING:
        # a short first paragraph tells nothing that what follows could differ from
        return True
    return start_score(passage, sofar, upcoming, between=False)[0] <= 0


def take_crossheads(
    drafts: Sequence[Draft],
    loose: Sequence[LooseBlock],
    lines: Mapping[int, Line],
    lexicon: Lexicon,
    *,
    columns: bool = False,
) -> tuple[list[Draft], list[LooseBlock]]:
    """The stories with their crossheads as paragraphs, and the loose blocks that are left.

    `drafts` stand in reading order; `lines` are the page's by number, as they were printed (01　谁来教). In narrow
    `columns` a title of another story may stand anywhere: there crossheads are short and right between two bodies.
    """
    taken: set[int] = set()
    parted: list[Draft] = []
    behind: dict[int, list[LooseBlock]] = defaultdict(list)
    for block in loose:
        behind[block.after].append(block)
    for index, draft in enumerate(drafts):
        blocks = behind[index]
        kept = sum(_is_kept(passage) for passage in draft.passages)
        if columns:
            blocks = [b for b in blocks if b.joins_before and b.joins_after and b.lines[0].width <= SHORT]
        found = _find_crossheads(draft, blocks, FEWEST - kept)
        if found or kept >= FEWEST:
            found = [*_find_opening(behind[index - 1]), *found, *_find_sentences(draft, found, blocks)]
            taken.update(line.number for block in found for line in block.lines)
            draft = _with_paragraphs(draft, [lines[line.number] for block in found for line in block.lines], lexicon)
        parted.append(draft)
    return parted, [block for block in loose if block.lines[0].number not in taken] if taken else list(loose)


def _is_kept(passage: Passage) -> bool:
    """Whether a paragraph is a crosshead that has been told already."""
    lines = passage.block.lines
    return len(lines) == 1 and lines[0].width <= SHORT and lines[0].stop < 1


def _find_crossheads(draft: Draft, blocks: Sequence[LooseBlock], fewest: int) -> list[LooseBlock]:
    """Those of the loose blocks that part the story, [] unless there are so many."""
    last = draft.passages[-1].block.lines[0].number
    found = [block for block in blocks if _may_part(block) and block.lines[0].number < last]
    return found if len(found) >= fewest else []


def _may_part(block: LooseBlock) -> bool:
    return block.kind == "title" and len(block.lines) == 1 and block.lines[0].width <= WIDEST


def _find_sentences(draft: Draft, crossheads: Sequence[LooseBlock], blocks: Sequence[LooseBlock]) -> list[LooseBlock]:
    """Short paragraphs within a parted story and right behind its last crosshead, which alone could be captions."""
    last = draft.passages[-1].block.lines[0].number
    behind = blocks.index(crossheads[-1]) + 1 if crossheads else -1
    return [
        block
        for at, block in enumerate(blocks)
        if block.kind == "caption" and (at <= behind or block.lines[0].number < last) and not _is_caption(block)
    ]


def _find_opening(before: Sequence[LooseBlock]) -> Sequence[LooseBlock]:
    """A short first paragraph and the crosshead behind it, where a story parted by crossheads seems to begin later."""
    at = len(before) - 1
    if at < 0 or not _may_part(before[at]):
        return ()
    while at and before[at - 1].kind == "caption" and not _is_caption(before[at - 1]):
        at -= 1
    return before[at:] if 0 < at < len(before) - 1 and before[at - 1].kind == "title" else ()


def _is_caption(block: Block | LooseBlock) -> bool:
    return load_cues()["caption"].match(block.lines[0].text) is not None


def _with_paragraphs(draft: Draft, lines: Sequence[Line], lexicon: Lexicon) -> Draft:
    """The story with each of the lines as a paragraph where it stands."""
    rows = [*zip(draft.passages, draft.starts, strict=True)]
    rows += [(build_passage(Block((line,), FLOWING), lexicon), NEVER) for line in lines]
    rows.sort(key=lambda row: row[0].block.lines[0].number)
    return replace(draft, passages=[passage for passage, _ in rows], starts=[start for _, start in rows])
