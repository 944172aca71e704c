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
def test_cited_words_stand_marked_within_their_sentences(given_):
    text, spans = given_
    article = sample.annotated("a", text, outlet="A")
    evidence = [Evidence(article="a", start=span.start, end=span.end, text=span.of(text)) for span in spans]
    found = passages.sentences(evidence, {"a": article})
    assert all(str(one) in text for one in found)
    cited = [part.text for one in found for part in one.parts if part.cited]
    for one in evidence:
        assert any(one.text in part for part in cited)
    for one in found:
        assert one.places


def _only(evidence: Evidence, article: AnnotatedArticle) -> passages.Sentence:
    (found,) = passages.sentences([evidence], {"a": article})
    return found


def _evidence(article: AnnotatedArticle, words: str) -> Evidence:
    start = article.article.text.index(words)
    return Evidence(article="a", start=start, end=start + len(words), text=words)


def _parts(sentence: passages.Sentence) -> list[str]:
    return [part.text for part in sentence.parts]


def test_two_places_of_one_sentence_stand_together():
    article = sample.annotated("a", "Ada Sol was quick to retort: no. Then she left.", outlet="A")
    evidence = [_evidence(article, words) for words in ("retort", "Ada Sol", "left")]
    first, second = passages.sentences(evidence, {"a": article})
    assert _parts(first) == ["", "Ada Sol", " was quick to ", "retort", ": no."]
    assert first.places == (Span(0, 7), Span(21, 27))
    assert str(second) == "Then she left."


def test_words_that_do_not_stand_there_get_no_link():
    article = sample.annotated("a", "One two three.", outlet="A")
    found = _only(Evidence(article="a", start=0, end=3, text="two"), article)
    assert (str(found), found.places) == ("two", ())


def test_an_empty_place_links_to_its_sentence():
    article = sample.annotated("a", "First one. Second one.", outlet="A")
    found = _only(Evidence(article="a", start=17, end=17, text=""), article)
    assert _parts(found) == ["Second", "", " one."]
    assert found.places == (Span(11, 22),)


def test_a_long_sentence_is_cut_at_words_on_both_sides():
    text = "word " * 200 + "HERE " + "word " * 200
    article = AnnotatedArticle(article=Article(id="a", text=text), annotation=Annotation())
    before, _, after = _parts(_only(_evidence(article, "HERE"), article))
    assert before.startswith("… word ")
    assert after.endswith(" word …")
    assert len(before) < 200


def test_long_evidence_is_shown_by_its_beginning_and_end():
    text = "begin " + "word " * 400 + "end"
    article = AnnotatedArticle(article=Article(id="a", text=text), annotation=Annotation())
    found = _only(Evidence(article="a", start=0, end=len(text), text=text), article)
    assert str(found).startswith("begin word")
    assert " […] " in str(found)
    assert str(found).endswith("end")
    assert found.places == (Span(0, len(text)),)


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
