"""The weights that page reading decides by: `lexicon/page_weights.tsv`, one a row with its meaning."""

from __future__ import annotations

from functools import lru_cache

from articles.parser.lexicon import LexiconError, read_table


@lru_cache(maxsize=1)
def load_weights() -> dict[str, float]:
    """Every weight by name. Raises LexiconError for a name twice or a value that is no number."""
    weights: dict[str, float] = {}
    for name, value in read_table("page_weights", lambda **c: (c["name"], float(c["value"]))):
        if name in weights:
            raise LexiconError(f"page_weights.tsv: {name} stands there twice")
        weights[name] = value
    return weights
