"""The groups that give editors and reviewers their rights, and the first three accounts."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction

EDITORS = "编辑"
REVIEWERS = "审核"

#: The tables of words that figures are read by: one wrong row misreads every page, so reviewers keep them.
ENTRIES = ("unitentry", "qualifierentry", "statusentry", "periodentry", "falsefriendentry")

#: What a group may do, by model: `view add change delete` and, of a bulletin, publish.
EDITOR_RIGHTS: Mapping[str, str] = {
    "bulletin": "view add change",
    "article": "view change delete",
    "metric": "view add change delete",
    "metricmention": "view add change delete",
    "programmention": "view add change delete",
    "unresolved": "view change",
    "program": "view add change",
    "programalias": "view add change delete",
    "source": "view add change",
    "city": "view",
    "county": "view",
    "zone": "view",
    "indicator": "view",
    "revision": "view",
    "errorreport": "view change",
    **dict.fromkeys(ENTRIES, "view"),
}
REVIEWER_RIGHTS: Mapping[str, str] = {
    **EDITOR_RIGHTS,
    "bulletin": "view add change delete publish",
    "program": "view add change delete",
    "indicator": "view add change",
    "zone": "view add change",
    "county": "view change",
    "city": "view change",
    **dict.fromkeys(ENTRIES, "view add change delete"),
}
RIGHTS = {EDITORS: EDITOR_RIGHTS, REVIEWERS: REVIEWER_RIGHTS}


@dataclass(frozen=True, slots=True)
class FirstAccount:
    """An account that a new site starts with."""

    name: str
    groups: tuple[str, ...] = ()
    superuser: bool = False


FIRST_ACCOUNTS = (
    FirstAccount("admin", superuser=True),
    FirstAccount("editor", groups=(EDITORS,)),
    FirstAccount("reviewer", groups=(EDITORS, REVIEWERS)),
)


def ensure_groups() -> None:
    """Make the two groups. One that is there keeps the rights that an administrator gave it."""
    for name, rights in RIGHTS.items():
        group, created = Group.objects.get_or_create(name=name)
        if created:
            group.permissions.set(find_permissions(rights))


def find_permissions(rights: Mapping[str, str]) -> list[Permission]:
    """The permissions that `rights` names, of the models that exist."""
    codenames = [f"{action}_{model}" for model, actions in rights.items() for action in actions.split()]
    return list(Permission.objects.filter(content_type__app_label="articles", codename__in=codenames))


@transaction.atomic
def create_first_accounts(password: str = "") -> dict[str, str]:
    """Make those of FIRST_ACCOUNTS that are missing. Returns the passwords by name, of the new ones only.

    Each gets `password`, or one of its own: 20 letters and digits that nobody
    has seen before. An existing account keeps its password.
    """
    ensure_groups()
    users = get_user_model()
    made = {}
    for account in FIRST_ACCOUNTS:
        if users.objects.filter(username=account.name).exists():
            continue
        made[account.name] = password or random_password()
        user = users.objects.create_user(account.name, password=made[account.name], is_staff=True)
        user.is_superuser = account.superuser
        user.save(update_fields=["is_superuser"])
        user.groups.set(Group.objects.filter(name__in=account.groups))
    return made


def random_password() -> str:
    """Four groups of five characters that cannot be taken for each other, about 98 bits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4))
