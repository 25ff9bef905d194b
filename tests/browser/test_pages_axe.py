"""Every public page, filled with the samples, in a real browser: axe-core finds nothing, nothing leaves the site."""

from importlib import resources

import pytest
from django.core.management import call_command

from articles.models import Article, Metric

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESSES = [
    "/",
    "/?measure=YZ01",
    "/programs/",
    "/programs/?view=cards",
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
    "/metrics/?indicator=TB04",
    "/compare/?county=330803&county=330784",
    "/follow/",
    "/figures/",
    "/figures/?county=330803&year=x",
    "/articles/",
    "/articles/?q=没有这样的词",
    "/export/metrics.csv?city=x",
    "/report/done/",
    "/search/",
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


#: How a page is looked at: width, media, and the cookie of 长辈版.
LOOKS = {
    "phone": (390, "screen", ""),
    "desk": (1440, "screen", ""),
    "elder phone": (390, "screen", "elder"),
    "elder desk": (1440, "screen", "elder"),
    "paper": (794, "print", ""),
}


@pytest.fixture
def look(browser, site):
    """Set the browser to one of the looks; it is itself again afterwards."""

    def set_up(name):
        width, media, mode = LOOKS[name]
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media})
        browser.get(site + "/healthz")
        if mode:
            browser.add_cookie({"name": "mode", "value": mode, "path": "/"})

    yield set_up
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


@pytest.mark.parametrize("name", LOOKS)
def test_every_page_is_sound_and_light(browser, site, axe, look, name):
    look(name)
    faults = []
    for address in addresses():
        browser.get(site + address)
        browser.execute_script(axe)
        for violation in browser.execute_async_script(RUN):
            if name == "paper" and violation["id"] == "link-in-text-block":
                continue  # nobody follows a link on paper: it is printed as plain words
            where = [node["target"] for node in violation["nodes"]][:3]
            faults.append(f"{address} {violation['id']}: {where}")
        if browser.execute_script("return document.documentElement.scrollWidth > window.innerWidth"):
            faults.append(f"{address} scrolls sideways")
        if (weight := sum(browser.execute_script(SIZES))) > HEAVIEST:
            faults.append(f"{address} weighs {weight} bytes")
        loaded = browser.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
        faults += [f"{address} loads {name}" for name in loaded if not name.startswith(site)]
    assert faults == []
