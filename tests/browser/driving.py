"""Driving the desk in a real browser: waiting, clicking, pasting, pressing keys."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException, WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as when
from selenium.webdriver.support.wait import WebDriverWait

from articles.models import Article, Bulletin

#: What a page that is just being replaced answers: asked again.
FLEETING = [NoSuchElementException, StaleElementReferenceException]

#: One for each page left.
MARKS = itertools.count(1)


def wait(browser: Any, condition: Callable[[Any], Any], what: str = "") -> Any:
    return WebDriverWait(browser, 15, ignored_exceptions=FLEETING).until(condition, what)


def find(browser: Any, selector: str) -> Any:
    return wait(browser, when.presence_of_element_located((By.CSS_SELECTOR, selector)), selector)


def click(browser: Any, selector: str) -> None:
    element = find(browser, selector)
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
    wait(browser, when.element_to_be_clickable((By.CSS_SELECTOR, selector))).click()


def leave(browser: Any, act: Callable[[], object]) -> None:
    """Do what leads to another page, and wait until that page is there.

    An element of the page that goes can answer with an inspector error, or be found and go stale; a mark on its
    window cannot. A page that comes back from the browser's memory carries its own, older mark.
    """
    mark = next(MARKS)
    browser.execute_script("window.leaving = arguments[0]", mark)
    act()
    script = "return window.leaving !== arguments[0] && document.readyState === 'complete'"
    WebDriverWait(browser, 15, ignored_exceptions=[WebDriverException]).until(
        lambda b: b.execute_script(script, mark), "no other page came"
    )


def type_text(browser: Any, selector: str, text: str) -> None:
    """Set a long text as a paste does."""
    script = (
        "const e = arguments[0]; e.focus(); e.value = arguments[1];e.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    browser.execute_script(script, find(browser, selector), text)


def settled(browser: Any) -> None:
    """Wait until nothing is being saved."""
    wait(browser, lambda b: not b.find_elements(By.CSS_SELECTOR, ".is-busy, .htmx-request"), "still saving")


def console_faults(browser: Any) -> list[str]:
    return [
        entry["message"]
        for entry in browser.get_log("browser")
        if entry["level"] == "SEVERE" and "favicon" not in entry["message"] and "422" not in entry["message"]
    ]


class Keyboard:
    """Presses keys on the page and counts them."""

    def __init__(self, browser: Any):
        self.browser, self.count = browser, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.browser.switch_to.active_element.send_keys(key)
            self.count += 1
            settled(self.browser)


def review_url(live_server: Any, bulletin: Bulletin, article: Article | None = None) -> str:
    query = f"?article={article.pk}" if article else ""
    return live_server.url + reverse("admin:articles_bulletin_review", args=[bulletin.pk]) + query


def text_of(browser: Any, selector: str) -> str:
    shown: list[str] = []
    wait(browser, lambda b: shown.append(b.find_element(By.CSS_SELECTOR, selector).text) or True, selector)
    return shown[-1]


def pick_words(browser: Any, words: str) -> None:
    """Select words in the rebuilt text, as a mouse does."""
    browser.execute_script(
        """document.getElementById('rebuilt').open = true;
        for (const part of document.querySelectorAll('#story p')) {
          const at = part.textContent.indexOf(arguments[0]);
          if (at < 0) { continue; }
          const place = (offset) => {
            const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
            let node; while ((node = walk.nextNode())) {
              if (offset <= node.data.length) { return [node, offset]; } offset -= node.data.length; } };
          getSelection().setBaseAndExtent(...place(at), ...place(at + arguments[0].length));
          return; }""",
        words,
    )
    wait(browser, lambda b: find(b, "#id_new-quote").get_attribute("value") == words, "words not taken over")


def pick_line(browser: Any, number: int) -> None:
    """Tick a pasted line."""
    browser.execute_script("arguments[0].click()", find(browser, f"#l{number} input"))


def publish(browser: Any) -> None:
    """Press publish, and yes to the second question if it comes."""
    click(browser, ".rv-sticky button[value=publish]")
    wait(browser, lambda b: b.find_elements(By.CSS_SELECTOR, ".doubt") or "已发布" in text_of(b, ".rv-head"))
    settled(browser)
    if browser.find_elements(By.CSS_SELECTOR, ".doubt"):
        click(browser, ".doubt button[value=publish]")
    wait(browser, lambda b: "已发布" in text_of(b, ".rv-head"), "not published")
    settled(browser)
