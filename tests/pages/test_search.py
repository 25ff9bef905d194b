"""The page of the search box."""

import pytest

from articles.search.index import index_bulletin
from tests.factories import make_article, make_bulletin, make_metric

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    article = make_article(bulletin=make_bulletin(), headline="托班开进乡镇")
    make_metric(article, "服务1055名子女", value=1055, unit="名", indicator="TB04")
    index_bulletin(article.bulletin_id)
    return article


def test_it_shows_groups_with_marks(client, article):
    page = client.get("/search/", {"q": "托班"}).content.decode()
    assert "<mark>托班</mark>开进乡镇" in page
    assert article.get_absolute_url() in page


def test_an_empty_question_shows_how_to_ask(client):
    response = client.get("/search/")
    assert response.status_code == 200
    assert "怎么搜" in response.content.decode()


def test_nothing_found_says_so_and_gives_a_next_step(client):
    page = client.get("/search/", {"q": "航天飞机"}).content.decode()
    assert "没有找到" in page
    assert "没有报道不等于没有做" in page


@pytest.mark.parametrize(
    "query",
    [
        {"q": "<script>alert(1)</script>"},
        {"q": "托班", "page": "9" * 30, "year": "²", "city": "x' or 1=1", "sort": "user__password"},
        {"q": "托班", "year": "99999", "program": "没有"},
    ],
)
def test_bad_values_are_answered(client, article, query):
    response = client.get("/search/", query)
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_names_of_private_persons_are_hidden(client):
    text = "本报讯 外卖小哥胡师傅说，托班真好。"
    index_bulletin(make_article(bulletin=make_bulletin(), headline="托班", text=text).bulletin_id)
    assert "胡师傅" not in client.get("/search/", {"q": "托班"}).content.decode()
