"""The pasted text → clean lines, every character with its place in the paste.

Cleaning folds look-alikes one for one (full-width figures, radicals, quotation
marks) and drops what carries nothing (marks without width, spaces round
figures). It never invents a character: `raw[offsets[i]]` stands behind
`text[i]`, and `may_stand_for` tells which characters count as the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import Final, NamedTuple

from articles.parser.lexicon import LexiconError, read_table
from articles.parser.records import Run, SourceText, make

HAN: Final = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
#: A wide space parts the halves of a headline (孩子“托”得好　职工干劲足), so it is kept apart from " ".
WIDE_SPACE: Final = "\u3000"
STRAIGHT_QUOTES: Final = {'"': "“”", "＂": "“”", "'": "‘’", "＇": "‘’"}

#: Controls, soft hyphen, marks without width, bidi and variation marks, lone surrogates: no reader sees them.
_INVISIBLE: Final = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]+"
)
_MARK: Final = "，。、；：？！“”‘’（）《》〈〉【】—…·"
_MANY_SPACES: Final = re.compile("(?<=[ \u3000])[ \u3000]+")
_LOOSE_SPACE: Final = re.compile(
    f"(?<=[{HAN}{_MARK}]) (?=[0-9])"  # 今年 3家
    f"|(?<=[0-9%]) (?=[{HAN}{_MARK}%℃])"  # 3 月以来
    f"|(?<=[，。、；：？！“‘（《]) (?=[^ ])"
    f"|(?<=[^ ]) (?=[，。、；：？！”’）》])"
)
#: 本 报 讯 记 者: a text layer that puts a space behind every character.
_SPACED_OUT: Final = re.compile(f"(?:[{HAN}0-9{_MARK}] ){{5,}}[{HAN}0-9{_MARK}]?")
_SPACE: Final = re.compile(" ")
_HALF_MARK: Final = re.compile("[,;:()!?]")
_FULL_MARK: Final = dict(zip(",;:()!?", "，；：（）！？", strict=True))
_CJK: Final = re.compile(f"[{HAN}{_MARK}％%℃]")


class CleanLine(NamedTuple):
    """One pasted line: `text[i]` stands in the raw paste at `offsets[i]`.

    `start` and `end` bound the line in the paste without its line break (`end`
    is where the break stands). `indent` is the blank width before the text, in
    full-width characters; `open_end` says that a space stood at the line's end.
    """

    number: int
    text: str
    offsets: Sequence[int]
    start: int
    end: int
    indent: float = 0.0
    open_end: bool = False


@lru_cache(maxsize=1)
def load_folds() -> dict[int, str]:
    """The one-for-one folds by code point: `lexicon/radicals.tsv`, full-width forms, spaces, corner brackets."""
    table: dict[int, str] = {}
    for radical, character in read_table("radicals", lambda **c: (c["radical"], c["character"])):
        if len(radical) != 1 or len(character) != 1:
            raise LexiconError(f"radicals.tsv: {radical!r} → {character!r} is not one character each")
        table[ord(radical)] = character
    for code in range(0x21, 0x7F):
        if chr(code).isalnum() or chr(code) in "%+~@#&/":
            table[code + 0xFEE0] = chr(code)
    table[0xFF0E] = "."
    spaces = (
        "\t\x1c\x1d\x1e\x1f\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"
    )
    table.update({ord(c): " " for c in spaces})
    table.update(zip(map(ord, "「」『』﹁﹂﹃﹄〝〞｢｣｡､"), "“”‘’“”‘’“”“”。、", strict=True))
    return table


def may_stand_for(raw: str, char: str) -> bool:
    """Whether cleaning may write `char` for the pasted character `raw` (a line break stays "\\n").

    >>> may_stand_for("，", "，"), may_stand_for('"', "”"), may_stand_for("⻄", "西")
    (True, True, True)
    """
    if char == "\n":
        return raw in "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
    folded = raw.translate(load_folds())
    return char in (folded, _FULL_MARK.get(folded)) or char in STRAIGHT_QUOTES.get(folded, "")


def split_lines(raw: str) -> list[CleanLine]:
    """Every line of the paste, blank ones too, in the order and count of `str.splitlines`."""
    lines: list[CleanLine] = []
    start = 0
    opened = dict.fromkeys("“‘", False)
    for number, (whole, bare) in enumerate(zip(raw.splitlines(keepends=True), raw.splitlines(), strict=True)):
        lines.append(clean_line(bare, number, start, opened))
        start += len(whole)
    return lines


def clean_line(bare: str, number: int, start: int, opened: dict[str, bool]) -> CleanLine:
    """One line without its break, which begins at `start` in the paste.

    `opened` remembers over the page whether straight quotation marks stand
    open; it is changed in place.

    >>> clean_line("３ 月以来,接待 50 余位", 0, 0, {"“": False, "‘": False}).text
    '3月以来，接待50余位'
    """
    if _PLAIN.fullmatch(bare):
        end = start + len(bare)
        return make(CleanLine, (number, bare, range(start, end), start, end, 0.0, False))
    folded = bare.translate(load_folds())
    text, offsets = _dropped(folded, range(start, start + len(bare)), _INVISIBLE)
    inner = text.strip(" \u3000\x0b\x0c\x85")
    left = len(text) - len(text.lstrip(" \u3000\x0b\x0c\x85")) if inner else 0
    indent = sum(1.0 if c == WIDE_SPACE else 0.5 for c in text[:left])
    open_end = bool(inner) and len(text) > left + len(inner)
    offsets = offsets[left : left + len(inner)]
    text = inner if _NO_STRAIGHT.fullmatch(inner) else fold_straight_quotes(inner, opened)
    text = _fold_marks(text)
    if " " in text or WIDE_SPACE in text:
        if _SPACED_OUT.fullmatch(text):
            text, offsets = _dropped(text, offsets, _SPACE)
        text, offsets = _dropped(text, offsets, _MANY_SPACES)
        text, offsets = _dropped(text, offsets, _LOOSE_SPACE)
    return CleanLine(number, text, offsets, start, start + len(bare), indent, open_end)


#: Nothing to fold, drop or strip: most lines of most pages.
_PLAIN: Final = re.compile(f"[\u4e00-\u9fff{_MARK}0-9A-Za-z%.+~]*")
_NO_STRAIGHT: Final = re.compile("[^\"'＂＇]*")


def _dropped(text: str, offsets: Sequence[int], pattern: re.Pattern[str]) -> tuple[str, Sequence[int]]:
    """`text` without the pattern's matches, and the offsets of what is left."""
    if not pattern.search(text):
        return text, offsets
    kept: list[tuple[int, int]] = []
    at = 0
    for match in pattern.finditer(text):
        kept.append((at, match.start()))
        at = match.end()
    kept.append((at, len(text)))
    return "".join(text[a:b] for a, b in kept), list(chain.from_iterable(offsets[a:b] for a, b in kept))


def _fold_marks(text: str) -> str:
    """Half-width marks made full-width beside Chinese: (记者 李放) → （记者 李放）, but 10:30 and 1,200 stay."""
    if not _HALF_MARK.search(text) or not _CJK.search(text):
        return text

    def fold(match: re.Match[str]) -> str:
        i, mark = match.start(), match.group()
        before, after = text[i - 1 : i], text[i + 1 : i + 2]
        if mark in ",:" and before.isdigit() and after.isdigit():
            return mark
        if mark == ":" and after == "/":
            return mark
        if before.isascii() and before.isalpha() and after.isascii() and after.isalpha():
            return mark
        return _FULL_MARK[mark]

    return _HALF_MARK.sub(fold, text)


def fold_straight_quotes(text: str, opened: dict[str, bool]) -> str:
    """Straight quotation marks made curly by what stands beside them, else in turn.

    `opened` says which kinds stand open before `text`, and is changed in place.

    >>> fold_straight_quotes('推出"湖工有助"品牌', {"“": False, "‘": False})
    '推出“湖工有助”品牌'
    """
    out = list(text)
    for i, char in enumerate(text):
        kind = STRAIGHT_QUOTES.get(char)
        if kind is None:
            if char in "“‘":
                opened[char] = True
            elif char in "”’":
                opened["“‘"["”’".index(char)]] = False
            continue
        before, after = text[i - 1 : i] if i else "", text[i + 1 : i + 2]
        if kind == "‘’" and before.isascii() and before.isalpha() and after.isascii() and after.isalpha():
            continue
        # A mark before it tells more than the turn, which one lost quotation mark would upset for good.
        closes = before in tuple("。！？") or (opened[kind[0]] and before not in tuple("（：(:"))
        out[i] = kind[1] if closes else kind[0]
        opened[kind[0]] = not closes
    return "".join(out)


def build_source(parts: Iterable[tuple[str, Sequence[int]]]) -> SourceText:
    """Texts with their offsets, put one behind the other, with the fewest runs that trace them."""
    texts: list[str] = []
    runs: list[Run] = []
    at = start = raw = length = 0
    for text, offsets in parts:
        texts.append(text)
        for begin, end in _steady(offsets):
            if length and offsets[begin] == raw + length:
                length += end - begin
                continue
            if length:
                runs.append(make(Run, (start, raw, length)))
            start, raw, length = at + begin, offsets[begin], end - begin
        at += len(text)
    if length:
        runs.append(make(Run, (start, raw, length)))
    return SourceText("".join(texts), tuple(runs))


def _steady(offsets: Sequence[int]) -> Iterable[tuple[int, int]]:
    """The stretches of `offsets`, which always rise, in which they rise by one; most lines are one."""
    size = len(offsets)
    if size and (isinstance(offsets, range) or offsets[-1] - offsets[0] == size - 1):
        return ((0, size),)
    ends = [i for i in range(1, size) if offsets[i] != offsets[i - 1] + 1]
    return pairwise([0, *ends, size]) if size else ()
