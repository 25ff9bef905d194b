"""Program names: taken into the lexicon in one step, counted over the archive before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q

from articles.ingest.keys import build_pinyin, build_program, set_slugs
from articles.models import Article, Program, ProgramAlias, Revision

from .editing import EditRefused
from .journal import read_values, record, record_edit

LONGEST = Program._meta.get_field("name").max_length or 0
SHOWN = 10


def clean_name(name: str) -> str:
    """A name as it is stored. Raises EditRefused for an empty, overlong or unprintable one."""
    words = " ".join(name.split())
    if not 2 <= len(words) <= LONGEST or not words.isprintable():
        raise EditRefused(f"项目名称应为 2 到 {LONGEST} 个字。")
    return words


def find_articles_naming(names: Iterable[str]) -> tuple[int, list[Article]]:
    """How many stored articles have one of the names in their text or titles, and the newest of them. Two queries."""
    wanted = Q(pk__in=[])
    for name in names:
        for part in ("text", "headline", "kicker", "deck"):
            wanted |= Q(**{f"{part}__contains": name})
    rows = Article.objects.filter(wanted)
    return rows.count(), list(rows.select_related("bulletin__source", "county", "city")[:SHOWN])


@transaction.atomic
def save_name(
    *, name: str, category: str, aliases: Sequence[str], place: str, user: AbstractBaseUser | None
) -> Program:
    """A confirmed program with its aliases; one that is there under the name is confirmed and completed.

    Raises EditRefused where an alias is another program's name or alias already.
    """
    name = clean_name(name)
    program = Program.objects.select_for_update(of=("self",)).filter(name=name).select_related("merged_into").first()
    if program is None:
        program = build_program(name, category)
        set_slugs([program])
        program.confirmed = True
        program.save()
        record(program, Revision.Action.CREATE, user=user, after=read_values(program, ["name", "category", "slug"]))
    else:
        program = program.merged_into or program
        before = read_values(program, ["category", "confirmed"])
        program.category, program.confirmed = category, True
        program.save(update_fields=["category", "confirmed"])
        record_edit(program, before, user=user)
    for alias in dict.fromkeys(clean_name(alias) for alias in aliases):
        _save_alias(program, alias, place, user)
    return program


def _save_alias(program: Program, name: str, place: str, user: AbstractBaseUser | None) -> None:
    if name == program.name:
        return
    taken = ProgramAlias.objects.filter(name=name, place=place).select_related("program").first()
    if taken is not None and taken.program_id != program.pk:
        raise EditRefused(f"“{name}”已经是“{taken.program}”的别名。")
    if Program.objects.filter(name=name, merged_into=None, confirmed=True).exclude(pk=program.pk).exists():
        raise EditRefused(f"“{name}”已经是另一个项目的名称。要合为一个，请用“合并项目”。")
    if taken is None:
        alias = ProgramAlias.objects.create(program=program, name=name, place=place)
        after = read_values(alias, [field.name for field in alias._meta.concrete_fields])
        record(alias, Revision.Action.CREATE, user=user, after=after)


def rename_pinyin(program: Program) -> None:
    """After a rename the sort key follows; the address stays, for it is cited."""
    program.pinyin = build_pinyin(program.name)
