"""A text with stretches replaced: what stands where, whatever is stacked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from variorum.model import Span
from variorum.text.view import Replaced, View

NEW = st.sampled_from([None, None, "", "X", "Y X", " "])
PIECES = st.lists(st.tuples(st.sampled_from(["", "a", "ab c", " ", "ba"]), NEW), max_size=8)


def replaced_in(pieces: list[tuple[str, str | None]]) -> tuple[str, list[Replaced], list[tuple[int, int]]]:
    """Return a text, what is replaced in it, and by brute force where each sign of the view stands."""
    text, replaced, signs = "", [], []
    for piece, new in pieces:
        at = len(text)
        text += piece
        if new is None or not piece:
            signs += [(at + one, at + one + 1) for one in range(len(piece))]
        else:
            replaced.append((at, len(text), new))
            signs += [(at, len(text))] * len(new)
    return text, replaced, signs


@given(PIECES)
def test_every_stretch_of_a_view_stands_where_its_signs_do(pieces: list[tuple[str, str | None]]) -> None:
    text, replaced, signs = replaced_in(pieces)
    view = View(text, replaced)
    assert len(view.text) == len(signs)
    for start in range(len(signs)):
        for end in range(start + 1, len(signs) + 1):
            assert view.back(Span(start, end)) == Span(signs[start][0], signs[end - 1][1])
    for at in range(len(text) + 1):
        assert view.there(Span(at, at)).start == sum(sign[0] < at for sign in signs)


@given(PIECES, st.data())
def test_a_view_of_a_view_leads_back_to_the_stored_text(pieces, data) -> None:
    text, replaced, signs = replaced_in(pieces)
    lower = View(text, replaced)
    upper = lower.then(
        (at, at + 1, "-") for at, sign in enumerate(lower.text) if sign == "a" and data.draw(st.booleans())
    )
    assert upper.stored == text
    assert [upper.back(Span(at, at + 1)) for at in range(len(upper.text))] == [Span(*one) for one in signs]


def test_a_view_that_replaces_nothing_is_the_text() -> None:
    view = View("the wall holds")
    assert not view.changed
    assert view.text is view.stored
    assert view.then([]) is view
    assert view.back(Span(4, 8)) == view.there(Span(4, 8)) == Span(4, 8)


def test_what_is_left_out_at_an_end_stays_outside_and_inside_stays_inside() -> None:
    view = View("**We *will* go**", [(0, 2, ""), (5, 6, ""), (10, 11, ""), (14, 16, "")])
    assert view.text == "We will go"
    assert view.back(Span(0, 10)).of(view.stored) == "We *will* go"
    assert view.back(Span(3, 7)).of(view.stored) == "will"
    assert view.there(Span(5, 11)).of(view.text) == "will"
