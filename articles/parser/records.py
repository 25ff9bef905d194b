"""The values that the parser's stages hand to each other.

Everything here is frozen and imports nothing of ours; what a page makes by the
hundred are named tuples, which are made in half the time. Spans are half-open
character offsets, `text[start:end]`, as Python slices.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal, NamedTuple

Kind = Literal["news", "photo"]
Lead = Literal["本报讯", "通讯员", "none"]
Qualifier = Literal["exact", "over", "at_least", "about", "under", "at_most", "range"]
Status = Literal["actual", "planned"]
#: Which text of an article a span counts in. Titles and captions are their lines joined by "\n".
Part = Literal["text", "kicker", "headline", "deck", "captions"]
#: What became of a pasted line; "blank" lines hold nothing but space.
Role = Literal["body", "kicker", "headline", "deck", "caption", "credit", "column", "furniture", "unsettled", "blank"]

#: A named tuple of its type and all its fields: `make(Run, (0, 7, 12))` is `Run(0, 7, 12)`, whose own `__new__` is
#: written in Python and takes twice as long. For records of which each line or figure makes one.
make: Final = tuple.__new__


class Rule(NamedTuple):
    """Why a value is what it is: a stable name for statistics, a Chinese reason for the editor.

    >>> Rule("qualifier.after", "“以上”→下限")
    """

    name: str
    reason: str


class Run(NamedTuple):
    """`length` characters of a text from `start` on stand in the raw paste from `raw` on, one for one."""

    start: int
    raw: int
    length: int


@dataclass(frozen=True, slots=True)
class SourceText:
    """A text whose every character is traced to its place in the raw paste.

    Cleaning drops and folds characters but never invents one: `runs` cover
    `text` without gap or overlap, in order of `start`. A "\\n" between two
    paragraphs stands for a line break of the paste.
    """

    text: str = ""
    runs: tuple[Run, ...] = ()

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The smallest raw span that holds `text[start:end]`. Raises IndexError outside the text."""
        if not 0 <= start < end <= len(self.text):
            raise IndexError(f"no span {start}:{end} in a text of {len(self.text)} characters")
        places = [
            (
                run.raw + max(start, run.start) - run.start,
                run.raw + min(end, run.start + run.length) - run.start,
            )
            for run in self.runs
            if run.start < end and start < run.start + run.length
        ]
        return min(p[0] for p in places), max(p[1] for p in places)

    def raw_index(self, index: int) -> int:
        """Where the character `text[index]` stands in the raw paste."""
        return self.raw_span(index, index + 1)[0]


@dataclass(frozen=True, slots=True)
class TitleLine:
    """One printed line of a title or caption, with its line number (0-based) in the paste."""

    text: SourceText
    line: int


class LineFate(NamedTuple):
    """What the page half made of one pasted line. `article` is its index on the page, None if it went to none."""

    line: int
    role: Role
    article: int | None
    rule: Rule


@dataclass(frozen=True, slots=True)
class Byline:
    """Names by role in print order: 记者, 见习/实习记者, 通讯员, 摄. `rule` says which grammar read them."""

    reporters: tuple[str, ...] = ()
    trainees: tuple[str, ...] = ()
    correspondents: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """An article put together by the page half, not yet read for facts.

    `body.text` is the paragraphs joined by "\\n", full-width punctuation,
    curly quotation marks, no spaces round figures; `paragraphs` are their
    spans in it. A photo credit on a line of its own is `credit`, no paragraph.
    """

    kind: Kind
    lead: Lead
    body: SourceText
    paragraphs: tuple[tuple[int, int], ...]
    kicker: tuple[TitleLine, ...] = ()
    headline: tuple[TitleLine, ...] = ()
    deck: tuple[TitleLine, ...] = ()
    captions: tuple[TitleLine, ...] = ()
    credit: SourceText = SourceText()
    byline: Byline = Byline()
    rules: tuple[Rule, ...] = ()

    def part(self, part: Part) -> str:
        """The text that spans of `part` count in."""
        if part == "text":
            return self.body.text
        return "\n".join(line.text.text for line in getattr(self, part))


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Something seen that could not be settled; `unknown` and `ambiguous` differ.

    `article` is the index on the page, None for the page itself; then the
    span counts in the raw paste.
    """

    kind: Literal["line", "place", "union", "program", "quantity", "indicator", "link"]
    state: Literal["unknown", "ambiguous"]
    quote: str
    part: Part
    start: int
    end: int
    reason: str
    candidates: tuple[str, ...] = ()
    article: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The page half's whole answer: every pasted line has exactly one fate."""

    stories: tuple[Story, ...]
    column: tuple[str, ...]
    fates: tuple[LineFate, ...]
    unresolved: tuple[Unresolved, ...] = ()


class Mention(NamedTuple):
    """A verbatim span of an article: `story.part(part)[start:end] == quote`."""

    part: Part
    start: int
    end: int
    quote: str


class PlaceMention(NamedTuple):
    """A place name in an article; `code` is its GB/T 2260 code (city, county or zone's home)."""

    mention: Mention
    code: str
    name: str
    rule: Rule


_NO_PLACE: Final = Rule("place.none", "文中没有可认定的地区")


@dataclass(frozen=True, slots=True)
class Place:
    """What an article is about. County "" means the city as a whole; both "" the province."""

    city: str = ""
    county: str = ""
    city_code: str = ""
    county_code: str = ""
    rule: Rule = _NO_PLACE
    certain: bool = True


@dataclass(frozen=True, slots=True)
class UnionMention:
    """A union named as actor, by full name: 慈溪市总工会."""

    name: str
    mentions: tuple[Mention, ...]
    code: str = ""


@dataclass(frozen=True, slots=True)
class ProgramMention:
    """A program of the article: its name as printed (shortest form), and what the lexicon knows of it.

    `canonical` is the lexicon's name (工会驿站 for 惠工小站), or `name` itself for a new one (`known` False).
    """

    name: str
    canonical: str
    category: str
    known: bool
    mentions: tuple[Mention, ...]
    rules: tuple[Rule, ...]
    certain: bool = True


class Period(NamedTuple):
    """Time of a figure as printed, and as dates resolved against the day of publication (None if open)."""

    text: str = ""
    start: date | None = None
    end: date | None = None


class MetricMention(NamedTuple):
    """A figure read from an article, once; `mentions[0]` is its evidence, the others repeat it.

    `value` is in `unit` without 万/亿 (20万元 → 200000 元). `figure` is the bare
    quantity inside the evidence (33个以上). `program` is the name of a
    ProgramMention of the same article, "" for the union as a whole.
    """

    value: Decimal
    value_max: Decimal | None
    unit: str
    unit_family: str
    qualifier: Qualifier
    status: Status
    cumulative: bool
    period: Period
    indicator: str
    indicator_code: str
    program: str
    figure: Mention
    mentions: tuple[Mention, ...]
    rules: tuple[Rule, ...]
    #: Other readings an editor may want at one click: program names, indicator codes.
    other_programs: tuple[str, ...] = ()
    other_indicators: tuple[str, ...] = ()
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """What the facts half reads in one story."""

    place: Place
    places: tuple[PlaceMention, ...]
    organizations: tuple[UnionMention, ...]
    programs: tuple[ProgramMention, ...]
    metrics: tuple[MetricMention, ...]
    unresolved: tuple[Unresolved, ...] = ()
    #: Quantities seen and refused, each with its reason (dates, ages, ordinals …): shown greyed on the desk.
    rejected: tuple[tuple[Mention, Rule], ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """A story and its facts."""

    story: Story
    facts: Facts


@dataclass(frozen=True, slots=True)
class ParsedBulletin:
    """A pasted page, read. `unresolved` gathers the page's and every article's."""

    articles: tuple[ParsedArticle, ...]
    column: tuple[str, ...]
    fates: tuple[LineFate, ...]
    unresolved: tuple[Unresolved, ...]
    parser_version: str
    lexicon_version: str
