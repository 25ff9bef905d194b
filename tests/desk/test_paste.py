"""A paste becomes one draft: its digest, its spans, all of it or none, one of many at the same instant."""

from __future__ import annotations

import re
import threading
import unicodedata
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, connections

from articles.ingest import BulletinRefused, current_lexicon, find_same_stories, read_bulletin_text, save_bulletin
from articles.models import Article, Bulletin, Metric, Program, ProgramAlias, ProgramMention, Revision, Source
from articles.parser.lexicon import load_lexicon
from articles.parser.records import Run, SourceText
from articles.review import publish_bulletin, withdraw_bulletin

from .conftest import DAY, make_bulletin, make_source
from .pages import COUNTIES, PAGE, PROGRAMS, SCHOOL, STATION, TEA, build_page, set_column

SAME_TEXT = {
    "DOS line ends": PAGE.replace("\n", "\r\n"),
    "old Mac line ends": PAGE.replace("\n", "\r"),
    "a text layer's page break": PAGE.replace("\n\n", "\f\n", 1),
    "byte order mark": "\ufeff" + PAGE,
    "blanks at line ends": PAGE.replace("\n", " \u3000\n"),
    "outer blank lines": "\n\n" + PAGE + "\n\n\n",
    "decomposed": unicodedata.normalize("NFD", PAGE),
    "a mark without width": PAGE.replace("临安", "临\u200b安"),
}


@pytest.mark.parametrize("other", SAME_TEXT.values(), ids=SAME_TEXT.keys())
def test_one_page_has_one_digest_however_it_was_copied(other: str) -> None:
    assert read_bulletin_text(other).sha256 == read_bulletin_text(PAGE).sha256


def test_one_changed_character_makes_another_page() -> None:
    assert read_bulletin_text(PAGE.replace("420名", "421名")).sha256 != read_bulletin_text(PAGE).sha256


def test_the_raw_text_keeps_all_but_line_ends() -> None:
    text = "\ufeff 一\u3000 \r\n二\u200b\t三\r"
    assert read_bulletin_text(text).raw == "\ufeff 一\u3000 \n二\u200b\t三\n"


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("", "empty", "还没有粘贴"),
        (" \u3000\n\u200b\n", "empty", "还没有粘贴"),
        ("一\n二\x00三", "control", "第2行"),
        ("一\x1b[31m", "control", "U+001B"),
        ("一\x9f", "control", "U+009F"),
        ("残\ud800缺", "surrogate", "残缺"),
        ("工会" * 400_000, "too_large", "2 MB"),
    ],
)
def test_what_is_no_bulletin_is_refused_in_chinese(text: str, code: str, words: str) -> None:
    with pytest.raises(BulletinRefused, match=re.escape(words)) as refused:
        read_bulletin_text(text)
    assert refused.value.code == code


def test_a_page_is_stored_with_all_its_facts(bulletin: Bulletin) -> None:
    articles = list(bulletin.articles.select_related("county"))
    assert [article.county.name for article in articles if article.county] == COUNTIES
    assert bulletin.status == Bulletin.Status.DRAFT
    assert len(bulletin.line_fates) == len(bulletin.raw_text.splitlines())
    names = set(ProgramMention.objects.filter(article__bulletin=bulletin).values_list("program__name", flat=True))
    assert names >= PROGRAMS
    money = Metric.objects.get(article__bulletin=bulletin, unit="元")
    assert (money.value, money.status, money.figure_end - money.figure_start) == (150000, "planned", 4)
    assert not Article.objects.published().exists()


def test_every_span_holds_its_quote_and_leads_back_to_the_paste(bulletin: Bulletin) -> None:
    checked = 0
    for metric in Metric.objects.filter(article__bulletin=bulletin).select_related("article"):
        article = metric.article
        assert article.part_text(metric.part)[metric.start : metric.end] == metric.quote
        if metric.part == "text":
            source = SourceText(article.text, tuple(Run(*run) for run in article.text_runs))
            start, end = source.raw_span(metric.figure_start, metric.figure_end)
            raw = "".join(bulletin.raw_text[start:end].split())
            assert raw == article.text[metric.figure_start : metric.figure_end]
            checked += 1
    assert checked >= 10


def test_a_second_paste_leads_to_the_first(bulletin: Bulletin, source: Source) -> None:
    text = read_bulletin_text(PAGE.replace("\n", "\r\n"))
    again, created = save_bulletin(text=text, source=source, published_on=DAY)
    assert (again, created) == (bulletin, False)
    assert Bulletin.objects.count() == 1


def test_a_text_without_an_article_stores_nothing(source: Source) -> None:
    with pytest.raises(BulletinRefused, match="没有找到报道"):
        save_bulletin(text=read_bulletin_text("，。！？\n、、、"), source=source, published_on=DAY)
    assert not Bulletin.objects.exists()


def test_a_new_name_becomes_an_unconfirmed_program_with_an_address(bulletin: Bulletin) -> None:
    program = Program.objects.get(name="暖心茶摊")
    assert (program.confirmed, program.from_lexicon, program.slug) == (False, False, "nuan-xin-cha-tan")


def test_two_names_that_sound_alike_have_two_addresses(source: Source) -> None:
    Program.objects.create(name="暖芯茶摊", slug="nuan-xin-cha-tan", pinyin="nuan xin cha tan")
    make_bulletin(source=source)
    assert Program.objects.get(name="暖心茶摊").slug.startswith("nuan-xin-cha-tan-")


def test_the_journal_tells_who_pasted(bulletin: Bulletin, editor: User) -> None:
    row = Revision.objects.get(bulletin_id=bulletin.pk)
    assert (row.action, row.user_name) == ("paste", editor.get_username())


def test_the_same_story_in_another_paper_is_linked(bulletin: Bulletin, tea: Article) -> None:
    other = make_bulletin(
        build_page(set_column(TEA, 23), STATION[:90], titles="街头有了暖心茶"), source=make_source("他报")
    )
    linked = other.articles.get(text__contains="暖心茶摊")
    assert linked.same_story_as == tea


def test_another_story_on_the_same_subject_is_not_linked(bulletin: Bulletin) -> None:
    text = "本报讯 近日，杭州市临安区总工会在湍口镇新开两处茶水点，骑手小陈歇脚时说，这里离家近，比去年方便得多。"
    assert find_same_stories([text], published_on=DAY) == [None]


@pytest.mark.django_db
def test_editors_names_join_the_lexicon_and_the_parsers_guesses_do_not() -> None:
    station = Program.objects.get(name="工会驿站")
    Program.objects.create(name="渔港灯火", slug="a", pinyin="a", confirmed=True)
    Program.objects.create(name="未定之名", slug="b", pinyin="b", confirmed=False)
    ProgramAlias.objects.create(program=station, name="渔家小站", place="嵊泗县")
    Program.objects.create(name="旧驿站", slug="c", pinyin="c", merged_into=station)
    lexicon = current_lexicon()
    names = {row.alias: row.canonical for row in lexicon.programs}
    assert (names["渔港灯火"], names["渔家小站"], names["旧驿站"]) == ("渔港灯火", "工会驿站", "工会驿站")
    assert "未定之名" not in names
    assert lexicon.version != load_lexicon().version
    assert current_lexicon() is lexicon


def test_publishing_shows_all_but_what_was_rejected_and_withdrawing_hides_it(bulletin: Bulletin) -> None:
    rejected = Metric.objects.filter(article__bulletin=bulletin).first()
    assert rejected
    Metric.objects.filter(pk=rejected.pk).update(review="rejected")
    publish_bulletin(bulletin, None)
    metrics = Metric.objects.filter(article__bulletin=bulletin)
    assert set(metrics.filter(is_public=False)) == {rejected}
    assert bulletin.articles.published().count() == 3
    withdraw_bulletin(bulletin, None)
    assert not metrics.published().exists()
    assert not bulletin.articles.published().exists()


# -- all or nothing


class _Broken:
    """Lets `n` statements pass and breaks the next one."""

    def __init__(self, n: int):
        self.left = n

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.left -= 1
        if self.left < 0:
            raise DatabaseError("broken on purpose")
        return execute(sql, params, many, context)


def _count_rows() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in apps.get_app_config("articles").get_models()}


@pytest.mark.django_db(transaction=True)
def test_a_fault_at_any_statement_leaves_nothing_behind() -> None:
    source = make_source()
    text = read_bulletin_text(build_page(TEA, SCHOOL))
    before = _count_rows()
    n = 0
    while True:
        try:
            with connection.execute_wrapper(_Broken(n)):
                save_bulletin(text=text, source=source, published_on=DAY)
            break
        except DatabaseError:
            assert _count_rows() == before, f"rows left by a fault at statement {n + 1}"
        n += 1
    assert n >= 10
    assert _count_rows()["Bulletin"] == before["Bulletin"] + 1


# -- at the same instant


def _save_at_once(texts: list[str]) -> list[tuple[int, bool]]:
    source = make_source()
    gate = threading.Barrier(len(texts))
    results: list[tuple[int, bool]] = []
    faults: list[Exception] = []

    def run(text: str) -> None:
        try:
            gate.wait()
            bulletin, created = save_bulletin(text=read_bulletin_text(text), source=source, published_on=DAY)
            results.append((bulletin.pk, created))
        except (DatabaseError, BulletinRefused) as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    return results


@pytest.mark.django_db(transaction=True)
def test_sixteen_posts_of_one_page_make_one_bulletin() -> None:
    results = _save_at_once([PAGE] * 16)
    assert sum(created for _, created in results) == 1
    assert len({pk for pk, _ in results}) == 1
    assert Bulletin.objects.count() == 1
    assert Article.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_sixteen_pages_with_the_same_new_names_are_all_stored() -> None:
    pages = [build_page(TEA.replace("18个", f"{n}个"), SCHOOL) for n in range(30, 46)]
    results = _save_at_once(pages)
    assert sum(created for _, created in results) == 16
    assert Program.objects.filter(name="暖心茶摊").count() == 1
    assert ProgramMention.objects.filter(program__name="暖心茶摊").count() == 16
