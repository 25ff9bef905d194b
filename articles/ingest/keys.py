"""What a parsed page names, looked up in the tables: places, indicators, programs (new ones are made)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from articles.models import Article, Category, City, County, Indicator, Program, Unresolved
from articles.parser.records import ParsedArticle, ProgramMention

NAME_LENGTH = Program._meta.get_field("name").max_length or 0
SLUG_LENGTH = Program._meta.get_field("slug").max_length or 0


@dataclass(frozen=True, slots=True)
class Keys:
    """Rows by the key that the parser uses for them. A merged program stands for the one it went into."""

    cities: set[str] = field(default_factory=set)
    counties: set[str] = field(default_factory=set)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    programs: dict[str, Program] = field(default_factory=dict)

    def program_named(self, one: ParsedArticle, name: str) -> Program | None:
        """The program that a figure's `program` means: a name of a mention of the same article."""
        canonical = next((p.canonical for p in one.facts.programs if p.name == name), "")
        return self.programs.get(canonical)

    def refused_programs(self, article: Article, one: ParsedArticle) -> list[Unresolved]:
        """A name too long to be one goes to the editor."""
        return [
            Unresolved(
                bulletin_id=article.bulletin_id,
                article=article,
                kind=Unresolved.Kind.PROGRAM,
                state=Unresolved.State.UNKNOWN,
                part=program.mentions[0].part,
                start=program.mentions[0].start,
                end=program.mentions[0].end,
                quote=program.mentions[0].quote,
                reason=f"名称超过 {NAME_LENGTH} 字",
            )
            for program in one.facts.programs
            if program.canonical not in self.programs
        ]


def load_keys(articles: Sequence[ParsedArticle]) -> Keys:
    """Look up all that the articles name, and make the programs that are new. Costs at most six queries."""
    places = [one.facts.place for one in articles]
    codes = {metric.indicator_code for one in articles for metric in one.facts.metrics} - {""}
    return Keys(
        cities=set(City.objects.filter(pk__in={p.city_code for p in places}).values_list("pk", flat=True)),
        counties=set(County.objects.filter(pk__in={p.county_code for p in places}).values_list("pk", flat=True)),
        indicators={i.code: i for i in Indicator.objects.filter(code__in=codes)},
        programs=_load_programs([program for one in articles for program in one.facts.programs]),
    )


def _load_programs(mentions: Iterable[ProgramMention]) -> dict[str, Program]:
    wanted = {m.canonical: m for m in mentions if len(m.canonical) <= NAME_LENGTH}
    found = _find_programs(wanted)
    # Twice, because another page can take an address between the look and the insert.
    for _ in range(2):
        found |= _create_programs([wanted[name] for name in sorted(wanted.keys() - found.keys())])
    return found


def _create_programs(mentions: list[ProgramMention]) -> dict[str, Program]:
    """Sorted by name, so that two pages which bring the same new names wait for each other in one order."""
    new = [build_program(mention.canonical, mention.category) for mention in mentions]
    if not new:
        return {}
    set_slugs(new)
    Program.objects.bulk_create(new, ignore_conflicts=True)
    return _find_programs(program.name for program in new)


def _find_programs(names: Iterable[str]) -> dict[str, Program]:
    rows = Program.objects.filter(name__in=list(names)).select_related("merged_into")
    return {row.name: row.merged_into or row for row in rows}


def build_program(name: str, category: str) -> Program:
    """An unsaved, unconfirmed program that the parser or an editor has met for the first time."""
    known = category if category in Category.values else Category.OTHER
    return Program(name=name, category=known, pinyin=build_pinyin(name))


def lazy_pinyin(name: str) -> list[str]:
    """The syllables of a name. The library's tables cost most of a second and 80 MB: only who needs them pays."""
    import pypinyin

    return pypinyin.lazy_pinyin(name)


def build_pinyin(name: str) -> str:
    """The sort key of a Chinese name: 爱心托班 → ai xin tuo ban."""
    return " ".join(lazy_pinyin(name))[:200]


def build_slug(name: str) -> str:
    """The address of a program: 爱心托班 → ai-xin-tuo-ban; of a name without any sound, its digest."""
    words = re.sub(r"[^a-z0-9]+", "-", "-".join(lazy_pinyin(name)).lower()).strip("-")
    return words[:SLUG_LENGTH].strip("-") or _digest(name)


def set_slugs(programs: Sequence[Program]) -> None:
    """Give each unsaved program a free address; names that sound alike get their digest behind. One query."""
    slugs = [build_slug(program.name) for program in programs]
    taken = set(Program.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    for program, slug in zip(programs, slugs, strict=True):
        program.slug = f"{slug[: SLUG_LENGTH - 9]}-{_digest(program.name)}" if slug in taken else slug
        taken.add(slug)


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:8]
