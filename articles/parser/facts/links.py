"""Which program a figure measures: none, or one of the article's.

Each figure weighs every program of its article and "none" by the features of
`link_features.py`, `link_wording.py` and `link_history.py`, from left to right.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from articles.parser.facts.categories import CueField, load_category_cues
from articles.parser.facts.linear import load_weights, weigh
from articles.parser.facts.link_features import find_link_features
from articles.parser.facts.link_history import History, find_history_features
from articles.parser.facts.link_scene import build_scene, load_link_words
from articles.parser.facts.link_spot import Spot, build_spot
from articles.parser.facts.link_wording import load_link_wording, weigh_wording
from articles.parser.facts.name_features import Features
from articles.parser.facts.names import load_name_grammar
from articles.parser.facts.passages import Passage
from articles.parser.lexicon import Lexicon
from articles.parser.records import MetricMention, ProgramMention, Rule

_SURE: Final = 0.65
#: Alternatives worth a click.
_OTHER: Final = 0.08
#: So many figures take each step together: what the step reads stays in the processor's cache. Not all of an endless
#: text's, whose features would fill the memory.
_BATCH: Final = 32


def link_metrics(
    metrics: Sequence[MetricMention],
    programs: Sequence[ProgramMention],
    passages: Sequence[Passage],
    field: CueField,
    lexicon: Lexicon,
) -> tuple[MetricMention, ...]:
    """The figures with `program`, `other_programs` (likeliest first) and a lowered `certain` where it is a guess."""
    if not metrics or not programs or not any(p.part == "text" for p in passages):
        return tuple(metrics)
    cues, grammar = load_category_cues(lexicon), load_name_grammar(lexicon)
    scene = build_scene(passages, programs, field, cues, grammar, load_link_words(lexicon))
    weights, wording = load_weights(lexicon, "links"), load_link_wording(lexicon)
    linked = list(metrics)
    history = History(None, "", {})
    numbers = [n for n, metric in enumerate(metrics) if metric.figure.part == "text"]
    numbers.sort(key=lambda n: metrics[n].figure.start)
    for first in range(0, len(numbers), _BATCH):
        batch = numbers[first : first + _BATCH]
        spots = [build_spot(metrics[n], scene) for n in batch]
        options = [find_link_features(spot, scene) for spot in spots]
        for spot, choices in zip(spots, options, strict=True):
            weigh_wording(spot, scene, choices, wording)
        for n, spot, choices in zip(batch, spots, options, strict=True):
            for name, features in find_history_features(spot, scene, history, choices).items():
                choices[name].update(features)
            linked[n] = _link(metrics[n], spot, choices, history, weights)
    return tuple(linked)


def _link(
    metric: MetricMention, spot: Spot, choices: dict[str, Features], history: History, weights: dict[str, float]
) -> MetricMention:
    chances = _softmax({name: weigh(features, weights) for name, features in choices.items()})
    ranked = sorted(chances, key=lambda name: -chances[name])
    best = ranked[0]
    history.add(spot, best)
    others = tuple(name for name in ranked[1:] if name and chances[name] >= _OTHER)
    rule = Rule("link." + ("none" if not best else "program"), _reason(best, choices[best], chances[best]))
    return metric._replace(
        program=best,
        other_programs=others,
        certain=metric.certain and chances[best] >= _SURE,
        rules=(*metric.rules, rule),
    )


def _softmax(scores: dict[str, float]) -> dict[str, float]:
    top = max(scores.values())
    powers = {name: math.exp(score - top) for name, score in scores.items()}
    total = sum(powers.values())
    return {name: power / total for name, power in powers.items()}


def _reason(name: str, features: Features, chance: float) -> str:
    if not name:
        return f"不属某一项目（{chance:.0%}）"
    for feature, words in (
        ("clause", "同一分句"), ("subject.clause", "句首名词"), ("sentence", "同一句"), ("head.clause", "同类名词"),
        ("coreference", "回指"), ("recency", "同一段"), ("soon.shared", "下文"),
        ("coming.told", "下文点名"), ("titled.figure", "标题中的数字"),
        ("again.indicator", "同类数量"), ("topic", "标题中的项目"),
    ):  # fmt: skip
        if features.get(feature):
            return f"{words}指向“{name}”（{chance:.0%}）"
    return f"全文以“{name}”为主（{chance:.0%}）"
