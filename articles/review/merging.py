"""Two programs that are one: merged with the old address kept, and parted again as they were."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from articles.models import Article, Metric, Program, ProgramAlias, ProgramMention, Revision

from .editing import EditRefused
from .journal import read_values, record
from .snapshot import dump_rows, load_rows


@transaction.atomic
def merge_programs(old: Program, into: Program, user: AbstractBaseUser | None) -> tuple[int, int]:
    """Make `old` a name of `into`: its mentions and figures move, its address leads on. (mentions, figures) moved.

    Raises EditRefused for a program into itself, or into one that is merged away.
    """
    if old.pk == into.pk or into.merged_into_id is not None or old.merged_into_id is not None:
        raise EditRefused("不能这样合并：目标已并入别的项目，或就是它自己。")
    before = read_values(old, ["merged_into"])
    moved: dict[str, list[Any]] = {"mentions": [], "doubled": [], "metrics": [], "aliases": [], "merged": []}
    for mention in ProgramMention.objects.filter(program=old).select_related("article"):
        _move_mention(mention, into, moved)
    metrics = Metric.objects.filter(program=old)
    moved["metrics"] = list(metrics.values_list("pk", flat=True))
    metrics.update(program=into)
    aliases = old.aliases.exclude(name__in=into.aliases.values("name"))
    moved["aliases"] = list(aliases.values_list("pk", flat=True))
    ProgramAlias.objects.filter(pk__in=moved["aliases"]).update(program=into)
    merged = Program.objects.filter(merged_into=old)
    moved["merged"] = list(merged.values_list("pk", flat=True))
    merged.update(merged_into=into)
    old.merged_into = into
    old.save(update_fields=["merged_into"])
    record(
        old,
        Revision.Action.MERGE_PROGRAMS,
        user=user,
        before=before | {"moved": moved},
        after={"merged_into": into.pk},
        note=f"并入 {into.name}",
    )
    return len(moved["mentions"]) + len(moved["doubled"]), len(moved["metrics"])


def _move_mention(mention: ProgramMention, into: Program, moved: dict[str, list[Any]]) -> None:
    """One article names both: their places become one mention's."""
    other = ProgramMention.objects.filter(article=mention.article_id, program=into).first()
    if other is None:
        mention.program = into
        mention.save(update_fields=["program"])
        moved["mentions"].append(mention.pk)
        return
    added = [span for span in mention.spans if span not in other.spans]
    moved["doubled"].append({"row": dump_rows([mention])[0], "other": other.pk, "added": added})
    other.spans += added
    other.save(update_fields=["spans"])
    mention.delete()


def find_merge(program: Program) -> Revision | None:
    """The merge of the journal by which a program went into another, if nobody has taken it back."""
    merges = Revision.objects.filter(model="program", object_pk=str(program.pk), action=Revision.Action.MERGE_PROGRAMS)
    newest = merges.order_by("-pk").first()
    undone = newest is not None and Revision.objects.filter(undoes=newest.pk).exists()
    return None if newest is None or undone or program.merged_into_id is None else newest


def part_programs(revision: Revision, user: AbstractBaseUser | None) -> Revision:
    """Take back a merge: what moved and was not changed since goes back. Raises EditRefused where it cannot."""
    old = Program.objects.select_for_update().get(pk=revision.object_pk)
    into, moved = revision.after["merged_into"], revision.before["moved"]
    if old.merged_into_id != into:
        raise EditRefused("之后又合并过，请先撤销后来的那一步。")
    before = read_values(old, ["merged_into"])
    old.merged_into = None
    old.save(update_fields=["merged_into"])
    taken = ProgramMention.objects.filter(program=old).values("article")
    back = ProgramMention.objects.filter(pk__in=moved["mentions"], program=into).exclude(article__in=taken)
    back.update(program=old)
    for doubled in moved["doubled"]:
        _part_mention(doubled)
    Metric.objects.filter(pk__in=moved["metrics"], program=into).update(program=old)
    ProgramAlias.objects.filter(pk__in=moved.get("aliases", []), program=into).update(program=old)
    Program.objects.filter(pk__in=moved.get("merged", []), merged_into=into).update(merged_into=old)
    return record(
        old,
        Revision.Action.UNDO,
        user=user,
        before=before,
        after={"merged_into": None},
        note="撤销合并",
        undoes=revision.pk,
    )


def _part_mention(doubled: dict[str, Any]) -> None:
    """Bring back a mention that went into another of its article, which gives its places back."""
    fields = doubled["row"]["fields"]
    there = ProgramMention.objects.filter(article=fields["article"], program=fields["program"])
    article = Article.objects.filter(pk=fields["article"]).first()
    if there.exists() or article is None:
        return
    other = ProgramMention.objects.filter(pk=doubled["other"]).first()
    if other is not None:
        kept = [span for span in other.spans if span not in doubled["added"]]
        other.spans = kept or other.spans
        other.save(update_fields=["spans"])
    load_rows([doubled["row"]])
    ProgramMention.objects.filter(pk=doubled["row"]["pk"]).exclude(review="rejected").update(
        is_public=article.is_public
    )
