"""Spans with what belongs to them: which of them touch a place."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from variorum.model import Span, SpansWith

PLACES = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda at: Span(at[0], at[0] + at[1]))


@given(st.lists(st.tuples(PLACES, st.integers(0, 3))), PLACES)
def test_what_touches_a_place_comes_in_the_order_given(given: list[tuple[Span, int]], place: Span) -> None:
    assert SpansWith(given).overlapping(place) == [one for one in given if one[0].overlaps(place)]


def test_no_spans_touch_nothing() -> None:
    assert SpansWith([]).overlapping(Span(0, 9)) == []
