"""Statements that reports tell in other words: which are linked, and what is told of them."""

from __future__ import annotations

import itertools

from tests.unit.collation.reports import report

from variorum.model import Collation
from variorum.pipeline import collate_story

AROUND = (
    "The ferry Marlin ran onto the breakwater at Port Sallow on Tuesday. Forty people were hurt. "
    "The harbour was closed for two days.\n\n"
)
FIRE = "Inspectors found that the fire began in the engine room of the ferry Marlin"
RETOLD = "the fire on the Marlin started in her engine room, inspectors had found"


def collated(*texts: str) -> Collation:
    return collate_story(
        "s", [report(name, AROUND + text) for name, text in zip("abcd", texts, strict=False)]
    )


def linked(found: Collation) -> list[list[tuple[str, bool]]]:
    """Return article and whether it is told in other words, of the readings of what several reports have."""
    readings = [[(one.article, one.paraphrase) for one in each.readings] for each in found.utterances]
    return [each for each in readings if len({article for article, _ in each}) > 1]


def test_two_reports_that_tell_what_was_said_are_linked() -> None:
    found = collated(f"{{i|Ines Morrow|{FIRE}}}.", f"{{i|Ines Morrow|{RETOLD}}}.")
    assert linked(found) == [[("a", True), ("b", True)]]
    assert [one.name for one in found.utterances[0].speakers] == ["Ines Morrow"]
    assert found.utterances[0].variants == ()
    assert found.discrepancies == ()


def test_what_one_report_alone_tells_is_no_utterance() -> None:
    assert collated(f"{{i|Ines Morrow|{FIRE}}}.", "Nobody spoke.").utterances == ()


def test_a_quotation_and_its_paraphrase_are_linked_with_the_quotation_as_base() -> None:
    found = collated(f"{{i|Ines Morrow|{RETOLD}}}.", f"{{q|Ines Morrow|{FIRE}}}.")
    assert linked(found) == [[("b", False), ("a", True)]]


def test_two_sentences_of_one_speech_stay_apart() -> None:
    other = "The crew had no drill with the boats since the spring and asked the owners for one"
    found = collated(f"{{q|Ines Morrow|{FIRE}}}.", f"{{q|Ines Morrow|{other}}}.")
    assert linked(found) == []
    assert len(found.utterances) == 2


def test_what_two_people_say_stays_apart() -> None:
    assert linked(collated(f"{{i|Ines Morrow|{FIRE}}}.", f"{{i|Tom Reyes|{RETOLD}}}.")) == []


def test_a_long_quotation_is_a_reading_of_both_statements_that_it_holds() -> None:
    drill = "The crew of the ferry had no drill with the lifeboats since the spring"
    found = collated(
        f"{{q|Ines Morrow|{FIRE}. {drill}}}.",
        f"{{i|Ines Morrow|{RETOLD}}}.",
        "{i|Ines Morrow|the crew had not had a lifeboat drill on the ferry since spring}.",
    )
    readings = {article for each in linked(found) for article, _ in each}
    assert readings == {"a", "b", "c"}


def test_the_order_of_reports_changes_no_link() -> None:
    texts = (f"{{i|Ines Morrow|{RETOLD}}}.", f"{{q|Ines Morrow|{FIRE}}}.", f"{{i|Ines Morrow|{FIRE}}}.")
    reports = [report(name, AROUND + text) for name, text in zip("abc", texts, strict=True)]
    results = {collate_story("s", list(order)).utterances for order in itertools.permutations(reports)}
    assert len(results) == 1


def test_a_hedge_that_a_paraphrase_drops_is_told() -> None:
    found = collated(
        "{q|Ines Morrow|The fire may have begun in the engine room of the ferry}.",
        "{i|Ines Morrow|The fire on the ferry began in the engine room}.",
    )
    (told,) = found.discrepancies
    assert (told.type, told.severity) == ("wording", "material")
    assert "told in other words" in told.summary
    assert [side.articles for side in told.sides] == [("a",), ("b",)]
    texts = {name: report(name, AROUND + text).article.text for name, text in (
        ("a", "{q|Ines Morrow|The fire may have begun in the engine room of the ferry}."),
        ("b", "{i|Ines Morrow|The fire on the ferry began in the engine room}."),
    )}  # fmt: skip
    for side in told.sides:
        for part in side.evidence:
            assert texts[part.article][part.start : part.end] == part.text


def test_a_negation_that_a_paraphrase_drops_is_told() -> None:
    found = collated(
        "{q|Ines Morrow|The pumps of the ferry were not inspected in the spring}.",
        "{i|Ines Morrow|The ferry had her pumps inspected in the spring}.",
    )
    assert [(one.type, one.severity) for one in found.discrepancies] == [("negation", "material")]


def test_a_condition_that_a_paraphrase_drops_is_told() -> None:
    found = collated(
        "{q|Ines Morrow|The ferry sails again in June if the engine room is repaired}.",
        "{i|Ines Morrow|The ferry sails again on a day of June with a repaired engine room}.",
    )
    assert [one.type for one in found.discrepancies] == ["truncation"]


def test_a_paraphrase_that_keeps_the_hedge_in_its_own_way_is_none() -> None:
    found = collated(
        "{q|Ines Morrow|The fire may have begun in the engine room of the ferry}.",
        "{i|Ines Morrow|She suspected that the fire on the ferry began in the engine room}.",
    )
    assert found.discrepancies == ()


def test_ordinary_paraphrases_give_no_difference() -> None:
    found = collated(
        "{q|Ines Morrow|We do not know yet who opened the bow door of the ferry that night}.",
        "{i|Ines Morrow|It was unclear so far who opened the ferry's bow door that night}.",
    )
    assert linked(found)
    assert found.discrepancies == ()
