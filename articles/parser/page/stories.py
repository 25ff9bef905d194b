"""Paragraphs in page order → stories, by evidence at each paragraph's start.

本报讯, a sign-off, a photo credit, a title between and a new measure settle
most; the rest is weighed (`starts`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Final

from articles.parser.facts.byline import find_lead, is_credit
from articles.parser.lexicon import Lexicon
from articles.parser.page.blocks import Block, join_text
from articles.parser.page.drafts import Draft, LooseBlock, LooseKind
from articles.parser.page.flowing import FLOWING
from articles.parser.page.lines import Line, load_cues
from articles.parser.page.starts import AHEAD, LEAST_START, SoFar, build_passage, start_score
from articles.parser.records import Rule

#: On a page in reading order the log odds that a story begins with no title, caption or credit before it.
UNANNOUNCED: Final = 3.0
#: From these log odds on a story's start is not doubted.
SURE: Final = 12.0


def cut_stories(
    blocks: Sequence[Block], lexicon: Lexicon, *, titled: bool = False
) -> tuple[list[Draft], list[LooseBlock]]:
    """Stories in page order, and the loose blocks between them.

    On a `titled` page nothing but titles looks like one, and each begins a story.

    A credit on a line of its own goes to the story it closes. Each story's
    first rule says why it was begun.
    """
    credits = {i for i, block in enumerate(blocks) if _credit_block(block)}
    passages = {i: build_passage(b, lexicon) for i, b in enumerate(blocks) if not b.loose and i not in credits}
    drafts: list[Draft] = []
    loose: list[LooseBlock] = []
    sofar = SoFar()
    last: int | None = None
    # whether only captions and credits stand between this block and the body before it
    in_row = False
    for i, block in enumerate(blocks):
        if i not in passages:
            if drafts and i in credits:
                drafts[-1].credits.extend(block.lines)
                sofar.ended = True
            elif i in credits:
                loose.append(LooseBlock(block.lines, "credit", -1))
            else:
                parts = _split_loose(block, len(drafts) - 1, blocks, i, in_row=in_row)
                in_row = in_row and all(part.kind != "title" for part in parts)
                if drafts and parts[0].kind == "credit":
                    drafts[-1].credits.extend(parts.pop(0).lines)
                    sofar.ended = True
                loose.extend(parts)
            continue
        passage = passages[i]
        between = last is None or any(blocks[j].loose for j in range(last + 1, i))
        upcoming = [passages[j] for j in range(i, min(i + AHEAD + 2, len(blocks))) if j in passages][:AHEAD]
        score, rule = start_score(passage, sofar, upcoming, between=between, least=LEAST_START)
        if titled and last is not None and any(map(_is_title, blocks[last + 1 : i])):
            score = max(score, SURE)
        least = UNANNOUNCED if block.measure == FLOWING and not between else 0.0
        if score > least or not drafts:
            drafts.append(Draft([passage], [rule], [score]))
            sofar = SoFar()
        else:
            drafts[-1].passages.append(passage)
            drafts[-1].starts.append(score)
        sofar.add(passage)
        last, in_row = i, True
    return drafts, loose


def _is_title(block: Block) -> bool:
    return block.loose and any(loose_kind(line) == "title" for line in block.lines)


def _credit_block(block: Block) -> bool:
    return len(block.lines) <= 3 and is_credit(join_text(block.lines))


def _split_loose(
    block: Block, after: int, blocks: Sequence[Block], index: int, *, in_row: bool = False
) -> list[LooseBlock]:
    """A run of loose lines parted into titles, captions and credits.

    `in_row`: only captions and credits stand between it and a body before it, so one picture's caption stands behind
    another's.
    """
    runs: list[tuple[LooseKind, list[Line]]] = []
    for line in block.lines:
        kind = loose_kind(line)
        if runs and runs[-1][0] == kind:
            runs[-1][1].append(line)
        else:
            runs.append((kind, [line]))
    before = 0 < index < len(blocks) and not blocks[index - 1].loose
    behind = index >= 0 and index + 1 < len(blocks) and not blocks[index + 1].loose
    # a caption joins the body before it across credits and other captions
    joined: list[bool] = []
    row = before or in_row
    for n, (kind, _) in enumerate(runs):
        joined.append(row if kind == "caption" else before and n == 0)
        row = row and kind != "title"
    last = len(runs) - 1
    return [
        LooseBlock(tuple(lines), kind, after, joined[n], behind and n == last) for n, (kind, lines) in enumerate(runs)
    ]


def loose_kind(line: Line) -> LooseKind:
    """What a line outside any body is by itself: captions are sentences, titles are not."""
    if is_credit(line.text):
        return "credit"
    if line.stop == 3 and line.text.rstrip("”’）】")[-1:] == "。":
        return "caption"
    return "caption" if load_cues()["caption"].match(line.text) else "title"


def build_drafts(
    bodies: Sequence[Sequence[Block]], loose: Sequence[tuple[Line, ...]], lexicon: Lexicon
) -> tuple[list[Draft], list[LooseBlock]]:
    """Stories and loose blocks of a page whose order tells nothing: credits go to the story that ends before them."""
    drafts = [draft for body in bodies for draft in _cut_linked(body, lexicon)]
    drafts.sort(key=lambda draft: draft.begin)
    blocks: list[LooseBlock] = []
    for lines in loose:
        after = max((i for i, d in enumerate(drafts) if d.begin < lines[0].number), default=-1)
        for part in _split_loose(Block(lines, 0), after, (), -1):
            home = _find_credited(part.lines[0].number, drafts) if part.kind == "credit" else None
            if home is None:
                blocks.append(part)
            else:
                home.credits.extend(part.lines)
    return drafts, blocks


def _cut_linked(body: Sequence[Block], lexicon: Lexicon) -> list[Draft]:
    """The stories of columns that go on in each other: one, but where a paragraph visibly opens another."""
    credits = {i for i, block in enumerate(body) if _credit_block(block)}
    if len(credits) == len(body):
        credits = set()
    passages = {i: build_passage(block, lexicon) for i, block in enumerate(body) if i not in credits}
    drafts: list[Draft] = []
    sofar = SoFar()
    for i, block in enumerate(body):
        if i in credits:
            if drafts:
                drafts[-1].credits.extend(block.lines)
                sofar.ended = True
            continue
        upcoming = list(islice((passages[j] for j in range(i, len(body)) if j in passages), AHEAD))
        passage = passages[i]
        score, rule = start_score(passage, sofar, upcoming, between=False, least=LEAST_START)
        if score > 0:
            drafts.append(Draft([], [rule if len(drafts) else Rule("story.linked", "按断行与用词跨栏拼接")]))
            sofar = SoFar()
        drafts[-1].passages.append(passage)
        drafts[-1].starts.append(score)
        sofar.add(passage)
    return drafts


def _find_credited(number: int, drafts: Sequence[Draft]) -> Draft | None:
    """The story that a credit on line `number` of a torn page closes: the last to end before it.

    A picture story first: one that opens with 本报讯 names its people there.
    """

    def rank(draft: Draft) -> tuple[bool, bool, int]:
        end = draft.passages[-1].block.lines[-1].number
        return find_lead(draft.text[:40]) == "none" and not draft.credits, end < number, -abs(number - end)

    begun = [draft for draft in drafts if draft.begin < number]
    return max(begun, key=rank, default=None)
