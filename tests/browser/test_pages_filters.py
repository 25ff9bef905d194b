"""A reader narrows the list of programs and reads one, in a real browser, without any script."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

from articles.models import County
from tests.browser.driving import leave
from tests.factories import make_article, make_mention, make_metric, make_program

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def archive():
    for name, program, category in (("衢江区", "爱心托班", "childcare"), ("永康市", "工会驿站", "station")):
        named = make_program(program, category=category)
        article = make_article(county=County.objects.get(name=name), text=f"{program}办了38期。")
        make_mention(article, named)
        make_metric(article, program=named, indicator="TB02")


def names(browser):
    return [link.text for link in browser.find_elements(By.CSS_SELECTOR, "th a.name")]


def test_from_the_list_by_city_to_the_sentence(browser, live_server, archive):
    browser.get(f"{live_server.url}/programs/")
    assert set(names(browser)) == {"爱心托班", "工会驿站"}
    Select(browser.find_element(By.NAME, "city")).select_by_visible_text("衢州市")
    leave(browser, browser.find_element(By.CSS_SELECTOR, ".filters .btn-main").click)
    assert names(browser) == ["爱心托班"]
    assert "city=330800" in browser.current_url
    counties = [option.text for option in Select(browser.find_element(By.NAME, "county")).options]
    assert "衢江区" in counties
    assert "永康市" not in counties
    leave(browser, browser.find_element(By.CSS_SELECTOR, ".chip").click)
    assert len(names(browser)) == 2
    leave(browser, browser.back)
    assert names(browser) == ["爱心托班"]
    leave(browser, browser.find_element(By.LINK_TEXT, "爱心托班").click)
    assert browser.find_element(By.TAG_NAME, "h1").text == "爱心托班"
    assert browser.find_element(By.CSS_SELECTOR, "blockquote mark").text == "38期"


@pytest.mark.parametrize("width", [360, 390, 1440])
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/programs/",
        "/programs/ai-xin-tuo-ban/",
        "/stations/",
        "/childcare/",
        "/cities/",
        "/counties/330803/",
        "/counties/330803/brief/",
        "/articles/",
        "/metrics/?indicator=TB02",
        "/follow/",
        "/compare/?county=330803&county=330784",
    ],
)
def test_no_page_scrolls_sideways(browser, live_server, archive, width, address):
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500},
    )
    browser.get(live_server.url + address)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
