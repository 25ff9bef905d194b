"""Counties side by side."""

import re
from datetime import date

import pytest

from articles.models import Bulletin, County
from tests.factories import make_article, make_bulletin, make_mention, make_metric, make_program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

BOTH = "?county=330803&county=330784"


def tell(name, value, **fields):
    day = fields.pop("day", date(2025, 6, 3))
    article = make_article(county=County.objects.get(name=name), text=f"办了{value}期。", published_on=day)
    make_mention(article, make_program("爱心托班"), name="办")
    return make_metric(article, f"{value}期", value=value, **{"indicator": "TB02", **fields})


def read(client, query=BOTH):
    page = client.get(f"/compare/{query}")
    assert page.status_code == 200
    return page.content.decode()


def rows(page):
    table = page.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in page else ""
    return [re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", row)) for row in re.findall(r"<tr>.*?</tr>", table, re.S)]


def test_two_counties_stand_side_by_side(client):
    tell("衢江区", 38)
    tell("永康市", 45)
    page = read(client)
    assert "<h1>衢江、永康对照</h1>" in page
    assert rows(page)[0].startswith("举办期数，实绩38期")
    assert page.count("ch-done") >= 2


def test_plan_actual_and_cumulative_have_a_row_each(client):
    tell("衢江区", 38)
    tell("衢江区", 40, status="planned")
    tell("永康市", 45, cumulative=True)
    titles = [re.match(r"举办期数，(\w\w)", row)[1] for row in rows(read(client))]
    assert titles == ["实绩", "累计", "计划"]


def test_unlike_units_and_years_are_said_and_not_drawn(client):
    tell("衢江区", 38)
    tell("永康市", 45, unit="人次", unit_family="visits", day=date(2023, 1, 1))
    page = read(client)
    assert "单位不同，不作图" in page
    assert "年份不同：2023–2025" in page
    assert 'class="ch-done"' not in page


@pytest.mark.parametrize("query", ["", "?county=330803", "?county=x&county=y", "?county=330803&county=330803"])
def test_fewer_than_two_asks_for_more(client, query):
    assert "请选两个以上的县（市、区）" in read(client, query)


def test_more_than_six_are_cut_and_said(client):
    codes = "&".join(f"county={county.code}" for county in County.objects.all()[:8])
    page = read(client, f"?{codes}")
    assert "一次最多看六个" in page


def test_an_unknown_county_is_named(client):
    assert "县（市、区）“999999”没有用上" in read(client, f"{BOTH}&county=999999")


def test_drafts_do_not_show(client):
    article = make_article(bulletin=make_bulletin(status=Bulletin.Status.DRAFT), text="777期")
    make_metric(article, "777期", value=777, indicator="TB02")
    assert "777" not in read(client)


def test_the_queries_do_not_grow_with_the_rows(client, count_queries):
    tell("衢江区", 38)
    few = count_queries(f"/compare/{BOTH}")
    for code in ("TB01", "TB03", "TB04", "YZ01", "YZ02", "WQ01"):
        tell("永康市", 45, indicator=code)
        tell("衢江区", 45, indicator=code)
    assert count_queries(f"/compare/{BOTH}") <= few
