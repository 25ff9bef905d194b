"""No page asks more questions because there is more to show: two reports or a dozen, of one program or of several."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache

from articles.models import County, Program
from articles.search.index import index_bulletin
from tests.factories import make_article, make_bulletin, make_mention, make_metric, make_program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

#: Address and the most queries that it may cost.
PAGES = [
    ("/", 20),
    ("/?measure=last", 20),
    ("/?measure=TB02", 21),
    ("/programs/", 13),
    ("/programs/?city=330800&year=2025", 13),
    ("/programs/?status=actual&q=托班", 14),
    ("/programs/{program}/", 27),
    ("/childcare/", 12),
    ("/childcare/?city=330800", 12),
    ("/cities/", 8),
    ("/cities/330800/", 24),
    ("/counties/330803/", 26),
    ("/counties/330803/brief/", 24),
    ("/metrics/", 4),
    ("/metrics/?indicator=TB02", 12),
    ("/compare/?county=330803&county=330802", 10),
    ("/follow/?due=all", 8),
    ("/follow/?state=silent&due=all", 8),
    ("/articles/", 11),
    ("/articles/?category=childcare", 11),
    ("/articles/?program={program}", 13),
    ("/articles/?q=托班", 13),
    ("/search/?q=托班", 22),
    ("/api/v1/metrics/?program={program}", 8),
    ("/api/v1/programs/", 12),
    ("/feeds/articles.atom", 6),
    ("/sitemap.xml", 8),
    ("/sitemap-programs.xml", 4),
]


def fill(program: Program, start: int, count: int) -> None:
    """So many published reports of the program in two counties, each with a figure and a promise."""
    places = list(County.objects.filter(code__in=["330802", "330803"]))
    for number in range(start, start + count):
        bulletin = make_bulletin(published_on=date(2025, 1, 1) + timedelta(days=number))
        text = "本报讯 爱心托班已办38期，计划服务1055名子女。"
        article = make_article(bulletin=bulletin, county=places[number % 2], text=text)
        make_mention(article, program)
        make_metric(article, program=program, indicator="TB02", value=number + 1)
        make_metric(article, "1055名", program=program, indicator="TB04", status="planned", unit="名", value=1055)
        index_bulletin(bulletin.pk)


@pytest.mark.parametrize(("address", "most"), PAGES)
def test_queries_do_not_grow_with_the_archive(count_queries, address, most):
    program = make_program("爱心托班")
    address = address.format(program=program.slug)
    fill(program, 0, 4)
    cache.clear()
    few = count_queries(address)
    fill(program, 4, 12)
    assert count_queries(address) == few
    assert few <= most
