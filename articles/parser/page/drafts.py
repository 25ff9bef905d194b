"""What the page stages hand on while a story is still being put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from articles.parser.page.blocks import Block, join_text
from articles.parser.page.lines import Line
from articles.parser.records import Rule

LooseKind = Literal["title", "caption", "credit"]


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
