"""A small typesetter for tests: articles of our own → the lines of narrow columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

FORBIDDEN_START = "，。、；：？！”’）》%"
FORBIDDEN_END = "“‘（《"


@dataclass(frozen=True)
class Sample:
    titles: tuple[str, ...]
    paragraphs: tuple[str, ...]
    captions: tuple[str, ...] = ()
    credit: str = ""


SAMPLES = (
    Sample(
        ("渔嫂有了“新本领”", "象山县总工会开办渔嫂学堂"),
        (
            "本报讯 记者何苗 通讯员林一帆报道 渔船刚刚靠岸，象山县石浦镇的渔嫂陆阿娣顾不上歇口气，"
            "就赶去镇上的渔嫂学堂上课。这一天，老师教的是网络直播卖海鲜。",
            "渔嫂学堂由象山县总工会去年开办，请来电商老师和水产专家轮流授课。学堂开设烹饪、剪纸、直播三门课程，"
            "每周上课两晚，至今已有四百余名渔嫂结业。",
            "“以前只会补网，现在手机一架就能把虾干卖到外省。”陆阿娣说，上个月她一个人就卖出两百多单。",
            "象山县总工会相关负责人表示，下一步将把课堂开进鹤浦、高塘等海岛，让更多渔嫂在家门口学到手艺。",
        ),
        ("渔嫂们在课堂上练习直播。",),
    ),
    Sample(
        ("烧饼飘香　技能生金", "缙云县总工会举办烧饼师傅培训班"),
        (
            "本报讯 见习记者金朵报道 揉面、包馅、贴炉，一只只金黄的烧饼出了炉。"
            "近日，缙云县五云街道的实训教室里，三十六名学员围着炭炉反复练习。",
            "缙云县总工会今年和县农业农村局一起举办烧饼师傅培训班，"
            "学费全免，每期十天。授课的都是做了几十年烧饼的老师傅，从选菜干到看火候，样样手把手教。",
            "学员胡根法原先在外地打零工，这次拿到了合格证书，准备回到镇上开一家烧饼店。",
        ),
    ),
    Sample(
        ("电池车间里的比武",),
        (
            "八月的一天，长兴县一家电池企业的车间里，四十名一线工人站上工位，比谁的极板包得又快又好。"
            "这场职工技能比武由长兴县总工会和县经信局联合举办，前三名可以直接晋升一级技能等级。",
        ),
        credit="通讯员方小雪 摄",
    ),
    Sample(
        ("码头上的“暖心灶”", "瑞安市总工会为船员送热饭"),
        (
            "本报讯 通讯员黄海生报道 凌晨四点，瑞安市东山码头的灯还亮着。"
            "刚刚卸完货的船员们端起热气腾腾的面条，围着炉灶聊起了这一趟的收成。",
            "这座“暖心灶”是瑞安市总工会今年春天建起来的，里面有炉灶、冰柜、热水器和药箱，钥匙交给船员自己管。谁先靠岸谁先生火，谁用完谁打扫。",
            "“漂在海上最想的就是一口热的。”老船员蔡伯明说。据了解，年底前瑞安市总工会还将在另外两座码头建起同样的炉灶。",
        ),
    ),
)


def width(text: str) -> float:
    return sum(1 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def wrap(paragraph: str, measure: int) -> list[str]:
    """A paragraph in lines of `measure` characters, the first indented by two; marks keep their full width."""
    lines, line, used = [], "", 2.0
    for token in re.findall(r"[A-Za-z0-9.%]+|.", paragraph):
        if line and used + width(token) > measure and not (token in FORBIDDEN_START and used < measure + 1):
            carried = ""
            while line and line[-1] in FORBIDDEN_END:
                carried, line = line[-1] + carried, line[:-1]
            lines.append(line)
            line, used = carried, width(carried)
        line += token
        used += width(token)
    return [*lines, line]


def columns(sample: Sample, measure: int, depth: int) -> list[str]:
    """A body in columns of `depth` lines with a blank line between them, its credit as a last paragraph."""
    paragraphs = [*sample.paragraphs, *([sample.credit] if sample.credit else [])]
    lines = [line for paragraph in paragraphs for line in wrap(paragraph, measure)]
    out: list[str] = []
    for index, line in enumerate(lines):
        if index and index % depth == 0:
            out.append("")
        out.append(line)
    return out


def column_page(samples: Sequence[Sample], *, heads: str = "end", measures: Sequence[int] = (16, 14, 17, 15)) -> str:
    """A page of narrow columns, headlines before their bodies or all at the end."""
    page: list[str] = []
    tail: list[str] = []
    for sample, measure in zip(samples, measures, strict=False):
        head = [*sample.titles, ""]
        page += head if heads == "top" else []
        page += [*columns(sample, measure, 9), ""]
        tail += head if heads == "end" else []
        tail += [*sample.captions, ""] if sample.captions else []
    return "\n".join([*page, *tail]) + "\n"


def web_page(samples: Sequence[Sample]) -> str:
    """An e-paper's page: furniture, headlines, indented paragraphs."""
    page = ["第03版：工会新闻", "上一版 下一版", "2025年06月05日 星期四", ""]
    for sample in samples:
        page += ["放大 缩小 默认", *sample.titles, "", *("　　" + p for p in sample.paragraphs)]
        page += [sample.credit] if sample.credit else []
        page += [*sample.captions, "", "分享到："]
    return "\n".join(page) + "\n"


def torn_page(samples: Sequence[Sample], measures: Sequence[int] = (16, 14, 17, 15)) -> str:
    """The columns of two stories in turn, each story's titles before its second column."""
    stacks: list[list[list[str]]] = []
    for sample, measure in zip(samples, measures, strict=False):
        pieces: list[list[str]] = [[]]
        for line in columns(sample, measure, 8):
            if line:
                pieces[-1].append(line)
            else:
                pieces.append([])
        pieces.insert(1, list(sample.titles))
        if sample.captions:
            pieces.append(list(sample.captions))
        stacks.append(pieces)
    out: list[str] = []
    for first, second in zip(stacks[::2], stacks[1::2], strict=True):
        for index in range(max(len(first), len(second))):
            for pieces in (first, second):
                if index < len(pieces):
                    out += [*pieces[index], ""]
    return "\n".join(out) + "\n"
