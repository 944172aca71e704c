"""What a person decided about a story, and what has become of it: records that outlive runs and weights."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from variorum.model.collation import Collation
from variorum.model.discrepancy import Discrepancy
from variorum.model.kinds import DifferenceType, Severity
from variorum.model.span import Spans
from variorum.model.utterance import Evidence

DecisionKind = Literal[
    "same",  # readings render one utterance
    "apart",  # they do not
    "speaker",  # who said it, or that nobody can tell
    "move",  # articles belong to another story
    "split",  # articles are a story of their own
    "merge",  # two stories are one
    "dismiss",  # a difference that is none
    "confirm",  # a difference that somebody has read and found to be one
    "note",  # words of the desk on a difference, a reading or a story
    "undo",  # an earlier decision is taken back
]
State = Literal["stands", "questionable", "moot"]


class JudgedReading(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A quotation as it stood when it was judged.

    content, text: as in ``Reading``. capture: hash of the article's text (``text_hash``), where it was known.
    """

    article: str
    content: Spans
    text: str
    capture: str | None = None


class JudgedDifference(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A difference as it stood when it was judged: the evidence of each of its sides, and how it was told."""

    type: DifferenceType
    severity: Severity
    summary: str
    sides: tuple[tuple[Evidence, ...], ...]


class Judged(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a decision is about, and what it says; which fields are set goes by its kind.

    difference: of ``dismiss``, ``confirm`` and notes on a difference.
    readings: of ``speaker`` and notes on a quotation the one; of ``same`` and ``apart`` one part.
    others: of ``same`` and ``apart`` the other part.
    speaker: of ``speaker``, who said it; None for "nobody can tell". was: whom the run named instead.
    articles: of ``move``, ``split`` and ``merge`` those that go, of notes on a story all of it.
    to: of ``move`` and ``merge`` the articles of the story that they go to.
    seen: ids of the articles that the story had when it was judged: what is not in it came later.
    note: why, in the words of whoever decided; of ``note`` the note itself.
    """

    difference: JudgedDifference | None = None
    readings: tuple[JudgedReading, ...] = ()
    others: tuple[JudgedReading, ...] = ()
    speaker: str | None = None
    was: str | None = None
    articles: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    note: str | None = None


class Decision(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One decision, a line of JSON. Decisions are added and taken back, never changed or removed.

    id: a hash of all else. key: a hash of what was judged, the same whichever run or weights showed it.
    author: as they call themselves. at: when, ISO 8601, in UTC. undoes: of ``undo``, the id of what it takes
    back (an ``undo`` too: what was taken back stands again).
    """

    id: str
    kind: DecisionKind
    key: str
    author: str
    at: str
    judged: Judged = Judged()
    undoes: str | None = None


class Standing(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What has become of a decision in a run.

    state: ``stands``; ``questionable``: it was made without something that has come since, so it wants
        another look; ``moot``: what it was about is not there any more, or was decided otherwise since.
    reason: plain words; empty only for what stands as it was made.
    about: ids of the differences, utterances, quotations or articles of the collation that it is about now.
    """

    decision: str
    state: State
    reason: str = ""
    about: tuple[str, ...] = ()


class Decided(Struct, frozen=True, kw_only=True):
    """A collation as decisions leave it.

    collation: without what was dismissed, with what was put right.
    dismissed: the differences that are gone from it, and from its list of possible ones.
    decisions: those in force that concern this story, oldest first; standings: one for each, in their order.
    """

    collation: Collation
    decisions: tuple[Decision, ...] = ()
    standings: tuple[Standing, ...] = ()
    dismissed: tuple[Discrepancy, ...] = ()
