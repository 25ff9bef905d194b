"""The list of all figures: the rows behind the numbers of the other pages."""

import re

import pytest

from articles.models import Bulletin, County
from tests.factories import make_article, make_bulletin, make_mention, make_metric, make_program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def archive():
    program = make_program("爱心托班")
    for name in ("衢江区", "永康市"):
        article = make_article(
            county=County.objects.get(name=name), text="办38期，计划办33期，服务骑手李东升等1055名。"
        )
        make_mention(article, program, start=0, end=1, quote="办")
        make_metric(article, "38期", program=program, indicator="TB02")
        make_metric(article, "33期", value=33, status="planned", program=program, indicator="TB02")
        make_metric(article, "1055名", value=1055, unit="名", indicator="TB04")
    hidden = make_article(bulletin=make_bulletin(status=Bulletin.Status.DRAFT), text="草稿777期")
    make_metric(hidden, "777期", value=777)


def read(client, query=""):
    response = client.get(f"/figures/{query}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 6),
        ("?county=330803", 3),
        ("?city=330700&status=planned", 1),
        ("?indicator=TB04", 2),
        ("?program=ai-xin-tuo-ban", 4),
        ("?category=childcare", 4),
        ("?year=2025", 6),
        ("?year=2024", 0),
        ("?indicator=nothing", 0),
        ("?page=99999999999999999999", 6),
    ],
)
def test_it_is_narrowed_and_says_so(client, archive, query, count):
    page = read(client, query)
    assert page.count('<td class="said"') == count
    assert "777期" not in page
    assert ">777<" not in page
    if count:
        assert f"共 <b>{count} 条</b>" in page
    else:
        assert "没有符合的数字" in page


def test_each_row_leads_to_its_sentence(client, archive):
    page = read(client, "?county=330803&indicator=TB04")
    (address,) = set(re.findall(r'href="(/articles/\d+/)#f\d+"', page))
    assert client.get(address).status_code == 200
    assert "<mark>1055名</mark>" in page


def test_a_long_list_is_cut_and_says_so(client, archive, monkeypatch):
    monkeypatch.setattr("articles.pages.views.figures.CAP", 4)
    page = read(client)
    assert "超过 4 条" in page
    assert page.count('<td class="said"') == 4


@pytest.mark.parametrize("query", ["?county=330803&city=330700", "?status=done", "?article=x", "?year=二〇二五"])
def test_a_condition_that_cannot_be_read_is_said(client, archive, query):
    assert "没有用上" in read(client, query)


def test_the_queries_do_not_grow_with_the_rows(client, archive, count_queries):
    few = count_queries("/figures/?county=330803")
    article = make_article(text="38期")
    for _ in range(40):
        make_metric(article, "38期", indicator="TB02")
    assert count_queries("/figures/?county=330803") <= few
