"""load_samples and remove_samples: published once, gone without a trace of rows, and not back by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.ingest import read_bulletin_text, save_bulletin
from articles.models import Article, Bulletin, Category, County, Metric, Program, ProgramMention, Revision, Source, Zone
from articles.samples import load_samples

pytestmark = pytest.mark.django_db


def run(name: str, *options: str) -> str:
    out = StringIO()
    call_command(name, *options, stdout=out, verbosity=0)
    return out.getvalue()


@pytest.fixture
def lexicon(db):
    call_command("seed_lexicon", verbosity=0, stdout=StringIO())


@pytest.fixture
def few(lexicon, monkeypatch):
    """Three samples stand for all where it is not about all of them."""
    samples = load_samples()[-3:]
    monkeypatch.setattr("articles.management.commands.load_samples.load_samples", lambda: samples)
    return samples


@pytest.fixture
def loaded(few):
    run("load_samples")
    return few


def test_it_publishes_every_sample_as_a_sample(lexicon):
    run("load_samples")
    bulletins = Bulletin.objects.all()
    assert len(bulletins) == len(load_samples())
    assert {(b.status, b.is_sample) for b in bulletins} == {("published", True)}
    assert Article.objects.published().count() == Article.objects.count() >= 32
    assert Metric.objects.published().exists()
    assert Article.objects.exclude(county=None).values("county").distinct().count() >= 15
    recent = Article.objects.filter(published_on__gte=date(2023, 1, 1))
    assert recent.dates("published_on", "year").count() >= 3


def test_a_refused_sample_stops_no_other(lexicon, monkeypatch):
    samples = load_samples()
    empty = replace(samples[0], text="1\n2\n3\n")
    monkeypatch.setattr("articles.management.commands.load_samples.load_samples", lambda: (empty, *samples[1:3]))
    assert run("load_samples").strip().endswith("读不出报道 1")
    assert Bulletin.objects.count() == 2


def test_a_second_run_changes_nothing(loaded):
    before = list(Bulletin.objects.values_list("pk", "version"))
    assert f"已有 {len(loaded)}" in run("load_samples")
    assert list(Bulletin.objects.values_list("pk", "version")) == before


def test_a_sample_put_otherwise_in_a_new_release_is_not_doubled(loaded, monkeypatch):
    reworded = [replace(sample, text=sample.text + "\n据悉，工会驿站还将继续开放。\n") for sample in loaded]
    monkeypatch.setattr("articles.management.commands.load_samples.load_samples", lambda: reworded)
    assert f"已有 {len(loaded)}" in run("load_samples")
    run("remove_samples", "--yes")
    assert f"曾删除，未载入 {len(loaded)}" in run("load_samples")


def test_without_counties_it_says_what_to_do(db):
    for model in (Zone, County):
        model.objects.all().delete()
    with pytest.raises(CommandError, match="seed_lexicon"):
        run("load_samples")


def test_an_unknown_account_is_refused(lexicon):
    with pytest.raises(CommandError, match="nobody-here"):
        run("load_samples", "--user", "nobody-here")


def test_the_account_is_named_in_the_journal(few, django_user_model):
    user = django_user_model.objects.create_user("admin")
    run("load_samples", "--user", "admin")
    steps = Revision.objects.filter(model="bulletin")
    assert set(steps.values_list("action", "user_pk")) == {("paste", user.pk), ("publish", user.pk)}


def test_remove_leaves_the_lexicon_alone(few):
    programs = set(Program.objects.values_list("name", flat=True))
    run("load_samples")
    run("remove_samples", "--yes")
    assert set(Program.objects.values_list("name", flat=True)) == programs
    left = (Bulletin, Article, Metric, ProgramMention, Source)
    assert [model.objects.count() for model in left] == [0] * len(left)


def test_remove_keeps_what_an_editor_pasted(loaded):
    sample = Bulletin.objects.first()
    text = read_bulletin_text(
        "本报讯 近日，建德市总工会举办职工夜校，开设课程12门。\n本报讯 近日，嵊泗县总工会新建工会驿站3家。"
    )
    save_bulletin(text=text, source=sample.source, published_on=date(2026, 1, 5))
    run("remove_samples", "--yes")
    assert Bulletin.objects.get().is_sample is False
    assert Source.objects.get() == sample.source


@pytest.mark.parametrize("touched", [True, False])
def test_remove_keeps_a_program_only_if_a_person_touched_it(loaded, touched):
    sample = Article.objects.published().first()
    program = Program.objects.create(slug="tries", name="人工核定的项目", pinyin="r", category=Category.CARE)
    ProgramMention.objects.create(
        article=sample,
        program=program,
        name=program.name,
        start=0,
        end=1,
        quote=sample.text[0],
        published_on=sample.published_on,
    )
    if touched:
        Revision.objects.create(action="edit", model="program", object_pk=str(program.pk), label=program.name)
    run("remove_samples", "--yes")
    assert Program.objects.filter(pk=program.pk).exists() == touched


def test_removed_samples_stay_away_until_asked_for(loaded):
    run("remove_samples", "--yes")
    assert f"曾删除，未载入 {len(loaded)}" in run("load_samples")
    assert not Bulletin.objects.exists()
    assert f"新增 {len(loaded)}" in run("load_samples", "--again")


def test_remove_without_samples_says_so(lexicon):
    assert "示例版面 0" in run("remove_samples", "--yes")


def test_remove_asks_first(loaded, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda question: "n")
    with pytest.raises(CommandError, match="没有删除"):
        run("remove_samples")
    assert Bulletin.objects.exists()
