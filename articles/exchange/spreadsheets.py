"""Tables as CSV and XLSX that open right in Excel and WPS, with no cell that could run."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse

from .columns import Cell, Column

#: Cells that begin so are formulas to some spreadsheet; the full-width forms are, in East Asian Excel.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
#: A workbook of more rows is refused by patience rather than by Excel; CSV has them all.
XLSX_ROWS = 100_000
BOM = "\ufeff"


def defuse(text: str) -> str:
    """A text cell that no spreadsheet takes for a formula: =1+1 → '=1+1. Blanks before the sign do not help it."""
    return "'" + text if text.lstrip(" \u3000\u00a0\u200b").startswith(FORMULA_STARTS) else text


def format_cell(value: Cell) -> str:
    """A value as CSV text: numbers plain, dates ISO, text defused."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format_number(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return defuse(value)


def format_number(value: Decimal) -> str:
    """200000.0000 → 200000, 97.2000 → 97.2."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class _Echo:
    """A file that hands every line straight back."""

    def write(self, line: str) -> str:
        return line


def iter_csv(rows: Iterable[Any], columns: Sequence[Column]) -> Iterator[str]:
    """Lines of a CSV file, byte order mark first: without it Excel shows 乱码."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow([column.header for column in columns])
    for row in rows:
        yield writer.writerow([format_cell(column.value(row)) for column in columns])


def csv_response(rows: Iterable[Any], columns: Sequence[Column], filename: str) -> StreamingHttpResponse:
    """The rows as a streamed download; memory does not grow with them."""
    response = StreamingHttpResponse(iter_csv(rows, columns), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}.csv"'
    return response


def write_xlsx(file: io.IOBase, rows: Iterable[Any], columns: Sequence[Column], notes: Sequence[str]) -> int:
    """Write a workbook: the table, and a sheet that says what it shows. Returns the rows written.

    Cells are typed: numbers as numbers, dates as dates, everything else as
    plain strings, so no text becomes a formula or a link. Rows are written to
    disk one by one.
    """
    book = xlsxwriter.Workbook(
        file,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    head = book.add_format({"bold": True, "bottom": 2})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    sheet = book.add_worksheet("数据")
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, column.header, head)
    written = 0
    for row in rows:
        if written >= XLSX_ROWS:
            notes = [*notes, f"行数超过 {XLSX_ROWS:,}，本表只含前 {XLSX_ROWS:,} 行，全部请下载 CSV。"]
            break
        written += 1
        for index, column in enumerate(columns):
            _write_cell(sheet, written, index, column.value(row), day)
    about = book.add_worksheet("说明")
    about.set_column(0, 0, 90)
    for index, note in enumerate(notes):
        about.write_string(index, 0, note)
    book.close()
    return written


def _write_cell(sheet: Any, row: int, column: int, value: Cell, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, Decimal | int):
        sheet.write_number(row, column, float(value))
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    else:
        sheet.write_string(row, column, value)


def xlsx_response(
    rows: Iterable[Any], columns: Sequence[Column], filename: str, notes: Sequence[str] = ()
) -> FileResponse:
    """The rows as a workbook, written to a temporary file that goes with the answer."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    write_xlsx(file, rows, columns, notes)
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{filename}.xlsx",
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
