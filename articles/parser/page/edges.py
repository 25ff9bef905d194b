"""The edges of bodies: what the pass over lines misplaces where a paragraph meets titles, captions and credits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from articles.parser.facts.byline import is_signed_off
from articles.parser.page.blocks import Block, join_text
from articles.parser.page.evidence import quotes_balance
from articles.parser.page.lines import load_cues
from articles.parser.page.sentences import reads_on

#: No story is shorter than this many lines and one more.
STRANDED: Final = 3
WIDEST_TITLE: Final = 24
#: A heading leaves so much of its column free.
NARROWER: Final = 3
#: No headline with its deck has more lines.
LONGEST_TITLE: Final = 7
_BRACKET: Final = re.compile("[（(][^（()）]{2,60}(?<!摄)[）)]。?")


def settle_edges(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with what the pass over lines misplaces at a body's edges put right.

    A few lines alone between loose ones are captions or a title, and so are a
    few beside a blank line that end no sentence.
    """
    out: list[Block] = []
    blocks = list(_part_headings(join_sign_offs(blocks)))
    captions = _find_captions(blocks)
    for i, block in enumerate(blocks):
        behind = blocks[i + 1] if i + 1 < len(blocks) else None
        if out and _ends_title(out[-1], block):
            out[-1] = Block((*out[-1].lines, block.lines[0]), 0)
            if len(block.lines) == 1:
                continue
            block = Block(block.lines[1:], block.measure)
        if not block.loose and (
            captions[i] or _is_stranded(block, out[-1] if out else None, behind) or _is_title_stack(block)
        ):
            for line in block.lines:
                if line.gap or not out or not out[-1].loose or out[-1].lines[-1].number != line.number - 1:
                    out.append(Block((line,), 0))
                else:
                    out[-1] = Block((*out[-1].lines, line), 0)
        else:
            out.append(block)
    return out


def _part_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, a short line behind a paragraph's full stop that ends no sentence set apart as a heading."""
    for block in blocks:
        lines = block.lines
        if (
            block.loose
            or len(lines) < 2
            or lines[-1].stop != 0
            or lines[-2].stop != 3
            or lines[-1].width >= block.measure - NARROWER
            or not quotes_balance(lines[-1])
        ):
            yield block
        else:
            yield Block(lines[:-1], block.measure)
            yield Block(lines[-1:], 0)


def join_sign_offs(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, each sign-off on lines of its own put behind the paragraph that it closes."""
    joined: list[Block] = []
    for block in blocks:
        size = _sign_off_lines(block)
        if size and joined and not joined[-1].loose and joined[-1].lines[-1].stop == 3:
            joined[-1] = Block(joined[-1].lines + block.lines[:size], joined[-1].measure)
            if size == len(block.lines):
                continue
            block = Block(block.lines[size:], block.measure)
        joined.append(block)
    return joined


def _sign_off_lines(block: Block) -> int:
    """How many lines a block opens with that are a sign-off, （兰溪市总工会） or （记者 何苗）; 0 if none are."""
    if block.lines[0].text[0] not in "（(":
        return 0
    for size in range(1, min(STRANDED, len(block.lines)) + 1):
        if block.lines[size - 1].text.rstrip("。")[-1:] in ("）", ")"):
            text = join_text(block.lines[:size])
            return size if _BRACKET.fullmatch(text) and is_signed_off(text) else 0
    return 0


def _find_captions(blocks: Sequence[Block]) -> list[bool]:
    """Which paragraphs are captions behind a blank line, with nothing but captions and titles behind them."""
    captions = [False] * len(blocks)
    ends = True
    for i in range(len(blocks) - 1, -1, -1):
        lines = blocks[i].lines
        if ends and not blocks[i].loose and len(lines) <= STRANDED:
            captions[i] = all(line.stop == 3 and not reads_on(line.text) for line in lines)
        ends = blocks[i].loose or captions[i]
    for i, block in enumerate(blocks):
        captions[i] &= block.lines[0].gap > 0 or (i > 0 and captions[i - 1])
    return captions


def _is_stranded(block: Block, before: Block | None, behind: Block | None) -> bool:
    """Whether a paragraph of a few lines is none: a title or a caption."""
    if len(block.lines) > STRANDED or _opens_story(block):
        return False
    last = block.lines[-1]
    if behind is None or behind.loose:
        return before is not None and before.loose
    if last.stop not in (0, 1) or last.text[-1] in "）)" or max(line.width for line in block.lines) > WIDEST_TITLE:
        return False
    if block.lines[0].gap:
        return last.stop == 0
    finished = before is None or before.loose or before.lines[-1].stop >= 2
    return behind.lines[0].gap > 0 and finished and quotes_balance(last)


def _ends_title(title: Block, block: Block) -> bool:
    """Whether a paragraph's first line ends the title before it: 夜里的车间， / 谁来送一碗面？"""
    last, line = title.lines[-1], block.lines[0]
    if not title.loose or block.loose or last.text[-1] != "，" or line.gap or line.number != last.number + 1:
        return False
    asks = line.text.rstrip("”’")[-1:] in ("？", "！")
    return asks and max(line.width, last.width) < block.measure and len(title.lines) < STRANDED


def _is_title_stack(block: Block) -> bool:
    """Whether lines as wide as each other are a headline and its deck, which a dash opens, and no paragraph."""
    if len(block.lines) > LONGEST_TITLE or max(line.width for line in block.lines) > WIDEST_TITLE:
        return False
    return any(line.text.startswith("——") for line in block.lines[1:]) and not any("。" in x.text for x in block.lines)


def _opens_story(block: Block) -> bool:
    return bool(load_cues()["lead"].match(block.lines[0].text))
