"""Whether the summaries say what the record says, and making them anew. The database itself keeps them."""

from __future__ import annotations

from django.db import connection

from articles.models import CategoryTally, IndicatorTally, LatestFigure, PlaceTally, ProgramTally, PromiseOutcome

SUMMARIES = (PlaceTally, CategoryTally, ProgramTally, IndicatorTally, LatestFigure, PromiseOutcome)

#: Rows on one side only. The view `…_expected` computes from the record all that the table should hold.
DIFFERENCES = """
SELECT count(*) FROM (
    (SELECT {columns} FROM {table} EXCEPT SELECT {columns} FROM {table}_expected)
    UNION ALL
    (SELECT {columns} FROM {table}_expected EXCEPT SELECT {columns} FROM {table})) differing
"""


def count_differences() -> dict[str, int]:
    """Of each summary, by its name: how many rows are missing, too many or other than the record says."""
    found = {}
    with connection.cursor() as cursor:
        for model in SUMMARIES:
            columns = ", ".join(str(field.column) for field in model._meta.concrete_fields if field.name != "id")
            cursor.execute(DIFFERENCES.format(columns=columns, table=model._meta.db_table))
            found[str(model._meta.verbose_name)] = cursor.fetchone()[0]
    return found


def rebuild_summaries() -> None:
    """Make all summaries anew from the record, in one transaction; who changes something public waits meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT articles_summaries_rebuild()")
