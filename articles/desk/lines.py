"""The left pane: every pasted line with the article it went to and what was read in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from articles.desk.letters import colour, letter
from articles.desk.marking import Mark, Piece, cut_at_marks
from articles.models import Bulletin
from articles.review.tracing import find_line, find_line_starts

#: Longer pages show the article in hand and its surroundings; the rest unfolds by a link.
SHOWN_WHOLE = 1500
AROUND = 12
ROLES = {
    "kicker": "引题",
    "headline": "主题",
    "deck": "副题",
    "caption": "图注",
    "credit": "署名",
    "column": "栏目",
    "furniture": "版头",
    "unsettled": "未定",
}


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One pasted line. `number` counts from 1; `folded` lines stand for a run of hidden ones."""

    number: int
    colour: str = ""
    letter: str = "—"
    role: str = ""
    why: str = ""
    blank: bool = False
    off: bool = False
    folded: int = 0
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of neighbouring lines of one article, for the minimap and the list of places. Percent of the page."""

    colour: str
    first: int
    last: int
    roles: str
    top: str
    height: str


def build_lines(bulletin: Bulletin, marks: Iterable[Mark], current: int | None, *, whole: bool) -> list[SourceLine]:
    """The lines for the pane. `marks` count in the raw text; `current` is the position of the article in hand."""
    raw_lines, fates = bulletin.raw_text.splitlines(), bulletin.line_fates
    starts = find_line_starts(bulletin.raw_text)
    shown = _find_shown(fates, len(raw_lines), current, whole=whole)
    by_line = _marks_by_line(list(marks), starts)
    lines: list[SourceLine] = []
    hidden = 0
    previous: int | None = None
    for number, text in enumerate(raw_lines):
        role, article, rule, why = _fate(fates, number)
        opens = role == "body" and article != previous
        previous = article if role == "body" else previous
        if number not in shown:
            hidden += 1
            continue
        if hidden:
            lines.append(SourceLine(number, folded=hidden))
            hidden = 0
        lines.append(
            SourceLine(
                number=number + 1,
                colour=colour(article) if text.strip() else "",
                letter=letter(article) if article is not None else "—",
                role="起" if opens else ROLES.get(role, ""),
                why=why + ("（人工所定）" if rule == "person" else ""),
                blank=not text.strip(),
                off=article is None,
                pieces=cut_at_marks(text, by_line.get(number, []), starts[number]),
            )
        )
    if hidden:
        lines.append(SourceLine(len(raw_lines), folded=hidden))
    return lines


def _fate(fates: Sequence[Sequence[object]], number: int) -> tuple[str, int | None, str, str]:
    if number >= len(fates):
        return "blank", None, "", ""
    role, article, rule, why = fates[number]
    return str(role), article if isinstance(article, int) else None, str(rule), str(why)


def _find_shown(fates: Sequence[Sequence[object]], count: int, current: int | None, *, whole: bool) -> set[int]:
    if whole or count <= SHOWN_WHOLE:
        return set(range(count))
    mine = [n for n in range(count) if _fate(fates, n)[1] == current and current is not None] or [0]
    return {k for n in mine[:SHOWN_WHOLE] for k in range(max(0, n - AROUND), min(count, n + AROUND + 1))}


def _marks_by_line(marks: list[Mark], starts: list[int]) -> dict[int, list[Mark]]:
    by_line: dict[int, list[Mark]] = {}
    for mark in marks:
        for number in range(find_line(starts, mark.start), find_line(starts, mark.end - 1) + 1):
            by_line.setdefault(number, []).append(mark)
    return by_line


def build_stretches(bulletin: Bulletin, current: int | None = None) -> list[Stretch]:
    """Runs of lines by article, all of them or those of `current`; blank lines between do not part them."""
    fates = bulletin.line_fates
    count = max(len(fates), 1)
    runs: list[tuple[int | None, int, int, list[str]]] = []
    for number in range(len(fates)):
        role, article, _, _ = _fate(fates, number)
        if role == "blank":
            continue
        label = ROLES.get(role, "")
        if runs and runs[-1][0] == article:
            _, first, _, roles = runs[-1]
            runs[-1] = (article, first, number, roles if label in roles else [*roles, label])
        else:
            runs.append((article, number, number, [label]))
    return [
        Stretch(
            colour=colour(article),
            first=first + 1,
            last=last + 1,
            roles="、".join(filter(None, roles)),
            top=f"{first / count:.2%}",
            height=f"{(last - first + 1) / count:.2%}",
        )
        for article, first, last, roles in runs
        if current is None or article == current
    ]
