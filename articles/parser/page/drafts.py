"""What the page stages hand on while a story is still being put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from articles.parser.page.blocks import Block
from articles.parser.page.lines import Line
from articles.parser.page.starts import Passage
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
    """A story in the making; `passages` are its paragraphs."""

    passages: list[Passage]
    rules: list[Rule] = field(default_factory=list)
    #: For each paragraph the log odds that a story begins there.
    starts: list[float] = field(default_factory=list)
    titles: list[LooseBlock] = field(default_factory=list)
    captions: list[Line] = field(default_factory=list)
    credits: list[Line] = field(default_factory=list)

    @property
    def paragraphs(self) -> list[Block]:
        return [passage.block for passage in self.passages]

    @property
    def text(self) -> str:
        return "\n".join(passage.text for passage in self.passages)

    @property
    def places(self) -> set[str]:
        """The codes of the places that its paragraphs name."""
        return set().union(*(passage.places for passage in self.passages))

    @property
    def begin(self) -> int:
        """The number of its first line."""
        return self.passages[0].block.lines[0].number
