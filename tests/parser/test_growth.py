"""Twice the text takes about twice the time, whatever is said over and over in it.

Work that grows with the square hides in what stands once on a page: all figures of one sentence, all names of one
paragraph. So phrases are said until they fill minutes of reading, without the stops that a page has.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import date
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.parser.lexicon import load_lexicon
from articles.parser.pipeline import parse_bulletin

#: A doubled text takes at most so many times as long.
BAR = 2.2
#: Long enough for a clock, in seconds; a text is made longer until it takes that.
CLEAR = 0.08
#: So often growth above the bar is measured again: what the text does comes each time, what the machine does does not.
TRIES = 5

PHRASES = (
    *(
        "工",
        "工会\n",
        "总工会",
        "县总工会",
        "通讯员",
        "记者张三 ",
        "通讯员李善科 摄 ",
        "（记者 张三）",
        "本报讯 ",
        " \n",
    ),
    *("驿站服务职工", "工会驿站3家，", "“舟工课堂”", "“舟工课堂”培训30人，", "该驿站服务30人，", "推出爱心托班，"),
    *(
        "一二三四五六工会小站",
        "3家5个",
        "1.2万元",
        "95%以上",
        "由3个增至5个，",
        "将建成3个",
        "2026年",
        "近约超",
        "其中",
        "、",
    ),
    *("“一”工会3家", "1~2个", "办了3场", "杭州市余杭区", "杭州、宁波、", "某县工会驿站\n\n", "工会\n驿站3家\n"),
    "县总工会建成“某某驿站”3家，服务职工300人。",
)


@pytest.fixture(autouse=True)
def _without_collector() -> Iterator[None]:
    """The collector of cycles runs when it likes."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def read(phrase: str, length: int) -> float:
    """The seconds of this process that reading takes, of `phrase` said so often that it fills `length` characters.

    It is said whole, for what is cut off at a text's end can be read in another way.
    """
    text = phrase * (length // len(phrase))
    start = process_time()
    parse_bulletin(text, published_on=date(2025, 6, 3), lexicon=load_lexicon())
    return process_time() - start


def measure_growth(phrase: str) -> float:
    """How many times as long twice the text takes: the least of some measurements, if the first are above the bar."""
    length = 4000
    while read(phrase, length) < CLEAR and length < 256_000:
        length *= 2
    least = float("inf")
    for _ in range(TRIES):
        least = min(least, read(phrase, 2 * length) / read(phrase, length))
        if least <= BAR:
            break
    return least


@pytest.mark.parametrize("phrase", PHRASES)
def test_what_is_said_over_and_over(phrase: str) -> None:
    assert measure_growth(phrase) <= BAR


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(phrase=st.lists(st.sampled_from(PHRASES), min_size=2, max_size=4).map("".join))
def test_phrases_in_a_row(phrase: str) -> None:
    assert measure_growth(phrase) <= BAR
