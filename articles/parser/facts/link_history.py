"""What the figures before say for a figure: what was given to each program so far, and to whom the last one went.

Figures are read from left to right. The weights are in `lexicon/weights.tsv`, model `links`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from articles.parser.facts.link_scene import Scene
from articles.parser.facts.link_spot import Spot
from articles.parser.facts.name_features import Features

#: Measure words that hardly any program lacks.
_PLAIN_UNITS: Final = frozenset(("个", "名", "人", "家", "人次", "%", "元", "次", "场", "位", "项", "成"))


@dataclass(slots=True)
class Memory:
    """What the figures given to a program so far count, and in which units."""

    units: set[str]
    pairs: set[str]


@dataclass(slots=True)
class History:
    """The figure before with its choice, and the memory of each program."""

    spot: Spot | None
    name: str
    memory: dict[str, Memory]
    #: Where the names stand that earlier figures count: 颁出“巡堤勋章”90枚
    counted: set[int] = field(default_factory=set)

    def add(self, spot: Spot, name: str) -> None:
        """Go on to the next figure: `spot` is given to `name`, "" for none."""
        self.spot, self.name = spot, name
        kept = self.memory.setdefault(name, Memory(set(), set()))
        kept.units.add(spot.unit)
        kept.pairs |= spot.pairs
        self.counted |= spot.counted


def find_history_features(spot: Spot, scene: Scene, history: History, names: Iterable[str]) -> dict[str, Features]:
    """What the figures before add to the features of the choices `names`."""
    found: dict[str, Features] = {
        name: _recall(spot, history.memory.get(name), "" if name else "none.") for name in names
    }
    if history.counted:
        _recall_counted(spot, scene, history, found)
    earlier = history.spot
    if earlier is None or earlier.paragraph != spot.paragraph:
        return found
    near = "sentence" if earlier.sentence is spot.sentence else "paragraph"
    named = {scene.targets[number].name for number in scene.named(earlier.end, spot.start)}
    for name in named & found.keys():
        found[name]["since"] = found[name][f"since.{near}"] = 1.0
    if history.name in found:
        features = found[history.name]
        kind = "program.before" if history.name else "none.before"
        cut = ".cut" if named - {history.name} else ""
        features[f"{kind}.{near}{cut}"] = 1.0
        if earlier.clause is spot.clause:
            features[f"{kind}.clause{cut}"] = 1.0
        if spot.clause.part:
            features[f"{kind}.part{cut}"] = 1.0
    return found


def _recall_counted(spot: Spot, scene: Scene, history: History, found: dict[str, Features]) -> None:
    """Names that an earlier figure counted: what follows is hardly about them, 颁出“巡堤勋章”90枚，劝返游客310人."""
    for name, features in found.items():
        target = scene.by_name.get(name)
        at = bisect_left(target.starts, spot.start) if target else 0
        if target is None or not at or target.starts[at - 1] not in history.counted:
            continue
        last = target.starts[at - 1]
        if last < spot.paragraph[0]:
            continue
        features["counted.sentence" if last >= spot.sentence.span[0] else "counted.paragraph"] = 1.0
        if history.counted.issuperset(target.starts[:at]):
            features["counted.only"] = 1.0
            if not target.titled:
                features["counted.untitled"] = 1.0


def _recall(spot: Spot, memory: Memory | None, kind: str) -> Features:
    """Whether a program's figures so far count the like of this one."""
    features: Features = {}
    if memory is None:
        return features
    same = spot.unit in memory.units
    if same:
        features[kind + "again.unit" if spot.unit in _PLAIN_UNITS else kind + "again.unit.rare"] = 1.0
    both = len(spot.pairs & memory.pairs) / len(spot.pairs) if spot.pairs else 0.0
    # 明年再开16期: more of what was counted before
    if spot.sentence.planned and (both or (same and spot.unit not in _PLAIN_UNITS)):
        features[kind + "again.plan"] = 1.0
    if both:
        features[kind + "again.indicator"] = both
        if same:
            features[kind + "again.both"] = both
    return features
