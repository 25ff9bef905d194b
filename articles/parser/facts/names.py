"""Where an article prints what may be a program's name: quoted, listed, known, or by its head noun.

These are occurrences only; `candidates.py` puts those of one name together
and `programs.py` decides.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import Final, Literal, NamedTuple

from articles.parser.facts.passages import Passage
from articles.parser.facts.wordindex import WordIndex
from articles.parser.facts.wordtree import character_class, compile_words, group_words, word_pattern
from articles.parser.lexicon import Lexicon, ProgramName

#: quoted “舟工课堂”; inner 暖“新”餐厅; listed A、B两大项目; known: in the lexicon; bare: by its head noun alone;
#: named 取名…，; returned: unquoted and printed twice; again: one of these printed anew.
Kind = Literal["quoted", "inner", "listed", "known", "bare", "named", "returned", "again"]

#: The class nouns that a name without quotation marks can end with.
PLAN_NOUNS: Final = ("计划", "行动")

_MARKS: Final = re.compile("[“”‘’\"'「」『』《》]")

_QUOTED: Final = (
    re.compile(r"“([^“”\n]{2,30})”"),
    re.compile(r"‘([^‘’\n]{2,24})’"),
    # 《新业态用工公约》: of the works in book-title marks only those that a union acts by
    re.compile(r"《([^《》\n]{2,14}(?:公约|计划|行动|清单|地图|约定))》"),
)
_SPEECH: Final = re.compile(r"[。！？!?…；]|，.*，")
# 归途 in “归途”专列 stands for itself
_SHORT_QUOTE: Final = re.compile(r"[“‘](?:[一-鿿][”’]|(?<=[一-鿿].)[一-鿿]{2}[”’](?=[餐饭包]))")
_HAN_TAIL: Final = re.compile(r"[一-鿿@+\d]{1,8}$")
_HAN_HEAD: Final = re.compile(r"[一-鿿]{1,9}")
_LIST: Final = re.compile(
    r"(?:发布|推出|启动|打造|实施|开展|包括|涵盖|形成|设立|开设|上线|下设|分设|分为|含|有)了?(?P<items>[^，。；：！？、\n]{2,15}(?:[、和及][^，。；：！？、\n]{2,15}?){1,7})"
    r"(?:等)?(?:[两二三四五六七八九十\d]+)(?:大|个|项|类|条)(?:[一-鿿]{0,4})(?:项目|品牌|活动|行动|计划|服务|工程|课程|平台|板块|场景|载体)"
)
# Words that cannot stand inside a name: what is before them does not belong to it.
_EDGE_WORDS: Final = (
    "推出|启动|打造|实施|开展|创建|开设|开办|创办|建成|建立|建起|上线|推行|推广|发起|"
    "举办|设立|开通|组建|探索|深化|推进|推动|发布|成立|开启|搭建|构建|投用|启用|开出|"
    "办起|摆开|摆出|走进|来到|依托|通过|利用|借助|参加|参与|体验|升级|策划|支持|围绕|"
    "聚焦|针对|面向|截至|累计|目前|现有|已有|共有|今年|去年|近日|日前|随着|其中|包括|"
    "以及|还有|并将|继续|持续|全面|首个|首批|首家|首期|一批|各类|各种|该市|该县|该区|"
    "我市|我县|我区|全市|全县|全区|全省|的|了|在|把|将|让|使|由|与|和|及|或|是|有|"
    "为|被|从|到|向|对|给|跟|同|以|因|并|还|也|就|都|又|再|更"
)
#: 一个, 3家: numerals with a measure word.
_COUNTS: Final = map("".join, product("一二三四五六七八九十百两几多数0123456789", "个家场期项处支名批次间所座条人"))
EDGE: Final = compile_words([*_EDGE_WORDS.split("|"), *_COUNTS])

#: What a program is brought in by, directly before its unquoted name.
_LAUNCHED: Final = re.compile(
    r"(?:推出|启动|打造|实施|创建|开设|开办|创办|上线|推行|发起|设立|开通|发布|出台|首创|开出|办起|建起|配套)(?:了|的)?$"
)
_INNER_EDGE: Final = re.compile(EDGE.pattern + "|[当上暨会这是万余]|当上|工会")


class Occurrence(NamedTuple):
    """One printing of a name: `passages[passage].text[start:end] == name`, without outer quotation marks."""

    name: str
    passage: int
    start: int
    end: int
    kind: Kind


@dataclass(frozen=True)
class NameGrammar:
    """The lexicon's words about names, compiled."""

    known: WordIndex
    rows: dict[str, tuple[ProgramName, ...]]
    cues: dict[str, frozenset[str]]
    #: The cues of each role by their first and by their last character, the longest first.
    opening: dict[str, dict[str, tuple[str, ...]]]
    closing: dict[str, dict[str, tuple[str, ...]]]
    bare: WordIndex
    heads: re.Pattern[str]
    #: A noun of the role `behind` or `behind_weak` among the next few characters.
    behind: re.Pattern[str]
    behind_weak: re.Pattern[str]
    never_behind: re.Pattern[str]
    #: A launching verb: of two characters anywhere in a stretch, of one only near its end.
    verb: re.Pattern[str]
    places: frozenset[str]
    #: The last character of what an unquoted name can end with.
    closing_end: re.Pattern[str]
    #: Words that any union news is full of.
    plain: re.Pattern[str]
    #: What the lexicon's own names say by themselves, kept once it is read; see `name_features.py`.
    described: dict[str, dict[str, float]] = field(default_factory=dict)

    def ends_with(self, name: str, role: str) -> bool:
        """Whether `name` ends with a cue of `role` and is longer than it."""
        return name[1:].endswith(self.closing[role].get(name[-1:], ()))

    def opens_with(self, text: str, role: str) -> str:
        """The longest cue of `role` that `text` begins with, or ""."""
        cues = self.opening[role].get(text[:1])
        return next(filter(text.startswith, cues), "") if cues else ""

    def closes_with(self, text: str, role: str) -> str:
        """The longest cue of `role` that `text` ends with, or ""."""
        cues = self.closing[role].get(text[-1:])
        return next(filter(text.endswith, cues), "") if cues else ""


@lru_cache(maxsize=4)
def load_name_grammar(lexicon: Lexicon) -> NameGrammar:
    """The name grammar of a lexicon, compiled once."""
    rows: dict[str, list[ProgramName]] = {}
    for row in lexicon.programs:
        rows.setdefault(bare_name(row.alias), []).append(row)
    cues: dict[str, set[str]] = {}
    for cue in lexicon.name_cues:
        cues.setdefault(cue.role, set()).add(cue.cue)
    heads = {h for h in cues.get("head", set()) if len(h) > 1}
    closing = {*PLAN_NOUNS, *cues.get("bare_end", ()), *cues.get("head", ())}
    refused = {*cues.get("class_noun", ()), *cues.get("bare_stop", ())}.difference(PLAN_NOUNS)
    printed = {form for row in lexicon.programs for form in (row.alias, bare_name(row.alias))}
    return NameGrammar(
        known=WordIndex(p for p in printed if len(p) > 2 or p == "五小"),
        rows={alias: tuple(group) for alias, group in rows.items()},
        cues={role: frozenset(words) for role, words in cues.items()},
        opening={role: group_words(words, 0) for role, words in cues.items()},
        closing={role: group_words(words, -1) for role, words in cues.items()},
        closing_end=_compile_ends(closing, refused),
        plain=compile_words(cues.get("plain", ())),
        behind=re.compile(r".{0,3}?" + word_pattern(cues.get("behind", ()))),
        behind_weak=re.compile(r".{0,3}?" + word_pattern(cues.get("behind_weak", ()))),
        never_behind=compile_words(cues.get("never_behind", ())),
        verb=re.compile(
            word_pattern(v for v in cues.get("verb", ()) if len(v) > 1)
            + "|"
            + word_pattern(v for v in cues.get("verb", ()) if len(v) == 1)
            + r"(?=.{0,2}$)"
        ),
        places=frozenset(name for d in lexicon.divisions for name in (d.name, d.short, *d.aliases)),
        bare=WordIndex(heads - cues.get("class_noun", set())),
        heads=compile_words(heads),
    )


def _compile_ends(words: Collection[str], refused: Collection[str]) -> re.Pattern[str]:
    """A pattern of the last character of each word that stands behind the one before it: 站 of 驿站 behind 驿.

    Of words that end with two characters that are `refused` there is none.
    What is before those two is not looked at: the pattern tells where a word may end and is asked of every place.
    """
    alone = {word for word in words if len(word) == 1}
    pairs = {word[-2:] for word in words if len(word) > 1}.difference(refused)
    firsts, lasts = ({pair[at] for pair in pairs} for at in (0, 1))
    # one class refuses most places, and another most of the rest, before the pairs are tried one by one
    paired = f"(?<={character_class(firsts)}.)(?<={word_pattern(pairs)})"
    return re.compile(f"{character_class(alone | lasts)}(?:(?<={character_class(alone)})|{paired})")


def bare_name(name: str) -> str:
    """A name without quotation marks.

    >>> bare_name("暖“新”餐厅")
    '暖新餐厅'
    """
    # most names are of letters alone
    return name if name.isalnum() else _MARKS.sub("", name)


def find_occurrences(number: int, passage: Passage, grammar: NameGrammar) -> Iterator[Occurrence]:
    """Every printing of a possible name in one text that its marks or the lexicon show.

    `number` is the text's place among the article's passages.
    """
    yield from _find_quoted(number, passage.text)
    yield from _find_inner(number, passage.text, grammar)
    yield from _find_listed(number, passage.text)
    for at, name in grammar.known.find_apart(passage.text):
        yield Occurrence(name, number, at, at + len(name), "known")


def is_launched(text: str, start: int) -> bool:
    """Whether `text[start:]` follows directly on a verb such as 推出 or 设立."""
    return bool(_LAUNCHED.search(text, max(0, start - 4), start))


def _find_quoted(number: int, text: str) -> Iterator[Occurrence]:
    for pattern in _QUOTED:
        for match in pattern.finditer(text):
            if not _SPEECH.search(match[1]) and len(bare_name(match[1])) > 1:
                yield Occurrence(match[1], number, match.start(1), match.end(1), "quoted")


def _find_inner(number: int, text: str, grammar: NameGrammar) -> Iterator[Occurrence]:
    """骑手爱“新”餐, 暖“新”餐厅: a word in quotation marks inside a name."""
    for match in _SHORT_QUOTE.finditer(text):
        end = _inner_end(text, match.end(), grammar)
        if end <= match.end():
            continue
        tail = _HAN_TAIL.search(text, max(0, match.start() - 8), match.start())
        start = tail.start() if tail else match.start()
        for edge in _INNER_EDGE.finditer(text, start, match.start()):
            start = edge.end()
        if end - start > 4:
            yield Occurrence(text[start:end], number, start, end, "inner")


def _inner_end(text: str, start: int, grammar: NameGrammar) -> int:
    """Where a name goes on to behind its quoted word: 天工惠“新”|综合服务市集, 骑手爱“新”|餐; `start` if nowhere."""
    run = _HAN_HEAD.match(text, start)
    if run is None:
        return start
    edge = EDGE.search(text, start, run.end())
    stop = edge.start() if edge else run.end()
    ends = [m.end() for m in grammar.heads.finditer(text, start, stop)]
    if ends:
        return ends[-1]
    return next((n + 1 for n in range(start, min(stop, start + 4)) if text[n] in grammar.cues["head2"]), start)


def _find_listed(number: int, text: str) -> Iterator[Occurrence]:
    """发布了骑手爱“新”餐、爱心接驳车、骑点共富小铺三大公益项目 → three names."""
    for match in _LIST.finditer(text):
        start = match.start("items")
        for item in re.split(r"[、和及]", match["items"]):
            name = item.strip("“”‘’")
            if 3 <= len(name) <= 14 and name in text[start : match.end()]:
                at = text.index(name, start)
                yield Occurrence(name, number, at, at + len(name), "listed")
            start += len(item) + 1


def find_bare(number: int, passage: Passage, grammar: NameGrammar, covered: set[int]) -> Iterator[Occurrence]:
    """惠工小站, 移动体检车: words up to a head noun without quotation marks, none of the `covered` characters."""
    text = passage.text
    for at, head in grammar.bare.find_apart(text):
        tail = None if at in covered else _HAN_TAIL.search(text, max(0, at - 6), at)
        if tail is None:
            continue
        start = tail.start()
        for edge in EDGE.finditer(text, start, at):
            start = edge.end()
        if start < at and (head not in grammar.cues["plain_head"] or is_launched(text, start)):
            end = at + len(head)
            yield Occurrence(text[start:end], number, start, end, "bare")
