"""Reading a stored page anew: the difference first, what a person set stays, the whole is undone as one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from articles.models import Article, Bulletin, Metric, Program, ProgramMention, Revision
from articles.review import publish_bulletin
from articles.review.editing import open_bulletin
from articles.review.facts import edit_metric, set_review
from articles.review.names import save_name
from articles.review.reparse import find_difference, reparse_bulletin
from articles.review.undo import undo_revision

from .test_mend_page import check_spans, state

pytestmark = pytest.mark.django_db


def reparse(bulletin: Bulletin) -> Revision:
    with open_bulletin(bulletin.pk) as locked:
        return reparse_bulletin(locked, None)


@pytest.fixture
def aged(bulletin: Bulletin, tea: Article) -> Bulletin:
    """The page as an older parser might have left it: one figure misread, one missing, one too many."""
    metrics = tea.metrics.order_by("figure_start")
    wrong, missing = metrics.get(unit="元"), metrics.get(unit="瓶")
    Metric.objects.filter(pk=wrong.pk).update(value=1)
    missing.delete()
    Metric.objects.create(
        article=tea, value=9, unit="口", part="text", start=0, end=2, quote=tea.text[:2], figure_start=0, figure_end=1,
        published_on=tea.published_on,
    )  # fmt: skip
    Bulletin.objects.filter(pk=bulletin.pk).update(parser_version="0.0.1")
    bulletin.refresh_from_db()
    return bulletin


def test_a_page_that_reads_the_same_shows_no_difference(bulletin: Bulletin) -> None:
    assert find_difference(bulletin).is_empty


def test_the_difference_is_shown_and_nothing_stored(as_editor: Client, aged: Bulletin) -> None:
    before = state(aged)
    response = as_editor.get(reverse("admin:articles_bulletin_reparse", args=[aged.pk]))
    assert response.status_code == 200
    for words in ("0.0.1", "读法变了的数字 1", "新读出的 1", "不再读出的 1"):
        assert words in response.text
    assert state(aged) == before


def test_it_reads_anew_and_is_undone_as_one(aged: Bulletin, tea: Article) -> None:
    before = state(aged)
    revision = reparse(aged)
    assert tea.metrics.get(unit="元").value == 150000
    assert tea.metrics.filter(unit="瓶").count() == 1
    assert not tea.metrics.filter(unit="口").exists()
    aged.refresh_from_db()
    assert aged.parser_version != "0.0.1"
    check_spans(aged)
    assert find_difference(aged).is_empty
    undo_revision(revision.pk, None)
    assert state(aged) == before
    aged.refresh_from_db()
    assert aged.parser_version == "0.0.1"


def test_what_a_person_set_stays(aged: Bulletin, tea: Article) -> None:
    money, people = tea.metrics.get(unit="元"), tea.metrics.filter(unit="人次").first()
    extra = tea.metrics.get(unit="口")
    assert people
    with open_bulletin(aged.pk):
        edit_metric(money, {"value": Decimal(77)}, None)
        set_review(people, "rejected", None)
        set_review(extra, "accepted", None)
    reparse(aged)
    for row in (money, people, extra):
        row.refresh_from_db()
    assert (money.value, money.status, people.review, extra.value) == (77, "planned", "rejected", 9)


def test_a_name_learned_meanwhile_is_found(bulletin: Bulletin, tea: Article) -> None:
    save_name(name="高温送清凉", category="care", aliases=["暖心茶摊"], place="", user=None)
    reparse(bulletin)
    assert tea.program_mentions.get().program.name == "高温送清凉"
    assert set(tea.metrics.exclude(program=None).values_list("program__name", flat=True)) == {"高温送清凉"}


def test_a_published_page_changes_on_confirmation_only(as_reviewer: Client, aged: Bulletin, tea: Article) -> None:
    publish_bulletin(aged, None)
    address = reverse("admin:articles_bulletin_reparse", args=[aged.pk])
    assert "请勾选确认" in as_reviewer.post(address, follow=True).text
    assert tea.metrics.get(unit="元").value == 1
    as_reviewer.post(address, {"published": "yes"})
    money = tea.metrics.get(unit="元")
    assert (money.value, money.is_public) == (150000, True)
    assert tea.metrics.get(unit="瓶").is_public


def test_an_editor_does_not_reparse_what_is_public(as_editor: Client, aged: Bulletin) -> None:
    publish_bulletin(aged, None)
    assert as_editor.get(reverse("admin:articles_bulletin_reparse", args=[aged.pk])).status_code == 403


def test_lines_moved_by_hand_stay_where_they_are(as_editor: Client, bulletin: Bulletin, tea: Article) -> None:
    from .test_mend_page import mend

    mend(as_editor, tea, "furniture", 1)
    before = [fate[:2] for fate in state(bulletin)[0]]
    reparse(bulletin)
    assert [fate[:2] for fate in state(bulletin)[0]] == before


def test_the_command_says_what_it_would_do_and_does_it_on_demand(aged: Bulletin, tea: Article, capsys: Any) -> None:
    call_command("reparse", verbosity=0)
    assert "+1 -1 ~1" in capsys.readouterr().out
    assert tea.metrics.get(unit="元").value == 1
    call_command("reparse", "--apply", verbosity=0)
    assert "changed 1" in capsys.readouterr().out
    assert tea.metrics.get(unit="元").value == 150000
    assert Program.objects.filter(name="暖心茶摊").count() == 1
    assert ProgramMention.objects.filter(program__name="暖心茶摊").count() == 1
