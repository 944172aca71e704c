"""Matched words as keys, and spans that are asked often."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.model import Span, SpanIndex
from variorum.text.lookup import lookup_key

SPANS = st.builds(lambda start, size: Span(start, start + size), st.integers(0, 30), st.integers(1, 12))


@pytest.mark.parametrize(
    ("surface", "key"),
    [
        ("The\u00a0Past", "the past"),
        (" half\u2009 an\thour\n", "half an hour"),
        ("Auguſt", "august"),
        ("\u212aG", "kg"),
        ("Aprıl", "april"),
        ("FRİDAY", "friday"),
        ("٣", "3"),
        ("２０", "20"),
        ("²", "²"),  # no digit of a number
        ("", ""),
    ],
)
def test_a_key_is_as_the_tables_write_it(surface: str, key: str) -> None:
    assert lookup_key(surface) == key


@given(st.lists(SPANS, max_size=12), SPANS)
def test_an_index_of_spans_says_what_asking_each_would(spans: list[Span], asked: Span) -> None:
    index = SpanIndex(spans)
    assert index.contains(asked) == any(span.contains(asked) for span in spans)
    assert index.overlaps(asked) == any(span.overlaps(asked) for span in spans)
