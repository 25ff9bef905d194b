"""What became of a promise: the rule, and the same rule as a condition in SQL."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import County, PromiseRuling
from articles.pages.following import count_silent, follow, outcomes, promises
from articles.pages.views.follow import PromiseFilter
from articles.promises import State, due_of, standing_of
from tests.factories import make_article, make_mention, make_metric, make_program

TODAY = date(2025, 6, 5)
YEAR_2024 = {"period_start": date(2024, 1, 1), "period_end": date(2024, 12, 31)}


@pytest.fixture
def program(db):
    return make_program("爱心托班")


def planned(program, day=date(2024, 3, 1), **fields):
    article = make_article(published_on=day)
    return make_metric(article, program=program, indicator="TB02", status="planned", **fields)


def reported(program, day=date(2024, 9, 1), **fields):
    article = make_article(published_on=day, **{k: fields.pop(k) for k in ("county", "city") if k in fields})
    return make_metric(article, program=program, indicator=fields.pop("indicator", "TB02"), **fields)


def state_now(promise):
    return follow([promise], today=TODAY)[0].standing.state


def test_without_news_it_is_promised_until_due_and_silent_after(program):
    assert state_now(planned(program, **YEAR_2024)) == State.SILENT
    assert state_now(planned(program, period_end=date(2025, 8, 31))) == State.PROMISED


def test_a_promise_without_a_day_is_due_at_the_end_of_its_year(program):
    promise = planned(program, day=date(2024, 3, 1))
    assert (due_of(promise).on, due_of(promise).assumed) == (date(2024, 12, 31), True)
    assert state_now(promise) == State.SILENT
    assert state_now(planned(program, day=date(2025, 3, 1))) == State.PROMISED


def test_news_that_reaches_the_value_fulfils_it(program):
    promise = planned(program, **YEAR_2024)
    reported(program, value=38)
    assert state_now(promise) == State.REACHED


def test_less_than_promised_is_under_way(program):
    promise = planned(program, **YEAR_2024)
    reported(program, value=20)
    assert state_now(promise) == State.RUNNING


@pytest.mark.parametrize(
    "fields",
    [
        {"cumulative": True, "value": 100},
        {"unit": "班次", "value": 100},
        {"qualifier": "under", "value": 100},
        {"qualifier": "at_most", "value": 100},
        {"period_end": date(2024, 9, 1), "value": 100},
    ],
)
def test_news_that_cannot_be_compared_does_not_fulfil_it(program, fields):
    promise = planned(program, **YEAR_2024)
    reported(program, **fields)
    assert state_now(promise) == State.RUNNING


def test_of_a_stock_a_figure_up_to_a_day_fulfils_it(program):
    article = make_article(published_on=date(2024, 3, 1))
    promise = make_metric(article, program=program, indicator="TB01", status="planned", **YEAR_2024)
    reported(program, indicator="TB01", value=38, period_end=date(2024, 9, 1))
    assert state_now(promise) == State.REACHED


@pytest.mark.parametrize(
    "fields",
    [
        {"day": date(2024, 2, 1)},
        {"day": date(2024, 3, 1)},
        {"period_start": date(2023, 1, 1), "period_end": date(2023, 12, 31)},
        {"indicator": "TB04"},
        {"status": "planned"},
        {"is_public": False},
        {"review": "rejected"},
    ],
)
def test_what_is_no_news(program, fields):
    promise = planned(program, **YEAR_2024)
    reported(program, **fields)
    assert state_now(promise) == State.SILENT


def test_another_place_or_program_is_no_news(program):
    promise = planned(program, **YEAR_2024)
    reported(program, county=County.objects.get(name="永康市"))
    reported(make_program("工会驿站"))
    reported(program, county=None, city=promise.city)
    assert state_now(promise) == State.SILENT


AMOUNT = st.fixed_dictionaries(
    {
        "value": st.sampled_from([Decimal(20), Decimal(38), Decimal(50)]),
        "unit": st.sampled_from(["家", "个", "期", "名", "人", "人次"]),
        "cumulative": st.booleans(),
        "qualifier": st.sampled_from(["exact", "over", "under"]),
        "period_start": st.sampled_from([None, date(2024, 1, 1)]),
        "period_end": st.sampled_from([None, date(2023, 12, 31), date(2024, 12, 31), date(2025, 12, 31)]),
    }
).filter(lambda f: not (f["period_start"] and f["period_end"]) or f["period_start"] <= f["period_end"])
DAYS = st.sampled_from([date(2023, 5, 1), date(2024, 5, 1), date(2025, 5, 1)])


RULINGS = st.sampled_from([None, *State])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(AMOUNT, DAYS, st.lists(st.tuples(AMOUNT, DAYS), max_size=3), RULINGS)
def test_the_filter_of_the_page_finds_what_the_rule_says(program, gazetteer, transact, promise, day, news, ruled):
    with transact():
        made = planned(program, day=day, **promise)
        figures = [reported(program, day=other, **fields) for fields, other in news]
        expected = ruled or standing_of(made, figures, today=TODAY).state
        if ruled:
            rule(made, ruled)
        assert state_now(made) == expected
        for state in State:
            filters = PromiseFilter(
                {"state": state.code, "due": "all"}, queryset=outcomes(), gazetteer=gazetteer, today=TODAY
            )
            assert (made.pk in filters.qs.values_list("pk", flat=True)) == (state == expected)


def rule(promise, state, reason="市总文件载明已建成"):
    return PromiseRuling.objects.create(metric=promise, state=state.code, reason=reason)


def test_an_editor_and_the_rule_know_the_same_states():
    assert PromiseRuling.State.choices == [(state.code, state.label) for state in State]


def test_a_ruling_leaves_due_day_and_news_as_they_are(program):
    promise = planned(program, **YEAR_2024)
    figure = reported(program, value=20)
    rule(promise, State.REACHED)
    standing = follow([promise], today=TODAY)[0].standing
    assert (standing.state, standing.reason) == (State.REACHED, "市总文件载明已建成")
    assert (standing.due.on, standing.news) == (date(2024, 12, 31), figure)


def test_what_an_editor_ruled_done_is_not_counted_as_silent(program):
    promise = planned(program, **YEAR_2024)
    assert count_silent(TODAY) == 1
    rule(promise, State.REACHED)
    assert count_silent(TODAY) == 0


def test_following_costs_two_queries(program, django_assert_num_queries):
    made = [planned(program, **YEAR_2024) for _ in range(5)]
    rule(made[0], State.RUNNING)
    found = list(promises().for_list())
    with django_assert_num_queries(2):
        follow(found, today=TODAY)


@pytest.mark.parametrize(
    "address",
    ["/follow/?due=all", "/", "/programs/{program}/", "/cities/{city}/", "/counties/{county}/"],
)
def test_every_page_says_that_a_person_decided_and_why(client, program, address):
    promise = planned(program, period_end=date(2026, 12, 31))
    make_mention(promise.article, program)
    rule(promise, State.REACHED, "见市总 <2025> 年报")
    page = client.get(address.format(program=program.slug, city=promise.city_id, county=promise.county_id))
    assert "人工认定：见市总 &lt;2025&gt; 年报" in page.content.decode()
    assert "已达成" in page.content.decode()


def test_the_brief_says_so_on_paper_too(client, program):
    promise = planned(program, period_end=date(2026, 12, 31))
    rule(promise, State.RUNNING, "正在装修")
    page = client.get(reverse("county-brief", args=[promise.county_id])).content.decode()
    assert "进行中（人工认定：正在装修）" in page
