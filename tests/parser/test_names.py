"""Places, unions, names, categories and links by the tables of `cases/`."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.parser.export import build_page
from articles.parser.facts.candidates import Candidate
from articles.parser.facts.categories import choose_category, find_cues, load_category_cues
from articles.parser.facts.linear import load_weights
from articles.parser.facts.names import Occurrence
from articles.parser.facts.passages import build_passage
from articles.parser.facts.programs import tell_feature
from articles.parser.facts.read import read_facts
from articles.parser.lexicon import Lexicon, ProgramName, load_lexicon
from articles.parser.records import Facts, ParsedArticle, ParsedBulletin
from tests.parser.stories import make_story
from tests.parser.tables import load_cases

#: What union news is made of, so that chance texts come near to it.
PIECES = st.sampled_from(
    [
        *"“”‘’、，。；：（）\n+@",
        "县总工会",
        "推出",
        "“夜读专列”",
        "品牌",
        "惠“新”",
        "餐",
        "12家",
        "3万人次",
        "江山",
        "宁波市",
    ]
)


def read(*paragraphs: str, published_on: date | None = None, headline: tuple[str, ...] = ()) -> Facts:
    return read_facts((make_story(*paragraphs, headline=headline),), published_on=published_on, lexicon=load_lexicon())[
        0
    ]


@pytest.mark.parametrize(("text", "expected", "note"), load_cases("places"))
def test_places(text: str, expected: str, note: str) -> None:
    place = read(*text.split("|")).place
    assert f"{place.city}/{place.county}" == expected, note


@pytest.mark.parametrize("division", [d for d in load_lexicon().divisions if d.level == "county"], ids=lambda d: d.name)
def test_every_county_by_its_union(division: object) -> None:
    lexicon = load_lexicon()
    county = next(d for d in lexicon.divisions if d is division)
    city = next(d for d in lexicon.divisions if d.code == county.parent_code)
    place = read(f"近日，{county.name}总工会走访一线职工。").place
    assert (place.city, place.county, place.county_code) == (city.name, county.name, county.code)


@pytest.mark.parametrize("city", [d for d in load_lexicon().divisions if d.level == "city"], ids=lambda d: d.name)
def test_every_city_by_its_union(city: object) -> None:
    name = next(d.name for d in load_lexicon().divisions if d is city)
    assert read(f"近日，{name}总工会走访一线职工。").place == read(f"近日，{name}总工会走访一线职工。").place
    assert (read(f"近日，{name}总工会走访一线职工。").place.city, read(f"近日，{name}总工会发文。").place.county) == (
        name,
        "",
    )


def test_a_former_name_weighs_less_once_it_is_history() -> None:
    text = "老职工回忆起江干区。拱墅区的骑手来了。"
    assert read(text, published_on=date(2024, 5, 1)).place.county == "拱墅区"


def test_the_headline_outweighs_the_count() -> None:
    facts = read("桐乡的职工来了。桐乡的师傅也来了。", headline=("平湖办起托班",))
    assert facts.place.county == "平湖市" or not facts.place.certain


@pytest.mark.parametrize(("text", "expected", "note"), load_cases("unions"))
def test_unions(text: str, expected: str, note: str) -> None:
    assert (";".join(union.name for union in read(text).organizations) or "-") == expected, note


@pytest.mark.parametrize(("text", "expected", "note"), load_cases("programs"))
def test_programs(text: str, expected: str, note: str) -> None:
    assert (";".join(program.name for program in read(text).programs) or "-") == expected, note


@pytest.mark.parametrize(("text", "expected", "note"), load_cases("categories"))
def test_categories(text: str, expected: str, note: str) -> None:
    name, body = text.split("/")
    lexicon = load_lexicon()
    passages = (build_passage("text", body),)
    at = body.index(name)
    row = next((p for p in lexicon.programs if p.alias == name), None)
    candidate = Candidate(name, (Occurrence(name, 0, at, at + len(name), "quoted"),), row)
    field = find_cues(passages, load_category_cues(lexicon))
    assert choose_category(candidate, passages, field, lexicon)[0] == expected, note


@pytest.mark.parametrize(("text", "expected", "note"), load_cases("links"))
def test_links(text: str, expected: str, note: str) -> None:
    metrics = read(text).metrics
    assert ";".join(f"{int(m.value)}={m.program or '-'}" for m in metrics) == expected, note


def test_a_name_that_an_editor_adds_is_read_at_once() -> None:
    text = "县总工会的浪花角又添了三处。"
    assert not read(text).programs
    row = ProgramName("浪花角", "浪花角", "culture", "", "工会", "")
    facts = read_facts((make_story(text, text),), published_on=None, lexicon=load_lexicon().extended([row]))[0]
    assert [(p.name, p.category, p.known) for p in facts.programs] == [("浪花角", "culture", True)]


def test_a_name_sure_in_one_story_helps_the_page() -> None:
    sure = make_story(
        "县总工会推出“夜读专列”品牌。“夜读专列”已开出41趟，服务职工3000人次。", headline=("“夜读专列”开进厂区",)
    )
    passing = make_story("他常去“夜读专列”。")
    alone = read_facts((passing,), published_on=None, lexicon=load_lexicon())[0]
    together = read_facts((sure, passing), published_on=None, lexicon=load_lexicon())[1]
    assert len(together.programs) >= len(alone.programs)


def check_facts(facts: Facts, text: str) -> None:
    mentions = [m for p in facts.programs for m in p.mentions]
    mentions += [m for u in facts.organizations for m in u.mentions]
    mentions += [p.mention for p in facts.places]
    names = {p.name for p in facts.programs}
    for mention in mentions:
        assert mention.part != "text" or text[mention.start : mention.end] == mention.quote
    assert all(metric.program in names | {""} for metric in facts.metrics)
    assert all(set(metric.other_programs) <= names for metric in facts.metrics)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=40).map("".join))
def test_any_text_is_answered_with_true_spans(text: str) -> None:
    facts = read(text)
    check_facts(facts, text)
    assert facts == read(text)


@settings(max_examples=30, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_the_page_goes_out_as_plain_json(text: str) -> None:
    story = make_story(text)
    bulletin = ParsedBulletin((ParsedArticle(story, read(text)),), (), (), (), "", "")
    page = json.loads(json.dumps(build_page(bulletin, "a.txt"), ensure_ascii=False))
    assert page["path"] == "a.txt"
    assert {"city", "county", "organizations", "programs", "metrics", "paragraphs"} <= page["articles"][0].keys()


def test_one_long_line_is_answered() -> None:
    text = "县总工会推出“夜读专列”，开出41趟" * 2000
    check_facts(read(text), text)


def test_the_parser_needs_no_django() -> None:
    code = "import sys, articles.parser.pipeline; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_lexicon_is_a_key_by_its_version() -> None:
    lexicon: Lexicon = load_lexicon()
    assert hash(lexicon) == hash(lexicon.version)
    assert lexicon.extended([ProgramName("甲", "甲乙丙", "care", "", "", "")]).version != lexicon.version


def test_what_speaks_for_a_name_is_told_in_chinese() -> None:
    """No working name of a feature, such as quoted+verb, reaches the editor's "why"."""
    weights = load_weights(load_lexicon(), "names")
    spoken = {name: tell_feature(name) for name, weight in weights.items() if weight > 0}
    assert spoken
    assert [name for name, words in spoken.items() if not words or words.isascii()] == []
