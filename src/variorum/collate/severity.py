"""How grave a difference is: one table, so that a house style is changed in one place.

Reasons are why an editor would or would not want to see it. House styles differ (some agencies never
alter a quotation, others allow brackets and clean-ups); the table follows the strictest that is common and
keeps below ``material`` what every style allows.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from variorum.model import DifferenceType, Severity

Circumstance = Literal[
    "sense",  # what was lost or changed turns or limits the statement: a negation, a condition, a hedge
    "content",  # words that carry meaning of their own
    "name",  # a name or a number is among the words lost
    "spelling",  # the same name or word, spelled differently
    "exchanged",  # the same words, each in the place of the other: "the wall fell before the alarm was rung"
    "function",  # only words such as "that" or "the", an ending, or an order of words that leaves the sense
    "filler",  # "you know", a stammer, a restart
    "marked",  # the report shows the place: an ellipsis, brackets, its own words between the marks
    "prose",  # in the reports' own words, where times of writing and sources differ
    "plain",  # nothing of the above
]


class Rule(Struct, frozen=True):
    """The severity of a type in a circumstance, and why."""

    severity: Severity
    reason: str


SEVERITY: dict[tuple[DifferenceType, Circumstance], Rule] = {
    ("attribution", "plain"): Rule("critical", "the same words cannot be both people's"),
    ("negation", "plain"): Rule("critical", "the statement says the opposite"),
    ("negation", "prose"): Rule("material", "the opposite is told, in words that no speaker vouched for"),
    ("figure", "plain"): Rule("critical", "a number inside a quotation is a fact that somebody vouched for"),
    ("figure", "prose"): Rule("material", "reports written at different hours may both have been right"),
    ("date", "prose"): Rule("material", "as for figures"),
    ("date", "plain"): Rule("critical", "as for figures"),
    ("name", "plain"): Rule("critical", "the statement is about somebody else"),
    ("name", "prose"): Rule("material", "the same thing is told of somebody else"),
    ("name", "spelling"): Rule("minor", "the same person; the spelling wants checking"),
    ("place", "plain"): Rule("critical", "the statement is about somewhere else"),
    ("place", "prose"): Rule("material", "as for figures"),
    ("status", "plain"): Rule("material", "charged is not convicted; stated is not alleged"),
    ("wording", "sense"): Rule("material", "may is not will, I is not we"),
    ("wording", "exchanged"): Rule("critical", "who did what, or which came first, is turned round"),
    ("wording", "content"): Rule("material", "a word the speaker may not have said"),
    ("wording", "function"): Rule("minor", "a clean-up of grammar that leaves the sense"),
    ("elision", "sense"): Rule("material", "a condition or hedge is gone"),
    ("elision", "name"): Rule("material", "a name or number is gone without a sign"),
    ("elision", "content"): Rule("material", "words that carry meaning are gone without a sign"),
    ("elision", "function"): Rule("minor", "nothing of weight is gone"),
    ("elision", "filler"): Rule("minor", "every style allows to clean up a stammer"),
    ("elision", "marked"): Rule("minor", "the report says that words are left out"),
    ("splice", "plain"): Rule("material", "sentences stand together that were not said together"),
    ("splice", "function"): Rule("minor", "a sentence of no weight is gone between two"),
    ("insertion", "marked"): Rule("minor", "brackets tell the reader"),
    ("insertion", "sense"): Rule("material", "the words in brackets turn or limit the statement"),
    ("insertion", "content"): Rule("material", "words that no other report has, without brackets"),
    ("insertion", "name"): Rule("material", "a name or number that no other report has"),
    ("insertion", "function"): Rule("minor", "nothing of weight is added"),
    ("insertion", "filler"): Rule("minor", "nothing of weight is added"),
    ("censoring", "plain"): Rule("minor", "house styles differ, readers can tell"),
    ("truncation", "sense"): Rule("material", "the part left out turns or limits the part printed"),
    ("truncation", "plain"): Rule("minor", "reports choose how much to quote"),
    ("form", "plain"): Rule("minor", "spelling, contraction or capitals only"),
}

GRAVITY: dict[Severity, int] = {"critical": 0, "material": 1, "minor": 2}


def severity_of(kind: DifferenceType, circumstance: Circumstance = "plain") -> Severity:
    """Return the severity of a difference; raises KeyError for a pair the table does not hold."""
    return SEVERITY[kind, circumstance].severity


def gravest(severities: list[Severity]) -> Severity:
    """Return the gravest of ``severities``; raises ValueError for none."""
    return min(severities, key=GRAVITY.__getitem__)
