r"""With which characters a regular expression can begin: 截[至止]|(?:今|去)年 → 截 今 去.

Hundreds of cues stand in the tables and editors add their own. Which of them are
worth trying at a character is read off the patterns themselves, so that no list
kept by hand has to follow the tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

#: Stands for every character that `\d` matches.
DIGIT = r"\d"
#: A class that spans more says nothing of where a pattern can begin.
_WIDEST = 64
_LOOK = re.compile(r"\?<?[=!]")
_REPEAT = re.compile(r"(?:[*+?]|\{(?:\d+,?\d*|,\d+)\})[?+]?")
_OPTIONAL = re.compile(r"[*?]|\{(?:0|,)")
_WIDTHLESS = frozenset("^$")
_WIDTHLESS_ESCAPES = frozenset("bBAZ")


class UnreadPattern(ValueError):
    """A pattern written in a way that is not read here: flags, names, references."""


@dataclass(frozen=True, slots=True)
class _Opening:
    """The characters that a part of a pattern can begin with, None for any; `optional`: it may match nothing."""

    characters: frozenset[str] | None
    optional: bool = False

    def before(self, following: _Opening) -> _Opening:
        """The opening of this part and `following` in a row."""
        return _Opening(_join(self.characters, following.characters), following.optional) if self.optional else self

    def beside(self, other: _Opening) -> _Opening:
        """The opening of this part or `other`."""
        return _Opening(_join(self.characters, other.characters), self.optional or other.optional)


_NOTHING = _Opening(frozenset(), True)
_ANY = _Opening(None)


def find_openings(pattern: str) -> frozenset[str] | None:
    """The characters one of which any match of `pattern` begins with, DIGIT for all digits; None if it may be any.

    >>> sorted(find_openings("截[至止]|(?:今|去)年"))
    ['今', '去', '截']

    More characters than needed may be given, never fewer. `pattern` must compile without flags.
    """
    try:
        found = _Reader(pattern).alternatives()
    except UnreadPattern:
        return None
    # what matches nothing, or by look-arounds alone, begins with whatever stands there
    return None if found.optional else found.characters


@lru_cache(maxsize=512)
def compile_opened(pattern: str) -> re.Pattern[str]:
    """A pattern that tells whether `pattern` is found in a text: it matches the character that opens it.

    `re` looks at no other characters than those; ^ and $ are the ends of lines. What may begin with any character
    is compiled as it is.

    >>> compile_opened("(?:今|去)年|年底").search("到今年底").span()
    (1, 2)
    """
    openings = find_openings(pattern)
    if not openings:
        return re.compile(pattern, re.MULTILINE)
    group = "".join(c if c == DIGIT else re.escape(c) for c in sorted(openings))
    # the class comes first, so that `re` sees it; the pattern is tried from before the character it took
    return re.compile(rf"[{group}](?<=(?=(?:{pattern}))[\s\S])", re.MULTILINE)


def _join(first: frozenset[str] | None, second: frozenset[str] | None) -> frozenset[str] | None:
    return None if first is None or second is None else first | second


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
            found = found.before(self._item())
        return found

    def _item(self) -> _Opening:
        atom = self._atom()
        repeat = _REPEAT.match(self.pattern, self.at)
        if repeat is None:
            return atom
        self.at = repeat.end()
        return _Opening(atom.characters, True) if _OPTIONAL.match(repeat.group()) else atom

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
        return _ANY if character == "." else _Opening(frozenset(character))

    def _group(self) -> _Opening:
        look = _LOOK.match(self.pattern, self.at)
        if look:
            self.at = look.end()
        elif self.pattern.startswith("?:", self.at):
            self.at += 2
        elif self._next() == "?":
            raise UnreadPattern(self.pattern)
        inside = self.alternatives()
        self.at += 1
        return _NOTHING if look else inside

    def _class(self) -> _Opening:
        negated = self._next() == "^"
        self.at += negated
        first, found = self.at, _Opening(frozenset())
        while self._next() != "]" or self.at == first:
            found = found.beside(self._member())
        self.at += 1
        return _ANY if negated else found

    def _member(self) -> _Opening:
        """A character, an escape or a range inside brackets."""
        character = self._next()
        self.at += 1
        if character == "\\":
            low = self._escape()
            if low.characters is None or low.characters == {DIGIT}:
                return low
            (character,) = low.characters
        if self._next() != "-" or self.pattern.startswith("-]", self.at):
            return _Opening(frozenset(character))
        self.at += 1
        high = self._next()
        self.at += 1
        if high == "\\" or ord(high) - ord(character) > _WIDEST:
            self.at += high == "\\"
            return _ANY
        return _Opening(frozenset(map(chr, range(ord(character), ord(high) + 1))))

    def _escape(self) -> _Opening:
        letter = self._next()
        self.at += 1
        if letter == "d":
            return _Opening(frozenset({DIGIT}))
        if letter in _WIDTHLESS_ESCAPES:
            return _NOTHING
        if letter.isdigit():
            raise UnreadPattern(self.pattern)
        # \s and \w are many, \x and \u are not looked up
        return _ANY if letter.isascii() and letter.isalpha() else _Opening(frozenset(letter))

    def _next(self) -> str:
        return self.pattern[self.at : self.at + 1]
