"""Which of the fifteen categories a program belongs to.

The lexicon knows the old names. A new one is weighed by what words generally
mark a category: at its end (…夜校), inside it (…普法…), in the words that follow
it (“救在身边”职工急救培训计划), in its sentences, paragraphs and titles.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from articles.parser.facts.candidates import Candidate, name_key
from articles.parser.facts.names import QUOTES
from articles.parser.facts.passages import TITLE_PARTS, Passage
from articles.parser.facts.wordtree import compile_words
from articles.parser.lexicon import CategoryCue, Lexicon
from articles.parser.records import Rule

#: How much a cue counts by where it stands, times its own weight.
_DESCRIPTOR, _SENTENCE, _NEXT, _PARAGRAPH, _TITLE, _ARTICLE = 1.6, 0.8, 0.5, 0.3, 0.5, 0.08
_REACH = 14
#: A word said often says little more than a word said twice.
_MOST = 2.0

_CLAUSE_STOP = re.compile(r"[，。！？；：\n“]")

Scores = dict[str, float]


@dataclass(frozen=True)
class CategoryCues:
    """The cues of a lexicon: by word, and the pattern that finds them in running text."""

    by_word: dict[str, tuple[CategoryCue, ...]]
    near: re.Pattern[str]
    longest: int


@lru_cache(maxsize=4)
def load_category_cues(lexicon: Lexicon) -> CategoryCues:
    """The category cues, compiled once a lexicon."""
    by_word: dict[str, list[CategoryCue]] = {}
    for cue in lexicon.category_cues:
        by_word.setdefault(cue.cue, []).append(cue)
    near = compile_words(w for w, cues in by_word.items() if any(c.near for c in cues))
    return CategoryCues({w: tuple(c) for w, c in by_word.items()}, near, max(map(len, by_word), default=0))


@dataclass(frozen=True)
class CueField:
    """Where an article's category cues stand: (passage, position, word), found once for all its names."""

    hits: tuple[tuple[int, int, str], ...]


def find_cues(passages: Sequence[Passage], cues: CategoryCues) -> CueField:
    """All category cues of an article's texts."""
    return CueField(
        tuple(
            (number, match.start(), match[0])
            for number, passage in enumerate(passages)
            for match in cues.near.finditer(passage.text)
        )
    )


def score_name(name: str, cues: CategoryCues) -> Scores:
    """What the words of a name itself say, by category.

    >>> max(score_name("甲板普法季", cues))  # 普法 → legal
    """
    scores: Scores = defaultdict(float)
    bare = name_key(name)
    best: dict[str, list[tuple[int, int, float]]] = defaultdict(list)
    for start in range(len(bare)):
        for end in range(start + 1, min(len(bare), start + cues.longest) + 1):
            for cue in cues.by_word.get(bare[start:end], ()):
                weight = cue.end if end == len(bare) and cue.end else cue.inside
                if weight:
                    best[cue.category].append((start, end, weight))
    for category, found in best.items():
        taken: set[int] = set()
        for start, end, weight in sorted(found, key=lambda f: (-f[2], f[0] - f[1])):
            if not taken & set(range(start, end)):
                taken |= set(range(start, end))
                scores[category] += weight
    return dict(scores)


def score_context(
    candidate: Candidate, passages: Sequence[Passage], field: CueField, cues: CategoryCues
) -> Scores:
    """What stands round a name says, by category."""
    counted: dict[str, float] = defaultdict(float)
    places = [(o.passage, o.start, o.end) for o in candidate.occurrences]
    inside = {(p, i) for p, s, e in places for i in range(s, e)}
    zones = [_Zone(passages, *place) for place in places]
    for number, position, word in field.hits:
        if (number, position) in inside:
            continue
        weight = max((z.weigh(number, position) for z in zones), default=0.0)
        if passages[number].part in TITLE_PARTS:
            weight = max(weight, _TITLE)
        counted[word] = min(_MOST, counted[word] + max(weight, _ARTICLE))
    scores: Scores = defaultdict(float)
    for word, weight in counted.items():
        for cue in cues.by_word[word]:
            scores[cue.category] += weight * cue.near
    return dict(scores)


class _Zone:
    """The surroundings of one printing: descriptor, sentence, next sentence, paragraph."""

    __slots__ = ("descriptor", "following", "number", "paragraph", "sentence")

    def __init__(self, passages: Sequence[Passage], number: int, start: int, end: int) -> None:
        passage = passages[number]
        at = passage.sentence_at(start)
        self.number = number
        self.sentence = passage.sentences[at]
        self.following = passage.sentences[at + 1] if at + 1 < len(passage.sentences) else (0, 0)
        self.paragraph = passage.paragraphs[passage.paragraph_at(start)]
        stop = _CLAUSE_STOP.search(passage.text, end + 1)
        self.descriptor = (end, min(end + _REACH, stop.start() if stop else len(passage.text)))

    def weigh(self, number: int, position: int) -> float:
        if number != self.number or not self.paragraph[0] <= position < self.paragraph[1]:
            return 0.0
        if self.descriptor[0] <= position < self.descriptor[1]:
            return _DESCRIPTOR
        if self.sentence[0] <= position < self.sentence[1]:
            return _SENTENCE
        return _NEXT if self.following[0] <= position < self.following[1] else _PARAGRAPH


def choose_category(
    candidate: Candidate, passages: Sequence[Passage], field: CueField, cues: CategoryCues
) -> tuple[str, Rule, bool]:
    """A program's category, the reason, and whether it is certain.

    The lexicon's word stands; else the sum of name and surroundings decides,
    `other` where nothing speaks.
    """
    if candidate.row is not None:
        return candidate.row.category, Rule("category.lexicon", "词库中的类别"), True
    own = score_name(candidate.name.translate(QUOTES), cues)
    scores: Scores = defaultdict(float)
    for part in (own, score_context(candidate, passages, field, cues)):
        for category, score in part.items():
            scores[category] += score
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    if not ranked or ranked[0][1] < 0.5:
        return "other", Rule("category.none", "没有可认类别的词"), False
    first, second = ranked[0], ranked[1] if len(ranked) > 1 else ("", 0.0)
    where = "名称" if own.get(first[0]) else "上下文"
    return first[0], Rule("category.cues", f"由{where}用词推定"), first[1] > 1.5 * second[1]
