"""Who has quoted words that a line, a question or a sentence of its own leads up to."""

import numpy as np
import pytest

from variorum.annotation.neural.vectors import Vectors
from variorum.annotation.speakers.fitting import contradicted
from variorum.annotation.speakers.resolver import mentions_of
from variorum.annotation.speakers.scene import Scene
from variorum.language.language import language
from variorum.model import Article
from variorum.pipeline import annotate_article

DUNN = "Petra Dunn, the mayor, defended the plan. “We have no choice,” Dunn said.\n\n"


def said(text: str) -> dict[str, str | None]:
    """The speaker of each quotation by its first words."""
    annotated = annotate_article(Article(id="a", text=text)).annotation
    return {
        " ".join(each.content[0].of(text).strip("“”").split()[:2]): each.speaker.name
        if each.speaker
        else None
        for each in annotated.quotations
    }


def test_a_line_with_a_name_and_an_office_has_the_quoted_words_below_it() -> None:
    text = (
        f"{DUNN}Edgar Moyle, head of the swimming club\n\n“The pier is where we learned to swim.”\n\n"
        "“Nobody asked us before they shut it.”\n\n"
        "Anna Gale, 47\n\n“I have ordered flour for the whole summer.”\n\nThe council meets on Monday."
    )
    found = said(text)
    assert (found["The pier"], found["I have"]) == ("Edgar Moyle", "Anna Gale")
    assert "Nobody asked" not in found, "it is part of what Moyle says"


@pytest.mark.parametrize("line", ["Port Sallow, a town divided", "Edgar Moyle, head of the club, was there."])
def test_a_heading_or_a_sentence_is_no_such_line(line: str) -> None:
    found = said(f"{DUNN}{line}\n\n“The pier is where we all learned to swim.”\n\nThe council meets.")
    assert found["The pier"] is None


def test_a_line_between_two_quotations_may_sign_the_first() -> None:
    words = "“The pier is where we all learned to swim.”"
    found = said(f"{words}\n\nEdgar Moyle, head of the swimming club\n\n“Who pays for the flour I bought?”")
    assert found["Who pays"] is None


@pytest.mark.parametrize("gap", [" ", "\n\n"])
def test_who_did_not_hold_back_says_what_follows(gap: str) -> None:
    text = f"{DUNN}Her rival did not hold back.{gap}“This is a scandal, and the mayor knows it.”"
    assert said(text)["This is"] == "her rival"
    annotation = annotate_article(Article(id="a", text=text)).annotation
    none = Vectors(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros((0, 1), np.float16))
    scene = Scene(text, annotation, none, language("en"))
    names = [each.entity.name for each in scene.candidates]
    for mention in mentions_of(annotation):
        if text[mention.start : mention.end] == "Her rival":
            assert {names[k] for k in contradicted(scene, mention, range(len(names)))} == {"Petra Dunn"}
        scene.note(mention, mention.quotation.speaker and mention.quotation.speaker.entity)


def test_answers_to_a_row_of_questions_have_the_speaker_of_the_first() -> None:
    text = (
        "Asked for quick thoughts about the islands, Mayor Ada Lind played along.\n\n"
        "Skarra? “Windy,” she said.\n\nThe old fort? “A ruin.”\n\nAnd the ferry? “Late as ever.”\n\n"
        "The council meets in “Marl Hall.”"
    )
    assert said(text) == {"Windy,": "Ada Lind", "A ruin.": "Ada Lind", "Late as": "Ada Lind"}


def test_unmarked_words_behind_he_said_and_a_comma_are_his() -> None:
    text = (
        "Tom Reyes, an analyst, thinks the pier will be dear. On Monday he said,\n\n"
        "We expect the port to give the price in May, put at 90 crowns.\n\nThe council meets in June."
    )
    assert said(text)["We expect"] == "Tom Reyes"


def test_a_statement_by_somebody_is_theirs() -> None:
    text = (
        "Anna Gale runs the café.\n\nBelow is a statement by Tom Reyes, director of the Pier Trust:\n\n"
        "“The pier has stood for a hundred years.”"
    )
    assert said(text) == {"The pier": "Tom Reyes"}
