"""Headlines of plain text; front matter and blocks of Markdown."""

from __future__ import annotations

import pytest

from variorum.formats.markdown import mark_blocks, split_front_matter
from variorum.formats.text import headline


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Bridge to close\n\nThe bridge closes.", "Bridge to close"),
        ("\ufeff\nBridge to close\n\nThe bridge closes.".lstrip("\ufeff"), "Bridge to close"),
        ("Bridge to close?\r\n\r\nThe bridge closes.", "Bridge to close?"),
        ("The bridge closes.\n\nIt does.", None),
        ("Bridge to close\nThe bridge closes.", None),
        ("Bridge to close", None),
        ("Bridge to close\n\n", None),
        ("***\n\nThe bridge closes.", None),
        ("word " * 40 + "\n\nThe bridge closes.", None),
    ],
)
def test_a_headline_must_be_evident(text: str, title: str | None) -> None:
    assert headline(text, 150) == title


@pytest.mark.parametrize(
    "whole", ["---\ntitle: x\nno end", "---\n- a list\n---\ntext", "text\n---\ntitle: x\n---\n", "***\n"]
)
def test_what_is_no_front_matter_stays_text(whole: str) -> None:
    assert split_front_matter(whole) == ({}, whole)


def test_front_matter_gives_its_pairs_and_leaves_the_text() -> None:
    matter, text = split_front_matter(
        "---\r\ntitle: 'It''s on'\r\ntags: [a, \"b c\"]\r\nurl: https://a.example/x\r\n---\r\nText\r\n"
    )
    assert matter == {"title": "It's on", "tags": ["a", "b c"], "url": "https://a.example/x"}
    assert text == "Text\r\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# One #\n\nwords", [("heading", "One")]),
        ("One\n===\nwords", [("heading", "One")]),
        ("a\nb\n---\n", []),
        ("words\n\n---\n\nwords", []),
        ("> a\n> b\n\nwords\n\n> c", [("quote", "> a\n> b"), ("quote", "> c")]),
        ("> a\r\n>\r\n> b\r\n", [("quote", "> a\r\n>\r\n> b")]),
        ("~~~\n# no\n> no\n~~~\n## yes", [("heading", "yes")]),
        ("#hashtag", []),
    ],
)
def test_blocks_cover_their_signs_exactly(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(block.kind, block.span.of(text)) for block in mark_blocks(text)] == expected
