"""Opening a bulletin for a change: locked, and its version raised, so that two editors never overwrite each other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import F

from articles.models import Bulletin, Revision
from articles.search.index import index_bulletin


class EditRefused(ValueError):
    """A change that cannot be made; the message is for the editor, in Chinese."""


@contextmanager
def open_bulletin(pk: int) -> Iterator[Bulletin]:
    """The bulletin, locked until the block ends; whoever comes second waits, then sees the first one's work.

    The version rises only where the block wrote to the journal; a published
    page is then indexed for search anew.
    """
    with transaction.atomic():
        bulletin = Bulletin.objects.select_for_update(of=("self",)).select_related("source").get(pk=pk)
        seen = last_revision(pk)
        yield bulletin
        if last_revision(pk) != seen:
            Bulletin.objects.filter(pk=pk).update(version=F("version") + 1)
            if bulletin.status == Bulletin.Status.PUBLISHED:
                index_bulletin(pk)


def last_revision(bulletin: int) -> int:
    """The number of the bulletin's newest journal row, 0 without any."""
    newest = Revision.objects.of_bulletin(bulletin).order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0


def demand_mendable(bulletin: Bulletin) -> None:
    """Raise EditRefused where the page is public: its lines are moved only after it is withdrawn."""
    if bulletin.status == Bulletin.Status.PUBLISHED:
        raise EditRefused("版面已发布，拆分、合并、移行之前请先撤回。")
