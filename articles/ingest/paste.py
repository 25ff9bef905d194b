"""From a pasted text to a stored draft: one text, one bulletin, all of it or none."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction

from articles.models import Bulletin, Revision, Source
from articles.parser.records import LineFate, ParsedBulletin

from .again import parse_again
from .records import save_articles

MAX_BYTES = 2_000_000
#: Every way a program ends a line: DOS, old Mac, Word's soft break, a text layer's page break, Unicode's own.
LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
SURROGATE = re.compile("[\ud800-\udfff]")
#: Marks that show nothing: an editor cannot see that two pastes differ by them.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class BulletinRefused(ValueError):
    """A text that is no bulletin. The message is for the editor, in Chinese; `code` is for programs."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class BulletinText:
    """A paste ready to be kept: `raw` differs from what came only in line ends, `sha256` names it."""

    raw: str
    sha256: str


def read_bulletin_text(text: str) -> BulletinText:
    """The text to keep and the digest by which a second paste of it is known.

    Every kind of line end becomes "\\n"; nothing else of the text is changed. The
    digest is taken without outer blank lines, blanks at line ends and invisible
    marks, in NFC, so that no browser or editor can make two of one page.
    Raises BulletinRefused for an empty text, one over 2 MB, and for control characters.
    """
    raw = LINE_END.sub("\n", text)
    if bad := CONTROL.search(raw):
        line = raw.count("\n", 0, bad.start()) + 1
        raise BulletinRefused(
            "control",
            f"第{line}行有一个不可见的控制字符（U+{ord(bad[0]):04X}），无法保存。请删去后再试，或从原处重新复制。",
        )
    if bad := SURROGATE.search(raw):
        line = raw.count("\n", 0, bad.start()) + 1
        raise BulletinRefused("surrogate", f"第{line}行有残缺的字符，无法保存。请从原处重新复制。")
    if len(raw.encode()) > MAX_BYTES:
        raise BulletinRefused("too_large", f"文字超过 2 MB（共 {len(raw):,} 字），请分版粘贴。")
    key = _digest_text(raw)
    if not key:
        raise BulletinRefused("empty", "还没有粘贴文字。")
    return BulletinText(raw, hashlib.sha256(key.encode()).hexdigest())


def _digest_text(raw: str) -> str:
    visible = INVISIBLE.sub("", unicodedata.normalize("NFC", raw))
    return "\n".join(line.rstrip() for line in visible.split("\n")).strip()


def find_known(text: BulletinText) -> Bulletin | None:
    """The bulletin that holds this text already. Costs one query."""
    return Bulletin.objects.filter(raw_sha256=text.sha256).select_related("source").first()


def preview_bulletin(text: BulletinText, *, published_on: date | None) -> ParsedBulletin:
    """What the parser reads in the text; nothing is stored.

    Raises BulletinRefused where there is no article in it.
    """
    parsed = parse_again(text.raw, published_on=published_on)
    if not parsed.articles:
        raise BulletinRefused("no_article", "没有找到报道：文中看不出一篇有正文的消息。请确认粘贴的是整版文字。")
    return parsed


def save_bulletin(
    *,
    text: BulletinText,
    source: Source,
    published_on: date,
    page: str = "",
    column_title: str = "",
    user: AbstractBaseUser | None = None,
    is_sample: bool = False,
) -> tuple[Bulletin, bool]:
    """Store a paste as a draft with all that was read in it; `(bulletin, created)`.

    A text that is known leads to the first bulletin, untouched, with `created`
    False, also when many post it at the same instant. Raises BulletinRefused
    where there is no article in the text; then nothing is stored.
    """
    if known := find_known(text):
        return known, False
    parsed = preview_bulletin(text, published_on=published_on)
    bulletin = Bulletin(
        raw_text=text.raw,
        raw_sha256=text.sha256,
        source=source,
        published_on=published_on,
        page=page,
        column_title=(column_title or " ".join(parsed.column))[:200],
        is_sample=is_sample,
        parser_version=parsed.parser_version,
        lexicon_version=parsed.lexicon_version,
        line_fates=[build_line_fate(fate) for fate in parsed.fates],
        created_by=user,
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                bulletin.save(force_insert=True)
        except IntegrityError:
            if known := find_known(text):
                return known, False
            raise
        save_articles(bulletin, parsed)
        _record_paste(bulletin, user)
    return bulletin, True


def build_line_fate(fate: LineFate) -> list[str | int | None]:
    """A line's fate as the bulletin stores it: [role, article position or None, rule name, reason]."""
    return [fate.role, fate.article, fate.rule.name, fate.rule.reason]


def _record_paste(bulletin: Bulletin, user: AbstractBaseUser | None) -> None:
    Revision.objects.create(
        user_pk=user.pk if user else None,
        user_name=user.get_username() if user else "",
        action=Revision.Action.PASTE,
        model="bulletin",
        object_pk=str(bulletin.pk),
        label=str(bulletin)[:200],
        bulletin_id=bulletin.pk,
        after={"raw_sha256": bulletin.raw_sha256, "parser_version": bulletin.parser_version},
    )
