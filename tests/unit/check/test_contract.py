"""The examples of docs/check.md, as they stand there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import variorum
from variorum.model import Article

PAGE = (Path(__file__).parents[3] / "docs" / "check.md").read_text(encoding="utf-8")
EXAMPLES = re.compile(r"the report of the examples -->\n```text\n(.*?)\n```", re.DOTALL)
REPORT = re.sub(r"(?<!\n)\n(?!\n)", " ", EXAMPLES.findall(PAGE)[0])
ROWS = re.findall(r"^\| (.*?[“\"].*?) \| ([a-z ]+?) \| ([a-z]*) ?\|$", PAGE, re.MULTILINE)
COLLECTION = [Article(id="r", text=REPORT, outlet="Harbour Post", date="2026-03-11")]


def test_the_page_has_its_examples() -> None:
    assert len(ROWS) >= 20
    assert {verdict for _, verdict, _ in ROWS} == {
        "verbatim",
        "typographic",
        "elided",
        "altered",
        "other speaker",
        "partial",
        "not found",
        "not decided",
    }


@pytest.mark.parametrize(("draft", "verdict", "severity"), ROWS, ids=[row[0] for row in ROWS])
def test_an_example_gets_the_verdict_that_the_page_says(draft: str, verdict: str, severity: str) -> None:
    (quotation,) = variorum.check(draft, against=COLLECTION).quotations
    assert (quotation.verdict, quotation.severity or "") == (verdict, severity)
    for match in quotation.matches:
        assert REPORT[match.start : match.end] == match.text
    assert draft[quotation.start : quotation.end] == quotation.text
