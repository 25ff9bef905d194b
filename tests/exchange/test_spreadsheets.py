"""Tables that open right in Excel and WPS, and run nothing."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.exchange.columns import Column
from articles.exchange.spreadsheets import FORMULA_STARTS, XLSX_ROWS, defuse, format_cell, iter_csv, write_xlsx

COLUMNS = (
    Column("name", "名称", lambda r: r[0]),
    Column("value", "数值", lambda r: r[1]),
    Column("day", "日期", lambda r: r[2]),
)
ROWS = [("爱心托班", Decimal("200000.0000"), date(2025, 6, 3)), ("=1+1", Decimal("-97.2000"), None)]


def test_csv_begins_with_the_mark_that_excel_needs():
    assert "".join(iter_csv(ROWS, COLUMNS)).startswith("\ufeff名称,数值,日期\r\n爱心托班,200000,2025-06-03\r\n")


@pytest.mark.parametrize("start", FORMULA_STARTS)
@pytest.mark.parametrize("before", ["", " ", "\u3000"])
def test_no_text_cell_is_a_formula(start, before):
    assert defuse(f"{before}{start}cmd").startswith("'")


def test_negative_numbers_stay_numbers():
    assert format_cell(Decimal("-97.2000")) == "-97.2"
    assert format_cell(Decimal("100")) == "100"


@given(st.text(max_size=50))
def test_csv_text_comes_back(text):
    line = "".join(iter_csv([(text, None, None)], COLUMNS))[1:]
    cell = list(csv.reader(io.StringIO(line, newline="")))[1][0]
    assert cell in (text, "'" + text)


def test_xlsx_cells_are_typed_and_hold_no_formula():
    file = io.BytesIO()
    assert write_xlsx(file, ROWS, COLUMNS, ["共2行。"]) == 2
    book = openpyxl.load_workbook(file)
    rows = list(book["数据"].iter_rows(values_only=True))
    assert rows[0] == ("名称", "数值", "日期")
    assert rows[1][1] == 200000
    assert rows[1][2].date() == date(2025, 6, 3)
    assert book["数据"]["A3"].data_type == "s"
    assert rows[2][:2] == ("=1+1", -97.2)
    assert book["说明"]["A1"].value == "共2行。"


def test_xlsx_says_where_it_was_cut(monkeypatch):
    monkeypatch.setattr("articles.exchange.spreadsheets.XLSX_ROWS", 1)
    file = io.BytesIO()
    assert write_xlsx(file, ROWS, COLUMNS, []) == 1
    assert "CSV" in openpyxl.load_workbook(file)["说明"]["A1"].value
    assert XLSX_ROWS >= 100_000
