"""What speaks for a figure measuring one program rather than another, or none.

The weights are in `lexicon/weights.tsv`, model `links`. What the figures before
were given to speaks too, see `link_history.py`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, NamedTuple

from articles.parser.facts.link_layout import describe_layout
from articles.parser.facts.link_scene import LAUNCHED, OBLIQUE, Scene, last_before
from articles.parser.facts.link_spot import Spot
from articles.parser.facts.link_standing import describe_standing
from articles.parser.facts.link_targets import Target
from articles.parser.facts.name_features import Features

_DECAY: Final = 0.75
#: More names than any article has: of these, those printed within so many characters are weighed.
_CROWD: Final = 24
_NEAR: Final = 400
_TITLES: Final = 6
#: How many clauses back the place or the union is looked for as the subject.
_REACH: Final = 8
#: The share of a name's pairs of characters from which a clause is about it.
_COVER: Final = 0.3
#: A quotation mark may stand between a figure and the name that it counts, hardly more.
_TOUCH: Final = 2
#: Measure words of people.
_PEOPLE: Final = frozenset(("名", "人", "位"))


class Printed(NamedTuple):
    """What is printed in a figure's paragraph: the numbers of the programs last before it, -1 for none, of `any`
    printing and of those that are no mere means, place or companion; and where the paragraph's first name stands."""

    any: int
    open: int
    first: int


def find_link_features(spot: Spot, scene: Scene) -> dict[str, Features]:
    """The features of each choice by program name, "" for none, as far as they do not hang on other figures."""
    choices = {"": _describe_none(spot, scene)}
    latest = scene.latest(spot.paragraph[0], spot.start)
    printed = Printed(latest, -1, -1)
    if latest >= 0:
        first = scene.starts[bisect_left(scene.starts, spot.paragraph[0])]
        printed = Printed(latest, _latest_open(spot, scene), first)
    openings = _find_openings(spot, scene)
    near = _find_near(spot, scene)
    for number in near:
        choices[scene.targets[number].name] = _describe_target(spot, number, scene, printed, openings)
    _compare(choices)
    describe_layout(spot, scene, choices, near)
    describe_standing(scene, choices, near)
    return choices


def _find_near(spot: Spot, scene: Scene) -> Sequence[int]:
    """The numbers of the targets a figure may measure: all of an article's, the near ones of an endless text's."""
    if len(scene.targets) <= _CROWD:
        return range(len(scene.targets))
    return sorted(scene.named(spot.start - _NEAR, spot.start + _NEAR) | set(scene.titled[:_TITLES]))[:_CROWD]


_SHARED: Final = (
    "head.indicator",
    "head.clause",
    "shared.indicator",
    "shared.clause",
    "shared.sentence",
    "head.sentence",
)
_ANY_SHARED: Final = frozenset(_SHARED)


def _compare(choices: dict[str, Features]) -> None:
    """A word shared with one program alone says more than one shared with two."""
    shared = [features for features in choices.values() if _has_shared(features)]
    if not shared:
        choices[""]["none.unshared"] = 1.0
    for feature in _SHARED if shared and len(choices) > 2 else ():
        sharing = [features for features in shared if feature in features]
        if len(sharing) == 1:
            sharing[0]["only." + feature.partition(".")[0]] = 1.0


def _has_shared(features: Features) -> bool:
    return not features.keys().isdisjoint(_ANY_SHARED)


def _describe_none(spot: Spot, scene: Scene) -> Features:
    features: Features = {"none": 1.0}
    low = spot.paragraph[0]
    sentence = spot.sentence
    last, before = scene.last_named(spot.end), scene.last_named(spot.start)
    named, so_far = last >= low, last >= sentence.span[0]
    if not named:
        features["none.paragraph"] = 1.0
        if not scene.titled:
            features["none.untitled"] = 1.0
            if last < 0:
                features["none.unprinted"] = 1.0
    elif not so_far and not scene.any_named(spot.end, sentence.span[1]):
        features["none.sentence"] = 1.0
    _describe_roles(spot, named, so_far, features)
    if sentence.shifted:
        features["none.subject"] = 1.0
    if spot.clause.whole and before < spot.clause.span[0]:
        features["none.whole"] = 1.0
    elif _is_reached(spot, scene, before):
        features["none.reach"] = 1.0
    also = last_before(sentence.also, spot.start - 1)
    if also >= 0:
        features["none.also.past" if last >= also else "none.also"] = 1.0
    if sentence.officer and not so_far:
        features["none.officer"] = 1.0
    subject = last_before(sentence.subjects, spot.start - 1)
    if subject >= 0:
        features["none.union.past" if last >= subject else "none.union"] = 1.0
    return features


def _describe_roles(spot: Spot, named: bool, so_far: bool, features: Features) -> None:
    """Words of membership, of the union's own work and of the place as a whole."""
    for role in spot.direct:
        features[f"none.{role}"] = 1.0
        if role in spot.roles:
            features[f"none.{role}.counted"] = 1.0
        if not named:
            features[f"none.{role}.alone"] = 1.0
        if not so_far:
            features[f"none.{role}.sentence"] = 1.0
    for role in spot.sentence.roles:
        if role not in spot.direct:
            features[f"none.{role}.near"] = 1.0
        # 全县新发展会员3200人: a new subject and a word of the union's own work
        if spot.sentence.shifted and not so_far and role != "whole_place":
            features[f"none.{role}.subject"] = 1.0


def _is_reached(spot: Spot, scene: Scene, before: int) -> bool:
    """Whether the place or the union opened an earlier clause of the sentence, with no name printed since.

    `before` is where the last name before the figure begins.
    """
    for number in range(spot.clause_number, max(-1, spot.clause_number - _REACH), -1):
        start = scene.body.clauses[number][0]
        if before >= start or start < spot.sentence.span[0]:
            return False
        if scene.is_opened(number):
            return True
    return False


def _describe_target(
    spot: Spot, number: int, scene: Scene, printed: Printed, openings: Sequence[tuple[str, str]]
) -> Features:
    target = scene.targets[number]
    features: Features = {"share": target.share}
    _describe_position(spot, number, scene, printed, features)
    _describe_words(spot, target, features)
    for feature, opening in openings:
        if opening.startswith(target.nouns):
            features[feature] = 1.0
            break
    if target.main:
        features["main"] = 1.0
    if target.titled:
        features["titled"] = 1.0
    if target.person and "quote" not in features:
        features["person" if spot.unit in _PEOPLE else "person.things"] = 1.0
    if printed.any == number and spot.sentence.anaphor < spot.end:
        features["anaphor"] = 1.0
    if "far" in features:
        _describe_far(spot, target, features)
    if len(target.spans) <= 1 and not target.titled:
        features["once"] = 1.0
        if "sentence" not in features:
            features["once.later"] = 1.0
    return features


def _describe_position(spot: Spot, number: int, scene: Scene, printed: Printed, features: Features) -> None:
    target, low = scene.targets[number], spot.paragraph[0]
    starts = target.starts
    opening, at = bisect_left(starts, low), bisect_left(starts, spot.start)
    # the nearest few printings decide; the paragraph's first tells whether it opens with the name
    for start, end in target.spans[max(opening, at - 2) : at + 2]:
        if spot.quote[0] <= start and end <= spot.quote[1]:
            features["quote"] = 1.0
        # 新建移动式驿站6家, 6家移动式驿站: what is counted is the program itself
        if 0 <= spot.start - end <= _TOUCH:
            features["touch.before"] = 1.0
        elif 0 <= start - spot.end <= _TOUCH:
            features["touch.behind"] = 1.0
    if at > opening:
        _describe_before(spot, number, scene, at, features)
        if printed.any == number:
            features["latest"] = 1.0
        if printed.open == number:
            features["latest.open"] = 1.0
        if opening == 0:
            features["introduced"] = 1.0
        if starts[opening] - low < 30:
            features["opens"] = 1.0
        if starts[opening] == printed.first:
            features["first"] = 1.0
    elif at < len(starts) and starts[at] < spot.clause.span[1]:
        features["clause.behind"] = 1.0
    elif at < len(starts) and starts[at] < spot.sentence.span[1]:
        features["sentence.behind"] = 1.0
        # 走访村庄203个，绘成“古村地图”: what was done on the way to the name
        if scene.govern(target.spans[at]) == LAUNCHED:
            features["behind.launched"] = 1.0
    else:
        features["far"] = 1.0
        if at and starts[at - 1] >= low - 220:
            features["paragraph.before"] = 1.0


def _latest_open(spot: Spot, scene: Scene) -> int:
    """The last program printed in the paragraph before the figure that is no mere means, place or companion."""
    low = spot.paragraph[0]
    at = bisect_left(scene.starts, spot.start) - 1
    while at >= 0 and scene.starts[at] >= low:
        number, start = scene.owners[at], scene.starts[at]
        target = scene.targets[number]
        if scene.govern(target.spans[bisect_left(target.starts, start)]) not in OBLIQUE:
            return number
        at -= 1
    return -1


def _describe_before(spot: Spot, number: int, scene: Scene, at: int, features: Features) -> None:
    """The printing of a name that precedes a figure in its paragraph."""
    start, end = scene.targets[number].spans[at - 1]
    steps = spot.clause_number - scene.body.clause_at(start)
    features["recency"] = _DECAY ** min(steps, 12)
    governed = scene.govern((start, end))
    features[f"governed.{governed or 'free'}"] = 1.0
    zone = "before"
    if start >= spot.sentence.span[0]:
        features["sentence"] = 1.0
        zone = "sentence"
        if steps == 0:
            features["clause"] = 1.0
            zone = "clause"
    # what a sentence brings in is what it goes on about
    if governed in OBLIQUE or governed == LAUNCHED:
        features[f"{zone}.{governed}"] = 1.0
        # 开展夏送清凉活动，走进81家: the service is what was done
        if governed == LAUNCHED and zone != "before" and scene.targets[number].service:
            features["held"] = 1.0
    if spot.start - end <= 6:
        features["adjacent"] = 1.0
    if last_before(spot.sentence.subjects, spot.start - 1) > start:
        features["past.union"] = 1.0


def _describe_far(spot: Spot, target: Target, features: Features) -> None:
    if not target.starts or target.starts[0] >= spot.start:
        features["unprinted"] = 1.0
    if target.titled:
        features["topic"] = 1.0
    features["far.shared" if _has_shared(features) else "far.bare"] = 1.0
    features["far.share"] = target.share
    if target.main and spot.sentence.planned:
        features["plan.main"] = 1.0


def _find_openings(spot: Spot, scene: Scene) -> list[tuple[str, str]]:
    """How the figure's clause opens, and the earlier ones of its sentence, each with what a program's noun says there.

    The nearest comes first.
    """
    found: list[tuple[str, str]] = []
    for number in range(spot.clause_number, max(-1, spot.clause_number - _REACH), -1):
        if scene.body.clauses[number][0] < spot.sentence.span[0]:
            break
        found.append(("subject.sentence" if found else "subject.clause", scene.opening(number)))
    return found


def _describe_words(spot: Spot, target: Target, features: Features) -> None:
    head, own = target.head, target.own
    if head in spot.indicator:
        features["head.indicator"] = 1.0
        if target.key in spot.indicator:
            features["name.indicator"] = 1.0
    if head in spot.clause.text:
        features["head.clause"] = 1.0
    elif head in spot.sentence.text:
        features["head.sentence"] = 1.0
    if spot.sentence.referred and any(_refers(noun, target) for noun in spot.sentence.referred):
        features["coreference"] = 1.0
    if not target.pairs.isdisjoint(spot.pairs):
        features["shared.indicator"] = 1.0
        cover = len(own & spot.pairs) / len(own) if own else 0.0
        if cover > _COVER:
            features["cover.indicator"] = cover
    if not target.pairs.isdisjoint(spot.clause.shared):
        features["shared.clause"] = 1.0
        cover = len(own & spot.clause.shared) / len(own) if own else 0.0
        if cover > _COVER:
            features["cover.clause"] = cover
    elif not target.pairs.isdisjoint(spot.sentence.shared):
        features["shared.sentence"] = 1.0
    said = spot.said.get(target.category, 0.0)
    features["category"] = said / (spot.total + 1.0)
    features["category.other"] = (spot.total - said) / (spot.total + 1.0)


def _refers(noun: str, target: Target) -> bool:
    """Whether 该系列活动, 这一品牌 can mean a program: by the end of its name or the words behind it."""
    ends = any(target.name.endswith(noun[:length]) for length in range(min(4, len(noun)), 1, -1))
    return ends or noun[:2] in target.descriptor
