"""Pictures of the public pages at two widths, for docs/screenshots and for looking at them."""

from __future__ import annotations

import base64
import shutil
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.models import County
from articles.pages.queries import public_articles, public_programs

WIDTHS = (390, 1440)
#: A picture shows so much of a long page.
TALLEST = {390: 1700, 1440: 1100}


class Command(BaseCommand):
    help = "Take pictures of the public pages of a running site with headless Chromium."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--base-url", default="http://127.0.0.1:8000")
        parser.add_argument("--into", type=Path, default=Path("docs/screenshots"))

    def handle(self, *, base_url: str, into: Path, **_options: object) -> None:
        into.mkdir(parents=True, exist_ok=True)
        driver = open_browser()
        try:
            for width in WIDTHS:
                for name, address in pages().items():
                    path = into / f"{name}-{width}.png"
                    path.write_bytes(take(driver, f"{base_url}{address}", width))
                    self.stdout.write(f"{path} {path.stat().st_size // 1000} kB")
        finally:
            driver.quit()


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
        "compare": f"/compare/?county=330803&county={county.code}",
        "follow": "/follow/",
        "search": "/search/?q=驿站",
    }


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


def take(driver, address: str, width: int) -> bytes:
    """A PNG of a page from its top, as tall as the page but no taller than TALLEST."""
    device = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", device)
    driver.get(address)
    height = driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]["height"]
    clip = {"x": 0, "y": 0, "width": width, "height": min(height, TALLEST[width]), "scale": 1}
    picture = driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
    return base64.b64decode(picture["data"])
