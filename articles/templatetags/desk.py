"""Tags of the desk's templates."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.db.models import Count, Q
from django.template.context import RequestContext

from articles.desk import letters
from articles.desk.amounts import plain
from articles.desk.journal_words import read_diff
from articles.models import Bulletin, Program, Revision, Unresolved

register = template.Library()


@register.inclusion_tag("desk/_nav.html", takes_context=True)
def desk_nav(context: RequestContext, id: str = "nav-sidebar") -> dict[str, Any]:
    """The desk's side bar with what waits. Costs three queries.

    On Django's own pages it has another `id`: the admin's script looks for its own side bar.
    """
    states = Bulletin.objects.aggregate(
        waiting=Count("pk", filter=Q(status__in=[Bulletin.Status.DRAFT, Bulletin.Status.SUBMITTED])),
        published=Count("pk", filter=Q(status=Bulletin.Status.PUBLISHED)),
    )
    return {
        "id": id,
        "path": context["request"].path,
        "user": context["request"].user,
        "perms": context.get("perms"),
        "unresolved": Unresolved.objects.filter(outcome="").count(),
        "new_words": Program.objects.filter(confirmed=False, merged_into=None).count(),
        **states,
    }


@register.filter
def article_letter(position: int) -> str:
    return letters.letter(position)


@register.filter
def article_colour(position: int | None) -> str:
    return letters.colour(position)


@register.filter
def plain_number(value: Decimal) -> str:
    return plain(value)


@register.simple_tag
def page_unresolved_kind(kind: str) -> str:
    """The Chinese word for a kind of unresolved row of the parser."""
    return Unresolved.Kind(kind).label


@register.filter
def revision_diff(revision: Revision) -> list[tuple[str, str, str]]:
    """What a journal row changed, in words: [(字段, before, after), …]; whole records are not spelled out."""
    return read_diff(revision)
