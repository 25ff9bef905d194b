"""The cast of the page tests: a lexicon in the database, and the day on which it is read."""

import pytest
import time_machine

from tests import factories


@pytest.fixture
def lexicon(db):
    """Eleven cities, ninety counties, all indicators."""
    factories.seed_lexicon()


@pytest.fixture
def today():
    """The fifth of June 2025."""
    with time_machine.travel("2025-06-05 10:00:00+08:00", tick=False):
        yield
