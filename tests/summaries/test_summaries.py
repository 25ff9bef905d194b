"""The summaries say what the record says, after any change by any door."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import (
    Bulletin,
    City,
    County,
    Indicator,
    LatestFigure,
    Level,
    Metric,
    PlaceTally,
    Program,
    ProgramMention,
    ProgramTally,
    PromiseOutcome,
    PromiseRuling,
)
from articles.review import publish_bulletin, withdraw_bulletin
from articles.summaries import SUMMARIES, count_differences
from tests.factories import make_article, make_bulletin, make_mention, make_metric, make_program

pytestmark = pytest.mark.django_db

PLACES = [("330803", ""), ("330802", ""), ("330784", ""), ("", "330800"), ("", "")]
DAYS = [date(2024, 3, 1), date(2024, 11, 30), date(2025, 6, 3)]
UNITS = [("期", "sessions"), ("家", "sites"), ("个", "sites"), ("人次", "visits")]


def agrees() -> bool:
    return not any(count_differences().values())


def place_of(county: str, city: str) -> dict:
    found = County.objects.filter(code=county).first()
    return {"county": found, "city": found.city if found else City.objects.filter(code=city).first()}


def test_a_draft_counts_nowhere_and_a_published_page_everywhere():
    bulletin = make_bulletin(status=Bulletin.Status.DRAFT)
    article = make_article(bulletin=bulletin)
    program = make_program("爱心托班")
    make_mention(article, program)
    make_metric(article, program=program, indicator="TB02")
    make_metric(article, program=program, indicator="TB04", status="planned", quote="1055名")
    assert not any(model.objects.exists() for model in SUMMARIES)
    publish_bulletin(bulletin, None)
    whole = PlaceTally.objects.get(level=Level.PROVINCE, year=0)
    assert (whole.articles, whole.counties, whole.figures, whole.planned) == (1, 1, 2, 1)
    of_city = ProgramTally.objects.get(level=Level.CITY, year=2025)
    assert (of_city.program, of_city.city, of_city.articles, of_city.figures) == (program, "330800", 1, 2)
    assert LatestFigure.objects.filter(year=0).count() == 2
    assert PromiseOutcome.objects.get().due == date(2025, 12, 31)
    assert agrees()
    withdraw_bulletin(bulletin, None)
    assert not any(model.objects.exists() for model in SUMMARIES)
    assert agrees()


def test_the_newest_figure_gives_way_and_comes_back():
    old = make_metric(make_article(published_on=date(2024, 1, 1)), indicator="TB02", value=10)
    new = make_metric(make_article(published_on=date(2025, 1, 1)), indicator="TB02", value=20)
    always = LatestFigure.objects.filter(year=0, county="330803")
    assert [row.metric_id for row in always] == [new.pk]
    new.review = Metric.Review.REJECTED
    new.save()
    assert [row.metric_id for row in always.all()] == [old.pk]
    new.review = Metric.Review.ACCEPTED
    new.save()
    assert [row.metric_id for row in always.all()] == [new.pk]
    new.delete()
    assert [row.metric_id for row in always.all()] == [old.pk]
    assert agrees()


def test_one_article_with_two_programs_of_a_category_counts_once_in_it():
    article = make_article()
    for name in ("爱心托班", "职工子女暑托班"):
        make_mention(article, make_program(name))
    rows = SUMMARIES[1].objects.filter(level=Level.PROVINCE, year=0, category="childcare")
    assert [row.articles for row in rows] == [1]
    assert agrees()


def test_a_program_that_moves_to_another_category_takes_its_articles_along():
    article = make_article()
    program = make_program("爱心托班")
    make_mention(article, program)
    promise = make_metric(article, program=program, indicator="TB02", status="planned")
    Program.objects.filter(pk=program.pk).update(category="culture")
    assert agrees()
    assert PromiseOutcome.objects.get(metric=promise).category == "culture"


def test_an_indicator_that_becomes_a_stock_settles_its_promises_anew():
    article = make_article(published_on=date(2024, 1, 1))
    year = {"period_start": date(2024, 1, 1), "period_end": date(2024, 12, 31)}
    promise = make_metric(article, indicator="TB02", status="planned", value=38, **year)
    later = make_article(published_on=date(2024, 9, 1))
    make_metric(later, indicator="TB02", value=38, period_end=date(2024, 8, 31))
    assert PromiseOutcome.objects.get(metric=promise).news == PromiseOutcome.News.SOME
    Indicator.objects.filter(code="TB02").update(kinds="S")
    assert PromiseOutcome.objects.get(metric=promise).news == PromiseOutcome.News.REACHED
    assert agrees()


def test_an_editors_ruling_shows_and_goes():
    promise = make_metric(make_article(), indicator="TB02", status="planned")
    ruling = PromiseRuling.objects.create(metric=promise, state="reached", reason="见公报")
    assert PromiseOutcome.objects.get().ruling == "reached"
    assert agrees()
    ruling.delete()
    assert PromiseOutcome.objects.get().ruling == ""
    assert agrees()


def test_what_is_deleted_is_nowhere():
    article = make_article()
    make_mention(article, make_program("爱心托班"))
    make_metric(article, indicator="TB02", status="planned")
    article.bulletin.delete()
    assert not any(model.objects.exists() for model in SUMMARIES)


def test_the_command_says_where_they_differ_and_mends(capsys):
    make_metric(make_article(), indicator="TB02")
    call_command("summaries")
    PlaceTally.objects.update(articles=7)
    ProgramTally.objects.all().delete()
    LatestFigure.objects.all().delete()
    with pytest.raises(CommandError):
        call_command("summaries")
    assert "各地合计：" in capsys.readouterr().out
    call_command("summaries", rebuild=True)
    assert agrees()


fact = st.fixed_dictionaries({
    "place": st.sampled_from(PLACES),
    "day": st.sampled_from(DAYS),
    "program": st.sampled_from(["爱心托班", "工会驿站", ""]),
    "indicator": st.sampled_from(["TB02", "YZ01", ""]),
    "words": st.sampled_from(["班", "站"]),
    "unit": st.sampled_from(UNITS),
    "value": st.integers(1, 3),
    "qualifier": st.sampled_from(["exact", "at_least", "under"]),
    "planned": st.booleans(),
    "cumulative": st.booleans(),
    "end": st.sampled_from([None, date(2024, 6, 30), date(2024, 12, 31)]),
    "begun": st.booleans(),
    "public": st.booleans(),
    "rejected": st.booleans(),
})  # fmt: skip
change = st.tuples(st.integers(0, 50), fact)


def fields_of(one: dict) -> dict:
    """What a drawn fact sets on a figure."""
    named = one["indicator"] and Indicator.objects.get(code=one["indicator"])
    return {
        "program": make_program(one["program"]) if one["program"] else None,
        "indicator": named or None,
        "indicator_words": one["words"],
        "unit": one["unit"][0],
        "unit_family": one["unit"][1],
        "value": Decimal(one["value"]),
        "qualifier": one["qualifier"],
        "status": "planned" if one["planned"] else "actual",
        "cumulative": one["cumulative"],
        "period_start": date(2024, 1, 1) if one["begun"] and one["end"] else None,
        "period_end": one["end"],
        "review": "rejected" if one["rejected"] else "accepted",
        **place_of(*one["place"]),
        "published_on": one["day"],
        "is_public": one["public"],
    }


def store(one: dict) -> Metric:
    """A figure with an article and a mention of its own place, day and publicity."""
    fields = fields_of(one)
    repeated = {name: fields[name] for name in ("city", "county", "published_on", "is_public")}
    article = make_article(**repeated)
    if fields["program"]:
        make_mention(article, fields["program"], review=fields["review"], **repeated)
    return make_metric(article, **fields)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stored=st.lists(fact, min_size=1, max_size=6), changes=st.lists(change, max_size=4), gone=st.integers(0, 50))
def test_kept_by_the_way_they_are_as_made_anew(stored, changes, gone):
    with transaction.atomic():
        metrics = [store(one) for one in stored]
        assert agrees()
        for which, one in changes:
            metric = metrics[which % len(metrics)]
            fields = fields_of(one)
            Metric.objects.filter(pk=metric.pk).update(**fields)
            moved = {name: fields[name] for name in ("city", "county", "published_on", "is_public")}
            metric.article.__class__.objects.filter(pk=metric.article_id).update(**moved)
            ProgramMention.objects.filter(article=metric.article_id).update(**moved)
            assert agrees()
        metrics[gone % len(metrics)].article.delete()
        assert agrees()
        transaction.set_rollback(True)


def test_what_no_summary_looks_at_costs_no_refresh():
    """Saving a note or a span of a public figure leaves the summaries' rows as they are."""
    metric = make_metric(make_article(), indicator="TB02")
    with connection.cursor() as cursor:
        cursor.execute("SELECT ctid FROM articles_latestfigure")
        before = cursor.fetchall()
        Metric.objects.filter(pk=metric.pk).update(period="今年", rules=[["x", "y"]])
        cursor.execute("SELECT ctid FROM articles_latestfigure")
        assert cursor.fetchall() == before
