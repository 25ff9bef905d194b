"""Every page of the desk in a real browser, on a screen and on a tablet: axe-core finds nothing, nothing sticks out."""

from __future__ import annotations

from decimal import Decimal
from importlib import resources
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from articles.models import Bulletin, Metric, Program, UnitEntry
from articles.review.facts import edit_metric
from articles.review.merging import merge_programs
from articles.review.names import save_name
from tests.browser.driving import click, find, type_text
from tests.desk.conftest import make_bulletin
from tests.desk.conftest import press as press
from tests.desk.pages import PAGE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = [1280, 820]
RUN = "const done = arguments[0]; axe.run({resultTypes: ['violations']}).then(r => done(r.violations))"
LISTS = [
    "article", "metric", "unresolved", "source", "indicator", "county", "zone", "program", "programalias",
    "unitentry", "qualifierentry", "statusentry", "periodentry", "falsefriendentry", "editorscope", "bulletin",
]  # fmt: skip


@pytest.fixture(scope="module")
def axe() -> str:
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def page(admin_user: User) -> Bulletin:
    """A page with a bit of everything: a change, a question, a promise, a merged program."""
    page = make_bulletin(user=admin_user)
    tea = page.articles.get(county__name="临安区")
    edit_metric(tea.metrics.get(unit="元"), {"value": Decimal(99)}, admin_user)
    page.unresolved.create(
        article=tea, kind="place", state="ambiguous", part="text", start=0, end=4, quote=tea.text[:4],
        reason="两处都像", candidates=["衢江区", "临安区"],
    )  # fmt: skip
    merge_programs(save_name(name="甲茶摊", category="care", aliases=[], place="", user=admin_user),
                   Program.objects.get(name="工会驿站"), admin_user)  # fmt: skip
    Metric.objects.filter(article=tea, unit="瓶").update(unit="罐")
    return page


def addresses(page: Bulletin) -> list[str]:
    tea = page.articles.get(county__name="临安区")
    planned = tea.metrics.filter(status="planned").first()
    review = reverse("admin:articles_bulletin_review", args=[page.pk])
    merged, other = Program.objects.get(name="甲茶摊"), Program.objects.get(name="职工夜校")
    unit = UnitEntry.objects.get(word="家")
    return [
        reverse("admin:index"),
        reverse("admin:articles_bulletin_ingest"),
        f"{review}?article={tea.pk}",
        f"{review}?article={tea.pk}&confirm=publish",
        reverse("admin:articles_bulletin_program", args=[page.pk]) + f"?article={tea.pk}&quote=一口凉茶",
        reverse("admin:articles_bulletin_reparse", args=[page.pk]),
        reverse("admin:articles_bulletin_overview"),
        reverse("admin:articles_revision_journal"),
        reverse("admin:articles_metric_promise", args=[planned.pk]),
        reverse("admin:articles_program_merge", args=[other.pk]),
        reverse("admin:articles_program_merge", args=[merged.pk]),
        reverse("admin:articles_program_change", args=[other.pk]),
        reverse("admin:articles_unitentry_add"),
        reverse("admin:articles_unitentry_change", args=[unit.pk]),
        reverse("admin:articles_unitentry_import"),
        *(reverse(f"admin:articles_{name}_changelist") for name in LISTS),
    ]


def find_faults(browser: Any, axe: str, name: str) -> list[str]:
    browser.execute_script(axe)
    found = [
        f"{name} {violation['id']}: {[node['target'] for node in violation['nodes']][:3]}"
        for violation in browser.execute_async_script(RUN)
    ]
    if browser.execute_script("return document.documentElement.scrollWidth > window.innerWidth"):
        found.append(f"{name} scrolls sideways")
    return found


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_the_desk_is_sound(
    browser_as: Any, live_server: Any, admin_user: User, page: Bulletin, axe: str, width: int
) -> None:
    browser = browser_as(admin_user)
    device = {"width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", device)
    faults = []
    try:
        for address in addresses(page):
            browser.get(live_server.url + address)
            faults += find_faults(browser, axe, address)
        browser.get(live_server.url + reverse("admin:articles_bulletin_ingest"))
        type_text(browser, "textarea[name=text]", PAGE.replace("18个", "19个"))
        click(browser, "button[value=preview]")
        find(browser, ".pv")
        faults += find_faults(browser, axe, "preview")
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_of_two_editors_is_sound(
    browser_as: Any, live_server: Any, admin_user: User, editor: User, page: Bulletin, axe: str, press: Any,
    sign_in: Any, width: int,
) -> None:  # fmt: skip
    tea = page.articles.get(county__name="临安区")
    key = f"m{tea.metrics.get(unit='元').pk}-value"
    browser = browser_as(admin_user)
    device = {"width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", device)
    try:
        browser.get(live_server.url + reverse("admin:articles_bulletin_review", args=[page.pk]) + f"?article={tea.pk}")
        press(sign_in(editor), tea, "save", **{key: "21"})
        field = find(browser, f"#id_{key}")
        browser.execute_script("arguments[0].value = '22'", field)
        click(browser, "[data-save]")
        find(browser, f"[name=keep-{key}]")
        faults = find_faults(browser, axe, "conflict")
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert not faults, "\n".join(faults)
