"""The first accounts and the rights of their groups."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password

from articles.accounts import EDITORS, RIGHTS, create_first_accounts, ensure_groups, find_permissions, random_password

pytestmark = pytest.mark.django_db


def test_three_accounts_with_a_password_each() -> None:
    made = create_first_accounts()
    assert set(made) == {"admin", "editor", "reviewer"}
    assert len(set(made.values())) == 3
    for name, password in made.items():
        user = get_user_model().objects.get(username=name)
        assert user.check_password(password)
        assert user.is_staff
        assert user.is_superuser == (name == "admin")


def test_a_second_run_keeps_accounts_and_passwords() -> None:
    made = create_first_accounts("一个给脚本用的口令-7")
    assert set(made.values()) == {"一个给脚本用的口令-7"}
    assert create_first_accounts("another-password-9") == {}
    assert get_user_model().objects.get(username="editor").check_password("一个给脚本用的口令-7")


def test_random_passwords_pass_our_own_rules() -> None:
    passwords = {random_password() for _ in range(50)}
    assert len(passwords) == 50
    for password in passwords:
        validate_password(password)


def test_only_reviewers_publish(editor: User, reviewer: User) -> None:
    assert not editor.has_perm("articles.publish_bulletin")
    assert reviewer.has_perm("articles.publish_bulletin")
    assert editor.has_perm("articles.add_bulletin")


@pytest.mark.parametrize("group", RIGHTS)
def test_every_right_names_a_permission_that_exists(group: str) -> None:
    rights = RIGHTS[group]
    assert len(find_permissions(rights)) == sum(len(actions.split()) for actions in rights.values())


def test_what_an_administrator_took_from_a_group_stays_taken() -> None:
    group = Group.objects.get(name=EDITORS)
    group.permissions.clear()
    ensure_groups()
    assert not group.permissions.exists()
