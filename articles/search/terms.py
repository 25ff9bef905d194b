"""What is typed, and what is indexed, as lexemes: the same cuts at both ends.

A run of Chinese characters gives all its pairs (托班 is found inside 爱心托班)
and, where the segmenter knows one, words of three characters and more, so that
a known name is one lexeme and no phrase. Latin letters and digits stay whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

#: Longer questions are cut: a question of 200 000 words once exhausted the server's stack.
MAX_QUESTION = 200
MAX_TERMS = 8
#: tsvector positions end here; a lexeme behind it is found, but not in a phrase.
MAX_POSITION = 16383

HAN = r"[㐀-䶿一-鿿豈-﫿]"
_PIECE = re.compile(rf"{HAN}+|[a-z]+|[0-9]+(?:\.[0-9]+)?")
_CONDITION = re.compile(
    r"""(?P<what>[^\s<>≤≥=＜＞＝]*)                       # 儿童数
        (?P<sign>>=|<=|≥|≤|>|<|=|＞|＜|＝)\s*             # ≥
        (?P<number>\d{1,12}(?:\.\d{1,4})?)(?P<scale>[万亿]?)   # 1000, 1.2万
    """,
    re.VERBOSE,
)
_YEAR = re.compile(r"(20[0-4]\d)年?")
_SIGNS = {">=": "gte", "≥": "gte", "<=": "lte", "≤": "lte", ">": "gt", "＞": "gt", "<": "lt", "＜": "lt"}
_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}

Cut = Callable[[str], list[str]]


def fold(text: str) -> str:
    """Lower case and half width, one character for one, so that offsets stay true (ＡＥＤ → aed)."""
    return "".join(_fold_one(c) for c in text)


def _fold_one(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char).lower()
    return folded if len(folded) == 1 else char


@dataclass(frozen=True, slots=True)
class Condition:
    """A number asked for: 儿童数≥1000 → Condition("儿童数", "gte", 1000)."""

    what: str
    lookup: str
    value: Decimal

    @property
    def sign(self) -> str:
        return {"gte": "≥", "lte": "≤", "gt": ">", "lt": "<"}.get(self.lookup, "=")


@dataclass(frozen=True, slots=True)
class Question:
    """A search as understood: words to find, a year, number conditions; `exact` switches aliases off."""

    text: str
    terms: tuple[str, ...]
    year: int | None = None
    conditions: tuple[Condition, ...] = ()
    exact: bool = False

    def __bool__(self) -> bool:
        return bool(self.terms or self.conditions or self.year)


def parse_question(text: str, *, exact: bool = False) -> Question:
    """Read what was typed into the search box; anything at all is answered.

    Quotation marks ask for the very letters. `儿童数≥1000 2025` is a number
    condition and a year. More than eight words, or 200 characters, are cut.

    >>> parse_question("爱心托班 2025").terms
    ('爱心托班',)
    """
    text = " ".join(_printable(text)[:MAX_QUESTION].split())
    folded = fold(text)
    exact = exact or bool(re.search(r"[\"“”「」]", text))
    conditions = tuple(
        Condition(m["what"], _SIGNS.get(m["sign"], "exact"), Decimal(m["number"]) * _SCALES[m["scale"]])
        for m in _CONDITION.finditer(folded)
    )
    rest = re.sub(r"[\"“”「」]", " ", _CONDITION.sub(" ", folded))
    year, terms = None, []
    for word in rest.split():
        if found := _YEAR.fullmatch(word):
            year = int(found[1])
        elif _PIECE.search(word):
            terms.append(word)
    return Question(text, tuple(dict.fromkeys(terms))[:MAX_TERMS], year, conditions, exact)


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() and not "\ud800" <= c <= "\udfff" else " " for c in text)


def find_lexemes(text: str, cut: Cut) -> Iterator[tuple[str, int]]:
    """(lexeme, position from 1) of `text`: pairs and long words of Chinese, whole Latin words and numbers.

    The last character of a run stands alone too: with it, a search for one
    character (a prefix of the pairs) misses none.
    """
    folded = fold(text)
    for piece in _PIECE.finditer(folded):
        run, start = piece[0], piece.start()
        if not re.match(HAN, run):
            yield run, start + 1
            continue
        yield run[-1], start + len(run)
        for i in range(len(run) - 1):
            yield run[i : i + 2], start + i + 1
        at = start
        for word in cut(run):
            if len(word) > 2:
                yield word, at + 1
            at += len(word)


def build_tsquery(term: str) -> str:
    """A term as tsquery text: its pairs in a row, pieces of different kind in a row too.

    >>> build_tsquery("爱心托班")
    "'爱心' <-> '心托' <-> '托班'"
    """
    parts = [_phrase(piece[0]) for piece in _PIECE.finditer(fold(term))]
    return " & ".join(part for part in parts if part)


def _phrase(run: str) -> str:
    if not re.match(HAN, run):
        return _quoted(run)
    if len(run) == 1:
        return f"{_quoted(run)}:*"
    return " <-> ".join(_quoted(run[i : i + 2]) for i in range(len(run) - 1))


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def build_tsvector(parts: list[tuple[str, str]], cut: Cut, *, limit: int = 40_000) -> str:
    """`(text, weight)` pairs as tsvector text: 'lexeme':3A,17D …

    Positions of a later part follow those of the earlier ones with a gap, so
    that no phrase runs across two parts. At most `limit` lexemes are kept:
    PostgreSQL refuses a vector over 1 MB, and never may a page be refused for that.
    """
    places: dict[str, list[str]] = {}
    base = 0
    for text, weight in parts:
        for lexeme, position in find_lexemes(text, cut):
            if lexeme not in places and len(places) >= limit:
                continue
            found = places.setdefault(lexeme[:200], [])
            if len(found) < 255:
                found.append(f"{min(base + position, MAX_POSITION)}{weight}")
        base += len(text) + 10
    return " ".join(f"{_quoted(lexeme)}:{','.join(at)}" for lexeme, at in places.items())
