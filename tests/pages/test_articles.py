"""The list of articles, and one article with everything marked in it."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import User

from articles.models import Bulletin, County
from articles.search.index import index_bulletin
from tests.factories import make_article, make_bulletin, make_mention, make_metric, make_program, make_source

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

TEXT = "本报讯 记者羊荣江报道 永康市现有工会驿站110家。\n街道上人来人往。\n骑手李东升说，共8000余名骑手入会。"


@pytest.fixture
def article():
    article = make_article(
        county=County.objects.get(name="永康市"),
        kicker="8000余名“新”会员入会",
        headline="永康打造\n暖心家园",
        text=TEXT,
        reporters=["羊荣江"],
        places=[["text", TEXT.index("永康市"), TEXT.index("永康市") + 3, "330784"]],
        rejected=[["text", 0, 2, "not-a-figure", "不是数字"]],
    )
    station = make_program("工会驿站", category="station")
    make_mention(article, station)
    make_metric(article, "110家", value=110, unit="家", program=station, indicator="YZ01")
    union = make_metric(
        article, "8000余名", value=8000, unit="名", qualifier="over", indicator="ZZ01", unit_family="people"
    )
    union.mentions.create(part="kicker", start=0, end=6, quote="8000余名")
    index_bulletin(article.bulletin_id)
    return article


def read(client, article):
    page = client.get(article.get_absolute_url())
    assert page.status_code == 200
    return page.content.decode()


def story(page):
    return re.search(r'<div class="story.*?</div>', page, re.S)[0]


def test_places_programs_and_figures_are_marked(client, article):
    page = read(client, article)
    assert '<a class="m-place" href="/counties/330784/">永康市</a>' in page
    assert '<a class="m-prog" href="/programs/gong-hui-yi-zhan/">工会驿站</a>' in page
    figure = article.metrics.get(value=110)
    assert f'id="t{figure.pk}" href="#f{figure.pk}">110家<span class="ref">' in page
    assert f'<li id="f{figure.pk}">' in page


def test_a_figure_that_stands_twice_has_one_number(client, article):
    page = read(client, article)
    figure = article.metrics.get(value=8000)
    assert page.count(f'href="#f{figure.pk}"') == 2
    assert "文中2处，记一条" in page
    assert re.search(r'class="kick"><a class="m-fig"', page)


def test_the_public_sees_sentences_only(client, article):
    page = read(client, article)
    assert "人来人往" not in page
    assert "110家" in story(page)
    assert "李东升" not in page
    assert "某" in story(page)
    assert "羊荣江" in page, "the byline stays"


def test_staff_see_the_whole_text_unmasked(client, article):
    client.force_login(User.objects.create_user("e", is_staff=True), backend=MODEL_BACKEND)
    page = read(client, article)
    assert "人来人往" in page
    assert "李东升" in page


def test_a_source_that_allows_it_shows_the_whole_text_masked(client):
    source = make_source(name="省总简报", full_text_public=True)
    article = make_article(bulletin=make_bulletin(source=source), text="街道上人来人往。骑手李东升说好。")
    page = read(client, article)
    assert "人来人往" in page
    assert "李东升" not in page


@pytest.mark.parametrize("status", [Bulletin.Status.DRAFT, Bulletin.Status.SUBMITTED, Bulletin.Status.WITHDRAWN])
def test_what_is_not_published_is_not_found_even_by_staff(client, status):
    article = make_article(bulletin=make_bulletin(status=status))
    assert client.get(article.get_absolute_url()).status_code == 404
    client.force_login(User.objects.create_user("e", is_staff=True), backend=MODEL_BACKEND)
    assert client.get(article.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("pk", ["0", "999999999", "99999999999999999999999999"])
def test_an_unknown_article_is_not_found(client, pk):
    assert client.get(f"/articles/{pk}/").status_code == 404


def test_a_refused_figure_and_a_refused_program_do_not_show(client, article):
    make_metric(article, "8000余名", value=9, unit="个", review="rejected", is_public=False)
    make_mention(article, make_program("骑手之家"), review="rejected", start=0, end=2, name="本报")
    page = read(client, article)
    assert "骑手之家" not in page
    assert "2 条" in page


def test_numbers_not_taken_up_are_given_with_the_reason(client, article):
    assert "本报：不是数字" in read(client, article)


def test_markup_in_the_text_is_escaped(client):
    source = make_source(name="省总简报", full_text_public=True)
    bulletin = make_bulletin(source=source)
    article = make_article(bulletin=bulletin, text="<b>38期</b>", headline="<i>题</i>", captions="<u>图</u>")
    make_metric(article)
    page = read(client, article)
    assert "<b>" not in story(page)
    assert "<i>" not in page
    assert "<u>" not in page


def test_an_article_without_titles_and_facts_has_a_page(client):
    article = make_article(kind="photo", headline="", text="图为活动现场。", county=None, city=None)
    assert "<h1>图为活动现场。</h1>" in read(client, article)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 2),
        ("?county=330784", 1),
        ("?city=330800", 1),
        ("?year=2024", 1),
        ("?category=station", 1),
        ("?program=gong-hui-yi-zhan", 1),
        ("?program=nothing", 0),
        ("?q=暖心", 1),
        ("?q=驿站", 1),
        ("?q=街道上", 1),
        ("?q=永康 110家", 1),
        ("?q=暖心 没有的词", 0),
        ("?q=，。", 0),
        ("?q=李东升", 0),
        ("?q=羊荣江", 1),
        ("?year=x&page=z", 2),
    ],
)
def test_the_list_is_narrowed(client, article, query, found):
    make_article(published_on=date(2024, 5, 1))
    make_article(bulletin=make_bulletin(status=Bulletin.Status.DRAFT), headline="暖心草稿")
    page = client.get(f"/articles/{query}").content.decode()
    assert page.count('class="ttl"') == found
    assert "草稿" not in page


def test_the_list_says_in_words_what_it_shows(client, article):
    page = client.get("/articles/?city=330700&q=暖心").content.decode()
    says = re.sub(r"<[^>]+>|\s", "", re.search(r'<p class="says".*?</p>', page)[0])
    assert says == "金华市见报、文中提到“暖心”的报道共1篇，新的在前。"


def test_the_queries_do_not_grow_with_the_rows(client, article, count_queries):
    def fill(count):
        program = make_program("爱心托班")
        for _ in range(count):
            one = make_article(text="爱心托班办了38期。")
            make_mention(one, program)
            make_metric(one, program=program, indicator="TB02")

    fill(2)
    few = count_queries("/articles/")
    fill(48)
    assert count_queries("/articles/") <= few
    for n in range(20):
        make_metric(article, "110家", value=n, unit="家", indicator="YZ01")
    assert count_queries(article.get_absolute_url()) <= 12
