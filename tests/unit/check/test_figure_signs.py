"""A sign that makes another figure of the same words never passes; one that only prints it otherwise does."""

from __future__ import annotations

import pytest

from variorum import Article, check
from variorum.checking.results import CheckedQuotation

WORDS = "It came to {} in the harbour of the old town that year"
ENDS = "In the harbour of the old town that year it came to {}"


def checked(printed: str, drafted: str, words: str = WORDS) -> CheckedQuotation:
    report = Article(id="a", text=f"“{words.format(printed)},” said Odile Marn, who runs the ferry.")
    (found,) = check(f"“{words.format(drafted)},” said Odile Marn.", against=[report]).quotations
    return found


@pytest.mark.parametrize(
    ("printed", "drafted"),
    [
        (".5 degrees", "5 degrees"),
        ("$.5 million", "$5 million"),
        ("10² boats", "102 boats"),
        ("10⁻² boats", "10-2 boats"),
        ("−5 degrees", "5 degrees"),
        ("–5 degrees", "5 degrees"),
        ("5 degrees", "-5 degrees"),
        ("minus 5 degrees", "5 degrees"),
        ("5% of it", "5 of it"),
        ("5 of it", "5 per cent of it"),
        ("5‰ of it", "5 of it"),
        ("£5m", "$5m"),
        ("$5m", "5m"),
        ("₽5m", "5m"),
        ("≤5 boats", "5 boats"),
        ("~5 boats", "5 boats"),
        ("±5 boats", "5 boats"),
        ("3×4 boats", "3 4 boats"),
        ("3-2 votes", "32 votes"),
        ("1/2 of it", "12 of it"),
        ("1½ of it", "11/2 of it"),
        ("−½ of it", "½ of it"),
        ("minus five degrees", "five degrees"),
        ("−$5 million", "$5 million"),
        ("-US$5 million", "US$5 million"),
        ("-Rs 5 lakh", "Rs 5 lakh"),
        ("–5 degrees on deck – the lowest –", "5 degrees on deck – the lowest –"),
        ("－5 degrees", "5 degrees"),
        ("50+ boats", "50 boats"),
        ("▼5 points", "▲5 points"),
        ("5℃", "5℉"),
    ],
)
def test_another_sign_makes_another_figure(printed: str, drafted: str) -> None:
    found = checked(printed, drafted)
    assert (found.verdict, found.severity) == ("altered", "critical")
    (change,) = [one for one in found.changes if one.severity == "critical"]
    assert change.type == "figure"
    assert change.was != change.now


@pytest.mark.parametrize(
    ("printed", "drafted"),
    [
        (".5 degrees", "0.5 degrees"),
        ("−5 degrees", "–5 degrees"),
        ("–5 degrees", "minus 5 degrees"),
        ("5 m²", "5 m2"),
        ("5%", "five per cent"),
        ("50/50", "50-50"),
        ("9/11", "9-11"),
        ("3-2", "3–2"),
        ("~5 boats", "≈5 boats"),
        ("it – 14 boats – and", "it — 14 boats — and"),
        ("it –14 boats – and", "it - 14 boats - and"),
        ("$5m", "$5 million"),
        ("5%-6% of it", "5% to 6% of it"),
        ("1/2 of it", "½ of it"),
        ("1½ boats", "1 1/2 boats"),
        ("a 5ft boat", "a 5 ft boat"),
        ("No 5 of the boats", "No. 5 of the boats"),
        ("−$5m", "minus $5m"),
        ("5+6 boats", "5 + 6 boats"),
    ],
)
def test_another_way_to_print_a_figure_passes(printed: str, drafted: str) -> None:
    assert checked(printed, drafted).verdict == "typographic"


@pytest.mark.parametrize(("printed", "drafted"), [("5%", "5"), ("£5", "5"), ("5‰", "5"), ("10²", "10")])
def test_a_sign_cut_off_with_the_end_of_a_quotation_is_lost(printed: str, drafted: str) -> None:
    assert checked(printed, drafted, ENDS).severity == "critical"


def test_a_quotation_that_begins_behind_the_minus_is_of_another_figure() -> None:
    report = Article(id="a", text="“It fell to −5 degrees on the deck of the ferry,” said Odile Marn.")
    draft = "Odile Marn spoke of “5 degrees on the deck of the ferry”."
    assert check(draft, against=[report]).quotations[0].severity == "critical"


def test_what_the_next_figure_says_as_well_is_no_other_figure() -> None:
    found = checked("from 10% to 15% of it", "from 10 to 15% of it")
    assert (found.verdict, found.severity) != ("altered", "critical")
