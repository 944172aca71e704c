"""The bundled example: every difference that its description expects is found, and nothing else."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from variorum import compare
from variorum.model import Collation, Discrepancy

ROOT = Path(__file__).parents[2]
EXPECTED = json.loads((ROOT / "tests/golden/example/expected.json").read_text(encoding="utf-8"))
GRAVE = [one for one in EXPECTED["differences"] if one["severity"] != "minor"]

# What annotation does not give reliably, so that collation may lack it: the block quotation's author, the
# weekdays of a report whose only date stands in its text, a quotation left open at the end of its paragraph.
OPTIONAL = {
    ("attribution", "lantern-news.html"),
    ("date", "dunmarrow-ledger.txt"),
    ("elision", "dunmarrow-ledger.txt"),
}


@cache
def collated() -> tuple[Collation, dict[str, str]]:
    """Return the collation and the name that the description gives each article, by article id."""
    comparison = compare(ROOT / "src/variorum/example/reports", one_story=True, workers=1)
    (collation,) = comparison.collations
    by_outlet = {outlet: name for name, outlet in EXPECTED["reports"].items()}
    ledger = by_outlet["The Dunmarrow Ledger"]
    return collation, {one.id: by_outlet.get(one.outlet or "", ledger) for one in collation.articles}


def sides(discrepancy: Discrepancy) -> set[frozenset[str]]:
    _, names = collated()
    return {
        frozenset(
            names[article] for article in side.articles if (discrepancy.type, names[article]) not in OPTIONAL
        )
        for side in discrepancy.sides
    }


def expected_sides(difference: dict) -> set[frozenset[str]]:  # type: ignore[type-arg]
    by_value: dict[str, set[str]] = {}
    for side in difference["sides"]:
        if (difference["type"], side["report"]) not in OPTIONAL:
            by_value.setdefault(side["value"], set()).add(side["report"])
    return {frozenset(reports) for reports in by_value.values()}


def quoted_only(difference: dict, found: Discrepancy) -> set[frozenset[str]]:  # type: ignore[type-arg]
    """Return the expected sides without reports that only paraphrase the quotation that differs."""
    _, names = collated()
    reading = {
        names[reading.article]
        for utterance in collated()[0].utterances
        if utterance.id == found.utterance
        for reading in utterance.readings
        if not reading.paraphrase
    }
    return {frozenset(side & reading) for side in expected_sides(difference)}


def is_found(difference: dict) -> bool:  # type: ignore[type-arg]
    for found in collated()[0].discrepancies:
        wanted = quoted_only(difference, found) if found.utterance else expected_sides(difference)
        graded = (found.type, found.severity) == (difference["type"], difference["severity"])
        if graded and sides(found) == wanted:
            return True
    return False


def test_every_grave_difference_is_found_with_its_sides() -> None:
    assert [one["note"] for one in GRAVE if not is_found(one)] == []


def test_nothing_else_is_reported() -> None:
    described = [(one["type"], one["severity"]) for one in EXPECTED["differences"]]
    reported = [(one.type, one.severity) for one in collated()[0].discrepancies]
    assert len(reported) == len(set(reported) & set(described)) + (len(reported) - len(set(reported)))
    assert len([one for one in reported if one[1] != "minor"]) == len(GRAVE)


def test_what_is_no_difference_is_not_reported() -> None:
    collation, names = collated()
    told = [
        {(names[part.article], part.text) for side in found.sides for part in side.evidence}
        for found in collation.discrepancies
    ]
    for agreement in EXPECTED["not_differences"]:
        words = {(side["report"], side["text"]) for side in agreement["sides"]}
        assert not any(len({one[0] for one in words & evidence}) > 1 for evidence in told), agreement["note"]


def test_evidence_is_tight_and_values_are_in_ordinary_case() -> None:
    figures = [one for one in collated()[0].discrepancies if one.type in ("figure", "date")]
    assert all(len(part.text) < 40 for one in figures for side in one.sides for part in side.evidence)
    assert "up to 60" in [side.value for one in figures for side in one.sides]


def test_no_words_of_a_report_are_read_twice_in_one_utterance() -> None:
    for utterance in collated()[0].utterances:
        spans = [(one.article, span) for one in utterance.readings for span in one.content]
        for at, (article, span) in enumerate(spans):
            others = [other for of_article, other in spans[at + 1 :] if of_article == article]
            assert not any(span.overlaps(other) for other in others), utterance.id
