"""Private names are hidden, office holders and bylines stay."""

import csv
import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.pages.masking import MASK, find_private_names, mask_names

with (Path(__file__).parent / "cases" / "private_names.tsv").open(encoding="utf-8", newline="") as file:
    CASES = [(row["text"], row["hidden"].split()) for row in csv.DictReader(file, delimiter="\t")]


@pytest.mark.parametrize(("text", "hidden"), CASES, ids=[text for text, _ in CASES])
def test_names(text, hidden):
    assert [text[start:end] for start, end in find_private_names(text)] == hidden


def test_a_name_of_the_byline_stays():
    text = "志愿者王灿灿说，王灿灿也来了"
    assert find_private_names(text, keep={"王灿灿"}) == []


@given(st.text(alphabet="王李小老师傅女士骑手说，。职工的在abc1 ", max_size=60))
def test_spans_are_in_order_and_the_mask_leaves_the_rest(text):
    spans = find_private_names(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
    hidden = sum(end - start for start, end in spans)
    assert len(mask_names(text)) == len(text) - hidden + len(spans) * len(MASK)
