"""A range is one figure, however its two ends are joined; ranges that meet are no difference."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.situations.comparing import annotated, exact, report, told

from variorum import check

_WEEKS = ("duration", (4.0, 6.0), "week")


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("Work takes four-six weeks.", _WEEKS),
        ("Work takes four–six weeks.", _WEEKS),
        ("Work takes four to six weeks.", _WEEKS),
        ("Work takes 4–6 weeks.", _WEEKS),
        ("Work takes 4 - 6 weeks.", _WEEKS),
        ("Work takes between four and six weeks.", _WEEKS),
        ("Work takes a four- to six-week pause.", _WEEKS),
        ("Work takes four weeks to six weeks.", _WEEKS),
        ("A two-three day wait is likely.", ("duration", (2.0, 3.0), "day")),
        ("It is a 10-15-minute walk.", ("duration", (10.0, 15.0), "minute")),
        ("Only 20- to 30-year-old trees fell.", ("age", (20.0, 30.0), "year")),
        ("Twenty- to thirty-year-olds pay most.", ("age", (20.0, 30.0), "year")),
        ("Five and six year olds stay home.", ("age", (5.0, 6.0), "year")),
        ("Voters in their 20s or 30s stayed away.", ("age", (20.0, 39.0), "year")),
        ("The keeper is in her early sixties.", ("age", (60.0, 64.0), "year")),
        ("Pupils aged 5 through 11 swim free.", ("age", (5.0, 11.0), "year")),
        ("The guild paid 5m-6m euros.", ("money", (5e6, 6e6), "EUR")),
        ("The guild paid $2-3 million.", ("money", (2e6, 3e6), "USD")),
        ("The guild paid £1.2m to £1.5m.", ("money", (1.2e6, 1.5e6), "GBP")),
        ("From three until seven people came.", ("count", (3.0, 7.0), None)),
        ("Between two thousand and three thousand people came.", ("count", (2000.0, 3000.0), None)),
        ("20-30,000 people came.", ("count", (20000.0, 30000.0), None)),
        ("Some 2–3,000 people came.", ("count", (2000.0, 3000.0), None)),
        ("Half a million to a million people came.", ("count", (5e5, 1e6), None)),
        ("Five to six hundred people came.", ("count", (500.0, 600.0), None)),
        ("Two or three dozen boats came.", ("count", (24.0, 36.0), None)),
        ("Some ten-to-twelve boats came.", ("count", (10.0, 12.0), None)),
        ("The cart does 0-60 mph.", ("measure", (0.0, 60.0), "mile per hour")),
        ("Prices rose 10 to 15 per cent.", ("share", (10.0, 15.0), "percent")),
        ("About 5%-10% of it is lost.", ("share", (5.0, 10.0), "percent")),
        ("The 2009-10 season was long.", ("date", "2009/2010", None)),
        ("The 1999-00 season was long.", ("date", "1999/2000", None)),
        ("The inn serves 6-7pm daily.", ("time", "18:00/19:00", None)),
        ("The inn opens from 9am to 5pm.", ("time", "09:00/17:00", None)),
        ("The fair runs from June 12-14, 2025.", ("date", "2025-06-12/2025-06-14", None)),
        ("One-and-a-half million people came.", ("count", 1.5e6, None)),
        ("It took 2½ hours to land.", ("duration", 2.5, "hour")),
        ("It takes a week or two.", ("duration", (1.0, 2.0), "week")),
        ("Fines of Rs 500-1,000 were set.", ("money", (500.0, 1000.0), "INR")),
        ("A dozen or more boats came.", ("count", 12.0, None)),
        ("Ten or so boats came.", ("count", 10.0, None)),
    ],
)
def test_range_is_one_figure(tmp_path: Path, printed: str, wanted: tuple[object, ...]) -> None:
    source = annotated(tmp_path, printed)
    assert [exact(figure) for figure in source.annotation.figures] == [wanted]


@pytest.mark.parametrize(
    "printed",
    [
        "The index rose 3% to 1,628.10 on the day.",
        "The index rose from 9 to 14 on the day.",
        "The price rose $2 to $45 on the day.",
        "The vote was split 46%-47% in the end.",
    ],
)
def test_two_values_stay_two(tmp_path: Path, printed: str) -> None:
    assert len(annotated(tmp_path, printed).annotation.figures) == 2


@pytest.mark.parametrize("printed", ["several hundred boats", "a few thousand boats", "several lakh boats"])
def test_vague_amount_has_no_value(tmp_path: Path, printed: str) -> None:
    (figure,) = annotated(tmp_path, f"They saw {printed} at sea.").annotation.figures
    assert figure.value is None
    assert figure.of == "boats"


_REPAIR = "The repairs to the main bridge of Tarnholm will take {}, the tram company said on Monday."
_MARCH = "Around {} growers joined the march on the town of Tarnholm on Monday, the police said."


@pytest.mark.parametrize(
    ("sentence", "one", "other", "same"),
    [
        (_REPAIR, "four-six weeks", "4–6 weeks", True),
        (_REPAIR, "four to six weeks", "between 4 and 6 weeks", True),
        (_REPAIR, "one-and-a-half years", "1.5 years", True),
        (_REPAIR, "two-three days", "2 to 3 days", True),
        (_MARCH, "10 to 15", "10-15", True),
        (_MARCH, "12-15", "14", True),
        (_MARCH, "20 to 30", "25 to 40", True),
        (_MARCH, "40 to 60", "80 to 100", False),
        (_MARCH, "20 to 30", "50", False),
        (_REPAIR, "four-six weeks", "eight to ten weeks", False),
    ],
)
def test_ranges_of_two_reports(tmp_path: Path, sentence: str, one: str, other: str, same: bool) -> None:
    found, _ = told(tmp_path, *(report(at, sentence=sentence.format(n)) for at, n in enumerate((one, other))))
    assert found == [] if same else "figure" in found


_QUOTE = "It will cost the guild {} before the winter comes to the island"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("two- to three-million crowns", "2-3 million crowns", True),
        ("$2-3 million", "$2 million to $3 million", True),
        ("four-six boats", "four to six boats", True),
        ("10 to 15 per cent", "10-15%", True),
        ("4-6 boats", "6-8 boats", False),
    ],
)
def test_quoted_ranges(tmp_path: Path, one: str, other: str, same: bool) -> None:
    found, _ = told(tmp_path, *(report(at, quote=_QUOTE.format(n)) for at, n in enumerate((one, other))))
    assert found == [] if same else "figure" in found


@pytest.mark.parametrize(("printed", "verdict"), [("4–6 boats", "typographic"), ("4–8 boats", "altered")])
def test_draft_is_checked_by_range(tmp_path: Path, printed: str, verdict: str) -> None:
    (tmp_path / "wire.txt").write_text(report(0, quote=_QUOTE.format("four to six boats")), encoding="utf-8")
    result = check(f'"{_QUOTE.format(printed)}," said Hedda Brask.', against=tmp_path)
    assert [quotation.verdict for quotation in result.quotations] == [verdict]


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("A barn burned on New Year's Eve.", "2025-12-31"),
        ("A barn burned on New Year’s Day.", "2026-01-01"),
        ("A barn burned on Christmas Eve 2024.", "2024-12-24"),
        ("A barn burned on Boxing Day.", "2025-12-26"),
        ("A barn burned on Halloween.", "2025-10-31"),
        ("Every Christmas Day a barn burns.", None),
        ("They sold Halloween masks.", None),
    ],
)
def test_days_that_are_the_same_every_year(tmp_path: Path, printed: str, day: str | None) -> None:
    source = annotated(tmp_path, f"TARNHOLM, January 2, 2026 - Snow fell.\n\n{printed}")
    found = [figure.value for figure in source.annotation.figures if figure.kind == "date"][1:]
    assert found == ([day] if day else [])
