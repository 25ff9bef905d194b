"""Which of the fifteen categories a program belongs to.

The lexicon knows the old names. A new one is weighed by what words generally
mark a category: at its end (…夜校), inside it (…普法…), in the words that follow
it (“救在身边”职工急救培训计划), and in the text that goes on about it, clause by
clause up to the next program's name; titles that print it and the whole article
count too. In each zone many words of one category count for the cube root of
their sum only, so that a long list says little more than its first words. The
name's characters speak too, by the words they stand in: 脊 and 疗 are mostly of
health; and by the names that had them, see `name_wording.py`. The zones'
weights are in `lexicon/weights.tsv`, model `categories`; how far a word says
more or less than its row in `category_cues.tsv`, model `cues`. All are fitted
by tests/corpus/fit_weights.py.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import cbrt, log
from operator import add
from sys import maxsize
from typing import Final

from articles.parser.facts.candidates import Candidate, name_key
from articles.parser.facts.linear import load_weights
from articles.parser.facts.name_wording import find_wording, load_category_wording
from articles.parser.facts.names import bare_name
from articles.parser.facts.passages import TITLE_PARTS, Passage, Span
from articles.parser.facts.wordindex import WordIndex
from articles.parser.lexicon import CATEGORIES, CategoryCue, Lexicon
from articles.parser.records import Rule

#: The zones round a name printed in the body, the nearest first; a cue counts in the nearest it stands in:
#: the words right behind it, the rest of its clause and the next one, the words of its clause before it,
#: the rest of its sentence, the next sentence, the sentence before it, what goes on up to the next program
#: or the paragraph's end, and the paragraph.
ZONES: Final = ("descriptor", "after", "own", "sentence", "next", "before", "run", "paragraph")
_REACH: Final = 14
#: What stands farther from a name in a paragraph without end is not about it.
_FAR: Final = 600
#: A word said often says little more than a word said once.
_MOST: Final = 1.5
#: One faint word in a whole article (成立) says nothing of a name.
_LEAST: Final = 0.7
#: How many cues a character must stand in before it is believed.
_DOUBT: Final = 2.0

#: What surrounds the first printings tells a category; the hundredth tells nothing new.
_PRINTINGS: Final = 12

_CLAUSE_STOP: Final = re.compile(r"[，。！？；：\n“]")
_HAN: Final = re.compile("[一-鿿]")

Scores = dict[str, float]


@dataclass(frozen=True)
class CategoryCues:
    """The cues of a lexicon: by word, and those for running text ready to be looked up.

    `lengths` tells how long the words are that open with two characters, the shortest first; of one character that is
    a word, with that one alone.
    """

    by_word: dict[str, tuple[CategoryCue, ...]]
    near: WordIndex
    #: What a word in running text says, as (category, strength).
    strengths: dict[str, tuple[tuple[str, float], ...]]
    lengths: dict[str, tuple[int, ...]]
    #: What a Chinese character of a name says of each of CATEGORIES, as log odds.
    characters: dict[str, tuple[float, ...]]


@lru_cache(maxsize=4)
def load_category_cues(lexicon: Lexicon) -> CategoryCues:
    """The category cues, compiled once a lexicon."""
    return build_category_cues(lexicon.category_cues, load_weights(lexicon, "cues"))


def build_category_cues(rows: Sequence[CategoryCue], learned: Mapping[str, float]) -> CategoryCues:
    """The cues with what was `learned` of them: by word and category (热水.station), what is added to its strength."""
    by_word: dict[str, list[CategoryCue]] = defaultdict(list)
    strengths: dict[str, Scores] = {}
    lengths: dict[str, set[int]] = defaultdict(set)
    for cue in rows:
        by_word[cue.cue].append(cue)
        lengths[cue.cue[:2]].add(len(cue.cue))
        if cue.near and len(cue.cue) > 1:
            strengths.setdefault(cue.cue, {})[cue.category] = cue.near
    for key, more in learned.items():
        word, category = key.split(".")
        if word in strengths:
            strengths[word][category] = max(0.0, strengths[word].get(category, 0.0) + more)
    return CategoryCues(
        by_word={word: tuple(cues) for word, cues in by_word.items()},
        near=WordIndex(strengths),
        strengths={word: tuple(said.items()) for word, said in strengths.items()},
        lengths={first: tuple(sorted(group)) for first, group in lengths.items()},
        characters=_weigh_characters(rows),
    )


def _weigh_characters(rows: Sequence[CategoryCue]) -> dict[str, tuple[float, ...]]:
    """The log odds of each category by the share of its cues that a character stands in, against even shares."""
    sizes, many = Counter(cue.category for cue in rows), len(CATEGORIES)
    places = {category: place for place, category in enumerate(CATEGORIES)}
    shares: dict[str, list[float]] = defaultdict(lambda: [0.0] * many)
    for cue in rows:
        letters = set(_HAN.findall(cue.cue))
        for letter in letters:
            shares[letter][places[cue.category]] += len(rows) / (len(letters) * many * sizes[cue.category])
    odds = {}
    for letter, said in shares.items():
        total = sum(said) + _DOUBT
        odds[letter] = tuple([log((share * many + _DOUBT) / total) for share in said])
    return odds


def score_characters(name: str, cues: CategoryCues) -> Scores:
    """What the characters of a name say of each category in sum: 舒脊 → health first."""
    found = [cues.characters[letter] for letter in name if letter in cues.characters]
    return dict(zip(CATEGORIES, map(sum, zip(*found, strict=True)), strict=True)) if found else {}


class CueField:
    """Where an article's category cues stand, found once for all its names, each sentence's at the first need.

    Most articles name only what the lexicon knows: of them no more is asked than what figures' sentences say.
    """

    def __init__(self, passages: Sequence[Passage], cues: CategoryCues) -> None:
        self._passages, self._cues = passages, cues
        self._found: dict[tuple[int, int], list[tuple[int, str]]] = {}

    def hits(self, number: int, low: int = 0, high: int = maxsize) -> list[tuple[int, str]]:
        """The (position, word) of the cues that begin in `text[low:high]` of the article's passage `number`."""
        passage = self._passages[number]
        first = passage.sentence_at(low)
        hits = self._in_sentence(number, first)
        if high > passage.sentences[first][1]:
            following = range(first + 1, passage.sentence_at(high - 1) + 1)
            hits = [*hits, *(hit for sentence in following for hit in self._in_sentence(number, sentence))]
        return hits[bisect_left(hits, (low, "")) : bisect_left(hits, (high, ""))]

    def _in_sentence(self, number: int, sentence: int) -> list[tuple[int, str]]:
        found = self._found.get((number, sentence))
        if found is None:
            passage = self._passages[number]
            found = self._cues.near.walk_apart(passage.text, *passage.sentences[sentence])
            self._found[number, sentence] = found
        return found

    def words(self) -> list[str]:
        """All the cues of the article, as often as they are printed."""
        return [word for number in range(len(self._passages)) for _, word in self.hits(number)]

    @cached_property
    def article(self) -> Scores:
        """What they say of each category together, as the cube root of the sum."""
        return _root(_add_words(Counter(self.words()), self._cues))


def find_cues(passages: Sequence[Passage], cues: CategoryCues) -> CueField:
    """All category cues of an article's texts."""
    return CueField(passages, cues)


def _add_words(counts: Mapping[str, float], cues: CategoryCues) -> Scores:
    scores: Scores = defaultdict(float)
    for word, count in counts.items():
        times = count if count < _MOST else _MOST
        for category, strength in cues.strengths[word]:
            scores[category] += times * strength
    return scores


def find_name_cues(name: str, cues: CategoryCues) -> dict[str, tuple[float, float]]:
    """What the words of a name itself say: by category, the weight at its end and inside it."""
    bare = name_key(name)
    found: dict[str, list[tuple[float, int, int, bool]]] = defaultdict(list)
    lengths, many = cues.lengths, len(bare)
    for start, pair in enumerate(map(add, bare, bare[1:] + "\n")):
        for length in (*lengths.get(pair[0], ()), *lengths.get(pair, ())):
            end = start + length
            # behind the name's end the slice is too short to be a word of this length
            for cue in cues.by_word.get(bare[start:end], ()) if end <= many else ():
                closes = end == many and cue.end > 0
                weight = cue.end if closes else cue.inside
                if weight:
                    found[cue.category].append((weight, start, end, closes))
    return {category: _add_cues(hits) for category, hits in found.items()}


def _add_cues(hits: list[tuple[float, int, int, bool]]) -> tuple[float, float]:
    """The weights of cues that do not overlap, the heaviest first: 托班 counts, the 班 in it does not."""
    taken: set[int] = set()
    closing = inside = 0.0
    for weight, start, end, closes in sorted(hits, key=lambda h: (-h[0], h[1] - h[2], h[1])):
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            closing, inside = (closing + weight, inside) if closes else (closing, inside + weight)
    return closing, inside


def score_name(name: str, cues: CategoryCues) -> Scores:
    """What a name's own words say in sum, by category: 工地普法季 → legal."""
    return {category: sum(pair) for category, pair in find_name_cues(name, cues).items()}


class _Surroundings:
    """The zones round one printing of a name, as ends of spans."""

    __slots__ = ("after", "clause", "descriptor", "end", "following", "paragraph", "run", "sentence", "start")

    def __init__(self, passage: Passage, span: Span, stops: Sequence[int]) -> None:
        self.start, self.end = span
        number = passage.sentence_at(self.start)
        self.sentence = passage.sentences[number]
        self.paragraph = passage.paragraphs[passage.paragraph_at(self.start)]
        self.clause = passage.clauses[passage.clause_at(self.start)][0]
        stop = _CLAUSE_STOP.search(passage.text, self.end + 1)
        self.descriptor = min(self.end + _REACH, stop.start() if stop else len(passage.text))
        nearest = bisect_left(stops, self.end)
        self.run = min(self.paragraph[1], stops[nearest] if nearest < len(stops) else self.paragraph[1])
        last = min(passage.clause_at(self.end - 1) + 1, len(passage.clauses) - 1)
        self.after = min(passage.clauses[last][1], self.sentence[1], self.run)
        self.following = min(passage.sentences[min(number + 1, len(passage.sentences) - 1)][1], self.run)

    def zone_of(self, position: int) -> int:
        """The number in ZONES of a position in the name's paragraph; -1 inside the name."""
        if position < self.start:
            return 2 if position >= self.clause else 5 if position >= self.sentence[0] else 7
        if position < self.end:
            return -1
        if position < self.descriptor:
            return 0
        if position < self.after:
            return 1
        if position >= self.run:
            return 7
        return 3 if position < self.sentence[1] else 4 if position < self.following else 6


def score_zones(
    candidate: Candidate,
    passages: Sequence[Passage],
    field: CueField,
    cues: CategoryCues,
    stops: Iterable[tuple[int, int]],
) -> dict[str, Scores]:
    """What stands round a name says: by zone, the cube root of the weight for each category.

    `stops` are the (passage, position) of the article's other names: what
    follows those is about them.
    """
    counts: list[Counter[str]] = [Counter() for _ in ZONES]
    titles: Counter[str] = Counter()
    others: dict[int, list[int]] = defaultdict(list)
    for number, position in sorted(stops):
        others[number].append(position)
    around: dict[tuple[int, Span], list[_Surroundings]] = defaultdict(list)
    for o in candidate.occurrences[:_PRINTINGS]:
        passage = passages[o.passage]
        if passage.part in TITLE_PARTS:
            titles.update(word for position, word in field.hits(o.passage) if not o.start <= position < o.end)
        else:
            here = _Surroundings(passage, (o.start, o.end), others[o.passage])
            around[o.passage, here.paragraph].append(here)
    for (number, (low, high)), places in around.items():
        low = max(low, min(place.start for place in places) - _FAR)
        high = min(high, max(place.end for place in places) + _FAR)
        for position, word in field.hits(number, low, high):
            zone = min(place.zone_of(position) for place in places)
            if zone >= 0:
                counts[zone][word] += 1
    scores = {zone: _root(_add_words(count, cues)) for zone, count in zip(ZONES, counts, strict=True)}
    return scores | {"title": _root(_add_words(titles, cues)), "article": field.article}


def _root(scores: Scores) -> Scores:
    return {category: cbrt(score) for category, score in scores.items()}


def find_evidence(
    candidate: Candidate,
    passages: Sequence[Passage],
    field: CueField,
    cues: CategoryCues,
    stops: Iterable[tuple[int, int]],
) -> dict[str, Scores]:
    """All that speaks for a name's category: `end` and `inside` of the name, its `characters`, and the zones."""
    name = bare_name(candidate.name)
    own = find_name_cues(name, cues)
    return {
        "end": {category: closing for category, (closing, _) in own.items()},
        "inside": {category: inside for category, (_, inside) in own.items()},
        "characters": score_characters(name, cues),
    } | score_zones(candidate, passages, field, cues, stops)


def choose_category(
    candidate: Candidate,
    passages: Sequence[Passage],
    field: CueField,
    lexicon: Lexicon,
    stops: Iterable[tuple[int, int]] = (),
) -> tuple[str, Rule, bool]:
    """A program's category, the reason, and whether it is certain.

    The lexicon's word stands; else the weighted sum of name and surroundings
    decides, `other` where no word speaks.
    """
    if candidate.row is not None:
        return candidate.row.category, Rule("category.lexicon", "词库中的类别"), True
    weights = load_weights(lexicon, "categories")
    evidence = find_evidence(candidate, passages, field, load_category_cues(lexicon), stops)
    if max((s for kind in ("end", "inside", "article") for s in evidence[kind].values()), default=0.0) < _LEAST:
        return "other", Rule("category.none", "没有可认类别的词"), False
    scores = {category: weights.get(f"bias.{category}", 0.0) for category in CATEGORIES}
    for kind, said in evidence.items():
        weight = weights.get(kind, 0.0)
        for category, score in said.items() if weight else ():
            scores[category] += weight * score
    wording = load_category_wording(lexicon)
    for feature in find_wording(candidate, passages):
        for category, weight in wording.get(feature, ()):
            scores[category] += weight
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    (first, best), (_, second) = ranked[0], ranked[1]
    where = "名称" if evidence["end"].get(first) or evidence["inside"].get(first) else "上下文"
    return first, Rule("category.cues", f"由{where}用词推定"), best - second > 1.0
