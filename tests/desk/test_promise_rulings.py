"""认定承诺: an editor's word on a promise, signed, journalled and undone like every other change."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from articles.models import Article, Bulletin, City, EditorScope, Metric, PromiseRuling, Revision
from articles.review import publish_bulletin
from articles.review.editing import EditRefused, open_bulletin
from articles.review.reparse import reparse_bulletin
from articles.review.rulings import MAX_REASON, lift_ruling, rule_promise
from articles.review.undo import undo_revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise(tea: Article) -> Metric:
    metric = tea.metrics.order_by("pk")[0]
    metric.status = "planned"
    metric.save()
    return metric


def address(metric: Metric) -> str:
    return reverse("admin:articles_metric_promise", args=[metric.pk])


def rulings() -> list[tuple[str, str]]:
    return list(PromiseRuling.objects.values_list("state", "reason"))


def test_a_ruling_is_signed_and_journalled(as_editor: Client, editor: User, promise: Metric) -> None:
    page = as_editor.post(address(promise), {"state": "reached", "reason": " 见市总\n年报 "}, follow=True)
    assert page.redirect_chain == [(address(promise), 302)]
    ruling = PromiseRuling.objects.get()
    assert (ruling.metric, ruling.state, ruling.reason, ruling.by) == (promise, "reached", "见市总 年报", editor)
    row = Revision.objects.get(model="promiseruling")
    assert (row.action, row.user_name, row.note) == ("create", "test-editor", "见市总 年报")
    assert (row.bulletin_id, row.article_id) == (promise.article.bulletin_id, promise.article_id)
    assert "现为人工认定：已达成。见市总 年报（test-editor" in page.content.decode()


def test_a_change_of_mind_and_its_lifting_are_journalled(as_editor: Client, promise: Metric) -> None:
    as_editor.post(address(promise), {"state": "reached", "reason": "见年报"})
    as_editor.post(address(promise), {"state": "running", "reason": "年报有误"})
    as_editor.post(address(promise), {"state": "running", "reason": "年报有误"})
    assert rulings() == [("running", "年报有误")]
    edit = Revision.objects.get(model="promiseruling", action="edit")
    assert (edit.before["state"], edit.after["state"]) == ("reached", "running")
    as_editor.post(address(promise), {"do": "lift"})
    assert rulings() == []
    assert Revision.objects.filter(model="promiseruling").count() == 3
    page = as_editor.post(address(promise), {"do": "lift"}, follow=True)
    assert "没有人工认定，可能刚被别人取消" in page.content.decode()


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"state": "reached", "reason": "  "}, "请写理由。"),
        ({"state": "", "reason": "见年报"}, "请选一个状态。"),
        ({"state": "done", "reason": "见年报"}, "没有这个状态。"),
        ({"state": "reached", "reason": "见" * (MAX_REASON + 1)}, "理由不能超过 300 字。"),
        ({"state": "reached", "reason": "见\0年报"}, "不可见的控制字符"),
    ],
)
def test_what_is_not_a_ruling_is_said_at_the_field(
    as_editor: Client, promise: Metric, posted: dict[str, str], said: str
) -> None:
    page = as_editor.post(address(promise), posted)
    assert page.status_code == 200
    assert said in page.content.decode()
    assert rulings() == []


def test_typed_words_stay_in_a_refused_form(as_editor: Client, promise: Metric) -> None:
    page = as_editor.post(address(promise), {"state": "", "reason": "区总来函说明"})
    assert "区总来函说明</textarea>" in page.content.decode()


def test_the_function_itself_refuses_too(promise: Metric, editor: User) -> None:
    for state, reason in [("done", "见年报"), ("reached", " "), ("reached", "见" * 301), ("reached", "\0")]:
        with pytest.raises(EditRefused):
            rule_promise(promise, state, reason, editor)
    with pytest.raises(EditRefused):
        lift_ruling(promise, editor)
    promise.status = "actual"
    with pytest.raises(EditRefused, match="不是计划数"):
        rule_promise(promise, "reached", "见年报", editor)


@pytest.mark.parametrize("fields", [{"reason": ""}, {"state": "done"}])
def test_the_database_refuses_a_ruling_without_reason_or_state(promise: Metric, fields: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PromiseRuling.objects.create(metric=promise, **{"state": "reached", "reason": "见年报", **fields})


def test_only_a_planned_figure_has_the_page(as_editor: Client, promise: Metric) -> None:
    promise.status = "actual"
    promise.save()
    assert as_editor.get(address(promise)).status_code == 404


def test_who_may_rule(
    client: Client, as_editor: Client, editor: User, bulletin: Bulletin, promise: Metric, sign_in: Any, reviewer: User
) -> None:
    assert client.get(address(promise)).status_code == 302
    assert as_editor.get(address(promise)).status_code == 200
    EditorScope.objects.create(user=editor).cities.add(City.objects.get(name="舟山市"))
    posted = {"state": "reached", "reason": "见年报"}
    assert as_editor.post(address(promise), posted).status_code == 403
    EditorScope.objects.all().delete()
    publish_bulletin(bulletin, user=reviewer)
    assert as_editor.post(address(promise), posted).status_code == 403
    assert rulings() == []
    sign_in(reviewer).post(address(promise), posted)
    assert rulings() == [("reached", "见年报")]


def test_each_step_can_be_undone(promise: Metric, editor: User) -> None:
    rule_promise(promise, "reached", "见年报", editor)
    rule_promise(promise, "silent", "年报未提", editor)
    lift_ruling(promise, editor)
    made, edited, lifted = Revision.objects.filter(model="promiseruling").order_by("pk").values_list("pk", flat=True)
    undo_revision(lifted, editor)
    assert rulings() == [("silent", "年报未提")]
    undo_revision(edited, editor)
    assert rulings() == [("reached", "见年报")]
    undo_revision(made, editor)
    assert rulings() == []


def test_reading_the_page_anew_keeps_the_ruling(bulletin: Bulletin, promise: Metric, editor: User) -> None:
    rule_promise(promise, "reached", "见年报", editor)
    with open_bulletin(bulletin.pk) as locked:
        change = reparse_bulletin(locked, editor)
    assert rulings() == [("reached", "见年报")]
    undo_revision(change.pk, editor)
    assert PromiseRuling.objects.get().metric_id == promise.pk


def test_the_review_page_and_the_table_lead_here(as_editor: Client, bulletin: Bulletin, promise: Metric) -> None:
    review = reverse("admin:articles_bulletin_review", args=[bulletin.pk])
    assert address(promise) in as_editor.get(review, {"article": promise.article_id}).content.decode()
    table = reverse("admin:articles_metric_changelist")
    assert "认定状态" in as_editor.get(table).content.decode()
    rule_promise(promise, "running", "正在装修", None)
    assert "人工认定：进行中" in as_editor.get(table).content.decode()


def test_the_journal_shows_rulings(as_admin: Client, promise: Metric, editor: User) -> None:
    rule_promise(promise, "running", "正在装修", editor)
    page = as_admin.get(reverse("admin:articles_revision_journal"), {"model": "promiseruling"}).content.decode()
    assert "正在装修" in page
    assert "承诺认定" in page
