"""What the columns and values of the parser's open tables are called on the desk."""

from __future__ import annotations

REACHES = {"clause": "到本分句止", "sentence": "到句末", "paragraph": "到段末"}

#: By table and column: title and help.
COLUMNS: dict[str, dict[str, tuple[str, str]]] = {
    "units": {
        "family": ("单位族", "同族的数才可相比；人与人次、期与班不同族。"),
        "accept": ("算不算数字", "“偏弱”的小数目（不足一百）多为叙事细节，要有旁证才收。"),
        "cn_digit": ("汉字数字", "前面是汉字数字（三家、十余名）时算不算。"),
        "not_before": ("后面不跟", "后面跟着这些字就不是单位，如 成 后面的 为。几个用半角分号隔开。"),
    },
    "qualifier_cues": {
        "position": ("位置", "在数字前面（超300件），还是单位后面（300件以上）。"),
        "qualifier": ("限定", ""),
    },
    "status_cues": {
        "status": ("口径", "读作计划，还是已经做到的。"),
        "kind": ("词性", "动词、副词还管前面的数（50家驿站将改造）；“下一步”一类的开头管到后文。"),
        "reach": ("管到哪里", ""),
    },
    "period_cues": {
        "kind": ("类型", "“比率”的（每年、同比）不作数字的期间。"),
        "reach": ("管到哪里", ""),
    },
    "false_friends": {
        "name": ("代号", "字母和短横，如 ordinal；不收的数字旁会注明。"),
        "side": ("位置", "盖住数字，还是紧挨在数字的前面、后面。"),
        "example": ("例", ""),
        "reason": ("理由", "编辑核对时看到的一句话，如：序数，不是数量。"),
    },
}

#: By table and column: what the values are called.
VALUES: dict[tuple[str, str], dict[str, str]] = {
    ("units", "family"): {
        "people": "人（名、位）", "visits": "人次", "households": "户", "family": "家庭",
        "sites": "阵地机构（家、个、处）",
        "sessions": "期、班、场", "groups": "队、组", "money": "金额", "ratio": "比率", "cases": "件、起",
        "documents": "份、册", "goods": "包、箱、瓶", "things": "辆、台、套", "items": "项、条", "courses": "门课",
        "orders": "单", "pairs": "对", "area": "面积", "distance": "长度", "time": "时间", "age": "年龄",
        "temperature": "温度", "ordinal": "序数", "rank": "名次", "score": "分数",
    },
    ("units", "accept"): {"yes": "算", "weak": "偏弱", "cue": "有旁证才算", "no": "不算"},
    ("units", "cn_digit"): {"yes": "算", "tens": "十以上才算", "no": "不算"},
    ("qualifier_cues", "position"): {"before": "数字前面", "after": "单位后面"},
    ("qualifier_cues", "qualifier"): {
        "over": "＞ 多于（超、余）", "at_least": "≥ 不少于（以上）", "about": "≈ 约（近、左右）",
        "under": "＜ 不足", "at_most": "≤ 至多（以内）",
    },
    ("status_cues", "status"): {"planned": "计划", "actual": "实绩"},
    ("status_cues", "kind"): {
        "verb": "动词（计划、力争）", "adverb": "副词（已、将）", "modal": "情态词（要）", "noun": "名词（目标是）",
        "time": "时间词（年底前、截至）", "frame": "开头语（下一步）",
    },
    ("status_cues", "reach"): REACHES,
    ("period_cues", "kind"): {
        "span": "一段时间", "since": "自某时以来", "as-of": "截至某时", "deadline": "到某时为止", "year": "某年",
        "half": "半年、季度", "months": "某月", "season": "时节（暑期）", "event": "活动期间", "rate": "比率（每年）",
    },
    ("period_cues", "reach"): REACHES,
    ("false_friends", "side"): {"over": "盖住数字", "before": "数字前面", "after": "数字后面"},
}  # fmt: skip

WORD_TITLES = {"units": "单位", "qualifier_cues": "词"}
WORD_HELP = {
    "units": "照文中写法，如 家、场次。",
    "qualifier_cues": "照文中写法，如 不少于。",
}
PATTERN_HELP = "直接写词即可；几种写法用 | 隔开，如 力争|争取。会写正则表达式的也可以用。"


def word_title(kind: str) -> str:
    return WORD_TITLES.get(kind, "写法")


def value_label(kind: str, column: str, value: str) -> str:
    """The Chinese word for a value; free text as it stands."""
    return VALUES.get((kind, column), {}).get(value, value)
