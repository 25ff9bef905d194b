"""粘贴: who may, what is refused at which field with the text kept, preview, save, and what is known already."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.models import Article, Bulletin, Source

from .conftest import make_bulletin, make_source
from .pages import PAGE, TEA, build_page

pytestmark = pytest.mark.django_db


def address() -> str:
    return reverse("admin:articles_bulletin_ingest")


def post(client: Client, text: Any = PAGE, action: str = "preview", follow: bool = False, **fields: Any) -> Any:
    fields.setdefault("source", make_source().pk)
    fields.setdefault("published_on", "2025-07-10")
    return client.post(address(), {"text": text, "action": action, **fields}, follow=follow)


def test_it_asks_a_visitor_to_sign_in(visitor: Client) -> None:
    for response in (visitor.get(address()), post(visitor)):
        assert response.status_code == 302
        assert "login" in response["Location"]
    assert not Bulletin.objects.exists()


def test_it_refuses_staff_without_the_right(staff_without_rights: User, sign_in: Any) -> None:
    client = sign_in(staff_without_rights)
    assert client.get(address()).status_code == 403
    assert post(client, action="save").status_code == 403
    assert not Bulletin.objects.exists()


def test_it_is_never_cached(as_editor: Client) -> None:
    response = as_editor.get(address())
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "还没有粘贴"),
        ("   \n\u3000", "还没有粘贴"),
        ("，。！？\n、、、", "没有找到报道"),
        ("工" * 700_000, "超过 2 MB"),
    ],
)
def test_it_says_at_the_field_what_is_wrong(as_editor: Client, text: str, words: str) -> None:
    response = post(as_editor, text)
    assert response.status_code == 422
    assert any(words in error for error in response.context["form"].errors["text"])
    assert f'id="id_text_error" role="alert">{response.context["form"].errors["text"][0]}' in response.text
    assert response.context["form"]["text"].value() == text
    assert not Bulletin.objects.exists()


def test_it_shows_control_characters_where_they_stand(as_editor: Client) -> None:
    response = post(as_editor, PAGE + "尾\x00巴")
    assert "控制字符" in response.text
    assert "尾␀巴" in response.text
    assert "\x00" not in response.text
    again = post(as_editor, PAGE + "尾␀巴")
    assert again.status_code == 422


@pytest.mark.parametrize("day", ["2025-02-30", "昨天", "0000-00-00", "1890-01-01", "2999-01-01"])
def test_it_refuses_an_impossible_date(as_editor: Client, day: str) -> None:
    response = post(as_editor, published_on=day)
    assert response.status_code == 422
    assert "published_on" in response.context["form"].errors
    assert TEA[:12] in response.text


def test_it_previews_and_stores_nothing(as_editor: Client) -> None:
    response = post(as_editor)
    assert response.status_code == 200
    assert [article.letter for article in response.context["articles"]] == ["A", "B", "C"]
    for words in ("临安区总工会“", "暖心茶摊", "记者 顾青禾；通讯员 何一舟", "杭州市 临安区", "保存为草稿"):
        assert words in response.text
    assert '<mark class="m-fig"' in response.text
    assert not Bulletin.objects.exists()
    assert not Article.objects.exists()


def test_it_stores_a_draft_and_goes_on_to_review(as_editor: Client, editor: User) -> None:
    response = post(as_editor, action="save", follow=True)
    bulletin = Bulletin.objects.get()
    assert response.redirect_chain[-1][0] == reverse("admin:articles_bulletin_review", args=[bulletin.pk])
    assert (bulletin.status, bulletin.created_by) == ("draft", editor)
    assert "已存为草稿" in response.text


def test_what_is_posted_is_what_is_kept(as_editor: Client) -> None:
    post(as_editor, PAGE.replace("\n", "\r\n"), action="save")
    assert Bulletin.objects.get().raw_text == PAGE


def test_it_gives_the_text_back_to_be_changed(as_editor: Client) -> None:
    response = post(as_editor, action="edit", page="第2版")
    assert response.context["form"]["text"].value() == PAGE
    assert response.context["form"]["page"].value() == "第2版"


def test_it_leads_to_the_first_paste(as_editor: Client, bulletin: Bulletin) -> None:
    preview = post(as_editor, "\n\n" + PAGE)
    assert preview.context["known"] == bulletin
    saved = post(as_editor, "\n\n" + PAGE, action="save", follow=True)
    assert saved.redirect_chain[-1][0] == reverse("admin:articles_bulletin_review", args=[bulletin.pk])
    assert "已经贴过" in saved.text
    assert Bulletin.objects.count() == 1


def test_it_tells_of_the_same_story_elsewhere(as_editor: Client, bulletin: Bulletin, tea: Article) -> None:
    response = post(as_editor, build_page(TEA, titles="街头的茶"))
    assert "大致相同" in response.text
    assert f"article={tea.pk}" in response.text


def test_it_reads_paper_date_and_page_off_the_head(as_editor: Client) -> None:
    paper = make_source("舟山群岛报")
    today = as_editor.get(address()).context["form"]
    fields = {"source": today["source"].value() or "", "published_on": today["published_on"].value().isoformat()}
    response = post(as_editor, "舟山群岛报 2025年7月9日 星期三 第3版\n\n" + PAGE, **fields)
    values = response.context["values"]
    assert (values["source"], str(values["published_on"]), values["page"]) == (paper, "2025-07-09", "第3版")


def test_what_the_editor_has_set_wins_over_the_head(as_editor: Client) -> None:
    make_source("舟山群岛报")
    response = post(as_editor, "舟山群岛报 2025年7月9日\n\n" + PAGE, new_source="另一份报", published_on="2025-07-08")
    values = response.context["values"]
    assert (values["new_source"], str(values["published_on"])) == ("另一份报", "2025-07-08")


def test_a_new_paper_is_made_on_saving_only(as_editor: Client) -> None:
    fields = {"source": "", "new_source": "海岛工会简报", "decided": "on"}
    post(as_editor, **fields)
    assert not Source.objects.filter(name="海岛工会简报").exists()
    post(as_editor, action="save", **fields)
    source = Bulletin.objects.get().source
    assert (source.name, source.full_text_public) == ("海岛工会简报", False)


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_can_be_given_instead(as_editor: Client, coding: str) -> None:
    upload = SimpleUploadedFile("版面.txt", PAGE.encode(coding))
    response = post(as_editor, "", file=upload)
    assert response.status_code == 200
    assert len(response.context["articles"]) == 3


def test_a_picture_given_as_a_file_is_refused_at_its_field_and_the_rest_is_kept(as_editor: Client) -> None:
    upload = SimpleUploadedFile("版面.png", bytes(range(256)) * 30)
    response = post(as_editor, "", file=upload, page="第4版")
    (field,) = response.context["form"].errors.items()
    assert (field[0], "不是文字文件" in field[1][0]) == ("file", True)
    assert 'value="第4版"' in response.content.decode()


def test_fields_that_are_not_in_the_form_are_ignored(as_editor: Client) -> None:
    post(as_editor, action="save", status="published", id="77", raw_sha256="0", is_sample="on", created_by="1")
    bulletin = Bulletin.objects.get()
    assert (bulletin.status, bulletin.is_sample) == ("draft", False)
    assert len(bulletin.raw_sha256) == 64


def test_markup_in_a_paste_stays_text(as_editor: Client) -> None:
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    for page in (PAGE + evil, PAGE.replace("暖心茶摊", evil)):
        for action in ("preview", "save"):
            response = post(as_editor, page, action=action, follow=True)
            assert "<script>alert" not in response.text
            assert "<img src=x" not in response.text


def test_the_list_of_recent_pages_costs_the_same_for_two_and_for_six(
    as_editor: Client, bulletin: Bulletin, django_assert_max_num_queries: Any
) -> None:
    for n in range(4):
        make_bulletin(build_page(TEA.replace("18个", f"{50 + n}个")))
    with django_assert_max_num_queries(16):
        assert as_editor.get(address()).text.count("待核") >= 5
