"""The edges of bodies: what the pass over lines misplaces where a paragraph meets titles, captions and credits."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.parser.facts.byline import is_signed_off
from articles.parser.page.blocks import Block, join_text
from articles.parser.page.lines import load_cues

#: No story is shorter than this many lines and one more.
STRANDED = 3
WIDEST_TITLE = 24
_BRACKET = re.compile("[（(][^（()）]{2,60}(?<!摄)[）)]。?")


def settle_edges(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with what the pass over lines misplaces at a body's edges put right.

    A sign-off on lines of its own closes the paragraph before it. A few lines
    alone between loose ones are captions or a title, and so are a few behind a
    blank line that end no sentence.
    """
    out: list[Block] = []
    for i, block in enumerate(blocks):
        behind = blocks[i + 1] if i + 1 < len(blocks) else None
        if out and not out[-1].loose and _signs_off(block, out[-1]):
            out[-1] = Block(out[-1].lines + block.lines, out[-1].measure)
        elif not block.loose and _is_stranded(block, out[-1] if out else None, behind):
            for line in block.lines:
                if line.gap or not out or not out[-1].loose or out[-1].lines[-1].number != line.number - 1:
                    out.append(Block((line,), 0))
                else:
                    out[-1] = Block((*out[-1].lines, line), 0)
        else:
            out.append(block)
    return out


def _signs_off(block: Block, before: Block) -> bool:
    """Whether a block is the sign-off of the paragraph before it: （兰溪市总工会）."""
    if before.lines[-1].stop != 3 or len(block.lines) > STRANDED or block.lines[0].text[0] not in "（(":
        return False
    text = join_text(block.lines)
    return bool(_BRACKET.fullmatch(text)) and is_signed_off(text)


def _is_stranded(block: Block, before: Block | None, behind: Block | None) -> bool:
    """Whether a paragraph of a few lines is none."""
    if len(block.lines) > STRANDED or _opens_story(block):
        return False
    last = block.lines[-1]
    if (before is not None and before.loose) and (behind is None or behind.loose):
        return True
    wide = max(line.width for line in block.lines)
    return block.lines[0].gap > 0 and last.stop == 0 and wide <= WIDEST_TITLE and behind is not None


def _opens_story(block: Block) -> bool:
    return bool(load_cues()["lead"].match(block.lines[0].text))
