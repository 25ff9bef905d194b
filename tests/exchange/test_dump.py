"""The full dump: every public table and its dictionary, in one ZIP that is written while it is sent."""

import csv
import hashlib
import io
import zipfile
from datetime import UTC, datetime

import pytest
from django.apps import apps

from articles.exchange.dump import TABLES, stream_zip
from articles.models import Article, City, County, Indicator, Metric, Program, ProgramAlias, ProgramMention
from tests.factories import make_article, make_bulletin, make_mention, make_metric, make_program

pytestmark = pytest.mark.django_db

#: Which table of the dump holds the rows of a model.
HELD = {
    Article: "articles",
    City: "cities",
    County: "counties",
    Indicator: "indicators",
    Metric: "metrics",
    Program: "programs",
    ProgramAlias: "aliases",
    ProgramMention: "mentions",
}
#: Models that no public table shows, and why.
UNHELD = {
    "Bulletin": "the paste: the paper's text; its source and date stand in each row",
    "Source": "its name stands in each row",
    "Zone": "served as part of a county",
    "ArticleIndex": "made from the articles",
    "ErrorReport": "for the editors",
    "MetricMention": "further places of a figure in its article: on the article's page",
    "PromiseRuling": "state and reason stand in promises.csv",
    "Revision": "the editors' journal",
    "Unresolved": "for the editors",
}


@pytest.fixture
def stored():
    program = make_program("爱心托班", aliases=["暑托班@衢州市"])
    article = make_article(headline="=托班开班", text="骑手李东升说好。计划办38期，服务1055名子女。")
    make_mention(article, program, start=0, end=2, quote="骑手")
    make_metric(article, "服务1055名子女", value=1055, unit="名", program=program, indicator="TB04")
    make_metric(article, "38期", status="planned", program=program, indicator="TB02")
    draft = make_article(bulletin=make_bulletin(status="draft"), headline="草稿里的秘密")
    make_metric(draft, "38期", program=program)
    return article


def read_dump(client):
    response = client.get("/api/v1/dump.zip")
    assert response.status_code == 200
    assert response.streaming
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def read_table(archive, name):
    return list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))


def test_it_holds_the_public_rows_alone(client, stored):
    archive = read_dump(client)
    assert archive.testzip() is None
    assert {m["数值"] for m in read_table(archive, "metrics.csv")} == {"1055", "38"}
    (article,) = read_table(archive, "articles.csv")
    assert article["标题"] == "'=托班开班"
    (promise,) = read_table(archive, "promises.csv")
    assert (promise["数值"], promise["状态"]) == ("38", "无后续报道")
    assert [m["项目"] for m in read_table(archive, "mentions.csv")] == ["爱心托班"]
    assert "暑托班" in {a["别名"] for a in read_table(archive, "aliases.csv")}
    assert len(read_table(archive, "counties.csv")) == County.objects.count()
    whole = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "草稿里的秘密" not in whole
    assert "李东升" not in whole


def test_every_column_of_every_table_is_in_the_dictionary(client, stored):
    archive = read_dump(client)
    described = {(row["文件"], row["列名"]) for row in read_table(archive, "dictionary.csv")}
    for table in TABLES:
        header = next(csv.reader(io.StringIO(archive.read(f"{table.key}.csv").decode("utf-8-sig"))))
        assert {(f"{table.key}.csv", name) for name in header} <= described
        assert table.holds in archive.read("README.txt").decode()


def test_every_model_is_held_or_known_not_to_be():
    models = {model.__name__ for model in apps.get_app_config("articles").get_models()}
    models = {name for name in models if not name.startswith("Historical")}
    assert {model.__name__ for model in HELD} <= models
    assert set(HELD.values()) <= {table.key for table in TABLES}
    unexplained = models - {model.__name__ for model in HELD} - set(UNHELD)
    assert not {name for name in unexplained if hasattr(apps.get_model("articles", name), "is_public")}


def test_memory_does_not_grow_with_a_table():
    """Twenty thousand pieces that do not compress leave in many small chunks."""
    pieces = (hashlib.sha256(str(n).encode()).hexdigest() for n in range(20_000))
    chunks = list(stream_zip([("rows.csv", pieces)], datetime(2026, 1, 2, tzinfo=UTC)))
    assert len(chunks) > 3
    assert max(map(len, chunks)) < 200_000
    assert zipfile.ZipFile(io.BytesIO(b"".join(chunks))).namelist() == ["rows.csv"]


def test_the_manual_links_it(client):
    assert 'href="/api/v1/dump.zip"' in client.get("/api/").content.decode()
