"""The list of programs: filters, counts, order, and what it must not show."""

import re
from datetime import date

import pytest

from articles.models import Bulletin, City, County
from tests.factories import make_article, make_bulletin, make_mention, make_metric, make_program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def county(name):
    return County.objects.get(name=name)


@pytest.fixture
def archive():
    """托班 in 衢江 (plan and actual, 2025) and 龙泉 (2024); 驿站 in 永康; 湖工有助 of the city of 湖州."""
    childcare = make_program("爱心托班", aliases=["苗苗班@衢州市"])
    article = make_article(text="爱心托班计划办33个，已办38期。")
    make_mention(article, childcare)
    make_metric(article, "33个", program=childcare, status="planned", value=33, unit="个", indicator="TB03")
    make_metric(article, "38期", program=childcare, indicator="TB02")
    older = make_article(county=county("龙泉市"), published_on=date(2024, 8, 1), text="爱心托班开班。")
    make_mention(older, childcare)
    station = make_program("工会驿站", category="station")
    yongkang = make_article(county=county("永康市"), text="工会驿站共110家。")
    make_mention(yongkang, station)
    make_metric(yongkang, "110家", program=station, value=110, unit="家", indicator="YZ01")
    legal = make_program("湖工有助", category="legal")
    huzhou = make_article(county=None, city=City.objects.get(name="湖州市"), text="湖工有助办了72场。")
    make_mention(huzhou, legal)


def names(client, query=""):
    page = client.get(f"/programs/{query}")
    assert page.status_code == 200
    return re.findall(r'<a class="name" href="[^"]+">([^<]+)</a>', page.content.decode())


def test_it_lists_all_newest_first(client, archive):
    assert set(names(client)) == {"爱心托班", "工会驿站", "湖工有助"}
    assert names(client, "?sort=-counties")[0] == "爱心托班"
    assert names(client, "?sort=name") == ["爱心托班", "工会驿站", "湖工有助"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?city=330800", {"爱心托班"}),
        ("?county=330784", {"工会驿站"}),
        ("?city=330500", {"湖工有助"}),
        ("?city=330800&county=330803", {"爱心托班"}),
        ("?category=station", {"工会驿站"}),
        ("?year=2024", {"爱心托班"}),
        ("?status=planned", {"爱心托班"}),
        ("?status=actual", {"爱心托班", "工会驿站"}),
        ("?status=none", {"湖工有助"}),
        ("?status=none&year=2024", {"爱心托班"}),
        ("?q=苗苗", {"爱心托班"}),
        ("?q=驿站&year=2025", {"工会驿站"}),
        ("?q=驿站&year=2024", set()),
    ],
)
def test_filters_narrow_it(client, archive, query, found):
    assert set(names(client, query)) == found


@pytest.mark.parametrize(
    "query",
    [
        "?city=999999",
        "?county=衢江",
        "?year=两千",
        "?category=__class__",
        "?status=x&sort=password",
        "?page=0",
        "?page=9999",
        "?page=x",
        "?sort=-",
        "?sort=?",
        f"?q={'a' * 5000}",
        "?city=330800&county=330784",
    ],
)
def test_bad_values_cost_nothing(client, archive, query):
    assert client.get(f"/programs/{query}").status_code == 200


def test_a_value_that_cannot_be_read_is_said_and_the_rest_kept(client, archive):
    page = client.get("/programs/?year=两千&category=station").content.decode()
    assert "年份“两千”" in page
    assert "没有用上" in page
    assert names(client, "?year=两千&category=station") == ["工会驿站"]


def test_it_says_in_words_what_it_shows(client, archive):
    page = client.get("/programs/?city=330800&year=2025&status=actual").content.decode()
    says = re.sub(r"<[^>]+>|\s", "", re.search(r'<p class="says".*?</p>', page)[0])
    assert says == "衢州市2025年见报、有实绩数字的项目共1个，按最近见报排列。"


def test_each_condition_can_be_removed(client, archive):
    page = client.get("/programs/?city=330800&county=330803&year=2025").content.decode()
    chips = re.findall(r'<a class="chip" href="([^"]*)">([^<]+)<', page)
    assert ("?city=330800&amp;year=2025", "衢江区") in chips
    assert ("?year=2025", "衢州市") in chips
    assert ("?city=330800&amp;county=330803", "2025年") in chips


def facet(page, name):
    """{value's words: count} of one facet."""
    part = re.search(rf'<h2 class="h3">{name}</h2>(.*?)</ul>', page, re.S)
    found = part[1] if part else ""
    return {w: int(n) for w, n in re.findall(r'<span>([^<]+)</span><span class="n">(\d+)</span>', found)}


def test_counts_follow_the_other_conditions(client, archive):
    page = client.get("/programs/?year=2025").content.decode()
    assert facet(page, "类别") == {"托管": 1, "驿站阵地": 1, "普法维权": 1}
    assert facet(page, "地区") == {"衢州市": 1, "金华市": 1, "湖州市": 1}
    assert facet(page, "年份") == {"2025年": 3, "2024年": 1}, "its own condition does not narrow a facet"
    page = client.get("/programs/?category=childcare").content.decode()
    assert facet(page, "地区") == {"衢州市": 1, "丽水市": 1}
    assert facet(page, "类别") == {"托管": 1, "驿站阵地": 1, "普法维权": 1}


def test_every_count_is_what_its_link_shows(client, archive):
    page = client.get("/programs/?year=2025").content.decode()
    links = re.findall(r'<li><a href="(\?[^"]+)"[^>]*><span>[^<]+</span><span class="n">(\d+)</span>', page)
    assert len(links) > 6
    for href, count in links:
        assert len(names(client, href.replace("&amp;", "&"))) == int(count), href


def test_counties_follow_the_city(client, archive):
    page = client.get("/programs/?city=330800").content.decode()
    form = page[page.index('id="id_county"') : page.index("</select>", page.index('id="id_county"'))]
    assert "衢江区" in form
    assert "永康市" not in form


def test_drafts_withdrawn_and_rejected_are_invisible_in_rows_and_counts(client, archive):
    for status in (Bulletin.Status.DRAFT, Bulletin.Status.SUBMITTED, Bulletin.Status.WITHDRAWN):
        article = make_article(bulletin=make_bulletin(status=status), text="机密项目办了38期。")
        make_mention(article, make_program("机密项目", category="aid"))
    refused = make_article(text="误认项目办了38期。")
    make_mention(refused, make_program("误认项目", category="aid"), review="rejected")
    page = client.get("/programs/").content.decode()
    assert "机密项目" not in page
    assert "误认项目" not in page
    assert "帮扶互助" not in facet(page, "类别")


def test_unconfirmed_names_and_merged_programs_are_not_listed(client, archive):
    make_mention(make_article(text="新名号开张"), make_program("新名号", from_lexicon=False))
    old = make_program("旧名", merged_into=make_program("爱心托班"))
    make_mention(make_article(text="旧名办班"), old)
    assert not {"新名号", "旧名"} & set(names(client))


def test_an_empty_answer_says_which_condition_to_drop(client, archive):
    page = client.get("/programs/?city=330800&category=station").content.decode()
    assert "没有符合的项目" in page
    assert "衢州市（去掉有 1 个）" in page
    assert "驿站阵地（去掉有 1 个）" in page


def test_the_newest_figure_stands_in_the_row(client, archive):
    page = client.get("/programs/?category=station").content.decode()
    row = page[page.index("<tbody>") :]
    assert '110<span class="u">家</span>' in row
    assert "时点 2025-06见报" in row
    assert "永康市" in row


def test_words_are_not_markup(client, archive):
    page = client.get("/programs/?q=<script>x</script>").content.decode()
    assert "<script>x" not in page


def test_the_queries_do_not_grow_with_the_rows(client, count_queries):
    def fill(numbers):
        for n in numbers:
            program = make_program(f"项目{n}号", category="aid")
            article = make_article(text=f"项目{n}号办了38期。", published_on=date(2025, 1, 1 + n % 28))
            make_mention(article, program)
            make_metric(article, "38期", program=program, indicator="TB02")

    fill(range(2))
    few = count_queries("/programs/")
    fill(range(2, 50))
    assert count_queries("/programs/") <= few
