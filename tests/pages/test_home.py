"""The front page."""

import re
from datetime import date

import pytest

from articles.models import Bulletin, County
from tests.factories import make_article, make_bulletin, make_mention, make_metric, make_program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def read(client, query=""):
    page = client.get(f"/{query}")
    assert page.status_code == 200
    return page.content.decode()


def big(page):
    """The key figures: heading → number."""
    found = re.findall(r'<dt>([^<]+)</dt><dd><span class="big"><a href="([^"]+)">([\d,]+)</a>', page)
    return {name: (href, number) for name, href, number in found}


@pytest.fixture
def archive():
    program = make_program("爱心托班")
    article = make_article(text="爱心托班计划办33个，已办38期。", headline="衢江办班")
    make_mention(article, program)
    make_metric(article, program=program, indicator="TB02")
    due = {"status": "planned", "period_end": date(2025, 5, 31), "published_on": date(2025, 1, 5)}
    make_metric(article, "33个", value=33, unit="个", program=program, indicator="TB03", **due)
    draft = make_article(bulletin=make_bulletin(status=Bulletin.Status.DRAFT), headline="草稿")
    make_mention(draft, make_program("工会驿站", category="station"))
    return article


def test_an_empty_site_has_a_front_page(client, db):
    page = read(client)
    assert "还没有发布的报道" in page
    assert {name: number for name, (_, number) in big(page).items()} == {
        "有报道的县（市、区）": "0",
        "项目": "0",
        "数字": "0",
        "到期未见报道": "0",
    }


def test_key_figures_count_what_is_public_and_link_to_it(client, archive):
    figures = big(read(client))
    assert figures["有报道的县（市、区）"] == ("/cities/", "1")
    assert figures["项目"] == ("/programs/", "1")
    assert figures["数字"] == ("/figures/", "2")
    assert figures["到期未见报道"] == ("/follow/?state=silent", "1")
    for href, _ in figures.values():
        assert client.get(href).status_code == 200


def tile(page, code):
    address = rf"/(?:counties/{code}/|figures/\?county={code}&amp;indicator=\w+)"
    return re.search(rf'<a class="(\w+)" href="{address}" title="([^"]+)"', page).groups()


@pytest.mark.parametrize(
    ("query", "mark"),
    [
        ("", ("k1", "衢江区：1个项目")),
        ("?measure=last", ("k5", "衢江区：最近2025-06-03")),
        ("?measure=childcare", ("kd", "衢江区：有实绩数字")),
        ("?measure=stations", ("k0", "衢江区：未见报道")),
        ("?measure=TB02", ("k1", "衢江区：38期（2025-06见报）")),
        ("?measure=tb02", ("k1", "衢江区：38期（2025-06见报）")),
        ("?measure=nonsense", ("k1", "衢江区：1个项目")),
        ("?measure=%E2%91%A0", ("k1", "衢江区：1个项目")),
    ],
)
def test_tiles_show_the_chosen_measure(client, archive, query, mark):
    page = read(client, query)
    assert tile(page, "330803") == mark
    assert len(re.findall(r'<li class="tile ', page)) == 90
    assert "示意网格，不代表行政区域界线" in page


def test_the_newest_report_comes_first_with_its_figures(client, archive):
    make_article(published_on=date(2024, 1, 1), headline="旧闻")
    page = read(client)
    assert page.index("衢江办班") < page.index("旧闻")
    assert "草稿" not in page
    assert '38<span class="u">期</span>' in page


def test_what_is_due_says_how_long_ago(client, archive):
    due = read(client).split('id="due"')[1]
    assert "过期 5 天" in due
    assert "此后未见报道" in due


def test_the_mode_is_remembered_and_leads_back_here_only(client, db):
    back = client.get("/mode/?to=elder&next=/programs/%3Fyear%3D2025")
    assert (back.status_code, back.headers["Location"]) == (302, "/programs/?year=2025")
    assert 'data-mode="elder"' in read(client)
    client.get("/mode/?to=standard&next=/")
    assert "data-mode" not in read(client)


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1", ""])
def test_the_mode_switch_is_no_open_door(client, db, away):
    assert client.get("/mode/", {"to": "elder", "next": away}).headers["Location"] == "/"


def test_the_footer_shows_what_is_set_and_nothing_else(client, db, settings):
    settings.UNIONWATCH_FOOTER = {"organizer": "", "icp": ""}
    assert "主办单位" not in read(client)
    assert "beian" not in read(client)
    settings.UNIONWATCH_FOOTER = {"organizer": "某市总工会", "icp": "浙ICP备00000000号"}
    assert "主办单位：某市总工会" in read(client)
    assert '<a href="https://beian.miit.gov.cn/" rel="noopener">浙ICP备00000000号</a>' in read(client)


def test_the_queries_do_not_grow_with_the_rows(client, count_queries):
    def fill(count):
        for n, county in enumerate(County.objects.order_by("code")[:count]):
            article = make_article(county=county, text="办了38期。")
            make_mention(article, make_program(f"项目{n}号"))
            make_metric(article, indicator="TB02", status="planned", period_end=date(2025, 5, 1))

    fill(2)
    few = count_queries("/")
    fill(50)
    assert count_queries("/") <= few
