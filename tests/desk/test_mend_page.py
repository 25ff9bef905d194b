"""Mending the page: split, merge, move, swap, furniture; what a person set stays; each step is undone as one."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Article, Bulletin, Metric, ProgramMention, Revision, Unresolved
from articles.review import publish_bulletin
from articles.review.undo import undo_revision

from .conftest import line_of, seen

pytestmark = pytest.mark.django_db


def mend(client: Client, article: Article, do: str, *lines: int, **fields: str) -> Any:
    data = {"article": article.pk, "seen": seen(article.bulletin_id), "do": do, "line": list(lines), **fields}
    return client.post(reverse("admin:articles_bulletin_lines", args=[article.bulletin_id]), data, follow=True)


def state(bulletin: Bulletin) -> Any:
    """Everything of a bulletin that mending can touch."""
    bulletin.refresh_from_db()
    articles = list(
        bulletin.articles.order_by("position").values("pk", "headline", "deck", "text", "county", "position")
    )
    metrics = Metric.objects.filter(article__bulletin=bulletin).order_by("pk")
    facts = list(metrics.values("pk", "article", "value", "quote", "start", "figure_start", "review", "edited_fields"))
    mentions = ProgramMention.objects.filter(article__bulletin=bulletin).order_by("pk")
    return bulletin.line_fates, articles, facts, list(mentions.values("pk", "article", "program", "spans", "review"))


def check_spans(bulletin: Bulletin) -> None:
    for metric in Metric.objects.filter(article__bulletin=bulletin).select_related("article"):
        text = metric.article.part_text(metric.part)
        assert text[metric.start : metric.end] == metric.quote
        assert metric.start <= metric.figure_start < metric.figure_end <= metric.end
    for mention in ProgramMention.objects.filter(article__bulletin=bulletin).select_related("article"):
        assert mention.article.part_text(mention.part)[mention.start : mention.end] == mention.quote
    positions = list(bulletin.articles.order_by("position").values_list("position", flat=True))
    assert positions == list(range(len(positions)))
    bulletin.refresh_from_db()
    assert {fate[1] for fate in bulletin.line_fates} <= {None, *positions}


@pytest.fixture
def second_paragraph(bulletin: Bulletin) -> int:
    """The line where the second paragraph of the station's article begins."""
    return line_of(bulletin, "据悉，嵊泗县")


def test_split_then_merge_then_undo_both(
    as_editor: Client, editor: User, bulletin: Bulletin, station: Article, second_paragraph: int
) -> None:
    before = state(bulletin)
    others = list(bulletin.articles.exclude(pk=station.pk).values_list("pk", "text"))
    response = mend(as_editor, station, "split", second_paragraph)
    assert "已拆成两篇" in response.text
    station.refresh_from_db()
    new = bulletin.articles.exclude(pk__in=[station.pk, *(pk for pk, _ in others)]).get()
    assert new.position == station.position + 1
    assert new.text.startswith("据悉，嵊泗县总工会")
    assert "据悉" not in station.text
    assert {metric.quote for metric in new.metrics.all()} & {q for _, _, q in _facts(before, station)}
    assert list(bulletin.articles.exclude(pk__in=[station.pk, new.pk]).values_list("pk", "text")) == others
    check_spans(bulletin)

    mend(as_editor, new, "merge")
    assert bulletin.articles.count() == 3
    station.refresh_from_db()
    assert "据悉，嵊泗县总工会" in station.text
    check_spans(bulletin)

    for _ in range(2):
        undo_revision(_last(bulletin).pk, editor)
        check_spans(bulletin)
    assert state(bulletin)[1:] == before[1:]
    assert [fate[:2] for fate in state(bulletin)[0]] == [fate[:2] for fate in before[0]]


def _facts(before: Any, article: Article) -> list[Any]:
    return [(row["pk"], row["value"], row["quote"]) for row in before[2] if row["article"] == article.pk]


def _last(bulletin: Bulletin) -> Revision:
    undone = Revision.objects.exclude(undoes=None).values("undoes")
    return Revision.objects.of_bulletin(bulletin.pk).exclude(pk__in=undone).exclude(action="undo").latest("pk")


def test_what_a_person_set_goes_along_with_its_words(
    as_editor: Client, bulletin: Bulletin, station: Article, second_paragraph: int, press: Any
) -> None:
    metric = station.metrics.get(quote__contains="4家", value=4)
    rejected = station.metrics.exclude(pk=metric.pk).filter(figure_start__gt=metric.figure_start).first()
    assert rejected
    press(as_editor, station, "save", **{f"m{metric.pk}-value": "44", f"m{metric.pk}-period": "本年"})
    press(as_editor, station, f"reject:m{rejected.pk}")
    press(as_editor, station, "save", **{"a-headline": "人定的题"})
    mend(as_editor, station, "split", second_paragraph)
    metric.refresh_from_db()
    rejected.refresh_from_db()
    station.refresh_from_db()
    assert metric.article_id == rejected.article_id != station.pk
    assert (metric.value, metric.period, metric.review, rejected.review) == (44, "本年", "accepted", "rejected")
    assert station.headline == "人定的题"
    check_spans(bulletin)


def test_a_figure_added_by_hand_survives(
    as_editor: Client, bulletin: Bulletin, station: Article, second_paragraph: int, press: Any
) -> None:
    fields = {"new-quote": "完善功能", "new-value": "1", "new-unit": "项"}
    press(as_editor, station, "add-figure", **fields)
    mend(as_editor, station, "split", second_paragraph)
    metric = Metric.objects.get(unit="项")
    assert metric.article_id != station.pk
    check_spans(bulletin)


def test_a_line_goes_to_another_article_as_its_title(
    as_editor: Client, bulletin: Bulletin, tea: Article, station: Article
) -> None:
    line = line_of(bulletin, "职工夜校点亮")
    mend(as_editor, tea, "move", line, to=str(tea.pk), role="kicker")
    tea.refresh_from_db()
    assert tea.kicker == "职工夜校点亮晚间时光"
    assert bulletin.articles.get(county__name="松阳县").headline == ""
    fates = state(bulletin)[0]
    assert fates[line - 1][:3] == ["kicker", tea.position, "person"]
    check_spans(bulletin)


def test_lines_of_none_are_furniture_and_what_a_person_set_in_them_is_not_lost(
    as_editor: Client, bulletin: Bulletin, tea: Article, press: Any
) -> None:
    metric = tea.metrics.get(unit="瓶")
    press(as_editor, tea, f"accept:m{metric.pk}")
    first, last = line_of(bulletin, "截至目前"), line_of(bulletin, "喝上一口")
    mend(as_editor, tea, "furniture", *range(first, last))
    tea.refresh_from_db()
    assert "截至目前" not in tea.text
    assert not tea.metrics.filter(unit="瓶").exists()
    assert Unresolved.objects.filter(bulletin=bulletin, reason__contains="已经移出").exists()
    check_spans(bulletin)


def test_headline_and_deck_change_places(as_editor: Client, bulletin: Bulletin, station: Article) -> None:
    line = line_of(bulletin, "实现海岛全覆盖")
    mend(as_editor, station, "move", line, to=str(station.pk), role="deck")
    station.refresh_from_db()
    headline, deck = station.headline, station.deck
    assert headline
    assert deck
    mend(as_editor, station, "swap")
    station.refresh_from_db()
    assert (station.headline, station.deck) == (deck, headline)
    check_spans(bulletin)


def test_an_article_that_loses_all_its_body_goes(
    as_editor: Client, bulletin: Bulletin, tea: Article, station: Article
) -> None:
    lines = [n for n, fate in enumerate(bulletin.line_fates, 1) if fate[:2] == ["body", tea.position]]
    before = state(bulletin)
    mend(as_editor, tea, "move", *lines, to=str(station.pk), role="keep")
    assert not Article.objects.filter(pk=tea.pk).exists()
    station.refresh_from_db()
    assert station.position == 0
    assert "暖心茶摊" in station.text
    check_spans(bulletin)
    undo_revision(_last(bulletin).pk, None)
    assert state(bulletin)[1:] == before[1:]


@pytest.mark.parametrize(
    ("do", "words"),
    [("split", "请先在左边选一行"), ("merge", "第一篇"), ("move", "还没有选行"), ("nonsense", "没有这个操作")],
)
def test_what_cannot_be_done_is_said(as_editor: Client, bulletin: Bulletin, tea: Article, do: str, words: str) -> None:
    before = state(bulletin)
    assert words in mend(as_editor, tea, do, to=str(tea.pk)).text
    assert state(bulletin) == before


@pytest.mark.parametrize("line", [0, 99999])
def test_a_line_that_is_not_there_is_refused(as_editor: Client, bulletin: Bulletin, tea: Article, line: int) -> None:
    assert "没有这一行" in mend(as_editor, tea, "furniture", line).text


def test_a_published_page_is_withdrawn_first(as_reviewer: Client, bulletin: Bulletin, tea: Article) -> None:
    publish_bulletin(bulletin, None)
    before = state(bulletin)
    assert "请先撤回" in mend(as_reviewer, tea, "furniture", 3).text
    assert state(bulletin) == before


def test_lines_that_another_has_moved_meanwhile_are_not_moved_by_number(
    as_editor: Client, as_reviewer: Client, bulletin: Bulletin, station: Article, second_paragraph: int
) -> None:
    old = str(seen(bulletin.pk))
    mend(as_editor, station, "split", second_paragraph)
    response = mend(as_reviewer, station, "furniture", second_paragraph, seen=old)
    assert "行的归属已经不同" in response.text
    assert bulletin.articles.count() == 4


def test_undo_of_a_split_waits_for_what_stands_on_it(
    as_editor: Client, editor: User, bulletin: Bulletin, station: Article, second_paragraph: int, press: Any
) -> None:
    mend(as_editor, station, "split", second_paragraph)
    split = _last(bulletin)
    press(as_editor, station, "save", **{"a-headline": "后来改的"})
    response = as_editor.post(reverse("admin:articles_revision_undo", args=[split.pk]), follow=True)
    assert "请先撤销" in response.text
    assert bulletin.articles.count() == 4


def test_only_who_may_edit_may_mend(visitor: Client, staff_without_rights: User, sign_in: Any, tea: Article) -> None:
    address = reverse("admin:articles_bulletin_lines", args=[tea.bulletin_id])
    assert visitor.post(address, {"do": "merge"}).status_code == 302
    assert sign_in(staff_without_rights).post(address, {"do": "merge"}).status_code == 403
