"""Whether an article is about a general service, and what a program's standing says for its figures."""

from __future__ import annotations

import pytest

from articles.parser.facts import link_features, link_scene, link_spot
from articles.parser.facts.candidates import build_candidates
from articles.parser.facts.categories import find_cues, load_category_cues
from articles.parser.facts.figures import read_figures
from articles.parser.facts.name_features import Features, build_surroundings, compare_features, find_features
from articles.parser.facts.names import load_name_grammar
from articles.parser.facts.passages import story_passages
from articles.parser.lexicon import load_lexicon
from articles.parser.records import ProgramMention, Story
from tests.parser.stories import make_story

LEXICON = load_lexicon()
GRAMMAR, CUES = load_name_grammar(LEXICON), load_category_cues(LEXICON)

ABOUT = make_story(
    "“最近总睡不好。”夜班工老吴对心理咨询师说。县总工会推行职工心理服务两年，心理咨询进了42家企业。",
    "今年完成心理测评3200人次，面谈560人次，转介27人。今年起，“半夜热线”接听来电900个。",
    headline=("车间里有了心理咨询室",),
)
PASSING = make_story(
    "县总工会推出“灯下课”，今年已办36期，培训职工1500人。除此之外，职工心理服务也送进了企业。",
    headline=("下班以后来上课",),
)


def read_name(story: Story, name: str) -> Features:
    passages = tuple(story_passages(story))
    candidates = build_candidates(passages, GRAMMAR)
    figures = [m.figure for m in read_figures(story, published_on=None, lexicon=LEXICON).metrics]
    around = build_surroundings(passages, figures, candidates)
    candidate = next(c for c in candidates if c.name == name)
    return find_features(candidate, around, GRAMMAR, CUES, {})


def test_an_article_about_a_service_says_its_subject_again_and_has_its_figures() -> None:
    features = read_name(ABOUT, "职工心理服务")
    # 心理 stands four times in the body
    assert features["service+topic"] == pytest.approx(4 / 6)
    assert features["service+topic.title"] == features["service+topic.lead"] == 1.0
    # four of five figures come before the next quoted name
    assert features["service+run"] == pytest.approx(4 / 6)
    assert features["service+run.share"] == pytest.approx(4 / 5)


def test_a_service_named_in_passing_has_neither() -> None:
    features = read_name(PASSING, "职工心理服务")
    assert features["service+topic"] == pytest.approx(1 / 6)
    assert "service+topic.title" not in features
    assert features["service+run"] == 0.0


@pytest.mark.parametrize(
    ("said", "listed"),
    [
        ("该站提供法律援助、职工心理服务、技能培训。", True),
        ("职工心理服务、义诊都送到了车间。", True),
        ("区总工会推行职工心理服务进车间等做法。", True),
        ("区总工会推行职工心理服务，咨询进了车间。", False),
        ("区总工会推行职工心理服务，义诊、讲座等也送到了车间。", False),
    ],
)
def test_a_service_in_a_row_of_things_is_known_as_such(said: str, listed: bool) -> None:
    assert ("service+listed" in read_name(make_story(said), "职工心理服务")) is listed


@pytest.mark.parametrize(
    ("brand", "within"), [("“心理渔船”", True), ("“半夜热线”", False), ("“职工心理服务月”", False)]
)
def test_a_service_whose_subject_a_brand_bears(brand: str, within: bool) -> None:
    """职工心理服务月 is the service itself, printed longer."""
    features = read_name(make_story(f"区总工会推行职工心理服务，推出{brand}，受益300人。"), "职工心理服务")
    assert ("service+within" in features) is within


def test_a_quoted_name_with_its_own_head_and_figure_has_no_rivals() -> None:
    brands = "推出“海风课堂”，打造“渔嫂工坊”，设立“船员书屋”。"
    told = "“滩涂小站”有50个，“潮汐”有9座。"
    passages = tuple(story_passages(make_story(brands + told)))
    candidates = build_candidates(passages, GRAMMAR)
    figures = [m.figure for m in read_figures(make_story(brands + told), published_on=None, lexicon=LEXICON).metrics]
    around = build_surroundings(passages, figures, candidates)
    features = {c.name: find_features(c, around, GRAMMAR, CUES, {}) for c in candidates}
    compare_features(list(features.values()))
    assert features["滩涂小站"]["rivals"] == 0.0
    # in the sentence of the first no figure stands, and the last does not end as names do
    assert features["海风课堂"]["rivals"] > 0.5
    assert features["潮汐"]["rivals"] == 1.0


def test_a_name_of_no_lexicon_is_not_asked() -> None:
    assert not any("+topic" in name or "+run" in name for name in read_name(PASSING, "灯下课"))


def test_a_service_inside_a_longer_known_name_is_not_printed_by_itself() -> None:
    story = make_story("市总工会推广工资集体协商。行业集体协商覆盖80家企业。")
    counted = {c.name: len(c.occurrences) for c in build_candidates(tuple(story_passages(story)), GRAMMAR)}
    assert counted == {"工资集体协商": 1, "行业集体协商": 1}


def read_choices(story: Story, *names: str) -> list[dict[str, Features]]:
    passages = tuple(story_passages(story))
    programs = []
    for candidate in build_candidates(passages, GRAMMAR):
        if candidate.name in names:
            mentions = tuple(passages[o.passage].mention(o.start, o.end) for o in candidate.occurrences)
            programs.append(ProgramMention(candidate.name, candidate.name, "care", False, mentions, ()))
    words = link_scene.load_link_words(LEXICON)
    scene = link_scene.build_scene(passages, programs, find_cues(passages, CUES), CUES, GRAMMAR, words)
    metrics = read_figures(story, published_on=None, lexicon=LEXICON).metrics
    return [link_features.find_link_features(link_spot.build_spot(metric, scene), scene) for metric in metrics]


def test_a_bare_service_and_a_quoted_brand_stand_otherwise() -> None:
    choices, *_ = read_choices(ABOUT, "职工心理服务", "半夜热线")
    service, brand, none = choices["职工心理服务"], choices["半夜热线"], choices[""]
    assert service["bare"] == service["bare.clause"] == service["main.clause"] == 1.0
    assert "bare" not in brand
    assert none["none.main_bare"] == 1.0
    assert "none.main_single" not in none


def test_of_one_quoted_brand_alone_there_is_no_bare_main() -> None:
    (choices, *_) = read_choices(make_story("县总工会推出“灯下课”，今年已办36期。"), "灯下课")
    assert choices[""]["none.main_single"] == 1.0
    assert "none.main_bare" not in choices[""]
    assert choices["灯下课"]["main.sentence"] == 1.0


def test_a_figure_beside_a_name_counts_the_program_itself() -> None:
    before, behind, apart = read_choices(
        make_story("区总工会新建“静读亭”26家，年底前再添12家“静读亭”。“静读亭”开放以来接待职工3200人次。"), "静读亭"
    )
    assert "touch.before" in before["静读亭"]
    assert "touch.behind" not in before["静读亭"]
    assert "touch.behind" in behind["静读亭"]
    assert not {"touch.before", "touch.behind"} & apart["静读亭"].keys()
