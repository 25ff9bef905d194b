"""The features of a pasted line that page reading goes by, computed once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from articles.parser.clean import HAN, CleanLine
from articles.parser.lexicon import read_table
from articles.parser.openings import DIGIT, compile_opened, find_openings
from articles.parser.records import make

#: 避头尾: marks that never begin a line, and those that never end one.
NO_START: Final = frozenset("，。、；：！？”’）》】〉%％℃·~")
#: More squeezable marks in a line make no difference.
MOST_MARKS: Final = 12
#: The marks of a line of so many characters are not counted: no column is so wide.
UNCOUNTED: Final = 200
#: The cues that every line is asked for by itself.
LINE_CUES: Final = ("lead", "own_lead", "opening", "dateline", "onward")
#: Marks that a justified line squeezes to half a character.
_SQUEEZED: Final = frozenset("，。、；：”“’‘！？（）《》")
#: Whatever is no Chinese character: few in a line, and all that is to be counted there.
_SIGNS: Final = re.compile(f"[^{HAN}]")
_FULL: Final = frozenset("，。、；：！？“”‘’（）《》【】—…·\u3000")
_TOKEN: Final = re.compile(r"[“‘（《【〈]*(?:[A-Za-z0-9.%]+|.)?")
_STOPS: Final = frozenset("。！？…")
_CLOSERS: Final = frozenset("”’）】》)")
_CREDIT_ENDS: Final = frozenset("摄影图文")
_LABELS: Final = frozenset("（(图文摄")
_FULL_STOP: Final = re.compile("[。！？…](?:[”’）】》]*)$")
_CREDIT_END: Final = re.compile("(?:摄|摄影|供图|图/文)[）)]?$")
#: A credit that says first what the names did: 图/林一帆 文/何苗.
_CREDIT_LABEL: Final = re.compile("[（(]?(?:图文?|文图?|摄影|图片)[/:：][^，。]{2,24}$")
#: A story's end: 报名。（记者 李放 通讯员 郑轶）, 解决。（慈溪市总工会）
_SIGN_OFF: Final = re.compile("[。！？”][（(][^（）()]{2,50}[）)]$")


class Line(NamedTuple):
    """A line with text, as the page sees it. Widths count full-width characters.

    `gap` is the number of blank lines before it; `marks` how many of its marks
    a justified line can squeeze; `hang` the width of closing marks at its end
    that may stand beyond the measure; `head` the width that would have to fit
    on the line before; `signs` whatever in it is no Chinese character; `stop`
    3 for a sentence's end, 2 a photo credit's, 1 a lone closing mark, 0 none,
    -1 a mark that wants more (，、).
    """

    number: int
    text: str
    offsets: Sequence[int]
    indent: float
    open_end: bool
    gap: int
    width: float
    marks: int
    hang: float
    head: float
    signs: str
    stop: int
    #: Whether typesetting would never begin a line with it (，… or 。…).
    no_start: bool
    #: What its break is judged by: width, marks (no more than count), hang.
    tail: tuple[float, int, float]


@lru_cache(maxsize=1)
def load_cues() -> dict[str, re.Pattern[str]]:
    """The opening words by kind, from `lexicon/page_cues.tsv`, each kind as one pattern that tells where one begins."""
    return {kind: compile_opened(pattern) for kind, pattern in _read_cues().items()}


@lru_cache(maxsize=1)
def _read_cues() -> dict[str, str]:
    kinds: dict[str, list[str]] = {}
    for kind, pattern in read_table("page_cues", lambda **c: (c["kind"], c["pattern"])):
        kinds.setdefault(kind, []).append(pattern)
    return {kind: "|".join(patterns) for kind, patterns in kinds.items()}


#: The answers of `cues_at`, which is asked several times for each line.
_CUES_AT: Final[dict[str, frozenset[str]]] = {}


def cues_at(char: str) -> frozenset[str]:
    """The kinds of LINE_CUES that a line can open with which begins with `char`: most need no pattern tried."""
    kinds = _CUES_AT.get(char)
    if kinds is None:
        kinds = _CUES_AT[char] = frozenset(kind for kind in LINE_CUES if may_begin(char, _load_openings()[kind]))
    return kinds


def may_begin(char: str, starts: frozenset[str] | None) -> bool:
    """Whether `char` can be where a pattern begins of which `find_openings` gives `starts`."""
    return starts is None or char in starts or (char.isdecimal() and DIGIT in starts)


@lru_cache(maxsize=1)
def _load_openings() -> dict[str, frozenset[str] | None]:
    return {kind: find_openings(pattern) for kind, pattern in _read_cues().items()}


def text_width(text: str) -> float:
    """How many full-width characters a text takes: 1 each, 0.5 for a half-width one.

    >>> text_width("今年12家")
    4.0
    """
    return len(text) - sum(map(_is_half, _SIGNS.findall(text))) / 2


@lru_cache(maxsize=1 << 12)
def _is_half(char: str) -> bool:
    if char in _FULL:
        return False
    return "\x20" <= char <= "\x7e" or unicodedata.east_asian_width(char) not in "WFA"


def build_line(clean: CleanLine, gap: int) -> Line:
    text = clean.text
    first = text[0]
    signs = "".join(_SIGNS.findall(text))
    width = len(text) + (0.5 if clean.open_end else 0.0)
    # in most lines every sign is a mark of full width
    if _SQUEEZED.issuperset(signs):
        marks = len(signs)
    else:
        width -= sum(map(_is_half, signs)) / 2
        marks = sum(map(_SQUEEZED.__contains__, signs))
    if len(text) >= UNCOUNTED:
        marks = 0
    hang = 0.0
    if text[-1] in NO_START:
        hang = 2.0 if text[-2:-1] in NO_START else 1.0
    head = 1.0 if "\u3400" <= first <= "\u9fff" else _head_width(text[:40])
    tail = (width, marks if marks < MOST_MARKS else MOST_MARKS, hang)
    fields = (
        clean.number,
        text,
        clean.offsets,
        clean.indent,
        clean.open_end,
        gap,
        width,
        marks,
        hang,
        head,
        signs,
        sentence_stop(text),
        first in NO_START,
        tail,
    )
    return make(Line, fields)


def _head_width(text: str) -> float:
    """The width of the first word with the marks that open it, which no line break parts."""
    token = _TOKEN.match(text)
    return text_width(token.group()) if token else 1.0


def sentence_stop(text: str) -> int:
    """How finished a text is at its end, see `Line.stop`."""
    last = text[-1:]
    if last in _STOPS:
        return 3
    if last in _CLOSERS:
        return _closed_stop(text)
    if last in _CREDIT_ENDS and _CREDIT_END.search(text[-12:]):
        return 2
    if text[:1] in _LABELS and _CREDIT_LABEL.match(text):
        return 2
    return -1 if last in "，、；：——" else 0


def _closed_stop(text: str) -> int:
    """`sentence_stop` of a text that a quotation mark or a bracket closes."""
    tail = text[-12:]
    if _SIGN_OFF.search(text[-60:]):
        return 3
    if tail.endswith("）") and "（" not in text:
        return 2
    if _FULL_STOP.search(tail):
        return 3
    if _CREDIT_END.search(tail) or _CREDIT_LABEL.match(text):
        return 2
    return 0 if tail.endswith(")") else 1


def build_lines(clean: Sequence[CleanLine]) -> list[Line]:
    """The lines that hold text, each with the number of blank ones before it."""
    lines: list[Line] = []
    gap = 0
    for each in clean:
        if each.text:
            lines.append(build_line(each, gap))
            gap = 0
        else:
            gap += 1
    return lines
