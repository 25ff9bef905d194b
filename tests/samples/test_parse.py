"""Every sample parses to its articles, each with its place, its programs and its figures. Needs no database."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from articles.parser.lexicon import load_lexicon
from articles.parser.pipeline import parse_bulletin
from articles.parser.records import ParsedArticle, ParsedBulletin
from articles.samples import load_samples

from .expectations import ExpectedArticle, Figure, load_expected, load_gaps

SAMPLES = {sample.file: sample for sample in load_samples()}
EXPECTED = load_expected()
GAPS = load_gaps()


@cache
def parsed(file: str) -> ParsedBulletin:
    sample = SAMPLES[file]
    return parse_bulletin(sample.text, published_on=sample.published_on, lexicon=load_lexicon())


def headline_of(article: ParsedArticle) -> str:
    """The headline's lines without spaces: cleaning drops them beside figures."""
    return unspaced("".join(line.text.text for line in article.story.headline))


def unspaced(text: str) -> str:
    return text.replace(" ", "")


def find_article(expected: ExpectedArticle) -> ParsedArticle:
    """The article with the headline; where that went astray, the one in the same place on the page."""
    articles = parsed(expected.file).articles
    for article in articles:
        if headline_of(article) == unspaced(expected.headline):
            return article
    rows = [row for row in EXPECTED if row.file == expected.file]
    return articles[rows.index(expected)]


def case(expected: ExpectedArticle, what: str, *values: object) -> object:
    """A parameter set, marked as a known gap where `gaps.tsv` lists it."""
    reason = GAPS.get((expected.file.removesuffix(".txt"), expected.headline, what))
    marks = [pytest.mark.xfail(reason=reason)] if reason else []
    return pytest.param(expected, *values, id=f"{expected.headline[:12]}-{what}", marks=marks)


def indicator_of(figure: Figure) -> str:
    return f"{figure.value}{figure.unit} {figure.code}"


def test_every_sample_has_its_expected_articles():
    assert {row.file for row in EXPECTED} == set(SAMPLES)


def test_every_gap_belongs_to_an_expectation():
    told = {
        (row.file.removesuffix(".txt"), row.headline, what)
        for row in EXPECTED
        for what in ("headline", "place", *row.programs, *map(str, row.figures), *map(indicator_of, row.figures))
    }
    assert set(GAPS) <= told


@pytest.mark.parametrize("file", sorted(SAMPLES))
def test_number_of_articles(file):
    assert len(parsed(file).articles) == Counter(row.file for row in EXPECTED)[file]


@pytest.mark.parametrize("expected", [case(row, "headline") for row in EXPECTED])
def test_headline(expected):
    assert unspaced(expected.headline) in {headline_of(article) for article in parsed(expected.file).articles}


@pytest.mark.parametrize("expected", [case(row, "place") for row in EXPECTED])
def test_place(expected):
    place = find_article(expected).facts.place
    assert (place.city, place.county) == (expected.city, expected.county)


@pytest.mark.parametrize(
    ("expected", "program"), [case(row, program, program) for row in EXPECTED for program in row.programs]
)
def test_program(expected, program):
    mentions = find_article(expected).facts.programs
    assert program in {name for mention in mentions for name in (mention.name, mention.canonical)}


@pytest.mark.parametrize(
    ("expected", "figure"), [case(row, str(figure), figure) for row in EXPECTED for figure in row.figures]
)
def test_figure(expected, figure):
    metrics = find_article(expected).facts.metrics
    read = {(metric.value, metric.unit, metric.qualifier, metric.status) for metric in metrics}
    assert (figure.value, figure.unit, figure.qualifier, figure.status) in read


@pytest.mark.parametrize(
    ("expected", "figure"),
    [case(row, indicator_of(f), f) for row in EXPECTED for f in row.figures if f.code],
)
def test_indicator(expected, figure):
    metrics = find_article(expected).facts.metrics
    codes = {metric.indicator_code for metric in metrics if (metric.value, metric.unit) == (figure.value, figure.unit)}
    assert figure.code in codes


@pytest.mark.parametrize("file", sorted(SAMPLES))
def test_quotes_are_slices(file):
    for article in parsed(file).articles:
        mentions = [mention for metric in article.facts.metrics for mention in metric.mentions]
        mentions += [mention for program in article.facts.programs for mention in program.mentions]
        for mention in mentions:
            assert article.story.part(mention.part)[mention.start : mention.end] == mention.quote
