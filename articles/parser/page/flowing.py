"""Pages whose every line is a unit: e-papers, WeChat posts, work bulletins.

No column cuts a paragraph, so a line is a paragraph, a title, a caption or a
credit by itself; what stands around it tells which.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from articles.parser.facts.byline import find_lead, is_credit, is_signed_off
from articles.parser.page.blocks import Block
from articles.parser.page.edges import join_sign_offs
from articles.parser.page.headings import find_own_paragraphs
from articles.parser.page.lines import Line, load_cues
from articles.parser.page.lists import find_lists
from articles.parser.page.sentences import reads_on

#: Or if this share stands in lines that end a sentence and are no column's last words.
ENDED_SHARE: Final = 0.6
SHORTEST_ENDED: Final = 10
#: Paragraphs are set in by two characters, nearly all of them where any are.
LEAST_INDENT: Final = 1.5
INDENTED: Final = 0.8
#: A page flows if this share of its characters stands in lines longer than LONG.
FLOWING_SHARE: Final = 0.5
LONG: Final = 30
#: No caption is longer, no paragraph without a full stop is shorter.
LONGEST_CAPTION: Final = 40
FLOWING: Final = 1000
_MARKER: Final = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[◆■●▲▼★□○◇]\s*|[（(][一二三四五六七八九十]{1,2}[）)]|【[^】]{1,10}】|\d{1,2}[.、．](?!\d))"
)


def is_flowing(lines: list[Line]) -> bool:
    """Whether the page's lines are whole paragraphs.

    Lines wrapped at one measure (an e-mail's 38 characters) are columns, however wide.
    """
    total = sum(len(line.text) for line in lines)
    # a column seldom ends a sentence with the first line of a paragraph
    whole = [line for line in lines if line.indent >= LEAST_INDENT and line.stop >= 2]
    if sum(len(line.text) for line in whole) > INDENTED * total:
        return True
    # nor does one line in six: this is a brief of short paragraphs
    ended = [line for line in lines if line.stop == 3 and line.width > SHORTEST_ENDED]
    if sum(len(line.text) for line in ended) > ENDED_SHARE * total:
        return True
    long = [line for line in lines if line.width > LONG]
    if sum(len(line.text) for line in long) <= FLOWING_SHARE * total:
        return False
    unfinished = [line for line in long if line.stop < 2 and line.width <= 60]
    if len(unfinished) < 0.6 * len(long) or len(long) < 4:
        return True
    widths = sorted(line.width for line in unfinished)
    middle = widths[len(widths) // 2]
    return sum(abs(x - middle) <= 2 for x in widths) < 0.7 * len(widths)


def read_flowing(lines: list[Line]) -> list[Block]:
    """The lines as paragraphs (one each) and runs of loose lines."""
    blocks: list[Block] = []
    own = find_own_paragraphs(lines)
    indent = find_body_indent(lines)
    kinds = [line.number in own or _is_paragraph(line, indent) for line in lines]
    kinds = _settle(lines, kinds if indent else find_lists(lines, kinds))
    if not any(kinds):
        kinds = [line.text[-1] == "。" and _is_sentence(line) and not is_credit(line.text) for line in lines]
    run: list[Line] = []
    for line, paragraph in zip(lines, kinds, strict=True):
        if run and (paragraph or line.gap):
            blocks.append(Block(tuple(run), 0))
            run = []
        if paragraph:
            blocks.append(Block((line,), FLOWING))
        else:
            run.append(strip_marker(line))
    if run:
        blocks.append(Block(tuple(run), 0))
    return join_sign_offs(blocks)


def strip_marker(line: Line) -> Line:
    """An item's number or sign taken off its title: 一、…, ◆…, 【龙港市】…"""
    marker = _MARKER.match(line.text)
    if not marker or marker.end() >= len(line.text):
        return line
    return line._replace(text=line.text[marker.end() :], offsets=line.offsets[marker.end() :])


def find_body_indent(lines: list[Line]) -> float:
    """How far paragraphs are set in on a page whose titles are not, 0.0 where that tells them apart nowhere."""
    indents = Counter(line.indent for line in lines if line.width > LONGEST_CAPTION)
    indent, count = max(indents.items(), key=lambda pair: (pair[1], -pair[0]), default=(0.0, 0))
    if indent < LEAST_INDENT or count < INDENTED * indents.total():
        return 0.0
    outside = any(line.indent < 1 and line.stop < 1 and line.width <= LONGEST_CAPTION for line in lines)
    return indent if outside else 0.0


def _is_paragraph(line: Line, indent: float) -> bool:
    if is_credit(line.text):
        return False
    if indent and line.indent == indent:
        return True
    if find_lead(line.text) != "none" or line.width > LONGEST_CAPTION:
        return True
    # a sentence that its writers sign closes a story
    if line.text[-1] in "）)" and "。" in line.text and is_signed_off(line.text):
        return True
    return line.indent >= 1.5 and line.stop >= 1


def _settle(lines: list[Line], kinds: list[bool]) -> list[bool]:
    """Short lines without indent: a paragraph if they read on from one, a caption behind a body else."""
    settled = list(kinds)
    indented = sum(line.indent >= 1.5 for line in lines if line.width > LONGEST_CAPTION)
    # whether the next line that is no short sentence is a paragraph
    led = [False] * (len(lines) + 1)
    for i in range(len(lines) - 1, -1, -1):
        led[i] = kinds[i] or (_is_sentence(lines[i]) and led[i + 1])
    body_indents = indented * 2 > sum(line.width > LONGEST_CAPTION for line in lines)
    for i, line in enumerate(lines):
        if settled[i] or line.stop < 2 or is_credit(line.text) or body_indents:
            continue
        before = settled[i - 1] if i else False
        behind = led[i + 1]
        if not _is_sentence(line) or _asks_before_lead(line, lines[i + 1 : i + 2]):
            continue
        # behind a title and before a body no picture's caption stands, but a short first paragraph
        opens = i > 0 and not before and lines[i - 1].stop < 2 and line.text[-1] == "。"
        settled[i] = (behind and (before or opens)) or ((before or behind) and reads_on(line.text))
    return settled


def _is_sentence(line: Line) -> bool:
    return line.stop == 3 and not load_cues()["caption"].match(line.text)


def _asks_before_lead(line: Line, following: Sequence[Line]) -> bool:
    """A question or exclamation right before 本报讯 is a headline: 夜班回家，谁来送一程？"""
    ends = line.text.rstrip("”’）")[-1:]
    return ends in "？！" and any(find_lead(behind.text) == "本报讯" for behind in following)
