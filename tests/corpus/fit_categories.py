"""Fit the weights of categories: how much each zone and each word says, and the wording of names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from articles.parser.facts import categories
from articles.parser.facts.candidates import Candidate, name_key
from articles.parser.facts.name_wording import find_wording
from articles.parser.lexicon import CATEGORIES
from tests.corpus.fit_links import Choice, same_name
from tests.corpus.samples import CUES, Sample, Weights
from tests.corpus.solving import fit_choices

RIDGE = 6.0
PRIORS = dict.fromkeys(("end", "inside", "characters", *categories.ZONES, "title", "article"), 0.2)

#: Of a cue: how many names must have it near them, how sure its row is taken to be, and from which share of the names
#: on it speaks for a category that its rows do not know.
CUE_SEEN, CUE_DOUBT, CUE_SHARE = 4, 1.0, 0.2
#: How many names must have a feature of wording.
WORDING_SEEN = 3


def bound_category(name: str) -> tuple[float | None, float | None]:
    """A cue can fail to speak for its category, never speak against it; wording may do both."""
    return (None, None) if name.startswith("bias.") or ">" in name else (0.0, None)


def name_categories(sample: Sample, optional: bool = False) -> list[tuple[Candidate, str]]:
    """The required names of an article that are found, or the optional ones, with their categories."""
    named = []
    for p in sample.gold["programs"]:
        found = [c for c, _, _ in sample.candidates if same_name(c.name, p["name"])]
        found.sort(key=lambda c: name_key(c.name) != name_key(p["name"]))
        if found and bool(p.get("optional")) == optional:
            named.append((found[0], p["category"]))
    return named


def fit_cues(samples: Sequence[Sample]) -> Weights:
    """How much more or less than its row a cue says, by how often the names of its articles are of its category.

    A cue that few names have near them stays as it is; one that is often near names of another category than its
    rows know speaks for that one too.
    """
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    shares: Counter[str] = Counter()
    for sample in {"".join(s.gold["paragraphs"]): s for s in samples}.values():
        words = set(sample.field.words())
        for _, category in name_categories(sample):
            shares[category] += 1
            for word in words:
                seen[word][category] += 1
    learned = {}
    for word, counts in seen.items():
        total = sum(counts.values())
        rows = {cue.category: cue.near for cue in CUES.by_word[word]}
        for category in CATEGORIES if total >= CUE_SEEN else ():
            near = rows.get(category, 0.0)
            more = _learn_cue(near, counts[category], total, shares[category] / shares.total())
            if abs(more) > 0.15 * max(near, 0.5):
                learned[f"{word}.{category}"] = more
    return learned


def _learn_cue(near: float, right: int, total: int, share: float) -> float:
    """What is added to a cue's strength where `right` of `total` names are of the category; `share` of all are."""
    if near:
        hoped = 0.45 if near >= 1.5 else 0.3 if near >= 0.6 else 0.15
        ratio = (right + CUE_DOUBT * hoped) / (total + CUE_DOUBT) / hoped
        return near * float(np.clip(ratio, 0.1, 1.5) - 1.0)
    return 0.7 * max(0.0, (right + 4 * share) / (total + 4) - CUE_SHARE)


def category_choices(
    sample: Sample, cues: categories.CategoryCues, optional: bool = False
) -> list[tuple[Choice, bool]]:
    """A choice of category for each required name, or each optional one, and whether the lexicon knows it.

    What the wording says has its category behind the feature: pair.夜校>skills.
    """
    named = name_categories(sample, optional)
    others = named + name_categories(sample, not optional)
    field = categories.find_cues(sample.passages, cues)
    choices: list[tuple[Choice, bool]] = []
    for candidate, right in named:
        stops = [(o.passage, o.start) for c, _ in others if c is not candidate for o in c.occurrences]
        evidence = categories.find_evidence(candidate, sample.passages, field, cues, stops)
        wording = find_wording(candidate, sample.passages)
        options = {
            c: {f"bias.{c}": 1.0}
            | {kind: said.get(c, 0.0) for kind, said in evidence.items()}
            | {f"{feature}>{c}": 1.0 for feature in wording}
            for c in CATEGORIES
        }
        choices.append(((options, [right], 1.0), candidate.row is not None))
    return choices


def fit_categories(samples: Sequence[Sample], cues: categories.CategoryCues) -> Weights:
    """The weights of zones and of wording together, on required and optional names; of rare wording none."""
    choices = [c for s in samples for optional in (False, True) for c, _ in category_choices(s, cues, optional)]
    seen = Counter(feature for options, _, _ in choices for feature in options[CATEGORIES[0]])
    kept = {feature.partition(">")[0] for feature, count in seen.items() if count >= WORDING_SEEN}
    return fit_choices([(_keep(options, kept), *rest) for options, *rest in choices], RIDGE, PRIORS, bound_category)


def _keep(options: dict[str, Weights], kept: set[str]) -> dict[str, Weights]:
    """The options without the wording that is not `kept`."""
    return {
        c: {name: value for name, value in features.items() if ">" not in name or name.partition(">")[0] in kept}
        for c, features in options.items()
    }
