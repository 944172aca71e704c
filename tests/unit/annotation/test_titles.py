"""Titles in marks are nobody's words, and what hangs on a participle has the subject of its verb."""

import pytest

from variorum import pipeline
from variorum.annotation.neural.results import Attribution, NetworkReading
from variorum.model import Article, Quotation


def read(text: str, *content: str, cue: str, source: str = "") -> tuple[Quotation, ...]:
    def spans(*words: str) -> tuple[tuple[int, int], ...]:
        return tuple((text.index(part), text.index(part) + len(part)) for part in words if part)

    attribution = Attribution(content=spans(*content), cue=spans(cue), source=spans(source), confidence=0.9)
    reading = NetworkReading(attributions=(attribution,))
    annotated = pipeline.annotate_article(Article(id="a", text=text), reading=reading)
    return annotated.annotation.quotations


@pytest.mark.parametrize(
    "behind",
    [
        "said on “Good Evening Marl.”",
        "said Sunday on Channel Four’s “Harbour Hour.”",
        "said on the radio program “The Long Pier.”",
    ],
)
def test_a_programme_is_no_part_of_what_was_said_on_it(behind: str) -> None:
    text = f"The ferry stays.\n\n“We will not sell it,” Mayor Ada Lind {behind}"
    title = text[text.rindex("“") :]
    for found in (
        read(text, "“We will not sell it,”", title, cue="said", source="Mayor Ada Lind"),
        pipeline.annotate_article(Article(id="a", text=text)).annotation.quotations,
    ):
        assert [span.of(text) for each in found for span in each.content] == ["“We will not sell it,”"]


def test_the_title_of_a_book_is_no_quotation() -> None:
    text = "In her 2019 book, “Keep Your Boat Dry,” Ada Lind suggested painting the hull twice a year."
    found = read(text, "“Keep Your Boat Dry,”", cue="suggested", source="Ada Lind")
    assert [each for each in found if each.kind == "direct"] == []


def test_a_short_answer_in_capitals_stays() -> None:
    text = "Would he run? “Absolutely Not,” Tom Reyes told the show.\n\nThe crowd shouted, “Save Marl!”"
    found = read(text, "“Absolutely Not,”", cue="told", source="Tom Reyes")
    assert "“Absolutely Not,”" in [span.of(text) for each in found for span in each.content]


def test_words_on_a_participle_have_the_subject_of_its_verb() -> None:
    text = (
        "Ada Lind has run the ferry since May.\n\n"
        "Lind on Monday defended the new fares, saying they were “long overdue” on the island."
    )
    (found,) = read(text, "they were “long overdue” on the island", cue="saying")
    assert [span.of(text) for span in found.source] == ["Lind"]
    assert found.speaker is not None
    assert found.speaker.name == "Ada Lind"


def test_a_participle_between_two_who_may_be_meant_stays_open() -> None:
    text = "Ada Lind met the pilot who had left the port, saying the fares were “long overdue” at last."
    (found,) = read(text, "the fares were “long overdue” at last", cue="saying")
    assert found.source == ()


def test_who_owns_what_is_told_of_does_not_say_what_follows() -> None:
    text = (
        "Ada Lind told of Tom Reyes’s dealings with the port, saying the fares were “long overdue” at last."
    )
    found = read(text, "the fares were “long overdue” at last", cue="saying", source="Tom Reyes’s")
    assert [each.speaker and each.speaker.name for each in found] != ["Tom Reyes"]
