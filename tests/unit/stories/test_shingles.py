"""Shingles: equal words give equal hashes wherever they stand, and offsets point back at the words."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.text.shingles import shingles


def hashes(text: str, n: int = 3) -> list[int]:
    return [hash_ for hash_, _, _ in shingles(text, n)]


def test_punctuation_case_and_apostrophes_change_nothing() -> None:
    assert hashes("\u201cDon\u2019t go THERE,\u201d she said.") == hashes("don't go there she said")


def test_composed_and_decomposed_accents_are_one() -> None:
    assert hashes("le cafe\u0301 est ferme\u0301") == hashes("le café est fermé")


def test_a_passage_is_found_inside_a_longer_text() -> None:
    passage = hashes("the harbour bridge was closed on Friday")
    whole = hashes("Officials said late that the harbour bridge was closed on Friday, after a storm.")
    assert set(passage) <= set(whole)


def test_word_order_matters() -> None:
    assert hashes("mayor sues baker") != hashes("baker sues mayor")


def test_offsets_give_the_words_as_printed() -> None:
    text = "\u201cNo,\u201d said Ada Lunt \u2014 twice."
    assert [text[start:end] for _, start, end in shingles(text, 3)] == [
        "No,\u201d said Ada",
        "said Ada Lunt",
        "Ada Lunt \u2014 twice",
    ]


def test_a_text_of_fewer_words_has_none() -> None:
    assert shingles("two words", 3) == []
    assert shingles("", 1) == []


def test_less_than_one_word_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one word"):
        shingles("some words", 0)


def test_scripts_without_spaces_have_shingles_too() -> None:
    assert set(hashes("橋は金曜日")) <= set(hashes("昨日、橋は金曜日に閉鎖"))


def test_hashes_are_the_same_in_another_process() -> None:
    code = "from variorum.text.shingles import shingles; print(shingles('one two three four', 3))"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == str(shingles("one two three four", 3))


@given(st.lists(st.sampled_from(["ann", "bob", "cat", "dog"]), max_size=30), st.integers(1, 4))
def test_equal_hashes_mean_equal_words(words: list[str], n: int) -> None:
    found = shingles(" ".join(words), n)
    assert len(found) == max(0, len(words) - n + 1)
    by_words: dict[tuple[str, ...], int] = {}
    for index, (hash_, _, _) in enumerate(found):
        assert by_words.setdefault(tuple(words[index : index + n]), hash_) == hash_
    assert len(set(by_words.values())) == len(by_words)
