"""The two kinds of linear models that are fitted: yes or no, and one of several."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from tests.corpus.fit_links import Choice

Weights = dict[str, float]


#: How much more a firm weight costs that moves away from its prior.
_FIRM = 10.0


def fit_binary(
    rows: Sequence[tuple[Weights, float, float]], ridge: float, priors: Weights, firm: Collection[str] = ()
) -> Weights:
    """Logistic weights of rows of (features, truth as 1 or 0, how much the row counts).

    The weights named in `firm` stay near their prior: what they ask for is annotated otherwise in the rows than on
    the pages that come.
    """
    names = sorted({k for f, _, _ in rows for k in f})
    matrix = _sparse([f for f, _, _ in rows], names)
    truth, counts = np.array([y for _, y, _ in rows]), np.array([c for _, _, c in rows])
    penalty = np.array([0.05 if n == "bias" else ridge * (_FIRM if n in firm else 1.0) for n in names])
    start = np.array([priors.get(n, 0.0) for n in names])

    def loss(w: Any) -> Any:
        z = matrix @ w
        slope = matrix.T @ (counts * (1 / (1 + np.exp(-z)) - truth)) + penalty * (w - start)
        return (counts * (np.logaddexp(0, z) - truth * z)).sum() + 0.5 * (penalty * (w - start) ** 2).sum(), slope

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
