"""The byline grammar: who reported, wrote in and took the picture.

Role words (本报, 见习, 实习, 特约, 全媒体 + 记者; 通讯员) come in any order, each
with a list of names parted by 、 or a space. The phrase stands behind 本报讯 and
is closed by 报道, stands in brackets behind the body (（记者 李放 通讯员 郑轶）),
on a line of its own, or is a photo credit (通讯员李善科 摄).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from articles.parser.lexicon import read_table
from articles.parser.records import Byline, Lead

#: A byline is looked for in this many characters at the head and the tail of a body.
REACH: Final = 160

_HAN: Final = "\u3400-\u9fff"
_ROLE: Final = re.compile(
    r"(?P<trainee>(?:本报|本刊|全媒体)*(?:见习|实习)(?:生|记者|编辑))"
    r"|(?P<correspondent>(?:本报|特约|骨干|全媒体)*(?:通讯员|通讯组|供稿))"
    r"|(?P<reporter>(?:本报|本刊|特约|特派|首席|全媒体|融媒体|驻[" + _HAN + r"]{1,4})*(?:记者|撰稿人?))"
    r"|(?P<photographer>(?:摄影|图片)(?:报道)?(?=[:： /]))"
)
_ROLE_START: Final = re.compile(r"(?:本报|本刊|特约|特派|首席|全媒体|融媒体|见习|实习|骨干)*(?:记者|通讯员|实习生)")
_LEAD: Final = re.compile(r"(?P<lead>本报(?:综合)?讯|本刊讯)[ 　:：]*")
_GAP: Final = re.compile(r"[ 　:：/]*")
_SEPARATOR: Final = re.compile(r"[ 　]*[、，/][ 　]*|[ 　]+")
_NAME: Final = re.compile(f"[{_HAN}]{{1,4}}(?:·[{_HAN}]{{1,6}})?")
_END: Final = re.compile(r"[ 　]*(?:摄影报道|图文报道|文/?摄|文/图|图/文|报道|摄影|摄|供稿|撰稿|文)")
_SHOT: Final = re.compile(r"摄")
#: Labels before the names: 图/林一帆 文/何苗, 图文：何苗.
_LABEL: Final = re.compile(
    "(?P<both>图文|文图|文/图|图/文|文/摄)[/:：｜| 　]|(?P<shot>图片?|摄影?)[/:：｜|]|(?P<wrote>文字?|撰文)[/:：｜|]"
)
#: Who may hand in a picture without a name: 受访者供图, 县总工会供图.
_GIVER: Final = re.compile("(?:受访者|受访单位|受访对象|工会|总工|单位|公司|企业|部门|学校|供电|资料)$")
#: What stands before the names in a sign-off, and behind them: （来源：县总工会 记者：何苗 图片由受访者提供）
_ISSUED: Final = re.compile(
    f"^(?:来源[：:] ?)?[{_HAN}]{{2,16}}(?:工会|委员会|工委|日报|晚报|发布)"
    "[ 　，、/|｜]+(?=(?:本报|见习|实习|特约)*(?:记者|通讯员))"
)
_GIVEN: Final = re.compile(f"[ 　，]+(?:图片|图|照片)(?:均?由)?[{_HAN}]{{2,12}}(?:提供|供图)$|[ 　]*整理$")
_SIGN_OFF: Final = re.compile(r"(?:^|(?<=[。！？”’]))[ 　]*[（(](?P<inside>[^（()）]{2,80})[）)][。]?$")
_ISSUER: Final = re.compile("(?:工会|总工|总|供稿|办公室|委员会|工委)$")
_CREDIT_TAIL: Final = re.compile(
    r"(?:^|(?<=[。！？”’）]))[ 　]*[（(]?"
    r"(?P<inside>[^。！？，；“”（）()]{2,40}?(?:文/摄|文/图|图/文|摄影报道|摄影|摄|供图))[）)]?[。]?$"
)
#: A credit ends with one of these characters or begins with one of those: labels, and roles as in _ROLE_START.
_CREDIT_ENDS: Final = frozenset("摄影道图文")
_CREDIT_STARTS: Final = frozenset("图摄文撰本特首全融见实骨记通")
#: With which character a sign-off or a credit ends.
_CLOSINGS: Final = frozenset("）)摄影道图文")
_BARE_NAMES: Final = re.compile(f"[{_HAN}]{{2,4}}(?:[ 　、/]+[{_HAN}]{{2,4}}){{0,4}}")

#: Words that stand where a name might, behind a byline that 报道 does not close.
_NO_NAME: Final = re.compile(
    r"报道|近日|日前|近期|昨[日天]|今[日天年]|连日来|记者|通讯员|摄影?$|从|在|当|随着|为|据|自|走进|来到"
)


#: A name of two characters set apart to the width of three: 陈 迪.
_SPACED_NAME: Final = re.compile(f"([{_HAN}]) ([{_HAN}])(?=报道|摄|文/|见习|实习|记者|通讯员|[^{_HAN}]|$)")
_AFTER_NAME: Final = re.compile("报道|摄|文/|本报|见习|实习|特约|记者|通讯员")


@dataclass
class _Names:
    reporters: list[str] = field(default_factory=list)
    trainees: list[str] = field(default_factory=list)
    correspondents: list[str] = field(default_factory=list)
    photographers: list[str] = field(default_factory=list)

    def add(self, role: str, names: Iterable[str]) -> None:
        into: list[str] = getattr(self, role + "s")
        into.extend(n for n in names if n not in into)

    def take(self, other: _Names) -> None:
        for role in ("reporter", "trainee", "correspondent", "photographer"):
            self.add(role, getattr(other, role + "s"))

    def __bool__(self) -> bool:
        return bool(self.reporters or self.trainees or self.correspondents or self.photographers)

    def build(self) -> Byline:
        return Byline(
            *(tuple(part) for part in (self.reporters, self.trainees, self.correspondents, self.photographers))
        )


@lru_cache(maxsize=1)
def load_surnames() -> frozenset[str]:
    """Family names, single and compound, from `lexicon/surnames.tsv`."""
    return frozenset(read_table("surnames", lambda **c: c["surname"]))


def looks_like_name(text: str) -> bool:
    """Whether a word can be a person's full name: a family name and one or two characters more.

    >>> looks_like_name("李善科"), looks_like_name("欧阳子墨"), looks_like_name("活动现场")
    (True, True, False)
    """
    text = text.replace(" ", "")
    surnames = load_surnames()
    if "·" in text:
        return True
    if text[:2] in surnames and 3 <= len(text) <= 4:
        return True
    # A fourth character is rare: 蓝陈启秀 carries both parents' names.
    return text[:1] in surnames and (2 <= len(text) <= 3 or (len(text) == 4 and text[1] in surnames))


def find_lead(text: str) -> Lead:
    """How a body opens: 本报讯, a correspondent's own 通讯员…报道, or none."""
    if _LEAD.match(text):
        return "本报讯"
    if text.startswith(("通讯员", "特约通讯员")) and "报道" in text[:40]:
        return "通讯员"
    return "none"


def find_byline(body: str, credit: str = "") -> Byline:
    """The names by role of a body (paragraphs joined by line breaks) and its credit lines.

    >>> find_byline("本报讯 见习记者任杰 通讯员叶明华、钱春芬报道 日前，……").correspondents
    ('叶明华', '钱春芬')
    """
    names = _Names()
    _read_head(body[:REACH], names)
    _read_tail(body[-REACH:].rsplit("\n", 1)[-1], names)
    for line in _join_credits(credit.split("\n")):
        read_credit(line, names)
    return names.build()


def is_signed_by_writers(paragraph: str) -> bool:
    """Whether a paragraph ends with the names of those who wrote it, not only with who took the picture.

    >>> is_signed_by_writers("……免费入住。（记者 何苗）"), is_signed_by_writers("……免费入住。通讯员李善科 摄")
    (True, False)
    """
    names = _Names()
    _read_tail(paragraph[-REACH:], names)
    return bool(names.reporters or names.trainees or names.correspondents)


def _join_credits(lines: Sequence[str]) -> list[str]:
    """The credits of lines that may be broken anywhere: 通讯员林一帆、陆小雨 / 摄 is one."""
    credits: list[str] = []
    for line in lines:
        if credits and not (is_credit(credits[-1]) and is_credit(line)):
            together = credits[-1] + line
            credits[-1] = together if is_credit(together) else f"{credits[-1]} {line}"
        else:
            credits.append(line)
    return credits


def _read_head(text: str, names: _Names) -> None:
    lead = _LEAD.match(text)
    at = lead.end() if lead else 0
    opened = text[at : at + 1] in "（(【" and at < len(text)
    _read_groups(text.split("\n", 1)[0], at + opened, names, strict=not lead and not opened)


def _read_tail(text: str, names: _Names) -> bool:
    """The sign-off or credit that closes a paragraph; whether there was one."""
    text = text.rstrip(" 　")
    if text.rstrip("。")[-1:] not in _CLOSINGS:
        return False
    credit = _CREDIT_TAIL.search(text)
    if credit and read_credit(credit["inside"], names):
        return True
    found = _SIGN_OFF.search(text)
    if not found:
        return False
    inside = _ISSUED.sub("", found["inside"].strip(" 　"))
    inside = _GIVEN.sub("", inside)
    if _ROLE_START.match(inside):
        return _read_groups(inside, 0, names, strict=False) > 0
    if inside.endswith(("摄", "供图")) or _LABEL.match(inside):
        return read_credit(inside, names)
    if _BARE_NAMES.fullmatch(inside) and all(looks_like_name(n) for n in re.split("[ 　、/]+", inside)):
        names.add("reporter", re.split("[ 　、/]+", inside))
        return True
    return False


def read_credit(line: str, names: _Names) -> bool:
    """A line that is a byline or a photo credit as a whole: 毛朝晖 姚亮 摄; whether it was one."""
    line = line.strip(" 　（）()▲。")
    if line[-1:] not in _CREDIT_ENDS and line[:1] not in _CREDIT_STARTS:
        return False
    if _LABEL.match(line):
        return _read_labels(line, names)
    if line.endswith("供图"):
        return _read_giver(line.removesuffix("供图").strip(" 　"), names)
    shot = re.search(r"[ 　/]*(?:(?P<both>文/摄|文/图|图/文|图文)|摄影报道|摄影|摄)$", line)
    if shot:
        found = _read_shooters(line[: shot.start()].strip(" 　"))
        if not found:
            return False
        people = found.photographers + found.reporters + found.trainees + found.correspondents
        names.add("photographer", people)
        if shot["both"] or shot.group().strip().endswith("报道"):
            names.add("reporter", found.reporters)
            names.add("trainee", found.trainees)
            names.add("correspondent", found.correspondents)
        return True
    return bool(_ROLE_START.match(line)) and _read_groups(line, 0, names, strict=False) == len(line)


def _read_labels(line: str, names: _Names) -> bool:
    """Names behind what they did: who shot the picture is a photographer, who wrote goes by the printed role."""
    labels = list(_LABEL.finditer(line))
    found = _Names()
    for label, end in zip(labels, [*(m.start() for m in labels[1:]), len(line)], strict=True):
        people = _read_shooters(line[label.end() : end].strip(" 　、；"))
        listed = people.photographers + people.reporters + people.trainees + people.correspondents
        if not listed or not all(map(looks_like_name, listed)):
            return False
        if not label["wrote"]:
            found.add("photographer", listed)
        if not label["shot"]:
            # a bare name that wrote is a reporter's
            bare = [] if people.reporters or people.trainees or people.correspondents else people.photographers
            found.add("reporter", people.reporters + bare)
            found.add("trainee", people.trainees)
            found.add("correspondent", people.correspondents)
    names.take(found)
    return True


def _read_giver(text: str, names: _Names) -> bool:
    """Who gave the picture: 通讯员林一帆供图; an office that gave it is a credit without a name."""
    if _GIVER.search(text) and len(text) <= 20:
        return True
    found = _read_shooters(text)
    people = found.photographers + found.reporters + found.trainees + found.correspondents
    if not people or not all(map(looks_like_name, people)):
        return False
    names.add("photographer", people)
    return True


def _read_shooters(text: str) -> _Names:
    """Who took a picture, by role as far as printed: 毛朝晖 姚亮; 毛朝晖、通讯员李善科. Empty if not all are names."""
    found = _Names()
    if _read_groups(text, 0, found, strict=False) >= 0:
        return found
    listed, end = _read_names(text, 0)
    if not listed or (len(listed) > 1 and not all(map(looks_like_name, listed))):
        return found
    found.add("photographer", listed)
    if end < len(text) and (
        not looks_like_name(listed[-1]) or _read_groups(text, end, found, strict=False) < len(text)
    ):
        return _Names()
    return found


def is_credit(line: str) -> bool:
    """Whether a line holds nothing but a byline or a photo credit.

    >>> is_credit("通讯员李善科 摄"), is_credit("林海波 摄"), is_credit("本报记者 李放"), is_credit("同行交流 互学互鉴")
    (True, True, True, False)
    """
    return 3 <= len(line) <= 60 and read_credit(line, _Names())


def is_signed_off(paragraph: str) -> bool:
    """Whether a paragraph closes its story: （记者 李放）, （慈溪市总工会）, 通讯员宋佳音 摄."""
    text = paragraph[-REACH:].rstrip(" 　")
    if text.rstrip("。")[-1:] not in _CLOSINGS:
        return False
    if _read_tail(text, _Names()):
        return True
    found = _SIGN_OFF.search(text)
    return bool(found and _ISSUER.search(found["inside"]))


def _read_groups(text: str, at: int, names: _Names, *, strict: bool) -> int:
    """Role groups from `at` on, until none follows; where they end, -1 if there is none.

    `strict` wants the phrase closed by 报道, a bracket or a line's end: it opens no 本报讯.
    """
    found = _Names()
    while True:
        at = _GAP.match(text, at).end()  # type: ignore[union-attr]
        if text[at : at + 1] in "、，" and at < len(text):
            at += 1
        role = _ROLE.match(text, at)
        if not role or not role.lastgroup:
            break
        listed, end = _read_names(text, _GAP.match(text, role.end()).end())  # type: ignore[union-attr]
        if not listed:
            break
        found.add(role.lastgroup, listed)
        at = end
    closing = _END.match(text, at)
    if closing and found:
        at = closing.end()
        if _SHOT.search(closing.group()) and closing.group().strip() != "报道":
            found.add("photographer", found.reporters + found.correspondents)
    if not found or (strict and not closing and at < len(text) and text[at] not in "）)】"):
        return -1
    names.take(found)
    return at


def _read_names(text: str, at: int) -> tuple[list[str], int]:
    """The list of names at `at` and where it ends. 陈 迪 is one name set apart."""
    listed: list[str] = []
    while len(listed) < 12:
        name, end = _read_name(text, at)
        if not name:
            break
        listed.append(name)
        at = end
        separator = _SEPARATOR.match(text, at)
        if not separator:
            break
        upcoming, _ = _read_name(text, separator.end())
        if not upcoming or _ROLE.match(text, separator.end()):
            break
        if separator.group().strip() == "" and not looks_like_name(upcoming):
            break
        at = separator.end()
    return listed, at


def _read_name(text: str, at: int) -> tuple[str, int]:
    """One name at `at`, cut before 报道 and the like; ("", at) if none stands there."""
    if _NO_NAME.match(text, at) or _ROLE_START.match(text, at):
        return "", at
    spaced = _SPACED_NAME.match(text, at)
    if spaced and spaced[1] in load_surnames():
        return spaced[1] + spaced[2], spaced.end()
    match = _NAME.match(text, at)
    if not match:
        return "", at
    name = match.group()
    closing = _AFTER_NAME.search(text, at, at + 9)
    if closing and 2 <= closing.start() - at < len(name):
        name = name[: closing.start() - at]
    if len(name) < 2:
        return "", at
    if len(name) == 4 and not looks_like_name(name) and "·" not in name:
        return "", at
    return name, at + len(name)
