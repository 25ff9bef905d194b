"""Linear models whose weights are data: `lexicon/weights.tsv`, fitted by tests/corpus/fit_weights.py."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

from articles.parser.lexicon import Lexicon


@lru_cache(maxsize=4)
def _by_model(lexicon: Lexicon) -> dict[str, dict[str, float]]:
    """All models in one pass over the rows, of which there are tens of thousands."""
    models: dict[str, dict[str, float]] = {}
    for model, feature, weight, _ in lexicon.weights:
        models.setdefault(model, {})[feature] = weight
    return models


def load_weights(lexicon: Lexicon, model: str) -> dict[str, float]:
    """The weights of one model by feature; none of a model that the lexicon has not."""
    return _by_model(lexicon).get(model, {})


def weigh(features: dict[str, float], weights: dict[str, float]) -> float:
    """The sum of the features, each times its weight; features without a weight count nothing."""
    score = 0.0
    for feature, value in features.items():
        weight = weights.get(feature)
        if weight is not None:
            score += value * weight
    return score


def probability(score: float) -> float:
    """A score as a probability.

    >>> probability(0.0)
    0.5
    """
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, score))))


def strongest(features: Mapping[str, float], weights: Mapping[str, float], most: int = 2) -> tuple[str, ...]:
    """The features that spoke loudest for a score, for the editor's "why"."""
    spoken = [
        (said, name)
        for name, value in features.items()
        if (said := value * weights.get(name, 0.0)) > 0 and name != "bias"
    ]
    spoken.sort(reverse=True)
    return tuple([name for _, name in spoken[:most]])
