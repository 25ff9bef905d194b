"""The steps of a bulletin: draft → submitted → published → withdrawn, each dated, signed and journalled.

Only here do rows become public, and all rows of a bulletin at once.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from articles.models import Article, Bulletin, Metric, Program, ProgramMention, Revision
from articles.search.index import index_bulletin

from .journal import read_values, record_edit

Status = Bulletin.Status
STEP_FIELDS = ("status", "submitted_at", "submitted_by", "released_at", "released_by")
#: From which states a step may be taken.
ALLOWED = {
    Revision.Action.SUBMIT: {Status.DRAFT, Status.WITHDRAWN},
    Revision.Action.RETURN: {Status.SUBMITTED},
    Revision.Action.PUBLISH: {Status.DRAFT, Status.SUBMITTED, Status.WITHDRAWN},
    Revision.Action.WITHDRAW: {Status.PUBLISHED},
}


class StepRefused(ValueError):
    """A step that the bulletin's state does not allow; the message is for the editor."""


@transaction.atomic
def submit_bulletin(bulletin: Bulletin, user: AbstractBaseUser | None, *, note: str = "") -> Bulletin:
    """Hand a draft in for a reviewer. Raises StepRefused."""
    bulletin, before = _begin(bulletin, Revision.Action.SUBMIT)
    bulletin.status = Status.SUBMITTED
    bulletin.submitted_at, bulletin.submitted_by = timezone.now(), user
    return _finish(bulletin, before, Revision.Action.SUBMIT, user, note)


@transaction.atomic
def return_bulletin(bulletin: Bulletin, user: AbstractBaseUser | None, *, note: str = "") -> Bulletin:
    """Give a submitted bulletin back to its editor with a reason. Raises StepRefused."""
    bulletin, before = _begin(bulletin, Revision.Action.RETURN)
    bulletin.status = Status.DRAFT
    return _finish(bulletin, before, Revision.Action.RETURN, user, note)


@transaction.atomic
def publish_bulletin(bulletin: Bulletin, user: AbstractBaseUser | None, *, note: str = "") -> Bulletin:
    """Make a bulletin public: its articles, and all mentions and figures that nobody rejected. Raises StepRefused.

    A new program name that the parser was sure of, or that a person accepted,
    counts from now on as known.
    """
    bulletin, before = _begin(bulletin, Revision.Action.PUBLISH)
    bulletin.status = Status.PUBLISHED
    bulletin.released_at, bulletin.released_by = timezone.now(), user
    set_publicity(bulletin)
    index_bulletin(bulletin.pk)
    mentions = ProgramMention.objects.filter(article__bulletin=bulletin, is_public=True)
    sure = mentions.filter(certain=True) | mentions.filter(review=ProgramMention.Review.ACCEPTED)
    Program.objects.filter(pk__in=sure.values("program"), confirmed=False).update(confirmed=True)
    return _finish(bulletin, before, Revision.Action.PUBLISH, user, note)


@transaction.atomic
def withdraw_bulletin(bulletin: Bulletin, user: AbstractBaseUser | None, *, note: str = "") -> Bulletin:
    """Take a published bulletin back: none of its rows stays public. Raises StepRefused."""
    bulletin, before = _begin(bulletin, Revision.Action.WITHDRAW)
    bulletin.status = Status.WITHDRAWN
    set_publicity(bulletin)
    return _finish(bulletin, before, Revision.Action.WITHDRAW, user, note)


def set_publicity(bulletin: Bulletin) -> None:
    """Set `is_public` of all the bulletin's rows as its status and their review say. Three statements."""
    public = bulletin.status == Status.PUBLISHED
    Article.objects.filter(bulletin=bulletin).update(is_public=public)
    for model in (ProgramMention, Metric):
        rows = model._default_manager.filter(article__bulletin=bulletin)
        rejected = rows.filter(review="rejected")
        if public:
            rows.exclude(review="rejected").filter(is_public=False).update(is_public=True)
            rejected.filter(is_public=True).update(is_public=False)
        else:
            rows.filter(is_public=True).update(is_public=False)


def _begin(bulletin: Bulletin, action: Revision.Action) -> tuple[Bulletin, dict[str, object]]:
    """The bulletin's row as it is now, locked, and its values before the step."""
    locked = Bulletin.objects.select_for_update(of=("self",)).select_related("source").get(pk=bulletin.pk)
    if locked.status not in ALLOWED[action]:
        raise StepRefused(f"这个版面现在是“{locked.get_status_display()}”，不能{action.label}。")
    return locked, read_values(locked, STEP_FIELDS)


def _finish(
    bulletin: Bulletin, before: dict[str, object], action: Revision.Action, user: AbstractBaseUser | None, note: str
) -> Bulletin:
    bulletin.version += 1
    bulletin.save(update_fields=[*STEP_FIELDS, "version"])
    record_edit(bulletin, before, user=user, action=action, note=note)
    return bulletin
