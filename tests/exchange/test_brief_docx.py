"""The county brief as a Word file: the rows of the printed page, set as official papers are."""

import io

import pytest
from docx import Document

from tests.factories import make_article, make_mention, make_metric, make_program

pytestmark = pytest.mark.django_db


def read_docx(client, code):
    response = client.get(f"/counties/{code}/brief.docx")
    assert response.status_code == 200
    paper = Document(io.BytesIO(response.content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return [p.text for p in paper.paragraphs], cells


def test_it_holds_plan_actual_and_sources(client):
    program = make_program("爱心托班")
    article = make_article(headline="托班开班", text="计划举办33个以上，累计开展公益性免费托班38期。")
    make_mention(article, program, start=0, end=2, quote="计划")
    make_metric(article, "38期", program=program, indicator="TB02", cumulative=True)
    make_metric(
        article,
        "33个以上",
        value=33,
        unit="个",
        qualifier="at_least",
        status="planned",
        program=program,
        indicator="TB03",
    )
    lines, cells = read_docx(client, "330803")
    assert lines[0] == "衢江区工会项目简报"
    assert "≥33个" in cells
    assert "38期" in cells
    assert any("托班开班[N]. 浙江工人日报, 2025-06-03(2)." in line for line in lines)


def test_a_county_without_reports_says_so(client):
    lines, _ = read_docx(client, "330402")
    assert any("不说明当地没有做" in line for line in lines)


@pytest.mark.parametrize("code", ["000000", "abc", "3308031"])
def test_an_unknown_code_is_a_404(client, code):
    assert client.get(f"/counties/{code}/brief.docx").status_code == 404
