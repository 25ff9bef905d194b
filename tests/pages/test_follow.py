"""The page of promises."""

import re
from datetime import date

import pytest

from articles.models import Bulletin
from tests.factories import make_article, make_bulletin, make_metric, make_program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def promises():
    """One promise in each state: 33 silent, 34 promised, 35 running, 36 reached."""
    for value, program, end in (
        (33, "爱心托班", date(2024, 12, 31)),
        (34, "爱心暑托班二号", date(2025, 8, 31)),
        (35, "工会驿站", date(2025, 8, 31)),
        (36, "骑手之家", date(2025, 8, 31)),
    ):
        article = make_article(text=f"计划办{value}期。", published_on=date(2024, 3, 1))
        start = date(2024, 1, 1)
        figure = {"indicator": "TB02", "status": "planned", "period_start": start, "period_end": end}
        make_metric(article, f"{value}期", value=value, program=make_program(program), **figure)
    for value, program in ((20, "工会驿站"), (40, "骑手之家")):
        news = make_article(text=f"已办{value}期。")
        make_metric(news, f"{value}期", value=value, program=make_program(program), indicator="TB02")


def values(client, query=""):
    page = client.get(f"/follow/{query}")
    assert page.status_code == 200
    return [int(n) for n in re.findall(r'<td class="n" data-l="承诺"><span class="fig">(\d+)', page.content.decode())]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {33, 34, 35, 36}),
        ("?state=silent", {33}),
        ("?state=promised", {34}),
        ("?state=running", {35}),
        ("?state=reached", {36}),
        ("?city=330800", {33, 34, 35, 36}),
        ("?city=330700", set()),
        ("?year=2023", set()),
        ("?category=childcare", {33, 34}),
        ("?state=x&year=y&category=z&city=w", {33, 34, 35, 36}),
        ("?program=gong-hui-yi-zhan", {35}),
    ],
)
def test_promises_by_state_and_place(client, promises, query, found):
    assert set(values(client, query)) == found


def test_each_says_its_state_its_day_and_its_news(client, promises):
    page = client.get("/follow/").content.decode()
    table = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<tbody>") : page.index("</tbody>")]))
    for words in (
        "无后续报道",
        "过期 156 天",
        "已承诺",
        "还有 87 天",
        "进行中",
        "有实绩，尚未到承诺数",
        "已达成",
        "2024-12-31",
    ):
        assert words in table


def test_the_rule_stands_on_the_page(client, promises):
    assert "没有报道不等于没有做" in client.get("/follow/").content.decode()


def test_drafts_and_figures_without_a_subject_are_no_promises(client):
    draft = make_article(bulletin=make_bulletin(status=Bulletin.Status.DRAFT), text="计划办777期")
    make_metric(draft, "777期", value=777, indicator="TB02", status="planned")
    make_metric(make_article(text="计划办778期"), "778期", value=778, status="planned")
    page = client.get("/follow/").content.decode()
    assert "777" not in page
    assert "778" not in page


def test_the_queries_do_not_grow_with_the_rows(client, promises, count_queries):
    few = count_queries("/follow/")
    for n in range(50):
        article = make_article(text=f"计划办{n + 100}期。", published_on=date(2024, 4, 1))
        program = make_program(f"项目{n}号")
        make_metric(article, f"{n + 100}期", value=n, indicator="TB02", status="planned", program=program)
    assert count_queries("/follow/") <= few


def test_old_promises_rest_until_asked_for(client):
    article = make_article(text="计划办33期", published_on=date(2022, 3, 1))
    old = {"indicator": "TB02", "status": "planned", "period_end": date(2022, 12, 31), "value": 33}
    make_metric(article, "33期", program=make_program("爱心托班"), **old)
    assert values(client) == []
    assert values(client, "?due=all") == [33]
    assert values(client, "?year=2022") == [33]
