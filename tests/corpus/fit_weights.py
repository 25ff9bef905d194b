"""Fit the weights of names, categories and links on annotated articles, and judge them on articles left out.

    python tests/corpus/fit_weights.py tests/corpus/open.jsonl [MORE.jsonl …] [--home HOME.jsonl …] [--save]

Prints the cross-validated figures (five folds by article) and, with `--save`,
writes `articles/parser/lexicon/weights.tsv` from all the articles. Needs numpy
and scipy, which the product itself does not.

Annotators differ: one gives a figure to a program where another says that it
is the union's as a whole. Articles given as `--home` are annotated in the way
the parser is to follow. They count more, and what the others do otherwise all
through gets weights of its own (`away`), which are not written.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from articles.parser.facts import categories, link_scene, programs  # noqa: E402
from articles.parser.facts.candidates import Candidate, name_key  # noqa: E402
from articles.parser.facts.linear import load_weights, probability, weigh  # noqa: E402
from articles.parser.lexicon import FOLDER  # noqa: E402
from articles.parser.records import ProgramMention  # noqa: E402
from tests.corpus import fit_links as linking  # noqa: E402
from tests.corpus.fit_categories import category_choices, fit_categories, fit_cues  # noqa: E402
from tests.corpus.fit_figures import fit_figures, reads_as_figure  # noqa: E402
from tests.corpus.fit_links import same_name  # noqa: E402
from tests.corpus.samples import CUES, GRAMMAR, LEXICON, WORDING, Sample, Weights, build_sample  # noqa: E402
from tests.corpus.solving import fit_binary, fit_choices  # noqa: E402

#: How often an article counts that is annotated in the way to follow.
HOME = 3
#: What other annotators weigh otherwise in names: above all, how much they take for a program.
AWAY_NAMES = ("bias", "once", "title", "first", "last", "figure.sentence")
#: And in links: how much they give to none, and whether 颁出“巡堤勋章”90枚 is the badge's or its program's.
AWAY_LINKS = ("none", "quote", "touch.before", "touch.behind", "main", "titled", "once", "common", "held")

LINK_RIDGE = 3.0
#: How often the linker reads on by its own choices, and what a choice counts that builds on true or on its own ones.
LINK_ROUNDS, TOLD, OWN = 2, 0.2, 0.4
MODELS = ("figures", "names", "cues", "categories", "links")

NAME_RIDGE = 0.8
#: How many candidates, and how many figures, must have a feature of wording.
NAME_WORDING_SEEN, LINK_WORDING_SEEN = 5, 10
#: What an optional name counts beside a required one: no annotator misses it, but figures can be its.
OPTIONAL_NAME = 0.3
#: What language says before any article does; the fit may move away from it. Names of the lexicon, services said as
#: an activity (开展送清凉活动) and events behind a motto are rarer in the corpora than in the papers.
NAME_PRIORS = {
    "named": 1.2,
    "returned": 0.2,
    "motto": 4.0,
    "known.brand": 4.0,
    "known.common": 4.0,
    "title+known": 1.0,
    "service+behind": 2.5,
    "service+held": 5.0,
    "service+nothing": -0.5,
    "single": -3.0,
}
#: 开展送清凉活动 is mostly no program of a composed article, and always one of the stored bulletins; a service that no
#: figure stands by (聚焦集体协商过程优化) is none of theirs, but often one of an article composed round it.
FIRM = frozenset(("service+held", "service+nothing"))


def fit_names(samples: Sequence[Sample]) -> Weights:
    """Logistic weights of the features of names."""
    labels = {1: (1.0, 1.0), 0: (0.0, 1.0), None: (1.0, OPTIONAL_NAME)}
    seen = Counter(f for s in samples for _, features, _ in s.candidates for f in features if f.startswith("wording."))
    rare = {feature for feature, count in seen.items() if count < NAME_WORDING_SEEN}
    rows = [
        ({k: v for k, v in features.items() if k not in rare} | _away(s, features, AWAY_NAMES), *labels[label])
        for s in samples
        for _, features, label in s.candidates
    ]
    return _at_home(fit_binary(rows, NAME_RIDGE, NAME_PRIORS, FIRM))


def _away(sample: Sample, features: Weights, names: Sequence[str]) -> Weights:
    """The features that only articles of other annotators have."""
    if not sample.away:
        return {}
    return {f"away+{name}": features[name] for name in names if name in features}


def _at_home(weights: Weights) -> Weights:
    return {name: weight for name, weight in weights.items() if not name.startswith("away")}


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
    """The weights of all models; without links among `models`, theirs are what they already are."""
    names, learned = fit_names(samples), fit_cues(samples)
    kinds = fit_categories(samples, categories.build_category_cues(LEXICON.category_cues, learned))
    wording = {f"wording.{name}": weight for name, weight in load_weights(LEXICON, "links.wording").items()}
    links = dict(load_weights(LEXICON, "links")) | wording
    if "links" in models:
        links = fit_links(samples, names)
    return {
        "figures": fit_figures([s.quantities for s in samples]),
        "names": names,
        "cues": learned,
        "categories": kinds,
        "links": links,
    }


def part_wording(models: dict[str, Weights]) -> dict[str, Weights]:
    """The models as they are written: what their wording says apart, weighed once as it is."""
    kinds = models["categories"]
    parted = {
        "figures": models["figures"],
        "cues": models["cues"],
        "categories": {name: weight for name, weight in kinds.items() if ">" not in name},
        "categories.wording": {name: weight for name, weight in kinds.items() if ">" in name},
    }
    for model, scale in (("names", WORDING), ("links", 1.0)):
        said = {name: w for name, w in models[model].items() if name.startswith("wording.")}
        parted[model] = {name: w for name, w in models[model].items() if name not in said} | {"wording": 1.0}
        parted[f"{model}.wording"] = {name.removeprefix("wording."): w * scale for name, w in said.items()}
    return parted


def fit_links(samples: Sequence[Sample], names: Weights) -> Weights:
    """Weights of links: on the true programs, on those that `names` finds, and on those found by others' names.

    A page gives the linker its own earlier choices and not the true ones, so it
    learns mostly from these: on articles left out that is worth half a point.
    An article counts as often as it is given, and all its copies are left out together.
    """
    articles = {(s.gold["id"], *s.gold["headline"]): n for n, s in enumerate(samples)}
    thirds = [articles[s.gold["id"], *s.gold["headline"]] % 3 for s in samples]
    parts = [fit_names([s for s, third in zip(samples, thirds, strict=True) if third != n]) for n in range(3)]
    readings = [
        [read_links(s, found) for found in (true_programs(s), *(read_programs(s, w) for w in (names, parts[third])))]
        for s, third in zip(samples, thirds, strict=True)
    ]
    flat = [(r, s) for group, s in zip(readings, samples, strict=True) for r in group]
    counts = linking.count_wording([group[0] for group in readings])
    linking.keep_wording([r for r, _ in flat], {name for name, count in counts.items() if count >= LINK_WORDING_SEEN})
    choices = [choice for r, s in flat for choice in _choices(r, s, TOLD)]
    weights = _at_home(fit_choices(choices, LINK_RIDGE, linking.PRIORS, linking.bound))
    for _ in range(LINK_ROUNDS):
        choices += [choice for r, s in flat for choice in _choices(r, s, OWN, weights)]
        weights = _at_home(fit_choices(choices, LINK_RIDGE, linking.PRIORS, linking.bound))
    return weights


def _choices(
    reading: linking.Reading, sample: Sample, counts: float, weights: Weights | None = None
) -> list[linking.Choice]:
    """A reading's choices, those of other annotators with what they weigh otherwise."""
    made = linking.weigh_choices(linking.read_choices(reading, weights), counts)
    return [
        ({name: features | _away(sample, features, AWAY_LINKS) for name, features in options.items()}, right, weight)
        for options, right, weight in made
    ]


def judge(sample: Sample, models: dict[str, Weights], board: dict[str, list[bool]]) -> None:
    """Add one article's hits and misses to the board."""
    found = read_programs(sample, models["names"])
    for p in sample.gold["programs"]:
        if not p.get("optional"):
            board["names found"].append(any(same_name(p["name"], f.name) for f in found))
    for quantity in (q for q in sample.quantities if q.passes and q.figure is not None):
        row = "figures kept" if quantity.figure else "others refused"
        board[row].append(reads_as_figure(quantity, models["figures"]) == bool(quantity.figure))
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
    rows = ("figures kept", "others refused", "names found", "names true", "categories", "links", "links, true names")
    board: dict[str, list[bool]] = {row: [] for row in rows}
    for n in range(folds):
        held = order[n::folds]
        models = fit_all([s for s in order if not any(s is h for h in held)], wanted)
        for sample in held:
            judge(sample, models, board)
    for name, hits in board.items():
        print(f"{name:18s} {100 * sum(hits) / max(1, len(hits)):5.1f} % of {len(hits)}")


#: The least weight that is written; of wording, where thousands of rows say next to nothing, more is asked.
LEAST, LEAST_WORDING = 0.015, 0.06
OF_WORDING = frozenset(("figures", "names.wording", "categories.wording", "links.wording"))


def save_weights(models: dict[str, Weights]) -> None:
    """Write the rows of these models; those of the others stay as they are."""
    path = FOLDER / "weights.tsv"
    header, *kept = path.read_text(encoding="utf8").splitlines()
    rows = [row for row in kept if row.split("\t")[0] not in models]
    rows += [
        f"{m}\t{k}\t{v:.2f}"
        for m, ws in models.items()
        for k, v in ws.items()
        if abs(v) >= (LEAST_WORDING if m in OF_WORDING else LEAST)
    ]
    path.write_text("\n".join([header, *sorted(rows)]) + "\n", encoding="utf8")


def read_samples(path: Path, *, away: bool = False) -> list[Sample]:
    """The articles of one file."""
    lines = path.read_text(encoding="utf8").splitlines()
    return [build_sample(json.loads(line), away=away) for line in lines if line.strip()]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("corpora", nargs="+", type=Path)
    arguments.add_argument("--home", nargs="*", type=Path, default=[], help="annotated in the way to follow")
    arguments.add_argument("--save", action="store_true", help="write the weights fitted on all articles")
    arguments.add_argument("--models", nargs="+", default=MODELS, help="which to fit and write")
    args = arguments.parse_args()
    samples = [sample for path in args.corpora for sample in read_samples(path, away=bool(args.home))]
    samples += [sample for path in args.home for sample in read_samples(path) for _ in range(HOME)]
    cross_validate(samples, args.models)
    if args.save:
        models = part_wording(fit_all(samples, args.models))
        save_weights({name: models[name] for name in models if name.partition(".")[0] in args.models})


if __name__ == "__main__":
    main()
