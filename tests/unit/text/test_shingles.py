"""Words as numbers, hashed runs and fingerprints: equal wherever they stand, and nothing but words counts."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.model import Span
from variorum.reuse import shingles
from variorum.reuse.shingles import Wording, fingerprints, run_hashes, word_places
from variorum.text.sentences import split_sentences


def wording(text: str, *apart: Span) -> Wording:
    return Wording.of(text, split_sentences(text), apart)


def hashes(text: str, size: int = 3) -> list[int]:
    return run_hashes(wording(text).numbers, size).tolist()


def test_punctuation_case_and_apostrophes_change_nothing() -> None:
    assert hashes("\u201cDon\u2019t go THERE,\u201d she said.") == hashes("don't go there she said")


def test_composed_and_decomposed_accents_are_one() -> None:
    assert hashes("le cafe\u0301 est ferme\u0301") == hashes("le café est fermé")


def test_the_spelling_of_a_house_changes_nothing() -> None:
    assert hashes("the organisation chose a grey colour") == hashes("the organization chose a gray color")


def test_the_order_of_words_counts() -> None:
    assert hashes("one two three") != hashes("three two one")


def test_a_script_without_spaces_has_a_word_for_each_sign() -> None:
    assert len(wording("東京で会議").numbers) == 5


def test_a_text_without_words_has_nothing() -> None:
    empty = wording(" … 、")
    assert (len(empty.numbers), len(empty.sentences), empty.prose) == (0, 0, 0)
    assert hashes("two words") == []
    assert fingerprints(empty, 5, 4).tolist() == []


def test_a_run_needs_a_word() -> None:
    with pytest.raises(ValueError, match="at least one word"):
        run_hashes(np.zeros(3, np.uint32), 0)


def test_words_of_a_span_are_no_prose() -> None:
    text = "He came. “We sink,” he said."
    start = text.index("“")
    found = wording(text, Span(start, text.index("”") + 1))
    assert found.own.tolist() == [True, True, False, False, True, True]
    assert found.sentences.tolist() == [0, 2]


def test_runs_of_a_quotation_leave_no_fingerprint() -> None:
    said = "we have waited for this day through four winters and two governments of every kind"
    quoted = f"“{said}” he said"
    assert not set(fingerprints(wording(quoted, Span(0, len(said) + 2)), 5, 4).tolist()) & set(
        fingerprints(wording(said), 5, 4).tolist()
    )


@given(
    st.lists(st.sampled_from([f"w{n}" for n in range(40)]), min_size=10, max_size=10),
    st.lists(st.sampled_from([f"a{n}" for n in range(40)]), max_size=30),
    st.lists(st.sampled_from([f"b{n}" for n in range(40)]), max_size=30),
)
def test_ten_words_in_common_are_a_fingerprint_in_common(
    shared: list[str], before: list[str], after: list[str]
) -> None:
    one, other = " ".join([*before, *shared]), " ".join([*shared, *after])
    assert set(fingerprints(wording(one), 5, 6).tolist()) & set(fingerprints(wording(other), 5, 6).tolist())


@given(st.text(max_size=300))
def test_places_are_those_of_words_in_order(text: str) -> None:
    starts, ends = word_places(text)
    assert all(text[start:end].strip() == text[start:end] for start, end in zip(starts, ends, strict=True))
    assert all(start < end for start, end in zip(starts, ends, strict=True))
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))


def test_hashes_are_the_same_in_every_process() -> None:
    code = (
        "from variorum.reuse.shingles import Wording, run_hashes;"
        "print(run_hashes(Wording.of('one two three four', ()).numbers, 3).tolist())"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == str(hashes("one two three four"))


def test_what_was_read_before_changes_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    long, other = "ab" * 2000, "ba" * 2000
    text = f"the harbour board closed the outer quay {long} {other} {long}"
    before = wording(text).numbers.tolist()
    assert len(set(before)) == 8
    monkeypatch.setattr(shingles, "_KEPT_BITS", 2)  # room for the numbers of four words
    shingles._numbers.cache_clear()
    try:
        assert wording(text).numbers.tolist() == before
        wording(" ".join(f"w{number}" for number in range(50)))
        assert wording(text).numbers.tolist() == before
    finally:
        shingles._numbers.cache_clear()
