"""Hundreds of words at every place of a text, also where they lie over each other.

A pattern gives the longest word at a place and goes on behind it; asked anew from each next character it would try
its many branches again and again. Here `re` looks only where two characters can open a word, and a dictionary tells
which words those are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from sys import maxsize

from articles.parser.facts.wordtree import character_class


class WordIndex:
    """Words of two characters and more, by their first two and then their third."""

    def __init__(self, words: Iterable[str]):
        heads: dict[str, dict[str, list[str]]] = {}
        for word in sorted(words, key=len, reverse=True):
            group = heads.setdefault(word[:2], {"": []})
            if len(word) > 2:
                group.setdefault(word[2], []).append(word)
            else:
                # the shortest of them comes last: wherever no longer word stands, it does
                for longer in group.values():
                    longer.append(word)
        self._heads = {head: {third: tuple(group) for third, group in groups.items()} for head, groups in heads.items()}
        firsts, seconds = ({head[at] for head in heads} for at in (0, 1))
        self._gate = re.compile(f"{character_class(firsts)}(?={character_class(seconds)})")

    def find_all(self, text: str, start: int = 0, end: int = maxsize - 1) -> list[tuple[int, str]]:
        """The longest word at each place of `text[start:end]` where one begins, in order; it may end behind `end`.

        >>> WordIndex(["工会驿站", "驿站", "驿站点"]).find_all("工会驿站点")
        [(0, '工会驿站'), (2, '驿站点')]
        """
        heads, found = self._heads, []
        # one more character, for the gate looks at two
        for at in map(re.Match.start, self._gate.finditer(text, start, end + 1)):
            if groups := heads.get(text[at : at + 2]):
                for word in groups.get(text[at + 2 : at + 3]) or groups[""]:
                    if text.startswith(word, at):
                        found.append((at, word))
                        break
        return found

    def find_apart(self, text: str, start: int = 0, end: int = maxsize) -> list[tuple[int, str]]:
        """The words of `text[start:end]` from left to right, the longest at each place, none over another.

        >>> WordIndex(["工会驿站", "驿站", "驿站点"]).find_apart("工会驿站点")
        [(0, '工会驿站')]
        """
        heads, found, free = self._heads, [], 0
        for at in map(re.Match.start, self._gate.finditer(text, start, end)):
            if at >= free and (groups := heads.get(text[at : at + 2])):
                for word in groups.get(text[at + 2 : at + 3]) or groups[""]:
                    if text.startswith(word, at, end):
                        found.append((at, word))
                        free = at + len(word)
                        break
        return found

    def walk_apart(self, text: str, start: int, end: int) -> list[tuple[int, str]]:
        """The same as `find_apart`, quicker with so many words that most places of a text could open one.

        >>> WordIndex(["工会驿站", "驿站", "驿站点"]).walk_apart("工会驿站点", 0, 5)
        [(0, '工会驿站')]
        """
        heads, found = self._heads, []
        at, last = start, min(end, len(text)) - 1
        while at < last:
            step = 1
            if groups := heads.get(text[at : at + 2]):
                for word in groups.get(text[at + 2 : at + 3]) or groups[""]:
                    if text.startswith(word, at, end):
                        found.append((at, word))
                        step = len(word)
                        break
            at += step
        return found
