"""Fit the weights of names, categories and links on annotated articles, and judge them on articles left out.

    python tests/corpus/fit_weights.py tests/corpus/open.jsonl [MORE.jsonl …] [--save]

Prints the cross-validated figures (five folds by article) and, with `--save`,
writes `articles/parser/lexicon/weights.tsv` from all the articles. Needs numpy
and scipy, which the product itself does not.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from articles.parser.facts import categories, link_scene, name_features, programs  # noqa: E402
from articles.parser.facts.candidates import Candidate, build_candidates, name_key  # noqa: E402
from articles.parser.facts.figures import read_figures  # noqa: E402
from articles.parser.facts.linear import load_weights, probability, weigh  # noqa: E402
from articles.parser.facts.names import load_name_grammar  # noqa: E402
from articles.parser.facts.passages import Passage, story_passages  # noqa: E402
from articles.parser.lexicon import CATEGORIES, FOLDER, load_lexicon  # noqa: E402
from articles.parser.records import Mention, MetricMention, Period, ProgramMention, TitleLine  # noqa: E402
from articles.parser.words import load_tokenizer  # noqa: E402
from tests.corpus import fit_links as linking  # noqa: E402
from tests.corpus.fit_links import Choice, Figure, same_name  # noqa: E402
from tests.parser.stories import make_source, make_story  # noqa: E402

LEXICON = load_lexicon()
GRAMMAR = load_name_grammar(LEXICON)
CUES = categories.build_category_cues(LEXICON.category_cues, {})

LINK_RIDGE = 3.0
#: How often the linker reads on by its own choices, and what a choice counts that builds on true or on its own ones.
LINK_ROUNDS, TOLD, OWN = 2, 0.2, 0.4
MODELS = ("names", "cues", "categories", "links")

#: Of a cue: how many names must have it near them, how sure its row is taken to be, and from which share of the names
#: on it speaks for a category that its rows do not know.
CUE_SEEN, CUE_DOUBT, CUE_SHARE = 4, 1.0, 0.2

#: What language says before any article does; the fit may move away from it. Names of the lexicon, services said as
#: an activity (开展送清凉活动) and events behind a motto are rarer in the corpora than in the papers.
NAME_PRIORS = {
    "named": 1.2,
    "returned": 0.2,
    "motto": 4.0,
    "known.brand": 3.0,
    "known.common": 2.0,
    "title+known": 1.0,
    "service+behind": 2.0,
    "service+held": 2.0,
}
CATEGORY_PRIORS = dict.fromkeys(("end", "inside", "characters", *categories.ZONES, "title", "article"), 0.2)

Weights = dict[str, float]


@dataclass
class Sample:
    """An annotated article with everything that does not depend on weights."""

    gold: dict[str, Any]
    passages: tuple[Passage, ...]
    metrics: list[Figure]
    candidates: list[tuple[Candidate, Weights, int | None]]
    field: categories.CueField


def build_sample(gold: dict[str, Any]) -> Sample:
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
        if not name_features.veto(c, GRAMMAR, passages, text)
    ]
    name_features.compare_features([features for _, features, _ in rows])
    return Sample(gold, passages, metrics, rows, categories.find_cues(passages, CUES))


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


def fit_binary(samples: Sequence[Sample], ridge: float = 0.8) -> Weights:
    """Logistic weights of the features of names."""
    rows = [(f, y) for s in samples for _, f, y in s.candidates if y is not None]
    names = sorted({k for f, _ in rows for k in f})
    matrix = np.array([[f.get(n, 0.0) for n in names] for f, _ in rows])
    truth = np.array([float(y) for _, y in rows])
    penalty = np.array([0.05 if n == "bias" else ridge for n in names])
    start = np.array([NAME_PRIORS.get(n, 0.0) for n in names])

    def loss(w: Any) -> Any:
        z = matrix @ w
        slope = matrix.T @ (1 / (1 + np.exp(-z)) - truth) + penalty * (w - start)
        return (np.logaddexp(0, z) - truth * z).sum() + 0.5 * (penalty * (w - start) ** 2).sum(), slope

    return dict(zip(names, minimize(loss, start.copy(), jac=True, method="L-BFGS-B").x, strict=True))


def fit_choices(
    choices: Sequence[Choice], ridge: float, priors: Weights, bound: Callable[[str], Any] = lambda name: (None, None)
) -> Weights:
    """Softmax weights: each choice is its options' features, the right options, and how much it counts."""
    names = sorted({k for options, _, _ in choices for f in options.values() for k in f})
    rows = [f for options, _, _ in choices for f in options.values()]
    right = np.array([float(k in right) for options, right, _ in choices for k in options])
    sizes = [len(options) for options, _, _ in choices]
    firsts, owner = np.cumsum([0, *sizes[:-1]]), np.repeat(np.arange(len(sizes)), sizes)
    counts = np.array([weight for _, _, weight in choices])
    matrix = _sparse(rows, names)
    start = np.array([priors.get(n, 0.0) for n in names])

    def loss(w: Any) -> Any:
        z = matrix @ w
        power = np.exp(z - np.maximum.reduceat(z, firsts)[owner])
        chance = power / np.add.reduceat(power, firsts)[owner]
        good = np.add.reduceat(chance * right, firsts)
        slope = matrix.T @ (counts[owner] * (chance - chance * right / good[owner])) + ridge * (w - start)
        return -(counts * np.log(good)).sum() + 0.5 * ridge * ((w - start) ** 2).sum(), slope

    bounds = [bound(n) for n in names]
    return dict(zip(names, minimize(loss, start.copy(), jac=True, method="L-BFGS-B", bounds=bounds).x, strict=True))


def _sparse(rows: Sequence[Weights], names: Sequence[str]) -> Any:
    """One row of a matrix for each row of features."""
    column = {name: n for n, name in enumerate(names)}
    cells = [(value, n, column[name]) for n, row in enumerate(rows) for name, value in row.items() if value]
    values, lines, columns = zip(*cells, strict=True)
    return csr_matrix((values, (lines, columns)), shape=(len(rows), len(names)))


def bound_category(name: str) -> tuple[float | None, float | None]:
    """A cue can fail to speak for its category, never speak against it."""
    return (None, None) if name.startswith("bias.") else (0.0, None)


def name_categories(sample: Sample) -> list[tuple[Candidate, str]]:
    """The required names of an article that are found, with their categories."""
    named = []
    for p in sample.gold["programs"]:
        found = [c for c, _, _ in sample.candidates if same_name(c.name, p["name"])]
        found.sort(key=lambda c: name_key(c.name) != name_key(p["name"]))
        if found and not p.get("optional"):
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


def category_choices(sample: Sample, cues: categories.CategoryCues) -> list[tuple[Choice, bool]]:
    """A choice of category for each required name, and whether the lexicon knows it."""
    named = name_categories(sample)
    field = categories.find_cues(sample.passages, cues)
    choices: list[tuple[Choice, bool]] = []
    for candidate, right in named:
        stops = [(o.passage, o.start) for c, _ in named if c is not candidate for o in c.occurrences]
        evidence = categories.find_evidence(candidate, sample.passages, field, cues, stops)
        options = {
            c: {f"bias.{c}": 1.0} | {kind: said.get(c, 0.0) for kind, said in evidence.items()} for c in CATEGORIES
        }
        choices.append(((options, [right], 1.0), candidate.row is not None))
    return choices


def true_programs(sample: Sample) -> list[ProgramMention]:
    """The annotated programs with their printings."""
    found = []
    for p in sample.gold["programs"]:
        match = next((c for c, _, _ in sample.candidates if name_key(c.name) == name_key(p["name"])), None)
        mentions = [sample.passages[o.passage].mention(o.start, o.end) for o in match.occurrences] if match else []
        found.append(ProgramMention(p["name"], p["name"], p["category"], False, tuple(mentions), ()))
    return found


def read_programs(sample: Sample, weights: Weights) -> list[ProgramMention]:
    """The programs that `weights` find, with the categories that the lexicon's weights give them."""
    weighed = [programs.Weighed(c, probability(weigh(f, weights)), f) for c, f, _ in sample.candidates]
    kept = programs.settle_nested([w for w in weighed if w.probability >= programs.ACCEPT], sample.passages)
    return [_build_program(w.candidate, sample, [o.candidate for o in kept if o is not w]) for w in kept]


def _build_program(candidate: Candidate, sample: Sample, others: Sequence[Candidate]) -> ProgramMention:
    stops = [(o.passage, o.start) for other in others for o in other.occurrences]
    category = categories.choose_category(candidate, sample.passages, sample.field, LEXICON, stops)[0]
    mentions = tuple(sample.passages[o.passage].mention(o.start, o.end) for o in candidate.occurrences)
    return ProgramMention(candidate.name, candidate.name, category, False, mentions, ())


def read_links(sample: Sample, found: list[ProgramMention]) -> linking.Reading:
    """The sample's figures with the features of their choices among the programs `found`."""
    words = link_scene.load_link_words(LEXICON)
    scene = link_scene.build_scene(sample.passages, found, sample.field, CUES, GRAMMAR, words)
    return linking.build_reading(scene, sample.metrics)


def fit_all(samples: Sequence[Sample], models: Sequence[str] = MODELS) -> dict[str, Weights]:
    """The weights of `models`; without links, what they already are."""
    names, learned = fit_binary(samples), fit_cues(samples)
    cues = categories.build_category_cues(LEXICON.category_cues, learned)
    kinds = [choice for s in samples for choice, _ in category_choices(s, cues)]
    links = dict(load_weights(LEXICON, "links"))
    if "links" in models:
        links = fit_links(samples, names)
    return {
        "names": names,
        "cues": learned,
        "categories": fit_choices(kinds, 3.0, CATEGORY_PRIORS, bound_category),
        "links": links,
    }


def fit_links(samples: Sequence[Sample], names: Weights) -> Weights:
    """Weights of links: on the true programs, on those that `names` finds, and on those found by others' names.

    A page gives the linker its own earlier choices and not the true ones, so it
    learns mostly from these: on articles left out that is worth half a point.
    An article that is given several times counts once here: more helps no article left out.
    """
    samples = list({(s.gold["id"], *s.gold["headline"]): s for s in samples}.values())
    parts = [fit_binary([s for i, s in enumerate(samples) if i % 3 != n] or samples) for n in range(3)]
    readings = [
        [read_links(s, found) for found in (true_programs(s), *(read_programs(s, w) for w in (names, parts[i % 3])))]
        for i, s in enumerate(samples)
    ]
    flat = [r for group in readings for r in group]
    choices = [choice for r in flat for choice in linking.weigh_choices(linking.read_choices(r), TOLD)]
    weights = fit_choices(choices, LINK_RIDGE, linking.PRIORS)
    for _ in range(LINK_ROUNDS):
        own = (linking.read_choices(r, weights) for r in flat)
        choices += [choice for made in own for choice in linking.weigh_choices(made, OWN)]
        weights = fit_choices(choices, LINK_RIDGE, linking.PRIORS)
    return weights


def judge(sample: Sample, models: dict[str, Weights], board: dict[str, list[bool]]) -> None:
    """Add one article's hits and misses to the board."""
    found = read_programs(sample, models["names"])
    for p in sample.gold["programs"]:
        if not p.get("optional"):
            board["names found"].append(any(same_name(p["name"], f.name) for f in found))
    board["names true"] += [any(same_name(p["name"], f.name) for p in sample.gold["programs"]) for f in found]
    cues = categories.build_category_cues(LEXICON.category_cues, models["cues"])
    for (options, right, _), known in category_choices(sample, cues):
        scores = {c: weigh(f, models["categories"]) for c, f in options.items()}
        board["categories"].append(known or max(scores, key=lambda c: scores[c]) in right)
    for row, programs_read in (("links", found), ("links, true names", true_programs(sample))):
        for (_, right, weight), chosen in linking.read_choices(read_links(sample, programs_read), models["links"]):
            if weight == 1.0:
                board[row].append(chosen in right)


def cross_validate(samples: list[Sample], wanted: Sequence[str], folds: int = 5) -> None:
    order = samples[:]
    random.Random(0).shuffle(order)
    board: dict[str, list[bool]] = {"names found": [], "names true": [], "categories": [], "links": []}
    board["links, true names"] = []
    for n in range(folds):
        held = order[n::folds]
        models = fit_all([s for s in order if not any(s is h for h in held)], wanted)
        for sample in held:
            judge(sample, models, board)
    for name, hits in board.items():
        print(f"{name:18s} {100 * sum(hits) / max(1, len(hits)):5.1f} % of {len(hits)}")


def save_weights(models: dict[str, Weights]) -> None:
    """Write the rows of these models; those of the others stay as they are."""
    path = FOLDER / "weights.tsv"
    header, *kept = path.read_text(encoding="utf8").splitlines()
    rows = [row for row in kept if row.split("\t")[0] not in models]
    rows += [f"{m}\t{k}\t{v:.2f}" for m, ws in models.items() for k, v in ws.items() if abs(v) >= 0.015]
    path.write_text("\n".join([header, *sorted(rows)]) + "\n", encoding="utf8")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("corpora", nargs="+", type=Path)
    arguments.add_argument("--save", action="store_true", help="write the weights fitted on all articles")
    arguments.add_argument("--models", nargs="+", default=MODELS, help="which to fit and write")
    args = arguments.parse_args()
    lines = [line for path in args.corpora for line in path.read_text(encoding="utf8").splitlines() if line.strip()]
    samples = [build_sample(json.loads(line)) for line in lines]
    cross_validate(samples, args.models)
    if args.save:
        models = fit_all(samples, args.models)
        save_weights({name: models[name] for name in args.models})


if __name__ == "__main__":
    main()
