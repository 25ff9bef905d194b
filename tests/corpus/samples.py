"""Annotated articles read as the parser reads them, with everything that does not depend on weights."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from articles.parser.facts import categories, name_features  # noqa: E402
from articles.parser.facts.candidates import Candidate, build_candidates  # noqa: E402
from articles.parser.facts.figures import read_figures  # noqa: E402
from articles.parser.facts.name_vetoes import veto  # noqa: E402
from articles.parser.facts.name_wording import find_name_wording  # noqa: E402
from articles.parser.facts.names import load_name_grammar  # noqa: E402
from articles.parser.facts.passages import Passage, story_passages  # noqa: E402
from articles.parser.lexicon import load_lexicon  # noqa: E402
from articles.parser.records import Mention, MetricMention, Period, TitleLine  # noqa: E402
from articles.parser.words import load_tokenizer  # noqa: E402
from tests.corpus import fit_links as linking  # noqa: E402
from tests.corpus.fit_figures import Counted, read_quantities  # noqa: E402
from tests.corpus.fit_links import Figure, same_name  # noqa: E402
from tests.parser.stories import make_source, make_story  # noqa: E402

LEXICON = load_lexicon()
GRAMMAR = load_name_grammar(LEXICON)
CUES = categories.build_category_cues(LEXICON.category_cues, {})

Weights = dict[str, float]
#: The value of a feature of a name's wording: less than one asks for more articles before it gets a weight.
WORDING = 0.7


@dataclass
class Sample:
    """An annotated article with everything that does not depend on weights."""

    gold: dict[str, Any]
    passages: tuple[Passage, ...]
    metrics: list[Figure]
    candidates: list[tuple[Candidate, Weights, int | None]]
    field: categories.CueField
    quantities: list[Counted]
    #: Annotated by others than those whose ways the parser is to follow.
    away: bool = False


def build_sample(gold: dict[str, Any], *, away: bool = False) -> Sample:
    story = make_story(*(p.replace(" ", "") for p in gold["paragraphs"]))
    lines = {
        k: tuple(TitleLine(make_source(t), 0) for t in gold[k]) for k in ("kicker", "headline", "deck", "captions")
    }
    story = replace(story, **lines)
    passages = tuple(story_passages(story))
    metrics = linking.match_figures(story, list(_read_metrics(gold, story.body.text)), LEXICON)
    candidates = build_candidates(passages, GRAMMAR)
    figures = [m.figure for m in read_figures(story, published_on=None, lexicon=LEXICON).metrics]
    around = name_features.build_surroundings(passages, figures, candidates)
    text = "\n".join(p.text for p in passages)
    words = load_tokenizer().FREQ
    rows = [
        (c, name_features.find_features(c, around, GRAMMAR, CUES, words), _label(c, gold))
        for c in candidates
        if not veto(c, GRAMMAR, passages, text)
    ]
    name_features.compare_features([features for _, features, _ in rows])
    for candidate, features, _ in rows:
        features.update({f"wording.{said}": WORDING for said in find_name_wording(candidate, passages)})
    field = categories.find_cues(passages, CUES)
    return Sample(gold, passages, metrics, rows, field, read_quantities(gold, LEXICON), away)


def _label(candidate: Candidate, gold: dict[str, Any]) -> int | None:
    """1 required, 0 not annotated, None where two annotators could disagree."""
    hits = [p for p in gold["programs"] if same_name(p["name"], candidate.name)]
    if any(not p.get("optional") for p in hits):
        return 1
    return None if hits else 0


def _read_metrics(gold: dict[str, Any], body: str) -> Iterable[Figure]:
    for m in gold["metrics"]:
        quote = m["quote"].replace(" ", "")
        start = body.find(quote)
        if start < 0:
            continue
        digits = [
            d
            for d in re.finditer(r"\d[\d.]*[万亿千百]*[余多]?", quote)
            if quote[d.end() :].lstrip("万亿余多以上左右").startswith(m["unit"])
        ]
        low, high = digits[-1].span() if digits else (0, len(quote))
        figure = Mention("text", start + low, start + high, quote[low:high])
        value = MetricMention(
            Decimal(str(m["value"])), None, m["unit"], "", m["qualifier"], m["status"], False, Period(), m["indicator"],
            "", "", figure, (Mention("text", start, start + len(quote), quote),), (),
        )  # fmt: skip
        yield value, m["program"], bool(m.get("optional"))
