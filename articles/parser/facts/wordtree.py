"""Many words as one regular expression that looks at each character of a text once.

Python's `re` tries the branches of `(a|b|c…)` one after the other; a word tree
turned into a pattern shares their beginnings, so hundreds of words cost hardly
more than one. The longest word wins.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any


def word_pattern(words: Iterable[str]) -> str:
    """A pattern, without a group of its own, that matches the longest of `words` at a place.

    >>> word_pattern(["驿站", "驿家", "食堂"])
    '(?:食堂|驿[家站])'

    Every branch opens with a character as it is written: from such branches `re` learns with which characters a
    match can begin, and passes over all others at once.
    """
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    branches = [re.escape(c) + _branch(child) for c, child in sorted(tree.items())]
    return "(?:" + "|".join(branches) + ")" if branches else r"(?!)"


def compile_words(words: Iterable[str]) -> re.Pattern[str]:
    """`word_pattern` compiled; no words match nowhere."""
    return re.compile(word_pattern(words))


def group_words(words: Iterable[str], at: int) -> dict[str, tuple[str, ...]]:
    """Words by their character `at`, the first or the last: the longest first.

    >>> group_words(["站", "驿站", "食堂"], -1)
    {'堂': ('食堂',), '站': ('驿站', '站')}
    """
    grouped: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        grouped.setdefault(word[at], []).append(word)
    return {character: tuple(group) for character, group in grouped.items()}


def character_class(characters: Collection[str]) -> str:
    """A class of the characters; of none, a pattern that matches nowhere."""
    return "[" + "".join(map(re.escape, sorted(characters))) + "]" if characters else r"(?!)"


def _branch(node: dict[str, Any]) -> str:
    """What may follow the characters that lead to `node`."""
    optional = "" in node
    singles = sorted(c for c, child in node.items() if c and set(child) == {""})
    longer = [re.escape(c) + _branch(child) for c, child in sorted(node.items()) if c and set(child) != {""}]
    if len(singles) > 1:
        longer.append(character_class(singles))
    elif singles:
        longer.append(re.escape(singles[0]))
    if not longer:
        return ""
    pattern = longer[0] if len(longer) == 1 and not optional else "(?:" + "|".join(longer) + ")"
    return pattern + "?" if optional else pattern
