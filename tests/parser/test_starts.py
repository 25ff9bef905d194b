"""Stories that no 本报讯 opens, sign-offs set apart, titles amid a body."""

from __future__ import annotations

import pytest

from articles.parser.lexicon import load_lexicon
from articles.parser.page.read import read_page
from tests.parser.typeset import Sample, column_page, columns, wrap

LEXICON = load_lexicon()
DRY_DOCK = Sample(
    ("船坞里的凉茶摊",),
    (
        "岱山县一家修船厂的船坞里，午后的钢板烫得能煎蛋。县总工会在坞边支起凉茶摊，"
        "由退休厨师轮流熬制，电焊工和油漆工下了架子就能喝上一碗。凉茶摊今夏摆出四十来处，送出凉茶两万多碗。",
        "厂里的老师傅汤阿根说，往年这时候总有人中暑，今年一个也没有。岱山县总工会打算明年把凉茶摊增加到六十处。",
    ),
)
BAMBOO = Sample(
    ("竹编匠人收徒记",),
    (
        "篾刀一划，青竹成丝。在安吉县，会这门手艺的人一度不足二十名。安吉县总工会前年请出三位竹编匠人带徒弟，"
        "学徒每月领补贴，出师后由工会推荐到竹器企业。眼下已有学徒五十余名，其中一半是返乡的年轻人。",
        "“手里有活，心里不慌。”学徒许青青笑着说。",
    ),
)
TEA = Sample(
    ("采茶路上有班车",),
    (
        "清明前后，松阳县的采茶工天不亮就要出门。松阳县总工会开出采茶班车，从县城直达茶山，上下车都不收费。"
        "车上备着雨衣和热水，司机记得每一位老乘客的名字。",
    ),
)


def bodies(text: str) -> list[str]:
    return [story.body.text.replace("\n", "") for story in read_page(text, LEXICON).stories]


@pytest.mark.parametrize("measure", [14, 16, 17])
def test_stories_without_a_lead_in_one_measure(measure: int) -> None:
    samples = (DRY_DOCK, BAMBOO, TEA)
    text = column_page(samples, measures=(measure,) * 3)
    assert bodies(text) == ["".join(sample.paragraphs) for sample in samples]


@pytest.mark.parametrize("measure", [14, 16, 17])
def test_no_blank_line_between_them(measure: int) -> None:
    samples = (DRY_DOCK, BAMBOO)
    body = [line for sample in samples for paragraph in sample.paragraphs for line in wrap(paragraph, measure)]
    titles = [line for sample in samples for line in ("", *sample.titles)]
    assert bodies("\n".join([*body, *titles])) == ["".join(sample.paragraphs) for sample in samples]


def test_a_short_signed_paragraph_is_the_end_of_a_story() -> None:
    """Set in another measure and behind figures of what is to come, it still is none by itself."""
    end = "“担子轻了，心就稳了。”湖州市的汤阿根说。（通讯员 林一帆）"
    text = "\n".join([*columns(DRY_DOCK, 16, 20), "", *wrap(end, 13), "", *DRY_DOCK.titles])
    assert bodies(text) == ["".join(DRY_DOCK.paragraphs) + end]


@pytest.mark.parametrize(
    "lead",
    ["通讯员林一帆报道 ", "记者何苗 通讯员林一帆、陆小雨报道 ", "记者何苗 通讯员林一帆、陆小雨、许青青报道 "],
)
@pytest.mark.parametrize("titles", [(), DRY_DOCK.titles])
def test_a_byline_without_a_lead_opens_a_story(lead: str, titles: tuple[str, ...]) -> None:
    """Also where its names go over into the next line, and right behind a title, with no blank line between."""
    opened = lead + TEA.paragraphs[0]
    text = "\n".join([*columns(DRY_DOCK, 16, 40), *titles, *wrap(opened, 16), "", *TEA.titles])
    assert bodies(text) == ["".join(DRY_DOCK.paragraphs), opened]


@pytest.mark.parametrize("sign_off", ["（松阳县总工会）", "（记者 何苗 通讯员 林一帆）"])
def test_a_sign_off_on_a_line_of_its_own_closes_the_paragraph(sign_off: str) -> None:
    lines = [*columns(TEA, 16, 9), sign_off, "", *TEA.titles, "", *columns(BAMBOO, 14, 9), "", *BAMBOO.titles]
    assert bodies("\n".join(lines))[0] == TEA.paragraphs[0] + sign_off


def test_a_title_amid_a_story_does_not_part_it() -> None:
    first, second = ([*wrap(paragraph, 16)] for paragraph in DRY_DOCK.paragraphs)
    text = "\n".join([*first, "", *DRY_DOCK.titles, "", *second])
    page = read_page(text, LEXICON)
    assert [story.body.text.replace("\n", "") for story in page.stories] == ["".join(DRY_DOCK.paragraphs)]
    assert [t.text.text for t in page.stories[0].headline] == list(DRY_DOCK.titles)


def test_who_speaks_for_the_union_goes_on() -> None:
    """The county is named first where its union speaks, and the paragraph before looked ahead."""
    told = "拆一台电机，装一台电机。四十来岁的学员边学边记，三个月的课一堂不落，出门就有厂子等着要人。"
    ahead = "结业的人里，八成进了附近的厂。来年还要添两个工种，把课堂增加到五处，力争学员不少于四百人。"
    speaks = "定海区总工会负责人方小满说：这些课都不收学费，5月20日起在岑港、金塘轮流开讲。"
    story = (told * 3, told * 2 + ahead, speaks)
    body = [line for paragraph in story for line in (*wrap(paragraph, 16), "")]
    text = "\n".join([*body, "课堂设在厂门口", "", *columns(TEA, 16, 9), "", *TEA.titles])
    assert "".join(story) in bodies(text)


def test_a_lead_of_two_roles_opens_a_story() -> None:
    lead = "通讯员林一帆 记者何苗报道 "
    opened = Sample(TEA.titles, (lead + TEA.paragraphs[0],))
    assert bodies(column_page((DRY_DOCK, opened), measures=(16, 16)))[1] == lead + TEA.paragraphs[0]


@pytest.mark.parametrize("sign_off", ["（松阳县总工会）", "（记者 何苗 通讯员 林一帆）"])
def test_a_sign_off_between_two_stories_without_a_blank_line(sign_off: str) -> None:
    first, second = ([*wrap(paragraph, 16)] for paragraph in (TEA.paragraphs[0], BAMBOO.paragraphs[0]))
    text = "\n".join([*first, sign_off, *second, "", *TEA.titles, "", *BAMBOO.titles])
    assert bodies(text) == [TEA.paragraphs[0] + sign_off, BAMBOO.paragraphs[0]]


def test_a_sign_off_on_a_line_of_its_own_in_a_post() -> None:
    sign_off = "（记者 何苗 通讯员 林一帆）"
    text = "\n\n".join([*TEA.titles, *TEA.paragraphs, sign_off, *BAMBOO.titles, *BAMBOO.paragraphs])
    assert bodies(text)[0] == TEA.paragraphs[0] + sign_off


EXAMPLES = Sample(
    ("互助金一年给付两亿元",),
    (
        "本报讯 记者何苗报道 记者从台州市总工会了解到，职工互助保障今年参保人数再创新高，"
        "全市累计给付的互助金已经超过两亿元，"
        "住院、重病、意外三类保障都可以在手机上申请。",
        "市总工会还把申请材料从七份减到两份，审核时间从半个月缩短到三天，各地都设了代办窗口，不少职工在家门口就能交齐材料。下一步，这项服务将在乡镇铺开，参保人数力争增至90万人。",
        "10月18日，家住玉环市的货车司机颜海出院才六天，手机就响了。“以前跑三趟，今年门都没出。”他说。",
    ),
)


def test_no_story_of_a_web_page_begins_without_a_title_where_the_others_have_one() -> None:
    post = [line for s in (TEA, EXAMPLES, BAMBOO) for line in (*s.titles, *(f"　　{p}" for p in s.paragraphs), "")]
    assert len(bodies("\n".join(post))) == 3


def test_a_question_before_the_lead_is_a_headline() -> None:
    lead = "本报讯 记者何苗报道 近日，象山县总工会在渔港开出十五条夜归班车线路，渔工下船以后凭工会会员卡就能坐车回家。"
    post = [*TEA.titles, *TEA.paragraphs, "半夜下船，谁来送一程？", lead, *BAMBOO.titles, *BAMBOO.paragraphs]
    stories = read_page("\n\n".join(post), LEXICON).stories
    assert [[line.text.text for line in s.headline] for s in stories] == [
        ["采茶路上有班车"], ["半夜下船，谁来送一程？"], ["竹编匠人收徒记"],
    ]  # fmt: skip
