"""Which body "the company" means, which force "the cops" are, and who speaks behind somebody's name."""

from __future__ import annotations

import pytest

from variorum.model import Article
from variorum.pipeline import annotate_batch


def speakers(text: str) -> dict[str, str | None]:
    (done,) = annotate_batch([Article(id="a", text=text)])
    return {
        q.source[0].of(text): q.speaker.name if q.speaker else None
        for q in done.annotation.quotations
        if q.source
    }


@pytest.mark.parametrize(
    ("before", "source", "meant"),
    [
        # What the report calls it.
        (
            "Ada Lind leads the harbour rights group Tern Alliance. The Marl Trust gave it money.",
            "The group",
            "Tern Alliance",
        ),
        # By the kind of its name.
        (
            "A pier shut in Marl, The Marl Daily Herald reported. Norvik Pharmaceuticals built it.",
            "The newspaper",
            "Marl Daily Herald",
        ),
        # The only one.
        ("Ostvik Inc. will close its yard in Marl.", "The company", "Ostvik Inc"),
    ],
)
def test_a_body_is_meant_by_what_it_is(before: str, source: str, meant: str) -> None:
    assert speakers(f"{before}\n\n{source} said the work would go on.")[source] == meant


@pytest.mark.parametrize(
    ("before", "source"),
    [
        ("Ostvik Inc. and Norvik Inc. will close their yards.", "The company"),  # two
        ("The yard is near Marl University.", "The company"),  # the name says something else
        ("Ada Lind told Marl Online about the fire.", "The company"),  # who is only spoken to
    ],
)
def test_a_body_is_not_guessed(before: str, source: str) -> None:
    assert speakers(f"{before}\n\n{source} said the work would go on.")[source] in (source[4:], None)


def test_cops_are_the_force_of_the_report() -> None:
    text = "A boat burned on Monday near Dock Road.Marl police came at noon.\n\nCops said nobody was hurt."
    assert speakers(text)["Cops"] == "Marl police"


def test_whom_a_group_is_against_is_not_the_group() -> None:
    text = "Tom Reyes runs for mayor of Marl.\n\nAn anti-Tom Reyes group said he owes the port money."
    assert "Tom Reyes" not in speakers(text).values()


def test_the_chief_of_a_group_in_a_headline_is_not_whom_it_backs() -> None:
    text = "Tom Reyes Docks Group Chief Praises New Pier.\n\nTom Reyes runs for mayor of Marl."
    assert "Tom Reyes" not in speakers(text).values()


def test_a_last_name_that_is_an_office_is_a_name() -> None:
    text = (
        "Peter Steward, nine, was sent home from school in Marl on Monday.\n\n"
        "Speaking to the Marl Herald, father Jason Steward said “It is absurd.”"
    )
    assert speakers(text)["father Jason Steward"] == "Jason Steward"


def test_somebody_presented_by_an_unlisted_noun_has_the_name() -> None:
    text = "A ninth grader named Peter Lund said that the school bus never came on Monday."
    assert "Peter Lund" in speakers(text).values()


def test_whom_a_headline_describes_is_named_below() -> None:
    text = (
        "British diplomat praises the new pier.\n\n"
        "The mayor of Marl has an admirer in British diplomat Sir Peter Lund. "
        "The pier is the longest on the coast.\n\n“It is fine work,” the diplomat said."
    )
    assert set(speakers(text).values()) == {"Peter Lund"}


def test_whom_a_headline_describes_stays_open_where_two_are_called_so() -> None:
    text = (
        "British diplomat praises the new pier.\n\n"
        "British diplomat Peter Lund and British diplomat Ada Lind came to Marl on Monday."
    )
    assert speakers(text)["British diplomat"] not in ("Peter Lund", "Ada Lind")


def test_a_candidate_is_the_person_of_that_name() -> None:
    text = "Tom Reyes is mayor of Marl.\n\nDuring his campaign, Candidate Reyes said he would sell the pier."
    assert "Tom Reyes" in speakers(text).values()
