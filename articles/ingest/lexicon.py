"""The lexicon as it stands now: the tables that ship and the names that editors have added."""

from __future__ import annotations

from functools import lru_cache

from articles.models import Program, ProgramAlias
from articles.parser.lexicon import Lexicon, ProgramName, load_lexicon


def current_lexicon() -> Lexicon:
    """The shipping lexicon with the editors' program names. Costs two queries.

    Only confirmed programs count: what the parser alone took for a name must
    not teach the parser.
    """
    return _extended(tuple(_program_names() + _alias_names()))


@lru_cache(maxsize=4)
def _extended(names: tuple[ProgramName, ...]) -> Lexicon:
    """One value for one set of names, so that whatever the parser builds from it is built once."""
    return load_lexicon().extended(names)


def _program_names() -> list[ProgramName]:
    added = Program.objects.filter(confirmed=True, from_lexicon=False) | Program.objects.exclude(merged_into=None)
    return [
        _name(program.merged_into or program, alias=program.name)
        for program in added.select_related("merged_into").order_by("name")
    ]


def _alias_names() -> list[ProgramName]:
    added = ProgramAlias.objects.filter(from_lexicon=False, program__confirmed=True)
    return [
        _name(alias.program.merged_into or alias.program, alias=alias.name, place=alias.place, note=alias.note)
        for alias in added.select_related("program__merged_into").order_by("name", "place")
    ]


def _name(program: Program, *, alias: str, place: str = "", note: str = "") -> ProgramName:
    return ProgramName(program.name, alias, program.category, place, program.owner, note)
