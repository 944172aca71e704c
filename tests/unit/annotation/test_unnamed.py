"""People without a name whom a pronoun may mean, though they are no source by those words."""

from __future__ import annotations

import pytest

from variorum.annotation.speakers.unnamed import unnamed
from variorum.language.language import language
from variorum.model import Article, Entity
from variorum.pipeline import annotate_article


def told_of(text: str, *taken: str) -> list[Entity]:
    """The unnamed ones of a text beside its people; ``taken``: nouns that mean somebody with a name."""
    annotation = annotate_article(Article(id="a", text=text)).annotation
    return unnamed(
        "a",
        text,
        [span.start for span in annotation.sentences],
        annotation.entities,
        language("en"),
        quoted=lambda at: text.rfind("“", 0, at) > text.rfind("”", 0, at),
        taken=taken,
    )


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("One man saw the fire from the quay.", "one man", "person"),
        ("The crash woke a retired teacher at dawn.", "retired teacher", "person"),
        ("Her son ran out of the house.", "her son", "person"),
        ("Two boys climbed the fence.", "two boys", "group"),
        ("Deputies searched the barn.", "Deputies", "group"),
        ("The fee angered many residents and Republicans.", "Republicans", "group"),
        ("A 23-year-old woman was hurt.", "23-year-old woman", "person"),
    ],
)
def test_people_without_a_name_are_found(text: str, name: str, kind: str) -> None:
    assert (name, kind) in [(each.name, each.kind) for each in told_of(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lund, a lawyer, walked home.",
        "Ada Lund was a teacher in Selby.",
        "The harbour was closed on Monday.",
        "Ada Lund said: “A man ran off.”",
    ],
)
def test_what_says_more_of_a_name_or_stands_in_marks_is_nobody(text: str) -> None:
    assert told_of(text) == []


def test_the_same_noun_again_is_the_same_one_and_another_is_not() -> None:
    text = "A man broke the window. The man ran off. Another man followed."
    found = told_of(text)
    assert [[text[s.start : s.end] for s in each.mentions] for each in found] == [
        ["A man", "The man"],
        ["Another man"],
    ]


def test_a_noun_that_means_somebody_with_a_name_is_left_to_that_name() -> None:
    text = "The mayor walked home. A mayor from Selby stayed."
    assert [each.name for each in told_of(text, "mayor")] == ["mayor"]
    assert [len(each.mentions) for each in told_of(text)] == [1, 1]
