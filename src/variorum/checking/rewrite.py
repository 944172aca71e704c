"""Two versions of a draft: which quotations a rewrite changed, added or dropped.

The old version is taken as what was printed, and each quotation of the new one is checked against it: the
same comparison, word by word, with the same verdicts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from variorum.checking.accepting import words_alike
from variorum.checking.drafts import Draft, Lines
from variorum.checking.results import (
    FOUND,
    CheckedChange,
    CheckedMatch,
    CheckedQuotation,
    CheckResult,
    NotRead,
    Verdict,
)
from variorum.model import Article, Severity, Span, SpanIndex
from variorum.model.kinds import GRAVITY
from variorum.settings import Settings

RewriteStatus = Literal[
    "same", "changed", "other speaker", "added", "newly quoted", "no longer quoted", "dropped"
]
# Verdicts on an old quotation that stands in the new version as a whole.
_WHOLE: frozenset[Verdict] = frozenset({*FOUND, "other speaker"})
_SHOWN_CUT = re.compile(r"^\W{0,4}(?:…|\.\.\.)|(?:…|\.\.\.)\W{0,4}$")
_MARKS = '“”„«»",'
_MATERIAL: frozenset[RewriteStatus] = frozenset({"added", "newly quoted", "no longer quoted"})


class QuotationBefore(Struct, frozen=True, kw_only=True):
    """Where the old version has the words: code points of its text; line from 1, None as in a check."""

    start: int
    end: int
    text: str
    speaker: str | None
    line: int | None = None
    paragraph: int | None = None


class RewrittenQuotation(Struct, frozen=True, kw_only=True):
    """A quotation of either version and what became of it.

    status: ``same`` words; ``changed`` ones; the same given to an ``other speaker``; ``added``: not in the
        old version; ``newly quoted`` and ``no longer quoted``: there outside of quotation marks; ``dropped``.
    start, end, line, column, paragraph: in the new version; None for what it has not.
    changes: ``was`` of the old version, ``now`` of the new one.
    """

    status: RewriteStatus
    severity: Severity | None
    text: str
    speaker: str | None
    start: int | None = None
    end: int | None = None
    line: int | None = None
    column: int | None = None
    paragraph: int | None = None
    before: QuotationBefore | None = None
    changes: tuple[CheckedChange, ...] = ()
    failing: bool = False


class RewriteResult(Struct, frozen=True, kw_only=True):
    """All quotations of the new version in its order, then those that only the old one has, in its own."""

    before: str
    after: str
    quotations: tuple[RewrittenQuotation, ...]
    not_read: tuple[NotRead, ...] = ()

    def passed(self) -> bool:
        """Tell whether both were read and no quotation was changed at or above the severity asked for."""
        return not any(one.failing for one in self.quotations) and not any(one.fails for one in self.not_read)


def rewritten(
    old: Draft,
    new: Draft,
    check: Callable[[Sequence[Draft], Article], CheckResult],
    *,
    fail_on: Severity = "minor",
) -> RewriteResult:
    """Return what became of the quotations of ``old`` in ``new``.

    check: checks drafts against one report. fail_on: the least severity of a change that is a failure; what
    was dropped, and a cut that is shown (…), is none.
    """
    now = check([new], _as_report(old, new))
    then = check([old], _as_report(new, old))
    quoted = {words_alike(one.text) for one in then.quotations}
    lines = Lines(old)
    found = [_in_new(one, quoted, lines, fail_on) for one in now.quotations]
    found = [_whole_or_cut(one, found, then.quotations, fail_on) for one in found]
    taken = SpanIndex(Span(one.before.start, one.before.end) for one in found if one.before is not None)
    kept = {words_alike(one.text) for one in now.quotations}
    gone = [one for one in then.quotations if not _is_kept(one, taken, kept)]
    found += _only_in_old(gone, fail_on)
    return RewriteResult(
        before=old.name, after=new.name, quotations=tuple(found), not_read=(*now.not_read, *then.not_read)
    )


def settings_for_rewrite(settings: Settings) -> Settings:
    """Return settings by which two versions of one draft are compared."""
    return replace(settings, check=replace(settings.check, sure_run=settings.check.rewrite_run))


def _as_report(draft: Draft, other: Draft) -> Article:
    article = draft.article
    # A check passes over the report that is the draft itself; here it may well be, word for word.
    blank = len(other.article.text) - len(other.article.text.rstrip())
    text = article.text + "\n" * (blank + 1)
    return Article(id=article.id, text=text, blocks=article.blocks, lang=article.lang)


def _in_new(
    one: CheckedQuotation, quoted: set[tuple[str, ...]], lines: Lines, fail_on: Severity
) -> RewrittenQuotation:
    there = one.matches[0] if one.matches and one.verdict not in ("not found", "not decided") else None
    status = _status(one, there, quoted)
    severity: Severity | None = "material" if status in _MATERIAL else one.severity
    fails = status != "same" and (
        GRAVITY[severity or "material"] <= GRAVITY[fail_on]
        if status in _MATERIAL
        else one.fails(fail_on=fail_on)
    )
    return RewrittenQuotation(
        status=status,
        severity=None if status == "same" else severity,
        text=one.text,
        speaker=one.speaker,
        start=one.start,
        end=one.end,
        line=one.line,
        column=one.column,
        paragraph=one.paragraph,
        before=_before(there, lines) if there else None,
        changes=() if status == "added" else one.changes,
        failing=fails and one.accepted is None,
    )


def _status(one: CheckedQuotation, there: CheckedMatch | None, quoted: set[tuple[str, ...]]) -> RewriteStatus:
    if there is None:
        return "added"
    if there.marks == "outside" and words_alike(one.text) not in quoted:
        return "newly quoted"
    if one.verdict in FOUND:
        return "same"
    return "other speaker" if one.verdict == "other speaker" else "changed"


def _whole_or_cut(
    one: RewrittenQuotation,
    all_new: Sequence[RewrittenQuotation],
    olds: Sequence[CheckedQuotation],
    fail_on: Severity,
) -> RewrittenQuotation:
    """Return ``one``; as changed where it has only a part of an old quotation of which the rest is gone."""
    if one.status != "same" or one.before is None or one.start is None or one.end is None:
        return one
    here = Span(one.before.start, one.before.end)
    old = next((old for old in olds if old.start <= here.start and here.end <= old.end), None)
    if old is None or old.verdict in _WHOLE:
        return one
    parts = [new for new in all_new if new.before and old.start <= new.before.start < old.end]
    if len(words_alike(old.text)) <= sum(len(words_alike(new.text)) for new in parts):
        return one  # its sentences stand apart now
    shown = _SHOWN_CUT.search(one.text) is not None
    severity: Severity = "minor" if shown else old.severity or "material"
    cut = CheckedChange(
        type="truncation",
        was=old.text.strip(_MARKS),
        now=one.text.strip(_MARKS),
        severity=severity,
        start=one.start,
        end=one.end,
        marked=shown,
    )
    failing = not shown and GRAVITY[severity] <= GRAVITY[fail_on]
    return replace(one, status="changed", severity=severity, changes=(cut,), failing=failing)


def _before(there: CheckedMatch, lines: Lines) -> QuotationBefore:
    number, _ = lines.place(there.start)
    return QuotationBefore(
        start=there.start,
        end=there.end,
        text=there.text,
        speaker=there.speaker,
        line=number if lines.of_file else None,
        paragraph=None if lines.of_file else number,
    )


def _is_kept(one: CheckedQuotation, taken: SpanIndex, kept: set[tuple[str, ...]]) -> bool:
    return taken.overlaps(Span(one.start, one.end)) or words_alike(one.text) in kept


def _only_in_old(gone: Sequence[CheckedQuotation], fail_on: Severity) -> Iterator[RewrittenQuotation]:
    for one in gone:
        unmarked = one.verdict in FOUND and one.matches and one.matches[0].marks == "outside"
        severity: Severity = "material" if unmarked else "minor"
        yield RewrittenQuotation(
            status="no longer quoted" if unmarked else "dropped",
            severity=severity,
            text=one.text,
            speaker=one.speaker,
            before=QuotationBefore(
                start=one.start,
                end=one.end,
                text=one.text,
                speaker=one.speaker,
                line=one.line,
                paragraph=one.paragraph,
            ),
            failing=bool(unmarked) and GRAVITY[severity] <= GRAVITY[fail_on],
        )
