"""Lines that belong together, and how their text is joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from articles.parser.page.lines import Line

_BYLINE_WORD = re.compile("记者|通讯员|摄")


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive lines that belong together: a paragraph of a measure, or (measure 0) loose lines."""

    lines: tuple[Line, ...]
    measure: int

    @property
    def loose(self) -> bool:
        return self.measure == 0


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
