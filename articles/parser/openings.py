r"""With which characters a regular expression can begin, and which can follow: 截[至止]|(?:今|去)年 → 截至 截止 今年…

Hundreds of cues stand in the tables and editors add their own. Which of them are
worth trying at a character is read off the patterns themselves, so that no list
kept by hand has to follow the tables.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

#: Stands for every character that `\d` matches.
DIGIT: Final = r"\d"
#: A class that spans more says nothing of where a pattern can begin.
_WIDEST: Final = 64
_LOOK: Final = re.compile(r"\?<?[=!]")
_REPEAT: Final = re.compile(r"(?:[*+?]|\{(?:\d+,?\d*|,\d+)\})[?+]?")
_OPTIONAL: Final = re.compile(r"[*?]|\{(?:0|,)")
#: What tells where a group ends: brackets, and what may hold one that is none.
_BRACKETS: Final = re.compile(r"[()]|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]")
_WIDTHLESS: Final = frozenset("^$")
_WIDTHLESS_ESCAPES: Final = frozenset("bBAZ")


class UnreadPattern(ValueError):
    """A pattern written in a way that is not read here: flags, names, references."""


#: The characters that may stand second, None for any; `_END` among them: the part may match no more than the first.
Seconds = frozenset[str] | None
_END: Final = ""


@dataclass(frozen=True, slots=True)
class _Opening:
    """The characters that a part of a pattern can begin with, each with its seconds; `pairs` is None for any.

    `optional`: the part may match nothing.
    """

    pairs: dict[str, Seconds] | None
    optional: bool = False

    @property
    def settled(self) -> bool:
        """Whether nothing that follows can change it."""
        return not self.optional and (
            self.pairs is None or all(seconds is None or _END not in seconds for seconds in self.pairs.values())
        )

    def before(self, following: _Opening) -> _Opening:
        """The opening of this part and `following` in a row."""
        if self.pairs is None:
            return _Opening(None, self.optional and following.optional)
        behind = None if following.pairs is None else following.pairs.keys() | ({_END} if following.optional else ())
        pairs = {c: _go_on(seconds, behind) for c, seconds in self.pairs.items()}
        return _Opening(_join(pairs, following.pairs), following.optional) if self.optional else _Opening(pairs)

    def beside(self, other: _Opening) -> _Opening:
        """The opening of this part or `other`."""
        return _Opening(_join(self.pairs, other.pairs), self.optional or other.optional)


_ALONE: Final[Seconds] = frozenset({_END})
_NOTHING: Final = _Opening({}, True)
_ANY: Final = _Opening(None)


def _one_of(characters: Iterable[str]) -> _Opening:
    return _Opening(dict.fromkeys(characters, _ALONE))


def find_openings(pattern: str) -> frozenset[str] | None:
    """The characters one of which any match of `pattern` begins with, DIGIT for all digits; None if it may be any.

    >>> sorted(find_openings("截[至止]|(?:今|去)年"))
    ['今', '去', '截']

    More characters than needed may be given, never fewer. `pattern` must compile without flags.
    """
    pairs = find_pairs(pattern)
    return None if pairs is None else frozenset(pairs)


def find_pairs(pattern: str) -> dict[str, Seconds] | None:
    """`find_openings`, each with the characters one of which follows it in the text, None if it may be any or none.

    >>> sorted(find_pairs("截[至止]|(?:今|去)年")["截"])
    ['止', '至']
    """
    try:
        found = _Reader(pattern).alternatives()
    except UnreadPattern:
        return None
    # what matches nothing, or by look-arounds alone, begins with whatever stands there
    if found.optional or found.pairs is None:
        return None
    return {c: None if seconds is None or _END in seconds else seconds for c, seconds in found.pairs.items()}


@lru_cache(maxsize=512)
def compile_opened(pattern: str) -> re.Pattern[str]:
    """A pattern that tells whether `pattern` is found in a text: it matches the character that opens it.

    `re` looks at no other characters than those; ^ and $ are the ends of lines. What may begin with any character
    is compiled as it is.

    >>> compile_opened("(?:今|去)年|年底").search("到今年底").span()
    (1, 2)
    """
    pairs = find_pairs(pattern)
    if not pairs:
        return re.compile(pattern, re.MULTILINE)
    # the gate comes first, so that `re` sees it; the pattern is tried from before the character it took
    return re.compile(rf"{gate_pattern(pairs)}(?<=(?=(?:{pattern}))[\s\S])", re.MULTILINE)


def gate_pattern(seconds: dict[str, Seconds]) -> str:
    """A pattern of one of the characters with one of its seconds behind it.

    >>> gate_pattern({"今": frozenset("年"), "去": frozenset("年"), "将": None})
    '[今去将](?<=(?:[今去](?=[年])|[将]))'
    """
    if not seconds:
        return "(?!)"
    alike: dict[Seconds, list[str]] = defaultdict(list)
    for character in sorted(seconds):
        alike[seconds[character]].append(character)
    pairs = [_class(group) + (f"(?={_class(behind)})" if behind else "") for behind, group in alike.items()]
    # the class of them all comes first, so that `re` passes over every other character at once
    return f"{_class(seconds)}(?<=(?:{'|'.join(pairs)}))"


def _class(characters: Iterable[str]) -> str:
    """A class of characters; digits as written, so that those of other scripts count."""
    return "[" + "".join(c if c == DIGIT else re.escape(c) for c in sorted(characters)) + "]"


def _join(first: dict[str, Seconds] | None, second: dict[str, Seconds] | None) -> dict[str, Seconds] | None:
    if first is None or second is None:
        return None
    return first | {c: join_seconds(first[c], more) if c in first else more for c, more in second.items()}


def join_seconds(one: Seconds, other: Seconds) -> Seconds:
    """What may follow where either may."""
    return None if one is None or other is None else one | other


def _go_on(seconds: Seconds, behind: Set[str] | None) -> Seconds:
    """The seconds of a part with `behind` it, which stands second where the part may end with its first."""
    if seconds is None or _END not in seconds:
        return seconds
    return None if behind is None else (seconds - {_END}) | behind


class _Reader:
    """One walk over a pattern, from left to right."""

    def __init__(self, pattern: str):
        self.pattern, self.at = pattern, 0

    def alternatives(self) -> _Opening:
        found = self._sequence()
        while self._next() == "|":
            self.at += 1
            found = found.beside(self._sequence())
        return found

    def _sequence(self) -> _Opening:
        found = _NOTHING
        while self._next() not in ("", "|", ")"):
            item = self._item()
            if item is not _NOTHING and not found.settled:
                found = found.before(item)
        return found

    def _item(self) -> _Opening:
        atom = self._atom()
        repeat = _REPEAT.match(self.pattern, self.at)
        if repeat is None:
            return atom
        self.at = repeat.end()
        again = atom if repeat[0].startswith("?") else atom.before(_Opening(atom.pairs, True))
        return _Opening(again.pairs, True) if _OPTIONAL.match(repeat.group()) else again

    def _atom(self) -> _Opening:
        character = self._next()
        self.at += 1
        if character == "(":
            return self._group()
        if character == "[":
            return self._class()
        if character == "\\":
            return self._escape()
        if character in _WIDTHLESS:
            return _NOTHING
        return _ANY if character == "." else _one_of(character)

    def _group(self) -> _Opening:
        if _LOOK.match(self.pattern, self.at):
            self._pass_over()
            return _NOTHING
        if self.pattern.startswith("?:", self.at):
            self.at += 2
        elif self._next() == "?":
            raise UnreadPattern(self.pattern)
        inside = self.alternatives()
        self.at += 1
        return inside

    def _pass_over(self) -> None:
        """Go behind the group that is open here."""
        depth = 1
        for token in _BRACKETS.finditer(self.pattern, self.at):
            depth += {"(": 1, ")": -1}.get(token[0], 0)
            if not depth:
                self.at = token.end()
                return

    def _class(self) -> _Opening:
        negated = self._next() == "^"
        self.at += negated
        first, found = self.at, set[str]()
        while self._next() != "]" or self.at == first:
            member = self._member()
            negated |= member is None
            found.update(member or ())
        self.at += 1
        return _ANY if negated else _one_of(found)

    def _member(self) -> Iterable[str] | None:
        """A character, an escape or a range inside brackets; None for more than are counted."""
        character = self._next()
        self.at += 1
        if character == "\\":
            low = self._escape()
            if low.pairs is None or DIGIT in low.pairs:
                return low.pairs
            (character,) = low.pairs
        if self._next() != "-" or self.pattern.startswith("-]", self.at):
            return character
        self.at += 1
        high = self._next()
        self.at += 1
        if high == "\\" or ord(high) - ord(character) > _WIDEST:
            self.at += high == "\\"
            return None
        return map(chr, range(ord(character), ord(high) + 1))

    def _escape(self) -> _Opening:
        letter = self._next()
        self.at += 1
        if letter == "d":
            return _one_of((DIGIT,))
        if letter in _WIDTHLESS_ESCAPES:
            return _NOTHING
        if letter.isdigit():
            raise UnreadPattern(self.pattern)
        # \s and \w are many, \x and \u are not looked up
        return _ANY if letter.isascii() and letter.isalpha() else _one_of(letter)

    def _next(self) -> str:
        return self.pattern[self.at : self.at + 1]
