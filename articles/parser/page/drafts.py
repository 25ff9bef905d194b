"""What the page stages hand on while a story is still being put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from articles.parser.page.columns import Block
from articles.parser.page.lines import Line
from articles.parser.records import Rule

LooseKind = Literal["title", "caption", "credit"]
_BYLINE_WORD = re.compile("记者|通讯员|摄")


@dataclass(frozen=True)
class LooseBlock:
    """Lines outside any body, printed together.

    `after` is the index of the last story that begins before it, -1 for none.
    `joins_before` and `joins_after` say that a body stands right beside it,
    with no other loose block between.
    """

    lines: tuple[Line, ...]
    kind: LooseKind
    after: int
    joins_before: bool = False
    joins_after: bool = False

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@dataclass
class Draft:
    """A story in the making."""

    paragraphs: list[Block]
    rules: list[Rule] = field(default_factory=list)
    #: For each paragraph the log odds that a story begins there.
    starts: list[float] = field(default_factory=list)
    titles: list[LooseBlock] = field(default_factory=list)
    captions: list[Line] = field(default_factory=list)
    credits: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(join_text(block.lines) for block in self.paragraphs)


def join_text(lines: Sequence[Line]) -> str:
    """The lines of a paragraph joined, for reading; the stored text is made with its offsets in `build`."""
    spaces = joint_spaces(lines)
    return "".join((" " if space else "") + line.text for line, space in zip(lines, spaces, strict=True))


def joint_spaces(lines: Sequence[Line]) -> list[bool]:
    """Before which lines a space must stay, for it parts names: 记者李凡␣ / 通讯员陈迪."""
    spaces = [False] * len(lines)
    if any(line.open_end or 0 < line.indent < 1 for line in lines) and _BYLINE_WORD.search(
        "".join(x.text for x in lines)
    ):
        for i in range(1, len(lines)):
            before, line = lines[i - 1], lines[i]
            parted = before.open_end or 0 < line.indent < 1
            spaces[i] = parted and _is_han(before.text[-1]) and _is_han(line.text[0])
    return spaces


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"
