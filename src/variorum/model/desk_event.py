"""What happened at a desk: an event says one thing, cites the words it is about, and never changes."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from variorum.model.kinds import DifferenceType, Severity
from variorum.model.utterance import Evidence

DeskEventKind = Literal[
    "story",  # the first report of something new
    "report",  # another report of a story
    "difference",  # reports of a story differ
    "origin",  # a second independent source for what one origin carried
    "quotation",  # an outlet changed words inside a quotation
    "speaker",  # an outlet gives words to somebody else
    "figure",  # an outlet changed a number, an amount, a date
    "name",  # an outlet changed a name
    "headline",  # an outlet changed its headline
    "withdrawn",  # an agency or outlet took a report back
    "correction",  # an outlet added or changed a note of correction
    "rewritten",  # an outlet changed its own words
    "draft",  # a quotation of a followed draft no longer stands
]


class EventSide(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One side of what an event says.

    value: in words: what reports say, what stood there before, what stands there now; "" for nothing.
    outlets: whose. evidence: where it stands; none for what stands in no text (a headline).
    """

    value: str
    outlets: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class DeskEvent(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One event.

    id: a hash of what it says: its kind, the articles it cites, the words before and after. The same thing
        has the same id, whatever run told of it, and is told once.
    at: when the latest of what it cites was captured, ISO 8601 in UTC: in a watch the time of the round.
    said: one sentence that a desk understands.
    story: its id as it was then (``Store.current`` leads to what it is now); title: of the story then.
    articles: those that it cites, by id. outlets, people: whom it is about, as reports call them.
    sides: of ``difference`` and ``origin`` a side for each that differs; of changes pairs of what was and
        what is, one pair after the other; of ``draft`` the draft's words, then what is printed now.
    type: of ``difference``, the kind of it. silent: of changes, whether no note of correction came with it.
    draft: of ``draft``, the id of the followed draft.
    """

    id: str
    kind: DeskEventKind
    at: str
    said: str
    story: str | None = None
    title: str | None = None
    articles: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    severity: Severity | None = None
    sides: tuple[EventSide, ...] = ()
    type: DifferenceType | None = None
    silent: bool | None = None
    draft: str | None = None
