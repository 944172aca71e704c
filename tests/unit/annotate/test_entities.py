"""Names are found, told apart by kind, and merged within one article."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from variorum.annotate.entities import assign_entities
from variorum.annotate.layout import assign_layout
from variorum.model import Annotation, Article, Entity
from variorum.settings import AnnotateSettings


def entities_of(text: str) -> dict[str, Entity]:
    article = Article(id="a", text=text)
    annotation = assign_layout(article, Annotation(), settings=AnnotateSettings())
    found = assign_entities(article, annotation, settings=AnnotateSettings()).entities
    return {entity.name: entity for entity in found}


def test_forms_of_one_person_are_one_entity() -> None:
    text = (
        "MARL HARBOUR CHIEF TOM REYES QUITS\n\nHarbour Master Tom Reyes quit on Monday. Reyes, 54, is tired. "
        "Mr. Reyes’s deputy stayed. Thomas Reyes will leave in May."
    )
    people = [e for e in entities_of(text).values() if e.kind == "person"]
    assert [p.name for p in people] == ["Thomas Reyes"]
    words = [span.of(text) for span in people[0].mentions]
    assert words == ["TOM REYES", "Tom Reyes", "Reyes", "Reyes", "Thomas Reyes"]


def test_kinds_by_evidence() -> None:
    found = entities_of(
        "The Ministry of Health said so in Osk. Ada Lind works for Falk Shipping Inc. near the Marl River. "
        "The FBI called Bo Falk."
    )
    kinds = {name: entity.kind for name, entity in found.items()}
    assert kinds["Ministry of Health"] == "organisation"
    assert kinds["Falk Shipping Inc"] == "organisation"
    assert kinds["FBI"] == "organisation"
    assert kinds["Osk"] == "place"
    assert kinds["Marl River"] == "place"
    assert kinds["Ada Lind"] == "person"


def test_names_of_many_shapes() -> None:
    text = (
        "Ludvik van der Berg met Mara O’Neill, J.R. Holm, Robert Falk Jr., Abdul al-Sabri, José Núñez-Lind "
        "and William “Skip” Marsh on Tuesday."
    )
    assert set(entities_of(text)) == {
        "Ludvik van der Berg",
        "Mara O’Neill",
        "J.R. Holm",
        "Robert Falk Jr.",
        "Abdul al-Sabri",
        "José Núñez-Lind",
        "William “Skip” Marsh",
    }


def test_two_people_with_one_last_name_stay_two() -> None:
    text = "Tom Reyes and his wife, Ana Reyes, fled. Mrs. Reyes took the dog. Reyes was calm."
    found = entities_of(text)
    assert {"Tom Reyes", "Ana Reyes", "Reyes"} <= set(found)
    assert "Mrs. Reyes" not in [s.of(text) for s in found["Tom Reyes"].mentions]
    assert len(found["Ana Reyes"].mentions) == 2


def test_words_that_only_begin_a_sentence_are_no_names() -> None:
    assert (
        entities_of("Yesterday it rained. Officials were calm. However, on Monday the American left.") == {}
    )


def test_acronym_and_short_form_join_their_body() -> None:
    text = "The Marl Harbour Board met. The MHB said no. The Harbour Board will meet again."
    [board] = entities_of(text).values()
    assert board.name == "Marl Harbour Board"
    assert len(board.mentions) == 3


@given(st.text(max_size=200))
def test_any_text_gives_names_that_stand_in_it(text: str) -> None:
    for entity in entities_of(text).values():
        assert entity.mentions == tuple(sorted(entity.mentions))
        assert all(0 <= m.start < m.end <= len(text) for m in entity.mentions)
