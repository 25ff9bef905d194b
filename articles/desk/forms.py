"""Forms of the desk. They convert: views get values ready to use."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from articles.desk.guess import Guess, guess_from_text
from articles.ingest import BulletinRefused, BulletinText, FileUnreadable, decode_text, read_bulletin_text
from articles.ingest.paste import CONTROL, MAX_BYTES
from articles.models import Source

FIRST_DAY = date(1949, 10, 1)
#: Control characters stand in the box as their pictures (U+2400 …), so that the editor sees what to delete.
PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
PICTURES |= dict.fromkeys(range(128, 160), 9254)
del PICTURES[0x09], PICTURES[0x0A], PICTURES[0x0D]
PICTURE = frozenset(map(chr, PICTURES.values()))


class IngestForm(forms.Form):
    """A paste with its source. After validation `cleaned_data["text"]` is a `BulletinText`."""

    source = forms.ModelChoiceField(
        Source.objects.none(),
        label="报刊",
        required=False,
        empty_label="（从文中找）",
        help_text="没有的在右边填新名称。",
    )
    new_source = forms.CharField(label="新报刊", required=False, max_length=60, help_text="只在左边没有时填。")
    published_on = forms.DateField(
        label="日期",
        required=False,
        widget=forms.DateInput(attrs={"inputmode": "numeric", "placeholder": "2025-06-03"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"],
        help_text="“今年、目前”按这一天推算。",
        error_messages={"invalid": "请按 2025-06-03 的样子填日期。"},
    )
    page = forms.CharField(label="版次", required=False, max_length=20, help_text="可不填。")
    column_title = forms.CharField(label="栏目", required=False, max_length=200, help_text="留空则从文中找。")
    text = forms.CharField(
        label="原文",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "class": "paste", "spellcheck": "false"}),
        help_text="最多 2 MB（约 60 万字）。原文原样保存，永不改动。",
    )
    file = forms.FileField(
        label="或上传文件",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".txt,text/plain"}),
        help_text="文本文件（.txt），UTF-8 或 GB18030。",
    )

    #: Set once the editor has seen what was guessed: from then on her values stand as they are.
    decided = forms.BooleanField(required=False, widget=forms.HiddenInput)

    guess = Guess()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = Source.objects.all()
        # read_bulletin_text says better what is wrong with a NUL, and where.
        self.fields["text"].validators = []

    def clean_published_on(self) -> date | None:
        day: date | None = self.cleaned_data["published_on"]
        if day and not FIRST_DAY <= day <= timezone.localdate() + timedelta(days=7):
            raise forms.ValidationError("日期不对：应在 1949 年 10 月 1 日以后，且不晚于一周之内。")
        return day

    def clean_file(self) -> str:
        """The text of an uploaded file, "" without one."""
        upload: UploadedFile | None = self.cleaned_data["file"]
        if upload is None:
            return ""
        if (upload.size or 0) > MAX_BYTES:
            raise forms.ValidationError("文件超过 2 MB，请分版上传。")
        try:
            return decode_text(upload.read())
        except FileUnreadable as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        try:
            data["text"] = self._read_text(data.get("text") or data.get("file") or "")
        except BulletinRefused as error:
            # a file that was given and refused has been answered at its own field
            if data.get("text") or "file" not in self.errors:
                self.add_error("text", str(error))
            return data
        if not data.get("decided"):
            self.guess = guess_from_text(data["text"].raw, Source.objects.values_list("name", flat=True))
            self._fill_from_guess(data)
        self._demand_origin(data)
        return data

    def _read_text(self, text: str) -> BulletinText:
        if PICTURE.intersection(text):
            raise BulletinRefused("control", "框中标为 ␀ 一类的符号是不可见的控制字符，请删去后再试。")
        return read_bulletin_text(text)

    def _fill_from_guess(self, data: dict[str, Any]) -> None:
        """What the editor left as it stood is taken from the text where it says so; what she set stays."""
        named = Source.objects.filter(name=self.guess.source).first()
        if not data.get("new_source") and "source" not in self.changed_data:
            data["source"] = named or data.get("source")
            if named is None and self.guess.source:
                data["source"], data["new_source"] = None, self.guess.source[:60]
        if self.guess.published_on and "published_on" not in self.changed_data and "published_on" not in self.errors:
            data["published_on"] = self.guess.published_on
        data["page"] = data.get("page") or self.guess.page

    def _demand_origin(self, data: dict[str, Any]) -> None:
        if not data.get("source") and not data.get("new_source"):
            self.add_error("source", "请选报刊，或填新名称：文中没有写明。")
        if not data.get("published_on") and "published_on" not in self.errors:
            self.add_error("published_on", "请填日期：文中没有写明。")

    def show_controls(self) -> None:
        """Put pictures for the control characters of the refused text, so that they can be seen and deleted."""
        text = self.data.get("text", "")
        if CONTROL.search(text):
            self.data = self.data.copy()
            self.data["text"] = text.translate(PICTURES)
