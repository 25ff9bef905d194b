"""What the figures' wording learns from: the quantities of annotated articles, those that rules refuse among them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from articles.parser.facts.clauses import Clauses, cut_clauses
from articles.parser.facts.figure_wording import REFUSED, find_figure_wording, weigh_wording
from articles.parser.facts.figures import OLD_VALUE, entered_unit, read_figures
from articles.parser.facts.quantities import FULL_COVERAGE, Quantity, find_quantities
from articles.parser.lexicon import Lexicon
from articles.parser.records import Mention
from tests.corpus.solving import fit_binary
from tests.parser.stories import make_story

Weights = dict[str, float]

RIDGE = 0.5
#: How many quantities must have a feature.
SEEN = 10
#: What a quantity counts that two annotators could leave out, and one that passes the rules and is no figure.
OPTIONAL, PASSES = 0.3, 5.0
#: Words of the sentence before a quantity that are asked for; they are written as features said.累计.
SAID = (
    *("工会", "累计", "目前", "已", "今年", "去年", "计划", "截至", "全县", "全市", "共", "每", "平均", "从", "达"),
    *("该", "她", "他", "我", "记者", "走进", "岁"),
)
_SAID = re.compile("|".join(SAID))
_PAIR = re.compile("(?:before|after|next)\\.(?:[^一-鿿]|.[^一-鿿])")


@dataclass(frozen=True)
class Counted:
    """A quantity with its features; `figure` is 1 for a required figure, 0 for none, None where annotators differ."""

    features: frozenset[str]
    figure: int | None
    passes: bool


def read_quantities(gold: dict[str, Any], lexicon: Lexicon) -> list[Counted]:
    """The quantities of an article's body that have a measure word, as annotated.

    Old values of a change (由27%提高到35.5%) and 全覆盖 are left out: annotators enter them by rules of their own.
    What the parser does not ask about stays in: digits in words teach what stories tell.
    """
    story = make_story(*(p.replace(" ", "") for p in gold["paragraphs"]))
    text, clauses = story.body.text, cut_clauses(story.body.text)
    read = read_figures(story, published_on=None, lexicon=replace(lexicon, weights=()))
    passing = [m.figure for m in read.metrics if m.figure.part == "text"]
    old = [mention for mention, rule in read.rejected if rule == OLD_VALUE]
    found = [q for q in find_quantities(text, lexicon) if q.unit and FULL_COVERAGE not in q.rules]
    labels = _label(gold, text, found)
    sorted_out = [(q, _among(q, passing)) for q in found if not _among(q, old)]
    return [
        Counted(frozenset(_features(q, clauses, passes)), labels.get(q.start, 0), passes) for q, passes in sorted_out
    ]


def _among(quantity: Quantity, mentions: Iterable[Mention]) -> bool:
    return any(m.start <= quantity.start < m.end for m in mentions)


def _features(quantity: Quantity, clauses: Clauses, passes: bool) -> Iterator[str]:
    """Pairs with a mark or digit in them are left out, as in the other models of wording."""
    return (f for f in find_figure_wording(quantity, clauses, _SAID, passes) if not _PAIR.match(f))


def _label(gold: dict[str, Any], text: str, found: Sequence[Quantity]) -> dict[int, int | None]:
    """Which quantities the annotated figures are, by where they start; optional ones as None."""
    labels: dict[int, int | None] = {}
    for metric in sorted(gold["metrics"], key=lambda m: bool(m.get("optional"))):
        quote = metric["quote"].replace(" ", "")
        start = text.find(quote)
        inside = [q for q in found if start <= q.start < start + len(quote) and q.start not in labels]
        for q in inside:
            if q.unit and entered_unit(q.unit.unit) == metric["unit"] and q.value == Decimal(str(metric["value"])):
                labels[q.start] = None if metric.get("optional") else 1
                break
    return labels


def reads_as_figure(quantity: Counted, weights: Weights) -> bool:
    """Whether the parser would keep a quantity that its rules let pass."""
    return weigh_wording(quantity.features, weights) >= REFUSED


def fit_figures(articles: Sequence[Sequence[Counted]]) -> Weights:
    """Logistic weights of what there is of a quantity."""
    counts = Counter(f for article in articles for q in article for f in q.features)
    rows = []
    for quantity in (q for article in articles for q in article):
        features = {f: 1.0 for f in sorted(quantity.features) if counts[f] >= SEEN} | {"bias": 1.0}
        weight = PASSES if quantity.passes else 1.0
        if quantity.figure != 0:
            weight = OPTIONAL if quantity.figure is None else 1.0
        rows.append((features, float(quantity.figure != 0), weight))
    return fit_binary(rows, RIDGE, {})
