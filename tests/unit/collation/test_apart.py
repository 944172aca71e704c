"""Values that sentences near each other tell of two occasions."""

from tests.unit.collation.test_slots import read

from variorum.collation.claims.figures import facts
from variorum.collation.claims.slots.apart import Apart, facts_by_place
from variorum.collation.claims.slots.pairs import pairs
from variorum.language.language import language_of
from variorum.settings import CollateSettings

LISTS = language_of("en").collation


def apart(one: str, other: str) -> list[bool]:
    """Of each pair of ages of two reports that do not agree, whether it is of two occasions."""
    articles = [read(name, text) for name, text in (("a", one), ("b", other))]
    tell = Apart(facts_by_place([facts(source, ()) for source in articles]), 0.1, LISTS)
    return [tell(pair) for pair in pairs(articles, CollateSettings()) if pair.one.kind == "age"]


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
