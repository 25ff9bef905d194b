"""The shipped tables in the database: whole, once, and never over a person's head."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from articles import seeding
from articles.models import City, County, Indicator, Program, ProgramAlias, Revision, Source, Zone
from articles.parser.lexicon import Lexicon, load_lexicon
from articles.seeding import seed_lexicon

pytestmark = pytest.mark.django_db

MOUNTAIN = (
    "淳安 永嘉 平阳 苍南 文成 泰顺 武义 磐安 柯城 衢江 江山 龙游 常山 开化 三门 天台 仙居 "
    "莲都 龙泉 青田 云和 庆元 缙云 遂昌 松阳 景宁"
)


def lexicon_with(**row: Any) -> Lexicon:
    """The shipping lexicon with one more program name."""
    lexicon = load_lexicon()
    return replace(lexicon, programs=(*lexicon.programs, replace(lexicon.programs[0], **row)), version="next")


def test_every_place_indicator_and_program_is_there() -> None:
    lexicon = load_lexicon()
    assert City.objects.count() == 11
    assert County.objects.count() == 90
    assert Zone.objects.count() == len({zone.name for zone in lexicon.zones})
    assert Indicator.objects.count() == 112
    assert set(Program.objects.values_list("name", flat=True)) == {p.canonical for p in lexicon.programs}
    names = {(p.alias, p.place) for p in lexicon.programs if p.alias != p.canonical}
    assert set(ProgramAlias.objects.values_list("name", "place")) == names


def test_counties_have_their_traits() -> None:
    assert set(County.objects.filter(is_mountain=True).values_list("short", flat=True)) == set(MOUNTAIN.split())
    islands = set(County.objects.filter(is_island=True).values_list("short", flat=True))
    assert islands == {"定海", "普陀", "岱山", "嵊泗", "洞头", "玉环"}


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("衢江区", "qu jiang qu", "qjq"),
        ("莲都区", "lian du qu", "ldq"),
        ("乐清市", "yue qing shi", "yqs"),
        ("长兴县", "chang xing xian", "cxx"),
        ("鄞州区", "yin zhou qu", "yzq"),
    ],
)
def test_places_are_read_as_they_are_spoken(name: str, pinyin: str, initials: str) -> None:
    county = County.objects.get(name=name)
    assert (county.pinyin, county.initials) == (pinyin, initials)


def test_a_second_run_writes_nothing() -> None:
    before = Revision.objects.count()
    assert not any(seed_lexicon().counts().values())
    assert Revision.objects.count() == before


def test_what_a_person_changed_stays() -> None:
    program = Program.objects.get(name="爱心托班")
    program.name, program.category = "爱心暑托班", "care"
    program.save()
    ProgramAlias.objects.filter(name="小哥驿站").delete()
    County.objects.filter(name="衢江区").update(aliases=["衢江"])
    gone = Zone.objects.order_by("pk").first()
    assert gone is not None
    gone.delete()

    seed_lexicon()

    program.refresh_from_db()
    assert (program.name, program.category) == ("爱心暑托班", "care")
    assert not Program.objects.filter(name="爱心托班").exists()
    assert not ProgramAlias.objects.filter(name="小哥驿站").exists()
    assert County.objects.get(name="衢江区").aliases == ["衢江"]
    assert not Zone.objects.filter(name=gone.name).exists()


def test_a_program_the_parser_met_first_is_confirmed() -> None:
    runs = Revision.objects.count()
    Program.objects.create(name="甲乙丙服务队", slug="jia-yi-bing", pinyin="jia yi bing", category="other")
    new = seed_lexicon(lexicon_with(canonical="甲乙丙服务队", alias="甲乙丙", category="care", place=""))
    program = Program.objects.get(name="甲乙丙服务队")
    assert program.confirmed
    assert program.from_lexicon
    assert [alias.name for alias in program.aliases.all()] == ["甲乙丙"]
    assert list(new.programs) == ["甲乙丙服务队"]
    assert Revision.objects.count() == runs + 1


def test_an_alias_that_an_editor_gave_away_stays_there() -> None:
    other = Program.objects.get(name="工会驿站")
    ProgramAlias.objects.create(program=other, name="夜灯小屋")
    seed_lexicon(lexicon_with(canonical="爱心托班", alias="夜灯小屋", category="childcare", place=""))
    assert ProgramAlias.objects.get(name="夜灯小屋").program == other


def test_a_new_site_has_a_first_paper_and_a_used_one_keeps_its_own() -> None:
    Source.objects.all().delete()
    seeding.seed_source()
    assert [source.name for source in Source.objects.all()] == [seeding.FIRST_SOURCE]
    Source.objects.update(name="另一份报纸")
    seeding.seed_source()
    assert [source.name for source in Source.objects.all()] == ["另一份报纸"]
