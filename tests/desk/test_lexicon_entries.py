"""The parser's words in the admin: changed there they change the reading; checked, counted, in and out as CSV."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.ingest import current_lexicon
from articles.ingest.again import parse_again
from articles.ingest.entries import seed_entries
from articles.models import (
    Bulletin,
    FalseFriendEntry,
    Indicator,
    LexiconEntry,
    Metric,
    PeriodEntry,
    ProgramAlias,
    QualifierEntry,
    Revision,
    StatusEntry,
    UnitEntry,
)
from articles.parser.overlay import OPEN_TABLES, build_row, read_cells
from articles.review.entry_use import count_use
from articles.review.undo import undo_revision

from .conftest import make_bulletin
from .pages import build_page

pytestmark = pytest.mark.django_db

MODELS = ["unitentry", "qualifierentry", "statusentry", "periodentry", "falsefriendentry"]
UNIT = {"value_family": "sites", "value_accept": "yes", "value_cn_digit": "yes", "value_not_before": ""}
STORY = "本报讯 记者顾青禾报道 7月8日，杭州市临安区总工会启用暖心茶摊。{}"


def read(sentence: str) -> Any:
    """The figures and the refusals in one sentence of a story, as the page would be read now."""
    page = build_page(STORY.format(sentence), titles="\n临安区总工会启用暖心茶摊\n")
    parsed = parse_again(page, published_on=date(2025, 7, 10))
    return parsed.articles[0].facts


def figures(sentence: str) -> dict[str, Any]:
    return {metric.unit: metric for metric in read(sentence).metrics}


def add(client: Client, model: str, word: str, **values: str) -> Any:
    data = {"word": word, "note": "", "active": "on", **values}
    return client.post(reverse(f"admin:articles_{model}_add"), data, follow=True)


def errors(response: Any) -> dict[str, list[str]]:
    return dict(response.context["adminform"].form.errors)


# -- what ships


def test_every_row_that_ships_and_is_read_is_there_and_stands_over_nothing() -> None:
    assert UnitEntry.objects.count() == len(read_cells("units"))
    assert FalseFriendEntry.objects.count() == len(read_cells("false_friends"))
    assert not QualifierEntry.objects.filter(word="至").exists()  # in the grammar, not in the table
    assert not any(entry.is_changed for entry in LexiconEntry.objects.all())
    assert current_lexicon().units == parse_tables("units")


def parse_tables(name: str) -> tuple[Any, ...]:
    return tuple(build_row(name, word, cells) for word, cells in read_cells(name).items())


@pytest.mark.parametrize("name", OPEN_TABLES)
def test_what_ships_passes_the_desks_own_checks(name: str) -> None:
    for entry in LexiconEntry.objects.filter(kind=name):
        assert build_row(name, entry.word, entry.values)


# -- what a site adds, changes and turns off


def test_a_new_measure_word_is_read_and_counts_in_its_family(as_reviewer: Client) -> None:
    assert "摊位" not in figures("全区设暖心茶摊12摊位。")
    response = add(as_reviewer, "unitentry", "摊位", **UNIT)
    assert response.status_code == 200
    figure = figures("全区设暖心茶摊12摊位。")["摊位"]
    assert (figure.value, figure.unit_family) == (12, "sites")
    revision = Revision.objects.first()
    assert (revision.action, revision.model, revision.after["word"]) == ("create", "unitentry", "摊位")


def test_a_new_qualifier_is_read(as_reviewer: Client) -> None:
    add(as_reviewer, "qualifierentry", "直逼", value_position="before", value_qualifier="about")
    assert figures("全区设暖心茶摊直逼300个。")["个"].qualifier == "about"


def test_a_new_plan_word_is_read_whatever_it_opens_with(as_reviewer: Client) -> None:
    assert figures("全区铆足劲设暖心茶摊26个。")["个"].status == "actual"
    add(as_reviewer, "statusentry", "铆足劲", value_status="planned", value_kind="verb", value_reach="sentence")
    assert figures("全区铆足劲设暖心茶摊26个。")["个"].status == "planned"


def test_a_new_period_is_read_whatever_it_opens_with(as_reviewer: Client) -> None:
    add(as_reviewer, "periodentry", "梅汛期间", value_kind="season", value_reach="sentence")
    assert figures("梅汛期间设暖心茶摊26个。")["个"].period.text == "梅汛期间"


def test_a_new_false_friend_is_refused_with_its_reason(as_reviewer: Client) -> None:
    assert "个" in figures("全区推行茶摊26个样机制。")
    add(
        as_reviewer,
        "falsefriendentry",
        r"\d+个样",
        value_name="pattern-name",
        value_side="over",
        value_example="26个样",
        value_reason="机制的名称，不是数量",
    )
    facts = read("全区推行茶摊26个样机制。")
    assert not facts.metrics
    assert "机制的名称，不是数量" in [rule.reason for _, rule in facts.rejected]


def test_a_row_turned_off_is_read_no_more_and_set_back_is_read_again(as_reviewer: Client) -> None:
    entry = UnitEntry.objects.get(word="个")
    address = reverse("admin:articles_unitentry_changelist")
    as_reviewer.post(address, {"action": "turn_off", "_selected_action": [entry.pk]}, follow=True)
    assert "个" not in figures("全区设暖心茶摊26个。")
    as_reviewer.post(address, {"action": "set_back", "_selected_action": [entry.pk]}, follow=True)
    assert "个" in figures("全区设暖心茶摊26个。")
    assert [r.model for r in Revision.objects.all()[:2]] == ["unitentry", "unitentry"]


def test_a_whole_table_turned_off_still_reads_the_page(as_reviewer: Client) -> None:
    for model in (UnitEntry, QualifierEntry, StatusEntry, PeriodEntry, FalseFriendEntry):
        model.objects.update(active=False)
    assert read("今年计划设暖心茶摊26个以上，第3届。").metrics == ()


def test_a_change_is_undone_from_the_journal(as_reviewer: Client, admin_user: Any) -> None:
    add(as_reviewer, "unitentry", "摊位", **UNIT)
    undo_revision(Revision.objects.filter(action="create", model="unitentry").latest("pk").pk, admin_user)
    assert not UnitEntry.objects.filter(word="摊位").exists()
    assert "摊位" not in figures("全区设暖心茶摊12摊位。")


# -- checks


@pytest.mark.parametrize(
    ("model", "word", "values", "field", "words"),
    [
        ("unitentry", "家", UNIT, "word", "已经在表里"),
        ("unitentry", "", UNIT, "word", "必填"),
        ("unitentry", "摊位", UNIT | {"value_family": "unknown"}, "value_family", "选"),
        ("unitentry", "摊位", UNIT | {"value_not_before": "("}, "value_not_before", "正则"),
        ("statusentry", "力求(", {}, "word", "正则"),
        ("statusentry", "(?P<c1>力求)", {}, "word", "起名"),
        ("statusentry", r"(力)\1", {}, "word", "回指"),
        ("statusentry", "力*", {}, "word", "处处都中"),
        ("statusentry", "(力+)+求", {}, "word", "重复"),
        ("statusentry", "(?i)plan", {}, "word", "正则"),
    ],
)
def test_a_row_that_the_parser_refuses_is_told_at_its_field(
    as_reviewer: Client, model: str, word: str, values: dict[str, str], field: str, words: str
) -> None:
    if model == "statusentry":
        values = {"value_status": "planned", "value_kind": "verb", "value_reach": "sentence"}
    count = LexiconEntry.objects.count()
    response = add(as_reviewer, model, word, **values)
    assert words in "".join(errors(response)[field])
    assert LexiconEntry.objects.count() == count
    assert word in response.content.decode().replace("&lt;", "<").replace("&gt;", ">")


def test_a_shipping_row_keeps_its_word_and_cannot_be_deleted(as_reviewer: Client) -> None:
    entry = UnitEntry.objects.get(word="家")
    data = {"word": "户头", "note": "", "active": "on", **UNIT, "value_family": "households"}
    as_reviewer.post(reverse("admin:articles_unitentry_change", args=[entry.pk]), data)
    entry.refresh_from_db()
    assert (entry.word, entry.values["family"]) == ("家", "households")
    assert figures("全区设暖心茶摊26家。")["家"].unit_family == "households"
    delete = reverse("admin:articles_unitentry_delete", args=[entry.pk])
    assert as_reviewer.post(delete, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("model", MODELS)
def test_editors_see_the_words_and_only_reviewers_change_them(as_editor: Client, model: str) -> None:
    assert as_editor.get(reverse(f"admin:articles_{model}_changelist")).status_code == 200
    assert as_editor.get(reverse(f"admin:articles_{model}_add")).status_code == 403
    assert as_editor.get(reverse(f"admin:articles_{model}_import")).status_code == 403


@pytest.mark.parametrize("model", MODELS)
def test_a_list_of_words_costs_the_same_however_long(
    as_reviewer: Client, model: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(20):
        assert as_reviewer.get(reverse(f"admin:articles_{model}_changelist")).status_code == 200


# -- a newer version of the tables


def test_seeding_again_changes_nothing_and_writes_nothing() -> None:
    newest = Revision.objects.latest("pk").pk
    assert seed_entries() == 0
    assert Revision.objects.latest("pk").pk == newest


def test_a_newer_table_moves_what_nobody_changed_and_leaves_the_rest() -> None:
    old = {**UnitEntry.objects.get(word="家").values, "family": "items"}
    UnitEntry.objects.filter(word="家").update(values=old, base=old)
    mine = {**UnitEntry.objects.get(word="个").values, "family": "people"}
    UnitEntry.objects.filter(word="个").update(values=mine, base=old)
    gone = UnitEntry.objects.create(kind="units", word="从前的", values=old, base=old)
    kept = UnitEntry.objects.create(kind="units", word="改过的", values=mine, base=old)
    seed_entries()
    assert UnitEntry.objects.get(word="家").values["family"] == "sites"
    moved = UnitEntry.objects.get(word="个")
    assert (moved.values["family"], moved.base["family"]) == ("people", "sites")
    assert not UnitEntry.objects.filter(pk=gone.pk).exists()
    kept.refresh_from_db()
    assert kept.base is None


# -- use


def test_the_use_of_each_kind_is_counted(as_reviewer: Client) -> None:
    make_bulletin()
    count_use()
    unit = UnitEntry.objects.get(word="人次")
    assert unit.n_figures == Metric.objects.filter(unit="人次").count() > 0
    assert unit.n_articles == Metric.objects.filter(unit="人次").values("article").distinct().count()
    assert QualifierEntry.objects.get(word="以上").n_figures == 1
    assert StatusEntry.objects.filter(word__contains="计划", n_figures__gt=0).exists()
    assert PeriodEntry.objects.filter(n_figures__gt=0).exists()
    assert FalseFriendEntry.objects.filter(n_figures__gt=0).exists()
    page = as_reviewer.get(reverse("admin:articles_unitentry_changelist") + "?q=人次").content.decode()
    assert f">{unit.n_figures}<" in page


def test_the_list_counts_on_demand(as_editor: Client, bulletin: Bulletin) -> None:
    entry = UnitEntry.objects.get(word="个")
    data = {"action": "count", "_selected_action": [entry.pk]}
    response = as_editor.post(reverse("admin:articles_unitentry_changelist"), data, follow=True)
    assert "已清点：近 3 篇" in response.content.decode()
    entry.refresh_from_db()
    assert entry.n_figures == Metric.objects.filter(unit="个").count()


def test_a_look_shows_where_a_word_is_met_and_stores_nothing(as_reviewer: Client, bulletin: Bulletin) -> None:
    response = as_reviewer.post(reverse("admin:articles_unitentry_look"), {"word": "万瓶", **UNIT})
    assert response.context["hits"] == 1
    assert response.context["places"][0].words.endswith("万瓶")
    assert "临安区总工会“暖心茶摊”再开张" in response.content.decode()
    assert not UnitEntry.objects.filter(word="万瓶").exists()


# -- CSV


def upload(client: Client, model: str, text: str, do: str = "look") -> Any:
    file = SimpleUploadedFile("words.csv", text.encode("utf-8-sig"), "text/csv")
    return client.post(reverse(f"admin:articles_{model}_import"), {"file": file, "do": do}, follow=True)


@pytest.mark.parametrize("model", MODELS)
def test_what_goes_out_comes_in_unchanged(as_reviewer: Client, model: str) -> None:
    text = as_reviewer.get(reverse(f"admin:articles_{model}_export")).getvalue().decode("utf-8-sig")
    found = upload(as_reviewer, model, text).context["found"]
    assert (found.errors, found.created, found.changed) == ([], [], [])
    assert found.same == len(list(csv.reader(io.StringIO(text)))) - 1


def test_an_import_is_looked_at_first_and_then_stored_whole(as_reviewer: Client) -> None:
    head = "单位,单位族,算不算数字,汉字数字,后面不跟,说明,启用\n"
    text = head + "摊位,阵地机构（家、个、处）,算,算,,茶摊,是\n家,户,算,算,,,是\n"
    found = upload(as_reviewer, "unitentry", text).context["found"]
    assert [row.word for row in found.created] == ["摊位"]
    assert ("单位族", "阵地机构（家、个、处）", "户") in found.changed[0][2]
    assert not UnitEntry.objects.filter(word="摊位").exists()
    upload(as_reviewer, "unitentry", text, do="import")
    assert UnitEntry.objects.get(word="摊位").note == "茶摊"
    assert "摊位" in figures("全区设暖心茶摊12摊位。")
    edits = Revision.objects.filter(model="unitentry", action="edit")
    assert edits.get().after["values"]["family"] == "households"


def test_one_bad_row_and_nothing_is_imported(as_reviewer: Client) -> None:
    text = "单位,单位族,算不算数字,汉字数字\n摊位,阵地机构（家、个、处）,算,算\n座位,没有这一族,算,算\n"
    response = upload(as_reviewer, "unitentry", text, do="import")
    assert response.context["found"].errors == ["第 3 行：单位族：请从所列的里选一个。"]
    assert not UnitEntry.objects.filter(word="摊位").exists()


# -- the tables beside


def test_an_indicators_cue_words_reach_the_parser(as_admin: Client) -> None:
    row = Indicator.objects.get(code="YZ01")
    data = {
        "code": row.code,
        "name": row.name,
        "units": row.units,
        "kinds": row.kinds,
        "category": row.category,
        "core": "on",
        "cue_words": "茶水铺\n歇脚点",
        "definition": "",
    }
    as_admin.post(reverse("admin:articles_indicator_change", args=[row.pk]), data)
    row.refresh_from_db()
    assert row.cue_words == ["茶水铺", "歇脚点"]
    read = next(i for i in current_lexicon().indicators if i.code == "YZ01")
    assert read.cue_words == ("茶水铺", "歇脚点")


def test_a_cue_word_that_is_no_pattern_is_told_at_its_field(as_admin: Client) -> None:
    row = Indicator.objects.get(code="YZ01")
    data = {"code": row.code, "name": row.name, "units": row.units, "kinds": row.kinds, "category": row.category}
    response = as_admin.post(
        reverse("admin:articles_indicator_change", args=[row.pk]), data | {"cue_words": "驿站(", "definition": ""}
    )
    assert "正则" in "".join(errors(response)["cue_words"])


def test_a_countys_alias_reaches_the_parser(as_reviewer: Client) -> None:
    text = "代码,别称\n330112,锦城县治\n"
    upload(as_reviewer, "county", text, do="import")
    division = next(d for d in current_lexicon().divisions if d.code == "330112")
    assert division.aliases == ("锦城县治",)


def test_a_shipping_alias_that_is_deleted_is_read_no_more(as_admin: Client) -> None:
    alias = ProgramAlias.objects.filter(from_lexicon=True, place="").first()
    assert alias.name in {name.alias for name in current_lexicon().programs}
    as_admin.post(reverse("admin:articles_programalias_delete", args=[alias.pk]), {"post": "yes"})
    assert (alias.name, "") not in {(name.alias, name.place) for name in current_lexicon().programs}
