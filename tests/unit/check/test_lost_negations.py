"""A lost or added negation is told as one: in the outlet's brackets, before "only", across marks."""

from __future__ import annotations

import pytest

from variorum import Article, check

CASES = [
    # The bracket is the outlet's and holds all of the speech: the words in it are no insertion.
    (
        "(He was sure: “It doesn’t matter to us what the board decides,” said Ada Quill)",
        "It does matter to us what the board decides",
    ),
    (
        "The old mill (it has not been the business of the town for 200 years) waits.",
        "It has been the business of the town for 200 years",
    ),
    # Two quotations of the report are no other order of one.
    (
        "“This is not a gift, this is not a loan,” Ada Quill said. “This is a path.”",
        "This is a gift, this is not a loan",
    ),
    (
        "“We are not going to put up with the ice,” he said, “We are in this for the town.”",
        "We are going to put up with the ice",
    ),
    (
        "“It is not just a question of money for the town,” Ada Quill said.",
        "It is just a question of money for the town",
    ),
    (
        "“It is just a question of money for the town,” Ada Quill said.",
        "It is not just a question of money for the town",
    ),
]


@pytest.mark.parametrize(("report", "words"), CASES)
def test_it_is_critical(report: str, words: str) -> None:
    (found,) = check(f"“{words},” said Ada Quill.", against=Article(id="a", text=report)).quotations
    (change,) = found.changes
    assert (found.verdict, found.severity, change.type) == ("altered", "critical", "negation")
    assert found.fails(fail_on="critical")


def test_what_editors_put_in_brackets_may_be_left_out() -> None:
    report = Article(
        id="a", text="“The wall [in the north] will be built before the spring,” Ada Quill said."
    )
    (found,) = check("“The wall will be built before the spring,” said Ada Quill.", against=report).quotations
    assert (found.verdict, found.severity, found.fails()) == ("elided", "minor", False)
