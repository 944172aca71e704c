"""Statements that reports tell in other words: which are linked, and what is told of them."""

from __future__ import annotations

import itertools
from unittest.mock import patch

import numpy as np
import pytest
from benchmarks.one_story import reports
from msgspec.structs import replace
from tests.unit.collation.reports import report

from variorum.collation.utterances import nearby
from variorum.collation.utterances.rendering import renderings
from variorum.collation.utterances.statements import statements
from variorum.model import AnnotatedArticle, Collation, Figure, Span
from variorum.pipeline import annotate_article, collate_story
from variorum.settings import WORK, LinkSettings

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


def counted(name: str, text: str, words: str, value: float) -> AnnotatedArticle:
    """Return a report with one figure: the women whom ``words`` count."""
    one = report(name, AROUND + text)
    start = one.article.text.index(words)
    figure = Figure(span=Span(start, start + len(words)), kind="count", value=value, of="women")
    return replace(one, annotation=replace(one.annotation, figures=(figure,)))


def paraphrased(kind: str) -> list[str]:
    """Return what is told of two counts, one in a quotation of this kind, one where it is told again."""
    first = f"{{{kind}|Ines Morrow|Three women of the ferry's crew were taken to the hospital at Sallow}}."
    second = "{i|Ines Morrow|The crew's women, four of them, were taken to hospital at Sallow}."
    found = collate_story("s", [counted("a", first, "Three", 3), counted("b", second, "four", 4)])
    assert len(found.utterances) == 1
    return [one.summary for one in found.discrepancies if "paraphrased" in one.summary]


def test_a_number_of_a_quotation_that_is_another_where_it_is_paraphrased_is_told() -> None:
    (summary,) = paraphrased("q")
    assert "Three in one report, four in one report" in summary


def test_numbers_that_two_reports_only_tell_are_no_changed_quotation() -> None:
    assert paraphrased("i") == []


@pytest.mark.parametrize("counted", [0, 128])
@pytest.mark.parametrize("cells", [1, 2_000])
def test_looking_at_the_nearest_statements_first_and_at_few_at_once_changes_nothing(
    cells: int, counted: int
) -> None:
    articles = tuple(annotate_article(article) for article in reports(8))
    of = statements(articles, renderings(articles), 60)
    settings = LinkSettings(nearest=1, most=2)
    everything = nearby.nearby(of, settings)
    with patch.object(
        nearby, "WORK", replace(WORK, cells=cells, first_look=1, next_look=2, ranks_counted=counted)
    ):
        found = nearby.nearby(of, settings)
    assert len(everything.one) > 50
    for name in ("one", "other", "alike", "sentence", "ranks", "margins"):
        assert np.array_equal(getattr(found, name), getattr(everything, name)), name


STAYS = "she would not resign over the fire"


@pytest.mark.parametrize("other", ["she would resign over the fire", "she would resign over that fire, too"])
def test_the_opposite_that_two_reports_have_one_speaker_say_is_told(other: str) -> None:
    (one,) = collated(f"{{i|Ines Morrow|{STAYS}}}.", f"{{i|Ines Morrow|{other}}}.").discrepancies
    assert (one.type, one.severity) == ("negation", "material")
    assert {side.articles for side in one.sides} == {("a",), ("b",)}


@pytest.mark.parametrize(
    ("speaker", "other"),
    [
        ("Ines Morrow", "she would refuse to resign over the fire"),
        ("Ines Morrow", "she was not the one to resign over the fire"),
        ("Tomas Brandt", "she would resign over the fire"),
        ("Ines Morrow", "the board had asked her to resign"),
    ],
)
def test_what_may_be_the_same_or_somebody_else_s_word_is_not(speaker: str, other: str) -> None:
    assert collated(f"{{i|Ines Morrow|{STAYS}}}.", f"{{i|{speaker}|{other}}}.").discrepancies == ()
