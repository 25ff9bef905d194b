"""The desk in a real browser: from the login page to the public one, by keyboard, and without JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from articles.models import Bulletin, Metric
from tests.browser.driving import (
    Keyboard,
    click,
    console_faults,
    find,
    pick_words,
    publish,
    review_url,
    settled,
    type_text,
    wait,
)
from tests.conftest import PASSWORD
from tests.desk.conftest import line_of, make_bulletin, make_source
from tests.desk.conftest import press as press
from tests.desk.pages import PAGE

pytestmark = pytest.mark.django_db(transaction=True)

SEED = Path(__file__).resolve().parents[3] / "shared" / "seeds" / "000_bee7cd5977b44652.txt"


def test_from_the_login_page_to_the_public_program_page(browser: Any, live_server: Any, reviewer: User) -> None:
    make_source()
    browser.get(live_server.url + reverse("admin:articles_bulletin_ingest"))
    find(browser, "input[name=username]").send_keys(reviewer.get_username())
    find(browser, "input[name=password]").send_keys(PASSWORD)
    click(browser, "[type=submit]")
    type_text(browser, "textarea[name=text]", PAGE)
    day = find(browser, "[name=published_on]")
    day.clear()
    day.send_keys("2025-07-10")
    find(browser, "[name=page]").send_keys("第2版")
    click(browser, "button[value=preview]")
    find(browser, ".pv mark.m-fig")
    assert len(browser.find_elements(By.CSS_SELECTOR, ".pv")) == 3
    assert "暖心茶摊" in browser.page_source
    assert not Bulletin.objects.exists()
    click(browser, "button[value=save]")
    find(browser, "#desk")
    assert Bulletin.objects.get().status == "draft"
    for number in (2, 3, 3):
        click(browser, "button[value=review]")
        wait(browser, lambda b, n=number: f"第{n}篇" in find(b, "#h-art").text, "not accepted")
        settled(browser)
    publish(browser)
    assert not console_faults(browser)
    browser.get(live_server.url + "/programs/nuan-xin-cha-tan/")
    body = find(browser, "main").text
    assert "暖心茶摊" in body
    assert "临安" in body


def test_a_page_is_reviewed_and_published_by_keyboard(browser_as: Any, live_server: Any, reviewer: User) -> None:
    bulletin = make_bulletin()
    browser = browser_as(reviewer)
    browser.get(review_url(live_server, bulletin))
    keyboard = Keyboard(browser)
    find(browser, "#desk")
    metric = Metric.objects.get(article__bulletin=bulletin, unit="元")
    keyboard.press("j", "j")
    while browser.find_element(By.CSS_SELECTOR, ".is-cur").get_attribute("data-item") != f"m{metric.pk}":
        keyboard.press("j")
    keyboard.press("n")
    metric.refresh_from_db()
    assert metric.review == "rejected"
    keyboard.press("z")
    metric.refresh_from_db()
    assert metric.review == "proposed"
    for _ in range(3):
        keyboard.press(Keys.ENTER)
    keyboard.press("u")
    if browser.find_elements(By.CSS_SELECTOR, ".doubt"):
        keyboard.press("u")
    wait(browser, lambda b: "已发布" in b.find_element(By.CSS_SELECTOR, ".rv-head").text)
    bulletin.refresh_from_db()
    assert bulletin.status == "published"
    assert set(bulletin.articles.values_list("reviewed", "is_public")) == {(True, True)}
    assert not console_faults(browser)


@pytest.mark.skipif(not SEED.exists(), reason="the seed page lies beside the repository")
def test_the_seed_page_takes_at_most_forty_keys(browser_as: Any, live_server: Any, reviewer: User) -> None:
    bulletin = make_bulletin(SEED.read_text(encoding="utf-8"))
    browser = browser_as(reviewer)
    browser.get(review_url(live_server, bulletin))
    keyboard = Keyboard(browser)
    find(browser, "#desk")
    articles = bulletin.articles.count()
    assert articles == 7
    for article in bulletin.articles.order_by("position"):
        # An editor looks at the first items of each article, then takes the rest.
        keyboard.press("j", "j")
        keyboard.press(Keys.ENTER)
        article.refresh_from_db()
        assert article.reviewed
    keyboard.press("u")
    if browser.find_elements(By.CSS_SELECTOR, ".doubt"):
        keyboard.press("u")
    wait(browser, lambda b: "已发布" in b.find_element(By.CSS_SELECTOR, ".rv-head").text)
    assert keyboard.count <= 40
    bulletin.refresh_from_db()
    assert bulletin.status == "published"


def test_field_and_evidence_light_each_other_up(browser_as: Any, live_server: Any, editor: User) -> None:
    bulletin = make_bulletin()
    metric = Metric.objects.get(article__bulletin=bulletin, unit="元")
    browser = browser_as(editor)
    browser.get(review_url(live_server, bulletin, metric.article))
    field = find(browser, f"#id_m{metric.pk}-value")
    browser.execute_script("arguments[0].focus()", field)
    lit = find(browser, f".src-lines mark.is-lit[data-refs~=m{metric.pk}]")
    assert lit.text
    assert "is-cur" in find(browser, f"#m{metric.pk}").get_attribute("class")
    other = Metric.objects.filter(article=metric.article, unit="瓶").get()
    browser.execute_script(
        "document.querySelector(arguments[0]).dispatchEvent(new MouseEvent('mouseover', {bubbles: true}))",
        f".src-lines mark[data-refs~=m{other.pk}]",
    )
    assert "is-lit" in find(browser, f"#m{other.pk}").get_attribute("class")


def test_a_field_is_stored_on_leaving_it(browser_as: Any, live_server: Any, editor: User) -> None:
    bulletin = make_bulletin()
    metric = Metric.objects.get(article__bulletin=bulletin, unit="元")
    browser = browser_as(editor)
    browser.get(review_url(live_server, bulletin, metric.article))
    keyboard = Keyboard(browser)
    find(browser, "#desk")
    keyboard.press("j")
    while browser.find_element(By.CSS_SELECTOR, ".is-cur").get_attribute("data-item") != f"m{metric.pk}":
        keyboard.press("j")
    keyboard.press("e")
    browser.switch_to.active_element.send_keys("18", Keys.ENTER)
    wait(browser, lambda b: Metric.objects.get(pk=metric.pk).value == 180000, "not stored")
    settled(browser)
    assert "is-cur" in find(browser, f"#m{metric.pk}").get_attribute("class")
    assert not console_faults(browser)


def test_lines_are_given_by_keys_and_taken_back(browser_as: Any, live_server: Any, editor: User) -> None:
    bulletin = make_bulletin()
    station = bulletin.articles.get(county__name="嵊泗县")
    line = line_of(bulletin, "据悉，嵊泗县")
    browser = browser_as(editor)
    browser.get(review_url(live_server, bulletin, station))
    box = find(browser, f"#l{line} input")
    browser.execute_script("arguments[0].click()", box)
    Keyboard(browser).press("s")
    wait(browser, lambda b: len(b.find_elements(By.CSS_SELECTOR, ".rv-tabs li")) == 4, "not split")
    assert bulletin.articles.count() == 4
    Keyboard(browser).press("z")
    wait(browser, lambda b: len(b.find_elements(By.CSS_SELECTOR, ".rv-tabs li")) == 3, "not undone")
    title = line_of(bulletin, "职工夜校点亮")
    browser.execute_script("arguments[0].click()", find(browser, f"#l{title} input"))
    browser.switch_to.active_element.send_keys(Keys.SHIFT + "a" + Keys.NULL)
    wait(browser, lambda b: "a-a" in find(b, f"#l{title}").get_attribute("class"), "not moved")


def test_words_picked_in_the_text_become_a_figure(browser_as: Any, live_server: Any, editor: User) -> None:
    bulletin = make_bulletin()
    tea = bulletin.articles.get(county__name="临安区")
    browser = browser_as(editor)
    browser.get(review_url(live_server, bulletin, tea))
    pick_words(browser, "锦城街道")
    find(browser, "#id_new-value").send_keys("1")
    find(browser, "#id_new-unit").send_keys("个")
    click(browser, "button[value=add-figure]")
    wait(browser, lambda b: tea.metrics.filter(quote="锦城街道").exists(), "not stored")
    metric = tea.metrics.get(quote="锦城街道")
    assert tea.text[metric.start : metric.end] == "锦城街道"
    settled(browser)


def test_two_editors_and_one_field(
    browser_as: Any, live_server: Any, editor: User, press: Any, as_reviewer: Any
) -> None:
    bulletin = make_bulletin()
    tea = bulletin.articles.get(county__name="临安区")
    metric = tea.metrics.get(unit="元")
    browser = browser_as(editor)
    browser.get(review_url(live_server, bulletin, tea))
    field = find(browser, f"#id_m{metric.pk}-value")
    press(as_reviewer, tea, "save", **{f"m{metric.pk}-value": "21"})
    field.send_keys(Keys.CONTROL + "a" + Keys.NULL, "22", Keys.ENTER)
    wait(browser, lambda b: "别人也改了" in b.page_source, "no conflict page")
    assert Metric.objects.get(pk=metric.pk).value == 210000
    click(browser, f"[name=keep-m{metric.pk}-value][value=mine]")
    click(browser, ".btn-main")
    wait(browser, lambda b: Metric.objects.get(pk=metric.pk).value == 220000, "not stored")


def test_the_paste_box_remembers(browser_as: Any, live_server: Any, editor: User) -> None:
    make_source()
    address = live_server.url + reverse("admin:articles_bulletin_ingest")
    browser = browser_as(editor)
    browser.get(address)
    type_text(browser, "textarea[name=text]", PAGE)
    stored = "return localStorage.getItem('unionwatch-draft-ingest') || ''"
    wait(browser, lambda b: "暖心茶摊" in b.execute_script(stored).replace("\\n", ""), "not kept")
    browser.get(live_server.url + "/healthz")
    browser.get(address)
    click(browser, "[data-draft-restore]")
    assert find(browser, "textarea[name=text]").get_attribute("value") == PAGE
    click(browser, "button[value=preview]")
    click(browser, "button[value=save]")
    find(browser, "#desk")
    wait(browser, lambda b: not b.execute_script(stored), "kept after it was stored")


def test_everything_works_without_javascript(browser_as: Any, live_server: Any, reviewer: User) -> None:
    bulletin = make_bulletin()
    tea = bulletin.articles.get(county__name="临安区")
    metric = tea.metrics.get(unit="元")
    browser = browser_as(reviewer)
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(review_url(live_server, bulletin, tea))
        field = browser.find_element(By.ID, f"id_m{metric.pk}-value")
        field.clear()
        field.send_keys("19")
        browser.find_element(By.CSS_SELECTOR, f"button[value='reject:m{metric.pk}']").send_keys(Keys.ENTER)
        wait(browser, lambda b: Metric.objects.get(pk=metric.pk).review == "rejected", "not rejected")
        assert Metric.objects.get(pk=metric.pk).value == 190000
        browser.find_element(By.CSS_SELECTOR, ".rv-sticky button[value=publish]").send_keys(Keys.ENTER)
        find(browser, ".doubt button[value=publish]").send_keys(Keys.ENTER)
        wait(browser, lambda b: Bulletin.objects.get(pk=bulletin.pk).status == "published", "not published")
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.parametrize("width", [1280, 1440, 820])
def test_nothing_sticks_out_sideways(browser_as: Any, live_server: Any, reviewer: User, width: int) -> None:
    bulletin = make_bulletin()
    browser = browser_as(reviewer)
    browser.set_window_size(width, 1000)
    pages = [
        reverse("admin:articles_bulletin_ingest"),
        reverse("admin:articles_bulletin_review", args=[bulletin.pk]),
        reverse("admin:articles_bulletin_overview"),
        reverse("admin:articles_revision_journal"),
    ]
    for page in pages:
        browser.get(live_server.url + page)
        find(browser, "main")
        wide = browser.execute_script(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, page
