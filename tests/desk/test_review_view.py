"""核对: who may, what a press of each button does, two editors at once, the steps to publication."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Article, Bulletin, City, EditorScope, Metric, Program, ProgramMention, Revision, Unresolved
from articles.review import publish_bulletin

from .conftest import make_bulletin, make_source, seen, sure
from .pages import TEA, build_page

pytestmark = pytest.mark.django_db


def address(bulletin: Bulletin, article: Article | None = None) -> str:
    base = reverse("admin:articles_bulletin_review", args=[bulletin.pk])
    return f"{base}?article={article.pk}" if article else base


def money(article: Article) -> Metric:
    return article.metrics.get(unit="元")


# -- access


def test_it_checks_access(
    bulletin: Bulletin, visitor: Client, staff_without_rights: User, sign_in: Any, as_editor: Client
) -> None:
    assert "login" in visitor.get(address(bulletin))["Location"]
    assert sign_in(staff_without_rights).get(address(bulletin)).status_code == 403
    response = as_editor.get(address(bulletin))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_a_wrong_number_is_not_found(as_editor: Client, bulletin: Bulletin) -> None:
    assert as_editor.get(reverse("admin:articles_bulletin_review", args=[bulletin.pk + 1])).status_code == 404


def test_an_editor_may_not_publish(as_editor: Client, tea: Article, press: Any) -> None:
    assert press(as_editor, tea, "publish").status_code == 403
    tea.bulletin.refresh_from_db()
    assert tea.bulletin.status == Bulletin.Status.DRAFT


def test_an_editor_may_not_mend_what_is_public(as_editor: Client, tea: Article, press: Any) -> None:
    publish_bulletin(tea.bulletin, None)
    assert press(as_editor, tea, f"reject:m{money(tea).pk}").status_code == 403
    assert money(tea).review == "proposed"


def test_an_account_limited_to_a_city_mends_that_citys_articles_only(
    as_editor: Client, editor: User, tea: Article, station: Article, press: Any
) -> None:
    scope = EditorScope.objects.create(user=editor)
    scope.cities.add(City.objects.get(name="舟山市"))
    assert press(as_editor, tea, "save", **{"a-headline": "改"}).status_code == 403
    assert press(as_editor, station, "save", **{"a-headline": "改过的题"}).status_code == 200
    assert press(as_editor, station, "submit").status_code == 403
    station.refresh_from_db()
    assert station.headline == "改过的题"


# -- the page


def test_it_shows_lines_articles_and_facts(as_editor: Client, bulletin: Bulletin, tea: Article) -> None:
    response = as_editor.get(address(bulletin, tea))
    for words in ("粘贴的原文", "第1篇，共3篇", "暖心茶摊", "杭州市 临安区", "SHA-256", "栏目"):
        assert words in response.text
    metric = money(tea)
    assert re.search(rf'name="m{metric.pk}-value"[^>]*value="15"', response.text)
    assert re.search(rf'name="m{metric.pk}-unit"[^>]*value="万元"', response.text)
    assert f'data-refs="m{metric.pk}"' in response.text


def test_its_queries_do_not_grow_with_the_figures(
    as_editor: Client, bulletin: Bulletin, tea: Article, django_assert_max_num_queries: Any
) -> None:
    for metric in tea.metrics.all():
        for n in range(5):
            metric.pk, metric.indicator_words = None, f"又{n}"
            metric.save()
    with django_assert_max_num_queries(40):
        as_editor.get(address(bulletin, tea))


# -- figures


def test_correcting_a_figure_stores_it_accepts_it_and_says_so_in_the_journal(
    as_editor: Client, editor: User, tea: Article, press: Any
) -> None:
    metric = money(tea)
    key = f"m{metric.pk}"
    response = press(
        as_editor, tea, "save", **{f"{key}-value": "1.6亿", f"{key}-unit": "元", f"{key}-status": "actual"}
    )
    assert "已保存" in response.text
    metric.refresh_from_db()
    assert (metric.value, metric.unit, metric.status, metric.review) == (160_000_000, "元", "actual", "accepted")
    assert set(metric.edited_fields) == {"value", "status"}
    row = Revision.objects.filter(model="metric").latest("pk")
    assert (row.user_name, row.before["value"], row.after["value"]) == (
        editor.get_username(),
        "150000",
        "160000000",
    )
    assert row.before["status"] == "planned"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("value", "十五", "不是一个数"),
        ("value", "²", "不是一个数"),
        ("value", "9" * 30, "不是一个数"),
        ("unit", "", "请填单位"),
        ("max", "3", "上限小于数值"),
        ("start", "2025-02-30", "填日期"),
        ("indicator", "没有这个指标", "没有指标"),
        ("qualifier", "nonsense", "没有这个选项"),
        ("status", "", "没有这个选项"),
        ("period", "长" * 61, "60"),
        ("program", "999999", "没有这个项目"),
    ],
)
def test_a_field_that_cannot_be_read_is_said_in_chinese_and_keeps_what_was_typed(
    as_editor: Client, tea: Article, press: Any, name: str, value: str, words: str
) -> None:
    metric = money(tea)
    response = press(as_editor, tea, "save", **{f"m{metric.pk}-{name}": value, "a-deck": "另一处改动"})
    assert response.status_code == 422
    assert words in response.text
    assert "另一处改动" in response.text
    tea.refresh_from_db()
    assert tea.deck == ""
    assert not Revision.objects.of_bulletin(tea.bulletin_id).exclude(action="paste").exists()


def test_accept_reject_and_again(as_editor: Client, tea: Article, press: Any) -> None:
    metric = money(tea)
    for do, state in (("accept", "accepted"), ("reject", "rejected"), ("reject", "proposed")):
        press(as_editor, tea, f"{do}:m{metric.pk}")
        metric.refresh_from_db()
        assert metric.review == state


def test_what_is_rejected_goes_from_the_public_at_once(as_reviewer: Client, tea: Article, press: Any) -> None:
    publish_bulletin(tea.bulletin, None)
    metric = money(tea)
    assert metric.is_public
    press(as_reviewer, tea, f"reject:m{metric.pk}")
    metric.refresh_from_db()
    assert not metric.is_public


def test_a_figure_of_another_article_is_not_touched(
    as_editor: Client, tea: Article, station: Article, press: Any
) -> None:
    other = station.metrics.first()
    assert other
    response = press(as_editor, tea, f"reject:m{other.pk}", **{f"m{other.pk}-value": "1"})
    assert "不在了" in response.text
    other.refresh_from_db()
    assert other.review == "proposed"


def test_accepting_the_article_goes_on_to_the_next(
    as_editor: Client, tea: Article, station: Article, press: Any
) -> None:
    response = press(as_editor, tea, "review")
    assert f"article={station.pk}" in response.redirect_chain[-1][0]
    tea.refresh_from_db()
    assert tea.reviewed
    assert set(tea.metrics.values_list("review", flat=True)) == {"accepted"}
    press(as_editor, tea, "undo")
    tea.refresh_from_db()
    assert not tea.reviewed
    assert set(tea.metrics.values_list("review", flat=True)) == {"proposed"}


def test_words_become_a_figure(as_editor: Client, tea: Article, press: Any) -> None:
    fields = {"new-quote": "在锦城街道重新开张", "new-value": "1", "new-unit": "处", "new-status": "actual"}
    response = press(as_editor, tea, "add-figure", **fields)
    assert response.status_code == 200
    metric = tea.metrics.get(unit="处")
    assert tea.text[metric.start : metric.end] == metric.quote == "在锦城街道重新开张"
    assert (metric.by_person, metric.review, metric.county) == (True, "accepted", tea.county)


def test_words_that_are_not_in_the_text_become_no_figure(as_editor: Client, tea: Article, press: Any) -> None:
    response = press(as_editor, tea, "add-figure", **{"new-quote": "并无此句", "new-value": "1", "new-unit": "处"})
    assert response.status_code == 422
    assert "文中没有" in response.text


def test_back_to_the_parsers_reading(as_editor: Client, tea: Article, press: Any) -> None:
    metric = money(tea)
    press(as_editor, tea, "save", **{f"m{metric.pk}-value": "16", f"m{metric.pk}-period": "去年"})
    press(as_editor, tea, "save", **{f"m{metric.pk}-value": "17"})
    press(as_editor, tea, f"revert:m{metric.pk}")
    metric.refresh_from_db()
    assert (metric.value, metric.period, metric.edited_fields, metric.review) == (150000, "今年", [], "proposed")


# -- the article


def test_place_byline_and_titles(as_editor: Client, tea: Article, press: Any) -> None:
    press(
        as_editor,
        tea,
        "save",
        **{"a-place": "330113", "a-byline": "记者 甲乙、丙丁；摄影 戊己", "a-kicker": "盛夏\n有茶"},
    )
    tea.refresh_from_db()
    assert (tea.county_id, tea.reporters, tea.photographers, tea.correspondents) == (
        "330113",
        ["甲乙", "丙丁"],
        ["戊己"],
        [],
    )
    assert tea.kicker == "盛夏\n有茶"
    assert set(tea.metrics.values_list("county", flat=True)) == {"330113"}
    assert {"city_id", "county_id", "reporters", "kicker"} <= set(tea.edited_fields)


def test_a_title_keeps_the_evidence_that_stands_in_it(as_editor: Client, tea: Article, press: Any) -> None:
    mention = tea.program_mentions.get(program__name="暖心茶摊")
    assert any(span[0] == "headline" for span in mention.spans)
    press(as_editor, tea, "save", **{"a-headline": "盛夏里“暖心茶摊”又开张"})
    tea.refresh_from_db()
    mention.refresh_from_db()
    part, start, end = next(span for span in mention.spans if span[0] == "headline")
    assert tea.part_text(part)[start:end] == "暖心茶摊"


def test_a_program_is_exchanged_with_its_figures(as_editor: Client, tea: Article, press: Any) -> None:
    mention = tea.program_mentions.get(program__name="暖心茶摊")
    press(as_editor, tea, "save", **{f"p{mention.pk}-program": "高温慰问"})
    assert "词表里没有" in press(as_editor, tea, "save", **{f"p{mention.pk}-program": "并无此项目"}).text
    other = Program.objects.filter(from_lexicon=True).first()
    assert other
    press(as_editor, tea, "save", **{f"p{mention.pk}-program": other.name})
    mention.refresh_from_db()
    assert (mention.program, mention.by_person) == (other, True)
    assert set(tea.metrics.exclude(program=None).values_list("program", flat=True)) == {other.pk}


# -- open questions


@pytest.fixture
def question(tea: Article) -> Unresolved:
    start = tea.text.index("锦城街道")
    return Unresolved.objects.create(
        bulletin=tea.bulletin, article=tea, kind="place", state="ambiguous", start=start, end=start + 4,
        quote="锦城街道", reason="两地都有", candidates=["临平区", "富阳区"],
    )  # fmt: skip


def test_a_question_is_linked(as_editor: Client, tea: Article, question: Unresolved, press: Any) -> None:
    press(as_editor, tea, f"link:u{question.pk}:临平区")
    tea.refresh_from_db()
    question.refresh_from_db()
    assert tea.county
    assert (tea.county.name, question.outcome) == ("临平区", "linked")


def test_a_question_is_dismissed_and_comes_back_by_undo(
    as_editor: Client, tea: Article, question: Unresolved, press: Any
) -> None:
    press(as_editor, tea, f"dismiss:u{question.pk}")
    question.refresh_from_db()
    assert question.outcome == "dismissed"
    press(as_editor, tea, "undo")
    question.refresh_from_db()
    assert question.outcome == ""


def test_a_choice_that_was_not_offered_is_refused(
    as_editor: Client, tea: Article, question: Unresolved, press: Any
) -> None:
    assert "不在可选之列" in press(as_editor, tea, f"link:u{question.pk}:宁波市").text


# -- two at once


def test_changes_of_different_fields_do_not_hinder_each_other(
    as_editor: Client, as_reviewer: Client, tea: Article, press: Any
) -> None:
    key = f"m{money(tea).pk}"
    old = str(seen(tea.bulletin_id))
    everything = {f"{key}-value": "15", f"{key}-unit": "万元", f"{key}-period": "今年", "a-deck": ""}
    press(as_editor, tea, "save", **{**everything, f"{key}-value": "16"})
    press(as_reviewer, tea, "save", seen=old, **{**everything, "a-deck": "后来的人填的"})
    metric = money(tea)
    tea.refresh_from_db()
    assert (metric.value, tea.deck) == (160000, "后来的人填的")


def test_the_second_to_change_a_field_is_told_and_chooses(
    as_editor: Client, as_reviewer: Client, tea: Article, press: Any
) -> None:
    key = f"m{money(tea).pk}"
    old = str(seen(tea.bulletin_id))
    press(as_editor, tea, "save", **{f"{key}-value": "16"})
    mine = {f"{key}-value": "17", "a-deck": "我的副题"}
    response = press(as_reviewer, tea, "save", seen=old, **mine)
    assert response.status_code == 409
    for words in ("别人也改了", "test-editor", "17", "16", "我的副题"):
        assert words in response.text
    assert money(tea).value == 160000
    press(as_reviewer, tea, "save", seen=old, mine="1", **{f"keep-{key}-value": "theirs"}, **mine)
    tea.refresh_from_db()
    assert (money(tea).value, tea.deck) == (160000, "我的副题")
    press(as_reviewer, tea, "save", seen=old, mine="1", **{f"keep-{key}-value": "mine"}, **mine)
    assert money(tea).value == 170000


def test_each_saved_change_raises_the_version(as_editor: Client, tea: Article, press: Any) -> None:
    press(as_editor, tea, "save", **{"a-deck": "一"})
    press(as_editor, tea, "save", **{"a-deck": "一"})
    tea.bulletin.refresh_from_db()
    assert tea.bulletin.version == 2


# -- the same figure, last time


def test_the_earlier_value_is_shown_and_a_jump_is_warned_of(as_editor: Client, tea: Article) -> None:
    earlier = money(tea)
    bulletin = make_bulletin(
        build_page(TEA.replace("15万元", "180万元").replace("5000人次", "5000人")), source=make_source("他报")
    )
    article = bulletin.articles.get(county__name="临安区")
    metric = money(article)
    indicator = metric.indicator or earlier.indicator
    for row in (metric, earlier):
        if row.indicator is None:
            from articles.models import Indicator

            indicator = indicator or Indicator.objects.first()
            Metric.objects.filter(pk=row.pk).update(indicator=indicator)
    response = as_editor.get(address(bulletin, article))
    assert "150000元" in response.text
    assert "与上次相差 12 倍" in response.text


# -- steps


def test_hand_in_return_publish_withdraw(
    as_editor: Client, as_reviewer: Client, editor: User, reviewer: User, tea: Article, press: Any
) -> None:
    bulletin = tea.bulletin
    press(as_editor, tea, "submit")
    bulletin.refresh_from_db()
    assert (bulletin.status, bulletin.submitted_by) == ("submitted", editor)
    press(as_reviewer, tea, "return")
    press(as_editor, tea, f"accept:p{tea.program_mentions.get(program__name='暖心茶摊').pk}")
    press(as_editor, tea, "submit")
    press(as_reviewer, tea, "publish", sure=sure(tea))
    bulletin.refresh_from_db()
    assert (bulletin.status, bulletin.released_by) == ("published", reviewer)
    assert bulletin.released_at
    assert tea.bulletin.articles.published().count() == 3
    assert Program.objects.get(name="暖心茶摊").confirmed
    press(as_reviewer, tea, "withdraw")
    assert not Article.objects.published().exists()
    assert not ProgramMention.objects.filter(is_public=True).exists()
    press(as_reviewer, tea, "publish", sure=sure(tea))
    assert Article.objects.published().count() == 3
    steps = Revision.objects.filter(model="bulletin").order_by("pk").values_list("action", flat=True)
    assert list(steps) == ["paste", "submit", "return", "submit", "publish", "withdraw", "publish"]


def test_a_step_that_the_state_does_not_allow_is_refused(as_reviewer: Client, tea: Article, press: Any) -> None:
    assert "不能撤回" in press(as_reviewer, tea, "withdraw").text


def test_publishing_stores_what_stands_in_the_form(as_reviewer: Client, tea: Article, press: Any) -> None:
    press(as_reviewer, tea, "publish", sure=sure(tea), **{"a-deck": "临门一改"})
    tea.refresh_from_db()
    assert (tea.deck, tea.is_public) == ("临门一改", True)


# -- deleting


def test_a_deleted_page_can_be_brought_back_whole(as_admin: Client, bulletin: Bulletin) -> None:
    def count() -> list[int]:
        return [bulletin.articles.count(), *(m.objects.count() for m in (Metric, ProgramMention, Unresolved))]

    before = count()
    as_admin.post(reverse("admin:articles_bulletin_delete", args=[bulletin.pk]), {"post": "yes"})
    assert not Bulletin.objects.exists()
    row = Revision.objects.get(action="delete")
    as_admin.post(reverse("admin:articles_revision_undo", args=[row.pk]))
    assert Bulletin.objects.get(pk=bulletin.pk).raw_text == bulletin.raw_text
    assert count() == before


def test_a_published_page_is_not_deleted(as_admin: Client, bulletin: Bulletin) -> None:
    publish_bulletin(bulletin, None)
    assert (
        as_admin.post(reverse("admin:articles_bulletin_delete", args=[bulletin.pk]), {"post": "yes"}).status_code == 403
    )
    assert Bulletin.objects.exists()
