"""Marks in an article's text: everything escaped, nothing lost, overlaps shared out."""

import re
from html import unescape
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from articles.pages.marking import Span, mark_sentence, mark_text
from articles.pages.sentences import sentence_span

TEXT = st.text(alphabet="托班38期“”<>&'\"，。\n永康市", max_size=40)


class Reader(HTMLParser):
    """Collects the words, and checks that tags close in order and no link stands in a link."""

    def __init__(self):
        super().__init__()
        self.words, self.open = [], []

    def handle_starttag(self, tag, attrs):
        assert not (tag == "a" and "a" in self.open)
        self.open.append(tag)
        if ("class", "ref") in attrs:
            self.open[-1] = "ref"

    def handle_endtag(self, tag):
        assert self.open.pop() in {tag, "ref"}

    def handle_data(self, data):
        if "ref" not in self.open:
            self.words.append(data)


KINDS = st.sampled_from(["fig", "prog", "place"])


@given(TEXT, st.data())
def test_any_spans_give_sound_markup_with_the_text_unchanged(text, data):
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    span = st.tuples(places, KINDS, st.sampled_from(["", "/x/"]), st.integers(0, 2))
    spans = [Span(*place, *rest) for place, *rest in data.draw(st.lists(span, max_size=6))]
    reader = Reader()
    reader.feed(mark_text(text, spans))
    reader.close()
    assert "".join(reader.words) == text
    assert reader.open == []


def test_a_figure_inside_a_program_keeps_the_figures_link():
    html = mark_text("15分钟圈", [Span(0, 5, "prog", "/p/"), Span(0, 4, "fig", "#f1", 1, "t1")])
    assert html == (
        '<a class="m-fig m-prog" id="t1" href="#f1">15分钟<span class="ref">1</span></a>'
        '<a class="m-prog" href="/p/">圈</a>'
    )


def test_a_hidden_name_shows_nothing_of_itself():
    html = mark_text("骑手李东升说", [Span(2, 5, "mask"), Span(0, 6, "prog", "/p/")])
    assert "李" not in html
    assert "升" not in html
    assert html.count("某") == 1


def test_a_slice_is_marked_by_itself():
    assert mark_text("甲乙丙丁", [Span(0, 2, "place", "/c/")], 1, 3) == '<a class="m-place" href="/c/">乙</a>丙'


def test_markup_in_the_text_is_escaped():
    assert "<script>" not in mark_text("<script>1</script>", [Span(2, 5, "fig", "#f1")])
    assert "<script>" not in mark_sentence("<script>1</script>", [(2, 5)], 0, 18)


def test_a_sentence_marks_its_figures_and_hides_names():
    text = "骑手李东升说，办了38期。下一句"
    html = mark_sentence(text, [(9, 12)], 0, 13)
    assert unescape(re.sub("<[^>]+>", "", html)) == "骑手某说，办了38期。"
    assert "<mark>38期</mark>" in html


@given(TEXT.filter(bool), st.data())
def test_a_sentence_holds_its_span(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    left, right = sentence_span(text, start, end)
    assert 0 <= left <= start < end <= right <= len(text)


def test_a_sentence_ends_behind_its_closing_quotation_mark():
    text = "“累了。”他说。现有110家。"
    assert text[slice(*sentence_span(text, 2, 3))] == "“累了。”"
    assert text[slice(*sentence_span(text, 11, 14))] == "现有110家。"
