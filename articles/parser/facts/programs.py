"""Programs of an article: named things that a union runs and another county could copy."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from articles.parser.facts.passages import Passage
from articles.parser.facts.wordtree import compile_words
from articles.parser.lexicon import Lexicon, ProgramName
from articles.parser.records import Mention, ProgramMention, Rule


@lru_cache(maxsize=4)
def _known_names(lexicon: Lexicon) -> tuple[object, dict[str, ProgramName]]:
    names = {row.alias: row for row in lexicon.programs if len(row.alias) > 2}
    return compile_words(names), names


def find_programs(passages: Sequence[Passage], lexicon: Lexicon) -> tuple[ProgramMention, ...]:
    """The programs that an article's texts name."""
    pattern, names = _known_names(lexicon)
    found: dict[str, list[Mention]] = {}
    for passage in passages:
        for match in pattern.finditer(passage.text):  # type: ignore[attr-defined]
            found.setdefault(match[0], []).append(passage.mention(*match.span()))
    return tuple(
        ProgramMention(
            n, names[n].canonical, names[n].category, True, tuple(m), (Rule("program.lexicon", "词库中的项目名"),)
        )
        for n, m in found.items()
    )
