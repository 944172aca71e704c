"""Rich text of word processors and mail programs, as people send it."""

from __future__ import annotations

import pytest
from tests.situations.reading import items_of

from variorum.model import Article

FONTS = (
    r"{\fonttbl{\f0\fcharset0 Serif;}{\f1\fcharset204 Cyr;}{\f2\fcharset128 Mincho;}{\f3\fcharset238 CE;}}"
    r"{\stylesheet{\s1 heading 1;}{\s2 Quote;}{\*\cs3 Emphasis;}}{\info{\title Six boats}{\author Ada}}"
)


def article(body: str, head: str = r"\ansi\ansicpg1252\deff0") -> Article:
    data = f"{{\\rtf1{head}{FONTS}\n{body}}}".encode("cp1252")
    (found,) = items_of("a.rtf", data)
    assert isinstance(found, Article), found
    return found


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"{Six }{\deleted seven }boats", "Six boats"),
        (r"Six \deleted1 seven \deleted0 boats", "Six boats"),
        (r"Six {\revised new }boats", "Six new boats"),
        (r"Six {\mvf\revauth1 old }boats", "Six boats"),
        (r"Six {\strike seven }boats{\strike0  left}", "Six boats left"),
        (r"\deleted seven \plain Six boats", "Six boats"),
        (r"Six{\pict\pngblip 0102} boats{\*\unknown\hide x}", "Six boats"),
        (r"Six {\field{\*\fldinst HYPERLINK x}{\fldrslt boats}}", "Six boats"),
        (r"{\listtext\tab 1.\tab}Six boats", "Six boats"),
    ],
)
def test_the_text_is_what_stands_when_all_changes_are_accepted(body: str, text: str) -> None:
    found = article(body)
    assert found.text == text
    assert "not_read" not in found.extra


def test_hidden_words_are_left_out_and_told() -> None:
    found = article(r"Six {\v of seven }boats \v1 or so\v0 left")
    assert found.text == "Six boats left"
    assert found.extra["not_read"] == ["hidden text"]


def test_comments_and_heads_of_pages_are_told_as_no_part_of_the_text() -> None:
    found = article(r"{\header Draft\par}Six boats{\*\atnid A}\chatn{\*\annotation\pard why six?}.\par")
    assert found.text == "Six boats."
    assert found.extra["not_read_beside"] == ["heads and feet of pages", "one of the comments on the text"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\u8220?Six\u8221? \u-4?boats", "“Six” \ufffcboats"),
        (r"{\uc0 \u8220 Six\u8221}", "“Six”"),
        (r"{\uc2 \u8220\'93xSix}", "“Six"),
        (r"{\uc1\u8220\'93Six \u8221\'94boats}", "“Six ”boats"),
        (r"\u-10179?\u-8704? \u-10179?x", "😀 x"),
        (r"\u-8704?x", "\ufffdx"),
        (r"caf\'e9 \ldblquote six\rdblquote\emdash{}boats", "café “six”—boats"),
        (
            r"{\f1 \'cf\'f0\'e8\'e2\'e5\'f2} {\f2 \'93\'fa\'96\'7b} {\f3 \'b3\'f3d\'9f}",
            "Привет 日本 łódź",
        ),
        ("café", "café"),
        (r"{\upr{Jos?}{\*\ud{Jos\u233 ?}}}", "José"),
        ("Six\\\nboats", "Six\n\nboats"),
        (r"\{a\\b\}\~c\_d", "{a\\b}\u00a0c\u2011d"),
    ],
)
def test_signs_are_those_that_are_shown(body: str, text: str) -> None:
    assert article(body).text == text


def test_the_code_page_of_the_document_counts_where_its_font_has_none() -> None:
    assert article(r"{\f9 \'cf}", r"\ansi\ansicpg1251").text == "П"
    assert article(r"{\f9 \'8e}", r"\mac").text == "é"
    assert article(r"{\f9 \'e9}", r"\ansi\ansicpg1").text == "é"  # no code page that there is


def test_a_code_page_that_nobody_knows_is_taken_for_the_usual_one() -> None:
    assert article(r"{\f9 \'e9}t", r"\ansi\ansicpg99999").text == "ét"


def test_paragraphs_headings_quotations_and_notes_are_known_by_their_styles() -> None:
    body = (
        r"\pard\plain \s1 Six boats\par\pard\plain They left."
        r"{\super\chftn{\*\footnote\chftn At noon.}} All.\par"
        r"\pard\s2 We wait.\par\pard\outlinelevel1 More\par\trowd\cellx9 one\cell two\cell\row"
    )
    found = article(body)
    assert found.text.split("\n\n") == [
        "Six boats", "They left. All.", "We wait.", "More", "one", "two", "At noon."
    ]  # fmt: skip
    assert [(block.kind, block.span.of(found.text)) for block in found.blocks] == [
        ("heading", "Six boats"),
        ("quote", "We wait."),
        ("heading", "More"),
        ("note", "At noon."),
    ]
    assert article(r"They left.\par").title == "Six boats"  # of the file, where the text has none


def test_a_paragraph_of_signs_that_are_not_shown_is_none() -> None:
    found = article(r"Six boats.\par\pard\s1 \-\'01\par{\footnote \-}")
    assert (found.text, found.blocks) == ("Six boats.", ())


def test_a_report_named_otherwise_is_known_by_its_beginning() -> None:
    for name in ("a.doc", "a", "a.txt"):
        (found,) = items_of(name, rb"{\rtf1 Six boats\par}")
        assert isinstance(found, Article)
        assert found.text == "Six boats"
