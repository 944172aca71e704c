"""Paragraphs and sentences as a reader sees them."""

import pytest

from variorum.text.sentences import split_paragraphs, split_sentences


def sentences(text: str, lang: str | None = None) -> list[str]:
    return [span.of(text) for span in split_sentences(text, lang=lang)]


def test_paragraphs_end_at_every_kind_of_line_break_and_are_trimmed() -> None:
    text = "  One. \r\nTwo.\n\n \t\nThree.\u2028Four.\rFive.\u2029\x0cSix.  "
    assert [span.of(text) for span in split_paragraphs(text)] == [
        "One.",
        "Two.",
        "Three.",
        "Four.",
        "Five.",
        "Six.",
    ]


@pytest.mark.parametrize("text", ["", "   ", "\n\n\r\n", "\u2028"])
def test_nothing_but_white_space_has_no_paragraphs(text: str) -> None:
    assert split_paragraphs(text) == ()
    assert split_sentences(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The pier is shut. It is old.", ["The pier is shut.", "It is old."]),
        (
            "Mr. Ford met Dr. Lee on Jan. 3 at 5 p.m. He left.",
            ["Mr. Ford met Dr. Lee on Jan. 3 at 5 p.m.", "He left."],
        ),
        ("Ada P. Lunt came. See p. 5 of it.", ["Ada P. Lunt came.", "See p. 5 of it."]),
        ("He wrote to then-U.S. Attorney Ada Lund.", ["He wrote to then-U.S. Attorney Ada Lund."]),
        (
            "It came in mid-Jan. 3 days late, ex-Sen. Lund said.",
            ["It came in mid-Jan. 3 days late, ex-Sen. Lund said."],
        ),
        ("J. R. Ford of the U.S. Senate spoke.", ["J. R. Ford of the U.S. Senate spoke."]),
        ("Ford Inc. Chief Lee spoke.", ["Ford Inc. Chief Lee spoke."]),
        ("“It is shut.” She left.", ["“It is shut.”", "She left."]),
        ("“Is it shut?” she asked.", ["“Is it shut?” she asked."]),
        ("It was old . . . Then it was shut. Yes.", ["It was old . . .", "Then it was shut.", "Yes."]),
        ("It was old … and shut. Yes.", ["It was old … and shut.", "Yes."]),
        ("Well... it broke. Then it fell.", ["Well... it broke.", "Then it fell."]),
        ("It cost 3.5 million. See No. 5 for more.", ["It cost 3.5 million.", "See No. 5 for more."]),
        ("桥关了。他走了。", ["桥关了。", "他走了。"]),
        ("No stop at the end", ["No stop at the end"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_abbreviations_follow_the_language() -> None:
    assert sentences("Wir sahen z.B. Hamburg.", "de") == ["Wir sahen z.B. Hamburg."]


def test_an_unknown_language_is_read_as_english() -> None:
    assert sentences("Mr. Ford left. He ran.", "xx") == ["Mr. Ford left.", "He ran."]


def test_a_line_break_ends_a_sentence() -> None:
    assert sentences("The pier\nis shut") == ["The pier", "is shut"]
