"""The programs of an article as the linker sees them: where their names stand, and what stands for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from articles.parser.facts.candidates import name_key
from articles.parser.facts.names import NameGrammar, bare_name
from articles.parser.facts.passages import TITLE_PARTS, Passage, Span
from articles.parser.records import ProgramMention

_HAN: Final = re.compile(r"[一-鿿]+")
_STOP: Final = re.compile(r"[，。！？；：、\n“”（）]")
#: Pairs of characters that any union news is full of.
_PLAIN: Final = frozenset(
    (
        *("工会", "职工", "服务", "活动", "项目", "计划", "工作", "行动", "平台", "企业", "开展", "劳动", "动者"),
        *("全市", "全县", "全区", "总工", "人员", "建设", "推出", "系列", "品牌"),
    )
)
#: The kinds of the lexicon's names that are no one's own, see ProgramName.role.
_COMMON: Final = frozenset(("", "service", "common"))
#: Of so many printings of a name the words behind it are looked at, and of so many the marks round it.
_PRINTINGS: Final = 12
_MARKED: Final = 8


@dataclass(slots=True, eq=False)
class Target:
    """A program as the linker sees it: where its name stands in the body, and the words that stand for it."""

    name: str
    key: str
    #: Where its name or a noun that echoes it stands in the body.
    spans: tuple[Span, ...]
    titled: bool
    head: str
    #: Pairs of characters of the name and the words behind it.
    pairs: frozenset[str]
    #: Those of the name alone.
    own: frozenset[str]
    #: The words behind its printings: 热线 of “渔家灯”热线, for 该热线 later on.
    descriptor: str
    category: str
    main: bool
    share: float
    #: Nouns that stand for the program as a clause's subject: its head, what its name ends with, the noun behind it.
    nouns: tuple[str, ...]
    #: The name calls people who serve: 巡堤体察员, 月台老师.
    person: bool
    #: A name of the lexicon that belongs to no place: 工会驿站, 集体协商.
    common: bool
    #: A service of the lexicon that is named for what is done: 送清凉.
    service: bool
    #: What follows from where it stands, see `stand`: where the spans start, the paragraph and the sentence of the
    #: first one by number, and whether one of the first few is put in quotation marks.
    starts: tuple[int, ...] = ()
    paragraph: int = -1
    sentence: int = -1
    quoted: bool = False

    def stand(self, body: Passage, echoes: Sequence[Span]) -> None:
        """Take down where in the body the name stands, and its echoes."""
        if echoes:
            self.spans = tuple(sorted((*self.spans, *echoes)))
        if not self.spans:
            return
        self.starts = tuple([start for start, _ in self.spans])
        self.paragraph, self.sentence = body.paragraph_at(self.starts[0]), body.sentence_at(self.starts[0])
        self.quoted = any(body.text[start - 1 : start] in ("“", "‘") for start in self.starts[:_MARKED])


def bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring Chinese characters, without those that any union news is full of."""
    return frozenset([run[at : at + 2] for run in _HAN.findall(text) for at in range(len(run) - 1)]) - _PLAIN


def build_target(program: ProgramMention, body: Passage, grammar: NameGrammar, main: bool, share: float) -> Target:
    """A program before its echoes are found; the `main` one has the greatest `share` of all printings."""
    spans = tuple(sorted([(m.start, m.end) for m in program.mentions if m.part == "text"]))
    descriptors = [_STOP.split(body.text[end : end + 12].lstrip("”’"), 1)[0] for _, end in spans[:_PRINTINGS]]
    descriptor = "".join(descriptors[:3])
    name, printed = name_key(program.name), bare_name(program.name)
    head, own = _head_of(name, grammar), bigrams(name)
    rows = grammar.rows.get(printed, ())
    return Target(
        program.name,
        name,
        spans,
        any(m.part in TITLE_PARTS for m in program.mentions),
        head,
        own | bigrams(descriptor),
        own,
        " ".join(descriptors),
        program.category,
        main,
        share,
        _nouns_of(printed, name, head, descriptor, grammar),
        grammar.ends_with(name, "person") and not grammar.heads.match(descriptor),
        any(row.role in _COMMON and not row.place for row in rows),
        any(row.role == "service" for row in rows),
    )


def _nouns_of(printed: str, key: str, head: str, descriptor: str, grammar: NameGrammar) -> tuple[str, ...]:
    """What stands for a name `printed` as 敲窗行动, of which the `key` 敲窗 tells it from others."""
    found = [head, *(name[-2:] for name in (key, printed) if len(name) > 2)]
    behind = grammar.heads.search(descriptor[:8])
    if behind:
        found += [behind[0], behind[0][-2:]]
    return tuple(dict.fromkeys(n for n in found if len(n) > 1))


def _head_of(name: str, grammar: NameGrammar) -> str:
    """The noun that stands for a name later on: 课堂 for 舟工课堂, its last two characters where no head is known."""
    bare = bare_name(name)
    for length in (4, 3, 2):
        if len(bare) > length and bare[-length:] in grammar.cues["head"]:
            return bare[-length:]
    return bare[-2:]
