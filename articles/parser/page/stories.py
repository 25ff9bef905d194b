"""Paragraphs in page order → stories, by evidence at each paragraph's start.

本报讯, a sign-off, a photo credit, a title between and a new measure settle
most. The rest is a small logistic model: a new place, a dateline, an outlook
(下一步) just before, and what speaks against it (据悉, 该市).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from articles.parser.facts.byline import find_lead, is_credit, is_signed_off
from articles.parser.lexicon import Lexicon
from articles.parser.page.columns import Block
from articles.parser.page.drafts import Draft, LooseBlock, LooseKind, join_text
from articles.parser.page.lines import Line, load_cues
from articles.parser.page.places import find_issuers, find_places
from articles.parser.page.weights import load_weights
from articles.parser.records import Rule

#: The places of a story are compared with those of this many paragraphs from the start on.
AHEAD = 3
_REASONS = {
    "lead": "以“本报讯”开头",
    "ended": "上一段以署名结束",
    "loose": "前面隔着标题",
    "jump": "栏宽改变",
    "new_place": "出现新的地区",
    "dateline": "以时间开头",
    "outlook": "上一段是展望",
    "old_gone": "不再提到上一篇的地区",
    "new_union": "出现新的工会",
    "drift": "栏宽略变",
    "gap": "前有空行",
}


@dataclass(frozen=True)
class Passage:
    """A paragraph with what its reading needs, found once."""

    block: Block
    text: str
    places: frozenset[str]
    issuers: frozenset[str]


def cut_stories(blocks: Sequence[Block], lexicon: Lexicon) -> tuple[list[Draft], list[LooseBlock]]:
    """Stories in page order, and the loose blocks between them.

    A credit on a line of its own goes to the story it closes. Each story's
    first rule says why it was begun.
    """
    passages = {i: _build_passage(b, lexicon) for i, b in enumerate(blocks) if not b.loose and not _credit_block(b)}
    drafts: list[Draft] = []
    loose: list[LooseBlock] = []
    seen: set[str] = set()
    ended = False
    last: int | None = None
    for i, block in enumerate(blocks):
        if i not in passages:
            if drafts and _credit_block(block):
                drafts[-1].credits.extend(block.lines)
                ended = True
            elif _credit_block(block):
                loose.append(LooseBlock(block.lines, "credit", -1))
            else:
                parts = _split_loose(block, len(drafts) - 1, blocks, i)
                if drafts and parts[0].kind == "credit":
                    drafts[-1].credits.extend(parts.pop(0).lines)
                    ended = True
                loose.extend(parts)
            continue
        passage = passages[i]
        between = last is None or any(blocks[j].loose for j in range(last + 1, i))
        before = passages[last] if last is not None else None
        upcoming = [passages[j] for j in range(i, min(i + AHEAD + 2, len(blocks))) if j in passages][:AHEAD]
        score, rule = _start_score(passage, before, upcoming, seen, ended=ended, between=between)
        if score > 0 or not drafts:
            drafts.append(Draft([block], [rule], [score]))
            seen = set()
        else:
            drafts[-1].paragraphs.append(block)
            drafts[-1].starts.append(score)
        seen |= passage.places
        ended = is_signed_off(passage.text)
        last = i
    return drafts, loose


def _build_passage(block: Block, lexicon: Lexicon) -> Passage:
    text = join_text(block.lines)
    return Passage(block, text, frozenset(find_places(text, lexicon)), frozenset(find_issuers(text, lexicon)))


def _credit_block(block: Block) -> bool:
    return len(block.lines) <= 3 and is_credit(join_text(block.lines))


def _start_score(
    passage: Passage,
    before: Passage | None,
    upcoming: Sequence[Passage],
    seen: set[str],
    *,
    ended: bool,
    between: bool,
) -> tuple[float, Rule]:
    """log odds that `passage` opens a story, and the rule that names its strongest evidence."""
    w = load_weights()
    if before is None:
        return 99.0, Rule("story.first", "版面的第一篇正文")
    cues = load_cues()
    change = abs(passage.block.measure - before.block.measure)
    new = passage.places - seen
    later = set().union(*(p.places for p in upcoming)) if upcoming else set()
    gap = passage.block.lines[0].gap > 0
    fired = {
        "lead": find_lead(passage.text) != "none",
        "ended": ended,
        "loose": between,
        "jump": change >= 2,
        "drift": change == 1,
        "new_place": bool(new and seen),
        "old_place": bool(passage.places & seen),
        "old_gone": bool(seen and later and not later & seen),
        "new_union": bool(passage.issuers - seen),
        "dateline": bool(cues["dateline"].search(passage.text[:24])),
        "outlook": bool(cues["outlook"].search(before.text[:40])),
        "gap": gap,
        "no_gap": not gap,
        "resume": bool(cues["resume"].match(passage.text)),
        "back": bool(cues["back"].search(passage.text)),
        "quote": passage.text[:1] == "“",
    }
    parts = {name: w[f"start.{name}"] for name, on in fired.items() if on}
    score = w["start.bias"] + sum(parts.values())
    strongest = max(parts, key=lambda name: parts[name])
    return score, Rule(f"story.{strongest}", _REASONS.get(strongest, "综合判断为新的一篇"))


def _split_loose(block: Block, after: int, blocks: Sequence[Block], index: int) -> list[LooseBlock]:
    """A run of loose lines parted into titles, captions and credits."""
    runs: list[tuple[LooseKind, list[Line]]] = []
    for line in block.lines:
        kind = loose_kind(line)
        if runs and runs[-1][0] == kind:
            runs[-1][1].append(line)
        else:
            runs.append((kind, [line]))
    before = 0 < index < len(blocks) and not blocks[index - 1].loose
    behind = index >= 0 and index + 1 < len(blocks) and not blocks[index + 1].loose
    last = len(runs) - 1
    return [
        LooseBlock(tuple(lines), kind, after, before and n == 0, behind and n == last)
        for n, (kind, lines) in enumerate(runs)
    ]


def loose_kind(line: Line) -> LooseKind:
    """What a line outside any body is by itself: captions are sentences, titles are not."""
    if is_credit(line.text):
        return "credit"
    if line.stop == 3 and line.text.rstrip("”’）】")[-1:] == "。":
        return "caption"
    return "caption" if load_cues()["caption"].match(line.text) else "title"


def build_drafts(
    bodies: Sequence[Sequence[Block]], loose: Sequence[tuple[Line, ...]]
) -> tuple[list[Draft], list[LooseBlock]]:
    """Stories and loose blocks of a page whose order tells nothing: credits go to the story that ends before them."""
    drafts: list[Draft] = []
    for body in bodies:
        paragraphs = [b for b in body if not _credit_block(b)] or list(body)
        draft = Draft(paragraphs, [Rule("story.linked", "按断行与用词跨栏拼接")])
        draft.credits.extend(line for b in body if b not in paragraphs for line in b.lines)
        drafts.append(draft)
    blocks: list[LooseBlock] = []
    for lines in loose:
        after = max((i for i, d in enumerate(drafts) if d.paragraphs[0].lines[0].number < lines[0].number), default=-1)
        for part in _split_loose(Block(lines, 0), after, (), -1):
            home = _find_credited(part.lines[0].number, drafts) if part.kind == "credit" else None
            if home is None:
                blocks.append(part)
            else:
                home.credits.extend(part.lines)
    return drafts, blocks


def _find_credited(number: int, drafts: Sequence[Draft]) -> Draft | None:
    """The story that a credit on line `number` of a torn page closes: the last to end before it.

    A picture story first: one that opens with 本报讯 names its people there.
    """

    def rank(draft: Draft) -> tuple[bool, bool, int]:
        end = draft.paragraphs[-1].lines[-1].number
        return find_lead(draft.text[:40]) == "none" and not draft.credits, end < number, -abs(number - end)

    begun = [draft for draft in drafts if draft.paragraphs[0].lines[0].number < number]
    return max(begun, key=rank, default=None)
