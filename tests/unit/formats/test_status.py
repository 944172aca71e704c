"""Signs that a text stops short."""

from __future__ import annotations

import pytest

from variorum.formats.status import cut_short, no_report

BODY = "The mayor said no on Monday.\n\nShe left by the goods entrance.\n\n"


@pytest.mark.parametrize(
    "closing",
    [
        "Subscribe to continue reading",
        "Sign in to read the full story.",
        "To continue reading, subscribe now.",
        "This article is for subscribers only.",
        "This story is exclusively for members",
        "Already a subscriber? Log in\n\nHelp",
        "You’ve reached your limit of free articles.",
        "… [+2163 chars]",
    ],
)
def test_a_plea_at_the_end_shows_that_the_text_stops_short(closing: str) -> None:
    assert cut_short(BODY + closing)


@pytest.mark.parametrize(
    "ending",
    [
        "",
        "Read the full story at The Daily Rattle.",
        "To continue reading her column in the Post, click here.",
        "He urged readers to subscribe to continue the paper’s work.",
        "Subscribers to the paper have fallen by 12 per cent since then.",
        "“You have read the report,” she told him. “I have not.”",
        "Keep reading for more about the goods entrance.",
    ],
)
def test_prose_and_pointers_do_not(ending: str) -> None:
    assert cut_short(BODY + ending) is None


def test_a_plea_in_the_middle_does_not() -> None:
    assert cut_short("Subscribe to continue reading\n\n" + BODY * 2) is None


@pytest.mark.parametrize(
    "text",
    [
        "Please enable JavaScript to view this page.",
        "Access Denied\n\nReference 18.a",
        "404 Not Found",
        "Error 404",
        "403 - Forbidden",
        "404",
    ],
)
def test_a_gate_is_no_report(text: str) -> None:
    assert no_report(text)


def test_a_report_about_gates_is_one() -> None:
    assert no_report("Access to the site was denied to 404 readers on Monday.") is None
    assert no_report("The weir at Marl broke.\n\n403,281 visitors came to it last year.") is None
    assert no_report("404 people were led out of the mill at Quern on Monday.") is None
    assert no_report("Access denied, said the sign. " + BODY * 20) is None
