"""Lakh and crore, digits grouped as in India, Switzerland or with spaces, digits of other writings."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.situations.comparing import annotated, exact, report, told

from variorum import check

_MONEY = "INR"


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("About 1,50,000 growers came.", ("count", 150_000.0, None)),
        ("Some 12,34,567 ballots were cast.", ("count", 1_234_567.0, None)),
        ("Nearly 2.5 lakh workers came.", ("count", 250_000.0, None)),
        ("Over 15 lakhs of voters came.", ("count", 1_500_000.0, None)),
        ("Two crore people were told.", ("count", 20_000_000.0, None)),
        ("A lakh people marched.", ("count", 100_000.0, None)),
        ("Half a crore people marched.", ("count", 5_000_000.0, None)),
        ("One lakh and fifty thousand people marched.", ("count", 150_000.0, None)),
        ("One and a half lakh people marched.", ("count", 150_000.0, None)),
        ("The state bought 2 crore 50 lakh doses.", ("count", 25_000_000.0, None)),
        ("It counted 2.5 cr people.", ("count", 25_000_000.0, None)),
        ("The works cost ₹12,34,56,789.", ("money", 123_456_789.0, _MONEY)),
        ("The works cost Rs. 40 lakh.", ("money", 4_000_000.0, _MONEY)),
        ("The works cost Rs 3 lakh crore.", ("money", 3e12, _MONEY)),
        ("The works cost ₹2.5cr.", ("money", 25_000_000.0, _MONEY)),
        ("The works cost ₹40L.", ("money", 4_000_000.0, _MONEY)),
        ("The works cost INR 1.25 lakh.", ("money", 125_000.0, _MONEY)),
        ("The works cost three lakh crore rupees.", ("money", 3e12, _MONEY)),
        ("The works cost 50,000 crore rupees.", ("money", 5e11, _MONEY)),
        ("The works cost Rs 5,000-crore in all.", ("money", 5e10, _MONEY)),
        ("The works cost Rs 40-50 lakh.", ("money", (4_000_000.0, 5_000_000.0), _MONEY)),
        ("The works cost Tk 5 crore.", ("money", 50_000_000.0, "BDT")),
        ("About 1'234'567 francs were paid.", ("money", 1_234_567.0, "CHF")),
        ("Some 1 234 567 trees were felled.", ("count", 1_234_567.0, None)),
        ("Some 150\u202f000 trees were felled.", ("count", 150_000.0, None)),
        ("Some 10 000 trees were felled.", ("count", 10_000.0, None)),
        ("The works cost €12 500 in all.", ("money", 12_500.0, "EUR")),
        ("Some １２，３４５ trees were felled.", ("count", 12_345.0, None)),
        ("Some ١٬٢٣٤ trees were felled.", ("count", 1_234.0, None)),
    ],
)
def test_number_is_one_figure(tmp_path: Path, printed: str, wanted: tuple[object, ...]) -> None:
    source = annotated(tmp_path, printed)
    assert [exact(figure) for figure in source.annotation.figures] == [wanted]


@pytest.mark.parametrize(
    ("printed", "values"),
    [
        ("Lots 1,000, 1,500 and 2,000 were sold.", [1000.0, 1500.0, 2000.0]),
        ("He drew 12, 34 and 56 from the bag.", [12.0, 34.0, 56.0]),
        ("They won 6-4, 7-5.", ["6-4", "7-5"]),
        ("Call 800 555 123 at night.", []),
        ("They came from Fond du Lac.", []),
    ],
)
def test_lists_and_labels_stay_what_they_are(tmp_path: Path, printed: str, values: list[object]) -> None:
    assert [figure.value for figure in annotated(tmp_path, printed).annotation.figures] == values


_SENTENCE = "Around {} growers joined the march on the town of Tarnholm on Monday, the police said."
_PLAN = "The state will spend {} on the canals of the northern district, Minister Arvid Solheim said."
_QUOTE = "We lost {} in one night, and the water took the lower fields"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1,50,000", "150,000"),
        ("1.5 lakh", "150,000"),
        ("a lakh", "100,000"),
        ("half a crore", "50 lakh"),
        ("2.5 cr", "25 million"),
        ("150\u2009000", "150,000"),
        ("150'000", "1,50,000"),
        ("1 500 000", "1.5 million"),
    ],
)
def test_counts_that_agree_are_no_difference(tmp_path: Path, one: str, other: str) -> None:
    found, _ = told(
        tmp_path, *(report(at, sentence=_SENTENCE.format(n)) for at, n in enumerate((one, other)))
    )
    assert found == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rs 3 lakh crore", "Rs 3 trillion"),
        ("₹12,34,56,789", "Rs 123,456,789"),
        ("INR 2.5 cr", "₹25 million"),
        ("₹3 lakh crore", "Rs 3,00,000 crore"),
    ],
)
def test_sums_that_agree_are_no_difference(tmp_path: Path, one: str, other: str) -> None:
    found, _ = told(tmp_path, *(report(at, sentence=_PLAN.format(n)) for at, n in enumerate((one, other))))
    assert found == []


@pytest.mark.parametrize(
    ("one", "other"), [("1,50,000", "1,15,000"), ("1.5 lakh", "2.5 lakh"), ("40 lakh", "4 crore")]
)
def test_counts_that_differ_are_told(tmp_path: Path, one: str, other: str) -> None:
    found, _ = told(
        tmp_path, *(report(at, sentence=_SENTENCE.format(n)) for at, n in enumerate((one, other)))
    )
    assert "figure" in found


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("₹12,34,000", "₹1,234,000", True),
        ("Rs. 5 lakh", "500,000 rupees", True),
        ("1.5 lakh homes", "150,000 homes", True),
        ("half a crore trees", "50 lakh trees", True),
        ("₹12,34,000", "₹12,43,000", False),
        ("1.5 lakh homes", "15 lakh homes", False),
    ],
)
def test_quoted_numbers(tmp_path: Path, one: str, other: str, same: bool) -> None:
    found, _ = told(tmp_path, *(report(at, quote=_QUOTE.format(n)) for at, n in enumerate((one, other))))
    assert ("figure" not in found and found == []) if same else "figure" in found


@pytest.mark.parametrize(
    ("printed", "verdict"), [("1,50,000 homes", "typographic"), ("15,00,000 homes", "altered")]
)
def test_draft_is_checked_by_value(tmp_path: Path, printed: str, verdict: str) -> None:
    (tmp_path / "wire.txt").write_text(report(0, quote=_QUOTE.format("1.5 lakh homes")), encoding="utf-8")
    draft = f'"{_QUOTE.format(printed)}," said Hedda Brask.'
    result = check(draft, against=tmp_path)
    assert [quotation.verdict for quotation in result.quotations] == [verdict]
