"""Evidence in its sentence, and reports cut at what is cited."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.browser import sample

from variorum.model import AnnotatedArticle, Annotation, Article, Evidence, Span
from variorum.outputs import passages

_TEXT = st.text(alphabet="ab .\n”é😀‏\u202e", max_size=120)


@st.composite
def _cited(draw):
    text = draw(_TEXT)
    places = st.integers(0, len(text))
    spans = [Span(*sorted((draw(places), draw(places)))) for _ in range(draw(st.integers(0, 6)))]
    return text, spans


@given(_cited())
def test_no_word_of_a_report_is_lost_by_cutting_it(given_):
    text, spans = given_
    article = sample.annotated("a", text, outlet="A")
    shown = passages.paragraphs(article, spans)
    paragraphs = ["".join(piece.text for piece in one.pieces) for one in shown]
    assert "\n".join(paragraphs).split() == text.split()
    for one in shown:
        for piece in one.pieces:
            assert text[piece.start : piece.start + len(piece.text)] == piece.text


@given(_cited())
def test_each_cited_place_begins_a_piece(given_):
    text, spans = given_
    article = sample.annotated("a", text, outlet="A")
    starts = {piece.start for one in passages.paragraphs(article, spans) for piece in one.pieces}
    for span in spans:
        if text[span.start : span.end] and not text[span.start].isspace():
            assert span.start in starts


@given(_cited())
def test_a_passage_is_its_words_within_its_sentence(given_):
    text, spans = given_
    article = sample.annotated("a", text, outlet="A")
    for span in spans:
        words = span.of(text)
        found = passages.passage(Evidence(article="a", start=span.start, end=span.end, text=words), article)
        assert found.words == words
        assert found.before + found.words + found.after in text
        assert found.place is not None


def test_words_that_do_not_stand_there_get_no_link():
    article = sample.annotated("a", "One two three.", outlet="A")
    found = passages.passage(Evidence(article="a", start=0, end=3, text="two"), article)
    assert (found.words, found.place) == ("two", None)


def test_an_empty_place_links_to_its_sentence():
    article = sample.annotated("a", "First one. Second one.", outlet="A")
    found = passages.passage(Evidence(article="a", start=17, end=17, text=""), article)
    assert (found.before, found.after) == ("Second", " one.")
    assert found.place == Span(11, 22)


def test_a_long_sentence_is_cut_at_words_on_both_sides():
    text = "word " * 200 + "HERE " + "word " * 200
    article = AnnotatedArticle(article=Article(id="a", text=text), annotation=Annotation())
    found = passages.passage(sample.evidence(article, "HERE"), article)
    assert found.before.startswith("… word ")
    assert found.after.endswith(" word …")
    assert len(found.before) < 200


def test_ten_million_characters_are_shown_around_what_is_cited_with_the_gaps_counted():
    text = "x" * 5_000_000 + " HERE " + "y" * 5_000_000
    article = AnnotatedArticle(article=Article(id="a", text=text), annotation=Annotation())
    place = sample.evidence(article, "HERE")
    shown = passages.paragraphs(article, [Span(place.start, place.end)])
    assert sum(len(piece.text) for one in shown for piece in one.pieces) < 20_000
    assert any(piece.text == "HERE" for one in shown for piece in one.pieces)
    assert sum(one.gap for one in shown) > 4_900_000


def test_headings_and_furniture_are_told_apart():
    collation, articles = sample.silo()
    shown = passages.paragraphs(articles["clarion"], [])
    assert [one.pieces[0].text for one in shown if one.furniture] == ["Read more: Ten harbours with a past"]
