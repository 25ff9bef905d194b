"""工会驿站 and 爱心托班 by county."""

import re
from datetime import date

import pytest

from articles.models import Bulletin, City, County
from tests.factories import make_article, make_bulletin, make_mention, make_metric, make_program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def tell(place, text, quote, **fields):
    """An article of a county (or, by its name, of a city as a whole) with one figure."""
    day = fields.pop("day", date(2025, 6, 3))
    county = County.objects.filter(name=place).first()
    city = None if county else City.objects.get(name=place)
    where = {"county": county} if county else {"county": None, "city": city}
    article = make_article(text=text, published_on=day, **where)
    make_mention(article, make_program("工会驿站", category="station"), name="驿站")
    fields.setdefault("unit", "家")
    fields.setdefault("unit_family", "sites")
    return make_metric(article, quote, **fields)


@pytest.fixture
def archive():
    tell("永康市", "驿站110家", "110家", value=110, indicator="YZ01")
    tell("永康市", "驿站改造14家", "14家", value=14, indicator="YZ03")
    tell("永康市", "驿站计划120家", "120家", value=120, indicator="YZ01", status="planned", day=date(2025, 6, 4))
    tell("义乌市", "驿站172家以上", "172家", value=172, indicator="YZ01", qualifier="at_least", day=date(2025, 2, 19))
    tell("金华市", "全市驿站900家", "900家", value=900, indicator="YZ01", day=date(2024, 11, 1))


def read(client, address="/stations/"):
    page = client.get(address)
    assert page.status_code == 200
    return page.content.decode()


def row(page, name):
    """The words of the row of a place."""
    table = page[page.index("<tbody>") : page.rindex("</tbody>")]
    found = next(r for r in re.findall(r"<tr.*?</tr>", table, re.S) if re.search(rf"<th[^>]*>(<a[^>]*>)?{name}", r))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found))


def test_each_cell_has_its_figure_date_and_sentence(client, archive):
    page = read(client)
    words = row(page, "永康市")
    assert "110 家" in words
    assert "14 家" in words
    assert "2025-06见报" in words
    assert words.count("未提及") >= 5
    figure = re.search(r'<a class="quiet" href="(/articles/\d+/#f\d+)">.{0,40}110', page)[1]
    assert client.get(figure.split("#")[0]).status_code == 200


def test_a_newer_plan_stands_under_the_actual_figure(client, archive):
    assert "计划" in row(read(client), "永康市")
    assert "120 家" in row(read(client), "永康市")


def test_the_citys_own_figure_and_the_sum_are_two_rows(client, archive):
    page = read(client, "/stations/?city=330700")
    assert "900 家" in row(page, "全市")
    total = row(page, "各地相加")
    assert "≥" in total
    assert "282 家" in total
    assert "2 地，2025-02至2025-06" in total
    assert "不相加" in total, "figures of a period are not added up"


def test_a_sum_needs_two_counties_of_one_kind(client):
    tell("永康市", "驿站110家", "110家", value=110, indicator="YZ01")
    tell("义乌市", "驿站累计172家", "172家", value=172, indicator="YZ01", cumulative=True)
    assert "不是市里报的" not in read(client)


def test_silent_counties_are_named_and_not_zero(client, archive):
    page = read(client, "/stations/?city=330700")
    assert re.search(r"silent-row.*未见报道.*东阳", page)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?year=2024", ["全市"]),
        ("?city=330800", []),
        ("?county=330784", ["永康市", "义乌市"]),
        ("?city=x&year=y&county=z", ["永康市"]),
    ],
)
def test_it_is_narrowed(client, archive, query, shown):
    page = read(client, f"/stations/{query}")
    for name in shown:
        assert row(page, name)
    assert ("110" in row(page, "永康市")) if "永康市" in shown else "110 家" not in page


def test_drafts_do_not_show(client, archive):
    bulletin = make_bulletin(status=Bulletin.Status.DRAFT)
    article = make_article(bulletin=bulletin, county=County.objects.get(name="东阳市"), text="驿站777家")
    make_metric(article, "777家", value=777, unit="家", indicator="YZ01")
    page = read(client)
    assert "777" not in page
    assert not re.search(r'<th scope="row"><a[^>]*>东阳市', page)


def test_childcare_has_its_own_columns(client):
    article = make_article(text="托班38期，1055名")
    make_mention(article, make_program("爱心托班"), name="托班")
    make_metric(article, indicator="TB02", cumulative=True)
    make_metric(article, "1055名", value=1055, unit="名", unit_family="people", indicator="TB04")
    page = read(client, "/childcare/")
    assert "举办期数" in page
    assert "驿站总数" not in page
    assert "38 期" in row(page, "衢江区")
    assert "1,055 名" in row(page, "衢江区")


def test_the_queries_do_not_grow_with_the_rows(client, archive, count_queries):
    few = count_queries("/stations/")
    for county in County.objects.all()[:50]:
        tell(county.name, "驿站120家", "120家", value=120, indicator="YZ01")
    assert count_queries("/stations/") <= few
