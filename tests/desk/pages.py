"""Pages for the desk's tests, set as a paper's text layer gives them: narrow columns, titles far from their bodies."""

from __future__ import annotations

MEASURE = 16
TITLES = """
临安区总工会“暖心茶摊”再开张

新就业群体有了“加油站”
——嵊泗县工会驿站实现海岛全覆盖

职工夜校点亮晚间时光
"""
TEA = (
    "本报讯 记者顾青禾 通讯员何一舟报道 7月8日，杭州市临安区总工会的“暖心茶摊”在锦城街道重新开张。"
    "这一项目由临安区总工会牵头，今年计划设点26个以上，投入资金15万元，服务户外劳动者5000人次。\n"
    "截至目前，“暖心茶摊”已设点18个，发放饮用水1.2万瓶，服务户外劳动者3400余人次。\n"
    "“喝上一口凉茶，一天都有劲。”环卫工人老郑说。"
)
STATION = (
    "本报讯 通讯员林潮声报道 日前，嵊泗县总工会在菜园镇启用第12家工会驿站。"
    "至此，全县建成工会驿站12家，其中24小时驿站3家，实现住人海岛全覆盖。\n"
    "据悉，嵊泗县总工会今年改造提升工会驿站4家，累计服务户外劳动者2.3万人次。下一步将继续完善功能。"
)
SCHOOL = (
    "本报讯 记者苏予安报道 近日，松阳县总工会“职工夜校”开课，首批开设课程9门，报名职工420名。\n"
    "松阳县总工会相关负责人介绍，“职工夜校”自2023年开办以来，"
    "累计开课160场，参与职工6800人次，满意率98.5%。"
)


def set_column(text: str, measure: int = MEASURE) -> str:
    """A text broken into a narrow column, its paragraphs indented by nothing and parted by nothing."""
    lines = []
    for paragraph in text.split("\n"):
        lines += [paragraph[i : i + measure] for i in range(0, len(paragraph), measure)]
    return "\n".join(lines)


def build_page(*bodies: str, titles: str = TITLES, head: str = "") -> str:
    """Bodies in columns, one after the other, and the page's titles behind them."""
    return head + "\n\n".join(set_column(body) for body in bodies) + "\n" + titles


#: What a careful editor reads on `PAGE`, article by article.
COUNTIES = ["临安区", "嵊泗县", "松阳县"]
PROGRAMS = {"暖心茶摊", "工会驿站", "职工夜校"}

PAGE = build_page(TEA, STATION, SCHOOL)
