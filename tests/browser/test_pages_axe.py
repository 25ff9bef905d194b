"""Every public page, filled with the samples, in a real browser: axe-core finds nothing, nothing leaves the site."""

from importlib import resources

import pytest
from django.core.management import call_command

from articles.models import Article, Metric

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESSES = [
    "/",
    "/programs/",
    "/programs/?city=330800&category=childcare",
    "/programs/ai-xin-tuo-ban/",
    "/childcare/",
    "/stations/",
    "/cities/",
    "/cities/330800/",
    "/counties/330803/",
    "/counties/330803/brief/",
    "/metrics/",
    "/metrics/?indicator=YZ01",
    "/compare/?county=330803&county=330784",
    "/follow/",
    "/articles/",
    "/search/?q=爱心驿站",
    "/search/?q=航天飞机",
    "/api/",
    "/about/",
    "/aliases/",
    "/不存在/",
]
#: Bytes of a page on the wire, compressed, with all it loads.
HEAVIEST = 100_000
SIZES = (
    "return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
    ".map(e => e.encodedBodySize)"
)
RUN = "const done = arguments[0]; axe.run({resultTypes: ['violations']}).then(r => done(r.violations))"


@pytest.fixture
def site(live_server):
    """The site with all samples published."""
    call_command("load_samples", verbosity=0)
    return live_server.url


@pytest.fixture(scope="module")
def axe():
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def addresses():
    metric = Metric.objects.published().first()
    article = Article.objects.published().order_by("pk").first()
    return [*ADDRESSES, article.get_absolute_url(), f"/report/metric/{metric.pk}/"]


@pytest.mark.parametrize("width", [390, 1440])
def test_every_page_is_sound_and_light(browser, site, axe, width):
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False},
    )
    faults = []
    for address in addresses():
        browser.get(site + address)
        browser.execute_script(axe)
        for violation in browser.execute_async_script(RUN):
            where = [node["target"] for node in violation["nodes"]][:3]
            faults.append(f"{address} {violation['id']}: {where}")
        if browser.execute_script("return document.documentElement.scrollWidth > window.innerWidth"):
            faults.append(f"{address} scrolls sideways")
        if (weight := sum(browser.execute_script(SIZES))) > HEAVIEST:
            faults.append(f"{address} weighs {weight} bytes")
        loaded = browser.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
        faults += [f"{address} loads {name}" for name in loaded if not name.startswith(site)]
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert faults == []
