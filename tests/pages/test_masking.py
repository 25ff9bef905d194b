"""Private names are hidden, office holders and bylines stay."""

import csv
import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.masking import MASK, find_private_names, mask_names
from articles.search.index import index_bulletin
from tests.factories import make_article, make_metric

with (Path(__file__).parent / "cases" / "private_names.tsv").open(encoding="utf-8", newline="") as file:
    CASES = [(row["text"], row["hidden"].split()) for row in csv.DictReader(file, delimiter="\t")]


@pytest.mark.parametrize(("text", "hidden"), CASES, ids=[text for text, _ in CASES])
def test_names(text, hidden):
    assert [text[start:end] for start, end in find_private_names(text)] == hidden


def test_a_name_of_the_byline_stays():
    text = "志愿者王灿灿说，王灿灿也来了"
    assert find_private_names(text, keep={"王灿灿"}) == []


@given(st.text(alphabet="王李小老师傅女士骑手说，。职工的在abc1 ", max_size=60))
def test_spans_are_in_order_and_the_mask_leaves_the_rest(text):
    spans = find_private_names(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
    hidden = sum(end - start for start, end in spans)
    assert len(mask_names(text)) == len(text) - hidden + len(spans) * len(MASK)


@pytest.fixture
def story(db):
    """An article that says once who 李东升 is, and names him bare in its title and beside a figure."""
    article = make_article(
        headline="李东升和38期托班",
        text="本报讯 骑手李东升说好。\n李东升等38期学员结业。",
        reporters=["羊荣江"],
    )
    make_metric(article, "李东升等38期学员")
    index_bulletin(article.bulletin_id)
    return article


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/articles/",
        "/articles/{pk}/",
        "/counties/330803/",
        "/search/?q=托班",
        "/api/v1/metrics/",
        "/api/v1/articles/",
        "/export/metrics.csv",
        "/export/articles.csv",
        "/feeds/articles.atom",
        "/report/article/{pk}/",
    ],
)
def test_a_name_given_away_once_is_hidden_everywhere(client, story, address):
    response = client.get(address.format(pk=story.pk))
    body = b"".join(response).decode()
    assert response.status_code == 200
    assert "38期" in body
    assert "李东升" not in body


@pytest.mark.parametrize(
    "address", ["/search/?q=李东升", "/articles/?q=李东升", "/api/v1/metrics/?q=李东升", "/api/v1/articles/?q=李东升"]
)
def test_a_hidden_name_is_not_found_by_asking_for_it(client, story, address):
    body = client.get(address).content.decode()
    assert story.get_absolute_url() not in body
    assert client.get(address.replace("李东升", "学员")).content.decode().count(story.get_absolute_url())
