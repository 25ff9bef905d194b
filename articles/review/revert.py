"""Back to what the parser read: the oldest value in the journal of each field that a person has set."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser

from articles.models import Metric, ProgramMention, Revision

from .facts import is_shown
from .journal import read_values, record_edit

OWN = {"edited_fields", "is_public", "by_person"}


def revert_fact(fact: Metric | ProgramMention, user: AbstractBaseUser | None) -> Revision | None:
    """Set every field of a figure or mention to the parser's reading; None if it stands so already."""
    first: dict[str, object] = {}
    rows = Revision.objects.filter(model=fact._meta.model_name, object_pk=str(fact.pk)).order_by("pk")
    for revision in rows.exclude(action__in=[Revision.Action.CREATE, Revision.Action.DELETE]):
        for name, value in revision.before.items():
            first.setdefault(name, value)
    first = {name: value for name, value in first.items() if name not in OWN}
    if not first:
        return None
    mark = "edited_fields" if isinstance(fact, Metric) else "by_person"
    before = read_values(fact, [*first, mark, "is_public"])
    for name, value in first.items():
        field = fact._meta.get_field(name)
        setattr(fact, field.attname, field.to_python(value))
    if isinstance(fact, Metric):
        fact.edited_fields = []
    else:
        fact.by_person = False
    fact.is_public = is_shown(fact)
    fact.save()
    return record_edit(fact, before, user=user, action=Revision.Action.REVERT)
