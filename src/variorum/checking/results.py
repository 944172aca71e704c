"""What a check says: one verdict a quotation, the passages that justify it, and what was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import UNSET, Struct, UnsetType

from variorum.model import DifferenceType, Reject, Severity
from variorum.model.kinds import GRAVITY

if TYPE_CHECKING:
    from variorum.outputs.frame import Frame

Verdict = Literal[
    "verbatim",
    "typographic",
    "elided",
    "altered",
    "other speaker",
    "partial",
    "not found",
    "not decided",
]
FOUND: frozenset[Verdict] = frozenset({"verbatim", "typographic"})
Marks = Literal["inside", "partly", "outside"]


class Acceptance(Struct, frozen=True, kw_only=True):
    """Why a quotation that is not found as it stands is let pass: somebody answers for it.

    by: a ``comment`` in the draft, or an entry of a ``list``, which tells name and date (ISO) as well.
    """

    by: Literal["comment", "list"]
    reason: str
    name: str | None = None
    date: str | None = None


class CheckedChange(Struct, frozen=True, kw_only=True):
    """One place where the draft departs from the print; ``was`` and ``now`` are words as printed, or empty.

    start, end: the place in the draft, code points; equal where words were left out.
    marked: for words left out or put in, whether the draft shows it (… or brackets).
    """

    type: DifferenceType
    was: str
    now: str
    severity: Severity
    start: int
    end: int
    marked: bool | None = None


class CheckedMatch(Struct, frozen=True, kw_only=True):
    """A place in the collection that prints the words: ``text[start:end] == text`` of the article, always.

    start, end: code points of the report's text. speaker: who is quoted there; None when nobody is, when it
    cannot be told, or when the match is not among the first ``speakers`` of the settings. file: name of the
    file that holds nothing but the report. marks: whether the words stand inside the report's marks.
    before, after: what stands around them in their line, to read them by; cut at words, '' at its ends.
    at: when they were said, "00:04:12", where the report is a recording's; not there elsewhere.
    """

    article: str
    start: int
    end: int
    text: str
    speaker: str | None
    outlet: str | None
    title: str | None
    date: str | None
    url: str | None
    file: str | None
    marks: Marks
    before: str = ""
    after: str = ""
    at: str | UnsetType = UNSET


class OtherWords(Struct, frozen=True, kw_only=True):
    """A report that prints other words where the draft's are found in another one.

    changes: ``was`` is what this report prints, ``now`` the draft's words; none of them is minor alone.
    """

    match: CheckedMatch
    changes: tuple[CheckedChange, ...]


class CheckedQuotation(Struct, frozen=True, kw_only=True):
    """A quotation of a draft and what became of it.

    draft: name of the draft. start, end: code points of its text, quotation marks included.
    severity: of what an editor should look at; None when there is nothing.
    changes: against the first of ``matches``, in order of the draft.
    matches: the nearest first, then the earliest; one for each article, at most ``matches`` of the settings.
    found_in: how many articles print it as nearly as the first; ``origins``: how many independent texts
        these are. earliest: ISO date of the earliest of them that has one.
    speaker_there: who the words are given to where that is somebody else; the verdict is ``other speaker``
        only when no report gives them to the draft's speaker.
    otherwise: of words that are found, reports that print them with a difference that changes the sense or
        that an editor would want to see; the gravest first, at most ``matches`` of the settings.
    note: in plain words, what the verdict means here.
    line, column: of its beginning in the file, both from 1; None where the text was taken out of the file
        (Word, HTML, records): there ``paragraph`` counts the paragraphs of that text, from 1.
    accepted: why it is no failure although it is not found as it stands; None when nobody accepted it.
    """

    draft: str
    start: int
    end: int
    text: str
    speaker: str | None
    verdict: Verdict
    severity: Severity | None
    changes: tuple[CheckedChange, ...] = ()
    matches: tuple[CheckedMatch, ...] = ()
    found_in: int = 0
    origins: int = 0
    earliest: str | None = None
    speaker_there: str | None = None
    otherwise: tuple[OtherWords, ...] = ()
    note: str = ""
    line: int | None = None
    column: int | None = None
    paragraph: int | None = None
    accepted: Acceptance | None = None

    def fails(self, *, strict: bool = False, fail_on: Severity = "minor") -> bool:
        """Tell whether it is a reason not to pass.

        strict: one that was too short to decide is. fail_on: the least severity that is. Words left out with
        a sign in their place (…, [...]), and nothing else, are how quotations are cut: never a failure
        where no sense is lost. What somebody accepted is none either.
        """
        if self.verdict in FOUND or self.accepted is not None:
            return False
        if self.verdict == "not decided":
            return strict
        shown = all(change.marked and change.severity == "minor" for change in self.changes)
        if self.verdict == "elided" and self.changes and shown:
            return False
        return GRAVITY[self.severity or "material"] <= GRAVITY[fail_on]


class NotRead(Struct, frozen=True, kw_only=True):
    """What of a draft was not read, so that nothing can be said of it.

    line: in the file, where that is known. fails: it may hold words of the draft, which so does not pass.
    """

    draft: str
    reason: str
    line: int | None = None
    fails: bool = True


class CheckResult(Struct, frozen=True, kw_only=True):
    """Every quotation of the drafts, in their order.

    articles: how many were searched. rejects: reports that could not be read; what they print is unknown.
    unchecked: drafts that could not be checked, of several; nothing is known about them.
    not_read: what of the drafts was not read; a draft passes only when nothing of it was passed over.
    notices: what is said once of a draft, or of a report that prints some of it: "holds invisible signs (3)".
    options: the file that options of the command were taken from, where there was one.
    """

    quotations: tuple[CheckedQuotation, ...]
    articles: int
    rejects: tuple[Reject, ...] = ()
    unchecked: tuple[Reject, ...] = ()
    not_read: tuple[NotRead, ...] = ()
    notices: tuple[str, ...] = ()
    options: str | UnsetType = UNSET

    def passed(self, *, strict: bool = False, fail_on: Severity = "minor") -> bool:
        """Tell whether all of the drafts was read and no quotation is a failure."""
        left = self.unchecked or any(one.fails for one in self.not_read)
        return not left and not self.failing(strict=strict, fail_on=fail_on)

    def failing(self, *, strict: bool = False, fail_on: Severity = "minor") -> tuple[CheckedQuotation, ...]:
        """Return the quotations that are a reason not to pass; see ``CheckedQuotation.fails``."""
        return tuple(one for one in self.quotations if one.fails(strict=strict, fail_on=fail_on))

    def to_look_at(self, *, strict: bool = False) -> tuple[CheckedQuotation, ...]:
        """Return the quotations that are not found as they stand.

        strict: with those that were too short to decide.
        """
        passed = FOUND if strict else FOUND | {"not decided"}
        return tuple(one for one in self.quotations if one.verdict not in passed)

    def to_frame(self) -> Frame:
        """Return a row each quotation (``model.flat.CheckRow``), see ``outputs.frame``."""
        from variorum.checking.writers.rows import row_of
        from variorum.model.flat import CheckRow
        from variorum.outputs.frame import Frame

        return Frame("checked", CheckRow, map(row_of, self.quotations))

    def __repr__(self) -> str:
        from variorum.checking.writers.wording import counted
        from variorum.outputs.wording import plural

        return f"CheckResult({counted(self.quotations)}; {plural(self.articles, 'article')})"

    def _repr_html_(self) -> str:
        from variorum.checking.writers.rows import html_of

        return html_of(self)
