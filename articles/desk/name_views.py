"""添项目: a name from the text into article and lexicon, after a look at how many stored articles it would match."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from articles.desk.access import admin_context, demand_article, demand_change, get_bulletin_or_404
from articles.models import Article, Bulletin, Category, Program, ProgramMention, Unresolved
from articles.review.editing import EditRefused, open_bulletin
from articles.review.facts import add_mention, edit_mention, find_spans, set_review, settle_unresolved
from articles.review.names import clean_name, find_articles_naming, save_name


class NameForm(forms.Form):
    """A program's name as the article prints it, and as the lexicon shall know it."""

    quote = forms.CharField(label="文中写作", max_length=80, help_text="在正文里选中即可，或照抄，不带引号。")
    name = forms.CharField(
        label="规范名称",
        max_length=80,
        required=False,
        help_text="与文中一样可不填。已有项目填它的名称，文中写法就成为别名。",
    )
    category = forms.ChoiceField(label="类别", choices=Category.choices)
    aliases = forms.CharField(label="别名", required=False, max_length=300, help_text="几个用顿号隔开。")
    place = forms.CharField(
        label="别名使用地区", required=False, max_length=60, help_text="只在某地这样叫时填，如 湖州市。"
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        try:
            data["quote"] = clean_name(data.get("quote", ""))
            data["name"] = clean_name(data.get("name") or data["quote"])
            parts = [part for part in re.split(r"[、,，;；]", data.get("aliases", "")) if part.strip()]
            data["aliases"] = [clean_name(part) for part in parts]
        except EditRefused as error:
            self.add_error("name", str(error))
        return data


def add_program(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the form, POST `look` the stored articles that the name matches, POST `save` stores it."""
    bulletin = get_bulletin_or_404(request, pk)
    demand_change(request, bulletin)
    article = get_object_or_404(bulletin.articles, pk=_number(request.GET.get("article", "")))
    demand_article(request, article)
    mention, open_row = _origin(request, article)
    initial = _initial(request, mention, open_row)
    form = NameForm(request.POST or None, initial=initial)
    context: dict[str, Any] = {
        "form": form,
        "bulletin": bulletin,
        "article": article,
        "back": _address(bulletin, article),
    }
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "save":
            try:
                _save(form.cleaned_data, bulletin, article, mention, open_row, request)
            except EditRefused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"已收进词表：{form.cleaned_data['name']}。以后的版面会认得它。")
                return redirect(f"{context['back']}#programs")
        if not form.errors:
            names = dict.fromkeys(
                [form.cleaned_data["name"], form.cleaned_data["quote"], *form.cleaned_data["aliases"]]
            )
            count, examples = find_articles_naming(names)
            context |= {"looked": True, "count": count, "examples": examples}
    known = Program.objects.filter(merged_into=None).only("name")
    return render(request, "desk/program.html", admin_context(request, "添项目") | context | {"known": known})


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _origin(request: HttpRequest, article: Article) -> tuple[ProgramMention | None, Unresolved | None]:
    """The unconfirmed mention or the unresolved row that the page was opened from."""
    mentions = article.program_mentions.select_related("program", "article")
    rows = article.unresolved.filter(kind=Unresolved.Kind.PROGRAM)
    mention = mentions.filter(pk=_number(request.GET.get("mention", ""))).first()
    return mention, rows.filter(pk=_number(request.GET.get("unresolved", ""))).first()


def _initial(request: HttpRequest, mention: ProgramMention | None, row: Unresolved | None) -> dict[str, str]:
    if mention:
        return {"quote": mention.name, "name": mention.program.name, "category": mention.program.category}
    quote = row.quote if row else request.GET.get("quote", "")
    return {"quote": quote.strip("“”‘’《》 ")[:80].replace("\0", ""), "category": Category.OTHER}


def _save(
    data: dict[str, Any],
    bulletin: Bulletin,
    article: Article,
    mention: ProgramMention | None,
    row: Unresolved | None,
    request: HttpRequest,
) -> None:
    """Lexicon, mention and unresolved row in one transaction. Raises EditRefused."""
    user: Any = request.user
    aliases = [*data["aliases"], *([data["quote"]] if data["quote"] != data["name"] else [])]
    with transaction.atomic(), open_bulletin(bulletin.pk):
        program = save_name(
            name=data["name"], category=data["category"], aliases=aliases, place=data["place"].strip(), user=user
        )
        if mention:
            edit_mention(mention, {"program_id": program.pk}, user) or set_review(mention, "accepted", user)
        else:
            spans = find_spans(article, data["quote"])
            if not spans:
                raise EditRefused(f"这一篇里没有“{data['quote']}”这几个字，请照原文写。")
            part, start, end = spans[0]
            add_mention(article, program, data["quote"], (part, start, end), user)
        if row:
            settle_unresolved(row, Unresolved.Outcome.CREATED, user, note=program.name)


def _address(bulletin: Bulletin, article: Article) -> str:
    return f"{reverse('admin:articles_bulletin_review', args=[bulletin.pk])}?article={article.pk}"
