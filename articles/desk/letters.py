"""The letter and colour by which the desk names an article of a page: A, B … Z, A2, B2 …"""

from __future__ import annotations

from string import ascii_lowercase, ascii_uppercase

COLOURS = 7


def letter(position: int) -> str:
    """A for the first article (position 0), A2 for the 27th."""
    turn, place = divmod(position, len(ascii_uppercase))
    return ascii_uppercase[place] + (str(turn + 1) if turn else "")


def colour(position: int | None) -> str:
    """The CSS class of an article's colour, `furn` for lines of none."""
    return "furn" if position is None else f"a-{ascii_lowercase[position % COLOURS]}"
