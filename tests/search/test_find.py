"""What one question finds, in the database."""

import pytest

from articles.models import City
from articles.search.find import Filters, answer, find_metrics, find_places, rank_articles
from articles.search.index import index_bulletin
from articles.search.terms import parse_question
from tests.factories import make_article, make_bulletin, make_mention, make_metric, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored():
    """Two articles of two counties: one on 爱心托班, one that calls a station 惠工小站."""
    from articles.models import County

    bulletin = make_bulletin()
    childcare = make_article(bulletin=bulletin, headline="三十八期托班开进乡镇")
    make_mention(childcare, make_program("爱心托班"), start=0, end=2, quote="本报")
    make_metric(childcare, "服务1055名子女", value=1055, unit="名", indicator="TB04")
    station = make_article(
        bulletin=bulletin,
        headline="小站不打烊",
        text="南湖区的惠工小站有24家，今年改造提升6家。",
        county=County.objects.get(name="南湖区"),
    )
    index_bulletin(bulletin.pk)
    return childcare, station


def ask(text, **filters):
    return answer(parse_question(text), Filters(**filters))


def test_a_part_of_a_name_finds_it(stored):
    assert ask("托班").article_ids == (stored[0].pk,)


def test_every_word_must_be_found(stored):
    assert ask("托班 乡镇").article_ids == (stored[0].pk,)
    assert ask("托班 小站").article_ids == ()


def test_letters_that_only_stand_in_other_orders_are_not_found(stored):
    assert ask("班托").article_ids == ()


def test_one_character_is_enough(stored):
    assert set(ask("站").article_ids) == {stored[1].pk}


def test_other_names_are_looked_for_and_said(stored):
    program = make_program("工会驿站")
    program.aliases.get_or_create(name="惠工小站", place="嘉兴市南湖区")
    found = ask("工会驿站")
    assert found.article_ids == (stored[1].pk,)
    assert "惠工小站" in found.expansions[0].names
    assert ask("“工会驿站”").article_ids == ()


def test_places_by_initials_alias_and_former_name():
    assert [hit.place.name for hit in find_places("qjq")] == ["衢江区"]
    assert "上城区" in {hit.place.name for hit in find_places("江干")}
    assert "衢州市" in {hit.place.name for hit in find_places("quzhou")}


def test_a_number_condition_finds_figures(stored):
    found = ask("儿童数≥1000 2025")
    assert [m.value for m in find_metrics(found)] == [1055]
    assert not find_metrics(ask("儿童数≥2000"))


def test_it_narrows_by_place_year_and_program(stored):
    city = City.objects.get(name="衢州市")
    assert ask("今年 子女", city=city.code).article_ids == ()
    assert ask("子女", city=city.code).article_ids == (stored[0].pk,)
    assert ask("子女", county="330402").article_ids == ()
    assert ask("子女", year=2019).article_ids == ()
    assert ask("子女", program=make_program("爱心托班").slug).article_ids == (stored[0].pk,)


def test_a_title_weighs_more_than_the_text(stored):
    childcare, station = stored
    station.text += "\n附近还有托班。"
    station.save()
    index_bulletin(station.bulletin_id)
    assert list(rank_articles(ask("托班"))) == [childcare, station]


def test_drafts_are_not_found():
    bulletin = make_bulletin(status="draft")
    make_article(bulletin=bulletin, headline="没有发布的托班")
    index_bulletin(bulletin.pk)
    found = ask("托班")
    assert found.article_ids == ()
    assert found.programs == ()


@pytest.mark.parametrize("hostile", ["a & | b", "'", "\\", "!!", "a\x00b", "(", "托班' | '", "%", "：*", "托" * 500])
def test_hostile_questions_are_answered(hostile):
    ask(hostile)


def test_the_number_of_queries_does_not_grow(stored, django_assert_max_num_queries):
    for n in range(30):
        make_article(bulletin=stored[0].bulletin, headline=f"托班之{n}")
    index_bulletin(stored[0].bulletin_id)
    with django_assert_max_num_queries(12):
        found = ask("托班")
        list(rank_articles(found))
        list(find_metrics(found))
    assert len(found.article_ids) == 31
