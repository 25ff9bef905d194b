"""Cells of the desk's CSV files that no spreadsheet takes for a formula."""

from __future__ import annotations

from typing import Any

#: What begins a formula in Excel and WPS, full-width forms too.
STARTS = tuple("=+-@\t\r\n＝＋－＠")


def safe_cell(value: Any) -> Any:
    """Text that begins like a formula gets an apostrophe before it; numbers stay numbers."""
    text = value if isinstance(value, str) else None
    if text is not None and text.lstrip(" \u3000\u200b\ufeff\"'").startswith(STARTS):
        return "'" + text
    return value


def plain_cell(text: str) -> str:
    """The text of a cell that `safe_cell` wrote."""
    return text[1:] if text.startswith("'") and safe_cell(text[1:]) != text[1:] else text


class Echo:
    """A file that gives back what is written to it: a CSV writer over it makes lines for a stream."""

    def write(self, value: str) -> str:
        return value
