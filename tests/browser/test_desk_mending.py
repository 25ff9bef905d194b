"""Mending page and facts in a real browser: every way that the review page offers, its undo, and its troubles."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from articles.models import Article, Bulletin, Metric, Program
from articles.review import publish_bulletin
from tests.browser.driving import (
    Keyboard,
    click,
    console_faults,
    find,
    pick_line,
    pick_words,
    review_url,
    settled,
    text_of,
    wait,
)
from tests.desk.conftest import line_of, make_bulletin
from tests.desk.pages import PAGE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(db: None) -> Bulletin:
    return make_bulletin()


@pytest.fixture
def tea(page: Bulletin) -> Article:
    return page.articles.get(county__name="临安区")


@pytest.fixture
def desk(browser_as: Any, live_server: Any, editor: User, page: Bulletin, tea: Article) -> Any:
    """The review page of the first article, as an editor sees it."""
    browser = browser_as(editor)
    browser.get(review_url(live_server, page, tea))
    find(browser, "#desk")
    return browser


def tabs(browser: Any) -> int:
    return len(browser.find_elements(By.CSS_SELECTOR, ".rv-tabs li"))


def go_to(browser: Any, ref: str) -> Keyboard:
    """Step down by key to an item."""
    keyboard = Keyboard(browser)
    keyboard.press("j")
    while find(browser, ".is-cur").get_attribute("data-item") != ref:
        keyboard.press("j")
    return keyboard


# -- the page


def test_two_articles_become_one_by_key_and_two_again(desk: Any, page: Bulletin) -> None:
    click(desk, "[data-next-article]")
    Keyboard(desk).press("m")
    wait(desk, lambda b: tabs(b) == 2, "not merged")
    assert page.articles.count() == 2
    Keyboard(desk).press("z")
    wait(desk, lambda b: tabs(b) == 3, "not undone")
    assert not console_faults(desk)


def test_headline_and_deck_change_places(desk: Any, live_server: Any, page: Bulletin) -> None:
    station = page.articles.get(county__name="嵊泗县")
    before = station.headline, station.deck
    assert all(before)
    desk.get(review_url(live_server, page, station))
    click(desk, "button[value=swap]")
    wait(desk, lambda b: "已互换" in text_of(b, ".rv-head"), "not swapped")
    station.refresh_from_db()
    assert (station.deck, station.headline) == before


def test_a_line_marked_as_furniture_is_greyed_with_the_reason(desk: Any, page: Bulletin) -> None:
    line = line_of(page, "职工夜校点亮")
    pick_line(desk, line)
    click(desk, "button[value=furniture]")
    wait(desk, lambda b: "furn" in find(b, f"#l{line}").get_attribute("class"), "not greyed")
    assert find(desk, f"#l{line}").get_attribute("title")
    assert page.articles.get(county__name="松阳县").headline == ""


def test_what_a_person_set_outlives_the_mending_of_the_page(desk: Any, tea: Article, page: Bulletin) -> None:
    metric = tea.metrics.get(unit="元")
    field = find(desk, f"#id_m{metric.pk}-value")
    field.send_keys(Keys.CONTROL + "a" + Keys.NULL, "18", Keys.ENTER)
    wait(desk, lambda b: Metric.objects.get(pk=metric.pk).value == 180000, "not stored")
    settled(desk)
    pick_line(desk, line_of(page, "职工夜校点亮"))
    desk.switch_to.active_element.send_keys(Keys.SHIFT + "a" + Keys.NULL)
    wait(desk, lambda b: "已改行的归属" in text_of(b, ".rv-head"), "not moved")
    assert Metric.objects.get(pk=metric.pk).value == 180000


# -- the facts


def test_words_picked_in_the_text_become_the_place(desk: Any, tea: Article) -> None:
    Article.objects.filter(pk=tea.pk).update(county=None, city="330800")
    pick_words(desk, "临安区")
    click(desk, "button[value=set-place]")
    wait(desk, lambda b: "已改地区" in text_of(b, ".rv-head"), "not set")
    tea.refresh_from_db()
    assert (tea.county.name, tea.place_reason) == ("临安区", "人工所定")


def test_words_picked_in_the_text_become_a_program_of_the_lexicon(desk: Any, tea: Article) -> None:
    pick_words(desk, "一口凉茶")
    desk.execute_script("document.activeElement.blur()")
    Keyboard(desk).press("p")
    assert find(desk, "[name=quote]").get_attribute("value") == "一口凉茶"
    find(desk, "[name=aliases]").send_keys("路口茶")
    click(desk, "button[value=look]")
    assert "1 篇" in text_of(desk, "section.module h2")
    assert not Program.objects.filter(name="一口凉茶").exists()
    click(desk, "button[value=save]")
    find(desk, "#desk")
    assert tea.program_mentions.filter(program__name="一口凉茶").exists()
    assert Program.objects.get(name="一口凉茶").aliases.get().name == "路口茶"


def test_an_open_question_is_linked_and_one_is_dismissed(
    browser_as: Any, live_server: Any, editor: User, page: Bulletin, tea: Article
) -> None:
    rows = [
        page.unresolved.create(
            article=tea, kind="place", state="ambiguous", part="text", start=0, end=4, quote=tea.text[:4],
            reason="两处都像", candidates=["衢江区", "临安区"],
        )
        for _ in range(2)
    ]  # fmt: skip
    browser = browser_as(editor)
    browser.get(review_url(live_server, page, tea))
    click(browser, f"button[value='link:u{rows[0].pk}:衢江区']")
    wait(browser, lambda b: "已关联到" in text_of(b, ".rv-head"), "not linked")
    tea.refresh_from_db()
    assert tea.county.name == "衢江区"
    go_to(browser, f"u{rows[1].pk}").press("n")
    wait(browser, lambda b: page.unresolved.get(pk=rows[1].pk).outcome == "dismissed", "not dismissed")


def test_the_earlier_value_stands_beside_and_a_jump_is_warned_of(
    browser_as: Any, live_server: Any, editor: User, page: Bulletin, tea: Article
) -> None:
    metric = tea.metrics.get(unit="元")
    later = make_bulletin(PAGE.replace("15万元", "180万元"), published_on=date(2025, 9, 10))
    again = later.articles.get(county__name="临安区").metrics.get(unit="元")
    for row in (metric, again):
        Metric.objects.filter(pk=row.pk).update(indicator=4, program=None)
    browser = browser_as(editor)
    browser.get(review_url(live_server, later, again.article))
    row = text_of(browser, f"#m{again.pk}")
    assert "上次：" in row
    assert "2025-07-10" in row
    assert "与上次相差 12 倍" in row


def test_a_change_is_taken_back_to_the_parsers_reading(desk: Any, tea: Article) -> None:
    metric = tea.metrics.get(unit="元")
    field = find(desk, f"#id_m{metric.pk}-value")
    field.send_keys(Keys.CONTROL + "a" + Keys.NULL, "18", Keys.ENTER)
    wait(desk, lambda b: Metric.objects.get(pk=metric.pk).value == 180000, "not stored")
    settled(desk)
    desk.execute_script("document.querySelector(arguments[0]).open = true", f"#m{metric.pk} details")
    click(desk, f"button[value='revert:m{metric.pk}']")
    wait(desk, lambda b: Metric.objects.get(pk=metric.pk).value == 150000, "not reverted")


# -- keys and troubles


def test_a_question_mark_shows_all_keys_and_single_keys_can_be_switched_off(desk: Any, tea: Article) -> None:
    Keyboard(desk).press("?")
    card = find(desk, "dialog#keys[open]")
    assert "认可、不收" in card.text
    desk.switch_to.active_element.send_keys(Keys.ESCAPE)
    wait(desk, lambda b: not b.find_elements(By.CSS_SELECTOR, "dialog#keys[open]"), "card stays")
    click(desk, "[data-keys-switch]")
    desk.execute_script("document.activeElement.blur()")
    Keyboard(desk).press("j", "n")
    assert not desk.find_elements(By.CSS_SELECTOR, ".is-cur")
    assert not tea.metrics.filter(review="rejected").exists()
    click(desk, "[data-keys-switch]")


def test_a_lost_connection_is_told_and_the_field_keeps_what_was_typed(desk: Any, tea: Article) -> None:
    metric = tea.metrics.get(unit="元")
    offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    desk.execute_cdp_cmd("Network.enable", {})
    desk.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
    try:
        field = find(desk, f"#id_m{metric.pk}-value")
        field.send_keys(Keys.CONTROL + "a" + Keys.NULL, "19", Keys.ENTER)
        wait(desk, lambda b: "没有存上" in text_of(b, "[data-saved]"), "loss not told")
        settled(desk)
        assert find(desk, f"#id_m{metric.pk}-value").get_attribute("value") == "19"
    finally:
        online = offline | {"offline": False, "downloadThroughput": -1, "uploadThroughput": -1}
        desk.execute_cdp_cmd("Network.emulateNetworkConditions", online)
    click(desk, "[data-save]")
    wait(desk, lambda b: Metric.objects.get(pk=metric.pk).value == Decimal(190000), "not stored afterwards")


def test_a_session_that_ran_out_leads_to_the_login_and_back(desk: Any, tea: Article) -> None:
    desk.delete_cookie(settings.SESSION_COOKIE_NAME)
    metric = tea.metrics.get(unit="元")
    find(desk, f"#id_m{metric.pk}-value").send_keys(Keys.CONTROL + "a" + Keys.NULL, "19", Keys.ENTER)
    find(desk, "input[name=username]")
    assert Metric.objects.get(pk=metric.pk).value == 150000


def test_what_is_public_is_not_changed_by_who_may_not_publish(
    browser_as: Any, live_server: Any, editor: User, page: Bulletin, tea: Article
) -> None:
    publish_bulletin(page, None)
    browser = browser_as(editor)
    browser.get(review_url(live_server, page, tea))
    metric = tea.metrics.get(unit="元")
    find(browser, f"#id_m{metric.pk}-value").send_keys(Keys.CONTROL + "a" + Keys.NULL, "19", Keys.ENTER)
    wait(browser, lambda b: "403" in b.page_source or "没有权限" in b.page_source, "not refused")
    assert Metric.objects.get(pk=metric.pk).value == 150000
