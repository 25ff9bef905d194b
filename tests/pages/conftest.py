"""The day on which the pages of the tests are read."""

from contextlib import contextmanager

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.pages.places import load_gazetteer


@pytest.fixture
def today():
    """The fifth of June 2025, two days after the seed page."""
    with time_machine.travel("2025-06-05 10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def gazetteer(db):
    return load_gazetteer()


@pytest.fixture
def transact(db):
    """A transaction that is always rolled back, for properties that store rows at each example."""

    @contextmanager
    def rolled_back():
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return rolled_back


@pytest.fixture
def count_queries(client):
    """How many queries a visitor's look at an address costs."""

    def count(address):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    return count
