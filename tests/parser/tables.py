"""Tables of cases: `input ⇥ expected ⇥ note`, one rule's cases a file in `cases/`.

A note that opens with "gap:" marks what the parser cannot do yet: the test is
expected to fail, and fails itself once the gap is closed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

CASES = Path(__file__).parent / "cases"


def load_cases(name: str) -> list[Any]:
    """The rows of `cases/NAME.tsv` as parameters (text, expected, note)."""
    lines = (CASES / f"{name}.tsv").read_text(encoding="utf8").splitlines()
    assert lines[0] == "input\texpected\tnote", f"{name}.tsv has another header"
    rows = [line.split("\t") for line in lines[1:]]
    assert all(len(row) == 3 for row in rows), f"{name}.tsv: {[row for row in rows if len(row) != 3]}"
    assert len({row[0] for row in rows}) == len(rows), f"{name}.tsv holds an input twice"
    return [
        pytest.param(*row, id=row[0][:40], marks=pytest.mark.xfail(reason=row[2]) if row[2].startswith("gap:") else ())
        for row in rows
    ]
