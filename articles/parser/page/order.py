"""Whether a page's lines stand in reading order: a story cut by a foreign column shows.

The ordinary reading of a page in good order ends every paragraph with a
finished sentence, and every line but a paragraph's last fills its measure.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from articles.parser.page.blocks import Block
from articles.parser.page.breaks import INDENT, break_score
from articles.parser.page.edges import LONGEST_TITLE
from articles.parser.page.headings import may_stand_alone
from articles.parser.page.lines import Line

#: A line this unlikely to be broken where it is does not go on in the next one.
IMPOSSIBLE: Final = -5.0
#: A sentence shorter than this is no caption but a column's last line (近八成。).
SHORTEST_CAPTION: Final = 5
#: A line of a body is hardly narrower than its column by more.
SHORTER: Final = 3
#: So few lines between blank ones are no column.
WEDGED: Final = 3


def count_tears(blocks: Sequence[Block]) -> int:
    """How many paragraphs break off in mid-sentence or hold a line that cannot go on as it does."""
    tears = 0
    measure = min((block.measure for block in blocks if not block.loose), default=0)
    for i, block in enumerate(blocks):
        if block.loose:
            tears += _stray(block, measure)
        else:
            tears += _breaks_off(block) + _misfits(block) + count_wedged(block)
            alone = len(block.lines) == 1 and not may_stand_alone(block.lines[0].text)
            tears += i > 0 and blocks[i - 1].loose and alone
    return tears


def _stray(block: Block, measure: int) -> int:
    """Loose lines that are pieces of a body: many together, a full stop amid one, a comma at an end.

    A title may be broken behind a comma, but a body's line fills its column, `measure` at least.
    """
    if len(block.lines) > LONGEST_TITLE:
        return 1
    if any(line.stop == 3 and len(line.text) < SHORTEST_CAPTION for line in block.lines):
        return 1
    return int(any(_reads_on(line, block, measure) for line in block.lines))


def _reads_on(line: Line, block: Block, measure: int) -> bool:
    if "。" in line.text[:-1].rstrip("”’）】"):
        return True
    return line.stop == -1 and line.text[-1] != "：" and not _is_broken_title(line, block, measure)


def _is_broken_title(line: Line, block: Block, measure: int) -> bool:
    return line is not block.lines[-1] and line.width < measure - SHORTER


def _breaks_off(block: Block) -> int:
    """A list or a speech follows a colon."""
    last = block.lines[-1]
    return int(last.stop < 1 and len(block.lines) > 1 and last.text[-1] != "：")


def _misfits(block: Block) -> int:
    """How many lines would not have been broken there, at a measure one narrower or wider neither."""
    count = 0
    room = block.measure - INDENT
    for before, line in pairwise(block.lines):
        # a sign-off on a line of its own fits anywhere
        signed = before.stop == 3 and line.text[0] in "（("
        if break_score(before, line, room) < IMPOSSIBLE and not signed:
            count += all(break_score(before, line, room + drift) < IMPOSSIBLE for drift in (-1, 1))
        room = block.measure
    return count


def count_wedged(block: Block) -> int:
    """How many titles or captions of another story stand amid a paragraph: a few lines between blank ones.

    They are no sentence's middle, and where a line opens with a quotation mark a blank one means nothing.
    """
    begins = [i for i, line in enumerate(block.lines) if i and line.gap]
    wedges = [block.lines[a : b + 1] for a, b in pairwise(begins) if b - a <= WEDGED]
    return sum(
        lines[0].text[0] not in "“‘" and lines[-1].text[0] not in "“‘" and all(map(_is_whole, lines[:-1]))
        for lines in wedges
    )


def _is_whole(line: Line) -> bool:
    """Whether a line could stand alone: no comma, no sentence that ends within it."""
    return line.stop >= 0 and "，" not in line.text and "。" not in line.text[:-1]


def seems_torn(blocks: Sequence[Block]) -> bool:
    """A weaker sign than a tear: a paragraph closes with a lone quotation mark or bracket."""
    return any(not b.loose and b.lines[-1].stop == 1 and len(b.lines) > 1 for b in blocks)
