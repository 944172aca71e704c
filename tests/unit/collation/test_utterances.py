from collections.abc import Sequence

from msgspec.structs import replace
from tests.unit.collation.reports import report

from variorum.model import AnnotatedArticle, Collation, Utterance
from variorum.pipeline import collate_story

BRIDGE = "We inspected the bridge in June and found nothing wrong with the main bolts."


def collated(*articles: AnnotatedArticle) -> Collation:
    return collate_story("story", articles)


def grouped(utterances: Sequence[Utterance]) -> list[list[str]]:
    """Return the articles of each utterance that more than one quotation renders."""
    return [[reading.article for reading in one.readings] for one in utterances if len(one.readings) > 1]


def test_one_statement_in_two_reports_is_one_utterance() -> None:
    found = collated(report("a", f"{{q|Ada Lind|{BRIDGE}}}."), report("b", f"{{q|Lind|{BRIDGE}}}."))
    assert grouped(found.utterances) == [["a", "b"]]


def test_the_fullest_reading_is_the_base() -> None:
    found = collated(
        report("a", "{q|Ada Lind|found nothing wrong with the main bolts}."),
        report("b", f"{{q|Ada Lind|{BRIDGE}}}."),
    )
    assert found.utterances[0].readings[0].article == "b"


def test_a_fragment_of_three_distinctive_words_is_found() -> None:
    found = collated(
        report("a", "She called it {q|Ada Lind|a rotten bargain}."),
        report("b", "{q|Ada Lind|The contract was a rotten bargain from the first day to the last}."),
    )
    assert grouped(found.utterances) == [["b", "a"]]


def test_three_everyday_words_join_nothing() -> None:
    found = collated(
        report("a", "{q|Ada Lind|it is a}."),
        report("b", "{q|Tom Reyes|Well, it is a long story and it is a sad one}."),
    )
    assert grouped(found.utterances) == []


def test_a_fragment_that_fits_two_statements_joins_neither() -> None:
    found = collated(
        report("a", "It was {q||a rotten bargain}."),
        report("b", "{q|Ada Lind|The first contract was a rotten bargain for the town}.\n\n"
                    "{q|Tom Reyes|My pension turned out a rotten bargain in the end}."),
    )  # fmt: skip
    assert grouped(found.utterances) == []


def test_two_like_phrases_of_one_speech_stay_apart() -> None:
    first = "We will rebuild the school before the winter comes"
    second = "We will rebuild the harbour before the winter comes"
    found = collated(
        report("a", f"{{q|Ada Lind|{first}}}. {{q|Ada Lind|{second}}}."),
        report("b", f"{{q|Ada Lind|{second}}}."),
    )
    assert grouped(found.utterances) == [["a", "b"]]
    assert found.utterances[1].readings[0].text == f"“{second}”"


def test_parts_of_one_statement_meet_in_the_whole() -> None:
    found = collated(
        report("a", "{q|Ada Lind|We inspected the bridge in June.} {q|Ada Lind|It was sound as a bell.}"),
        report("b", "{q|Ada Lind|We inspected the bridge in June. It was sound as a bell.}"),
    )
    assert grouped(found.utterances) == [["b", "a", "a"]]
    assert found.utterances[0].variants == ()


def test_two_parts_of_one_statement_meet_in_the_whole_that_another_report_cuts() -> None:
    first = "I read the notice and then judged the two masons in a way that nobody in this town deserves"
    cut = "I judged the two masons in a way that nobody in this town deserves"
    second = "After a long night and a talk with my brother I can see how unfair every word of it was"
    found = collated(
        report(
            "a", f"{{q|Ada Lind|{first}.}}\n\n{{q|Ada Lind|{second}, and I ask them both to forgive me.}}"
        ),
        report("b", f"{{q|Ada Lind|{cut}. {second}.}}"),
    )
    (utterance,) = found.utterances
    assert sorted(reading.article for reading in utterance.readings) == ["a", "a", "b"]
    assert not any(reading.paraphrase for reading in utterance.readings)
    (lost,) = [variant for variant in utterance.variants if variant.type == "elision"]
    assert lost.severity == "material"
    assert "read the notice and then" in {part.text for side in lost.sides for part in side.evidence}
    # the two parts of one report are never compared to each other
    assert {variant.type for variant in utterance.variants} == {"elision", "truncation"}


def test_an_indirect_quotation_is_linked_as_paraphrase_and_not_collated() -> None:
    found = collated(
        report("a", "{q|Ada Lind|The wind was gusting at 47 knots when she came round the head}."),
        report("b", "{i|Ada Lind|The gusting wind reached 57 knots as she rounded the head,}."),
        report("c", "{i|Tom Reyes|Gusts reached 47 knots as the ship rounded the head,}."),
    )
    (utterance,) = found.utterances
    assert [(reading.article, reading.paraphrase) for reading in utterance.readings] == [
        ("a", False),
        ("b", True),
    ]
    assert utterance.variants == ()


def test_the_order_of_reports_changes_nothing() -> None:
    articles = [report(name, f"{{q|Ada Lind|{BRIDGE}}}.") for name in "abc"]
    assert collated(*articles) == collated(*reversed(articles))


def test_no_quotations_no_utterances() -> None:
    assert collated(report("a", "Nothing was said."), report("b", "Nobody spoke.")).utterances == ()


def test_a_last_name_joins_the_one_full_name_that_gave_the_same_words() -> None:
    found = collated(
        report("a", f"{{q|Karl Lind|{BRIDGE}}}."),
        report("b", f"{{q|Mr. Lind|{BRIDGE}}}."),
        report("c", f"{{q|Lind|{BRIDGE}}}."),
    )
    assert [(one.name, sorted(one.articles)) for one in found.utterances[0].speakers] == [
        ("Karl Lind", ["a", "b", "c"])
    ]


def test_a_last_name_joins_neither_of_two_who_bear_it() -> None:
    found = collated(
        report("a", f"{{q|Karl Lind|{BRIDGE}}}."),
        report("b", f"{{q|Ada Lind|{BRIDGE}}}."),
        report("c", f"{{q|Lind|{BRIDGE}}}."),
    )
    assert {one.name for one in found.utterances[0].speakers} == {"Karl Lind", "Ada Lind", "Lind"}


def by_letter(name: str, speaker: str, words: str, medium: str | None) -> AnnotatedArticle:
    built = report(name, f"{{q|{speaker}|{words}}}.")
    quotations = tuple(replace(one, medium=medium) for one in built.annotation.quotations)
    return replace(built, annotation=replace(built.annotation, quotations=quotations))


def test_a_letter_and_what_somebody_else_said_are_two_utterances() -> None:
    letter = "The plan seems to follow the teaching of your master Hollis rather than the will of this town"
    said = "I say Karl's plan follows the teaching of his master Hollis rather than the will of this town"
    apart = collated(by_letter("a", "", letter, "letter"), by_letter("b", "Bo Marsh", said, None))
    assert grouped(apart.utterances) == []
    one_person = collated(
        by_letter("a", "Bo Marsh", letter, "letter"), by_letter("b", "Bo Marsh", said, None)
    )
    assert grouped(one_person.utterances) != []
