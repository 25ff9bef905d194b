"""How much the words of a title or caption speak for each story of the page.

Shared pairs of characters, rare single ones, figures and places count by how
few stories of the page hold them, and a little by how often.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence, Set
from math import log
from operator import add
from typing import Final

from articles.parser.clean import HAN
from articles.parser.lexicon import Lexicon
from articles.parser.page.places import find_places
from articles.parser.page.weights import load_weights

#: Stories further than this from a block in page order are not asked.
REACH: Final = 24
_HAN_RUN: Final = re.compile(f"[{HAN}]+")
_FIGURE: Final = re.compile(r"\d+(?:\.\d+)?")
_STALE: Final = frozenset("的了在是有和为与到上中下一个不这人就出也要会着对及等把被让来去以将")
KINDS: Final = ("pair", "single", "figure", "place")


#: What a gram that a story holds so many times counts; more often makes hardly a difference.
MOST_OFTEN: Final = 100
_OFTEN: Final = (0.0, *(1 + 0.7 * log(times) for times in range(1, MOST_OFTEN)))
#: The stories that hold a gram, in page order, each with the times it does.
Homes = list[tuple[int, int]]


class Affinity:
    """The words of a page's loose blocks, and where its stories have them.

    Each story is its text and the codes of the places that it names.
    """

    def __init__(self, stories: Sequence[tuple[str, Set[str]]], blocks: Sequence[str], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.count = len(stories)
        self._asked = {text: self._ask(text) for text in blocks}
        #: By kind, every gram asked for with the stories that hold it.
        self._homes: list[dict[str, Homes]] = [
            {gram: [] for asked in self._asked.values() for gram in asked[n]} for n in range(len(KINDS))
        ]
        pairs, singles, _, _ = self._homes
        #: The same of pairs and single ones by their first character, then the second, "" for none.
        self._grams: dict[str, dict[str, Homes]] = {}
        for homes in (pairs, singles):
            for gram, home in homes.items():
                self._grams.setdefault(gram[0], {})[gram[1:]] = home
        for index, (text, places) in enumerate(stories):
            self._read(index, text, places)

    def _ask(self, text: str) -> tuple[list[str], ...]:
        """What a block's text can share, by kind."""
        bare = _drop_quotes(text)
        runs = _HAN_RUN.findall(bare)
        pairs = dict.fromkeys(pair for run in runs for pair in map(add, run, run[1:]))
        singles = [char for char in dict.fromkeys("".join(runs)) if char not in _STALE]
        figures = dict.fromkeys(_FIGURE.findall(text))
        return list(pairs), singles, list(figures), list(find_places(text, self.lexicon))

    def _read(self, index: int, text: str, places: Set[str]) -> None:
        """Note which of the grams asked for a story holds."""
        grams = self._grams
        opened: dict[str, Homes] | None = None
        for char in _drop_quotes(text):
            if opened is not None and (home := opened.get(char)) is not None:
                _count(home, index)
            opened = grams.get(char)
            if opened is not None and (alone := opened.get("")) is not None:
                _count(alone, index)
        _, _, figures, named = self._homes
        for homes, held in ((figures, set(_FIGURE.findall(text))), (named, places)):
            for gram in held:
                if gram in homes:
                    homes[gram].append((index, 1))

    def scores(self, text: str, near: int) -> dict[int, float]:
        """Score by story index, of stories at most REACH from `near`; those that share nothing are left out."""
        w = load_weights()
        found: dict[int, float] = {}
        low, high = near - REACH, near + REACH
        for kind, homes, grams in zip(KINDS, self._homes, self._asked[text], strict=True):
            weight = w[f"assign.{kind}"]
            for gram in grams:
                home = homes[gram]
                if not home:
                    continue
                worth = weight * log((self.count + 1.0) / len(home))
                if home[0][0] < low or home[-1][0] > high:
                    home = home[bisect_left(home, (low,)) : bisect_left(home, (high + 1,))]
                for story, times in home:
                    found[story] = found.get(story, 0.0) + worth * (_OFTEN[times] if times < MOST_OFTEN else _OFTEN[-1])
        return found


def _count(home: Homes, index: int) -> None:
    """Once more in the story at `index`, which is the last that was read."""
    if home and home[-1][0] == index:
        home[-1] = (index, home[-1][1] + 1)
    else:
        home.append((index, 1))


def _drop_quotes(text: str) -> str:
    return text.replace("“", "").replace("”", "").replace("‘", "").replace("’", "")
