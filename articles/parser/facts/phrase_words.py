"""The words that the phrase of an indicator sheds or is judged by, made ready once a lexicon.

Kinds of `lexicon/phrase_words.tsv`: `lead` and `tail` are shed at a phrase's edges, `light` verbs give way to
their object, `subject` is who acts, `bare` says nothing by itself, `measure` needs the noun before it, `giving`
opens a list that may be cut, `verb_after` completes what stands before the figure, `function_after` opens no
noun, `stop_after` ends a long one. `deed` is done to what is counted and asks for it: 发放, 采纳, 新增. `common`
is said in every field of the union's work, so it tells none. `where` is a place, not a thing. `calling` is what
a private person is called by before the name (`persons.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from articles.parser.facts.wordtree import group_words, word_pattern
from articles.parser.lexicon import Lexicon
from articles.parser.openings import compile_opened

_PLAIN: Final = re.compile(r"[一-鿿]+")
_LOOK_ROUND: Final = re.compile(r"\(\?<?[!=][^()]*\)")


@dataclass(frozen=True, slots=True)
class Shed:
    """Words to shed at a phrase's edge: plain ones by their edge, and those with look-arounds as a pattern."""

    by_first: dict[str, tuple[str, ...]]
    by_last: dict[str, tuple[str, ...]]
    pattern: re.Pattern[str]

    def at_end(self, text: str, start: int, end: int) -> int:
        """How many characters of a word end `text[start:end]`, the longest plain one first; 0 for none."""
        for word in self.by_last.get(text[end - 1], ()):
            if text.endswith(word, start, end):
                return len(word)
        found = self.pattern.search(text, max(start, end - 8), end)
        return end - found.start() if found else 0

    def at_start(self, text: str, start: int, end: int) -> int:
        """How many characters of a word open `text[start:end]`; 0 for none."""
        for word in self.by_first.get(text[start], ()):
            if text.startswith(word, start, end):
                return len(word)
        found = self.pattern.match(text, start, end)
        return found.end() - start if found else 0


@dataclass(frozen=True, slots=True)
class PhraseWords:
    lead: Shed
    light: re.Pattern[str]
    tail: Shed
    subject: re.Pattern[str]
    bare: re.Pattern[str]
    measure: re.Pattern[str]
    giving: re.Pattern[str]
    verb_after: re.Pattern[str]
    function_after: re.Pattern[str]
    stop_after: re.Pattern[str]
    deed: re.Pattern[str]
    verbs: frozenset[str]
    common: re.Pattern[str]
    places: frozenset[str]
    where: re.Pattern[str]

    def says_nothing(self, phrase: str) -> bool:
        """Whether a phrase is put together from bare words alone; 签约 is no 签 with 约."""
        return bool(self.bare.fullmatch(phrase)) and not self.verb_after.fullmatch(phrase)

    def verb_at_end(self, text: str, start: int, end: int) -> str:
        """The verb that ends `text[start:end]`, the longest, with its 了 or 出; "" for none."""
        bare = end - 1 if end - start > 1 and text[end - 1] in "了出过" else end
        return next((text[bare - n : end] for n in range(4, 0, -1) if text[bare - n : bare] in self.verbs), "")

    def noun_of(self, phrase: str) -> str:
        """A phrase without its verb: 共发放问卷 → 问卷, “微心愿”征集 → “微心愿”; unchanged if nothing would be left."""
        for start in range(phrase.rfind("”") + 1 if phrase[:1] == "“" else 0, len(phrase) - 3):
            for length in range(min(4, len(phrase) - start - 2), 1, -1):
                if phrase[start : start + length] in self.verbs:
                    return phrase[start + length :].removeprefix("的")
        for length in range(min(4, len(phrase) - 2), 1, -1):
            if phrase[-length:] in self.verbs:
                return phrase[:-length]
        return phrase


@lru_cache(maxsize=8)
def phrase_words(lexicon: Lexicon) -> PhraseWords:
    kinds = {word.kind for word in lexicon.phrase_words}
    found = {kind: _any_of(lexicon, kind) for kind in kinds}
    return PhraseWords(
        lead=_shed(lexicon, "lead", re.compile),
        light=re.compile(rf"(?:{found['light']})(?:了|起|出)?"),
        # where a tail begins is all that is asked, so it can be looked for by what opens it
        tail=_shed(lexicon, "tail", lambda words: compile_opened(f"(?:{words})$")),
        subject=re.compile(rf"(?:{found['subject']})"),
        bare=re.compile(rf"(?:(?:{found['bare']}|{found['light']}|{found['lead']})(?:了|出|过|起|成|去|到)?)*"),
        measure=re.compile(rf"(?:{found['measure']})"),
        giving=re.compile(rf"(?:{found['giving']})"),
        verb_after=re.compile(rf"(?:(?:{found['verb_after']})了?)"),
        function_after=re.compile(rf"(?:{found['function_after']})"),
        stop_after=re.compile(rf"(?:{found['stop_after']})"),
        deed=re.compile(rf"(?:{found['deed']})(?:了|出|过|到)?"),
        verbs=frozenset(
            w.pattern for w in lexicon.phrase_words if w.kind in ("deed", "light", "giving", "bare", "verb_after")
        ),
        common=re.compile(found["common"]),
        places=frozenset(name for d in lexicon.divisions for name in (d.name, d.short)),
        where=re.compile(found["where"]),
    )


def _shed(lexicon: Lexicon, kind: str, compiled: Callable[[str], re.Pattern[str]]) -> Shed:
    words = [word.pattern for word in lexicon.phrase_words if word.kind == kind]
    plain = frozenset(word for word in words if _PLAIN.fullmatch(word))
    ruled = "|".join(word for word in words if word not in plain)
    return Shed(group_words(plain, 0), group_words(plain, -1), compiled(ruled))


def _any_of(lexicon: Lexicon, kind: str) -> str:
    """The words of a kind as one pattern: plain ones as a tree, the longest first, then those with look-arounds."""
    patterns = [word.pattern for word in lexicon.phrase_words if word.kind == kind]
    plain = [p for p in patterns if _PLAIN.fullmatch(p)]
    # by what they match, not by the look-arounds written round it
    ruled = sorted(set(patterns).difference(plain), key=lambda p: (-len(_LOOK_ROUND.sub("", p)), p))
    return "|".join([word_pattern(plain), *ruled])
