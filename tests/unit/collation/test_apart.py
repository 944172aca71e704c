"""Values that sentences near each other tell of two occasions."""

from tests.unit.collation.test_slots import read

from variorum.collation.claims.blocks import block_numbers
from variorum.collation.claims.figures import background, facts
from variorum.collation.claims.phrased import phrased
from variorum.collation.claims.slots.apart import Apart, facts_by_place
from variorum.collation.claims.slots.pairs import pairs
from variorum.language.language import language_of
from variorum.settings import CollateSettings

LISTS = language_of("en").collation


def apart(one: str, other: str, kind: str = "age") -> list[bool]:
    """Of each pair of values of two reports that do not agree, whether it is of two occasions."""
    articles = [read(name, text) for name, text in (("a", one), ("b", other))]
    tell = Apart(facts_by_place([facts(source, ()) for source in articles]), 0.1, LISTS)
    found = pairs(articles, CollateSettings())
    return [tell(pair) for pair in found if pair.one.kind == pair.other.kind == kind and not pair.same]


def test_people_of_another_day_are_apart() -> None:
    one = "A 21-year-old man was shot on Alder Street in Harnow on Saturday, police said."
    other = "A 22-year-old man was shot on Alder Street in Harnow on Sunday evening, police said."
    assert apart(one, other) == [True]
    assert apart(other, one) == [True]


def test_people_of_one_day_are_compared() -> None:
    one = "A 21-year-old man was shot on Alder Street in Harnow on Saturday, police said."
    assert apart(one, one.replace("21", "22")) == [False]
    assert apart(one, one.replace("21", "22").replace(" on Saturday", "")) == [False]


PARTS = (
    "Three men died at the scene in Harnow and a fourth at a hospital.",
    "One woman is dead, two people are listed in critical condition and three have minor injuries.",
    "Two men were killed in separate shootings in Harnow.",
)


def test_a_part_or_a_sum_of_several_events_is_no_count_of_the_dead_or_hurt() -> None:
    asked = [[fact.question for fact in facts(read("a", text), ())] for text in PARTS]
    assert asked == [[None], ["killed", None, None], [None]]
    plain = facts(read("a", "Three men were killed in a shooting in Harnow."), ())
    assert [fact.question for fact in plain] == ["killed"]


def test_the_ages_of_a_man_and_of_a_woman_are_apart() -> None:
    one = "Officers said the man went to the 39-year-old woman’s home on Alder Street in Harnow and shot her."
    other = "Officers described the man who shot a woman on Alder Street in Harnow as a man in his 40s."
    assert apart(one, other) == [True]
    assert apart(one.replace("woman’s", "clerk’s"), other) == [False]


PATROL = "Officers said {} rowers were hurt in the storm near the Marlin bridge in Harnow."


def test_a_number_beside_which_the_others_are_told_of_is_a_part() -> None:
    whole = PATROL.format("all seven")
    assert apart(PATROL.format("two") + " The mayor came.", whole, "count") == [False]
    assert apart(PATROL.format("two") + " The others swam ashore.", whole, "count") == [True]
    third = (
        "Officers said two rowers were hurt in the storm near the Marlin bridge in Harnow, a third drowned."
    )
    assert apart(third, PATROL.format("all three"), "count") == [True]


def test_times_of_days_that_lie_apart_are_of_two_happenings() -> None:
    one = "He left the Marlin bar on Alder Street in Harnow at about 6:30 p.m. on March 5, friends said."
    other = (
        "Officers near the Marlin bar on Alder Street in Harnow stopped a car at about 11 p.m. on March {}."
    )
    assert apart(one, other.format(5), "time") == [False]
    assert apart(one, other.format(9), "time") == [True]


def test_what_is_counted_since_a_day_long_ago_is_not_what_happened_now() -> None:
    text = "Since {}, eight people have died and ten others were injured in and around Harnow."
    assert all(background(fact) for fact in facts(read("a", text.format("early October")), ()))
    assert not any(background(fact) for fact in facts(read("a", text.format("March 8")), ()))


def test_heights_and_ages_told_as_bare_numbers_are_not_compared() -> None:
    told = "Officers said the man seen on Alder Street in Harnow was about {} tall and had run from the mill."
    assert apart(told.format("5 feet, 10 inches"), told.format("6 feet"), "measure") == []
    assert apart(told.format("5 feet"), told.format("7 feet"), "measure") == [False]
    age = "The boy, who had just turned {}, was hurt at the Marlin bridge in Harnow, officers said."
    assert apart(age.format(16), age.format(18), "count") == []


def test_the_numbers_of_several_blocks_are_no_counts() -> None:
    text = "Shots were heard between the 400 and the 700 blocks of Alder Street in Harnow, officers said."
    assert ("a", text.index("700")) in block_numbers([read("a", text)])
    away = "Shots were heard 12 blocks from the mill in Harnow, officers said."
    assert block_numbers([read("a", away)]) == set()


def test_numbers_before_names_of_which_one_report_has_more_are_not_compared() -> None:
    told = "The shortstop hit well in {} games with the Anglers{} before the fall, the club of Harnow said."
    for more, reports in (("", 2), (" and Rowers", 1)):
        texts = told.format(54, ""), told.format(157, more)
        found = [facts(read(name, text), ()) for name, text in zip("ab", texts, strict=True)]
        ((given, _),) = phrased(found)
        assert len(given) == reports
