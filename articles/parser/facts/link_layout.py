"""What the make-up of an article says for a figure's program: its titles, its paragraphs, who is named where.

A paper names a program in the title and goes through it paragraph by paragraph;
the last paragraph often sums up what the union did besides.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from articles.parser.facts.link_scene import Scene
from articles.parser.facts.link_spot import Spot
from articles.parser.facts.link_targets import Target
from articles.parser.facts.name_features import Features

_NUMBER: Final = re.compile(r"\d[\d.]+[万亿]?|\d[万亿]")
#: A paragraph turns from what was told so far: 除了送岗位，…, 与此同时，…
_TURN: Final = re.compile(r"[^，。]{0,4}(?:除|不仅|不光|不只|此外|另外|同时|与此同时)")
#: What tells a name at last: 这间屋子名叫“…”, 这笔钱出自“…”
_TELLS: Final = re.compile(
    r"(?:叫|名叫|名为|取名|起名|得名|统称|俗称|称为|称作|定名|命名为|名字(?:就)?[叫是]|出自|来自|源自|源于|得益于|靠的是|属于|答案是|主角是?|背后是|正?是)"
    r"[^，。；“”]{0,14}[“‘《]?$"
)
#: A name that comes within so many sentences can be what a figure before it is about.
_SOON: Final = 2
#: Further back than so many sentences is far, however far.
_BACK: Final = 3


def describe_layout(spot: Spot, scene: Scene, choices: Mapping[str, Features], near: Sequence[int]) -> None:
    """Add what the make-up says to the features of each choice by program name, "" for none.

    `near` are the numbers of the targets among the choices.
    """
    none = choices[""]
    low, high = spot.paragraph
    told = _describe_titles(spot, scene)
    whole = "none.whole" in none or "none.reach" in none or "whole_place" in spot.direct
    turned = bool(_TURN.match(scene.body.text, low, high))
    single = len(scene.targets) == 1
    solo = (
        ("solo.before", scene.only_named(low, spot.start)),
        ("solo.paragraph", scene.only_named(low, high)),
        ("solo.sentence", scene.only_named(spot.sentence.span[0], spot.start)),
    )
    _describe_place(spot, scene, none)
    for feature, value in told.items():
        none[f"none.{feature}"] = value
    if turned:
        none["none.turned"] = 1.0
    for number in near:
        target = scene.targets[number]
        features = choices[target.name]
        for feature, only in solo:
            if only == number:
                features[feature] = 1.0
        if single:
            features["single.far" if "far" in features else "single"] = 1.0
        if turned and "far" in features:
            features["turned.far"] = 1.0
        if target.titled:
            for feature, value in told.items():
                features[f"titled.{feature}"] = value
        if target.common:
            _describe_common(target, whole, features)
        if target.starts:
            _describe_order(spot, scene, target, features)


def _describe_place(spot: Spot, scene: Scene, none: Features) -> None:
    """What a figure's paragraph and its place there say for no program at all."""
    body, (low, high) = scene.body, spot.paragraph
    if spot.paragraph_number == 0:
        none["none.first"] = 1.0
    elif spot.paragraph_number == len(body.paragraphs) - 1:
        none["none.last"] = 1.0
    if not scene.any_named(low, high):
        none["none.alone"] = 1.0
    if spot.sentence.span[0] <= low:
        none["none.opening"] = 1.0
    if len(scene.targets) == 1:
        none["none.single"] = 1.0


def _describe_titles(spot: Spot, scene: Scene) -> Features:
    """Whether a title tells of what is counted, or gives the very figure."""
    told: Features = {}
    # what a title shares with a program's name speaks of the program
    shared = [pair for pair in spot.pairs - scene.own if pair in scene.titles] if scene.titles else ()
    if shared:
        told["shared"] = len(shared) / len(spot.pairs)
    number = _NUMBER.search(scene.body.text, spot.start, spot.end)
    if number and number[0] in scene.titles:
        told["figure"] = 1.0
    return told


def _describe_common(target: Target, whole: bool, features: Features) -> None:
    """全县集体协商, 全市工会驿站: a common name's figures are those of all who run it, a brand's are its own."""
    features["common"] = 1.0
    if whole:
        features["common.whole"] = 1.0
    if target.titled:
        features["common.titled"] = 1.0
        if whole:
            features["common.titled.whole"] = 1.0
    if "far" in features:
        features["common.far"] = 1.0
    features["common.category"] = features["category"]


def _describe_order(spot: Spot, scene: Scene, target: Target, features: Features) -> None:
    """How a figure stands to a name's first printing by paragraphs, and to its last one or the next by sentences."""
    body = scene.body
    step = spot.paragraph_number - target.paragraph
    order = "earlier" if step < 0 else "same" if step == 0 else "next" if step == 1 else "later"
    features[f"paragraph.{order}"] = 1.0
    at = bisect_left(target.starts, spot.start)
    if at and target.starts[at - 1] >= spot.paragraph[0]:
        back = spot.sentence_number - body.sentence_at(target.starts[at - 1])
        features[f"back{min(back, _BACK)}"] = 1.0
    elif not at:
        _describe_coming(spot, scene, target, step, features)
        if target.sentence - spot.sentence_number <= _SOON:
            features["soon"] = 1.0
            start, end = body.sentences[target.sentence]
            if any(body.text.find(pair, start, end) >= 0 for pair in spot.pairs):
                features["soon.shared"] = 1.0
            if scene.starts[0] >= spot.start:
                features["soon.first"] = 1.0


@lru_cache(maxsize=32)
def _is_told(text: str, start: int) -> bool:
    """Whether the name at `text[start:]` is told at last: 这间屋子名叫“…”. Asked for every figure before it."""
    return bool(_TELLS.search(text, max(0, start - 24), start))


def _describe_coming(spot: Spot, scene: Scene, target: Target, step: int, features: Features) -> None:
    """A story may open with what was reached and only then tell by what: 接待8200人次…这间屋子名叫“…”."""
    first = target.starts[0]
    if _is_told(scene.body.text, first):
        features["coming.told"] = 1.0
    if scene.starts[0] == first:
        features["coming.first"] = 1.0
        if spot.paragraph[0] == 0:
            features["coming.lead"] = 1.0
            if step == -1:
                features["coming.lead.next"] = 1.0
            if "coming.told" in features:
                features["coming.lead.told"] = 1.0
    if step == -1:
        features["coming.next"] = 1.0
    for role in spot.direct:
        features[f"coming.{role}"] = 1.0
