"""Occurrences of one name put together, over titles, body and captions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

from articles.parser.facts.names import NameGrammar, Occurrence, bare_name, find_bare, find_occurrences, is_launched
from articles.parser.facts.passages import TITLE_PARTS, Passage
from articles.parser.facts.unquoted import find_unquoted
from articles.parser.lexicon import ProgramName

#: Kinds of printings that count only where no surer one lies over them.
_UNSURE: Final = frozenset(("bare", "named", "returned"))
_SUFFIX: Final = re.compile(r"(?:计划|项目|活动|品牌|工程|行动|平台|系列|服务|工作|实践|机制|制度)+$")


class Candidate(NamedTuple):
    """A possible name with all its printings, in order; `row` is what the lexicon knows of it."""

    name: str
    occurrences: tuple[Occurrence, ...]
    row: ProgramName | None = None

    def kinds(self) -> set[str]:
        return {o.kind for o in self.occurrences}


@lru_cache(maxsize=1024)
def name_key(name: str) -> str:
    """A name without quotation marks and the class noun at its end: 今天我替你计划 and “今天我替你” are one."""
    bare = bare_name(name)
    return _SUFFIX.sub("", bare) or bare


def build_candidates(passages: Sequence[Passage], grammar: NameGrammar) -> tuple[Candidate, ...]:
    """The possible names of an article in the order of their first printing."""
    grouped: dict[str, list[Occurrence]] = {}
    bare: list[Occurrence] = []
    titles = "\n".join(p.text for p in passages if p.part in TITLE_PARTS)
    for number, passage in enumerate(passages):
        #: Characters that surer printings lie over: no unquoted name is looked for there.
        covered: set[int] = set()
        unquoted = find_unquoted(number, passage, "" if passage.part in TITLE_PARTS else titles, grammar, covered)
        printings = chain(
            find_occurrences(number, passage, grammar), find_bare(number, passage, grammar, covered), unquoted
        )
        for found in printings:
            kind, cells = found.kind, range(found.start, found.end)
            if kind in _UNSURE and not covered.isdisjoint(cells):
                continue
            if kind == "bare":
                bare.append(found)
                continue
            if kind != "returned":
                covered.update(cells)
            grouped.setdefault(name_key(found.name), []).append(found)
    for key, group in _group_bare(bare, grouped, passages).items():
        grouped.setdefault(key, []).extend(group)
    _drop_honours(grouped, grammar)
    _drop_short_quotes(grouped)
    _join_services(grouped, grammar)
    # how long the lexicon's name is that lies over a character
    known = {
        (o.passage, place): o.end - o.start
        for group in grouped.values()
        for o in group
        if o.kind == "known"
        for place in range(o.start, o.end)
    }
    candidates = [_build_candidate(group, passages, grammar, known) for group in grouped.values()]
    return tuple(sorted(candidates, key=lambda c: (c.occurrences[0].passage, c.occurrences[0].start)))


def _drop_honours(grouped: dict[str, list[Occurrence]], grammar: NameGrammar) -> None:
    """工会驿站 inside “最美工会驿站” is an honour's part: that printing does not count."""
    honours = [
        o for group in grouped.values() for o in group if o.kind == "quoted" and grammar.opens_with(o.name, "honour")
    ]
    if not honours:
        return
    for key, group in list(grouped.items()):
        kept = [
            o
            for o in group
            if not any(h.passage == o.passage and h.start < o.start and o.end <= h.end for h in honours)
        ]
        if kept:
            grouped[key] = kept
        else:
            del grouped[key]


def _drop_short_quotes(grouped: dict[str, list[Occurrence]]) -> None:
    """暖新 inside “暖新”系列公益服务项目: the longer form is the name."""
    inner = [o for group in grouped.values() for o in group if o.kind == "inner"]
    for key in [k for k, group in grouped.items() if all(len(o.name) <= 2 for o in group)]:
        covered = all(
            any(i.passage == o.passage and i.start <= o.start and o.end <= i.end for i in inner) for o in grouped[key]
        )
        # 护苗 beside “护苗行动队”: the figure that the program is named for; unless most is said of the short one
        longer = [other for other in grouped if key != other and key in other]
        if covered or any(len(grouped[other]) >= len(grouped[key]) for other in longer):
            del grouped[key]


def _join_services(grouped: dict[str, list[Occurrence]], grammar: NameGrammar) -> None:
    """行业集体协商 and 集体协商, 职工疗休养 and 免费疗休养 are one service in one article.

    It goes by the longer of two names one inside the other, else by the one printed most.
    """
    families: dict[str, list[str]] = {}
    for key in grouped:
        row = grammar.rows.get(key, (None,))[0]
        if row is not None and row.role == "service":
            families.setdefault(row.canonical, []).append(key)
    for keys in families.values():
        main = max(keys, key=lambda k: (len(grouped[k]), len(k)))
        main = max((k for k in keys if main in k), key=len)
        for key in keys:
            if key != main:
                grouped[main] += [o._replace(kind="again") for o in grouped.pop(key)]


def _group_bare(
    bare: list[Occurrence], grouped: dict[str, list[Occurrence]], passages: Sequence[Passage]
) -> dict[str, list[Occurrence]]:
    """Names by head noun alone: kept when the same words are printed twice or stand in a title.

    Of 市总工会惠工小站 and 一座惠工小站 the common end is the name.
    """
    taken: dict[int, set[int]] = defaultdict(set)
    for found in chain.from_iterable(grouped.values()):
        taken[found.passage].update(range(found.start, found.end + 1))
    free = [o for o in bare if o.end not in taken[o.passage]]
    ends: dict[str, list[Occurrence]] = {}
    for found in free:
        for length in range(3, len(found.name) + 1):
            ends.setdefault(found.name[-length:], []).append(found)
    kept: dict[str, list[Occurrence]] = {}
    used: set[tuple[int, int]] = set()
    for end in sorted(ends, key=len, reverse=True):
        group = [o for o in ends[end] if (o.passage, o.end) not in used]
        if len(group) >= 2 or any(len(o.name) == len(end) and _stands_alone(o, passages) for o in group):
            used |= {(o.passage, o.end) for o in group}
            kept[end] = [Occurrence(end, o.passage, o.end - len(end), o.end, "bare") for o in group]
    return kept


def _stands_alone(found: Occurrence, passages: Sequence[Passage]) -> bool:
    """Whether a name by its head noun alone is one though printed once: in a title, or behind 推出 and the like."""
    passage = passages[found.passage]
    return passage.part in TITLE_PARTS or (len(found.name) > 3 and is_launched(passage.text, found.start))


def _build_candidate(
    group: list[Occurrence], passages: Sequence[Passage], grammar: NameGrammar, known: Mapping[tuple[int, int], int]
) -> Candidate:
    """The candidate of a group of printings, with all others of its name.

    `known` tells by (passage, position) how long the lexicon's name is that is printed there.
    """
    spans: dict[tuple[int, int], Occurrence] = {}
    for found in group:
        spans.setdefault((found.passage, found.start), found)
    names = dict.fromkeys([o.name for o in group if o.kind != "again"])
    name = next(iter(names)) if len(names) == 1 else min(names, key=lambda n: (len(name_key(n)), len(n)))
    row = (grammar.rows.get(bare_name(name)) or grammar.rows.get(name_key(name)) or (None,))[0]
    served = row is not None and row.role == "service"
    if len(name) >= 3:
        for number, passage in enumerate(passages):
            at = passage.text.find(name)
            while at >= 0:
                end = at + len(name)
                if (number, at) not in spans and not (served and _is_part(number, at, end, known)):
                    spans[number, at] = Occurrence(name, number, at, end, "again")
                at = passage.text.find(name, end)
    return Candidate(name, tuple(spans[k] for k in sorted(spans)), row)


def _is_part(passage: int, start: int, end: int, known: Mapping[tuple[int, int], int]) -> bool:
    """集体协商 inside 工资集体协商: of a service, what a longer known name holds is no printing of its own."""
    return known.get((passage, start), 0) > end - start and (passage, end - 1) in known
