"""Taking back one change of the journal, as a change of its own."""

from __future__ import annotations

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, models, transaction

from articles.models import Article, Bulletin, Metric, ProgramMention, Revision

from .editing import EditRefused, open_bulletin
from .facts import TITLE_FIELDS, copy_place, is_shown
from .journal import Values, read_values, record
from .merging import part_programs
from .snapshot import load_rows, restore_snapshot, take_snapshot
from .titles import relocate_titles

Action = Revision.Action
#: Changes of fields: undone by setting the old values, if nobody has set others since.
FIELD_ACTIONS = {
    Action.EDIT, Action.ACCEPT, Action.REJECT, Action.RESET, Action.RESOLVE, Action.REVERT, Action.UNDO,
}  # fmt: skip
#: Changes of the page: undone by putting the old records back.
PAGE_ACTIONS = {Action.SPLIT, Action.MERGE, Action.LINES, Action.SWAP, Action.REPARSE}
#: Fields that several changes write to, each its own part.
SHARED = {"edited_fields", "part_runs"}
STEPS = {Action.SUBMIT, Action.RETURN, Action.PUBLISH, Action.WITHDRAW, Action.PASTE}


def find_last_undoable(bulletin: int, user: AbstractBaseUser) -> Revision | None:
    """The user's newest change of a bulletin that can be taken back and was not."""
    undone = Revision.objects.filter(bulletin_id=bulletin).exclude(undoes=None).values("undoes")
    mine = Revision.objects.of_bulletin(bulletin).filter(user_pk=user.pk).exclude(pk__in=undone)
    return mine.exclude(action__in=[*STEPS, Action.UNDO]).order_by("-pk").first()


def undo_revision(pk: int, user: AbstractBaseUser | None) -> Revision:
    """Take back one change and journal that. Raises EditRefused where later changes stand on it."""
    revision = Revision.objects.get(pk=pk)
    try:
        if revision.bulletin_id and Bulletin.objects.filter(pk=revision.bulletin_id).exists():
            with open_bulletin(revision.bulletin_id) as bulletin:
                return _undo(revision, bulletin, user)
        with transaction.atomic():
            return _undo(revision, None, user)
    except IntegrityError as error:
        raise EditRefused("撤销不了：有别的记录与它相连，或已有人撤销过。") from error


def _undo(revision: Revision, bulletin: Bulletin | None, user: AbstractBaseUser | None) -> Revision:
    if Revision.objects.filter(undoes=revision.pk).exists():
        raise EditRefused("这一步已经撤销过了。")
    if revision.action in PAGE_ACTIONS and bulletin is not None:
        return _undo_page(revision, bulletin, user)
    if revision.action == Action.REVIEW:
        return _undo_review(revision, user)
    if revision.action == Action.CREATE:
        return _undo_create(revision, user)
    if revision.action == Action.DELETE:
        return _undo_delete(revision, user)
    if revision.action == Action.MERGE_PROGRAMS:
        return part_programs(revision, user)
    if revision.action in FIELD_ACTIONS and revision.before.keys() == revision.after.keys():
        return _undo_fields(revision, user)
    raise EditRefused(f"“{revision.get_action_display()}”不能这样撤销。发布与撤回请用版面上的按钮。")


def _model(revision: Revision) -> type[models.Model]:
    try:
        return apps.get_model("articles", revision.model)
    except LookupError:
        return apps.get_model("auth", revision.model)


def _row(revision: Revision) -> models.Model:
    row = _model(revision)._default_manager.filter(pk=revision.object_pk).first()
    if row is None:
        raise EditRefused("这条记录后来已经没有了，请先撤销那一步。")
    return row


def _undo_fields(revision: Revision, user: AbstractBaseUser | None) -> Revision:
    row = _row(revision)
    now = read_values(row, revision.after)
    changed = [name for name in revision.after if now[name] != revision.after[name] and name not in SHARED]
    if changed:
        names = "、".join(str(row._meta.get_field(name).verbose_name) for name in changed)
        raise EditRefused(f"之后又有人改过{names}，请先撤销后来的那一步。")
    _set_values(row, _values_before(row, revision))
    return record(row, Action.UNDO, user=user, before=now, after=read_values(row, revision.before), undoes=revision.pk)


def _values_before(row: models.Model, revision: Revision) -> Values:
    """What to set. Of what several changes share, only this one's part goes back."""
    values = dict(revision.before)
    if "edited_fields" in values:
        added = set(revision.after["edited_fields"]) - set(values["edited_fields"])
        taken = set(values["edited_fields"]) - set(revision.after["edited_fields"])
        values["edited_fields"] = sorted((set(row.edited_fields) - added) | taken)  # type: ignore[attr-defined]
    if "part_runs" in values and isinstance(row, Article):
        own = {part: values["part_runs"].get(part, []) for part in TITLE_FIELDS if part in values}
        values["part_runs"] = {**row.part_runs, **own}
    return values


def _set_values(row: models.Model, values: Values) -> None:
    if isinstance(row, Article):
        titles = {name: values[name] for name in TITLE_FIELDS if name in values}
        relocate_titles(row, titles)
    several = {name: value for name, value in values.items() if row._meta.get_field(name).many_to_many}
    for name, value in values.items():
        if name not in several:
            field = row._meta.get_field(name)
            setattr(row, field.attname, field.to_python(value))
    if isinstance(row, (Metric, ProgramMention)):
        row.is_public = is_shown(row)
    row.save()
    for name, keys in several.items():
        getattr(row, name).set(keys)
    if isinstance(row, Article) and {"city", "county"} & values.keys():
        copy_place(row)


def _undo_review(revision: Revision, user: AbstractBaseUser | None) -> Revision:
    article = _row(revision)
    assert isinstance(article, Article)
    accepted = revision.before["accepted"]
    for model in (Metric, ProgramMention):
        rows = model._default_manager.filter(article=article, pk__in=accepted[model._meta.model_name])
        rows.filter(review="accepted").update(review="proposed")
    article.reviewed = revision.before["reviewed"]
    article.save(update_fields=["reviewed"])
    return record(article, Action.UNDO, user=user, before={"reviewed": True}, after={"reviewed": article.reviewed},
                  note="撤销认可全篇", undoes=revision.pk)  # fmt: skip


def _undo_create(revision: Revision, user: AbstractBaseUser | None) -> Revision:
    row = _row(revision)
    values = read_values(row, [field.name for field in row._meta.concrete_fields])
    pk = row.pk
    undone = record(row, Action.DELETE, user=user, before=values, note="撤销新增", undoes=revision.pk)
    row.delete()
    row.pk = pk
    return undone


def _undo_delete(revision: Revision, user: AbstractBaseUser | None) -> Revision:
    model = _model(revision)
    if model._default_manager.filter(pk=revision.object_pk).exists():
        raise EditRefused("这条记录已经在了。")
    row = model()
    for name, value in revision.before.items():
        if name != "records":
            field = row._meta.get_field(name)
            setattr(row, field.attname, field.to_python(value))
    row.save(force_insert=True)
    if records := revision.before.get("records"):
        load_rows(records)
    return record(row, Action.CREATE, user=user, after=revision.before, note="撤销删除", undoes=revision.pk)


def _undo_page(revision: Revision, bulletin: Bulletin, user: AbstractBaseUser | None) -> Revision:
    touched = set(revision.before["articles"]) | set(revision.after["articles"])
    undone = Revision.objects.filter(bulletin_id=bulletin.pk).exclude(undoes=None).values("undoes")
    later = Revision.objects.of_bulletin(bulletin.pk).filter(pk__gt=revision.pk).exclude(pk__in=undone)
    later = later.exclude(action__in=STEPS | {Action.UNDO})
    blocking = [r for r in later if r.article_id in touched or r.action in PAGE_ACTIONS]
    if blocking:
        raise EditRefused(f"之后还有 {len(blocking)} 处改动依着它，请先撤销那些。")
    if bulletin.status == Bulletin.Status.PUBLISHED:
        raise EditRefused("版面已发布，请先撤回。")
    now = take_snapshot(bulletin, [pk for pk in touched if Article.objects.filter(pk=pk).exists()])
    restore_snapshot(bulletin, revision.before, revision.after["articles"])
    return record(bulletin, Action.UNDO, user=user, before={"articles": sorted(touched), "records": now["records"]},
                  after={"articles": revision.before["articles"]}, note=revision.get_action_display(),
                  undoes=revision.pk)  # fmt: skip
