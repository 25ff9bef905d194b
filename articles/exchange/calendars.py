"""Promises by the day they fall due, as an iCalendar file (RFC 5545) for phones and office programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from articles.masking import mask_part
from articles.pages.figures import figure_of
from articles.pages.following import Followed

from .downloads import PROMISES, refuse
from .filters import filter_promises, refused
from .rows import in_pieces, load_promises

CALENDAR = "text/calendar; charset=utf-8"
NAME = "浙江工会项目观察 · 承诺到期"
#: A calendar program takes no more with pleasure.
MOST_EVENTS = 2000
#: Octets of one content line, the line end not counted (RFC 5545, 3.1).
LINE_OCTETS = 75


@dataclass(frozen=True, slots=True)
class Event:
    """One whole day. `ident` stays the same from one download to the next, so that calendars replace the old entry."""

    ident: str
    day: date
    summary: str
    description: str
    address: str


def promise_calendar(request: HttpRequest) -> HttpResponse:
    """`/follow/calendar.ics`, with the conditions of `/follow/`: the promises whose day the text states."""
    filters = filter_promises(request)
    if ignored := refused(filters, request.GET):
        return refuse(request, ignored, "promises", "csv")
    rows = filters.qs.exclude(period_end=None).order_by("-period_end", "-pk")
    base, host = request.build_absolute_uri("/").rstrip("/"), request.get_host()
    found = islice(in_pieces(rows, load_promises, PROMISES), MOST_EVENTS)
    text = write_calendar((build_event(one, base, host) for one in found), NAME, timezone.now())
    response = HttpResponse(text, content_type=CALENDAR)
    response["Content-Disposition"] = 'attachment; filename="unionwatch-promises.ics"'
    return response


def build_event(followed: Followed, base: str, host: str) -> Event:
    """衢江区 爱心托班 服务儿童数 ≥1,000名（已承诺）, on the day it is due."""
    promise, standing = followed.promise, followed.standing
    place = promise.county or promise.city or "全省"
    measured = promise.indicator.name if promise.indicator else promise.indicator_words
    named = [str(place), promise.program.name if promise.program else "", measured, str(figure_of(promise))]
    address = f"{base}{promise.article.get_absolute_url()}#f{promise.pk}"
    return Event(
        f"promise-{promise.pk}@{host}",
        standing.due.on,
        f"{' '.join(filter(None, named))}（{standing.state.label}）",
        f"{mask_part(promise.article, promise.quote)}\n"
        f"{promise.article.bulletin.source.name} {promise.published_on.isoformat()}。"
        f"{standing.reason}。没有报道不等于没有做。\n{address}",
        address,
    )


def write_calendar(events: Iterable[Event], name: str, made: datetime) -> str:
    """The events as the text of an .ics file; `made` is an aware time."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//unionwatch//promises//ZH",
        "CALSCALE:GREGORIAN",
        f"NAME:{escape(name)}",
        f"X-WR-CALNAME:{escape(name)}",
    ]
    stamp = f"{made.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for event in events:
        lines += _event_lines(event, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in fold_line(line))


def _event_lines(event: Event, stamp: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{event.ident}",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escape(event.summary)}",
        f"DESCRIPTION:{escape(event.description)}",
        f"URL:{event.address}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escape(text: str) -> str:
    r"""Text as a value (RFC 5545, 3.3.11): \ ; , and line ends escaped, other control characters dropped.

    >>> escape("38期, 完成;\n好")
    '38期\\, 完成\\;\\n好'
    """
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = text.replace("\r\n", "\n").replace("\n", "\\n")
    return "".join(c for c in text if c >= " " and c != "\x7f")


def fold_line(line: str) -> Iterator[str]:
    """A content line in pieces of at most 75 octets, each but the first behind a blank; no character is cut."""
    piece, size = "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > LINE_OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + char, size + octets
    yield piece
