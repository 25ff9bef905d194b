"""Pages that are set as no other: an e-paper with furniture of its own, a torn page of uneven columns."""

from __future__ import annotations

import pytest

from articles.parser.clean import split_lines
from articles.parser.lexicon import load_lexicon
from articles.parser.page.blocks import Block
from articles.parser.page.lines import build_lines
from articles.parser.page.order import count_wedged
from articles.parser.page.read import read_page
from articles.parser.records import Page
from tests.parser.typeset import Sample, wrap

LEXICON = load_lexicon()
LOOM = Sample(
    ("织机旁的夜校", "海盐县总工会送课到车间"),
    (
        "本报讯 记者何苗报道 晚上七点，海盐县一家织造企业的食堂里坐满了挡车工。"
        "海盐县总工会请来的退休机修师傅正在讲断经怎么接，桌上摊着拆开的梭子。",
        "夜校每周开两晚，课表由车间自己点。挡车工沈月芬学会了看电路图，小毛病不用再等机修工。",
    ),
    ("挡车工在夜校拆装梭子。",),
)
FERRY = Sample(
    ("渡轮上的读书角", "嵊泗县总工会为船员送书"),
    (
        "本报讯 通讯员林一帆报道 嵊泗县往返各岛的渡轮上，最近多了一排书架。"
        "书架由嵊泗县总工会添置，书由船员点单，每个月换一批，借书不用登记。",
        "“跑一趟要三个钟头，正好看上几页。”轮机长顾海根说。第一批书里，航海史和菜谱借得最快。",
    ),
)
QUARRY = Sample(
    ("石匠有了体检车", "仙居县总工会把检查送进山"),
    (
        "本报讯 记者金朵报道 仙居县深山里的采石场离县医院有四十多公里。"
        "上个月，仙居县总工会租来的体检车开到了矿口，石匠们换班下来就能拍片、验血。",
        "体检车一天能查六十人，报告由医生当面讲解。石匠王德根查出血压偏高，当天就领到了药。",
    ),
)


def assert_stories(page: Page, samples: tuple[Sample, ...]) -> None:
    """Each sample is one story, its titles and captions with it."""
    found = {story.body.text[:16]: story for story in page.stories}
    assert len(found) == len(page.stories) == len(samples)
    for sample in samples:
        story = found[sample.paragraphs[0][:16]]
        assert [story.body.text[a:b] for a, b in story.paragraphs] == list(sample.paragraphs)
        titles = (*story.kicker, *story.headline, *story.deck)
        assert sorted(t.text.text for t in titles) == sorted(sample.titles)
        assert tuple(t.text.text for t in story.captions) == sample.captions


def test_an_epaper_page_with_other_furniture() -> None:
    lines = ["数字报首页 > 第05版", "2025-03-18 星期二", "上一版", "下一版", "返回目录", ""]
    for sample in (LOOM, FERRY, QUARRY):
        lines += ["字号：大 中 小", *sample.titles, "", *("　　" + p for p in sample.paragraphs), *sample.captions]
        lines += ["", "分享到：微信 微博", "打印本页", ""]
    page = read_page("\n".join([*lines, "版权所有 未经许可不得转载"]), LEXICON)
    assert_stories(page, (LOOM, FERRY, QUARRY))


def stacks(sample: Sample, measure: int, depths: tuple[int, ...]) -> list[list[str]]:
    """The body in columns of these depths, the last one taking what is left."""
    lines = [line for paragraph in sample.paragraphs for line in wrap(paragraph, measure)]
    cut: list[list[str]] = []
    for depth in depths:
        cut.append(lines[:depth])
        lines = lines[depth:]
    return [*cut, lines] if lines else cut


def test_a_torn_page_of_uneven_columns() -> None:
    first, second = stacks(LOOM, 15, (3, 9)), stacks(FERRY, 17, (8, 2))
    third = stacks(QUARRY, 14, (5, 4))
    pieces = [first[0], second[0], list(LOOM.titles), first[1], list(FERRY.titles), *second[1:], *first[2:]]
    pieces += [third[0], list(QUARRY.titles), *third[1:], list(LOOM.captions)]
    page = read_page("\n".join(line for piece in pieces for line in [*piece, ""]), LEXICON)
    assert_stories(page, (LOOM, FERRY, QUARRY))


CAPTAINS = Sample(
    ("老船长说风浪",),
    (
        "本报讯 记者何苗报道 上个月，嵊泗县总工会请来三位退休的老船长，在码头的仓库里开讲。讲到过去出海遇上大风，"
        "一位老人站起身来，说“船上的缆绳要看着浪头收，手里的舵一刻也不能松，宁可慢半个钟头”，满屋的人都不出声。"
        "散了场，年轻的船员围着他问个不停，直到仓库熄了灯。",
    ),
)
LIGHTHOUSE = Sample(
    ("灯塔里的新被褥",),
    (
        "本报讯 记者金朵报道 入冬以来，嵊泗县总工会把各岛的灯塔走了一遍，给守塔人换上厚被褥和取暖的炉子。"
        "最远的一座要坐两个钟头的船，再爬四百级台阶，守塔人老顾常年一个人住在上面，见到来人高兴得烧了一大壶水，"
        "又把窗台上晒好的鱼干装进袋子，塞到每个人手里，送到台阶口才回去。",
    ),
)


@pytest.mark.parametrize(("measure", "depth"), [(13, 7), (15, 5), (16, 5), (18, 4)])
def test_a_quotation_goes_on_in_the_column_that_closes_it(measure: int, depth: int) -> None:
    """Two stories of one measure and one county are left open at once; only the first has begun to quote."""
    (first, more), (second, rest) = (stacks(sample, measure, (depth,)) for sample in (CAPTAINS, LIGHTHOUSE))
    pieces = [first, second, more, list(CAPTAINS.titles), rest, list(LIGHTHOUSE.titles)]
    page = read_page("\n".join(line for piece in pieces for line in [*piece, ""]), LEXICON)
    assert_stories(page, (CAPTAINS, LIGHTHOUSE))


WEDGE = (
    "上个月，体检车开进仙居县的采石\n场。石匠们换班下来，排队量血压、\n\n{}\n\n{}在车厢里拍片子，报告当场就能\n拿到手。"
)


@pytest.mark.parametrize(
    ("wedge", "behind", "torn"),
    [
        ("石匠有了体检车\n县总工会把检查送进山", "", True),
        ("石匠们在车前排队。", "", True),
        ("“一年一次，”体检车司机王德根说", "", False),
        ("有人量完血压又去验血，有人跑去", "“体检车”的", False),
        ("有人刚量完血压，又排到了验血\n的队伍里，手里捏着两张单子等医", "", False),
        ("有人跑去\n验血，有人\n坐下来\n填表，有人", "", False),
    ],
)
def test_a_few_lines_wedged_into_a_paragraph_show_that_the_page_is_torn(wedge: str, behind: str, torn: bool) -> None:
    """Unless a hanging quotation mark has parted them, or they are deep enough for a column."""
    lines = build_lines(split_lines(WEDGE.format(wedge, behind)))
    assert count_wedged(Block(tuple(lines), 16)) == torn


def test_a_credit_on_a_torn_page_closes_the_story_before_it() -> None:
    photo = Sample(
        ("采石场里的体检",),
        (
            "上个月，体检车开进仙居县的采石场。石匠们换班下来，排队量血压、拍片子，报告当场就能拿到手。"
            "王德根查出血压偏高，领到了药，医生叮嘱他少吃咸菜。",
        ),
    )
    tail = Sample(
        ("渡轮上的灯",),
        (
            "入冬以来，天黑得早，嵊泗县总工会给往返各岛的渡轮添了灯，船员们夜里靠岸不用再摸黑系缆。"
            "灯由轮机长顾海根照看，坏了当天就换。（嵊泗县总工会）",
        ),
    )
    bodies = [wrap(sample.paragraphs[0], 16) for sample in (photo, tail)]
    other = stacks(FERRY, 16, (6, 5))
    pieces = [[*bodies[0], "林一帆 摄"], bodies[1], [*photo.titles], [*tail.titles]]
    pieces += [other[0], list(FERRY.titles), *other[1:]]
    page = read_page("\n".join(line for piece in pieces for line in [*piece, ""]), LEXICON)
    assert_stories(page, (photo, tail, FERRY))
    assert page.stories[0].byline.photographers == ("林一帆",)


def test_a_story_signed_at_both_ends_is_two() -> None:
    """本报讯 names its writers, the end names others: the second story began without any mark in the same column."""
    tail = Sample(
        ("灯塔下的理发店", "嵊泗县总工会把剪刀带上岛"),
        (
            "“上一趟岛要坐两个钟头的船。”8月3日一早，理发师傅沈阿根在嵊泗县的码头跳下渡轮，岸边已经排起了队。",
            "岛上没有理发店。嵊泗县总工会请来退休的师傅，每个月上岛一次，剪一个头不收钱。",
            "下个月，师傅们还要去更远的两座小岛。（记者 何苗 通讯员 林一帆）",
        ),
    )
    lines = [line for sample in (LOOM, tail) for paragraph in sample.paragraphs for line in wrap(paragraph, 16)]
    titles = ["", *LOOM.titles, "", *tail.titles, "", *LOOM.captions]
    page = read_page("\n".join([*lines, *titles]), LEXICON)
    assert_stories(page, (LOOM, tail))
    assert [story.byline.reporters for story in page.stories] == [("何苗",), ("何苗",)]
    assert page.stories[1].rules[0].name == "story.signed"
