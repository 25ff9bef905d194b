"""Lines that belong together, and how their text is joined."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from articles.parser.page.lines import Line

_BYLINE_WORD: Final = re.compile("记者|通讯员|摄")


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
    texts = [line.text for line in lines]
    for i, space in enumerate(joint_spaces(lines)):
        if space:
            texts[i] = " " + texts[i]
    return "".join(texts)


def joint_spaces(lines: Sequence[Line]) -> Sequence[bool]:
    """Before which lines a space must stay, for it parts names: 记者李凡␣ / 通讯员陈迪. () if before none."""
    for line in lines:
        if line.open_end or 0 < line.indent < 1:
            break
    else:
        return ()
    if not _BYLINE_WORD.search("".join(line.text for line in lines)):
        return ()
    spaces = [False]
    for before, line in pairwise(lines):
        parted = before.open_end or 0 < line.indent < 1
        spaces.append(parted and _is_han(before.text[-1]) and _is_han(line.text[0]))
    return spaces


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"
