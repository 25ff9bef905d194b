"""Pasting in a real browser: nothing that was typed is lost, nothing that is known is stored twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from selenium.webdriver.common.by import By

from articles.models import Bulletin
from tests.browser.driving import click, find, text_of, type_text, wait
from tests.conftest import PASSWORD
from tests.desk.conftest import make_bulletin, make_source
from tests.desk.pages import PAGE, SCHOOL, STATION, build_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEPT = "return localStorage.getItem('unionwatch-draft-ingest') || ''"


def ingest_url(live_server: Any) -> str:
    return live_server.url + reverse("admin:articles_bulletin_ingest")


def paste(browser: Any, text: str = PAGE) -> None:
    type_text(browser, "textarea[name=text]", text)
    wait(browser, lambda b: text.split("\n")[0] in b.execute_script(KEPT), "not kept")


def test_a_closed_tab_loses_nothing(browser_as: Any, live_server: Any, editor: User) -> None:
    make_source()
    browser = browser_as(editor)
    first = browser.current_window_handle
    browser.switch_to.new_window("tab")
    browser.get(ingest_url(live_server))
    paste(browser)
    find(browser, "[name=page]").send_keys("第9版")
    wait(browser, lambda b: "第9版" in b.execute_script(KEPT), "not kept")
    browser.close()
    browser.switch_to.window(first)
    browser.get(ingest_url(live_server))
    assert "上次没贴完的文字还在" in text_of(browser, "[data-draft-notice]")
    click(browser, "[data-draft-restore]")
    assert find(browser, "textarea[name=text]").get_attribute("value") == PAGE
    assert find(browser, "[name=page]").get_attribute("value") == "第9版"


def test_a_refused_paste_stays_in_the_box_with_the_reason(browser_as: Any, live_server: Any, editor: User) -> None:
    make_source()
    browser = browser_as(editor)
    browser.get(ingest_url(live_server))
    paste(browser)
    day = find(browser, "[name=published_on]")
    day.clear()
    day.send_keys("明天")
    click(browser, "button[value=preview]")
    assert "请按 2025-06-03 的样子填日期" in text_of(browser, "#id_published_on_error")
    assert find(browser, "textarea[name=text]").get_attribute("value").replace("\r", "") == PAGE
    assert find(browser, "[name=published_on]").get_attribute("value") == "明天"


def test_a_session_that_ran_out_loses_nothing(browser_as: Any, live_server: Any, editor: User) -> None:
    make_source()
    browser = browser_as(editor)
    browser.get(ingest_url(live_server))
    paste(browser)
    browser.delete_cookie(settings.SESSION_COOKIE_NAME)
    click(browser, "button[value=preview]")
    find(browser, "input[name=username]").send_keys(editor.get_username())
    find(browser, "input[name=password]").send_keys(PASSWORD)
    click(browser, "[type=submit]")
    click(browser, "[data-draft-restore]")
    assert find(browser, "textarea[name=text]").get_attribute("value") == PAGE
    click(browser, "button[value=preview]")
    find(browser, ".pv")
    assert len(browser.find_elements(By.CSS_SELECTOR, ".pv")) == 3


def test_the_same_text_however_wrapped_leads_to_the_first(browser_as: Any, live_server: Any, editor: User) -> None:
    first = make_bulletin()
    browser = browser_as(editor)
    browser.get(ingest_url(live_server))
    paste(browser, "\n".join(line + "  " for line in PAGE.split("\n")))
    click(browser, "button[value=preview]")
    assert "这份文字已经贴过" in text_of(browser, ".notice")
    assert find(browser, ".notice a").get_attribute("href").endswith(f"/{first.pk}/review/")
    click(browser, "button[value=save]")
    find(browser, "#desk")
    assert Bulletin.objects.get() == first


def test_a_story_of_another_paper_is_known_before_it_is_saved(browser_as: Any, live_server: Any, editor: User) -> None:
    first = make_bulletin()
    known = first.articles.get(county__name="嵊泗县")
    other = build_page(STATION.replace("日前", "近日"), SCHOOL, titles="\n嵊泗驿站上岛\n\n松阳夜校开课\n")
    browser = browser_as(editor)
    browser.get(ingest_url(live_server))
    paste(browser, other)
    day = find(browser, "[name=published_on]")
    day.clear()
    day.send_keys("2025-07-12")
    click(browser, "button[value=preview]")
    notice = find(browser, ".pv .notice")
    assert "与已有报道大致相同" in notice.text
    assert f"article={known.pk}" in notice.find_element(By.TAG_NAME, "a").get_attribute("href")
    assert Bulletin.objects.count() == 1
