"""What a reader sees of a text: signs without width and decomposed accents are no part of a word."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.language.language import language
from variorum.model import Span
from variorum.text.names import same_person
from variorum.text.normalise import fold, read_words
from variorum.text.seen import invisible_signs, seen, without_invisible
from variorum.text.tokens import tokenise

HIDDEN = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe00\ufe0f\U000e0100\U000e01ef"
    "\u180e\u061c\u202a\u2069\U000e0041"
)


@pytest.mark.parametrize("sign", HIDDEN)
def test_a_hidden_sign_makes_no_other_word(sign: str) -> None:
    text = f"ha{sign}rbour{sign} wall"
    assert without_invisible(text) == "harbour wall"
    assert [text[one.start : one.end] for one in tokenise(text)] == [f"ha{sign}rbour", "wall"]
    assert fold(text).text == "harbour wall"
    assert invisible_signs(text) == 2


@pytest.mark.parametrize(
    "text",
    [
        "a family \U0001f468\u200d\U0001f469\u200d\U0001f467 waved",  # joined emoji
        "a heart \u2764\ufe0f and a key 1\ufe0f\u20e3",  # emoji by a selector
        "a flag \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f flew",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian needs its non-joiner
        "\u05d0\u200f, \u05d1",  # and Hebrew its direction
        "caf\u00e9",
    ],
)
def test_what_a_script_or_an_emoji_needs_is_kept(text: str) -> None:
    assert seen(text) is None
    assert invisible_signs(text) == 0


def test_a_text_marked_with_its_provenance_is_counted_and_read() -> None:
    carried = "\ufeff" + "".join(chr(0xFE00 + at % 16) for at in range(40))
    assert invisible_signs(f"The wall will hold.{carried}") == 41
    assert without_invisible(f"The wall will hold.{carried}") == "The wall will hold."


def test_decomposed_names_are_the_composed_ones() -> None:
    name = "In\u00e8s M\u00fcller"
    assert same_person(unicodedata.normalize("NFD", name), name, language("en")) == "yes"
    text = unicodedata.normalize("NFD", name)
    (first, second) = tokenise(text)
    assert (first.text, text[first.start : first.end]) == ("In\u00e8s", "Ine\u0300s")
    assert second.end == len(text)


def test_ligatures_are_letters() -> None:
    keys = [word.key for word in read_words("\ufb01ve o\ufb03ces", [Span(0, 10)], language("en")).words]
    assert keys == ["5", "offices"]


@given(st.text(alphabet=st.sampled_from("ab \u0301\u0300e\ufb01" + HIDDEN), max_size=40))
def test_every_part_of_the_view_stands_in_the_text(text: str) -> None:
    view = seen(text)
    if view is None:
        return
    last = 0
    for at in range(len(view.text)):
        place = view.back(Span(at, at + 1))
        assert last <= place.start < place.end <= len(text)
        assert view.there(place).contains(Span(at, at + 1))
        last = place.start
    assert without_invisible(view.text) == view.text or seen(view.text) is not None
