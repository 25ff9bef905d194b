"""The journal: nobody changes it, everybody concerned can read it, any single change is undone."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from articles.desk.journal_words import read_diff
from articles.models import Article, Bulletin, EditorScope, Indicator, Metric, Revision, Source
from articles.review.editing import EditRefused, open_bulletin
from articles.review.facts import edit_article, edit_metric, set_review
from articles.review.undo import undo_revision

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE articles_revision SET user_name = 'nobody'",
        "DELETE FROM articles_revision",
        "TRUNCATE articles_revision",
    ],
)
def test_the_database_refuses_to_change_it(bulletin: Bulletin, statement: str) -> None:
    before = Revision.objects.count()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Revision.objects.count() == before > 0


def test_the_models_cannot_change_it_either(bulletin: Bulletin) -> None:
    row = Revision.objects.of_bulletin(bulletin.pk).latest("pk")
    for change in (row.save, row.delete, lambda: Revision.objects.all().update(note="x")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_deleting_what_it_tells_of_leaves_it_alone(bulletin: Bulletin, editor: User) -> None:
    Bulletin.objects.filter(pk=bulletin.pk).delete()
    editor.delete()
    row = Revision.objects.get(model="bulletin")
    assert (row.user_name, row.bulletin_id) == ("test-editor", bulletin.pk)


# -- undo


def _edit(tea: Article, user: User, **values: Any) -> Revision:
    with open_bulletin(tea.bulletin_id):
        revision = edit_article(tea, values, user)
    assert revision
    return revision


def test_any_single_change_is_undone_and_the_undoing_is_journalled(tea: Article, editor: User) -> None:
    old = tea.headline
    first = _edit(tea, editor, headline="一改“暖心茶摊”")
    tea.refresh_from_db()
    _edit(tea, editor, deck="另一处")
    undone = undo_revision(first.pk, editor)
    tea.refresh_from_db()
    assert (tea.headline, tea.deck) == (old, "另一处")
    assert (undone.action, undone.undoes) == ("undo", first.pk)


def test_what_was_changed_again_is_undone_from_the_last(tea: Article, editor: User) -> None:
    first = _edit(tea, editor, deck="一")
    tea.refresh_from_db()
    second = _edit(tea, editor, deck="二")
    with pytest.raises(EditRefused, match="副题"):
        undo_revision(first.pk, editor)
    undo_revision(second.pk, editor)
    undo_revision(first.pk, editor)
    tea.refresh_from_db()
    assert tea.deck == ""


def test_nothing_is_undone_twice_but_an_undo_can_be_undone(tea: Article, editor: User) -> None:
    first = _edit(tea, editor, deck="一")
    undone = undo_revision(first.pk, editor)
    with pytest.raises(EditRefused, match="已经撤销过"):
        undo_revision(first.pk, editor)
    undo_revision(undone.pk, editor)
    tea.refresh_from_db()
    assert tea.deck == "一"


def test_place_comes_back_on_all_figures(tea: Article, editor: User) -> None:
    county = tea.county_id
    change = _edit(tea, editor, city_id="330200", county_id="330282")
    assert set(tea.metrics.values_list("county", flat=True)) == {"330282"}
    undo_revision(change.pk, editor)
    assert set(tea.metrics.values_list("county", flat=True)) == {county}


def test_a_figure_edit_and_a_rejection_come_back(tea: Article, editor: User) -> None:
    metric = tea.metrics.get(unit="元")
    with open_bulletin(tea.bulletin_id):
        edit = edit_metric(metric, {"value": Decimal(7)}, editor)
        reject = set_review(metric, "rejected", editor)
    assert edit
    assert reject
    undo_revision(reject.pk, editor)
    undo_revision(edit.pk, editor)
    metric.refresh_from_db()
    assert (metric.value, metric.review, metric.edited_fields) == (150000, "proposed", [])


def test_a_step_is_not_undone_here(bulletin: Bulletin) -> None:
    paste = Revision.objects.get(action="paste")
    with pytest.raises(EditRefused, match="不能这样撤销"):
        undo_revision(paste.pk, None)


# -- the page


def test_it_filters_and_exports_what_it_shows(as_editor: Client, tea: Article, editor: User) -> None:
    _edit(tea, editor, deck="=HYPERLINK(1)")
    address = reverse("admin:articles_revision_journal")
    response = as_editor.get(address, {"bulletin": tea.bulletin_id, "action": "edit"})
    assert [item["revision"].action for item in response.context["items"]] == ["edit"]
    assert "副题" in response.text
    export = as_editor.get(reverse("admin:articles_revision_csv"), {"bulletin": tea.bulletin_id, "action": "edit"})
    text = b"".join(export.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["动作"], row["字段"], row["改后"]) for row in rows] == [("修改", "副题", "'=HYPERLINK(1)")]


@pytest.mark.parametrize("query", ["page=abc", "page=99999999999999999999", "bulletin=x", "since=yesterday"])
def test_a_bad_filter_filters_nothing(as_editor: Client, bulletin: Bulletin, query: str) -> None:
    assert as_editor.get(reverse("admin:articles_revision_journal") + "?" + query).status_code == 200


def test_only_who_may_reads_and_undoes(
    visitor: Client, staff_without_rights: User, sign_in: Any, as_editor: Client, tea: Article, editor: User
) -> None:
    change = _edit(tea, editor, deck="一")
    stranger = sign_in(staff_without_rights)
    assert stranger.get(reverse("admin:articles_revision_journal")).status_code == 403
    assert stranger.get(reverse("admin:articles_revision_csv")).status_code == 403
    address = reverse("admin:articles_revision_undo", args=[change.pk])
    assert stranger.post(address).status_code == 403
    assert "login" in visitor.post(address)["Location"]
    assert as_editor.get(address).status_code == 405
    response = as_editor.post(address, {"next": "//evil.example/"})
    assert response["Location"] == reverse("admin:articles_revision_journal")
    tea.refresh_from_db()
    assert tea.deck == ""


# -- the admin's own forms


def test_changes_in_the_admin_are_journalled_too(as_admin: Client, source: Source) -> None:
    address = reverse("admin:articles_source_change", args=[source.pk])
    as_admin.post(address, {"name": "改名报", "kind": "paper", "note": ""})
    row = Revision.objects.filter(model="source").latest("pk")
    assert (row.user_name, row.before, row.after) == ("test-admin", {"name": "测试工人报"}, {"name": "改名报"})
    as_admin.post(reverse("admin:articles_source_delete", args=[source.pk]), {"post": "yes"})
    gone = Revision.objects.filter(model="source").latest("pk")
    assert gone.action == "delete"
    undo_revision(gone.pk, None)
    assert Source.objects.get(pk=source.pk).name == "改名报"


def test_the_cities_of_an_account_are_journalled_and_undone(as_admin: Client, editor: User) -> None:
    address = reverse("admin:articles_editorscope_add")
    as_admin.post(address, {"user": editor.pk, "cities": ["330100", "330800"]})
    row = Revision.objects.filter(model="editorscope").latest("pk")
    assert (row.before, row.after) == ({"cities": []}, {"cities": ["330100", "330800"]})
    assert read_diff(row) == [("可编辑的设区市", "（空）", "杭州市、衢州市")]
    scope = EditorScope.objects.get(user=editor)
    as_admin.post(reverse("admin:articles_editorscope_change", args=[scope.pk]), {"user": editor.pk, "cities": []})
    change = Revision.objects.filter(model="editorscope").latest("pk")
    undo_revision(change.pk, None)
    assert set(scope.cities.values_list("pk", flat=True)) == {"330100", "330800"}


def test_accounts_and_rights_are_journalled_without_a_password(as_admin: Client, editor: User) -> None:
    group = Group.objects.get(name="审核")
    data = {
        "username": editor.username, "is_active": "on", "is_staff": "on", "groups": [group.pk], "email": "a@b.cn",
        "date_joined_0": "2025-01-01", "date_joined_1": "08:00:00",
    }  # fmt: skip
    as_admin.post(reverse("admin:auth_user_change", args=[editor.pk]), data)
    rows = Revision.objects.filter(model="user", object_pk=str(editor.pk))
    assert any(row.after.get("groups") == [group.pk] for row in rows)
    assert any(row.after.get("email") == "a@b.cn" for row in rows)
    new = {"password1": "迷雾-slow-River-9", "password2": "迷雾-slow-River-9", "usable_password": "true"}
    as_admin.post(reverse("admin:auth_user_password_change", args=[editor.pk]), new)
    assert rows.latest("pk").note == "改了密码"
    assert not any("password" in {**row.before, **row.after} for row in rows)


@pytest.mark.parametrize(
    "name",
    [
        "article",
        "metric",
        "programmention",
        "unresolved",
        "revision",
        "source",
        "indicator",
        "city",
        "county",
        "zone",
        "program",
        "programalias",
        "editorscope",
        "bulletin",
    ],
)
def test_every_list_opens_searches_and_costs_little(
    as_admin: Client, bulletin: Bulletin, name: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(24):
        assert as_admin.get(reverse(f"admin:articles_{name}_changelist")).status_code == 200
    assert as_admin.get(reverse(f"admin:articles_{name}_changelist"), {"q": "工会'\"%"}).status_code == 200


def test_evidence_is_not_edited_in_the_admin(as_admin: Client, tea: Article) -> None:
    metric = tea.metrics.get(unit="元")
    address = reverse("admin:articles_metric_change", args=[metric.pk])
    assert as_admin.post(address, {"value": "1", "quote": "假"}).status_code == 403
    assert Metric.objects.get(pk=metric.pk).value == 150000
    assert Indicator.objects.exists()
