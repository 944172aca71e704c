"""What the speaker stage adds to an annotation."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from msgspec.structs import replace

from variorum.annotation.layout.stage import assign_layout
from variorum.annotation.names.stage import assign_entities
from variorum.annotation.speakers.stage import assign_speakers
from variorum.model import Annotation, Article, Quotation, Span
from variorum.pipeline import annotate_article, annotate_batch
from variorum.settings import AnnotateSettings

SETTINGS = AnnotateSettings()


def resolved(text: str, *sources: str) -> Annotation:
    """Annotate ``text`` with one quotation for each source, at its last place in the text."""
    article = Article(id="a", text=text)
    annotation = assign_entities(
        article, assign_layout(article, Annotation(), settings=SETTINGS), settings=SETTINGS
    )
    quotations = []
    for number, source in enumerate(sources):
        start = text.rindex(source)
        span = Span(start, start + len(source))
        quotations.append(Quotation(id=f"q{number}", kind="indirect", content=(Span(0, 1),), source=(span,)))
    return assign_speakers(
        article,
        Annotation(
            paragraphs=annotation.paragraphs,
            sentences=annotation.sentences,
            entities=annotation.entities,
            quotations=tuple(quotations),
        ),
        settings=SETTINGS,
    )


def test_pronoun_is_added_to_the_mentions_of_its_person() -> None:
    text = "Ada Lind came late. She said the train had stopped."
    annotation = resolved(text, "She")
    [quotation] = annotation.quotations
    assert quotation.speaker is not None
    entity = next(e for e in annotation.entities if e.id == quotation.speaker.entity)
    assert [m.of(text) for m in entity.mentions] == ["Ada Lind", "She"]


def test_groups_and_documents_become_entities_of_their_kind() -> None:
    annotation = resolved(
        "Nobody spoke. The police said so, and the report says more.", "The police", "the report"
    )
    kinds = {e.name: e.kind for e in annotation.entities}
    assert kinds == {"police": "group", "report": "document"}


def test_joint_source_has_both_names_and_no_entity() -> None:
    annotation = resolved("Tom Reyes met Ada Lind. Reyes and Lind said they agree.", "Reyes and Lind")
    speaker = annotation.quotations[0].speaker
    assert speaker is not None
    assert (speaker.name, speaker.entity) == ("Tom Reyes and Ada Lind", None)


def test_what_cannot_be_resolved_stays_open() -> None:
    annotation = resolved("It was late. He said no.", "He")
    assert annotation.quotations[0].speaker is None


def test_no_quotations_change_no_entities() -> None:
    assert resolved("Ada Lind came late.").entities[0].name == "Ada Lind"


def test_the_answers_of_an_interview_are_those_of_the_person_introduced() -> None:
    for stop in (":", "."):
        text = (
            f"Five questions for Ada Lind\n\nQ{stop} Why the sea?\n\nA{stop} It is wide.\n\nQ{stop} Why else?"
        )
        found = annotate_article(Article(id="a", text=text)).annotation.quotations
        assert [each.speaker and each.speaker.name for each in found] == [None, "Ada Lind", None]


def test_of_two_people_introduced_none_is_taken_for_the_one_who_answers() -> None:
    text = "Ada Lind meets Bo Falk\n\nQ: Why the sea?\n\nA: It is wide.\n\nQ: Why else?"
    found = annotate_article(Article(id="a", text=text)).annotation.quotations
    assert [each.speaker for each in found] == [None, None, None]


def test_an_office_ending_in_a_full_name_is_that_person_and_not_the_club_before_it() -> None:
    text = "Marl Rovers beat Selby Town 3-2.\n\nRovers manager Dagny Holm said they had run."
    speaker = resolved(text, "Rovers manager Dagny Holm").quotations[0].speaker
    assert speaker is not None
    assert speaker.name == "Dagny Holm"


def test_what_describes_a_person_in_front_is_no_part_of_the_name() -> None:
    text = "Mother-of-two Ada Lind came. Rower-turned-judge Bo Falk went. Mary-Ann Holt stayed."
    names = {e.name for e in resolved(text).entities if e.kind == "person"}
    assert names == {"Ada Lind", "Bo Falk", "Mary-Ann Holt"}


def test_age_in_words_is_the_age_in_digits() -> None:
    text = (
        "Ada Lind, 9, swam to the pier. Bo Marsh, 54, stayed aboard.\n\n"
        "“It was cold,” the nine-year-old said. “I saw her,” the 54-year-old said."
    )
    speakers = [one.speaker for one in resolved(text, "the nine-year-old", "the 54-year-old").quotations]
    assert [speaker and speaker.name for speaker in speakers] == ["Ada Lind", "Bo Marsh"]


def test_words_said_according_to_a_transcript_are_the_speakers() -> None:
    text = "“We cannot go back to the pier,” Ada Lind said, according to the prepared text of remarks."
    content, source = text[: text.index(" Ada")], "the prepared text of remarks"
    start = text.index(source)
    cue = Span(text.index("according"), start - 1)
    quotation = Quotation(
        id="q",
        kind="direct",
        content=(Span(0, len(content)),),
        cue=(cue,),
        source=(Span(start, start + len(source)),),
    )
    article = Article(id="a", text=text)
    annotation = assign_layout(article, Annotation(), settings=SETTINGS)
    annotation = assign_entities(article, annotation, settings=SETTINGS)
    annotation = replace(annotation, quotations=(quotation,))
    [found] = assign_speakers(article, annotation, settings=SETTINGS).quotations
    assert found.speaker is not None
    assert found.speaker.name == "Ada Lind"


def test_full_text_goes_on_with_the_words_of_whoever_was_quoted() -> None:
    text = "Ada Lind wrote that the two should leave. Read the full text via the Osk Herald:\n\nGo home."
    [_, full] = resolved(text, "Ada Lind", "the full text via the Osk Herald").quotations
    assert full.speaker is not None
    assert full.speaker.name == "Ada Lind"
    [text_alone] = resolved("Read the full text via the Osk Herald.", "the full text").quotations
    assert text_alone.speaker is not None
    assert text_alone.speaker.name == "full text"


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        ("Selby police Lt. Nora Vance said no.", "Selby police Lt. Nora Vance", "Nora Vance"),
        ("Ohio Secretary of State Tom Reyes said no.", "Ohio Secretary of State Tom Reyes", "Tom Reyes"),
        (
            "Marl County deputy medical examiner Odd Falk said no.",
            "Marl County deputy medical examiner Odd Falk",
            "Odd Falk",
        ),
        (
            "The Ohio Department of Health Director Lena Marsh said no.",
            "The Ohio Department of Health Director Lena Marsh",
            "Lena Marsh",
        ),
        (
            "Then-White House chief of staff Ines Pratt said no.",
            "Then-White House chief of staff Ines Pratt",
            "Ines Pratt",
        ),
    ],
)
def test_the_full_name_that_ends_an_office_speaks(text: str, source: str, name: str) -> None:
    speaker = resolved(text, source).quotations[0].speaker
    assert speaker is not None
    assert speaker.name == name


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("the Vance campaign", "Vance campaign"),
        ("The Vance re-election campaign", "Vance re-election campaign"),
        ("the Vance family", "Vance family"),
        ("the Nora Vance team", "Nora Vance team"),
        ("Vance supporters", "Vance supporters"),
        ("the wife of Governor Nora Vance", "wife of Governor Nora Vance"),
        ("a resident of Vance village", "resident of Vance village"),
    ],
)
def test_what_a_name_says_whose_it_is_speaks_and_not_the_name(source: str, name: str) -> None:
    text = f"Nora Vance ran. It was late and {source} said no."
    speaker = (
        resolved(text.replace("and The", "and the"), source.replace("The ", "the ")).quotations[0].speaker
    )
    assert speaker is not None
    assert speaker.name == name


@pytest.mark.parametrize("source", ["Vance herself", "Vance later", "Vance of the harbour board"])
def test_a_name_with_an_adverb_or_a_place_behind_it_is_still_the_person(source: str) -> None:
    speaker = resolved(f"Nora Vance ran. It was late and {source} said no.", source).quotations[0].speaker
    assert speaker is not None
    assert speaker.name == "Nora Vance"


@pytest.mark.parametrize("body", ["coastguard", "navy", "brigade"])
def test_a_body_without_a_name_is_no_person_who_is_named_nearby(body: str) -> None:
    lines = (
        files("variorum").joinpath("example/reports/reports.jsonl").read_text(encoding="utf-8").splitlines()
    )
    text = json.loads(lines[0])["text"].replace("coastguard", body)
    (found,) = annotate_batch([Article(id="x", text=text)], annotator="model")
    (speaker,) = (
        quotation.speaker
        for quotation in found.annotation.quotations
        if any(body in text[span.start : span.end] for span in quotation.source)
    )
    assert speaker is not None
    assert speaker.name == body
