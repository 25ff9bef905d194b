"""The page of one program."""

import re
from datetime import date

import pytest

from articles.models import Bulletin, County
from tests.factories import make_article, make_bulletin, make_mention, make_metric, make_program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

TEXT = "计划投入资金20万元，举办爱心托班33个以上，为1000名以上儿童服务。累计开展托班38期，服务1055名子女。"


@pytest.fixture
def program():
    program = make_program("爱心托班", aliases=["苗苗班@衢州市衢江区"])
    article = make_article(text=TEXT, headline="力争惠及面更广\n服务更优", reporters=["贾馨然"])
    make_mention(article, program)
    plan = {"program": program, "status": "planned", "period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31)}
    make_metric(article, "20万元", value=200000, unit="元", unit_family="money", indicator="TB09", **plan)
    make_metric(article, "1000名以上", value=1000, unit="名", qualifier="at_least", indicator="TB04", **plan)
    make_metric(
        article,
        "1055名",
        value=1055,
        unit="名",
        cumulative=True,
        indicator="TB04",
        program=program,
        unit_family="people",
    )
    return program


def read(client, query=""):
    page = client.get(f"/programs/ai-xin-tuo-ban/{query}")
    assert page.status_code == 200
    return page.content.decode()


def words(html):
    return re.sub(r"<[^>]+>", "", html)


def test_it_says_what_it_is_and_where(client, program):
    page = read(client)
    assert "<h1>爱心托班</h1>" in page
    assert "苗苗班" in page
    assert "衢州市衢江区" in page
    tile = re.search(r'<a class="(\w+)" href="/counties/330803/" title="([^"]+)"', page)
    assert tile.groups() == ("kd", "衢江区：有实绩数字")
    assert 'title="永康市：未见报道"' in page
    assert "示意网格，不代表行政区域界线" in page


def test_plan_stands_beside_actual_and_is_not_divided_by_it(client, program):
    page = read(client, "?indicator=TB04")
    row = words(re.search(r'<table class="tbl stack plan">.*?<tbody>(.*?)</tr>', page, re.S)[1])
    assert "不少于1,000名" in row
    assert "1,055名" in row
    assert "不可比" in row
    assert "当年 ≠ 累计" in row
    assert "%" not in row


def test_like_figures_give_a_completion(client, program):
    for value, status in ((20, "planned"), (22, "actual")):
        article = make_article(county=County.objects.get(name="桐乡市"), text=f"托班{value}期")
        make_mention(article, program, name="托班")
        span = {"period_start": date(2024, 7, 1), "period_end": date(2024, 8, 31)}
        make_metric(article, f"{value}期", value=value, status=status, program=program, indicator="TB02", **span)
    assert "110%" in words(read(client, "?indicator=TB02"))


def test_sentences_are_marked_and_cited(client, program):
    page = read(client)
    assert "<mark>1055名</mark>" in page
    assert "贾馨然. 力争惠及面更广 服务更优[N]. 浙江工人日报, 2025-06-03(2)." in page


def test_counties_without_a_report_are_listed(client, program):
    silence = read(client).split('id="silence"')[1]
    assert "永康" in silence
    assert 'href="/counties/330803/"' not in silence.split("<details")[0]


@pytest.mark.parametrize("query", ["?indicator=XX", "?indicator=%27", "?place=999999", "?indicator=TB04&place=330803"])
def test_bad_choices_fall_back(client, program, query):
    read(client, query)


def test_a_merged_program_leads_to_the_one_it_went_into(client, program):
    make_program("旧托班", merged_into=program, slug="old")
    page = client.get("/programs/old/")
    assert (page.status_code, page.headers["Location"]) == (301, "/programs/ai-xin-tuo-ban/")


def test_a_draft_is_not_found(client):
    secret = make_program("机密项目", slug="secret")
    article = make_article(bulletin=make_bulletin(status=Bulletin.Status.DRAFT), text="机密项目")
    make_mention(article, secret)
    assert client.get("/programs/secret/").status_code == 404


def test_figures_of_drafts_do_not_show(client, program):
    article = make_article(bulletin=make_bulletin(status=Bulletin.Status.DRAFT), text="爱心托班办了777期。")
    make_mention(article, program)
    make_metric(article, "777期", value=777, program=program, indicator="TB02")
    assert "777" not in read(client)


def test_private_names_are_hidden_in_sentences(client, program):
    article = make_article(text="职工李东升说，爱心托班办了45期。")
    make_mention(article, program)
    make_metric(article, "45期", value=45, program=program, indicator="TB02")
    page = read(client)
    assert "李东升" not in page
    assert "45期" in page


def test_the_queries_do_not_grow_with_the_rows(client, program, count_queries):
    def fill(count):
        counties = list(County.objects.order_by("code")[:count])
        for n, county in enumerate(counties):
            article = make_article(county=county, text=f"爱心托班办了{n + 1}期。")
            make_mention(article, program)
            make_metric(article, f"{n + 1}期", value=n + 1, program=program, indicator="TB02")

    fill(2)
    few = count_queries("/programs/ai-xin-tuo-ban/?indicator=TB02")
    fill(50)
    assert count_queries("/programs/ai-xin-tuo-ban/?indicator=TB02") <= few
