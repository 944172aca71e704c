"""Names are found, told apart by kind, and merged within one article."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from variorum.annotation.layout.stage import assign_layout
from variorum.annotation.names.stage import _small_ones, assign_entities
from variorum.model import Annotation, Article, Entity
from variorum.settings import NAMES, AnnotateSettings


def entities_of(text: str, title: str | None = None) -> dict[str, Entity]:
    article = Article(id="a", text=text, title=title)
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
        "Ludvik van der Berg met Mara O’Neill, J.R. Holm, Robert Falk Jr., Abdul al-Sabri, José Núñez-Lind, "
        "William “Skip” Marsh, Daniel I. Okun and Robert A. Sund on Tuesday."
    )
    assert set(entities_of(text)) == {
        "Ludvik van der Berg",
        "Mara O’Neill",
        "J.R. Holm",
        "Robert Falk Jr.",
        "Abdul al-Sabri",
        "José Núñez-Lind",
        "William “Skip” Marsh",
        "Daniel I. Okun",
        "Robert A. Sund",
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


def test_bounds_of_bodies_and_places() -> None:
    text = (
        "It said in The Marl Times that the Republican Party’s chief met House Democrats at Tide College in "
        "Osk. Ada Lind of Bel, Calif., agreed. The Dale Tribune did not."
    )
    mentions = {span.of(text) for entity in entities_of(text).values() for span in entity.mentions}
    assert {
        "The Marl Times",
        "Republican Party",
        "House",
        "Tide College",
        "Calif.",
        "Dale Tribune",
    } <= mentions
    assert "Marl Times" in entities_of(text)  # the article is part of the mention, not of the name


def test_a_group_is_no_place_for_its_name() -> None:
    assert entities_of("They fled from Islamic State on Monday.")["Islamic State"].kind == "organisation"


def test_full_name_in_a_headline_alone() -> None:
    body = "The report came on Monday. Lind said it was wrong. “It is,” Lind said."
    headline = "Ada Lind Goes After Harbour Report Again"
    assert "Ada Lind" in entities_of(f"{headline}\n\n{body}")
    assert "Ada Lind" in entities_of(f"{headline}.\n\n{body}", title=headline)
    assert "Ada Lind" in entities_of(body, title=headline)
    assert "Lind" in entities_of(body, title="Ada Lind and Bo Lind Go After Report")  # either may be meant


def test_uses_of_a_last_name_do_not_turn_a_person_into_a_body() -> None:
    text = "Ted Osgood ran. " + "Money for the Osgood campaign came in. To Osgood it was new. " * 4
    assert entities_of(text)["Ted Osgood"].kind == "person"


@given(st.text(max_size=200))
def test_any_text_gives_names_that_stand_in_it(text: str) -> None:
    for entity in entities_of(text).values():
        assert entity.mentions == tuple(sorted(entity.mentions))
        assert all(0 <= m.start < m.end <= len(text) for m in entity.mentions)


def test_words_written_small_are_found_alike_one_by_one_and_all_at_once() -> None:
    text = "Piers fell. Harbour-masters said “piers”, and harbour-masters’ sheds; o’piers; anti-sheds. Boats!"
    few = {"piers", "harbour-masters", "sheds", "anti-sheds", "o’piers", "boats", "masters"}
    many = few | {f"quay{'s' * number}" for number in range(NAMES.looked_for)}
    assert _small_ones(text, few) == {"piers", "harbour-masters", "sheds", "anti-sheds"}
    assert _small_ones(text, many) == _small_ones(text, few)
