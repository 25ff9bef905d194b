"""Parts of addresses."""

from __future__ import annotations


class DivisionCode:
    """A place by GB/T 2260: six digits, nothing else reaches the database."""

    regex = "[0-9]{6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
