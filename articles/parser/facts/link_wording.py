"""What the words round a figure say of its program, pairs of characters one by one.

The features of `link_features.py` ask where names and nouns stand. What is counted (会员, 集体合同), how the sentence
went before (据统计，全县…) and what follows (占全市…) also tell, in words that no list foresees, whether a figure is
the union's as a whole; and the words right behind a name (“候鸟课堂”所在的…) whether it goes on about the program. Each
pair of characters is weighed by how annotated figures were given. The weights are in `lexicon/weights.tsv`, model
`links.wording`, as `counted.会员`; a pair that few figures had near them has none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from articles.parser.facts.linear import load_weights
from articles.parser.facts.link_scene import Scene
from articles.parser.facts.link_spot import Spot
from articles.parser.facts.link_targets import Target
from articles.parser.facts.name_features import Features
from articles.parser.lexicon import Lexicon

#: How far the words behind a figure, and those behind a name, are read.
_AFTER: Final = 8
_BEHIND: Final = 4

#: The pairs of characters of a text by where it stands. For or against none speak `counted`, `after`, and the sentence
#: up to the figure's clause, which is `since` behind the last name printed in it, `earlier` where there is none;
#: `behind` speaks for or against the program whose name it follows.
Wording = Mapping[str, dict[str, None]]
_UNKNOWN: Final[dict[str, float]] = {}


@lru_cache(maxsize=4)
def load_link_wording(lexicon: Lexicon) -> dict[str, dict[str, float]]:
    """The weights of pairs of characters by where they stand."""
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    for key, weight in load_weights(lexicon, "links.wording").items():
        where, _, pair = key.partition(".")
        weights[where][pair] = weight
    return weights


def find_wording(name: str, spot: Spot, scene: Scene) -> Wording:
    """The wording that speaks for or against one choice of a figure, a program's name or "" for none."""
    text = scene.body.text
    if not name:
        low, high = spot.sentence.span[0], spot.clause.span[0]
        last = scene.latest(low, spot.start)
        where = "earlier" if last < 0 else "since"
        return {
            "counted": _pairs(spot.indicator),
            where: _pairs(text[low if last < 0 else _printed_end(scene.targets[last], spot.start) : high]),
            "after": _pairs(text[spot.end : spot.end + _AFTER]),
        }
    target = scene.by_name[name]
    at = bisect_left(target.starts, spot.start)
    if not at or target.starts[at - 1] < spot.paragraph[0]:
        return {}
    end = target.spans[at - 1][1]
    return {"behind": _pairs(text[end : end + _BEHIND])}


def weigh_wording(
    spot: Spot, scene: Scene, choices: Mapping[str, Features], weights: dict[str, dict[str, float]]
) -> None:
    """Add to each of the `choices` of a figure what its wording says, as the feature `wording`."""
    for name, features in choices.items() if weights else ():
        said = 0.0
        for where, pairs in find_wording(name, spot, scene).items():
            known, spoken = weights.get(where, _UNKNOWN), 0.0
            for pair in pairs:
                weight = known.get(pair)
                if weight is not None:
                    spoken += weight
            said += spoken
        features["wording"] = said


def _printed_end(target: Target, position: int) -> int:
    """Where the last printing of a name that begins before `position` ends."""
    return target.spans[bisect_left(target.starts, position) - 1][1]


def _pairs(text: str) -> dict[str, None]:
    """The pairs of neighbouring characters, each once; those with a mark or digit in them never have a weight."""
    return {text[at : at + 2]: None for at in range(len(text) - 1)}
