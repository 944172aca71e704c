"""Who is who across the reports of a story."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.model import AnnotatedArticle, Article, Collation, StoryEntity
from variorum.pipeline import annotate_article, collate_story


def reports(*texts: str) -> list[AnnotatedArticle]:
    return [annotate_article(Article(id=f"r{number}", text=text)) for number, text in enumerate(texts)]


def people(*texts: str) -> list[StoryEntity]:
    return [e for e in collate_story("s", reports(*texts)).entities if e.kind == "person"]


def forms(entities: list[StoryEntity]) -> list[set[str]]:
    return [{entity.name, *entity.aliases} for entity in entities]


def test_a_description_belongs_to_the_one_who_holds_the_office_elsewhere() -> None:
    found = people(
        "Edda Lohse, harbour chief, spoke. “The wind was rising at noon on the pier,” Lohse said.",
        "It was late. “The wind was rising at noon on the pier,” the harbour chief said.",
    )
    assert forms(found) == [{"Edda Lohse", "harbour chief"}]
    assert found[0].name == "Edda Lohse"
    assert found[0].roles == ("harbour chief",)
    assert {m.article: m.evidence.text for m in found[0].members} == {
        "r0": "Edda Lohse",
        "r1": "the harbour chief",
    }


def test_its_utterance_has_one_speaker_under_the_name() -> None:
    collation = collate_story(
        "s",
        reports(
            "Edda Lohse, harbour chief, spoke. “The wind was rising at noon on the pier,” Lohse said.",
            "It was late. “The wind was rising at noon on the pier,” the harbour chief said.",
        ),
    )
    [utterance] = collation.utterances
    assert [(s.name, s.articles) for s in utterance.speakers] == [("Edda Lohse", ("r0", "r1"))]


def test_a_deputy_holds_another_office() -> None:
    found = people(
        "Deputy transport minister Bo Falk was late. Transport minister Ada Lind was not.",
        "“Nobody was hurt on the quay at all,” the transport minister said.",
    )
    assert {"Ada Lind", "transport minister"} in forms(found)
    assert {"Bo Falk"} in forms(found)


def test_a_last_name_is_never_given_to_one_of_two() -> None:
    first = "Ada Lind and her brother, Karl Lind, were on board. It rained."
    assert {"Lind"} in forms(people(first, "It was cold. “We saw no wall at all before it came,” Lind said."))
    assert {"Ada Lind", "Mrs Lind"} in forms(people(first, "It was cold. “No,” Mrs. Lind said."))


def test_of_two_the_one_who_says_the_same_words_is_meant() -> None:
    said = "“We saw no wall at all before it came up,”"
    found = people(
        f"Ada Lind and her brother, Karl Lind, were on board. {said} Karl Lind said.",
        f"It was cold. {said} Lind said.",
    )
    assert {"Karl Lind", "Lind"} in forms(found)
    assert {"Ada Lind"} in forms(found)


def test_a_given_name_alone_belongs_to_the_only_bearer() -> None:
    found = people(
        "Tom Sorrel and Anna Sorrel were on board.",
        "His wife sang. “It helped us not to think,” said Anna.",
    )
    assert {"Anna Sorrel", "Anna"} in forms(found)


def test_what_a_report_tells_apart_stays_apart() -> None:
    found = people("Tom Reyes came with his son, Tom Reyes Jr., at noon.", "Tom Reyes was late.")
    assert len([entity for entity in found if "Reyes" in entity.name]) >= 2


def test_a_misprint_needs_an_office_or_the_same_words() -> None:
    one, other = "Harbour master Anselm Kovarik spoke.", "Anselm Kovarick, the harbour master, was late."
    assert {"Anselm Kovarik", "Anselm Kovarick"} in forms(people(one, other))
    assert {"Anselm Kovarick"} in forms(people(one, "Anselm Kovarick, a nurse, was late."))


def test_bodies_by_name_and_initials() -> None:
    found = collate_story(
        "s",
        reports("The Marl Harbour Board met on Monday.", "The MHB met.", "It said so in The Marl Times."),
    ).entities
    boards = [entity for entity in found if "Marl Harbour Board" in (entity.name, *entity.aliases)]
    assert [(b.kind, b.aliases, len(b.members)) for b in boards] == [("organisation", ("MHB",), 2)]


SENTENCES = [
    "Ada Lind, the harbour chief, was late.",
    "The harbour chief said the wind was rising at noon on the pier.",
    "Lind was calm.",
    "Karl Lind slept.",
    "“The wind was rising at noon on the pier,” Lind said.",
    "Mr. Lind left.",
    "Anselm Kovarik, the harbour chief, spoke.",
    "Ada sang.",
]


@settings(max_examples=25)
@given(st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4), min_size=2, max_size=3))
def test_any_order_of_reports_gives_the_same_and_evidence_stands_in_them(story: list[list[str]]) -> None:
    read = reports(*(" ".join(sentences) for sentences in story))
    found: set[bytes] = set()
    for order in permutations(read):
        collation: Collation = collate_story("s", order)
        found.add(repr(collation.entities).encode())
        texts = {source.article.id: source.article.text for source in read}
        members = [member for entity in collation.entities for member in entity.members]
        assert all(texts[m.article][m.evidence.start : m.evidence.end] == m.evidence.text for m in members)
        assert len({(m.article, m.entity) for m in members}) == len(members)
    assert len(found) == 1


def test_a_last_name_that_a_report_keeps_apart_from_the_full_one_is_nobodys_elsewhere() -> None:
    found = people(
        "President Calder spoke for an hour on Monday. Ines Calder, his daughter, yawned.",
        "It was late. “We go home,” Calder said.",
    )
    assert {"Ines Calder"} in forms(found)


def test_offices_are_read_without_the_words_around_them() -> None:
    [found] = people(
        "Under President Bo Falk it rained. They opposed the late-night plan of President Bo Falk."
    )
    assert found.roles == ("president",)
