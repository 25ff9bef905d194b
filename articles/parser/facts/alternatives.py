"""The rows of a table as one search: at each place the first row that matches.

Rows are tried only where two characters stand that one of them can begin with;
see `openings`. A row that may begin anywhere is tried everywhere, and costs it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain
from typing import Final

from articles.parser.openings import DIGIT, Seconds, find_pairs, gate_pattern, join_seconds

#: Where a piece of a text begins and ends.
Piece = tuple[int, int]
Found = tuple[int, re.Match[str]]
#: A pattern and the row that each of its closing groups stands for.
_Tries = tuple[re.Pattern[str], dict[int | None, int]]
_DIGITS: Final = "0123456789"
#: Behind a digit: it has none and no point before it.
_NOT_IN_NUMBER: Final = r"(?<![\d.]\d)"


class Alternatives:
    """Patterns in the order of their rank; groups may capture, but bear no names and are not referred to.

    `whole_numbers`: no match begins inside a number (23号 of 123号).
    """

    def __init__(self, patterns: Sequence[str], *, whole_numbers: bool = False):
        openings = [find_pairs(pattern) for pattern in patterns]
        rows = range(len(patterns))
        anywhere = [i for i in rows if openings[i] is None]
        by_character: dict[str, list[int]] = defaultdict(list)
        seconds: dict[str, Seconds] = {}
        for i in rows:
            for character, behind in (openings[i] or {}).items():
                by_character[character].append(i)
                seconds[character] = join_seconds(seconds.get(character, frozenset()), behind)
        for digit in _DIGITS if DIGIT in by_character else ():
            by_character[digit] += by_character[DIGIT]
        self._patterns = tuple(patterns)
        self._rows = {character: (*chosen, *anywhere) for character, chosen in by_character.items()}
        # digits of other scripts, and every character where some row may begin anywhere
        self._others = _compile(patterns, self._rows.get(DIGIT, anywhere))
        gate = "(?s:.)" if anywhere else gate_pattern(seconds)
        self._gate = re.compile(gate + (_NOT_IN_NUMBER if whole_numbers else ""))
        # compiled when a text first holds the character: a process that reads one page needs half of them
        self._tries: dict[str, _Tries] = {}

    def find_all(self, text: str, pieces: Iterable[Piece] | None = None) -> Iterator[Found]:
        """Every match of the text with its row's place, from left to right, none over another.

        With `pieces` of the text, in order, those that begin in one of them.
        """
        free, tries, gate = 0, self._tries, self._gate
        openings = (
            gate.finditer(text) if pieces is None else chain.from_iterable(gate.finditer(text, *p) for p in pieces)
        )
        for start in map(re.Match.start, openings):
            if start >= free:
                pattern, rows = tries.get(text[start]) or self._ready(text[start])
                if match := pattern.match(text, start):
                    free = match.end()
                    yield rows[match.lastindex], match

    def search(self, text: str, start: int, end: int) -> Found | None:
        """The first match that begins in `text[start:end]` and ends in it; `$` is `end`."""
        for opening in self._gate.finditer(text, start, end):
            pattern, rows = self._tries.get(opening[0]) or self._ready(opening[0])
            if match := pattern.match(text, opening.start(), end):
                return rows[match.lastindex], match
        return None

    def match(self, text: str) -> Found | None:
        """The match that opens the text."""
        pattern, rows = self._tries.get(text[:1]) or self._ready(text[:1])
        match = pattern.match(text)
        return (rows[match.lastindex], match) if match else None

    def _ready(self, character: str) -> _Tries:
        if character not in self._rows:
            return self._others
        return self._tries.setdefault(character, _compile(self._patterns, self._rows[character]))


def _compile(patterns: Sequence[str], chosen: Iterable[int]) -> _Tries:
    rows = sorted(set(chosen))
    groups = accumulate(_count_groups(patterns[i]) + 1 for i in rows)
    return _compile_rows(tuple(patterns[i] for i in rows)), dict(zip(groups, rows, strict=True))


@lru_cache(maxsize=4096)
def _count_groups(pattern: str) -> int:
    """How many groups of a pattern capture; most rows hold none, and need not be compiled to tell."""
    return re.compile(pattern).groups if "(" in pattern.replace("(?", "") else 0


@lru_cache(maxsize=1024)
def _compile_rows(patterns: tuple[str, ...]) -> re.Pattern[str]:
    # an empty group behind each row tells which one matched and lets `re` see how the row begins
    return re.compile("|".join(f"(?:{pattern})()" for pattern in patterns) or "(?!)")
