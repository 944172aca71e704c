"""The network's names beside those of the rules: whole words, kinds, bounds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from variorum.annotation.layout.stage import assign_layout
from variorum.annotation.names.network import tidy
from variorum.annotation.names.stage import assign_entities
from variorum.annotation.neural.results import Name, NameKind
from variorum.language.language import language
from variorum.model import Annotation, Article
from variorum.settings import AnnotateSettings

ENGLISH = language("en")

KINDS: tuple[NameKind, ...] = ("person", "organization", "location", "misc")


def _names(text: str, *words: tuple[str, NameKind]) -> list[Name]:
    return [Name(start=text.index(word), end=text.index(word) + len(word), kind=kind) for word, kind in words]


def _found(text: str, names: Sequence[Name]) -> dict[str, str]:
    settings = AnnotateSettings()
    article = Article(id="a", text=text)
    annotation = assign_layout(article, Annotation(), settings=settings)
    annotation = assign_entities(article, annotation, settings=settings, names=names)
    return {entity.name: entity.kind for entity in annotation.entities}


def test_pieces_become_whole_words_without_titles() -> None:
    text = "Mr. Lind met the U.S. envoy and Joseph R. Falk’s aide."
    pieces = _names(text, ("Mr", "person"), ("Lind", "person"), ("U", "location"), ("S", "location"))
    pieces += _names(text, ("Joseph R", "person"), ("Falk’s", "person"))
    named = [(span.of(text), kind) for span, kind in tidy(text, pieces, ENGLISH)]
    assert ("Lind", "person") in named
    assert ("Falk", "person") in named
    assert not any(word in ("Mr", ".", "U") for word, _ in named)


def test_kind_of_the_network_settles_what_the_words_leave_open() -> None:
    text = "They reached Tessaly Marne on Monday. Tessaly Marne was quiet."
    assert _found(text, _names(text, ("Tessaly Marne", "location"))) == {"Tessaly Marne": "place"}
    assert _found(text, _names(text, ("Tessaly Marne", "organization"))) == {"Tessaly Marne": "organisation"}


def test_a_run_of_capitals_is_parted_where_the_network_sees_two_names() -> None:
    text = "In the hall Miss Ferry Alicia Moreau sang. Later Moreau left."
    found = _found(text, _names(text, ("Miss Ferry", "misc"), ("Alicia Moreau", "person")))
    assert found.get("Alicia Moreau") == "person"


def test_a_last_name_in_passing_does_not_turn_a_person_into_a_body() -> None:
    text = "Michael Osgood, the former mayor, spoke. Osgood laughed. Osgood left."
    names = [
        Name(start=m.start(), end=m.end(), kind="organization") for m in re.finditer("Osgood(?= l)", text)
    ]
    assert _found(text, names)["Michael Osgood"] == "person"


def test_a_lone_word_that_only_begins_a_sentence_needs_the_network() -> None:
    text = "Ada Lind slept. Leave the boat, he said."
    assert "Leave" not in _found(text, _names(text, ("Ada Lind", "person")))


@given(
    st.text(alphabet="ABab .’'-U\n", min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 59), st.integers(1, 12), st.sampled_from(KINDS)), max_size=6),
)
def test_tidy_names_are_in_order_disjoint_and_inside(text: str, raw: list[tuple[int, int, NameKind]]) -> None:
    names = [
        Name(start=start, end=min(len(text), start + size), kind=kind)
        for start, size, kind in sorted(raw)
        if start < len(text)
    ]
    spans = [span for span, _ in tidy(text, names, ENGLISH)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in zip(spans, spans[1:], strict=False))
    assert all(span.of(text)[0].isalnum() for span in spans)


def test_a_body_begins_where_the_network_sees_it_begin() -> None:
    text = "He marched with Black Boats Matter on Monday. The state Harbour Court agreed."
    names = _names(text, ("Black Boats Matter", "organization"), ("state Harbour Court", "organization"))
    assert _found(text, names) == {"Black Boats Matter": "organisation", "Harbour Court": "organisation"}


def test_a_full_name_ends_where_the_network_sees_it_end() -> None:
    text = "Later Ada Lind Remarks were read, and so was the Ada Lind Foundation report."
    found = _found(text, [Name(start=at, end=at + 8, kind="person") for at in (6, 49)])
    assert found == {"Ada Lind": "person", "Ada Lind Foundation": "organisation"}


def test_a_capital_by_itself_is_no_name_where_the_network_sees_none() -> None:
    text = "It was called the Mistake of the lake. He is a possible VP, said Ada Lind. Lind and Osk agreed."
    assert set(_found(text, _names(text, ("Ada Lind", "person"), ("Osk", "location")))) == {"Ada Lind", "Osk"}


def test_a_name_that_is_a_word_or_a_title_too_stays_whole() -> None:
    text = "Press secretary George Little and editor Dean Falk met Senate Leader Tom Lind of Marl."
    names = [
        ("George Little", "person"),
        ("Dean Falk", "person"),
        ("Tom Lind", "person"),
        ("Marl", "location"),
    ]
    found = _found(text, _names(text, *names))
    assert {"George Little", "Dean Falk", "Tom Lind"} <= set(found)


def test_a_title_before_a_full_name_is_no_part_of_it() -> None:
    text = "Dean Ada Lind of the law school spoke to George Dr. Falk."
    found = _found(text, _names(text, ("Dean Ada Lind", "person"), ("George", "person"), ("Falk", "person")))
    assert set(found) >= {"Ada Lind"}


def test_last_names_that_are_words_belong_to_whom_the_network_named_in_full() -> None:
    text = "State Sen. Angus King met Ondine Long.\n\nKing said it was late. Long asked why."
    found = _found(text, _names(text, ("Angus King", "person"), ("Ondine Long", "person")))
    assert {name for name, kind in found.items() if kind == "person"} == {"Angus King", "Ondine Long"}


def test_two_names_with_one_last_word_under_a_picture_are_two() -> None:
    found = _found("Ada Lind Tom Lind\n\nAda Lind, 32, and Tom Lind, 31, were heard on Friday.", ())
    assert set(found) == {"Ada Lind", "Tom Lind"}
