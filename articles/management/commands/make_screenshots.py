"""Pictures of the public pages and of the desk at two widths, for docs/screenshots and for looking at them."""

from __future__ import annotations

import base64
import shutil
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count
from django.urls import reverse

from articles.models import Bulletin, County
from articles.pages.queries import public_articles, public_programs
from unionwatch.environment import envstr

WIDTHS = (390, 1440)
#: The desk is worked at on a screen or a tablet.
DESK_WIDTHS = (820, 1440)
#: A picture shows so much of a long page.
TALLEST = {390: 1700, 1440: 1100}
DESK_WINDOW = {820: 1180, 1440: 900}


class Command(BaseCommand):
    help = "Take pictures of the pages of a running site with headless Chromium; of the desk's too with --desk-user."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--base-url", default="http://127.0.0.1:8000")
        parser.add_argument("--into", type=Path, default=Path("docs/screenshots"))
        parser.add_argument(
            "--desk-user", default="", help="account for the desk; its password in UNIONWATCH_ACCOUNT_PASSWORD"
        )

    def handle(self, *, base_url: str, into: Path, desk_user: str, **_options: object) -> None:
        into.mkdir(parents=True, exist_ok=True)
        driver = open_browser()
        try:
            self.take_all(driver, base_url, into, pages(), WIDTHS)
            if desk_user:
                sign_in(driver, base_url, desk_user, envstr("UNIONWATCH_ACCOUNT_PASSWORD", ""))
                self.take_all(driver, base_url, into, desk_pages(), DESK_WIDTHS)
        finally:
            driver.quit()

    def take_all(self, driver, base_url: str, into: Path, addresses: dict[str, str], widths: Sequence[int]) -> None:
        for width in widths:
            for name, address in addresses.items():
                path = into / f"{name}-{width}.png"
                text = find_sample().raw_text if name == "desk-paste" else ""
                path.write_bytes(take(driver, f"{base_url}{address}", width, pasted=text))
                self.stdout.write(f"{path} {path.stat().st_size // 1000} kB")


def pages() -> dict[str, str]:
    """Name and address of each page; those of one thing show what most is known of."""
    program = public_programs().filter(name="爱心托班").first() or public_programs().first()
    article = public_articles().filter(county__name="永康市").first() or public_articles().first()
    if program is None or article is None:
        raise CommandError("没有已发布的报道：请先 load_samples。")
    county = article.county or County.objects.get(name="衢江区")
    return {
        "home": "/",
        "programs": "/programs/",
        "program": program.get_absolute_url(),
        "stations": "/stations/",
        "childcare": "/childcare/",
        "places": "/cities/",
        "city": county.city.get_absolute_url(),
        "county": county.get_absolute_url(),
        "brief": f"{county.get_absolute_url()}brief/",
        "articles": "/articles/",
        "article": article.get_absolute_url(),
        "metrics": "/metrics/?indicator=YZ01",
        "figures": "/figures/?county=330803",
        "compare": f"/compare/?county=330803&county={county.code}",
        "follow": "/follow/",
        "search": "/search/?q=驿站",
    }


def desk_pages() -> dict[str, str]:
    """Pages of the desk, with a sample bulletin in hand: no paper's page is shown in a paper of ours."""
    bulletin = find_sample()
    return {
        "desk-paste": reverse("admin:articles_bulletin_ingest"),
        "desk-review": reverse("admin:articles_bulletin_review", args=[bulletin.pk]),
        "desk-reparse": reverse("admin:articles_bulletin_reparse", args=[bulletin.pk]),
        "desk-history": reverse("admin:articles_revision_journal"),
        "desk-overview": reverse("admin:articles_bulletin_overview"),
        "desk-words": reverse("admin:articles_unitentry_changelist"),
    }


def find_sample() -> Bulletin:
    """The sample that shows the desk. Raises CommandError on a site without samples."""
    samples = Bulletin.objects.filter(is_sample=True).annotate(n_articles=Count("articles"))
    bulletin = samples.order_by("-n_articles", "-pk").first()
    if bulletin is None:
        raise CommandError("没有示例版面：请先 load_samples。")
    return bulletin


def sign_in(driver, base_url: str, name: str, password: str) -> None:
    """Through the login page, as a person does."""
    driver.get(f"{base_url}{reverse('admin:login')}")
    driver.find_element("name", "username").send_keys(name)
    driver.find_element("name", "password").send_keys(password)
    driver.find_element("css selector", "[type=submit]").click()
    from selenium.common.exceptions import TimeoutException
    from selenium.webdriver.support.wait import WebDriverWait

    try:
        WebDriverWait(driver, 15).until(lambda browser: "/login/" not in browser.current_url)
    except TimeoutException as error:
        raise CommandError("登录不了：用 --desk-user 指定账户，密码放在 UNIONWATCH_ACCOUNT_PASSWORD。") from error


def open_browser():
    """Headless Chromium. Only who takes pictures needs selenium."""
    from selenium import webdriver

    binary, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (binary and driver):
        raise CommandError("没有 chromium 和 chromedriver：apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--lang=zh-CN"):
        options.add_argument(argument)
    return webdriver.Chrome(options=options, service=webdriver.ChromeService(executable_path=driver))


def take(driver, address: str, width: int, *, pasted: str = "") -> bytes:
    """A PNG of a page from its top, as tall as the page but no taller than TALLEST; `pasted` stands in its box."""
    # The desk's bar sticks to the window's foot: its window is as tall as the picture.
    window, tallest = (DESK_WINDOW[width],) * 2 if "/admin/" in address else (900, TALLEST[width])
    device = {"width": width, "height": window, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", device)
    driver.get(address)
    if pasted:
        driver.execute_script("document.querySelector('textarea').value = arguments[0]", pasted)
    height = driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]["height"]
    clip = {"x": 0, "y": 0, "width": width, "height": min(height, tallest), "scale": 1}
    picture = driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
    return base64.b64decode(picture["data"])
