"""A county's brief as a Word file, for the report that is due this afternoon: the same rows as the printed page."""

from __future__ import annotations

import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle

from articles.models import County, Metric
from articles.pages.brief import build_brief
from articles.pages.figures import figure_of, kind_of, write_period
from articles.pages.sentences import kinds_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: 仿宋 for text and 黑体 for heads, as official papers are set; every office has them.
TEXT_FONT, HEAD_FONT = "仿宋", "黑体"


def county_brief_docx(request: HttpRequest, code: str) -> HttpResponse:
    """`/counties/330803/brief.docx`: the brief of one county as a download."""
    county = get_object_or_404(County.objects.select_related("city"), code=code)
    response = HttpResponse(write_brief(build_brief(county, request.GET.get("program", ""))), content_type=WORD)
    response["Content-Disposition"] = f'attachment; filename="brief-{code}.docx"'
    return response


def write_brief(brief: dict[str, Any]) -> bytes:
    """The brief (as `build_brief` gives it) as the bytes of a .docx file on A4."""
    paper = _new_paper()
    county, today = brief["county"], brief["today"]
    title = paper.add_heading(f"{county.name}工会项目简报", 0)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head = paper.add_paragraph(f"{county.city.name} {county.code}　{today.year}年{today.month}月{today.day}日")
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    summary = brief["summary"]
    if not summary["articles"]:
        paper.add_paragraph(f"收录的报道里没有{county.name}。这只说明报上没有，不说明当地没有做。")
        return _bytes(paper)
    names = "、".join(row.name for row in brief["programs"][:4])
    paper.add_paragraph(
        f"见报 {summary['articles']} 篇，涉及 {len(brief['programs'])} 个项目：{names}。"
        f"读出数字 {summary['figures']} 条，其中实绩 {summary['actual']}、计划 {summary['planned']}。"
    )
    _write_pairs(paper, brief)
    _write_promises(paper, brief)
    _write_unsaid(paper, brief)
    if brief["references"]:
        paper.add_heading("出处", 1)
        for mark, line in brief["references"]:
            paper.add_paragraph(f"{mark} {line}")
    paper.add_paragraph("≥ 原文为“以上、余、超”；“未提及”指文中没有，不是零。数字引自报道，不是统计公报。")
    return _bytes(paper)


def _new_paper() -> Any:
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin = section.bottom_margin = Cm(2.4)
    for name, font, size in (
        ("Normal", TEXT_FONT, 12),
        ("Title", HEAD_FONT, 20),
        ("Heading 1", HEAD_FONT, 14),
    ):
        _set_font(paper.styles[name], font, size)
    return paper


def _set_font(style: ParagraphStyle, font: str, size: int) -> None:
    """Word keeps the East Asian font apart from the Latin one; both must be named."""
    style.font.name, style.font.size = font, Pt(size)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _write_pairs(paper: Any, brief: dict[str, Any]) -> None:
    if not brief["rows"]:
        return
    paper.add_heading(f"一、计划与实绩（{brief['shelf'].name}）" if brief["shelf"] else "一、计划与实绩", 1)
    table = paper.add_table(rows=1, cols=5, style="Table Grid")
    for cell, words in zip(table.rows[0].cells, ["指标", "计划", "实绩", "期间与口径", "出处"], strict=True):
        cell.text = words
    for pair, marks in brief["rows"]:
        values = [_measured(pair.newest), _figure(pair.plan), _figure(pair.actual), _basis(pair), marks]
        for cell, words in zip(table.add_row().cells, values, strict=True):
            cell.text = words


def _measured(metric: Metric) -> str:
    return (metric.indicator.name if metric.indicator else metric.indicator_words) or "未写明指标"


def _figure(metric: Metric | None) -> str:
    return str(figure_of(metric)) if metric else "未提及"


def _basis(pair: Any) -> str:
    words = []
    if pair.plan:
        words.append(f"计划 {write_period(pair.plan)}")
    if pair.actual:
        words.append(f"{kind_of(pair.actual, kinds_of(pair.actual))[1]} {write_period(pair.actual)}")
    return "；".join(words)


def _write_promises(paper: Any, brief: dict[str, Any]) -> None:
    paper.add_heading("二、到期与应问", 1)
    if not brief["promises"]:
        paper.add_paragraph("没有读到计划数。")
    for item in brief["promises"]:
        metric = item.promise
        program = f"{metric.program.name} " if metric.program else ""
        due = item.standing.due.on
        paper.add_paragraph(
            f"{program}{_measured(metric)} {figure_of(metric)}："
            f"{due.year}年{due.month}月{due.day}日到期，{item.standing.state.label}{_ruling(item.standing)}。",
            style="List Number",
        )


def _ruling(standing: Any) -> str:
    return f"（人工认定：{standing.reason}）" if standing.ruling else ""


def _write_unsaid(paper: Any, brief: dict[str, Any]) -> None:
    paper.add_heading("三、报上没有说的", 1)
    names = "、".join(indicator.name for indicator in brief["unsaid"])
    paper.add_paragraph(f"{names}。" if names else "在办项目各类的核心指标都有数字。")


def _bytes(paper: Any) -> bytes:
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()
