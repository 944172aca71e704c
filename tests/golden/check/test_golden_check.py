"""One draft against two reports, in every form that a check prints.

``python tests/golden/check/test_golden_check.py`` writes the expected files anew; read the difference.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
from pathlib import Path

import pytest
from rich.console import Console

from variorum.checking.drafts import read_drafts
from variorum.checking.writers import html, sarif, text
from variorum.checking.writers import json as json_writer
from variorum.checking.writers.terminal import print_result
from variorum.corpus import check_drafts
from variorum.settings import ReadSettings

HERE = Path(__file__).parent
NAMES = ("expected.json", "expected.txt", "expected.sarif", "expected.html", "expected.terminal.txt")


def outcome(name: str) -> str:
    before = Path.cwd()
    os.chdir(HERE)  # the draft is named as it was given
    try:
        drafts = read_drafts(["draft.md"], ReadSettings())
        result = check_drafts(drafts, against="reports")
    finally:
        os.chdir(before)
    if name == "expected.json":
        return json.dumps(json.loads(json_writer.render(result, drafts)), ensure_ascii=False, indent=1) + "\n"
    if name == "expected.txt":
        return text.render(result, drafts)
    if name == "expected.html":
        return html.render(result, drafts)
    if name == "expected.sarif":
        return re.sub(r'\n *"version": "(?!2\.1\.0)[^"]*",?', "", sarif.render(result, drafts))
    console = Console(width=90, record=True, file=io.StringIO(), color_system=None)
    print_result(result, drafts, console)
    return "".join(f"{line.rstrip()}\n" for line in console.export_text().splitlines())


@pytest.mark.parametrize("name", NAMES)
def test_a_check_prints_what_is_expected(name: str) -> None:
    assert outcome(name) == (HERE / name).read_text(encoding="utf-8")


if __name__ == "__main__":
    for each in NAMES:
        (HERE / each).write_text(outcome(each), encoding="utf-8")
    sys.exit()
