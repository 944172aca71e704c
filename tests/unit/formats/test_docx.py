"""Word documents: what is read of them, and what is refused with which words."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from tests.word import SPACE, archive, word_document

from variorum.formats import read
from variorum.model import Article, Reject


def read_one(folder: Path, data: bytes) -> Article | Reject:
    path = folder / "a.docx"
    path.write_bytes(data)
    (item,) = read([path])
    return item


def reason(folder: Path, data: bytes) -> str:
    item = read_one(folder, data)
    assert isinstance(item, Reject)
    return item.reason


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
    twice = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    item = read_one(tmp_path, word_document(body=f"<w:p><w:r><w:t>Around it.</w:t>{twice}</w:r></w:p>"))
    assert isinstance(item, Article)
    assert item.text == "In a box.\n\nAround it."


def test_strict_documents_are_read(tmp_path: Path) -> None:
    strict = word_document("A sentence.")
    with zipfile.ZipFile(io.BytesIO(strict)) as packed:
        xml = packed.read("word/document.xml")
    xml = xml.replace(SPACE.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
    item = read_one(tmp_path, archive({"word/document.xml": xml}))
    assert isinstance(item, Article)
    assert item.text == "A sentence."


def test_bombs_are_refused_before_they_unfold(tmp_path: Path) -> None:
    assert "ZIP bomb" in reason(tmp_path, archive({"word/document.xml": b"<a>" + b" " * 20_000_000}))
    entities = b'<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'
    assert "declares a document type" in reason(tmp_path, archive({"word/document.xml": entities}))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (archive({"mimetype": b"x"}), "is an archive, but no Word document; save its text as .txt"),
        (word_document(""), "is a Word document without text"),
        (archive({"word/document.xml": b"<w:p"}), "is a damaged Word document"),
        (word_document("Words. " * 500)[:150], "is no whole Word document"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, data: bytes, words: str) -> None:
    assert words in reason(tmp_path, data)
