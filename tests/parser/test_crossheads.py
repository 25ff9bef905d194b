"""The small headings within a story: they are its paragraphs, not other stories' titles."""

from __future__ import annotations

import pytest

from articles.parser.clean import split_lines
from articles.parser.lexicon import load_lexicon
from articles.parser.page.columns import read_columns
from articles.parser.page.headings import find_headings
from articles.parser.page.lines import build_lines
from articles.parser.page.mend import read_page_lines, rebuild_story
from articles.parser.page.order import count_tears
from articles.parser.page.read import read_page
from articles.parser.records import Story
from tests.parser.typeset import SAMPLES, Sample, column_page

LEXICON = load_lexicon()
HEADLINE = "给渔嫂的一间灶屋"
OPENING = "傍晚五点，嵊泗县菜园镇的共享灶屋里飘出鱼汤的味道，下班的水产厂女工三三两两走了进来。"
WHO = "灶屋由嵊泗县总工会和两家水产企业合办，灶具、冰箱和碗筷都是现成的，厂里的女工凭会员证使用。"
COST = "一年的水电和维护要花4.6万元，县总工会承担一半，其余由企业分摊，职工自己只出菜钱。"
NEXT = "到今年9月底，灶屋已经用了5300多人次，镇上另外三家企业也递来了申请，正等着排期。"
OTHER = "本报讯 记者何苗报道 近日，岱山县总工会为修船职工送去防暑药箱120只，药箱里还有一张急救电话卡。"


def paragraphs_of(story: Story) -> list[str]:
    return [story.body.text[start:end] for start, end in story.paragraphs]


def read(*lines: str) -> dict[str, Story]:
    """The stories of a page by their headline."""
    stories = read_page("\n".join(lines), LEXICON).stories
    return {story.headline[0].text.text if story.headline else "": story for story in stories}


@pytest.mark.parametrize("between", ["\n　　", "\n\n"], ids=["indented", "set apart by blank lines"])
@pytest.mark.parametrize(
    "heads",
    [("谁在用", "钱从哪来", "还要开几间"), ("01　谁在用", "02　钱从哪来", "03　还要开几间")],
    ids=["bare", "counted"],
)
def test_crossheads_are_paragraphs_of_their_story(between: str, heads: tuple[str, str, str]) -> None:
    body = [OPENING, heads[0], WHO, heads[1], COST, heads[2], NEXT]
    stories = read(HEADLINE + between + between.join(body), "", "", "药箱送上船台", "", OTHER)
    assert paragraphs_of(stories[HEADLINE]) == body
    assert paragraphs_of(stories["药箱送上船台"]) == [OTHER]


def test_a_short_sentence_beside_a_crosshead_is_no_caption() -> None:
    body = [OPENING, "谁在用", WHO, "“我们下班就来。”", "钱从哪来", "企业出一半。", COST]
    story = read(HEADLINE, "", "\n\n".join(body))[HEADLINE]
    assert paragraphs_of(story) == body
    assert not story.captions


def test_a_short_first_paragraph_before_the_first_crosshead() -> None:
    body = ["镇上有间灶屋。", "谁在用", WHO, "钱从哪来", COST, "还要开几间", NEXT]
    assert paragraphs_of(read(HEADLINE, "", "\n\n".join(body))[HEADLINE]) == body


def test_a_single_line_between_two_bodies_stays_a_title() -> None:
    stories = read(HEADLINE, "　　" + OPENING, "　　" + WHO, "药箱送上船台", "　　" + OTHER)
    assert list(stories) == [HEADLINE, "药箱送上船台"]


def test_a_letter_opens_with_whom_it_is_written_to() -> None:
    story = read("药箱，谢谢你", "　　编辑同志：", "　　" + OPENING, "　　" + NEXT)["药箱，谢谢你"]
    assert paragraphs_of(story) == ["编辑同志：", OPENING, NEXT]


def test_one_pictures_caption_stands_behind_anothers() -> None:
    captions = ["女工们在灶屋里炖鱼汤。", "新添的冰箱上了锁。"]
    stories = read(HEADLINE, "", OPENING, "", WHO, "", *captions, "", "药箱送上船台", "", OTHER)
    assert [caption.text.text for caption in stories[HEADLINE].captions] == captions


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["01　谁在用", WHO, "02　钱从哪来", COST], {0, 2}),
        (["1　谁在用", WHO, "2　钱从哪来", COST, "3　还要开几间", NEXT], {0, 2, 4}),
        (["04　工会新闻", WHO, "05　基层工会", COST], set()),
        (["01　要闻", WHO, "02　综合新闻", COST], set()),
        (["01　谁在用", "02　钱从哪来", WHO], set()),
        (["02　谁在用", WHO, "03　钱从哪来", COST], set()),
    ],
    ids=[
        "counted",
        "without noughts",
        "page heads",
        "sections from the first page on",
        "a table of contents",
        "not from 1",
    ],
)
def test_headings_that_are_counted_through(lines: list[str], expected: set[int]) -> None:
    assert find_headings(build_lines(split_lines("\n".join(lines)))) == expected


#: A story of each kind that one odd line used to pass off as a piece of a torn page.
ODD = {
    "a colon at a paragraph's end": Sample(
        ("灶屋怎么用",), (OPENING, "灶屋的规矩贴在门上，一共三条，说给新来的女工听：", WHO, COST)
    ),
    "a salutation": Sample(("灶屋，谢谢你",), ("编辑同志：", OPENING, WHO, COST)),
    "counted headings": Sample((HEADLINE,), (OPENING, "01　谁在用", WHO, "02　钱从哪来", COST, "03　还要开几间", NEXT)),
    "headings counted in Chinese": Sample(
        (HEADLINE,), (OPENING, "一、谁在用", WHO, "二、钱从哪来", COST, "三、下一步", NEXT)
    ),
    "a table": Sample(("灶屋的账",), (OPENING, "水电维修：1.6万元", "燃气：4000元", "锅碗：9000元", WHO, COST)),
    "a headline broken behind its comma": Sample(("下班以后，", "鱼汤在哪儿炖？"), (OPENING, WHO, COST)),
    "a headline that asks": Sample(("“今晚的鱼汤，你喝了没？”",), (OPENING, WHO, COST)),
    "a deck behind a dash": Sample(("鱼汤飘香的那一间灶屋", "——嵊泗县总工会为女工合办"), (OPENING, WHO, COST)),
}


@pytest.mark.parametrize("heads", ["top", "end"])
@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_an_odd_line_makes_no_torn_page(odd: Sample, heads: str) -> None:
    samples = (SAMPLES[0], odd, SAMPLES[1])
    page = read_page(column_page(samples, heads=heads, measures=(16, 16, 16)), LEXICON)
    story = next(story for story in page.stories if OPENING[:12] in story.body.text)
    assert len(page.stories) == len(samples)
    assert [text.replace(" ", "") for text in paragraphs_of(story)] == list(odd.paragraphs)
    titles = [title.text.text for title in (*story.kicker, *story.headline, *story.deck)]
    assert titles == [title.removeprefix("——") for title in odd.titles]


def test_a_bodys_line_behind_a_comma_is_still_a_tear() -> None:
    text = column_page(SAMPLES[:2], heads="top", measures=(16, 16)).split("\n")
    stray = ["渔船刚刚靠岸渔嫂顾不上歇口气，", "就赶去镇上的学堂"]
    whole, torn = ("\n".join(lines) for lines in (text, [*text, "", *stray, ""]))
    tears = [count_tears(read_columns(build_lines(split_lines(page)))) for page in (whole, torn)]
    assert tears[0] < tears[1]


SIGNED = "到今年9月底，灶屋已经用了5300多人次。（通讯员 林一帆）"
#: What stands between the first paragraph and the last of a post whose paragraphs are not set in.
LISTS = {
    "what a colon announces": [
        "这一年的账，是这样花的：",
        "水电维修：1.6万元",
        "其中，燃气：4000元",
        "锅碗瓢盆：9000元",
    ],
    "items that are counted": ["1.凭会员证开门", "2.用完擦干净灶台", "3.鱼骨头不进水槽"],
    "questions and answers": ["问：谁能用？", "答：镇上的女工都能用。", "问：要花钱吗？", "答：只出菜钱。"],
}


@pytest.mark.parametrize("told", LISTS.values(), ids=LISTS)
def test_lists_told_line_by_line_are_paragraphs(told: list[str]) -> None:
    body = [OPENING, *told, WHO, COST]
    stories = read(HEADLINE, "", "\n\n".join(body), "", "药箱送上船台", "", OTHER)
    assert paragraphs_of(stories[HEADLINE]) == body
    assert paragraphs_of(stories["药箱送上船台"]) == [OTHER]


def test_a_kicker_that_ends_with_a_colon_announces_no_list() -> None:
    stories = read(HEADLINE, "", OPENING, "", WHO, "", "岱山县总工会：", "药箱送上船台", "", OTHER)
    assert paragraphs_of(stories[HEADLINE]) == [OPENING, WHO]


def test_a_short_first_paragraph_and_a_signed_last_one() -> None:
    body = ["镇上有间灶屋，夜里也亮着灯。", OPENING, WHO, SIGNED]
    story = read(HEADLINE, "", "\n\n".join(body))[HEADLINE]
    assert paragraphs_of(story) == body
    assert story.byline.correspondents == ("林一帆",)


@pytest.mark.parametrize(
    "line", ["10月8日　星期三　阴", "水电维修：1.6万元", "谁在用", "此致", "嵊泗县总工会女职工委员会"]
)
def test_what_is_set_in_as_the_paragraphs_are_is_one(line: str) -> None:
    body = [OPENING, line, WHO, COST]
    stories = read(HEADLINE, *("　　" + text for text in body), "药箱送上船台", "　　" + OTHER)
    assert paragraphs_of(stories[HEADLINE]) == body


def test_on_a_page_with_indents_each_title_begins_a_story() -> None:
    other = "码头边新添了一排长椅，等船的人总算有地方坐下来，把冻僵的手捂在热水杯上歇一歇。"
    stories = read(HEADLINE, "　　" + OPENING, "　　" + WHO, "风口里的热水杯", "　　" + other, "　　" + COST)
    assert paragraphs_of(stories["风口里的热水杯"]) == [other, COST]


def test_an_afterword_belongs_to_the_story_before_it() -> None:
    body = [OPENING, SIGNED, "编后：一间灶屋不大，装下的却是一镇女工下班以后的热汤热饭。"]
    assert paragraphs_of(read(HEADLINE, *("　　" + text for text in body))[HEADLINE]) == body


BRIEF = ["近日，嵊泗县总工会为渔船送去药箱120只。", "药箱里有碘伏、纱布和一张急救电话卡。"]


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n　　"], ids=["lines", "blank lines", "set in"])
@pytest.mark.parametrize(
    "body", [BRIEF[:1], BRIEF, [*BRIEF, "船员说很实用。（记者 何苗）"]], ids=["one", "two", "signed"]
)
def test_a_brief_of_short_sentences_is_a_story(body: list[str], between: str) -> None:
    assert paragraphs_of(read(between.join(["药箱送上船", *body]))["药箱送上船"]) == body


def test_captions_stand_behind_a_credit() -> None:
    captions = ["女工们在灶屋里炖鱼汤。", "新添的冰箱上了锁。"]
    lines = [HEADLINE, "　　" + OPENING, "　　" + WHO, "通讯员林一帆 摄", *captions, "", "药箱送上船台", "　　" + OTHER]
    stories = read(*lines)
    assert [caption.text.text for caption in stories[HEADLINE].captions] == captions
    assert not stories["药箱送上船台"].captions


@pytest.mark.parametrize(
    ("heads", "columns"),
    [
        (("01　谁在用", "02　钱从哪来"), False),
        (("一、谁在用", "二、钱从哪来"), False),
        (("谁在用", "钱从哪来"), False),
        (("01　谁在用", "02　钱从哪来"), True),
        (("一、谁在用", "二、钱从哪来"), True),
    ],
)
def test_a_story_put_together_again_by_its_lines_is_the_same(heads: tuple[str, str], columns: bool) -> None:
    who, cost = heads
    body = (OPENING, who, WHO, cost, COST, NEXT)
    raw = "\n\n".join([HEADLINE, *body, "药箱送上船台", OTHER])
    if columns:
        raw = column_page((SAMPLES[0], Sample((HEADLINE,), body), SAMPLES[1]), heads="top", measures=(16, 16, 16))
    page = read_page(raw, LEXICON)
    index = next(i for i, story in enumerate(page.stories) if OPENING[:12] in story.body.text)
    again = rebuild_story(read_page_lines(raw), page.fates, index, LEXICON)
    assert again is not None
    assert paragraphs_of(again) == paragraphs_of(page.stories[index])
