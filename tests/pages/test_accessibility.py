"""What every page owes its readers: language, one heading, labels, table heads, no style or script in the page."""

import re
from html.parser import HTMLParser

import pytest

from articles.models import County
from tests.factories import make_article, make_mention, make_metric, make_program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

ADDRESSES = [
    "/",
    "/?measure=YZ01",
    "/programs/",
    "/programs/?view=cards",
    "/figures/",
    "/figures/?county=330803&indicator=TB02",
    "/api/",
    "/programs/?city=330800&category=station",
    "/programs/ai-xin-tuo-ban/",
    "/stations/",
    "/childcare/",
    "/cities/",
    "/cities/330800/",
    "/counties/330803/",
    "/counties/330921/",
    "/counties/330803/brief/",
    "/articles/",
    "/metrics/",
    "/metrics/?indicator=TB02",
    "/metrics/?indicator=YZ01",
    "/compare/",
    "/compare/?county=330803&county=330784",
    "/follow/",
    "/about/",
    "/aliases/",
]
#: Tested by their own parts, or ninety times the same.
ELSEWHERE = ("/admin", "/static", "/export/", "/counties/", "/cities/")
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Outline(HTMLParser):
    """Gathers what the checks need, and checks that elements close in order."""

    def __init__(self):
        super().__init__()
        self.open, self.headings, self.ids, self.labels, self.fields = [], [], [], set(), []
        self.tags, self.attributes, self.heads = [], set(), []
        self.lang = ""

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append(tag)
        self.attributes |= set(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if tag == "html":
            self.lang = attrs.get("lang", "")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag == "label":
            self.labels.add(attrs.get("for"))
        if tag == "th":
            self.heads.append(attrs.get("scope"))
        if tag in {"input", "select", "textarea"} and attrs.get("type") != "hidden":
            self.fields.append(attrs.get("id"))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag


@pytest.fixture
def archive():
    program = make_program("爱心托班")
    for name in ("衢江区", "永康市"):
        for value, status in ((33, "planned"), (38, "actual")):
            article = make_article(county=County.objects.get(name=name), text=f"爱心托班办{value}期。")
            make_mention(article, program)
            make_metric(article, f"{value}期", value=value, status=status, program=program, indicator="TB02")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_sound(client, archive, address):
    html = client.get(address).content.decode()
    page = Outline()
    page.feed(html)
    page.close()
    assert page.open == []
    assert page.lang == "zh-CN"
    assert page.headings.count(1) == 1
    assert all(deeper - level <= 1 for level, deeper in zip(page.headings, page.headings[1:], strict=False))
    assert len(page.ids) == len(set(page.ids)), "an id stands once"
    assert all(field in page.labels for field in page.fields), "every field has a label"
    assert None not in page.heads, "every th has a scope"
    assert not {"style", "onclick", "onload"} & page.attributes
    assert not {"style", "script"} & set(page.tags)
    assert html.count('class="skip"') == 1
    assert 'id="main"' in html


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_asks_no_other_host_and_is_light(client, archive, address):
    html = client.get(address).content.decode()
    assert not re.search(r'(?:src|href)="https?://(?!beian\.miit\.gov\.cn)', html)
    assert len(html.encode()) < 300_000


def fetch(client, path):
    """The status of an answer that is read to its end: a download left open would close its connection later."""
    response = client.get(path)
    b"".join(response)
    return response.status_code


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_link_of_a_page_leads_somewhere(client, archive, address):
    html = client.get(address).content.decode()
    hrefs = {href.replace("&amp;", "&") for href in re.findall(r'<a [^>]*href="([^"]+)"', html)}
    ids = set(re.findall(r'id="([^"]+)"', html))
    for href in sorted(hrefs):
        path = href.split("#")[0]
        if href.startswith("#"):
            assert href[1:] in ids, href
        elif path.startswith("?"):
            assert fetch(client, address.split("?")[0] + path) == 200, href
        elif path.startswith("/") and not path.startswith(ELSEWHERE):
            assert fetch(client, path) in (200, 302), href
