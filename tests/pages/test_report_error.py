"""报错: readers tell what is wrong, bounded and without an account."""

import pytest
from django.test import Client

from articles.models import ErrorReport
from articles.pages.views import report_error
from tests.factories import make_article, make_bulletin, make_metric

pytestmark = pytest.mark.django_db


@pytest.fixture
def metric():
    return make_metric(make_article(), "38期")


def post(client, metric, **fields):
    return client.post(f"/report/metric/{metric.pk}/", {"message": "应为39期，见第二段。", **fields})


def test_a_report_reaches_the_queue(client, metric):
    assert post(client, metric, contact="0570-12345").status_code == 302
    report = ErrorReport.objects.open().get()
    assert (report.metric, report.article, report.message) == (metric, metric.article, "应为39期，见第二段。")
    assert "127.0.0.1" not in report.visitor


def test_the_form_shows_the_sentence(client, metric):
    assert "38期" in client.get(f"/report/metric/{metric.pk}/").content.decode()


@pytest.mark.parametrize(
    ("message", "sentence"), [("", "请写明"), ("错", "至少4个字"), ("错" * 501, "最多500字"), ("a\x00bcdef", "")]
)
def test_bad_input_keeps_the_text(client, metric, message, sentence):
    response = post(client, metric, message=message)
    assert response.status_code in (200, 400)
    assert sentence in response.content.decode()
    assert not ErrorReport.objects.exists()


def test_a_visitor_is_held_to_a_rate(client, metric):
    for _ in range(report_error.PER_VISITOR):
        assert post(client, metric).status_code == 302
    response = post(client, metric)
    assert response.status_code == 429
    assert "应为39期" in response.content.decode()
    assert ErrorReport.objects.count() == report_error.PER_VISITOR


def test_a_machine_is_thanked_and_forgotten(client, metric):
    assert post(client, metric, website="http://spam.example").status_code == 302
    assert not ErrorReport.objects.exists()


def test_drafts_cannot_be_reported(client):
    draft = make_metric(make_article(bulletin=make_bulletin(status="draft")), "38期")
    assert post(client, draft).status_code == 404


def test_it_needs_the_token(metric):
    assert post(Client(enforce_csrf_checks=True), metric).status_code == 403
