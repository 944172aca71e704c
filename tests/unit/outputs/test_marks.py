"""The marks in a reading are what the variants say."""

from __future__ import annotations

import pytest
from tests.browser import sample

from variorum.model import Evidence, Reading, Span, Utterance, Variant, VariantSide
from variorum.outputs.marks import marked, unplaced


def _marks(utterance_id: str, quotation: str):
    collation, articles = sample.silo()
    utterance = next(one for one in collation.utterances if one.id == utterance_id)
    reading = next(one for one in utterance.readings if one.quotation == quotation)
    return marked(reading, utterance, _texts(articles))


def _texts(articles) -> dict[str, str]:
    return {name: one.article.text for name, one in articles.items()}


def _shown(utterance_id: str, quotation: str) -> list[tuple[str, str]]:
    return [(one.role, one.text) for one in _marks(utterance_id, quotation) if one.role != "plain"]


def test_changed_words_name_what_stands_in_the_base():
    (mark,) = [one for one in _marks("u-foundations", "q2s") if one.role == "other"]
    assert (mark.text, mark.instead, mark.label) == ("did cover", "did not cover", "Opposite sense")


def test_the_base_shows_where_others_differ():
    assert _shown("u-foundations", "q2") == [("base", "did not cover")]


def test_left_out_words_stand_where_they_are_missing():
    marks = _marks("u-safe", "q1c")
    place = next(number for number, one in enumerate(marks) if one.role == "omitted")
    assert marks[place].text == "in writing"
    assert marks[place - 1].text.endswith("We were told")
    assert marks[place + 1].text.startswith(" that the north silo")
    assert marks[place].label == "Words left out, without a sign"


def test_added_words_are_marked_as_added():
    assert ("added", " [expletive]") in _shown("u-safe", "q1c")


def test_a_reading_that_does_not_reach_the_place_has_no_mark():
    assert _shown("u-safe", "q1s") == []


@pytest.mark.parametrize("story", [sample.silo, sample.hostile, sample.agreeing, sample.single])
def test_without_the_left_out_words_the_marks_are_the_reading_as_printed(story):
    collation, articles = story()
    for utterance in collation.utterances:
        for reading in utterance.readings:
            marks = marked(reading, utterance, _texts(articles))
            assert "".join(one.text for one in marks if one.role != "omitted") == reading.text


def _pair(sides: tuple[VariantSide, ...]) -> tuple[Utterance, Reading, dict[str, str]]:
    text = "“one two four”"
    base = Reading(
        article="a",
        quotation="qa",
        kind="direct",
        speaker=None,
        content=(Span(0, 20),),
        text="“one two three four”",
    )
    other = Reading(
        article="b", quotation="qb", kind="direct", speaker=None, content=(Span(0, 14),), text=text
    )
    variants = (Variant(type="elision", severity="material", sides=sides),)
    texts = {"a": base.text, "b": text}
    return Utterance(id="u", speakers=(), readings=(base, other), variants=variants), other, texts


def test_left_out_words_without_a_place_are_named_beside_the_reading():
    lost = VariantSide(readings=("qa",), evidence=(Evidence(article="a", start=9, end=14, text="three"),))
    utterance, other, texts = _pair((lost, VariantSide(readings=("qb",), evidence=())))
    assert [one.role for one in marked(other, utterance, texts)] == ["plain"]
    (mark,) = unplaced(other, utterance)
    assert (mark.role, mark.text) == ("omitted", "three")


def test_a_paraphrase_is_never_marked_word_by_word():
    lost = VariantSide(readings=("qa",), evidence=(Evidence(article="a", start=9, end=14, text="three"),))
    here = VariantSide(readings=("qb",), evidence=(Evidence(article="b", start=8, end=8, text=""),))
    utterance, other, texts = _pair((lost, here))
    assert [one.role for one in marked(other, utterance, texts)] == ["plain", "omitted", "plain"]
    paraphrase = Reading(
        article="b",
        quotation="qb",
        kind="indirect",
        speaker=None,
        content=(Span(0, 14),),
        text="x",
        paraphrase=True,
    )
    assert [one.role for one in marked(paraphrase, utterance, texts)] == ["plain"]


def test_words_beside_a_gap_are_not_taken_for_a_change():
    lost = VariantSide(readings=("qa",), evidence=(Evidence(article="a", start=9, end=14, text="three"),))
    beside = VariantSide(
        readings=("qb",), evidence=(Evidence(article="b", start=5, end=13, text="two four"),)
    )
    utterance, other, texts = _pair((lost, beside))
    marks = marked(other, utterance, texts)
    assert [(one.role, one.text) for one in marks] == [
        ("plain", "“one two"),
        ("omitted", "three"),
        ("plain", " four”"),
    ]
    base = marked(utterance.readings[0], utterance, texts)
    assert [one.text for one in base if one.role == "base"] == ["three"]


def test_words_that_the_base_does_not_have_are_added_and_the_base_is_not_marked_there():
    beside = VariantSide(
        readings=("qa",), evidence=(Evidence(article="a", start=5, end=14, text="two three"),)
    )
    more = VariantSide(readings=("qb",), evidence=(Evidence(article="b", start=9, end=12, text="and"),))
    base = Reading(
        article="a",
        quotation="qa",
        kind="direct",
        speaker=None,
        content=(Span(0, 15),),
        text="“one two three”",
    )
    other = Reading(
        article="b",
        quotation="qb",
        kind="direct",
        speaker=None,
        content=(Span(0, 19),),
        text="“one two and three”",
    )
    variants = (Variant(type="insertion", severity="minor", marked=False, sides=(beside, more)),)
    utterance = Utterance(id="u", speakers=(), readings=(base, other), variants=variants)
    texts = {"a": base.text, "b": other.text}
    assert [one.role for one in marked(base, utterance, texts)] == ["plain"]
    assert [(one.role, one.text) for one in marked(other, utterance, texts)][1] == ("added", "and")
