"""What the linker learns from: each figure of an article with its choices, read as the parser reads it.

The figures are the parser's own wherever it finds the annotated ones, the
names also those that it finds without having learned from the article, and
the figures before are given half as annotated, half as the linker itself
would: so the weights know the mistakes that a page brings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from articles.parser.facts import link_features, link_history, link_scene, link_spot, link_wording
from articles.parser.facts.candidates import name_key
from articles.parser.facts.figures import read_figures
from articles.parser.facts.linear import weigh
from articles.parser.lexicon import Lexicon
from articles.parser.records import MetricMention, Story

Weights = dict[str, float]
#: The options' features, the right options, and how much the choice counts.
Choice = tuple[dict[str, Weights], list[str], float]
#: A figure, the program it is annotated with, and whether it is optional.
Figure = tuple[MetricMention, str, bool]

_HAN_PAIR = re.compile("[一-鿿]{2}")

#: What a figure counts that two annotators could leave out.
OPTIONAL = 0.2

#: What language says before any article does; the fit may move away from it.
PRIORS = {
    "coreference": 1.5,
    "anaphor": 0.8,
    "head.indicator": 0.8,
    "quote": 1.0,
    "since": 0.5,
    # services held, 开展送清凉活动, are rarer in the corpora than in the papers
    "held": 5.0,
    "none.unprinted": 0.8,
    "none.whole_member": 0.8,
    "none.whole_member.subject": 2.0,
    "none.whole_work.subject": 0.8,
    "unprinted": -1.0,
}


#: What can fail to speak for a program, but not speak against it: its name, its words and its nouns near the figure.
SPEAKS_FOR = frozenset(
    (
        *("clause", "sentence", "latest", "latest.open", "recency", "adjacent", "quote", "anaphor", "coreference"),
        *("head.indicator", "head.clause", "head.sentence", "shared.indicator", "shared.clause", "shared.sentence"),
        *("name.indicator", "cover.indicator", "cover.clause", "only.head", "only.shared", "subject.clause"),
        *("subject.sentence", "since", "since.sentence", "since.paragraph", "solo.before", "solo.paragraph"),
        *("solo.sentence", "titled", "main", "topic"),
    )
)


def bound(feature: str) -> tuple[float | None, float | None]:
    """The least and the most weight that a feature of links may get."""
    return (0.0, None) if feature in SPEAKS_FOR else (None, None)


def same_name(a: str, b: str) -> bool:
    """One name inside the other counts, as when pages are scored."""
    a, b = name_key(a), name_key(b)
    return a == b or (min(len(a), len(b)) >= 3 and (a in b or b in a))


def match_figures(story: Story, annotated: Sequence[Figure], lexicon: Lexicon) -> list[Figure]:
    """The annotated figures as the parser reads them, in print order; as annotated where it misses one."""
    read = [m for m in read_figures(story, published_on=None, lexicon=lexicon).metrics if m.figure.part == "text"]
    matched: list[Figure] = []
    for metric, program, optional in annotated:
        quote = metric.mentions[0]
        own = next(
            (
                n
                for n, m in enumerate(read)
                if (m.unit, m.value) == (metric.unit, metric.value)
                and m.figure.start < quote.end
                and quote.start < m.figure.end
            ),
            None,
        )
        matched.append((metric if own is None else read.pop(own), program, optional))
    return sorted(matched, key=lambda figure: figure[0].figure.start)


@dataclass
class Reading:
    """An article's figures with what speaks for each of their choices but for the figures before."""

    scene: link_scene.Scene
    figures: Sequence[Figure]
    spots: list[link_spot.Spot]
    choices: list[dict[str, Weights]]


def build_reading(scene: link_scene.Scene, figures: Sequence[Figure]) -> Reading:
    spots = [link_spot.build_spot(metric, scene) for metric, _, _ in figures]
    return Reading(scene, figures, spots, [_read_features(spot, scene) for spot in spots])


def _read_features(spot: link_spot.Spot, scene: link_scene.Scene) -> dict[str, Weights]:
    """The features of a figure's choices, those of wording one by one: wording.counted.会员."""
    choices = link_features.find_link_features(spot, scene)
    for name, features in choices.items():
        for where, pairs in link_wording.find_wording(name, spot, scene).items():
            features.update({f"wording.{where}.{pair}": 1.0 for pair in pairs if _HAN_PAIR.match(pair)})
    return choices


def count_wording(readings: Sequence[Reading]) -> Counter[str]:
    """How many figures have each feature of wording."""
    counts = Counter[str]()
    for reading in readings:
        for choices in reading.choices:
            counts.update({name for features in choices.values() for name in features if name.startswith("wording.")})
    return counts


def keep_wording(readings: Sequence[Reading], kept: Collection[str]) -> None:
    """Leave out the features of wording that are not `kept`."""
    for reading in readings:
        for features in (features for choices in reading.choices for features in choices.values()):
            for name in [name for name in features if name.startswith("wording.") and name not in kept]:
                del features[name]


def read_choices(reading: Reading, weights: Weights | None = None) -> list[tuple[Choice, str]]:
    """The figures' choices with what is chosen, on which later ones build: the truth, or what `weights` say."""
    history, made = link_history.History(None, "", {}), []
    for (_, truth, optional), spot, own in zip(reading.figures, reading.spots, reading.choices, strict=True):
        before = link_history.find_history_features(spot, reading.scene, history, own)
        options = {name: features | before[name] for name, features in own.items()}
        right = [k for k in options if (k == truth == "") or (k and truth and same_name(k, truth))]
        chosen = right[0] if right else ""
        if weights is not None:
            chosen = max(options, key=lambda k: weigh(options[k], weights))
        made.append(((options, right, OPTIONAL if optional else 1.0), chosen))
        history.add(spot, chosen)
    return made


def weigh_choices(choices: Sequence[tuple[Choice, str]], weight: float) -> list[Choice]:
    """The choices with a right option, each counting `weight`."""
    return [(options, right, counts * weight) for (options, right, counts), _ in choices if right]
