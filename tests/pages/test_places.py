"""Cities, counties and the brief."""

import re
from datetime import date

import pytest

from articles.models import Bulletin, City, County
from tests.factories import make_article, make_bulletin, make_mention, make_metric, make_program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def archive():
    """衢江 with plans and figures, 龙游 with one figure, 衢州 as a whole with another."""
    program = make_program("爱心托班")
    qujiang = make_article(text="计划办班33个，累计38期，骑手李东升带娃来。另有95人。", headline="衢江办班")
    make_mention(qujiang, program, name="办班")
    year = {"period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31)}
    make_metric(qujiang, "33个", value=33, unit="个", program=program, indicator="TB03", status="planned", **year)
    make_metric(qujiang, program=program, indicator="TB02", cumulative=True)
    make_metric(qujiang, "95人", value=95, unit="人", unit_family="people", indicator_words="来客")
    longyou = make_article(county=County.objects.get(name="龙游县"), text="办班26期。")
    make_mention(longyou, program, name="办班")
    make_metric(longyou, "26期", value=26, program=program, indicator="TB02", cumulative=True)
    city = make_article(county=None, city=City.objects.get(name="衢州市"), text="全市办班268期。")
    make_mention(city, program, name="办班")
    make_metric(city, "268期", value=268, program=program, indicator="TB02")
    draft = make_article(bulletin=make_bulletin(status=Bulletin.Status.DRAFT), text="办班777期。", headline="草稿")
    make_metric(draft, "777期", value=777, indicator="TB02")
    return program


def read(client, address):
    page = client.get(address)
    assert page.status_code == 200
    html = page.content.decode()
    assert "777" not in html
    assert "草稿" not in html
    return html


def text_of(html):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", html))


def test_the_index_tells_reported_from_silent(client, archive):
    page = read(client, "/cities/")
    assert "2个有报道，其余88个未见报道" in text_of(page)
    silent = read(client, "/cities/?show=silent")
    table = silent[silent.index("<table") :]
    assert "永康市" in table
    assert "衢江区" not in table


def test_a_county_shows_plan_actual_and_what_is_unsaid(client, archive):
    page = read(client, "/counties/330803/")
    assert "<h1>衢江区</h1>" in page
    assert "见报1篇，涉及1个项目、3条数字：实绩2，计划1" in text_of(page)
    shelf = text_of(page.split('id="figures"')[1].split("</table>")[0])
    assert "33个" in shelf
    assert "38期" in shelf
    assert "268" not in shelf, "a city's own figure is no county's"
    assert "投入资金" in page.split("报上没有说的")[1].split("</ul>")[0]
    assert "李东升" not in page


def test_figures_of_no_program_have_a_shelf_of_their_own(client, archive):
    page = read(client, "/counties/330803/?program=general")
    assert "来客" in page.split('id="figures"')[1]


def test_peers_stand_beside_it(client, archive):
    peers = text_of(read(client, "/counties/330803/").split('id="peers"')[1].split("</table>")[0])
    assert "龙游县" in peers
    assert "26期" in peers
    assert "未见" in peers


@pytest.mark.parametrize("query", ["?program=nothing", "?peers=x", "?peers=island", "?program=%3C%3E"])
def test_bad_choices_fall_back(client, archive, query):
    read(client, f"/counties/330803/{query}")


def test_a_county_without_a_report_says_so(client, archive):
    page = read(client, "/counties/330921/")
    assert "岱山县未见报道" in page
    assert "不说明当地没有做" in page


def test_a_city_keeps_its_own_figures_apart(client, archive):
    page = text_of(read(client, "/cities/330800/"))
    assert "其中说全市的1篇、1条，说各县（市、区）的2篇、4条" in page
    shelf = text_of(read(client, "/cities/330800/").split('id="figures"')[1].split("</table>")[0])
    assert "268期" in shelf
    assert "38期" not in shelf


def test_the_brief_is_one_sheet_with_its_sources(client, archive):
    page = read(client, "/counties/330803/brief/")
    assert "衢江区工会项目简报" in page
    assert "①" in page
    assert "浙江工人日报, 2025-06-03(2)." in page
    assert "masthead" not in page
    assert "未见报道" in page
    assert read(client, "/counties/330921/brief/")


@pytest.mark.parametrize("address", ["/counties/000000/", "/cities/999999/", "/counties/33080/", "/counties/33080x/"])
def test_unknown_codes_are_not_found(client, db, address):
    assert client.get(address).status_code == 404


def test_the_queries_do_not_grow_with_the_rows(client, archive, count_queries):
    addresses = ["/counties/330803/", "/cities/330800/", "/cities/", "/counties/330803/brief/"]
    few = [count_queries(address) for address in addresses]
    for n in range(50):
        article = make_article(text=f"第{n + 100}期，办班。")
        program = make_program(f"项目{n}号")
        make_mention(article, program, name="办班")
        make_metric(article, f"{n + 100}期", value=n, program=program, indicator="TB02", status="planned")
    assert all(count_queries(address) <= before for address, before in zip(addresses, few, strict=True))
