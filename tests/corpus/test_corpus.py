"""The measuring corpus is itself free of faults, and wide enough to measure with."""

from collections import Counter
from pathlib import Path

import pytest

from articles.parser.lexicon import load_lexicon
from tests.corpus.validate import find_faults, find_numbers, load_corpus

CORPUS = [row for path in sorted(Path(__file__).parent.glob("*.jsonl")) for row in load_corpus(path)]


@pytest.mark.parametrize("article", CORPUS, ids=[a["id"] for a in CORPUS])
def test_article_is_annotated_by_the_rules(article):
    assert find_faults(article) == []


def test_ids_are_unique():
    assert [i for i, n in Counter(a["id"] for a in CORPUS).items() if n > 1] == []


def test_hardly_two_articles_share_a_program_name():
    names = Counter(p["name"] for a in CORPUS for p in a["programs"] if not p["optional"])
    # 劳模工匠创新工作室, 爱心托班 are what every union calls them
    known = {row.alias for row in load_lexicon().programs}
    often = [name for name, n in names.items() if n > 2 and name not in known]
    assert len(often) < len(names) / 100
    assert max(names[name] for name in often) < len(names) / 500


@pytest.mark.parametrize(
    ("text", "value"),
    [("投入20万元", 200_000), ("三十余家", 30), ("两百余条", 200), ("1.2亿元", 120_000_000), ("2至3万元", 20_000)],
)
def test_numbers_are_read_from_a_quote(text, value):
    assert value in find_numbers(text)


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("quote", "没有这句话", "quote not in the body"),
        ("value", 98_765, "not written in"),
        ("program", "没有的品牌", "unknown program"),
        ("unit", "匹", "unit 匹"),
    ],
)
def test_a_wrong_metric_is_found(key, value, fault):
    article = next(a for a in CORPUS if a["metrics"])
    broken = article | {"metrics": [article["metrics"][0] | {key: value}]}
    assert any(fault in f for f in find_faults(broken))
