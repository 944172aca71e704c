"""What reports answer to one question."""

from __future__ import annotations

import pytest

from variorum.collation.claims import oppose, told_alike
from variorum.collation.claims.slots import search as slots
from variorum.collation.claims.stances import search as stances
from variorum.model import Article, Collation
from variorum.pipeline import annotate_article, collate_story


def told(*texts: str) -> tuple[Collation, dict[str, str]]:
    articles = [
        Article(id=f"r{number}", text=text, outlet=f"Outlet {number}", date="2027-10-07")
        for number, text in enumerate(texts)
    ]
    found = collate_story("s", [annotate_article(one) for one in articles])
    return found, {one.id: one.text for one in articles}


def answers(collation: Collation) -> dict[str, list[tuple[str, int]]]:
    return {
        fact.question: [(answer.value, len(answer.articles)) for answer in fact.answers]
        for fact in collation.facts
    }


GAZETTE = "Three men were killed when a silo fell on the quay at Marrowby. Ida Brack, 51, saw it."
COURIER = "The fall of the silo at Marrowby killed three men. Ida Brack, 51, watched from the quay."
HERALD = "Five men were killed on Thursday when the silo fell at Marrowby. Ida Brack, 50, was near."


def test_agreement_is_told_as_well_as_difference() -> None:
    found, texts = told(GAZETTE, COURIER, HERALD)
    assert answers(found)["people killed"] == [("Three", 2), ("Five", 1)]
    for fact in found.facts:
        for part in (part for answer in fact.answers for part in answer.evidence):
            assert texts[part.article][part.start : part.end] == part.text


def test_where_all_agree_there_is_one_answer_and_no_difference() -> None:
    found, _ = told(GAZETTE, COURIER)
    assert found.discrepancies == ()
    assert answers(found) == {"people killed": [("Three", 2)], "age of Ida Brack": [("51", 2)]}


def test_what_several_answer_comes_before_what_one_does() -> None:
    more = " Olav Renn, 44, was charged with manslaughter on Friday."
    found, _ = told(GAZETTE + more, COURIER)
    reports = [len({one for answer in fact.answers for one in answer.articles}) for fact in found.facts]
    assert reports == sorted(reports, reverse=True)
    assert answers(found)["how far the case of Olav Renn has come"] == [("was charged with", 1)]


def test_a_bound_that_all_allow_agrees_with_none_of_them() -> None:
    bound = "At least three men were killed when a silo fell at Marrowby, the harbour said."
    found, _ = told(GAZETTE, bound, HERALD)
    assert sorted(answers(found)["people killed"]) == [("At least three", 1), ("Five", 1), ("Three", 1)]


def test_another_day_told_of_one_happening_is_asked_for() -> None:
    found, _ = told(
        "The silo at Marrowby was inspected by the harbour office on 3 September and found sound.",
        "The silo at Marrowby was inspected by the harbour office on 13 September and found sound.",
    )
    (fact,) = [one for one in found.facts if one.kind == "date"]
    assert fact.question == "day"
    assert len(fact.answers) == 2


def test_reports_that_answer_nothing_have_no_facts() -> None:
    assert told("Nothing was decided.", "It rained.")[0].facts == ()


def test_who_died_at_an_age_is_no_count_of_the_dead() -> None:
    obituary = "Ida Brack, who sang for the harbour of Marrowby, has died at 91."
    found, _ = told(obituary, f"{obituary} The harbour mourns.")
    assert not [question for question in answers(found) if question.startswith("people")]


def test_what_stands_far_behind_a_name_is_not_told_of_it() -> None:
    near = "Captain Olav Renn was critically wounded on the quay at Marrowby on Thursday."
    far = "Captain Olav Renn drew a gun, met his foes in the loft of a net house and critically wounded one."
    asked = "how Olav Renn fares"
    assert answers(told(near, near.replace("quay", "pier"))[0])[asked] == [("critically wounded", 2)]
    assert asked not in answers(told(far, far.replace("loft", "yard"))[0])


def test_more_than_twenty_is_no_agreement_with_thirty_one() -> None:
    found, _ = told(
        "More than 20 people were killed when the silo fell at Marrowby.",
        "The silo fell at Marrowby and 31 people were killed.",
    )
    assert sorted(answers(found)["people killed"]) == [("31", 1), ("More than 20", 1)]
    assert found.discrepancies == ()


def test_what_only_reports_as_a_whole_are_asked_is_no_fact_of_one() -> None:
    found, _ = told(
        "The docks of Harnow burned on Monday. Mayor Ada Lind said she would step down if the vote failed.",
        "The docks of Harnow burned on Monday. Mayor Ada Lind survived a vote in the council.",
    )
    assert not any("Lind" in question for question in answers(found))


def test_questions_do_not_hang_on_the_words_of_summaries(monkeypatch: pytest.MonkeyPatch) -> None:
    reports = (
        "The silo at Marrowby was inspected on 3 September and found sound. Captain Olav"
        " Renn was arrested on Friday.",
        "The silo at Marrowby was inspected on 13 September and found sound. Captain Olav"
        " Renn was convicted of fraud on Friday.",
        "The silo at Marrowby was shut. Captain Olaf Renn was sentenced on Friday.",
    )
    before, _ = told(*reports)
    for module in (oppose, told_alike, slots, stances):
        monkeypatch.setattr(module, "sentence_case", lambda _: "Les journaux diffèrent.")
    after, _ = told(*reports)
    assert {one.summary for one in after.discrepancies} == {"Les journaux diffèrent."}
    assert {"day", "name"} <= answers(after).keys()
    assert after.facts == before.facts
