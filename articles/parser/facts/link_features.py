"""What speaks for a figure measuring one program rather than another, or none.

The weights are in `lexicon/weights.tsv`, model `links`. Figures are read from
left to right, so what the figure before was given to is a feature of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from articles.parser.facts.candidates import name_key
from articles.parser.facts.categories import CategoryCues, CueField
from articles.parser.facts.name_features import Features
from articles.parser.facts.names import QUOTES, NameGrammar
from articles.parser.facts.passages import TITLE_PARTS, Passage, Span
from articles.parser.records import MetricMention, ProgramMention

_DECAY = 0.75
_CROWD, _NEAR = 60, 600
_HAN = re.compile(r"[一-鿿]+")
_STOP = re.compile(r"[，。！？；：、\n“”（）]")
_NEW_SUBJECT = re.compile(
    r"^[“”]?(?:[^，。]{0,6}年[^，。]{0,4}，)?(?:此外|另外|同时|据统计|数据显示|近年来|去年以来|今年以来|目前|截至|全[市县区省]|[一-鿿]{1,6}[市县区](?:现?有|是|各级))"
)
_COREFERENCE = re.compile(r"(?:该|这一|这个|这项|此|这些|这套|这支|这辆|这张|这条|这间|这座|这场)([一-鿿]{1,4})")
_SUBJECT = re.compile(
    r"(?:总工会|[市县区省]总|各级工会|基层工会|全[市县区省]|[该本我][市县区省]|当地|[一-鿿]{2,3}[市县区])(?![^，。]{0,5}(?:主席|负责人|介绍|表示|认为))"
)
_ANAPHOR = re.compile(
    r"(?:该|这一|这个|这项|此项|此)(?:品牌|项目|活动|服务|平台|机制|计划|行动|工程|模式|做法|制度|赛事|系统)|活动(?:期间|开展以来|启动以来)|项目(?:启动|实施|运行)|(?:开办|启动|运行|上线|实施|成立|开通|投用|推出|启用|运营)(?:至今|以来|后|[一二三四五六七八九十两半几多个]*[年月]来?)"
)
#: Pairs of characters that any union news is full of.
_PLAIN = frozenset(
    (
        *("工会", "职工", "服务", "活动", "项目", "计划", "工作", "行动", "平台", "企业", "开展", "劳动", "动者"),
        *("全市", "全县", "全区", "总工", "人员", "建设", "推出", "系列", "品牌"),
    )
)


@dataclass(frozen=True)
class Target:
    """A program as the linker sees it: where its name stands in the body, and the words that stand for it."""

    name: str
    spans: tuple[Span, ...]
    titled: bool
    head: str
    bigrams: frozenset[str]
    descriptor: str
    category: str
    main: bool
    share: float
    starts: tuple[int, ...] = ()

    def printed(self, low: int, high: int) -> bool:
        """Whether the name is printed between two positions of the body."""
        return bisect_left(self.starts, low) < bisect_left(self.starts, high)


@dataclass(frozen=True)
class Scene:
    """An article prepared for linking: its body and its programs."""

    body: Passage
    targets: tuple[Target, ...]
    hits: tuple[tuple[int, str], ...]
    cues: CategoryCues
    grammar: NameGrammar


@dataclass(frozen=True)
class Spot:
    """A figure's place in the body: spans of its clause, sentence and paragraph, and what it counts."""

    start: int
    end: int
    clause: Span
    clause_number: int
    sentence: Span
    paragraph: Span
    quote: Span
    indicator: str
    clause_pairs: frozenset[str]
    sentence_pairs: frozenset[str]
    indicator_pairs: frozenset[str]
    referred: tuple[str, ...]
    anaphor: bool
    #: What the figure's clause and quote say of categories.
    said: Mapping[str, float]
    said_total: float


@lru_cache(maxsize=256)
def bigrams(text: str) -> frozenset[str]:
    """Pairs of neighbouring Chinese characters, without those that any union news is full of."""
    found = {run[0][i : i + 2] for run in _HAN.finditer(text) for i in range(len(run[0]) - 1)}
    return frozenset(found - _PLAIN)


def build_scene(
    passages: Sequence[Passage],
    programs: Sequence[ProgramMention],
    field: CueField,
    cues: CategoryCues,
    grammar: NameGrammar,
) -> Scene:
    """Prepare an article. Names in titles make a program the topic; the most printed one is the main program."""
    number = next((n for n, p in enumerate(passages) if p.part == "text"), 0)
    body = passages[number]
    counts = [len(p.mentions) + 2 * any(m.part in TITLE_PARTS for m in p.mentions) for p in programs]
    most, total = max(counts, default=0), sum(counts) or 1
    targets = tuple(
        _build_target(program, body, grammar, count == most, count / total)
        for program, count in zip(programs, counts, strict=True)
    )
    return Scene(body, targets, field.hits[number], cues, grammar)


def _build_target(program: ProgramMention, body: Passage, grammar: NameGrammar, main: bool, share: float) -> Target:
    spans = tuple(sorted((m.start, m.end) for m in program.mentions if m.part == "text"))
    descriptor = "".join(_STOP.split(body.text[end : end + 12].lstrip("”’"))[0] for _, end in spans[:3])
    name = name_key(program.name)
    own = bigrams(name)
    return Target(
        program.name,
        spans,
        any(m.part in TITLE_PARTS for m in program.mentions),
        _head_of(name, grammar),
        own | bigrams(descriptor),
        descriptor,
        program.category,
        main,
        share,
        tuple(start for start, _ in spans),
    )


def _head_of(name: str, grammar: NameGrammar) -> str:
    """The noun that stands for a name later on: 课堂 for 舟工课堂, its last two characters where no head is known."""
    bare = name.translate(QUOTES)
    for length in (4, 3, 2):
        if len(bare) > length and bare[-length:] in grammar.cues["head"]:
            return bare[-length:]
    return bare[-2:]


def build_spot(metric: MetricMention, scene: Scene) -> Spot:
    """Where a figure stands."""
    body = scene.body
    figure, evidence = metric.figure, metric.mentions[0]
    clause = body.clause_at(figure.start)
    sentence = body.sentences[body.sentence_at(figure.start)]
    text = body.text[slice(*sentence)]
    span = body.clauses[clause]
    said = _weigh_categories(min(span[0], evidence.start), max(span[1], evidence.end), scene)
    return Spot(
        figure.start,
        figure.end,
        span,
        clause,
        sentence,
        body.paragraphs[body.paragraph_at(figure.start)],
        (evidence.start, evidence.end),
        metric.indicator,
        bigrams(body.text[slice(*span)]),
        bigrams(text),
        bigrams(metric.indicator),
        tuple(match[1] for match in _COREFERENCE.finditer(text)),
        bool(_ANAPHOR.search(body.text, sentence[0], figure.end)),
        said,
        sum(said.values()),
    )


def near_scene(spot: Spot, scene: Scene) -> Scene:
    """The scene with the programs printed near the figure only, where an endless text names more than any article."""
    if len(scene.targets) <= _CROWD:
        return scene
    near = tuple(t for t in scene.targets if t.printed(spot.start - _NEAR, spot.start + _NEAR))
    return replace(scene, targets=near[:_CROWD])


def find_link_features(spot: Spot, scene: Scene, before: tuple[Spot, str] | None) -> dict[str, Features]:
    """The features of each choice by program name, "" for none; `before` is the figure before with its choice."""
    choices = {"": _describe_none(spot, scene)}
    latest = _latest_target(spot, scene)
    for target in scene.targets:
        choices[target.name] = _describe_target(spot, target, scene, latest)
    _compare_words(choices)
    if before is not None:
        _describe_before(spot, scene, before, choices)
    return choices


def _describe_before(spot: Spot, scene: Scene, before: tuple[Spot, str], choices: dict[str, Features]) -> None:
    """What the figure before was given to goes on, unless a program is named between the two."""
    earlier, name = before
    if earlier.paragraph != spot.paragraph or name not in choices:
        return
    near = "sentence" if earlier.sentence == spot.sentence else "paragraph"
    named = [t.name for t in scene.targets if t.printed(earlier.end, spot.start)]
    for other in named:
        choices[other]["since"] = 1.0
        choices[other][f"since.{near}"] = 1.0
    kind = "program" if name else "none"
    cut = ".cut" if any(other != name for other in named) else ""
    choices[name][f"{kind}.before.{near}{cut}"] = 1.0
    if earlier.clause == spot.clause:
        choices[name][f"{kind}.before.clause{cut}"] = 1.0


_SHARED = ("head.indicator", "head.clause", "shared.indicator", "shared.clause", "shared.sentence", "head.sentence")


def _compare_words(choices: dict[str, Features]) -> None:
    """A word shared with one program alone says more than one shared with two."""
    for feature in _SHARED:
        sharing = [name for name, features in choices.items() if features.get(feature)]
        if len(sharing) == 1 and len(choices) > 2:
            choices[sharing[0]]["only." + feature.split(".")[0]] = 1.0
    if not any(features.get(f) for name, features in choices.items() if name for f in _SHARED):
        choices[""]["none.unshared"] = 1.0
        if choices[""].get("none.paragraph"):
            choices[""]["none.unshared.paragraph"] = 1.0


def _latest_target(spot: Spot, scene: Scene) -> str:
    """The program printed last before the figure's clause ends, in its paragraph."""
    last, name = -1, ""
    for target in scene.targets:
        index = bisect_left(target.starts, spot.start) - 1
        if index >= 0 and max(last, spot.paragraph[0] - 1) < target.starts[index]:
            last, name = target.starts[index], target.name
    return name


def _describe_none(spot: Spot, scene: Scene) -> Features:
    text = scene.body.text
    clause, sentence = text[slice(*spot.clause)], text[slice(*spot.sentence)]
    features: Features = {"none": 1.0}
    named = [t for t in scene.targets if t.printed(spot.paragraph[0], spot.end)]
    if not named:
        features["none.paragraph"] = 1.0
        if not any(t.titled for t in scene.targets):
            features["none.untitled"] = 1.0
    elif not any(t.printed(*spot.sentence) for t in scene.targets):
        features["none.sentence"] = 1.0
    for role, words in scene.grammar.whole:
        if words.search(clause) or words.search(spot.indicator):
            features[f"none.{role}"] = 1.0
            if not named:
                features[f"none.{role}.alone"] = 1.0
        elif words.search(sentence):
            features[f"none.{role}.near"] = 1.0
    if _NEW_SUBJECT.match(sentence):
        features["none.subject"] = 1.0
        # 全县新发展会员3200人: a new subject and a word of the union's own work
        if not any(t.printed(spot.sentence[0], spot.end) for t in scene.targets):
            for role in ("whole_member", "whole_work"):
                if features.get(f"none.{role}") or features.get(f"none.{role}.near"):
                    features[f"none.{role}.subject"] = 1.0
    if len(scene.targets) == 1:
        features["none.single"] = 1.0
    features["none.share"] = 1.0 - max((t.share for t in scene.targets), default=0.0)
    if not named:
        features["none.share.paragraph"] = features["none.share"]
    subject = max((m.start() for m in _SUBJECT.finditer(scene.body.text, spot.sentence[0], spot.start)), default=-1)
    if subject >= 0:
        since = any(t.printed(subject, spot.end) for t in scene.targets)
        features["none.union.past" if since else "none.union"] = 1.0
    if spot.paragraph[0] == 0:
        features["none.first"] = 1.0
    if not any(t.titled or t.printed(0, spot.end) for t in scene.targets):
        features["none.unprinted"] = 1.0
    return features


def _describe_target(spot: Spot, target: Target, scene: Scene, latest: str) -> Features:
    features: Features = {}
    _describe_position(spot, target, scene, latest, features)
    _describe_words(spot, target, scene, features)
    if target.main:
        features["main"] = 1.0
    features["share"] = target.share
    if target.titled:
        features["titled"] = 1.0
    if latest == target.name and spot.anaphor:
        features["anaphor"] = 1.0
    if features.get("far"):
        words = any(features.get(name) for name in _SHARED)
        features["far.shared" if words else "far.bare"] = 1.0
        features["far.share"] = target.share
    if len(target.spans) <= 1 and not target.titled:
        features["once"] = 1.0
        if not features.get("sentence"):
            features["once.later"] = 1.0
    if any(features.get(name) for name in ("recency", "clause")) and target.spans[0][0] >= spot.paragraph[0]:
        features["introduced"] = 1.0
    return features


def _describe_position(spot: Spot, target: Target, scene: Scene, latest: str, features: Features) -> None:
    body = scene.body
    low, at, high = (bisect_left(target.starts, n) for n in (spot.paragraph[0], spot.start, spot.paragraph[1]))
    # the nearest few printings decide; the paragraph's first tells whether it opens with the name
    here = target.spans[max(low, at - 3) : min(high, at + 3)]
    before = target.spans[max(low, at - 1) : at]
    if any(spot.quote[0] <= s and e <= spot.quote[1] for s, e in here):
        features["quote"] = 1.0
    if before:
        start, end = before[-1]
        steps = spot.clause_number - body.clause_at(start)
        features["recency"] = _DECAY ** min(steps, 12)
        if steps == 0:
            features["clause"] = 1.0
        if start >= spot.sentence[0]:
            features["sentence"] = 1.0
        if spot.start - end <= 6:
            features["adjacent"] = 1.0
        if latest == target.name:
            features["latest"] = 1.0
        if target.starts[low] - spot.paragraph[0] < 30:
            features["opens"] = 1.0
    elif target.printed(spot.start, spot.clause[1]):
        features["clause.behind"] = 1.0
    elif target.printed(spot.start, spot.sentence[1]):
        features["sentence.behind"] = 1.0
    else:
        _describe_far(spot, target, features)
    if before and not any(t.printed(spot.paragraph[0], target.starts[low]) for t in scene.targets if t is not target):
        features["first"] = 1.0


def _describe_far(spot: Spot, target: Target, features: Features) -> None:
    printed = bisect_left(target.starts, spot.start)
    features["far"] = 1.0
    if not printed:
        features["unprinted"] = 1.0
    if target.titled:
        features["topic"] = 1.0
    if printed and target.starts[printed - 1] >= spot.paragraph[0] - 220:
        features["paragraph.before"] = 1.0


def _describe_words(spot: Spot, target: Target, scene: Scene, features: Features) -> None:
    text = scene.body.text
    clause, sentence = text[slice(*spot.clause)], text[slice(*spot.sentence)]
    head = target.head
    if head in spot.indicator:
        features["head.indicator"] = 1.0
    if head in clause:
        features["head.clause"] = 1.0
    elif head in sentence:
        features["head.sentence"] = 1.0
    if any(_refers(noun, target) for noun in spot.referred):
        features["coreference"] = 1.0
    if spot.indicator_pairs & target.bigrams:
        features["shared.indicator"] = 1.0
    if spot.clause_pairs & target.bigrams:
        features["shared.clause"] = 1.0
    elif spot.sentence_pairs & target.bigrams:
        features["shared.sentence"] = 1.0
    own, total = spot.said.get(target.category, 0.0), spot.said_total
    features["category"] = own / (total + 1.0)
    features["category.other"] = (total - own) / (total + 1.0)


def _refers(noun: str, target: Target) -> bool:
    """Whether 该系列活动, 这一品牌 can mean a program: by the end of its name or the words behind it."""
    ends = any(target.name.endswith(noun[:length]) for length in range(min(4, len(noun)), 1, -1))
    return ends or noun[:2] in target.descriptor


def _weigh_categories(low: int, high: int, scene: Scene) -> dict[str, float]:
    """What the cues between two positions of the body say, by category."""
    said: dict[str, float] = {}
    first = bisect_left(scene.hits, (low, ""))
    for start, word in scene.hits[first:]:
        if start >= high:
            break
        for cue in scene.cues.by_word[word]:
            said[cue.category] = said.get(cue.category, 0.0) + cue.near
    return said
