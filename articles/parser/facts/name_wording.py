"""What the wording of a name says of it and its category, characters and their pairs one by one.

The cues of the lexicon are whole words, and an invented name often holds none. How it ends (歇凉亭), its characters and
their pairs, and those of the words right behind it (“听潮”职工心理咨询室) are weighed by how named programs were
categorised, and, with those right before it (县总工会推出…), by which quoted and launched words were programs at all.
The weights are in `lexicon/weights.tsv`, models `categories.wording`, as `pair.工坊>employment`, and `names.wording`,
as `pair.工坊`; the rare has none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import add
from typing import Final

from articles.parser.facts.candidates import Candidate
from articles.parser.facts.linear import load_weights
from articles.parser.facts.names import bare_name
from articles.parser.facts.passages import TITLE_PARTS, Passage
from articles.parser.lexicon import Lexicon

#: How far the words behind a name reach, if no mark ends them before.
_REACH: Final = 12
#: How many characters before a name are read.
_BEFORE: Final = 6
_STOP: Final = re.compile("[，。！？；：、\n“]")


@lru_cache(maxsize=4)
def load_category_wording(lexicon: Lexicon) -> Mapping[str, tuple[tuple[str, float], ...]]:
    """What each feature of `find_wording` says of categories, as (category, weight)."""
    said: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for key, weight in load_weights(lexicon, "categories.wording").items():
        feature, _, category = key.partition(">")
        said[feature].append((category, weight))
    return {feature: tuple(weights) for feature, weights in said.items()}


def find_wording(candidate: Candidate, passages: Sequence[Passage]) -> tuple[str, ...]:
    """The features of a name's wording, each once: 歇凉亭 → last.亭, ending.凉亭, letter.歇, …, pair.歇凉, …"""
    name, behind = bare_name(candidate.name), _words_behind(candidate, passages)
    features = [f"last.{name[-1:]}", f"ending.{name[-2:]}"]
    features += [f"letter.{letter}" for letter in name]
    features += [f"pair.{pair}" for pair in map(add, name, name[1:])]
    features += [f"behind.{pair}" for pair in map(add, behind, behind[1:])]
    return tuple(dict.fromkeys(features))


def find_name_wording(candidate: Candidate, passages: Sequence[Passage]) -> tuple[str, ...]:
    """The features of a name's wording with those of the words right before it; none of the lexicon's names."""
    if candidate.row is not None:
        return ()
    before = _words_before(candidate, passages)
    more = tuple(f"before.{pair}" for pair in dict.fromkeys(map(add, before, before[1:])))
    return find_wording(candidate, passages) + more


def _words_before(candidate: Candidate, passages: Sequence[Passage]) -> str:
    """The words right before the first printing of a name in the body, "" for none."""
    for o in candidate.occurrences:
        passage = passages[o.passage]
        if passage.part not in TITLE_PARTS:
            return _STOP.split(passage.text[max(0, o.start - _BEFORE) : o.start].rstrip("“‘"))[-1]
    return ""


def _words_behind(candidate: Candidate, passages: Sequence[Passage]) -> str:
    """The words right behind the first printing of a name in the body, "" for none."""
    for o in candidate.occurrences:
        passage = passages[o.passage]
        if passage.part not in TITLE_PARTS:
            return _STOP.split(passage.text[o.end : o.end + _REACH].lstrip("”’"), maxsplit=1)[0]
    return ""
