"""How long a statement may take, set on the connection before a request uses it.

The limit is a setting of the database session, so it is sent only when it
changes: a worker that serves public pages all day sends it once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver

#: Milliseconds; None outside web requests: commands and migrations take their time.
_limit: ContextVar[int | None] = ContextVar("statement_limit", default=None)


@contextmanager
def limited(milliseconds: int) -> Iterator[None]:
    """Within the block, no statement of this thread takes longer, on this connection or one opened meanwhile."""
    token = _limit.set(milliseconds)
    try:
        if connection.connection is not None:
            _apply(connection, milliseconds)
        yield
    finally:
        _limit.reset(token)


@receiver(connection_created)
def limit_new_connection(connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    milliseconds = _limit.get()
    if milliseconds is not None:
        _apply(connection, milliseconds)


def _apply(wrapper: BaseDatabaseWrapper, milliseconds: int) -> None:
    raw = wrapper.connection
    if getattr(raw, "statement_limit", None) == milliseconds or raw.closed:
        return
    with wrapper.wrap_database_errors:
        # Compiling a query takes longer than any page's query runs.
        raw.execute(
            f"SET statement_timeout = {int(milliseconds)}; SET lock_timeout = {int(settings.LOCK_TIMEOUT_MS)};"
            " SET jit = off"
        )
    # Inside a transaction a rollback would take the setting back unseen.
    raw.statement_limit = None if wrapper.in_atomic_block else milliseconds
