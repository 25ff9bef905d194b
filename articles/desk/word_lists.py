"""A list of words as one field of a form: one a line, or parted by ；."""

from __future__ import annotations

from typing import Any

from django import forms

from articles.desk.columns import split_words

LONGEST, MOST = 200, 200


class WordListField(forms.CharField):
    """The words of a JSON column, shown one a line."""

    def __init__(self, *args: Any, encoder: Any = None, decoder: Any = None, **kwargs: Any):
        kwargs["widget"] = forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})
        kwargs["help_text"] = kwargs.get("help_text") or "一行一个，或用“；”隔开。"
        super().__init__(*args, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return split_words(super().to_python(value) or "")

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(value) > MOST or any(len(word) > LONGEST for word in value):
            raise forms.ValidationError(f"最多 {MOST} 个，每个不超过 {LONGEST} 字。")

    def run_validators(self, value: Any) -> None:
        """The words are held to their own limits."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != split_words(data or "")
