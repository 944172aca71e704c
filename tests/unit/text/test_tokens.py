# ruff: noqa: E501 (tables read best with a row a line)
import re
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.text import tokens
from variorum.text.tokens import tokenise


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.text, token.kind) for token in tokenise(text)]


@pytest.mark.parametrize("mask", ["sh*t", "s***", "bulls**t", "a**hole", "f—ing", "d---", "b------t", "s--t", "[expletive]", "****"])  # fmt: skip
def test_masked_words_are_one_token(mask: str) -> None:
    assert (mask, "mask") in kinds(f"What the {mask} is that?")


@pytest.mark.parametrize("text", ["aloha—respect", "this -- this", "so--it was", "fired---and proud", "**bold** words"])  # fmt: skip
def test_dashes_and_markup_are_no_masks(text: str) -> None:
    assert "mask" not in [kind for _, kind in kinds(text)]


@pytest.mark.parametrize("gap", ["…", "...", "[...]", "[…]", "(...)", "* * *", ". . ."])
def test_every_sign_of_an_omission_is_an_ellipsis(gap: str) -> None:
    assert (gap, "ellipsis") in kinds(f"We came {gap} and saw")


def test_contractions_are_two_tokens() -> None:
    assert kinds("don’t we'll") == [
        ("do", "word"),
        ("n’t", "contraction"),
        ("we", "word"),
        ("'ll", "contraction"),
    ]


def test_numbers_keep_their_commas_and_points() -> None:
    assert kinds("$1,013.50 or 12%") == [
        ("$", "symbol"),
        ("1,013.50", "number"),
        ("or", "word"),
        ("12", "number"),
        ("%", "symbol"),
    ]


def test_brackets_around_a_first_letter_belong_to_the_word() -> None:
    assert ("[T]he", "word") in kinds("[T]he bridge")


def test_empty_text_has_no_tokens() -> None:
    assert tokenise("") == []


def test_offsets_count_into_the_whole_text() -> None:
    text = "He said: “No, sh*t!”"
    assert all(text[token.start : token.end] == token.text for token in tokenise(text, 9))
    assert tokenise(text, 9)[0].start == 9


@given(st.text("abI.*-_'’\"”!?,;:)](\n 1é\u0301\u00ad#$@t/", max_size=24))
def test_words_that_are_plain_at_once_are_those_that_the_other_rows_find(text: str) -> None:
    whole = tokens._PATTERN.finditer.__self__.pattern
    never = re.compile(
        whole.replace("(?P<plain>", "(?P<plain>(?!)(?:", 1).replace(
            ")\n  | (?P<link>", "))\n  | (?P<link>", 1
        ),
        re.VERBOSE,
    )
    assert not any(match["plain"] for match in never.finditer(text + " plain, words"))
    found = tokenise(text)
    with patch.object(tokens, "_PATTERN", never):
        assert tokenise(text) == found
