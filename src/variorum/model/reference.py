"""What reports quote against the words as spoken: a transcript, captions or a release."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from variorum.model.kinds import DifferenceType, Severity
from variorum.model.utterance import Evidence

Rendering = Literal[
    "verbatim",  # the words, but for typography and what is only heard (hesitations, false starts)
    "cut",  # words that were said are left out
    "altered",
    "spliced",  # joined of words that were not said together
    "other speaker",
    "in part",  # some of it was said, some is not there
    "not in it",
    "not decided",  # too few words to tell
]


class ReferenceText(Struct, frozen=True, kw_only=True):
    """A text of the words as spoken; ``name``: what a reader knows it by, its file or title."""

    id: str
    name: str
    outlet: str | None = None
    date: str | None = None
    url: str | None = None


class RenderedChange(Struct, frozen=True, kw_only=True):
    """A place where a report departs from what was said; ``was`` said, ``now`` printed, either may be ''.

    start, end: code points of the report's text; equal where words were left out.
    """

    type: DifferenceType
    severity: Severity
    was: str
    now: str
    start: int
    end: int


class Rendered(Struct, frozen=True, kw_only=True):
    """A quotation of a report, and what became of it against the words as spoken.

    printed: its words, marks included. quotation, utterance: the ids of the collation; None where the
        report marks words as quoted that nobody is named for. speaker: as the report gives it.
    severity: of what an editor should look at; None where there is nothing.
    said: the passage, in a text of the reference; None where there is none. by: who speaks there, where it
        is told. at: when, "00:04:12", in a recording.
    speaks: whether the reference has anything of the report's speaker. Words of somebody who does not speak
        there were said elsewhere, and ``not in it`` says no more than that.
    """

    printed: Evidence
    quotation: str | None
    utterance: str | None
    speaker: str | None
    rendering: Rendering
    severity: Severity | None
    changes: tuple[RenderedChange, ...] = ()
    said: Evidence | None = None
    by: str | None = None
    at: str | None = None
    speaks: bool = False
    note: str = ""


class Reference(Struct, frozen=True, kw_only=True):
    """The words as spoken as a witness of their own kind: they are no report, and count as none.

    texts: that hold them. quotations: of the reports, in the order of reports and texts.
    """

    texts: tuple[ReferenceText, ...]
    quotations: tuple[Rendered, ...]
