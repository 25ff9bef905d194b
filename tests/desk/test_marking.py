"""Texts cut at their marks: nothing is lost, and each piece knows what covers it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from articles.desk.marking import Mark, cut_at_marks, cut_paragraphs

SPANS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 12), st.sampled_from(["fig", "prog", "place"])), max_size=8
)


@given(st.text("工会驿站12家\n", max_size=40), SPANS)
def test_pieces_joined_are_the_text_and_carry_the_marks_that_cover_them(
    text: str, spans: list[tuple[int, int, str]]
) -> None:
    marks = [Mark(start, start + length, kind, str(n)) for n, (start, length, kind) in enumerate(spans)]
    paragraphs = cut_paragraphs(text, marks)
    assert "\n".join("".join(piece.text for piece in pieces) for pieces in paragraphs) == text
    at = 0
    for pieces in paragraphs:
        for piece in pieces:
            covering = {m.ref for m in marks if m.start < at + len(piece.text) and m.end > at}
            assert {m.ref for m in piece.marks} == covering
            at += len(piece.text)
        at += 1


def test_nested_marks_share_a_piece() -> None:
    pieces = cut_at_marks("建成工会驿站12家", [Mark(2, 6, "prog", "p1", "名称"), Mark(2, 9, "fig", "f1", "数字")])
    assert [(p.text, p.classes, p.refs) for p in pieces] == [
        ("建成", "", ""),
        ("工会驿站", "m-prog m-fig", "p1 f1"),
        ("12家", "m-fig", "f1"),
    ]
