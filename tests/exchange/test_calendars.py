"""Promises as a calendar: what RFC 5545 asks of every line, and which promises are in it."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.exchange.calendars import LINE_OCTETS, Event, escape, fold_line, write_calendar
from tests.factories import make_article, make_metric, make_program

MADE = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("38期, 完成; 好", "38期\\, 完成\\; 好"),
        ("一\r\n二\n三", "一\\n二\\n三"),
        ("反\\斜", "反\\\\斜"),
        ("响\x07铃", "响铃"),
    ],
)
def test_values_are_escaped(text, escaped):
    assert escape(text) == escaped


@given(st.text(max_size=400))
def test_lines_fold_at_75_octets_and_unfold_again(text):
    line = "DESCRIPTION:" + escape(text)
    pieces = list(fold_line(line))
    assert all(len(piece.encode(errors="surrogatepass")) <= LINE_OCTETS for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line
    assert all(piece.startswith(" ") for piece in pieces[1:])


def test_an_event_is_a_whole_day():
    event = Event("promise-1@host", date(2025, 12, 31), "衢江区 38期", "原文", "http://host/articles/1/#f1")
    lines = write_calendar([event], "名", MADE).split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert {"UID:promise-1@host", "DTSTAMP:20260102T030405Z", "DTSTART;VALUE=DATE:20251231"} <= set(lines)
    assert "DTEND;VALUE=DATE:20260101" in lines


@pytest.mark.django_db
def test_it_holds_the_promises_with_a_stated_day(client):
    program = make_program("爱心托班")
    article = make_article(text="计划年底前办38期，力争服务1055名子女。")
    stated = make_metric(
        article, "38期", status="planned", program=program, indicator="TB02", period_end=date(2099, 12, 31)
    )
    make_metric(article, "1055名", value=1055, unit="名", status="planned", program=program, indicator="TB04")
    response = client.get("/follow/calendar.ics?county=330803")
    text = response.content.decode().replace("\r\n ", "")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert text.count("BEGIN:VEVENT") == 1
    assert "38期（已承诺）" in text
    assert f"#f{stated.pk}" in text
    assert "BEGIN:VEVENT" not in client.get("/follow/calendar.ics?county=330402").content.decode()
