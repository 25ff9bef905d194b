"""From hand-in to history in a real browser: publishing, taking back, re-parsing, and the pages that tell of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from articles.models import Article, Bulletin, Metric, Program, Revision, UnitEntry
from articles.review import publish_bulletin
from articles.review.facts import edit_metric, set_review
from articles.review.names import save_name
from tests.browser.driving import click, find, publish, review_url, settled, text_of, wait
from tests.desk.conftest import make_bulletin

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(db: None) -> Bulletin:
    return make_bulletin()


@pytest.fixture
def tea(page: Bulletin) -> Article:
    return page.articles.get(county__name="临安区")


def status(page: Bulletin) -> str:
    return Bulletin.objects.get(pk=page.pk).status


def test_handed_in_published_withdrawn_and_published_again(
    browser_as: Any, live_server: Any, editor: User, reviewer: User, page: Bulletin
) -> None:
    browser = browser_as(editor)
    browser.get(review_url(live_server, page))
    assert not browser.find_elements(By.CSS_SELECTOR, "button[value=publish]")
    click(browser, "button[value=submit]")
    wait(browser, lambda b: "已提交复审" in text_of(b, ".rv-head"), "not handed in")
    browser = browser_as(reviewer)
    browser.get(review_url(live_server, page))
    publish(browser)
    browser.get(live_server.url + "/articles/")
    assert "暖心茶摊" in text_of(browser, "main")
    browser.get(review_url(live_server, page))
    head = text_of(browser, ".rv-head")
    assert f"{editor.get_username()}" in head
    assert f"{reviewer.get_username()}" in head
    click(browser, "button[value=withdraw]")
    wait(browser, lambda b: "已撤回" in text_of(b, ".rv-head"), "not withdrawn")
    browser.get(live_server.url + "/articles/")
    assert "暖心茶摊" not in text_of(browser, "main")
    browser.get(review_url(live_server, page))
    publish(browser)
    assert status(page) == "published"


def test_the_second_question_names_what_is_open_and_takes_no_for_an_answer(
    browser_as: Any, live_server: Any, reviewer: User, page: Bulletin
) -> None:
    browser = browser_as(reviewer)
    browser.get(review_url(live_server, page))
    click(browser, ".rv-sticky button[value=publish]")
    doubt = find(browser, ".doubt")
    assert "还没有发布：3 篇没有核对" in doubt.text
    click(browser, ".doubt a.btn")
    wait(browser, lambda b: not b.find_elements(By.CSS_SELECTOR, ".doubt"), "question stays")
    assert status(page) == "draft"


def test_one_change_of_the_history_is_taken_back(browser_as: Any, live_server: Any, editor: User, tea: Article) -> None:
    metric = tea.metrics.get(unit="元")
    edit_metric(metric, {"value": Decimal(99)}, editor)
    set_review(tea.metrics.get(unit="瓶"), "rejected", editor)
    browser = browser_as(editor)
    address = reverse("admin:articles_revision_journal")
    browser.get(f"{live_server.url}{address}?model=metric&record={metric.pk}")
    rows = browser.find_elements(By.CSS_SELECTOR, ".journal tbody tr")
    assert len(rows) == 1
    assert "150000" in rows[0].text
    assert "99" in rows[0].text
    click(browser, ".journal form button")
    wait(browser, lambda b: Metric.objects.get(pk=metric.pk).value == 150000, "not undone")
    assert "已由" in text_of(browser, ".journal")
    assert tea.metrics.get(unit="瓶").review == "rejected"


def test_the_journal_narrows_by_action_and_leads_to_the_record(
    browser_as: Any, live_server: Any, editor: User, tea: Article
) -> None:
    edit_metric(tea.metrics.get(unit="元"), {"value": Decimal(99)}, editor)
    browser = browser_as(editor)
    browser.get(live_server.url + reverse("admin:articles_revision_journal"))
    Select(find(browser, "[name=action]")).select_by_visible_text("修改")
    click(browser, ".ing-form .btn-main")
    assert "共 1 条" in text_of(browser, ".ing-form")
    assert "action=edit" in find(browser, "a[href*='journal.csv']").get_attribute("href")
    click(browser, ".journal tbody th a")
    assert find(browser, "#desk").get_attribute("data-article") == str(tea.pk)


def test_a_newer_reading_is_shown_as_a_difference_and_stored_on_confirmation(
    browser_as: Any, live_server: Any, reviewer: User, page: Bulletin, tea: Article
) -> None:
    Metric.objects.filter(article=tea, unit="元").update(value=1)
    tea.metrics.get(unit="瓶").delete()
    publish_bulletin(page, None)
    browser = browser_as(reviewer)
    browser.get(review_url(live_server, page, tea))
    click(browser, "a[href$='/reparse/']")
    shown = text_of(browser, "main")
    assert "读法变了的数字 1" in shown
    assert "新读出的 1" in shown
    click(browser, ".submit-row .btn-main")
    wait(browser, lambda b: "请勾选确认" in b.page_source, "changed without a yes")
    assert tea.metrics.get(unit="元").value == 1
    browser.get(live_server.url + reverse("admin:articles_bulletin_reparse", args=[page.pk]))
    click(browser, "[name=published]")
    click(browser, ".submit-row .btn-main")
    wait(browser, lambda b: "已重新解析" in b.page_source, "not stored")
    assert tea.metrics.get(unit="元").value == 150000


def test_the_overview_tells_what_waits_and_what_was_mended(
    browser_as: Any, live_server: Any, editor: User, page: Bulletin, tea: Article
) -> None:
    edit_metric(tea.metrics.get(unit="元"), {"value": Decimal(99)}, editor)
    Article.objects.filter(pk=tea.pk).update(reviewed=True)
    browser = browser_as(editor)
    browser.get(live_server.url + reverse("admin:articles_bulletin_overview"))
    main = text_of(browser, "main")
    for words in ("今天", "舟山市", "丽水市", "改数值"):
        assert words in main
    click(browser, "main table a.name")
    find(browser, "#desk")


def test_a_promise_is_ruled_upon_from_the_review_page(
    browser_as: Any, live_server: Any, reviewer: User, page: Bulletin, tea: Article
) -> None:
    planned = tea.metrics.filter(status="planned").first()
    browser = browser_as(reviewer)
    browser.get(review_url(live_server, page, tea))
    browser.execute_script("document.querySelector(arguments[0]).open = true", f"#m{planned.pk} details")
    click(browser, f"#m{planned.pk} a[href*='promise']")
    state = Select(find(browser, "[name=state]"))
    state.select_by_index(len(state.options) - 1)
    find(browser, "[name=reason]").send_keys("区总工会年底通报已办结")
    click(browser, "button[value=rule]")
    wait(browser, lambda b: Metric.objects.filter(pk=planned.pk, promise_ruling__isnull=False).exists(), "not ruled")
    assert Revision.objects.filter(model="promiseruling", user_name=reviewer.get_username()).exists()


def test_a_measure_word_is_added_looked_at_and_read(
    browser_as: Any, live_server: Any, reviewer: User, page: Bulletin
) -> None:
    browser = browser_as(reviewer)
    browser.get(live_server.url + reverse("admin:articles_unitentry_add"))
    find(browser, "[name=word]").send_keys("万瓶")
    Select(find(browser, "[name=value_family]")).select_by_value("goods")
    list_page = browser.current_window_handle
    click(browser, "[formaction$='/look/']")
    wait(browser, lambda b: len(b.window_handles) == 2, "no look")
    browser.switch_to.window(browser.window_handles[1])
    assert "会碰到 1 篇" in text_of(browser, "h1")
    browser.close()
    browser.switch_to.window(list_page)
    assert not UnitEntry.objects.filter(word="万瓶").exists()
    click(browser, "[name=_save]")
    wait(browser, lambda b: UnitEntry.objects.filter(word="万瓶").exists(), "not saved")


def test_two_programs_are_merged_and_parted(
    browser_as: Any, live_server: Any, reviewer: User, page: Bulletin, tea: Article
) -> None:
    save_name(name="清凉驿路", category="care", aliases=[], place="", user=None)
    set_review(tea.program_mentions.get(program__name="暖心茶摊"), "accepted", None)
    publish_bulletin(page, None)
    old = Program.objects.get(name="暖心茶摊")
    browser = browser_as(reviewer)
    browser.get(live_server.url + reverse("admin:articles_program_merge", args=[old.pk]))
    find(browser, "[name=into]").send_keys("清凉驿路", Keys.TAB)
    click(browser, "button[value=look]")
    assert "1 处提及" in text_of(browser, "main")
    click(browser, "button[value=merge]")
    find(browser, "button[value=part]")
    browser.get(live_server.url + f"/programs/{old.slug}/")
    assert text_of(browser, "h1") == "清凉驿路"
    browser.get(live_server.url + reverse("admin:articles_program_merge", args=[old.pk]))
    click(browser, "button[value=part]")
    wait(browser, lambda b: "又是单独的项目" in b.page_source, "not parted")
    browser.get(live_server.url + f"/programs/{old.slug}/")
    assert text_of(browser, "h1") == "暖心茶摊"
    settled(browser)
