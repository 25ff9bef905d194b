"""Two programs merged and parted again: all that moved comes back, the address leads on meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Article, Metric, Program, ProgramAlias, ProgramMention, Revision
from articles.review.editing import EditRefused
from articles.review.merging import merge_programs
from articles.review.names import save_name
from articles.review.undo import undo_revision

pytestmark = pytest.mark.django_db


def state() -> dict[str, Any]:
    """All that a merge touches."""
    return {
        "mentions": sorted(ProgramMention.objects.values_list("article", "program", "spans")),
        "metrics": sorted(Metric.objects.values_list("pk", "program_id"), key=str),
        "aliases": sorted(ProgramAlias.objects.values_list("pk", "program_id")),
        "programs": sorted(Program.objects.values_list("pk", "merged_into"), key=str),
    }


def newest_merge() -> int:
    return Revision.objects.filter(action="merge_programs").latest("pk").pk


@pytest.fixture
def into() -> Program:
    return save_name(name="清凉驿路", category="care", aliases=["清凉小站点"], place="", user=None)


def test_one_press_takes_a_merge_back(
    as_admin: Client, client: Client, tea: Article, into: Program, admin_user: User
) -> None:
    old = Program.objects.get(name="暖心茶摊")
    save_name(name="暖心茶摊", category="care", aliases=["茶摊子", "清凉小站点二"], place="", user=None)
    before = state()
    address = reverse("admin:articles_program_merge", args=[old.pk])
    page = as_admin.post(address, {"into": into.name, "do": "merge"}, follow=True)
    assert "撤销这次合并" in page.text
    assert state() != before
    assert client.get(f"/programs/{old.slug}/").status_code in (301, 302)
    done = as_admin.post(address, {"do": "part"}, follow=True)
    assert "又是单独的项目" in done.text
    assert state() == before
    undone = Revision.objects.latest("pk")
    assert (undone.user_name, undone.action, undone.undoes) == ("test-admin", "undo", newest_merge())


def test_an_article_that_named_both_has_both_again(tea: Article, into: Program) -> None:
    mention = tea.program_mentions.get(program__name="暖心茶摊")
    ProgramMention.objects.create(
        article=tea, program=into, name="茶", part="text", start=0, end=2, quote=tea.text[:2],
        spans=[["text", 0, 2]], published_on=tea.published_on,
    )  # fmt: skip
    before = state()
    merge_programs(mention.program, into, None)
    undo_revision(newest_merge(), None)
    assert state() == before


def test_programs_that_had_gone_into_it_go_back_with_it(into: Program) -> None:
    first, second = (
        save_name(name=name, category="care", aliases=[], place="", user=None) for name in ("甲茶摊", "乙茶摊")
    )
    merge_programs(first, second, None)
    before = state()
    merge_programs(second, into, None)
    assert Program.objects.get(pk=first.pk).merged_into == into
    undo_revision(newest_merge(), None)
    assert state() == before


def test_what_was_changed_since_stays_as_it_is(tea: Article, into: Program) -> None:
    old = Program.objects.get(name="暖心茶摊")
    merge_programs(old, into, None)
    figure = Metric.objects.filter(program=into).first()
    other = Program.objects.get(name="工会驿站")
    Metric.objects.filter(pk=figure.pk).update(program=other)
    undo_revision(newest_merge(), None)
    assert Metric.objects.get(pk=figure.pk).program == other
    with pytest.raises(EditRefused, match="已经撤销过"):
        undo_revision(newest_merge(), None)


def test_a_merge_made_since_is_taken_back_first(into: Program) -> None:
    old = save_name(name="甲茶摊", category="care", aliases=[], place="", user=None)
    merge_programs(old, into, None)
    first = newest_merge()
    undo_revision(first, None)
    merge_programs(Program.objects.get(pk=old.pk), Program.objects.get(name="工会驿站"), None)
    with pytest.raises(EditRefused, match="已经撤销过"):
        undo_revision(first, None)


def test_only_who_may_change_programs_may_part_them(staff_without_rights: User, sign_in: Any, into: Program) -> None:
    old = save_name(name="甲茶摊", category="care", aliases=[], place="", user=None)
    merge_programs(old, into, None)
    address = reverse("admin:articles_program_merge", args=[old.pk])
    assert sign_in(staff_without_rights).post(address, {"do": "part"}).status_code == 403
    assert Program.objects.get(pk=old.pk).merged_into == into
