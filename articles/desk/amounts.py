"""Figures as editors read and type them: 200000 元 is 20 万元 on the desk."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError

SCALES = {"亿": Decimal(10) ** 8, "万": Decimal(10) ** 4}
#: Only money is spoken of in 万 throughout; 1.2万名 is typed as 12000 名.
SCALED_UNITS = {"元"}
LONGEST = 24
#: Full-width figures count as figures; spaces and thousands' commas are passed over.
TYPED = {0xFF10 + n: 0x30 + n for n in range(10)} | {0xFF0E: 0x2E} | dict.fromkeys(map(ord, ",， \u3000"))


def show_amount(value: Decimal, unit: str) -> tuple[str, str]:
    """Number and unit for a field: (Decimal(200000), "元") → ("20", "万元")."""
    for name, scale in SCALES.items():
        if unit in SCALED_UNITS and abs(value) >= scale:
            return plain(value / scale), name + unit
    return plain(value), unit


def plain(value: Decimal) -> str:
    """A decimal without exponent and without zeros at its end: Decimal("97.2000") → "97.2"."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def parse_amount(number: str, unit: str) -> tuple[Decimal, str]:
    """What was typed, as stored: ("1,055", "名") → (1055, "名"), ("20", "万元") → (200000, "元").

    Raises ValidationError with a sentence for the editor.
    """
    text = number.translate(TYPED)
    unit = unit.strip()
    scale = Decimal(1)
    for name, size in SCALES.items():
        if text.endswith(name):
            text, scale = text.removesuffix(name), scale * size
        if unit.startswith(name) and len(unit) > 1:
            unit, scale = unit.removeprefix(name), scale * size
    if not re.fullmatch(r"-?\d{1,20}(\.\d{1,12})?", text, re.ASCII) or len(text) > LONGEST:
        raise ValidationError(f"“{number[:30]}”不是一个数。请填阿拉伯数字，如 1055、97.2 或 20万。")
    try:
        value = (Decimal(text) * scale).quantize(Decimal("0.0001"))
    except InvalidOperation as error:
        raise ValidationError("这个数大得无法保存。") from error
    if abs(value) >= Decimal(10) ** 16:
        raise ValidationError("这个数大得无法保存。")
    return value, unit
