import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.collation.claims.slots.nearest import index
from variorum.collation.claims.stances.likely import probabilities, scorer
from variorum.collation.claims.stances.marks import sentences
from variorum.collation.claims.stances.pairs import MEASURES, pairs
from variorum.language.language import language
from variorum.model import AnnotatedArticle, Article, Collation, Discrepancy
from variorum.pipeline import annotate_article, collate_story
from variorum.settings import CollateSettings, StanceSettings


def read(name: str, text: str, date: str | None = "2026-03-11") -> AnnotatedArticle:
    return annotate_article(Article(id=name, text=text, date=date))


def story(*texts: str, dates: tuple[str | None, ...] = ()) -> Collation:
    days = dates or ("2026-03-11",) * len(texts)
    return collate_story("s", [read(f"r{at}", text, days[at]) for at, text in enumerate(texts)])


def told(found: Collation) -> list[Discrepancy]:
    return [one for one in found.discrepancies if one.type in ("status", "wording")]


CRASH = "A lorry hit a van near Harnow on Tuesday. Ruben Tal, 34, was taken to hospital, where he was in {}."
WRECK = (
    "Two vehicles collided outside Harnow. The van's driver, Ruben Tal, was listed in {}, the clinic said."
)


def test_two_conditions_of_one_person_on_one_day_are_told() -> None:
    (one,) = told(story(CRASH.format("critical condition"), WRECK.format("stable condition")))
    assert {side.value for side in one.sides} == {"critical condition", "stable condition"}
    assert (one.severity, one.relation) == ("material", "conflict")
    assert "Ruben Tal" in one.summary
    assert all(part.text.endswith(".") for side in one.sides for part in side.evidence)  # whole sentences


@pytest.mark.parametrize(
    "other",
    [
        "stable but critical condition",
        "a ward for burns",
    ],
)
def test_a_report_that_allows_the_other_is_no_difference(other: str) -> None:
    assert told(story(CRASH.format("critical condition"), WRECK.format(other))) == []


def test_what_none_of_them_has_is_turned_however_far_off_the_word_is() -> None:
    told = "{} of the wounds of the four appeared to be life-threatening."
    some, none = (sentences(read("a", told.format(word)), StanceSettings())[0] for word in ("Two", "None"))
    assert some is not None
    assert none is not None
    assert some.marks.keys() - none.marks.keys()


def test_a_report_that_tells_of_both_conditions_answers_nothing() -> None:
    later = " On Wednesday Ruben Tal was still in critical condition."
    assert told(story(CRASH.format("critical condition"), WRECK.format("stable condition") + later)) == []


def test_another_person_in_another_condition_is_no_difference() -> None:
    other = WRECK.format("stable condition").replace("Ruben Tal", "Ines Morrow")
    assert told(story(CRASH.format("critical condition"), other)) == []


def test_an_answer_that_is_denied_is_none() -> None:
    hurt = "A lorry hit a van. Ruben Tal was hurt, but his injuries are not believed to be life-threatening."
    mild = "Two vehicles collided outside Harnow. Ruben Tal was treated for minor injuries."
    assert told(story(hurt, mild)) == []


SURVIVOR = "Two men died when a lorry hit a van near Harnow. One passenger was taken to hospital in {}."
ONLY_ONE = "The wreck outside Harnow killed two. {} {}, the clinic said."


def test_two_conditions_of_the_one_person_whose_condition_is_told_are_a_difference() -> None:
    texts = SURVIVOR.format("critical condition"), ONLY_ONE.format("She was in", "serious condition")
    (one,) = told(story(*texts))
    assert {side.value for side in one.sides} == {"critical condition", "serious condition"}
    assert "the one person whose condition is told" in one.summary


@pytest.mark.parametrize(
    ("who", "condition", "day"),
    [
        ("She was in", "serious condition", "2026-03-14"),  # it has changed since
        ("Another man was in", "serious condition", "2026-03-11"),  # one of several
        ("Two others were in", "serious condition", "2026-03-11"),
        ("She was in", "critical but stable condition", "2026-03-11"),
        ("She was in", "critical condition and he was in stable condition", "2026-03-11"),
    ],
)
def test_conditions_that_may_be_those_of_several_are_none(who: str, condition: str, day: str) -> None:
    texts = SURVIVOR.format("critical condition"), ONLY_ONE.format(who, condition)
    assert told(story(*texts, dates=("2026-03-11", day))) == []


def test_a_charge_is_found_whatever_it_is_for() -> None:
    held = "Keeper Ruben Tal was arrested on suspicion of theft at the Harnow ground, police said."
    (one,) = told(story(held, "Keeper Ruben Tal faces theft charges after a raid at the Harnow ground."))
    assert {side.value for side in one.sides} == {"arrested on suspicion", "faces theft charges"}


CHARGED = "Viktor Lind was charged with fraud over the sale of the Harnow docks, prosecutors said."
GUILTY = "After six weeks Viktor Lind was convicted on Monday; the docks went for a tenth of their worth."


def test_a_later_stage_in_a_later_report_is_a_development_with_its_days() -> None:
    found = told(story(CHARGED, GUILTY, dates=("2026-03-11", "2026-09-02")))
    assert [(one.relation, one.severity) for one in found] == [("refines", "minor")]
    assert "2026-03-11" in found[0].summary
    assert found[0].summary.index("2026-03-11") < found[0].summary.index("2026-09-02")


def test_an_earlier_stage_in_a_later_report_is_not_told() -> None:
    found = story(CHARGED, GUILTY, dates=("2026-09-02", "2026-03-11"))
    assert [one for one in told(found) if "stages" in one.summary] == []


def test_an_earlier_case_is_no_stage_of_this_one() -> None:
    earlier = "Viktor Lind, who had previously been convicted of theft, was seen at the Harnow docks."
    assert told(story(CHARGED, earlier, dates=("2026-03-11", "2026-09-02"))) == []


HEDGED = "The thief apparently emptied the safe of the Harnow museum and fled across the roof."
STATED = "The thief emptied the safe of the Harnow museum and fled across the roof into the rain."


def test_what_one_report_hedges_and_another_states_is_told_as_minor() -> None:
    (one,) = told(story(HEDGED, STATED))
    assert {side.value for side in one.sides} == {"apparently", "stated plainly"}
    assert (one.severity, one.relation) == ("minor", "refines")


@pytest.mark.parametrize(
    "other",
    [
        "Police said the thief emptied the safe of the Harnow museum and fled across the roof.",
        "The thief may have emptied the safe of the Harnow museum and fled across the roof.",
        STATED + " The thief reportedly emptied the safe of the museum alone.",
        "A thief is on the roof, the mayor of Harnow shouted from the museum.",
    ],
)
def test_what_is_vouched_for_or_hedged_as_well_is_not_stated_plainly(other: str) -> None:
    assert [one for one in told(story(HEDGED, other)) if "stated plainly" in one.summary] == []


PLANE = "The players of Harnow United left for the cup final in Port Sallow on a {} on Friday morning."
FLIGHT = "Harnow United's players reached Port Sallow for the cup final after a delay of their {} on Friday."


def test_the_one_aircraft_of_two_reports_is_told_when_it_differs() -> None:
    (one,) = told(story(PLANE.format("private jet"), FLIGHT.format("commercial flight")))
    assert {side.value for side in one.sides} == {"private jet", "commercial flight"}


def test_two_aircraft_of_two_happenings_are_not_compared() -> None:
    other = "A commercial flight to Tarn was delayed when fog lay over the valley."
    assert told(story(PLANE.format("private jet"), other)) == []


def test_what_is_only_likely_is_possible_with_its_probability() -> None:
    one = "The council of Harnow is expected to close the old ferry pier for good on Monday, the mayor said."
    other = "The council of Harnow closed the old ferry pier for good on Monday after a long debate."
    reports = [read("r0", one), read("r1", other)]
    assert told(collate_story("s", reports)) == []
    lenient = CollateSettings(stances=StanceSettings(possible=0.05))
    (listed,) = [each for each in collate_story("s", reports, lenient).possible if each.type == "status"]
    assert {side.value for side in listed.sides} == {"expected to", "stated plainly"}
    assert listed.severity == "minor"
    assert listed.probability is not None and 0.05 <= listed.probability < 1


def test_every_side_cites_words_of_its_report() -> None:
    found = story(HEDGED, STATED, CRASH.format("critical condition"), WRECK.format("stable condition"))
    texts = [HEDGED, STATED, CRASH.format("critical condition"), WRECK.format("stable condition")]
    for one in (*found.discrepancies, *found.possible):
        for part in (part for side in one.sides for part in side.evidence):
            assert texts[int(part.article[1])][part.start : part.end] == part.text


@settings(max_examples=6)
@given(st.permutations(range(4)))
def test_the_order_of_reports_changes_no_stance(order: list[int]) -> None:
    texts = [HEDGED, STATED, CRASH.format("critical condition"), WRECK.format("stable condition")]
    reports = [read(f"r{at}", text) for at, text in enumerate(texts)]
    assert collate_story("s", [reports[at] for at in order]) == collate_story("s", reports)


def test_phrases_of_a_longer_phrase_do_not_count() -> None:
    (row,) = sentences(read("a", "She was hurt, with non-life-threatening wounds."), StanceSettings())
    assert row is not None
    assert [mark.value for mark in row.marks["condition"]] == ["safe"]


def test_names_and_months_are_no_answers() -> None:
    (row,) = sentences(read("a", "On May 12 the councillor Hope May spoke."), StanceSettings())
    assert row is not None
    assert row.marks == {}


def test_every_answer_of_every_question_is_found_in_its_own_words() -> None:
    spoken = language("en")
    for name, scale in spoken.stances.items():
        for value, forms in scale.values.items():
            for form in forms:
                words = [one.split("|")[-1] for one in form.replace("*", "theft").split() if one != "~"]
                (row,) = sentences(read("a", f"they {' '.join(words)} there"), StanceSettings())
                assert row is not None
                found = [mark.value for mark in row.told(name)]
                assert value in found or "not" in form or "no" in form or "n't" in form, (name, value, form)


def test_a_pair_has_all_measures_and_the_trees_know_them() -> None:
    reports = [read("a", HEDGED), read("b", STATED)]
    options = StanceSettings()
    found = list(pairs([sentences(one, options) for one in reports], index(reports), options))
    assert found
    assert all(len(pair.measures) == len(MEASURES) for pair in found)
    assert [scale.measure for scale in scorer().scales] == list(MEASURES)
    assert all(0 < probability < 1 for probability in probabilities(found))
    assert probabilities([]) == []


SEEKING = (
    "Police in Harnow are searching for {}Ruben Tal over the fire at the mill. It burned down on Monday."
)
CAUGHT = "The mill of Harnow lies in ashes. Officers arrested {}Ruben Tal at a farm, a spokesman said."


@pytest.mark.parametrize("who", ["", "34-year-old suspect ", "the carter "])
def test_whom_a_report_seeks_another_tells_to_be_arrested(who: str) -> None:
    texts = SEEKING.format(who), CAUGHT.format(who)
    (one,) = told(story(*texts, dates=("2026-03-11", "2026-03-12")))
    assert (one.severity, one.relation) == ("minor", "refines")
    assert {side.value for side in one.sides} == {"searching for", "arrested"}
    (one,) = told(story(*texts))
    assert (one.severity, one.relation) == ("material", "conflict")


def test_an_arrest_of_somebody_else_is_none() -> None:
    assert told(story(SEEKING.format(""), CAUGHT.format("the brother of "))) == []
    assert told(story(SEEKING.format(""), CAUGHT.format("Edda Stone, who worked for "))) == []


def test_whom_a_report_seeks_may_be_named_after_what_he_is() -> None:
    texts = SEEKING.format("the gunman, "), CAUGHT.format("")
    (one,) = told(story(*texts, dates=("2026-03-11", "2026-03-12")))
    assert {side.value for side in one.sides} == {"searching for", "arrested"}


# What became of the happening, with nobody named.

NOBODY = "Shots were fired at the fair of Harnow on Monday night. Three were hurt. {}"
SOMEBODY = "Three people were hurt by shots at the Harnow fair. {}"
NEXT_DAY = ("2026-03-11", "2026-03-12")


@pytest.mark.parametrize(
    ("before", "after", "values"),
    [
        (
            "No arrests have been made.",
            "Two men were arrested at a farm.",
            {"No arrests have been made", "were arrested"},
        ),
        (
            "Police are looking for two suspects.",
            "Deputies have arrested a carter.",
            {"are looking for two suspects", "have arrested"},
        ),
        (
            "A carter is a person of interest.",
            "A carter was charged with assault.",
            {"a person of interest", "was charged with"},
        ),
        (
            "Their condition was not known.",
            "One of them is in serious condition.",
            {"condition was not known", "in serious condition"},
        ),
        (
            "One of them remains hospitalized.",
            "All were released from the hospital.",
            {"remains hospitalized", "released from the hospital"},
        ),
        (
            "The gunman remains at large.",
            "One man turned himself in.",
            {"remains at large", "turned himself in"},
        ),
    ],
)
def test_what_became_of_a_case_is_a_development(before: str, after: str, values: set[str]) -> None:
    for dates in (NEXT_DAY, ("2026-03-11", "2026-03-11")):
        (one,) = told(story(NOBODY.format(before), SOMEBODY.format(after), dates=dates))
        assert (one.severity, one.relation) == ("minor", "refines")
        assert {side.value for side in one.sides} == values
        assert [side.articles for side in one.sides] == [("r0",), ("r1",)]  # the earlier first


@pytest.mark.parametrize(
    ("before", "after", "dates"),
    [
        ("No arrests have been made.", "Two men were arrested.", ("2026-03-12", "2026-03-11")),
        ("No arrests have been made.", "A tip may lead to whoever was arrested before.", NEXT_DAY),
        ("No arrests have been made.", "Has anybody been arrested?", NEXT_DAY),
        ("No arrests have been made.", "The police have not arrested anybody.", NEXT_DAY),
        ("No arrests have been made.", "Its owner was arrested in 2011.", NEXT_DAY),
        ("No arrests have been made.", "Two men were arrested over a similar case.", NEXT_DAY),
        ("No arrests have been made.", "Two men were arrested. No arrests were made at the inn.", NEXT_DAY),
        ("Police seek a suspect; one man is in custody.", "Two men were arrested.", NEXT_DAY),
        ("A man was charged, and police are looking for a suspect.", "Two men were arrested.", NEXT_DAY),
    ],
)
def test_what_is_asked_or_awaited_or_told_by_both_is_no_development(
    before: str, after: str, dates: tuple[str, str]
) -> None:
    assert told(story(NOBODY.format(before), SOMEBODY.format(after), dates=dates)) == []


def test_a_case_that_became_one_of_death_is_a_development() -> None:
    hurt = "A girl was wounded by shots at the fair of Harnow on Monday night, the police said."
    (one,) = told(story(hurt, "The girl shot at the fair of Harnow has died, police said.", dates=NEXT_DAY))
    assert {side.value for side in one.sides} == {"wounded", "has died"}
    assert (one.severity, one.relation) == ("minor", "refines")
    both = hurt + " Her uncle was killed."
    assert told(story(both, "The girl shot at the fair of Harnow has died.", dates=NEXT_DAY)) == []


# People who are told by age and sex.

BOY = "A tram hit two carts in Harnow. {} was taken to hospital in {}. The line was shut until noon."
HIM = "The tram crash at Harnow market hurt several on Tuesday, and {} was in {}, doctors said."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A 17-year-old boy", "the 17-year-old"),
        ("A 17-year-old boy", "a boy, 17,"),
        ("A 17-year-old boy", "Ruben Tal, 17,"),
        ("Ruben Tal, 17,", "a 17-year-old boy"),
    ],
)
def test_people_of_one_age_are_one_person(one: str, other: str) -> None:
    (found,) = told(story(BOY.format(one, "critical condition"), HIM.format(other, "stable condition")))
    assert {side.value for side in found.sides} == {"critical condition", "stable condition"}
    assert (found.severity, found.relation) == ("material", "conflict")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A 17-year-old boy", "a 17-year-old girl"),
        ("A 17-year-old boy", "a 16-year-old boy"),
        ("One of two 17-year-olds", "the 17-year-old"),
        ("Ruben Tal, 17,", "Edda Stone, 17,"),
    ],
)
def test_people_who_may_be_two_are_not_compared(one: str, other: str) -> None:
    found = told(story(BOY.format(one, "critical condition"), HIM.format(other, "stable condition")))
    assert [each for each in found if "17-year-old" in each.summary or "Tal" in each.summary] == []


def test_who_has_died_since_is_a_development() -> None:
    gone = "The tram crash at Harnow market hurt several on Tuesday. Ruben Tal, 17, died on Friday."
    texts = BOY.format("A 17-year-old boy", "critical condition"), gone
    (one,) = told(story(*texts, dates=("2026-03-11", "2026-03-14")))
    assert (one.severity, one.relation) == ("minor", "refines")
    assert "Ruben Tal" in one.summary
    several = BOY.format("A 17-year-old boy and two others", "critical condition"), gone
    assert told(story(*several, dates=("2026-03-11", "2026-03-14"))) == []


@pytest.mark.parametrize(
    "said",
    [
        "The union called on Lind to step down.",
        "Lind refused to step down.",
        "Asked whether she would step down, Lind laughed.",
    ],
)
def test_who_is_only_asked_to_go_is_not_on_the_way_out(said: str) -> None:
    fire = "The docks of Harnow burned on Monday. Mayor Ada Lind was there. {}"
    texts = fire.format(said), fire.format("Lind has resigned, she said.")
    found = story(*texts, dates=("2026-03-11", "2026-03-14"))
    assert [each for each in told(found) if "has gone" in each.summary] == []


def test_an_officer_and_a_man_of_one_age_are_not_one_person() -> None:
    texts = (
        "Shots fell at Harnow market on Tuesday. A 40-year-old officer was critically injured.",
        "Shots fell at Harnow market on Tuesday. The gunman, a 40-year-old man, was killed by police.",
    )
    found = told(story(*texts, dates=("2026-03-11", "2026-03-14")))
    assert [each for each in found if "40-year-old" in each.summary] == []
