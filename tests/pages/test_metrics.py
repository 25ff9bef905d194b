"""One indicator across counties: what is ranked, and what the page refuses to mix."""

import re
from datetime import date

import pytest

from articles.models import Bulletin, City, County
from tests.factories import make_article, make_bulletin, make_metric

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def tell(place, value, unit="家", family="sites", code="YZ01", **fields):
    day = fields.pop("day", date(2025, 6, 3))
    county = County.objects.filter(name=place).first()
    where = {"county": county} if county else {"county": None, "city": City.objects.get(name=place)}
    quote = f"{value}{unit}"
    article = make_article(text=f"现有{quote}。", published_on=day, **where)
    return make_metric(article, quote, value=value, unit=unit, unit_family=family, indicator=code, **fields)


def read(client, query="?indicator=YZ01"):
    page = client.get(f"/metrics/{query}")
    assert page.status_code == 200
    return page.content.decode()


def ranked(page):
    """Places of the bars from top to bottom."""
    bars = page.split('<ol class="bars"')[1].split("</ol>")[0] if '<ol class="bars"' in page else ""
    return re.findall(r'<span class="who">([^<]+)</span>', bars)


def guard(page):
    found = re.search(r'<div class="notice" id="guard">.*?</div>', page, re.S)
    return re.sub(r"<[^>]+>", "", found[0]) if found else ""


def test_places_are_ranked_by_their_newest_figure(client):
    tell("永康市", 110)
    tell("永康市", 300, day=date(2024, 1, 1))
    tell("义乌市", 172)
    tell("金华市", 900)
    page = read(client)
    assert ranked(page) == ["义乌市", "永康市"], "a city as a whole is no county"
    assert ranked(read(client, "?indicator=YZ01&group=cities")) == ["金华市"]


def test_it_refuses_to_mix_and_offers_the_split(client):
    tell("永康市", 110)
    tell("磐安县", 500, status="planned")
    tell("武义县", 600, cumulative=True)
    page = read(client)
    assert ranked(page) == ["永康市"]
    assert "实绩与计划不可混排：1 条计划数" in guard(page)
    assert "实绩与累计不可混排：1 条累计数" in guard(page)
    assert ranked(read(client, "?indicator=YZ01&kind=planned")) == ["磐安县"]
    assert ranked(read(client, "?indicator=YZ01&kind=cumulative")) == ["武义县"]


def test_people_and_visits_never_share_a_list(client):
    tell("永康市", 3000, "人次", "visits", "YZ10")
    tell("义乌市", 4000, "人次", "visits", "YZ10")
    tell("东阳市", 90000, "人", "people", "YZ10")
    page = read(client, "?indicator=YZ10")
    assert ranked(page) == ["义乌市", "永康市"]
    assert "以人计" in guard(page)
    assert ranked(read(client, "?indicator=YZ10&unit=people")) == ["东阳市"]


def test_measure_words_of_the_same_thing_share_a_list(client):
    tell("永康市", 110, "家")
    tell("义乌市", 172, "个")
    assert ranked(read(client)) == ["义乌市", "永康市"]


def test_a_place_with_many_newer_figures_hides_no_other(client):
    tell("武义县", 40)
    for n in range(30):
        tell("永康市", 100 + n, day=date(2025, 6, 3 - n % 3))
    assert set(ranked(read(client))) == {"永康市", "武义县"}


def test_years_apart_are_said(client):
    tell("永康市", 110)
    tell("武义县", 40, day=date(2023, 12, 28))
    assert "说的是2023、2025年的事，见报 2023-12 至 2025-06" in guard(read(client))
    assert ranked(read(client, "?indicator=YZ01&year=2025")) == ["永康市"]


def test_nothing_unlike_nothing_said(client):
    tell("永康市", 110)
    tell("义乌市", 172)
    assert guard(read(client)) == ""


def test_conflicting_figures_stand_side_by_side_with_the_rule(client):
    tell("义乌市", 172, day=date(2025, 2, 19))
    tell("义乌市", 168, day=date(2024, 11, 6))
    conflicts = re.sub(r"<[^>]+>", "", read(client).split('id="conflicts"')[1].split("</section>")[0])
    assert "172" in conflicts
    assert "168" in conflicts
    assert "取见报较近的一条" in conflicts
    assert "日期不同" in conflicts


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("&city=330700", ["永康市"]),
        ("&group=mountain", ["龙泉市"]),
        ("&city=330700&county=330784", ["永康市"]),
        ("&kind=x&year=y&unit=z&group=w&city=v", ["永康市", "龙泉市"]),
        ("&program=nothing", ["永康市", "龙泉市"]),
    ],
)
def test_it_is_narrowed(client, query, found):
    County.objects.filter(name="龙泉市").update(is_mountain=True)
    tell("永康市", 110)
    tell("龙泉市", 20)
    assert ranked(read(client, f"?indicator=YZ01{query}")) == found


def test_drafts_do_not_count(client):
    article = make_article(bulletin=make_bulletin(status=Bulletin.Status.DRAFT), text="777家")
    make_metric(article, "777家", value=777, unit="家", indicator="YZ01")
    assert "777" not in read(client)
    assert "没有这样的数" in read(client)


@pytest.mark.parametrize("query", ["", "?indicator=", "?indicator=XX99", "?indicator=①", "?indicator=a%27b"])
def test_without_a_known_indicator_the_index_stands(client, query):
    tell("永康市", 110)
    page = read(client, query)
    assert "<h1>指标</h1>" in page
    assert '<a href="?indicator=YZ01">驿站总数</a>' in page


def test_the_queries_do_not_grow_with_the_rows(client, count_queries):
    tell("永康市", 110)
    tell("义乌市", 172)
    few = [count_queries(address) for address in ("/metrics/?indicator=YZ01", "/metrics/")]
    for n, county in enumerate(County.objects.all()[:50]):
        tell(county.name, n + 1)
    assert [count_queries(a) for a in ("/metrics/?indicator=YZ01", "/metrics/")] <= few
