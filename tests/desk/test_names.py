"""Names of programs: into the lexicon in one step, counted before, merged with the address kept, in and out as CSV."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.ingest import current_lexicon
from articles.models import Article, Metric, Program, ProgramAlias, ProgramMention, Revision, Source
from articles.review.editing import EditRefused
from articles.review.merging import merge_programs
from articles.review.names import save_name

from .conftest import make_bulletin
from .pages import SCHOOL, build_page

pytestmark = pytest.mark.django_db


def add(client: Client, article: Article, do: str, query: str = "", **fields: str) -> Any:
    address = reverse("admin:articles_bulletin_program", args=[article.bulletin_id]) + f"?article={article.pk}{query}"
    return client.post(address, {"category": "care", "do": do, **fields}, follow=True)


def test_a_look_counts_the_stored_articles_and_stores_nothing(as_editor: Client, tea: Article) -> None:
    response = add(as_editor, tea, "look", quote="一口凉茶", aliases="职工夜校、无人叫过")
    assert response.context["count"] == 2
    assert not Program.objects.filter(name="一口凉茶").exists()


def test_a_new_name_goes_to_lexicon_and_article_at_once(as_editor: Client, tea: Article) -> None:
    response = add(as_editor, tea, "save", quote="一口凉茶", aliases="凉茶一口、路口茶", place="临安区")
    assert response.status_code == 200
    program = Program.objects.get(name="一口凉茶")
    assert (program.category, program.confirmed) == ("care", True)
    assert set(program.aliases.values_list("name", "place")) == {("凉茶一口", "临安区"), ("路口茶", "临安区")}
    mention = tea.program_mentions.get(program=program)
    assert tea.text[mention.start : mention.end] == "一口凉茶"
    assert {"一口凉茶", "路口茶"} <= {row.alias for row in current_lexicon().programs}


def test_the_printed_name_becomes_an_alias_of_the_known_program(as_editor: Client, tea: Article) -> None:
    mention = tea.program_mentions.get(program__name="暖心茶摊")
    response = add(as_editor, tea, "save", f"&mention={mention.pk}", quote="暖心茶摊", name="高温送清凉")
    assert response.status_code == 200
    mention.refresh_from_db()
    assert mention.program.name == "高温送清凉"
    assert mention.program.aliases.filter(name="暖心茶摊").exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"quote": "文中没有的字"}, "文中没有的字"),
        ({"quote": "茶"}, "2 到 80"),
        ({"quote": "一口凉茶", "aliases": "工会驿站"}, "另一个项目"),
        ({"quote": ""}, ""),
    ],
)
def test_what_cannot_be_added_is_said_and_stores_nothing(
    as_editor: Client, tea: Article, fields: dict[str, str], words: str
) -> None:
    before = Program.objects.count(), ProgramAlias.objects.count()
    response = add(as_editor, tea, "save", **fields)
    assert response.context["form"].errors
    assert words in response.text
    assert (Program.objects.count(), ProgramAlias.objects.count()) == before


def test_an_alias_belongs_to_one_program() -> None:
    save_name(name="渔港灯火", category="care", aliases=["灯火计划"], place="", user=None)
    with pytest.raises(EditRefused, match="已经是"):
        save_name(name="海岛书屋", category="care", aliases=["灯火计划"], place="", user=None)
    assert not Program.objects.filter(name="海岛书屋").exists()


# -- merging


def test_merging_moves_all_and_the_old_address_leads_on(as_admin: Client, tea: Article, admin_user: User) -> None:
    old = Program.objects.get(name="暖心茶摊")
    into = save_name(name="清凉驿路", category="care", aliases=[], place="", user=None)
    figures = Metric.objects.filter(program=old).count()
    assert figures
    address = reverse("admin:articles_program_merge", args=[old.pk])
    look = as_admin.post(address, {"into": "清凉驿路", "do": "look"})
    assert (look.context["n_mentions"], look.context["n_metrics"]) == (1, figures)
    as_admin.post(address, {"into": "清凉驿路", "do": "merge"})
    old.refresh_from_db()
    assert old.merged_into == into
    assert Metric.objects.filter(program=into).count() == figures
    assert ProgramMention.objects.filter(program=into).count() == 1
    assert Revision.objects.filter(action="merge_programs", user_name="test-admin").exists()
    again = make_bulletin(build_page(SCHOOL.replace("职工夜校", "暖心茶摊")))
    assert ProgramMention.objects.filter(article__bulletin=again, program=into).exists()
    assert not ProgramMention.objects.filter(program=old).exists()


def test_an_article_that_names_both_keeps_one_mention(tea: Article) -> None:
    mention = tea.program_mentions.get(program__name="暖心茶摊")
    other = Program.objects.get(name="工会驿站")
    ProgramMention.objects.create(
        article=tea, program=other, name="茶", part="text", start=0, end=2, quote=tea.text[:2],
        spans=[["text", 0, 2]], published_on=tea.published_on,
    )  # fmt: skip
    merge_programs(mention.program, other, None)
    kept = tea.program_mentions.get(program=other)
    assert ["text", 0, 2] in kept.spans
    assert len(kept.spans) == len(mention.spans) + 1


def test_no_circle_by_merging() -> None:
    one, two = (save_name(name=name, category="care", aliases=[], place="", user=None) for name in ("甲项目", "乙项目"))
    merge_programs(one, two, None)
    for pair in ((two, one), (one, one)):
        with pytest.raises(EditRefused):
            merge_programs(*pair, None)


# -- as CSV


def test_out_and_in_again_changes_nothing(as_admin: Client) -> None:
    for name in ("program", "indicator", "county", "zone", "source"):
        data = as_admin.get(reverse(f"admin:articles_{name}_export")).getvalue()
        assert data.startswith(b"\xef\xbb\xbf")
        upload = SimpleUploadedFile("a.csv", data)
        if name == "source":
            continue
        response = as_admin.post(reverse(f"admin:articles_{name}_import"), {"file": upload, "do": "look"})
        found = response.context["found"]
        assert (found.errors, found.created, found.changed) == ([], [], []), name
        assert found.same > 0


def test_the_export_is_what_the_list_shows(as_admin: Client) -> None:
    export = as_admin.get(reverse("admin:articles_program_export"), {"q": "托班"})
    rows = list(csv.DictReader(io.StringIO(export.getvalue().decode("utf-8-sig"))))
    assert "爱心托班" in {row["名称"] for row in rows}
    assert len(rows) < Program.objects.count()


def test_a_table_of_another_program_is_refused(as_admin: Client) -> None:
    workbook = SimpleUploadedFile("a.xlsx", b"PK\x03\x04" + bytes(range(256)) * 30)
    response = as_admin.post(reverse("admin:articles_source_import"), {"file": workbook, "do": "look"})
    assert "不是 CSV 文件" in response.content.decode()


def test_an_import_is_looked_at_first_then_stored_and_journalled(as_admin: Client, source: Source) -> None:
    text = "名称,类型,全文可公开,说明\n测试工人报,报纸,是,已授权\n新来的简报,工会简报,否,\n"
    address = reverse("admin:articles_source_import")
    look = as_admin.post(address, {"file": SimpleUploadedFile("a.csv", text.encode("gb18030")), "do": "look"})
    found = look.context["found"]
    assert (len(found.created), len(found.changed)) == (1, 1)
    assert not Source.objects.filter(name="新来的简报").exists()
    as_admin.post(address, {"text": text, "do": "import"})
    source.refresh_from_db()
    assert (source.full_text_public, source.note) == (True, "已授权")
    assert Source.objects.get(name="新来的简报").kind == "bulletin"
    assert Revision.objects.filter(model="source", user_name="test-admin").count() == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("名称,类型\n好的报,报纸\n坏的报,气球\n", "第 3 行"),
        ("类型\n报纸\n", "缺少列"),
        ("名称,全文可公开\n某报,也许\n", "是”或“否"),
        (f"名称\n{'长' * 61}\n", "第 2 行"),
    ],
)
def test_one_bad_line_stores_none(as_admin: Client, text: str, words: str) -> None:
    before = Source.objects.count()
    response = as_admin.post(reverse("admin:articles_source_import"), {"text": text, "do": "import"})
    assert words in response.text
    assert Source.objects.count() == before


def test_only_who_may_change_a_table_imports_it(as_editor: Client) -> None:
    assert as_editor.get(reverse("admin:articles_indicator_import")).status_code == 403
