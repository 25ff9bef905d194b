"""Many words as one regular expression that looks at each character of a text once.

Python's `re` tries the branches of `(a|b|c…)` one after the other; a word tree
turned into a pattern shares their beginnings, so hundreds of words cost hardly
more than one. The longest word wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

#: Branches that `re` may try one by one; more are sorted into groups behind a look at the first character.
_ABREAST = 24


def word_pattern(words: Iterable[str]) -> str:
    """A pattern, without a group of its own, that matches the longest of `words` at a place.

    >>> word_pattern(["驿站", "驿家"])
    '驿(?:家|站)'
    """
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return _branch(tree) if tree else r"(?!)"


def compile_words(words: Iterable[str]) -> re.Pattern[str]:
    """`word_pattern` compiled; no words match nowhere."""
    return re.compile(word_pattern(words))


def _branch(node: dict[str, Any]) -> str:
    optional = "" in node
    singles = sorted(c for c, child in node.items() if c and set(child) == {""})
    longer = [re.escape(c) + _branch(child) for c, child in sorted(node.items()) if c and set(child) != {""}]
    if len(singles) > 1:
        longer.append("[" + "".join(map(re.escape, singles)) + "]")
    elif singles:
        longer.append(re.escape(singles[0]))
    if not longer:
        return ""
    if len(longer) > _ABREAST:
        starts = sorted(c for c, child in node.items() if c and set(child) != {""})
        longer = _grouped(longer[: len(starts)], starts) + longer[len(starts) :]
    pattern = longer[0] if len(longer) == 1 and not optional else "(?:" + "|".join(longer) + ")"
    return pattern + "?" if optional else pattern


def _grouped(branches: list[str], starts: list[str]) -> list[str]:
    """Hundreds of branches in groups, each entered only if the next character can open one of it."""
    groups = []
    for n in range(0, len(branches), _ABREAST):
        characters = "".join(map(re.escape, starts[n : n + _ABREAST]))
        groups.append(f"(?=[{characters}])(?:" + "|".join(branches[n : n + _ABREAST]) + ")")
    return groups
