"""What a page says of itself, by a table of heads."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles.desk.guess import guess_from_text

CASES = [
    line.split("\t") for line in (Path(__file__).parent / "cases" / "guess.tsv").read_text("utf8").splitlines()[1:]
]


@pytest.mark.parametrize(("text", "source", "day", "page", "note"), CASES, ids=[case[-1] for case in CASES])
def test_guess(text: str, source: str, day: str, page: str, note: str) -> None:
    guess = guess_from_text(text.replace("\\n", "\n"), ["浙江工人日报"])
    assert (guess.source, guess.published_on.isoformat() if guess.published_on else "", guess.page) == (
        source,
        day,
        page,
    )
