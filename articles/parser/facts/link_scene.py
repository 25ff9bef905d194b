"""An article prepared for linking: its programs, where their names stand and how each printing is governed.

Everything here is found once an article or once a sentence, however many
figures and names meet there.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from articles.parser.facts.categories import CategoryCues, CueField
from articles.parser.facts.link_echoes import REFERENCE, find_echoes, skip_lead_in
from articles.parser.facts.link_targets import Target, build_target
from articles.parser.facts.names import NameGrammar, is_launched
from articles.parser.facts.passages import TITLE_PARTS, Passage, Span
from articles.parser.facts.wordtree import word_pattern
from articles.parser.lexicon import Lexicon
from articles.parser.openings import compile_opened
from articles.parser.records import ProgramMention

_NEW_SUBJECT: Final = re.compile(
    r"[“”]?(?:[^，。]{0,6}年[^，。]{0,4}，)?(?:此外|另外|同时|据统计|数据显示|近年来|去年以来|今年以来|目前|截至|全[市县区省]|[一-鿿]{1,6}[市县区](?:现?有|是|各级))"
)
_SUBJECT: Final = re.compile(
    r"(?:总工会|[市县区省]总|各级工会|基层工会|全[市县区省]|[该本我][市县区省]|当地|[一-鿿]{2,3}[市县区])(?![^，。]{0,5}(?:主席|负责人|介绍|表示|认为))"
)
#: Of 该品牌, 活动开展以来 and the like only the place is asked.
_ANAPHOR: Final = compile_opened(
    r"(?:该|这一|这个|这项|此项|此)(?:品牌|项目|活动|服务|平台|机制|计划|行动|工程|模式|做法|制度|赛事|系统)|活动(?:期间|开展以来|启动以来)|项目(?:启动|实施|运行)|(?:开办|启动|运行|上线|实施|成立|开通|投用|推出|启用|运营)(?:至今|以来|后|[一二三四五六七八九十两半几多个]*[年月]来?)"
)
#: 余姚市总工会相关负责人表示，… : whoever says it speaks for the union, not for the name before
_OFFICER: Final = re.compile(
    r"(?:负责人|主席|部长|主任|书记|党组成员|干部)[^，。“”]{0,8}(?:介绍|说|表示|透露|告诉|坦言|认为|指出|称)"
)
_PLAN: Final = re.compile(r"下一步|接下来|明年|年底前|年内|下半年|力争|计划|预计|未来|今后|将|拟")
#: The place or the whole union opens a clause: 目前全市…, 截至6月底，全县各级工会…, 该区现有…
_WHOLE_OPENS: Final = re.compile(
    r"[”“]*(?:[^，。“”]{0,12}(?:表示|介绍|透露|说)，?)?(?:但|而|并|且)?(?:据[^，。]{0,4}，)?"
    r"(?:(?:目前|当前|眼下|现在|截至[^，。“”]{0,10}|[今去前明]年[^，。“”]{0,4}?|近[^，。“”]{1,3}[来年月]|到?\d{4}年[^，。“”]{0,3}?|年底前|力争|[^，。“”]{0,3}底前?)，?)?"
    r"(?:从[面总整][上体]?[上看来]看?，)?(?:[一-鿿]{0,3}全[市县区省镇]|[一-鿿]{2,3}[市县区](?:各级|新)|[市县区、镇]{2,5}[两三]级工会|[该本我][市县区省]|当地|各级工会|各基层工会|[一-鿿]{2,3}[市县区](?:现有|共有|已有|有|各级|是))"
)
_PART: Final = re.compile(r"[”“]*(?:其中|占(?:全|到|了|总|[一-鿿]{1,8}的))")
#: The union goes on to other work of its own: 县总工会还给八所学校送去图书…
_ALSO: Final = re.compile(
    r"(?:工会|[市县区省]总|当地|该[市县区])[^，。；“”]{0,12}?(?:还|另|同步|同时|又|则|专门)|(?:^|[，；])(?:此外|另外|另据|除[^，]{1,12}外|与此同时|除此之外)"
)
#: Every way to say so holds one of these, and most sentences hold none.
_MAY_ALSO: Final = re.compile("[还另同又则专此除]")
#: What governs a printed name, by the characters before it and behind it.
_MEANS: Final = re.compile(r"(?:依托|通过|借助|利用|运用|借|凭借|凭|按照|根据|以|用|据)了?[^，。“”]{0,4}[“‘《]?$")
_AT: Final = re.compile(
    r"(?:在|从|到|进|参加|参与|对接|接入|入驻|走进|登录|打开|纳入|写[进入]|围绕|由|衔接|关注|来到|送进|搬进|走出)[“‘《]?$"
)
_LAUNCHED: Final = re.compile(
    r"(?:组建|成立|建成|绘成|形成|搭建|搭起|评出|办起|开起|创立|编成|编出|汇成|举办|开展|建立|升级为|取名|叫作|名为|叫|开|办)[了起出成为]?(?:全[市县省]首个)?$"
)
_BESIDE: Final = re.compile(r"(?:和|与|同|跟|除|除了|继|及|以及)[“‘《]?$")
_PLACE: Final = re.compile(r"(?:在|到|从)[^，。；：“”]{1,20}(?:的|等地?)[“‘《]?$")
_BESIDES: Final = re.compile(r"[”’》]?(?:之外|以外|外，|同时|一样|之后|，还有)")
_INSIDE: Final = re.compile(r"[”’》]?(?:里|上|中|内|旁|门口|现场|前)")
#: Ways a name is governed that do not make it the subject.
OBLIQUE: Final = frozenset(("means", "at", "beside"))
LAUNCHED: Final = "launched"


@dataclass(slots=True, eq=False)
class View:
    """What a clause or sentence says that any of its figures may ask for."""

    span: Span
    text: str
    #: The pairs of characters that it shares with the article's names or the words behind them.
    shared: frozenset[str]
    #: The roles whole_… of the words in it.
    roles: frozenset[str]


@dataclass(slots=True, eq=False)
class Clause(View):
    """A clause with what opens it."""

    #: The place or the union as a whole: 目前全市…, 该区现有…
    whole: bool
    #: A part of the figure before: 其中…
    part: bool


@dataclass(slots=True, eq=False)
class Sentence(View):
    """A sentence with its turns: `subjects` and `anaphors` are where unions or places, and 该品牌, stand."""

    referred: tuple[str, ...]
    subjects: tuple[int, ...]
    anaphor: int
    shifted: bool
    officer: bool
    planned: bool
    #: Where the union turns to other work of its own.
    also: tuple[int, ...]


@dataclass(frozen=True)
class LinkWords:
    """The words by which a figure is the whole union's, compiled."""

    pattern: re.Pattern[str]
    roles: Mapping[str, str]


@lru_cache(maxsize=4)
def load_link_words(lexicon: Lexicon) -> LinkWords:
    """The cues of the roles whole_… of a lexicon."""
    roles = {cue.cue: cue.role for cue in lexicon.name_cues if cue.role.startswith("whole")}
    return LinkWords(re.compile(word_pattern(roles)), roles)


@dataclass(frozen=True)
class Scene:
    """An article prepared for linking: its body and its programs."""

    body: Passage
    targets: tuple[Target, ...]
    by_name: Mapping[str, Target]
    #: The program printed most, none of no programs.
    main: Target | None
    #: The pairs of characters of all targets.
    pairs: frozenset[str]
    #: All printings in the body in order: where each starts, and whose it is.
    starts: tuple[int, ...]
    owners: tuple[int, ...]
    #: The numbers of the printings that follow on one of another target.
    turns: tuple[int, ...]
    titled: tuple[int, ...]
    #: The text of its titles, and the pairs of characters of the targets' names.
    titles: str
    own: frozenset[str]
    #: The article's category cues, and the place of its body among its passages.
    found: CueField
    number: int
    cues: CategoryCues
    words: LinkWords
    #: What is asked of a clause, a sentence or a printing again and again, by its number or place.
    _clauses: dict[int, Clause] = field(default_factory=dict)
    _sentences: dict[int, Sentence] = field(default_factory=dict)
    _opened: dict[int, bool] = field(default_factory=dict)
    _openings: dict[int, str] = field(default_factory=dict)
    _governed: dict[int, str] = field(default_factory=dict)

    def named(self, low: int, high: int) -> frozenset[int]:
        """The numbers of the targets printed between two positions of the body."""
        return frozenset(self.owners[bisect_left(self.starts, low) : bisect_left(self.starts, high)])

    def any_named(self, low: int, high: int) -> bool:
        return bisect_left(self.starts, low) < bisect_left(self.starts, high)

    def only_named(self, low: int, high: int) -> int:
        """The number of the one target printed between two positions of the body, -1 for none or several."""
        first, end = bisect_left(self.starts, low), bisect_left(self.starts, high)
        if first == end or bisect_right(self.turns, first) < bisect_left(self.turns, end):
            return -1
        return self.owners[first]

    def last_named(self, high: int) -> int:
        """Where the last name printed before a position of the body begins, -1 for none."""
        at = bisect_left(self.starts, high)
        return self.starts[at - 1] if at else -1

    def latest(self, low: int, high: int) -> int:
        """The number of the target printed last between two positions, -1 for none."""
        at = bisect_left(self.starts, high) - 1
        return self.owners[at] if at >= 0 and self.starts[at] >= low else -1

    def clause(self, number: int) -> Clause:
        found = self._clauses.get(number)
        if found is None:
            found = self._clauses[number] = self._read_clause(self.body.clauses[number], self.is_opened(number))
        return found

    def is_opened(self, number: int) -> bool:
        """Whether the place or the union as a whole opens a clause."""
        found = self._opened.get(number)
        if found is None:
            start, end = self.body.clauses[number]
            found = self._opened[number] = _WHOLE_OPENS.match(self.body.text[start:end]) is not None
        return found

    def opening(self, number: int) -> str:
        """How a clause opens, without what may stand before a subject."""
        found = self._openings.get(number)
        if found is None:
            start, end = self.body.clauses[number]
            start = skip_lead_in(self.body.text, start, end)
            found = self._openings[number] = self.body.text[start : min(end, start + 6)]
        return found

    def sentence(self, number: int) -> Sentence:
        found = self._sentences.get(number)
        if found is None:
            found = self._sentences[number] = self._read_sentence(self.body.sentences[number])
        return found

    def _read_clause(self, span: Span, whole: bool) -> Clause:
        start, end = span
        text = self.body.text[start:end]
        return Clause(span, text, _shared_pairs(text, self.pairs), self._roles_of(text), whole, bool(_PART.match(text)))

    def _roles_of(self, text: str) -> frozenset[str]:
        """The roles of a clause or sentence; 占全县会员的三成: a share of the whole belongs to what has the share."""
        return frozenset() if text.startswith("占") else self.roles_in(text)

    def govern(self, span: Span) -> str:
        """How the name printed at `span` is governed, see `govern`."""
        found = self._governed.get(span[0])
        if found is None:
            found = self._governed[span[0]] = govern(self.body.text, span)
        return found

    def roles_in(self, text: str) -> frozenset[str]:
        return frozenset(map(self.words.roles.__getitem__, self.words.pattern.findall(text)))

    def _read_sentence(self, span: Span) -> Sentence:
        start, end = span
        text = self.body.text[start:end]
        anaphor = _ANAPHOR.search(text)
        return Sentence(
            span,
            text,
            _shared_pairs(text, self.pairs),
            self._roles_of(text),
            tuple(REFERENCE.findall(text)),
            tuple([start + match.start() for match in _SUBJECT.finditer(text)]),
            start + anaphor.start() if anaphor else len(self.body.text),
            bool(_NEW_SUBJECT.match(text)),
            bool(_OFFICER.search(text)),
            bool(_PLAN.search(text)),
            tuple([start + match.start() for match in _ALSO.finditer(text)]) if _MAY_ALSO.search(text) else (),
        )


def _shared_pairs(text: str, pairs: frozenset[str]) -> frozenset[str]:
    """Those of `pairs` that a text prints; gone through is the smaller of the two."""
    if len(pairs) < 2 * len(text):
        return frozenset([pair for pair in pairs if pair in text])
    return pairs.intersection([text[at : at + 2] for at in range(len(text) - 1)])


def govern(text: str, span: Span) -> str:
    """How a printed name is governed: `beside` 和“X”同时推出的还有, `launched` 推出“X”, `means` 依托“X”, `at` 参加“X”.

    "" where it may well be what the clause is about.
    """
    start, end = span
    low = max(0, start - 9)
    if _BESIDES.match(text, end, end + 5) or _BESIDE.search(text, low, start):
        return "beside"
    opened = start - 1 if start and text[start - 1] in "“‘《" else start
    if is_launched(text, opened) or _LAUNCHED.search(text, max(0, opened - 8), opened):
        return LAUNCHED
    if _MEANS.search(text, low, start):
        return "means"
    around = _AT.search(text, low, start) or _PLACE.search(text, max(0, start - 24), start)
    return "at" if around or _INSIDE.match(text, end, end + 4) else ""


def build_scene(
    passages: Sequence[Passage],
    programs: Sequence[ProgramMention],
    found: CueField,
    cues: CategoryCues,
    grammar: NameGrammar,
    words: LinkWords,
) -> Scene:
    """Prepare an article. Names in titles make a program the topic; the most printed one is the main program."""
    number = next((n for n, p in enumerate(passages) if p.part == "text"), 0)
    body = passages[number]
    counts = [len(p.mentions) + 2 * any(m.part in TITLE_PARTS for m in p.mentions) for p in programs]
    most, total = max(counts, default=0), sum(counts) or 1
    targets = tuple(
        build_target(program, body, grammar, count == most, count / total)
        for program, count in zip(programs, counts, strict=True)
    )
    echoes = find_echoes(body, [t.nouns for t in targets], [t.spans for t in targets])
    for target, more in zip(targets, echoes, strict=True):
        target.stand(body, more)
    printed = sorted([(start, n) for n, target in enumerate(targets) for start in target.starts])
    titled = tuple([n for n, target in enumerate(targets) if target.titled])
    starts, owners = tuple([s for s, _ in printed]), tuple([n for _, n in printed])
    turns = tuple([n for n in range(1, len(owners)) if owners[n] != owners[n - 1]])
    main = next((target for target in targets if target.main), None)
    pairs = frozenset().union(*(target.pairs for target in targets))
    titles = "\n".join(p.text for p in passages if p.part in TITLE_PARTS)
    own = frozenset().union(*(target.own for target in targets))
    return Scene(
        body, targets, {t.name: t for t in targets}, main, pairs, starts, owners, turns, titled, titles, own, found,
        number, cues, words,
    )  # fmt: skip


def weigh_categories(low: int, high: int, scene: Scene) -> dict[str, float]:
    """What the cues between two positions of the body say, by category."""
    said: dict[str, float] = {}
    for _, word in scene.found.hits(scene.number, low, high):
        for cue in scene.cues.by_word[word]:
            said[cue.category] = said.get(cue.category, 0.0) + cue.near
    return said


def last_before(positions: Sequence[int], index: int) -> int:
    """The last of sorted `positions` at or before `index`, -1 for none."""
    at = bisect_right(positions, index) - 1
    return positions[at] if at >= 0 else -1
