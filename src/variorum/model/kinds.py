"""The kinds of difference: one row a kind, and all that the rest of the house knows of it.

To add a kind: a row in ``_ROWS``. What readings of an utterance and sentences told alike show of it is then
told, graded, labelled and documented. A kind that needs a search of its own gets a file in
``collation/kinds`` besides, with ``NAME`` and ``compare``, and is named in ``OWN`` there.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

DifferenceType = str
"""The name of a kind, a key of ``KINDS``."""

Severity = Literal["critical", "material", "minor"]
GRAVITY: Mapping[Severity, int] = MappingProxyType({"critical": 0, "material": 1, "minor": 2})

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


class Grade(Struct, frozen=True):
    """How grave a kind is in a circumstance, and why an editor would or would not want to see it.

    House styles differ (some agencies never alter a quotation, others allow brackets and clean-ups); the
    grades follow the strictest that is common and keep below ``material`` what every style allows.
    """

    circumstance: Circumstance
    severity: Severity
    reason: str


class Kind(Struct, frozen=True, kw_only=True):
    """A kind of difference.

    label: its heading. clause: what a summary says of a quotation ("a number differs"); shared: the same of a
    sentence that reports tell alike; question: what such a sentence answers ("number"), where it answers
    anything. fact: its sides cannot both be so; otherwise they are two renderings.
    changes: what its sides tell may change from day to day, so that reports of other days may both be right.
    grades: one for each circumstance it comes in. description, example: for the documentation, the example
    as reports that show it, or None where a kind is never told by itself but only marked in a reading.
    """

    name: DifferenceType
    label: str
    clause: str = "the renderings differ"
    shared: str = ""
    question: str | None = None
    fact: bool = False
    changes: bool = False
    grades: tuple[Grade, ...]
    description: str
    example: tuple[str, ...] = ()

    def severity(self, circumstance: Circumstance = "plain") -> Severity:
        """Return how grave it is; raises KeyError for a circumstance that has no grade."""
        for grade in self.grades:
            if grade.circumstance == circumstance:
                return grade.severity
        raise KeyError(f"{self.name} has no grade for {circumstance!r}")


_ROWS = (
    Kind(
        name="attribution",
        label="Different speaker",
        shared="the source differs",
        fact=True,
        grades=(Grade("plain", "critical", "the same words cannot be both people's"),),
        description="The same words are given to two people. Epithets, joint sources, and bodies with "
        "those who speak for them are no conflict.",
        example=(
            '"Nobody should have to wonder whether the doors will hold," Transport Minister '
            "Ada Lindqvist said on Tuesday.",
            '"Nobody should have to wonder whether the doors will hold," said Bram Hallgren, '
            "her deputy, on Tuesday.",
        ),
    ),
    Kind(
        name="negation",
        label="Opposite sense",
        clause="the negation differs",
        fact=True,
        grades=(
            Grade("plain", "critical", "the statement says the opposite"),
            Grade("prose", "material", "the opposite is told, in words that no speaker vouched for"),
        ),
        description="A quotation says the opposite in another report: a negation is lost, added or turned"
        " round. The same in a sentence of the reports' own prose that they tell alike.",
        example=(
            '"We cannot rule out a fault with the bow door at this stage," Desmond Raikes said.',
            '"We can rule out a fault with the bow door at this stage," Desmond Raikes said.',
        ),
    ),
    Kind(
        name="figure",
        label="Different figure",
        clause="a number differs",
        question="number",
        fact=True,
        changes=True,
        grades=(
            Grade("plain", "critical", "a number inside a quotation is a fact that somebody vouched for"),
            Grade("prose", "material", "reports written at different hours may both have been right"),
        ),
        description="Numbers that answer the same question do not agree: inside a quotation, or in the "
        "reports' own words. Rounding, bounds and ranges that allow each other are no "
        "difference.",
        example=(
            "Forty people were hurt when the ferry Marlin hit the breakwater at Port Sallow on Tuesday.",
            "Sixty people were hurt when the ferry Marlin hit the breakwater at Port Sallow on Tuesday.",
        ),
    ),
    Kind(
        name="date",
        label="Different date",
        clause="a date differs",
        shared="the day differs",
        question="day",
        fact=True,
        grades=(
            Grade("prose", "material", "as for figures"),
            Grade("plain", "critical", "as for figures"),
        ),
        description="Reports date the same happening differently, or a quotation names another day.",
        example=(
            '"The depot will close on Monday and the staff will be told on Friday," Ines Morrow said.',
            '"The depot will close on Monday and the staff will be told on Thursday," Ines Morrow said.',
        ),
    ),
    Kind(
        name="name",
        label="Different name",
        clause="a name differs",
        question="name",
        fact=True,
        grades=(
            Grade("plain", "critical", "the statement is about somebody else"),
            Grade("prose", "material", "the same thing is told of somebody else"),
            Grade("spelling", "minor", "the same person; the spelling wants checking"),
        ),
        description="A quotation, or a sentence that reports share, names somebody else in another "
        "report, or reports spell one person's name differently.",
        example=(
            '"We owe the rescue of those on board to Anselm Kovarik and his crew," Ines Morrow said.',
            '"We owe the rescue of those on board to Tomas Brandt and his crew," Ines Morrow said.',
        ),
    ),
    Kind(
        name="place",
        label="Different place",
        clause="a place differs",
        shared="the place differs",
        question="place",
        fact=True,
        grades=(
            Grade("plain", "critical", "the statement is about somewhere else"),
            Grade("prose", "material", "as for figures"),
            Grade("spelling", "minor", "the same place; the spelling wants checking"),
        ),
        description="A quotation names another place in another report, two reports tell one happening"
        " in the same words and put it in different places, or a street has two names.",
        example=(
            '"The depot in Corran must close before the winter comes," Ines Morrow said.',
            '"The depot in Dunmore must close before the winter comes," Ines Morrow said.',
        ),
    ),
    Kind(
        name="status",
        label="Different status or certainty",
        shared="what is alleged or where a case stands differs",
        question="what is alleged or where a case stands",
        fact=True,
        changes=True,
        grades=(
            Grade("plain", "material", "charged is not convicted; stated is not alleged"),
            Grade("prose", "minor", "a later stage in a later report; what one hedges and another states"),
        ),
        description="Reports of the same days give one person another standing in a case: charged, "
        "convicted, acquitted; another condition, post, plea or end; or one states as fact what another says "
        "is alleged.",
        example=(
            "Viktor Lind was charged with fraud at Port Sallow on Tuesday.",
            "Viktor Lind was convicted of fraud at Port Sallow on Tuesday.",
        ),
    ),
    Kind(
        name="wording",
        label="Different words",
        clause="the wording differs",
        shared="the quoted words differ",
        grades=(
            Grade("sense", "material", "may is not will, I is not we"),
            Grade("exchanged", "critical", "who did what, or which came first, is turned round"),
            Grade("content", "material", "a word the speaker may not have said"),
            Grade("function", "minor", "a clean-up of grammar that leaves the sense"),
        ),
        description="Words that carry meaning are changed inside a quotation.",
        example=(
            '"The company has serious questions to answer about that night," Leonor Adeyemi said.',
            '"The company has serious charges to answer about that night," Leonor Adeyemi said.',
        ),
    ),
    Kind(
        name="elision",
        label="Words left out",
        clause="words are left out without a sign",
        shared="quoted words are left out without a sign",
        grades=(
            Grade("sense", "material", "a condition or hedge is gone"),
            Grade("name", "material", "a name or number is gone without a sign"),
            Grade("content", "material", "words that carry meaning are gone without a sign"),
            Grade("function", "minor", "nothing of weight is gone"),
            Grade("filler", "minor", "every style allows to clean up a stammer"),
            Grade("marked", "minor", "the report says that words are left out"),
        ),
        description="Words are left out of a quotation without a sign and with them something of weight; "
        "or the sign is there and what is gone limits the statement.",
        example=(
            '"We reported water in January, in writing and with photographs, and nobody '
            'came," Ines Morrow said.',
            '"We reported water in January and nobody came," Ines Morrow said.',
        ),
    ),
    Kind(
        name="splice",
        label="Sentences joined",
        clause="sentences are joined that stand apart elsewhere",
        grades=(
            Grade("plain", "material", "sentences stand together that were not said together"),
            Grade("function", "minor", "a sentence of no weight is gone between two"),
        ),
        description="A quotation joins sentences that did not stand together: what stood between is gone "
        "without a sign, or the second answers another question.",
        example=(
            '"Safety comes first. The board will read every page of the report. She will sail'
            ' again in the spring," Ines Morrow said.',
            '"Safety comes first. She will sail again in the spring," Ines Morrow said.',
        ),
    ),
    Kind(
        name="insertion",
        label="Words added",
        clause="words stand that other reports do not have",
        shared="quoted words stand that other reports do not have",
        grades=(
            Grade("marked", "minor", "brackets tell the reader"),
            Grade("sense", "material", "the words in brackets turn or limit the statement"),
            Grade("content", "material", "words that no other report has, without brackets"),
            Grade("name", "material", "a name or number that no other report has"),
            Grade("function", "minor", "nothing of weight is added"),
            Grade("filler", "minor", "nothing of weight is added"),
        ),
        description="A quotation holds words that no other report of it has; in brackets only when they "
        "limit or turn the statement.",
        example=(
            '"We pumped all night and the water still rose, and at dawn the wall went," Ines Morrow said.',
            '"We pumped all night and the water still rose, and at dawn the wall went," Ines '
            "Morrow said on Tuesday.",
            '"We pumped all night and the water still rose, and at dawn the wall went," Ines '
            "Morrow told reporters.",
            '"We pumped all night and the water still rose, because the mayor sent the '
            'engines home, and at dawn the wall went," Ines Morrow said.',
        ),
    ),
    Kind(
        name="censoring",
        label="Word masked",
        grades=(Grade("plain", "minor", "house styles differ, readers can tell"),),
        description="A word is masked by dashes or stars; marked in the reading, never told by itself.",
    ),
    Kind(
        name="truncation",
        label="Cut short",
        clause="words are cut off that limit or turn the rest",
        grades=(
            Grade("sense", "material", "the part left out turns or limits the part printed"),
            Grade("plain", "minor", "reports choose how much to quote"),
        ),
        description="A quotation begins after the words that turn or limit it.",
        example=(
            '"I do not believe that the bridge is safe for heavy lorries," Ines Morrow said.',
            'Ines Morrow said "the bridge is safe for heavy lorries".',
        ),
    ),
    Kind(
        name="form",
        label="Different form of a word",
        grades=(Grade("plain", "minor", "spelling, contraction or capitals only"),),
        description="Another spelling, a contraction or capitals; marked in the reading, never told by "
        "itself.",
    ),
)

KINDS: Mapping[DifferenceType, Kind] = MappingProxyType({row.name: row for row in _ROWS})


def severity_of(kind: DifferenceType, circumstance: Circumstance = "plain") -> Severity:
    """Return the severity of a difference; raises KeyError for a kind or circumstance that has no grade."""
    return KINDS[kind].severity(circumstance)


def gravest(severities: list[Severity]) -> Severity:
    """Return the gravest of ``severities``; raises ValueError for none."""
    return min(severities, key=GRAVITY.__getitem__)
