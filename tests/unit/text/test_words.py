"""Words of many texts at once: the same as one text at a time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from variorum.text.hashes import is_figure, term_hash, term_hashes
from variorum.text.terms import languages, stop_words, terms
from variorum.text.words import languages_of, telling, words_of

SIGNS = st.sampled_from(list("aAbZz019.,'’-_ \n éÉßİǅσςΣ²½٣٤़का日本語ไทย々🙂\u0301\ud800𝒜"))
TEXTS = st.lists(st.text(SIGNS, max_size=30) | st.text(max_size=20), max_size=6)


@given(TEXTS, st.sampled_from(languages()))
def test_texts_together_have_the_terms_that_each_has_alone(texts: list[str], language: str) -> None:
    found = telling(words_of(texts), [language] * len(texts))
    assert [one.tolist() for one in found] == [
        [term_hash(term) for term in terms(text, language)] for text in texts
    ]


@given(st.lists(st.text(), max_size=6))
def test_hashes_of_many_are_those_of_each(words: list[str]) -> None:
    assert term_hashes(words).tolist() == [term_hash(word) for word in words]


def test_figures_keep_what_joins_their_digits_and_are_told_apart() -> None:
    assert terms("1,013 of 2.5m, no. 7, in 3.", "en") == ["1,013", "2.5m", "7", "3"]
    assert is_figure(term_hashes(["1,013", "harbour", "7th", "u2"])).tolist() == [True, False, True, False]


def test_the_language_is_that_of_the_stop_words() -> None:
    texts = [
        "Der Hafen ist seit dem Morgen gesperrt, und die Fähre wird nicht fahren.",
        "Le port est fermé depuis ce matin et les bateaux ne sont pas partis.",
        "Quillon Dunmarrow",
        "",
    ]
    assert languages_of(words_of(texts)) == ["de", "fr", "en", "en"]


def test_a_word_is_no_stop_word_in_another_language() -> None:
    assert "die" in stop_words("de")
    assert "die" not in stop_words("en")
    words = words_of(["die", "die"])
    assert [one.tolist() for one in telling(words, ["de", "en"])] == [[], [term_hash("die")]]
