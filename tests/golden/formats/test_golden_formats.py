"""Each input beside the articles and rejects expected from it.

``python tests/golden/formats/test_golden_formats.py`` writes the expected files anew; read the difference.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from variorum.formats import FORMATS, read
from variorum.model import Article
from variorum.model.codec import encode

HERE = Path(__file__).parent
INPUTS = sorted(
    path.relative_to(HERE)
    for path in HERE.glob("*/*")
    if path.parent.name != "__pycache__" and not path.name.endswith(".expected.json")
)


def expected_of(path: Path) -> Path:
    return HERE / f"{path}.expected.json"


def outcome(path: Path) -> str:
    """Return what reading gives, with the words of each block, as readable JSON."""
    before = Path.cwd()
    os.chdir(HERE)  # messages hold the path as it was given
    try:
        items = list(read([path]))
    finally:
        os.chdir(before)
    shown = []
    for item in items:
        record = json.loads(encode(item))
        if isinstance(item, Article):
            for block, plain in zip(item.blocks, record.get("blocks", ()), strict=True):
                plain["words"] = block.span.of(item.text)
        shown.append({type(item).__name__.lower(): record})
    return json.dumps(shown, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("path", INPUTS, ids=str)
def test_reading_gives_what_is_expected(path: Path) -> None:
    assert outcome(path) == expected_of(path).read_text(encoding="utf-8")


def test_every_format_has_a_golden_pair() -> None:
    assert {path.parts[0] for path in INPUTS} == {known.name for known in FORMATS}


def test_pages_read_the_same_whatever_was_read_before() -> None:
    pages = [path for path in INPUTS if path.parts[0] == "html"]
    first = [outcome(path) for path in pages]
    assert [outcome(path) for path in reversed(pages)] == first[::-1]


if __name__ == "__main__":
    for name in INPUTS:
        expected_of(name).write_text(outcome(name), encoding="utf-8")
    sys.exit()
