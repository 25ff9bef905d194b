"""Downloads, feeds and the API hold exactly the public rows that the conditions leave."""

import csv
import html
import io
import json
import re
from datetime import date
from urllib.parse import unquote

import openpyxl
import pytest

from articles.search.index import index_bulletin
from tests.factories import make_article, make_bulletin, make_mention, make_metric, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored():
    """A public figure of 衢江区 and one of a draft."""
    program = make_program("爱心托班")
    article = make_article(headline="=托班开班")
    make_mention(article, program, start=0, end=2, quote="本报")
    metric = make_metric(article, "服务1055名子女", value=1055, unit="名", program=program, indicator="TB04")
    draft = make_article(bulletin=make_bulletin(status="draft"), headline="草稿里的秘密")
    make_metric(draft, "38期", program=program)
    return metric


def read_csv(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_has_the_rows_shown_with_quote_and_qualifier(client, stored):
    (row,) = read_csv(client.get("/export/metrics.csv", {"county": "330803"}))
    assert (row["数值"], row["单位"], row["限定"], row["口径"]) == ("1055", "名", "等于", "实绩")
    assert row["原句"] == "服务1055名子女"
    assert row["标题"] == "'=托班开班"
    assert row["网址"].startswith("http://testserver/articles/")


def test_conditions_narrow_the_rows(client, stored):
    assert read_csv(client.get("/export/metrics.csv", {"county": "330402"})) == []
    assert len(read_csv(client.get("/export/metrics.csv", {"program": stored.program.slug}))) == 1
    assert read_csv(client.get("/export/metrics.csv", {"status": "planned"})) == []


def test_xlsx_holds_numbers_as_numbers(client, stored):
    response = client.get("/export/metrics.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    header, row = list(book["数据"].iter_rows(values_only=True))
    assert dict(zip(header, row, strict=True))["数值"] == 1055


@pytest.mark.parametrize("table", ["articles", "programs"])
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_every_list_can_be_taken_away(client, stored, table, suffix):
    response = client.get(f"/export/{table}.{suffix}")
    body = b"".join(response.streaming_content)
    assert response.status_code == 200
    assert "草稿里的秘密".encode() not in body


def test_an_unknown_table_is_a_404(client):
    assert client.get("/export/users.csv").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/feeds/articles.atom", "/feeds/cities/330800.atom", "/feeds/counties/330803.atom", "/feeds/programs/{slug}.atom"],
)
def test_feeds_show_public_reports(client, stored, path):
    response = client.get(path.format(slug=stored.program.slug))
    body = response.content.decode()
    assert response["Content-Type"].startswith("application/atom+xml")
    assert "托班开班" in body
    assert "草稿里的秘密" not in body


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("/feeds/search.atom?q=托班", 1),
        ("/feeds/search.atom?q=托班&city=330700", 0),
        ("/feeds/search.atom?q=草稿", 0),
        ("/feeds/articles.atom?county=330803", 1),
        ("/feeds/articles.atom?q=子女&year=2025", 1),
        ("/feeds/articles.atom?county=330402", 0),
    ],
)
def test_a_search_and_a_narrowed_list_can_be_followed(client, stored, address, count):
    index_bulletin(stored.article.bulletin_id)
    assert client.get(address).content.decode().count("<entry>") == count


@pytest.mark.parametrize(
    ("address", "feed"),
    [
        ("/", "/feeds/articles.atom"),
        ("/counties/330803/", "/feeds/counties/330803.atom"),
        ("/cities/330800/", "/feeds/cities/330800.atom"),
        ("/programs/ai-xin-tuo-ban/", "/feeds/programs/ai-xin-tuo-ban.atom"),
        ("/search/?q=托班&city=330800", "/feeds/search.atom?q=托班&city=330800"),
    ],
)
def test_a_page_tells_feed_readers_of_its_feed(client, stored, address, feed):
    page = client.get(address).content.decode()
    (found,) = re.findall(r'<link rel="alternate" type="application/atom\+xml"[^>]* href="([^"]+)"', page)
    assert unquote(html.unescape(found)) == feed
    assert client.get(feed).status_code == 200


@pytest.mark.parametrize(
    ("address", "values"),
    [
        ("/export/ranking.csv?indicator=tb04", ["1055"]),
        ("/export/ranking.csv?indicator=TB04&kind=planned", []),
        ("/export/compare.csv?county=330803&county=330402", ["1055"]),
        ("/export/childcare.csv?city=330800", ["1055"]),
        ("/export/childcare.csv?city=330700", []),
        ("/export/search.csv?q=子女", ["1055"]),
    ],
)
def test_the_tables_of_pages_leave_as_they_are_shown(client, stored, address, values):
    index_bulletin(stored.article.bulletin_id)
    assert [row["数值"] for row in read_csv(client.get(address))] == values


def test_promises_leave_with_their_state_and_news(client, stored):
    later = make_article(published_on=date(2025, 7, 1))
    make_metric(stored.article, "38期", value=30, status="planned", program=stored.program, indicator="TB02")
    news = make_metric(later, "38期", program=stored.program, indicator="TB02")
    (row,) = read_csv(client.get("/export/promises.csv", {"county": "330803"}))
    assert (row["状态"], row["数值"], row["后来报道"]) == ("已达成", "30", "38期")
    assert row["后来报道网址"].endswith(f"#f{news.pk}")
    assert read_csv(client.get("/export/promises.csv", {"state": "silent"})) == []


@pytest.mark.parametrize("name", ["cities", "counties", "indicators", "programs", "metrics", "articles"])
def test_the_api_lists_public_rows(client, stored, name):
    response = client.get(f"/api/v1/{name}/")
    assert response.status_code == 200
    assert response.json()["count"] >= 1
    assert "草稿里的秘密" not in response.content.decode()


def test_a_figure_of_the_api_carries_its_evidence(client, stored):
    row = client.get(f"/api/v1/metrics/{stored.pk}/").json()
    assert row["quote"] == "服务1055名子女"
    assert row["value"] == 1055
    assert row["program_slug"] == stored.program.slug


def test_a_program_of_the_api_counts_its_counties(client, stored):
    row = client.get(f"/api/v1/programs/{stored.program.slug}/").json()
    assert (row["counties"], row["articles"]) == (1, 1)


def test_the_api_writes_nothing(client, stored):
    assert client.post("/api/v1/metrics/", data=json.dumps({}), content_type="application/json").status_code == 405


def test_the_schema_names_every_list(client):
    body = client.get("/api/v1/schema/?format=json").json()
    assert {"/api/v1/metrics/", "/api/v1/programs/", "/api/v1/articles/"} <= set(body["paths"])


def test_api_queries_do_not_grow(client, stored, django_assert_max_num_queries):
    for _ in range(20):
        make_metric(stored.article, "38期")
    with django_assert_max_num_queries(8):
        client.get("/api/v1/metrics/")


def test_the_manual_shows_the_api_and_every_column(client):
    page = client.get("/api/").content.decode()
    assert "/api/v1/metrics/" in page
    assert "原句" in page


def test_the_sitemap_holds_public_pages_alone(client, stored):
    assert "/sitemap-articles.xml" in client.get("/sitemap.xml").content.decode()
    body = client.get("/sitemap-articles.xml").content.decode()
    assert body.count("<loc>") == 1
    assert stored.article.get_absolute_url() in body
    assert "/programs/" in client.get("/sitemap-programs.xml").content.decode()
    assert "Disallow: /admin/" in client.get("/robots.txt").content.decode()


def test_names_of_private_persons_leave_in_no_form(client):
    article = make_article(text="外卖小哥胡师傅等38期学员结业。")
    make_metric(article, "外卖小哥胡师傅等38期")
    assert "胡师傅" not in b"".join(client.get("/export/metrics.csv").streaming_content).decode()
    assert "胡师傅" not in client.get("/feeds/articles.atom").content.decode()
    assert "胡师傅" not in client.get("/api/v1/metrics/").content.decode()


def test_the_address_of_a_row_leads_to_its_figure_on_the_page(client, stored):
    (row,) = read_csv(client.get("/export/metrics.csv"))
    path, anchor = row["网址"].removeprefix("http://testserver").split("#")
    assert f'id="{anchor}"' in client.get(path).content.decode()


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("/export/metrics.csv?city=abc", "市“abc”"),
        ("/export/metrics.xlsx?year=20x5", "年份“20x5”"),
        ("/export/metrics.csv?cty=330800", "参数“cty”"),
        ("/export/articles.csv?county=330803&city=330700", "县（市、区）“330803”"),
        ("/export/promises.csv?state=kept", "状态“kept”"),
        ("/export/ranking.csv?indicator=TB04&year=9", "年份“9”"),
        ("/export/ranking.csv", "指标“”"),
        ("/export/compare.csv?county=330803", "县（市、区）不足两个"),
        ("/export/stations.csv?city=0", "市“0”"),
        ("/export/search.csv?q=", "搜索词是空的"),
        ("/export/counties.csv?city=330800", "参数“city”"),
        ("/follow/calendar.ics?due=x", "期限“x”"),
        ("/feeds/articles.atom?city=x", "市“x”"),
        ("/feeds/search.atom", "空的搜索词"),
        ("/feeds/counties/330803.atom?q=x", "参数“q”"),
        ("/api/v1/dump.zip?q=x", "参数“q”"),
        ("/api/v1/metrics/?city=abc", "市“abc”"),
        ("/api/v1/metrics/?article=-1", "报道“-1”"),
        ("/api/v1/articles/?year=1", "年份“1”"),
        ("/api/v1/programs/?category=none", "类别“none”"),
        ("/api/v1/counties/?city=330800", "参数“city”"),
    ],
)
def test_a_condition_that_cannot_be_read_is_refused_in_words(client, stored, address, named):
    response = client.get(address)
    assert response.status_code == 400
    assert f"看不懂的条件：{named}" in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/articles/?city=abc&q=托班",
        "/programs/?year=1&category=childcare",
        "/follow/?state=kept",
        "/search/?q=38期&city=x",
    ],
)
def test_a_page_exports_what_it_shows_without_the_condition_it_could_not_use(client, stored, address):
    index_bulletin(stored.article.bulletin_id)
    make_metric(stored.article, "38期", status="planned", program=stored.program)
    page = html.unescape(client.get(address).content.decode())
    assert "没有用上" in page
    links = re.findall(r'href="((?:/export|/feeds|/api/v1|/follow/calendar)[^"]*)"', page)
    assert links
    for link in links:
        assert status_of(client, link) == 200, link


def status_of(client, address):
    """The status of an answer that is read to its end."""
    response = client.get(address)
    b"".join(response)
    return response.status_code
