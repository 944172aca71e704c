"""Where the searched words of a report stand, and that cutting plain text the quick way changes nothing."""

from __future__ import annotations

import sys

from hypothesis import given
from hypothesis import strategies as st

from variorum.checking import seeds
from variorum.checking.places import OpenReport
from variorum.model import Article

# Letters, marks and signs that decide which way a text is cut: accents, joiners, scripts without spaces.
SIGNS = st.sampled_from("abcXYZ \u2019'\u201c\u201d-\u2013.,5é\u0301\u00ad\u200b\u00b2\u00aa漢字ไ\n")


@given(st.lists(SIGNS, max_size=60).map("".join))
def test_words_and_their_places_are_those_that_the_full_pattern_finds(text: str) -> None:
    found = [match for match in seeds._WORD.finditer(text) if seeds.numbered([match.group()])[0]]
    report = OpenReport(Article(id="a", text=text))
    shown = report.article.text  # without signs that nobody sees
    if shown == text:
        assert report.words == seeds.numbered(match.group() for match in found)
        assert report.places == [match.span() for match in found]
    assert seeds.printed_words(text) == seeds._WORD.findall(text)
    assert [shown[start:end] for start, end in report.places] == [
        word for word in seeds.printed_words(shown) if seeds.numbered([word])[0]
    ]


def test_every_sign_that_is_cut_the_quick_way_ends_a_word() -> None:
    for code in range(sys.maxunicode + 1):
        sign = chr(code)
        if not seeds._NOT_PLAIN.match(sign):
            assert seeds._PLAIN_WORD.findall(f"a{sign}b") == seeds._WORD.findall(f"a{sign}b"), hex(code)
