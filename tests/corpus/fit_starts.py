"""Fit the weights of how a story starts on composed pages, and judge them on articles and corpora left out.

    python tests/corpus/fit_starts.py --compose COMPOSE.py tests/corpus/open.jsonl [MORE.jsonl …] [--save]

Each corpus is typeset in narrow columns many times, as it stands and without
its 本报讯; the page half reads the paragraphs, and each paragraph that no
本报讯, sign-off, title or new measure settles is a row: does an article begin
here? Prints how many starts the weights miss and how many they see where none
is, fitted on other articles, on the other corpora, and as stored. With
`--save` the fitted rows of `articles/parser/lexicon/page_weights.tsv` are
written, to one decimal. Needs numpy and scipy, which the product does not.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any
from zlib import crc32

import numpy as np
from scipy.optimize import minimize

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from articles.parser.clean import split_lines  # noqa: E402
from articles.parser.facts.byline import is_credit  # noqa: E402
from articles.parser.lexicon import FOLDER, load_lexicon  # noqa: E402
from articles.parser.page.blocks import Block, join_text  # noqa: E402
from articles.parser.page.columns import read_columns  # noqa: E402
from articles.parser.page.flowing import is_flowing  # noqa: E402
from articles.parser.page.furniture import split_furniture  # noqa: E402
from articles.parser.page.lines import build_lines  # noqa: E402
from articles.parser.page.starts import AHEAD, Passage, SoFar, build_passage, find_start_features  # noqa: E402
from articles.parser.page.weights import load_weights  # noqa: E402

LEXICON = load_lexicon()
TABLE = FOLDER / "page_weights.tsv"

#: Where one of these stands the start is settled: their weights are set by hand, and the rows left out.
SETTLED = frozenset({"lead", "ended", "loose", "jump"})
FITTED = (
    "drift", "new_place", "new_head", "old_gone", "new_union", "dateline", "prospect", "goal", "length", "shared",
    "no_gap", "resume", "speaks",
)  # fmt: skip
#: Layouts in which paragraphs have to be found, and the seeds of the pages with 本报讯 and without.
LAYOUTS = ("textlayer", "spaced")
SEEDS, BARE_SEEDS = (11, 12, 13), (21, 22, 23, 24)
PER_PAGE = (3, 8)
RIDGE, FOLDS = 2.0, 6
#: A paragraph is known again by this many of its first characters.
KEY = 12
_LEAD = re.compile(r"(?:本报讯)?.{0,60}?报道\s*")
_QUOTES = str.maketrans(dict.fromkeys("“”‘’\"'「」『』《》〈〉"))

Weights = dict[str, float]


@dataclass(frozen=True)
class Start:
    """A paragraph behind another: whether an article begins there, and what speaks for it."""

    corpus: str
    #: The article it belongs to, and the one before it or the same.
    article: str
    before: str
    opens: bool
    features: Weights


def load_compose(path: Path) -> ModuleType:
    """The typesetter at `path`: `compose(articles, layout, rng)` gives a page's text and its truth."""
    spec = importlib.util.spec_from_file_location("compose", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load_articles(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines() if line.strip()]


def drop_lead(article: dict[str, Any]) -> dict[str, Any]:
    """The article as a paper prints it that begins no story with 本报讯: its first sentence is its first words."""
    if article["lead"] == "none" or not article["paragraphs"]:
        return article
    first, *others = article["paragraphs"]
    lead = _LEAD.match(first)
    if lead is None or lead.end() >= len(first) - 10:
        return article
    byline: dict[str, list[str]] = {role: [] for role in article["byline"]}
    return article | {"paragraphs": [first[lead.end() :], *others], "lead": "none", "byline": byline}


def compose_pages(
    articles: Sequence[dict[str, Any]], seed: int, compose: ModuleType
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every article once in every layout, a few to a page: the page's text and its truth."""
    rng = random.Random(seed)
    for layout in LAYOUTS:
        pool = list(articles)
        rng.shuffle(pool)
        while pool:
            count = rng.randint(*PER_PAGE)
            yield compose.compose([dict(a) for a in pool[:count]], layout, rng)
            pool = pool[count:]


def find_key(text: str) -> str:
    """What a paragraph is known again by, however it was set."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).translate(_QUOTES)[:KEY]


def read_blocks(text: str) -> list[Block]:
    """The paragraphs and loose lines of a page of columns; none of a page that flows."""
    lines = build_lines(split_lines(text))
    flowing = is_flowing(lines)
    lines, _ = split_furniture(lines, flowing=flowing)
    return [] if flowing else read_columns(lines)


def find_starts(text: str, gold: dict[str, Any], corpus: str) -> Iterator[Start]:
    """Every paragraph of a page but its first, with what stands before it as the truth has it."""
    openings = {find_key(a["paragraphs"][0]): f"{corpus}/{a['id']}" for a in gold["articles"] if a["paragraphs"]}
    blocks = read_blocks(text)
    credits = {i for i, block in enumerate(blocks) if _is_credit(block)}
    passages = {i: build_passage(b, LEXICON) for i, b in enumerate(blocks) if not b.loose and i not in credits}
    sofar, last, article = SoFar(), -1, ""
    for i in range(len(blocks)):
        if i not in passages:
            sofar.ended = sofar.ended or i in credits
            continue
        opened = openings.get(find_key(passages[i].text))
        if sofar.last is not None:
            between = any(blocks[j].loose for j in range(last + 1, i))
            features = find_start_features(passages[i], sofar, sofar.last, _find_upcoming(passages, i), between=between)
            yield Start(corpus, opened or article, article, opened is not None, features)
        if opened is not None or not article:
            sofar, article = SoFar(), opened or f"{corpus}/?"
        sofar.add(passages[i])
        last = i


def _is_credit(block: Block) -> bool:
    return len(block.lines) <= 3 and is_credit(join_text(block.lines))


def _find_upcoming(passages: dict[int, Passage], start: int) -> list[Passage]:
    """The paragraph and those behind it, as many as the parser looks at."""
    return [passages[j] for j in range(start, start + AHEAD + 2) if j in passages][:AHEAD]


def build_starts(path: Path, compose: ModuleType) -> list[Start]:
    """The undecided paragraphs of a corpus, typeset with and without 本报讯."""
    articles = load_articles(path)
    bare = [drop_lead(a) for a in articles]
    runs = [*((articles, seed) for seed in SEEDS), *((bare, seed) for seed in BARE_SEEDS)]
    return [
        start
        for printed, seed in runs
        for text, gold in compose_pages(printed, seed, compose)
        for start in find_starts(text, gold, path.stem)
        if not SETTLED & start.features.keys()
    ]


def fit_starts(starts: Sequence[Start]) -> Weights:
    """Logistic weights of the fitted features, and the bias, which no ridge holds."""
    matrix = np.array([[1.0, *(s.features.get(n, 0.0) for n in FITTED)] for s in starts])
    truth = np.array([float(s.opens) for s in starts])
    penalty = np.array([0.0, *[RIDGE] * len(FITTED)])

    def loss(w: Any) -> Any:
        z = matrix @ w
        slope = matrix.T @ (1 / (1 + np.exp(-z)) - truth) + penalty * w
        return (np.logaddexp(0, z) - truth * z).sum() + 0.5 * (penalty * w**2).sum(), slope

    found = minimize(loss, np.zeros(len(penalty)), jac=True, method="L-BFGS-B").x
    return dict(zip(("bias", *FITTED), map(float, found), strict=True))


def score_start(start: Start, weights: Weights) -> float:
    return weights["bias"] + sum(weights[name] * value for name, value in start.features.items())


@dataclass
class Tally:
    """How often the weights were asked and how often they erred."""

    opens: int = 0
    inside: int = 0
    missed: int = 0
    false: int = 0

    def add(self, starts: Sequence[Start], weights: Weights) -> None:
        for start in starts:
            seen = score_start(start, weights) > 0
            self.opens += start.opens
            self.inside += not start.opens
            self.missed += start.opens and not seen
            self.false += seen and not start.opens

    def __str__(self) -> str:
        share = [100 * n / max(1, of) for n, of in ((self.missed, self.opens), (self.false, self.inside))]
        return (
            f"missed {self.missed:3d} of {self.opens:4d} starts ({share[0]:4.1f} %), "
            f"false cuts {self.false:3d} at {self.inside:5d} paragraphs ({share[1]:4.2f} %)"
        )


def find_fold(article: str) -> int:
    return crc32(article.encode()) % FOLDS


def cross_validate(starts: Sequence[Start]) -> Tally:
    """Each article judged by weights that saw neither it nor what it stands behind."""
    tally = Tally()
    for fold in range(FOLDS):
        learned = [s for s in starts if fold not in (find_fold(s.article), find_fold(s.before))]
        tally.add([s for s in starts if find_fold(s.article) == fold], fit_starts(learned))
    return tally


def judge(starts: Sequence[Start], stored: Weights) -> None:
    """Print what the weights miss: by article left out, by corpus left out, as stored."""
    print(f"articles left out     {cross_validate(starts)}")
    corpora = list(dict.fromkeys(s.corpus for s in starts))
    for corpus in corpora:
        mine = [s for s in starts if s.corpus == corpus]
        others = [s for s in starts if s.corpus != corpus]
        for name, weights in (("left out", fit_starts(others) if others else None), ("as stored", stored)):
            if weights is not None:
                tally = Tally()
                tally.add(mine, weights)
                print(f"{corpus:8s} {name:12s} {tally}")


def save_weights(weights: Weights) -> None:
    """Write the values of the rows fitted; all other rows and every note stay as they are."""
    rows = []
    for row in TABLE.read_text(encoding="utf8").splitlines():
        name, _, note = row.split("\t")
        fitted = weights.get(name.removeprefix("start.")) if name.startswith("start.") else None
        rows.append(row if fitted is None else f"{name}\t{fitted:.1f}\t{note}")
    TABLE.write_text("\n".join(rows) + "\n", encoding="utf8")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("corpora", nargs="+", type=Path)
    arguments.add_argument("--compose", type=Path, required=True, help="the typesetter, compose.py")
    arguments.add_argument("--save", action="store_true", help="write the weights fitted on all articles")
    args = arguments.parse_args()
    compose = load_compose(args.compose)
    starts = [start for path in args.corpora for start in build_starts(path, compose)]
    stored = {name: load_weights()[f"start.{name}"] for name in ("bias", *FITTED)}
    fitted = fit_starts(starts)
    print(f"{len(starts)} paragraphs, {sum(s.opens for s in starts)} of them open an article")
    for name, value in fitted.items():
        print(f"start.{name:10s} fitted {value:6.2f}  stored {stored[name]:5.1f}")
    judge(starts, stored)
    if args.save:
        save_weights(fitted)


if __name__ == "__main__":
    main()
