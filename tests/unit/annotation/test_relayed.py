"""Words that somebody passes on are those of who spoke; the one who passes them on is told, too."""

from __future__ import annotations

import pytest

from variorum.annotation.neural.results import Attribution, NetworkReading
from variorum.model import Article
from variorum.pipeline import annotate_article


def told(text: str, *found: tuple[str, str, str]) -> list[tuple[str, str | None, bool]]:
    """Return words, speaker and whether they stand inside others' words, those that do last.

    found: what the network finds, content (pieces parted by " | "), cue and source; none: by rules.
    """

    def at(words: str) -> tuple[tuple[int, int], ...]:
        return tuple((text.index(part), text.index(part) + len(part)) for part in words.split(" | ") if part)

    reading = NetworkReading(
        attributions=tuple(
            Attribution(content=at(content), cue=at(cue), source=at(source), confidence=0.9)
            for content, cue, source in found
        )
    )
    annotated = annotate_article(Article(id="a", text=text), reading=reading if found else None)
    return [
        (
            " | ".join(span.of(text) for span in each.content),
            each.speaker.name if each.speaker else None,
            each.inside is not None,
        )
        for each in sorted(annotated.annotation.quotations, key=lambda each: each.inside is not None)
    ]


def test_who_spoke_has_the_words_and_the_paper_passes_them_on() -> None:
    text = "“It broke at noon,” Tom Lind said, according to the Marl Gazette. “Nobody was near it.”"
    outer = ("“It broke at noon,” Tom Lind said | “Nobody was near it.”", "according to", "the Marl Gazette")
    assert told(text, outer) == [
        ("“It broke at noon,” Tom Lind said", "Marl Gazette", False),
        ("“It broke at noon,” | “Nobody was near it.”", "Tom Lind", True),
    ]


def test_an_inner_clause_keeps_its_speaker() -> None:
    text = "Ada Berg told them that the quay was old, but that Tom Moe called it “a jewel of the town.”"
    outer = ("that the quay was old, but that Tom Moe called it “a jewel of the town.”", "told", "Ada Berg")
    assert told(text, outer)[1:] == [("it “a jewel of the town.”", "Tom Moe", True)]


def test_one_of_them_may_speak_behind_a_report_of_another() -> None:
    text = "The hall was full, according to Ada Moe, and one of the victims called it “a circus of fools”."
    outer = (
        "The hall was full | and one of the victims called it “a circus of fools”",
        "according to",
        "Ada Moe",
    )
    assert (told(text, outer)[-1][0], told(text, outer)[-1][2]) == ("it “a circus of fools”", True)


def test_a_pronoun_inside_is_the_outer_speaker_who_is_told_already() -> None:
    text = "Ada Berg said that she had called it “a jewel of the town”."
    assert len(told(text, ("that she had called it “a jewel of the town”", "said", "Ada Berg"))) == 1


def test_what_only_promises_or_goes_on_gives_nobody_words() -> None:
    text = "Ada Berg said the board promised to build “a jewel of the town” by May."
    assert (
        len(told(text, ("the board promised to build “a jewel of the town” by May", "said", "Ada Berg"))) == 1
    )


def test_who_stands_by_a_participle_speaks() -> None:
    text = "Tom Berg went on to say that the quay had cracked, with Eva Berg concluding, “We told them so.”"
    assert told(text)[-1] == ("“We told them so.”", "Eva Berg", True)
    outer = ("that the quay had cracked, with Eva Berg concluding, “We told them so.”", "say", "Tom Berg")
    assert told(text, outer)[-1] == ("“We told them so.”", "Eva Berg", True)


@pytest.mark.parametrize(
    ("text", "found", "words", "speaker"),
    [
        (
            "“It is not planned,” the Marl Gazette quoted Tom Lind as saying on Monday.",
            ("“It is not planned,”", "quoted", "the Marl Gazette"),
            "“It is not planned,”",
            "Tom Lind",
        ),
        (
            "The Marl Gazette also cited Tom Lind as saying that the quay was “close to falling”.",
            ("Tom Lind as saying that the quay was “close to falling”", "cited", "The Marl Gazette"),
            "that the quay was “close to falling”",
            "Tom Lind",
        ),
        (
            "Tom Lind was quoted by the Marl Gazette as saying: “It was always going to fall.”",
            ("Tom Lind | “It was always going to fall.”", "was quoted by", "the Marl Gazette"),
            "“It was always going to fall.”",
            "Tom Lind",
        ),
        (
            "“It was a long night,” the Marl Gazette reported Lind saying, as Tom Lind left.",
            ("“It was a long night,”", "reported", "the Marl Gazette"),
            "“It was a long night,”",
            "Tom Lind",
        ),
    ],
)
def test_who_is_quoted_as_saying_something_says_it(
    text: str, found: tuple[str, str, str], words: str, speaker: str
) -> None:
    assert told(text, found) == [(words, speaker, False)]


def test_the_rules_know_who_is_quoted_as_saying_something() -> None:
    text = "The Marl Gazette quoted Tom Lind as saying “the quay is unsafe”."
    assert told(text) == [("“the quay is unsafe”", "Tom Lind", False)]


def test_a_thing_that_is_quoted_says_nothing() -> None:
    text = "The Marl Gazette quoted a price of nine crowns before saying the shop was shut."
    assert all(speaker == "Marl Gazette" for _, speaker, _ in told(text))


def test_verbs_of_one_subject_have_one_source() -> None:
    text = "The Marl council blasted the plan and warned that it would be “a wound for good”."
    assert told(text, ("that it would be “a wound for good”", "warned", "")) == [
        ("that it would be “a wound for good”", "Marl council", False)
    ]


def test_of_whom_something_is_said_does_not_say_it() -> None:
    text = "Tom Lind was hurt and is said to be in a stable condition."
    assert told(text, ("to be in a stable condition", "is said", "")) == [
        ("to be in a stable condition", None, False)
    ]


def test_quoted_words_without_a_name_go_on_with_whom_the_sentence_before_reports() -> None:
    text = "Tom Lind adds that Ada Berg never came.\n\n“She was afraid of the water all her life.”"
    assert told(text)[-1] == ("“She was afraid of the water all her life.”", "Tom Lind", False)


def test_a_sentence_that_reports_nobody_leaves_them_open() -> None:
    text = "Tom Lind left with Ada Berg.\n\n“She was afraid of the water all her life.”"
    assert told(text)[-1] == ("“She was afraid of the water all her life.”", None, False)


def test_an_unnamed_speaker_is_described_as_printed_and_no_place() -> None:
    text = (
        "A fisher who spoke on condition of anonymity told the Gazette that “nobody asked”. "
        "“We knew,” said the mother of one of the victims. "
        "“We heard a bang,” a resident of Holm village told the Gazette. "
        "“Nobody came,” the resident said."
    )
    speakers = [speaker for _, speaker, _ in told(text)]
    assert speakers == [
        "fisher",
        "mother of one of the victims",
        "resident of Holm village",
        "resident of Holm village",
    ]


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        (
            "An unidentified official confirmed that the quay had cracked, the Marl Gazette reported.",
            "that the quay had cracked",
            "unidentified official",
        ),
        ("The Post reported that Tom Lind denied the quay had cracked.", "the quay had cracked", "Tom Lind"),
        ("Tom Lind told officers that the quay broke, the report said.", "that the quay broke", "Tom Lind"),
    ],
)
def test_who_spoke_is_told_without_marks_too_where_a_report_passes_it_on(
    text: str, words: str, speaker: str
) -> None:
    assert told(text)[-1] == (words, speaker, True)
    assert len(told(text)) == 2


def test_a_report_says_nothing_inside_its_own_words() -> None:
    assert len(told("The report said that it said the quay had cracked.")) == 1
