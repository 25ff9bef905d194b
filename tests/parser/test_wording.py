"""What the words round names and figures say, pairs of characters one by one."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from articles.parser.facts.candidates import build_candidates
from articles.parser.facts.categories import find_cues, load_category_cues
from articles.parser.facts.clauses import cut_clauses
from articles.parser.facts.figure_wording import find_figure_wording, find_size
from articles.parser.facts.figures import read_figures
from articles.parser.facts.link_scene import Scene, build_scene, load_link_words
from articles.parser.facts.link_spot import Spot, build_spot
from articles.parser.facts.link_wording import find_wording, load_link_wording, weigh_wording
from articles.parser.facts.name_wording import find_name_wording
from articles.parser.facts.names import load_name_grammar
from articles.parser.facts.passages import story_passages
from articles.parser.facts.quantities import find_quantities
from articles.parser.lexicon import load_lexicon
from articles.parser.records import ProgramMention
from articles.parser.rows import Weight
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


def find_figures(text: str) -> dict[str, set[str]]:
    clauses = cut_clauses(text)
    quantities = [q for q in find_quantities(text, LEXICON) if q.unit]
    return {text[q.start : q.end]: set(find_figure_wording(q, clauses, re.compile("累计|工会"))) for q in quantities}


def test_a_quantity_is_read_by_itself_and_by_the_words_of_its_clause_and_the_next():
    said = find_figures("工会的夜校，累计开出二十六门课程，职工叫好。后来又添40张课桌。")
    first, second = said["二十六门"], said["40张"]
    assert {"unit.门", "size.1", "size.门.1", "chinese", "chinese.passes", "chinese.门"} <= first
    assert {"said.累计", "said.工会", "before.开出", "ends.开出", "after.课程", "opens.课程", "next.职工"} <= first
    assert {"unit.张", "size.1", "before.又添", "paragraph.only"} <= second
    assert not {"chinese", "said.累计", "before.叫好", "next.后来"} & second
    assert not {"before.夜校", "next.后来"} & first


@pytest.mark.parametrize(
    ("value", "size"), [("0", 0), ("0.5", 0), ("9", 0), ("10", 1), ("1200", 3), ("86000000", 6), ("-25", 1)]
)
def test_sizes_are_tens_up_to_a_million(value, size):
    assert find_size(Decimal(value)) == size


def refuse(text: str, weights: str) -> list[str]:
    parsed = [row.rsplit(" ", 1) for row in weights.split(",")]
    rows = tuple(Weight("figures", feature, float(weight), "") for feature, weight in parsed)
    lexicon = replace(LEXICON, weights=rows)
    figures = read_figures(make_story(text), published_on=None, lexicon=lexicon)
    return [mention.quote for mention, rule in figures.rejected if rule.name == "refused.wording"]


def test_what_wording_speaks_against_is_refused_with_its_reason():
    text = "师傅来回跑了30多趟。全县办起夜校12所。"
    assert refuse(text, "bias 0,unit.趟 -1.7") == []
    assert refuse(text, "bias 0,unit.趟 -1.9") == ["30多趟"]
    assert refuse(text, "bias 0,before.跑了 -1.0,last.了 -1.0") == ["30多趟"]


def test_the_stored_weights_tell_a_story_from_the_work_of_a_union():
    story = make_story("龙泉市总工会办起夜校12所，培训职工900人次。攒够300分换一顶凉帽。")
    figures = read_figures(story, published_on=None, lexicon=LEXICON)
    assert [m.figure.quote for m in figures.metrics] == ["12所", "900人次"]
    assert ("300分", "refused.wording") in [(mention.quote, rule.name) for mention, rule in figures.rejected]


def test_times_shares_and_digits_in_words_are_not_asked():
    assert refuse("30分钟内响应，三分之一的企业建会，增设两个赛项，办班二十六个。", "bias -9.0") == ["二十六个"]


def test_titles_are_not_asked():
    story = make_story("全县办起夜校12所。", headline=("夜校办了12所",))
    lexicon = replace(LEXICON, weights=(Weight("figures", "bias", -9.0, ""),))
    rejected = read_figures(story, published_on=None, lexicon=lexicon).rejected
    assert [mention.part for mention, rule in rejected if rule.name == "refused.wording"] == ["text"]


def test_the_table_of_figures_holds_what_is_asked():
    rows = [row.feature for row in LEXICON.weights if row.model == "figures"]
    shapes = (
        r"bias|chinese(\.passes)?|(unit|chinese)\.\S+|size\.(\S+\.)?\d|paragraph\.(only|first|last)"
        r"|opening\.(sentence|clause)|said\.[一-鿿]+|(last|first)\.\S?|(ends|opens)\.\S{0,2}|(before|after|next)\.[一-鿿]{2}"
    )
    assert "bias" in rows
    assert [f for f in rows if not re.fullmatch(shapes, f)] == []
