"""What the words round names and figures say, pairs of characters one by one."""

import re

import pytest

from articles.parser.facts.candidates import build_candidates
from articles.parser.facts.categories import find_cues, load_category_cues
from articles.parser.facts.figures import read_figures
from articles.parser.facts.link_scene import Scene, build_scene, load_link_words
from articles.parser.facts.link_spot import Spot, build_spot
from articles.parser.facts.link_wording import find_wording, load_link_wording, weigh_wording
from articles.parser.facts.name_wording import find_name_wording
from articles.parser.facts.names import load_name_grammar
from articles.parser.facts.passages import story_passages
from articles.parser.lexicon import load_lexicon
from articles.parser.records import ProgramMention
from tests.parser.stories import make_story

LEXICON = load_lexicon()


def read_spots(text: str, name: str) -> tuple[list[Spot], Scene]:
    story = make_story(text)
    passages = tuple(story_passages(story))
    grammar, cues = load_name_grammar(LEXICON), load_category_cues(LEXICON)
    printed = next(c for c in build_candidates(passages, grammar) if c.name == name).occurrences
    mentions = tuple(passages[o.passage].mention(o.start, o.end) for o in printed)
    program = ProgramMention(name, name, "skills", False, mentions, ())
    scene = build_scene(passages, [program], find_cues(passages, cues), cues, grammar, load_link_words(LEXICON))
    metrics = read_figures(story, published_on=None, lexicon=LEXICON).metrics
    return [build_spot(metric, scene) for metric in metrics], scene


def test_a_sentence_is_read_from_its_start_or_from_the_last_name_in_it():
    text = "据统计，全县办起夜校8所。县总工会推出“灯下学艺社”，今年以来，培训职工900人，占全县技工的两成。"
    (first, second, *_), scene = read_spots(text, "灯下学艺社")
    assert "统计" in find_wording("", first, scene)["earlier"]
    assert "since" not in find_wording("", first, scene)
    wording = find_wording("", second, scene)
    assert {"今年", "以来"} <= set(wording["since"])
    assert "推出" not in wording["since"]
    assert "earlier" not in wording
    assert "占全" in wording["after"]


def test_a_name_speaks_by_the_words_behind_it_once_it_is_printed():
    (first, second), scene = read_spots("全县有夜校8所。“灯下学艺社”开课以来，培训职工900人。", "灯下学艺社")
    assert find_wording("灯下学艺社", first, scene) == {}
    assert "开课" in find_wording("灯下学艺社", second, scene)["behind"]


def test_wording_is_weighed_by_where_it_stands_and_each_pair_once():
    (spot,), scene = read_spots("“灯下学艺社”开课开课，培训职工900人。", "灯下学艺社")
    choices = {"": {}, "灯下学艺社": {}}
    weigh_wording(spot, scene, choices, {"behind": {"开课": 0.5}, "counted": {"职工": 0.25}, "earlier": {"开课": 9.0}})
    assert choices == {"": {"wording": 0.25}, "灯下学艺社": {"wording": 0.5}}


def test_names_of_the_lexicon_are_not_judged_by_their_wording():
    text = "县总工会推出“灯下学艺社”项目，开办爱心托班30个。"
    passages = tuple(story_passages(make_story(text)))
    wording = {c.name: find_name_wording(c, passages) for c in build_candidates(passages, load_name_grammar(LEXICON))}
    assert wording["爱心托班"] == ()
    assert {"last.社", "pair.学艺", "behind.项目", "before.推出"} <= set(wording["灯下学艺社"])


@pytest.mark.parametrize("model", ["names.wording", "links.wording"])
def test_the_table_holds_characters_only(model):
    rows = [row.feature for row in LEXICON.weights if row.model == model]
    assert rows
    assert [f for f in rows if not re.fullmatch(r"[a-z]+\.\S{1,2}", f)] == []


def test_every_place_of_link_wording_has_weights():
    assert set(load_link_wording(LEXICON)) == {"counted", "earlier", "since", "after", "behind"}
