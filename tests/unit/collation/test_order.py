# ruff: noqa: E501 (a table of pairs reads best with a pair a line)
"""The same words in another order: exchanged, or only listed otherwise."""

import pytest
from tests.unit.collation.test_variants import told

import variorum
from variorum.model import Article

EXCHANGED = [
    ("figure", "We drew 30 boats and 9 rafts out of the canal", "We drew 9 boats and 30 rafts out of the canal"),
    ("figure", "It cost 5 percent in May and 8 percent in June, nothing else", "It cost 8 percent in May and 5 percent in June, nothing else"),
    ("figure", "The county gives two million and the guild gives six million to the lock", "The county gives six million and the guild gives two million to the lock"),
    ("date", "On Tuesday the gate is shut, and on Thursday the canal is drained", "On Thursday the gate is shut, and on Tuesday the canal is drained"),
    ("name", "Brenn accused Voss of the leak at the spring meeting of the guild", "Voss accused Brenn of the leak at the spring meeting of the guild"),
    ("name", "They carried the stones from Marl to Tolbrook before the frost set in", "They carried the stones from Tolbrook to Marl before the frost set in"),
    ("negation", "The guild did not pay, but the county did pay for the new gate", "The guild did pay, but the county did not pay for the new gate"),
    ("negation", "We told the crew not to drain the lock and to wait for the rain", "We told the crew to drain the lock and not to wait for the rain"),
    ("negation", "They will never repair it and they will always blame the weather", "They will always repair it and they will never blame the weather"),
    ("wording", "We won two races on the river and lost four on the lake", "We lost two races on the river and won four on the lake"),
    ("wording", "The siren was sounded after the dam broke, and the valley emptied", "The dam broke after the siren was sounded, and the valley emptied"),
    ("wording", "The county trusted the guild and the guild cheated the county for years", "The guild trusted the county and the county cheated the guild for years"),
    ("wording", "The bank owes more to the millers than the millers owe to the bank", "The millers owe more to the bank than the bank owes to the millers"),
]  # fmt: skip
HARMLESS = [
    ("We will dredge the canal, and we will paint the gates, before the fair", "We will paint the gates, and we will dredge the canal, before the fair"),
    ("I asked Voss and Brenn to come to the meeting of the guild", "I asked Brenn and Voss to come to the meeting of the guild"),
    ("We buried 3 sheep and 7 goats on that cold day in the north", "We buried 7 goats and 3 sheep on that cold day in the north"),
    ("On Monday the guild met in the loft and nobody spoke of it", "The guild met in the loft on Monday and nobody spoke of it"),
    ("If it rains we stay in the loft with the children of the town", "We stay in the loft if it rains with the children of the town"),
    ("The long, low, narrow barge has to leave before the summer", "The long, narrow, low barge has to leave before the summer"),
    ("He is really a good friend of the canal and of all of us", "He really is a good friend of the canal and of all of us"),
    ("We dig and dig and dig until the county decides to help us", "We dig and dig until the county decides to help us"),
    ("There is nowhere, nowhere to go for the barges of this town", "There is nowhere to go for the barges of this town"),
]  # fmt: skip


def check(printed: str, typed: str) -> list[tuple[str, str]]:
    report = Article(id="r", text=f"“{printed},” said Ada Lind, who keeps the canal.")
    (found,) = variorum.check(f"“{typed},” said Ada Lind.", against=[report]).quotations
    assert found.verdict in ("altered", "elided")
    return [(change.type, change.severity) for change in found.changes]


@pytest.mark.parametrize(("kind", "one", "other"), EXCHANGED)
def test_words_that_changed_places_are_critical(kind: str, one: str, other: str) -> None:
    assert told(one, other) == [(kind, "critical")]
    assert check(one, other) == [(kind, "critical")]


@pytest.mark.parametrize(("one", "other"), HARMLESS)
def test_another_order_of_the_same_sense_is_minor(one: str, other: str) -> None:
    assert {severity for _, severity in told(one, other)} == {"minor"}
    assert {severity for _, severity in check(one, other)} == {"minor"}


def test_words_far_apart_that_stand_in_each_others_place_are_critical() -> None:
    one = "The guild won the first case over the water of the upper valley in the spring and lost the second one in June"
    other = one.replace("won", "x").replace("lost", "won").replace("x", "lost").replace("spring", "winter")
    assert ("wording", "critical") in told(one, other)
