"""A text longer than any report is left out and told, whatever its format; a draft is not checked."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from variorum import formats
from variorum.checking.drafts import read_drafts
from variorum.errors import UnreadableFile
from variorum.model import Article, Reject
from variorum.settings import ReadSettings

SETTINGS = ReadSettings(max_characters=1_000)
REASON = "characters, and 1,000 are the limit for one report; split it"
WORDS = "The pier of Marlhaven is old, and nobody comes."


def document(path: Path, paragraphs: int) -> Path:
    body = "".join(f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>" for _ in range(paragraphs))
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr(
            "word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
        )
    return path


def test_a_long_document_is_a_reject_and_a_short_one_is_read(tmp_path: Path) -> None:
    short, long = document(tmp_path / "a.docx", 10), document(tmp_path / "b.docx", 100)
    first, second = formats.read([short, long], settings=SETTINGS)
    assert isinstance(first, Article)
    assert isinstance(second, Reject)
    assert (second.file, second.line) == (str(long), None)
    assert second.reason == f"holds {100 * (len(WORDS) + 2) - 2:,} {REASON}"


def test_a_long_record_is_a_reject_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    records = [
        {"id": "short", "text": WORDS},
        {"id": "long", "text": WORDS * 100},
        {"id": "c", "text": "Ah."},
    ]
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records))
    first, second, third = formats.read(path, settings=SETTINGS)
    assert isinstance(first, Article)
    assert isinstance(second, Reject)
    assert (second.id, second.line, second.reason.endswith(REASON)) == ("long", 2, True)
    assert isinstance(third, Article)


def test_a_long_draft_is_not_taken_for_one_without_fault(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=REASON):
        read_drafts([document(tmp_path / "b.docx", 100)], SETTINGS)
