"""Fit the weights that tell kicker, headline and deck apart, and judge them on corpora left out.

    python tests/corpus/fit_roles.py DEV.jsonl SEED.jsonl tests/corpus/*.jsonl [--save]

Every article with two title lines or more is a row: which cut of its lines into
kicker, headline and deck does the annotation print? A conditional log-linear
model is fitted to all of them. Prints how many cuts come out as annotated, of
each corpus by weights fitted on the others, of the first two by weights that
saw all but the article, and as stored. With `--save` the fitted rows of
`articles/parser/lexicon/page_weights.tsv` are written, to two decimals. The
first two files count twice: they follow the annotation rules most closely.
Needs numpy and scipy, which the product does not.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from articles.parser.lexicon import FOLDER, load_lexicon  # noqa: E402
from articles.parser.page.roles import find_cuts  # noqa: E402
from articles.parser.page.weights import load_weights  # noqa: E402

LEXICON = load_lexicon()
TABLE = FOLDER / "page_weights.tsv"
#: Set by hand: an annotation prints neither dashes nor blocks, and a figure above a place is rare but tells.
BY_HAND = frozenset({"dash", "border", "kicker_counts"})
SET = {name: load_weights()[f"role.{name}"] for name in BY_HAND}
RIDGE = 1.5
#: How often the first files count, and how many files those are.
LEADING, LEADERS = 2.0, 2

Weights = dict[str, float]
Cut = tuple[int, int]


@dataclass(frozen=True)
class Titles:
    """The title lines of an article, every cut of them and the printed one."""

    corpus: str
    lines: tuple[str, ...]
    cuts: dict[Cut, Weights]
    printed: Cut
    counts: float

    def guess(self, weights: Weights) -> Cut:
        return max(self.cuts, key=lambda c: score_cut(self.cuts[c], weights | SET))


def score_cut(features: Weights, weights: Weights) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


def load_titles(path: Path, counts: float) -> list[Titles]:
    rows = []
    for line in path.read_text(encoding="utf8").splitlines():
        article: dict[str, Any] = json.loads(line)
        texts = tuple(article["kicker"] + article["headline"] + article["deck"])
        above = len(article["kicker"])
        printed = (above, above + len(article["headline"]))
        if len(texts) > 1:
            rows.append(Titles(path.stem, texts, find_cuts(texts, LEXICON), printed, counts))
    return rows


def fit_roles(rows: Sequence[Titles]) -> Weights:
    """Weights of the conditional log-linear model over each article's cuts, held by a ridge."""
    names = sorted({name for row in rows for features in row.cuts.values() for name in features} - BY_HAND)
    matrices = [np.array([[f.get(n, 0.0) for n in names] for f in row.cuts.values()]) for row in rows]
    given = [np.array([score_cut(f, SET) for f in row.cuts.values()]) for row in rows]
    truths = [list(row.cuts).index(row.printed) for row in rows]

    def loss(w: Any) -> Any:
        total, slope = RIDGE / 2 * w @ w, RIDGE * w
        for row, matrix, offset, truth in zip(rows, matrices, given, truths, strict=True):
            odds = matrix @ w + offset
            shares = np.exp(odds - odds.max())
            shares /= shares.sum()
            total -= row.counts * np.log(shares[truth])
            slope = slope - row.counts * (matrix[truth] - shares @ matrix)
        return total, slope

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return dict(zip(names, map(float, found), strict=True))


def judge(rows: Sequence[Titles], leaders: Iterable[str], stored: Weights) -> None:
    """Print how many cuts come out as annotated, by corpus."""
    for corpus in dict.fromkeys(row.corpus for row in rows):
        mine = [row for row in rows if row.corpus == corpus]
        if corpus in leaders:
            unseen = sum(row.guess(fit_roles([r for r in rows if r is not row])) == row.printed for row in mine)
        else:
            weights = fit_roles([row for row in rows if row.corpus != corpus])
            unseen = sum(row.guess(weights) == row.printed for row in mine)
        seen = sum(row.guess(stored) == row.printed for row in mine)
        print(f"{corpus:10s} {len(mine):3d} articles, right left out {unseen:3d}, as stored {seen:3d}")


def save_weights(weights: Weights) -> None:
    """Write the values of the rows fitted; all other rows and every note stay as they are."""
    rows = []
    for row in TABLE.read_text(encoding="utf8").splitlines():
        name, _, note = row.split("\t")
        value = weights.get(name.removeprefix("role.")) if name.startswith("role.") else None
        rows.append(row if value is None else f"{name}\t{value:.2f}\t{note}")
    TABLE.write_text("\n".join(rows) + "\n", encoding="utf8")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("corpora", nargs="+", type=Path)
    arguments.add_argument("--save", action="store_true", help="write the weights fitted on all articles")
    args = arguments.parse_args()
    rows = [row for n, path in enumerate(args.corpora) for row in load_titles(path, LEADING if n < LEADERS else 1.0)]
    stored = {
        name.removeprefix("role."): value
        for name, value in load_weights().items()
        if name.startswith("role.") and name.removeprefix("role.") not in BY_HAND
    }
    fitted = fit_roles(rows)
    for name, value in fitted.items():
        print(f"role.{name:15s} fitted {value:6.2f}  stored {stored.get(name, float('nan')):6.2f}")
    judge(rows, [path.stem for path in args.corpora[:LEADERS]], stored)
    if args.save:
        save_weights(fitted)


if __name__ == "__main__":
    main()
