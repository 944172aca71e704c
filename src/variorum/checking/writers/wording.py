"""Words and pieces that several of the writers share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from variorum.checking.accepting import words_alike
from variorum.checking.results import (
    Acceptance,
    CheckedChange,
    CheckedMatch,
    CheckedQuotation,
    CheckResult,
    OtherWords,
)
from variorum.outputs.wording import TYPE_WORDS, listed, plain_date, plural, shortened
from variorum.settings import SHOWN

SCOPE = (
    "Checked is whether the words stand in the reports given, and whose they are there. What is not in this "
    "collection may have been said and printed elsewhere."
)


class MarkedPiece(Struct, frozen=True):
    """A part of a quotation as the draft prints it; was: what the report has there, None when unchanged.

    ``now`` empty with ``was`` set: words that the draft leaves out; ``was`` empty: words that only it has.
    """

    now: str
    was: str | None = None
    change: CheckedChange | None = None


def pieces(quotation: CheckedQuotation) -> Iterator[MarkedPiece]:
    """Yield the quotation cut at its changes; together the ``now`` are its text, sign for sign."""
    at = quotation.start
    for change in sorted(quotation.changes, key=lambda one: (one.start, one.end)):
        if change.start < at or change.end > quotation.end:
            continue  # inside the one before, which shows both
        if change.start > at:
            yield MarkedPiece(_part(quotation, at, change.start))
        yield MarkedPiece(_part(quotation, change.start, change.end), change.was, change)
        at = change.end
    if at < quotation.end:
        yield MarkedPiece(_part(quotation, at, quotation.end))


def _part(quotation: CheckedQuotation, start: int, end: int) -> str:
    return quotation.text[start - quotation.start : end - quotation.start]


def change_parts(change: CheckedChange) -> tuple[str, str, str]:
    """Return what kind of change it is, and the words before and after it, shortened."""
    label = TYPE_WORDS[change.type]
    if change.type in ("elision", "insertion") and change.marked is not None:
        label += ", shown" if change.marked else ", not shown"
    return label, shortened(change.was, SHOWN.line_words), shortened(change.now, SHOWN.line_words)


def change_words(change: CheckedChange) -> str:
    """Return a change in words: ``Opposite sense: "would not" was printed, the draft has "would"``."""
    label, was, now = change_parts(change)
    if was and now:
        return f"{label}: printed is “{was}”, the draft has “{now}”"
    if was:
        return f"{label}: “{was}” is printed, the draft leaves it out"
    if now:
        return f"{label}: the draft has “{now}”, which is not printed there"
    return label


def otherwise_words(other: OtherWords) -> str:
    """Return in words how a report differs: ``opposite sense: Beacon prints “we can rule it out”``."""
    kinds = listed(dict.fromkeys(TYPE_WORDS[change.type].lower() for change in other.changes))
    return f"{kinds}: {source_words(other.match)}, prints “{shortened(other.match.text, SHOWN.line_passage)}”"


def told_otherwise(quotation: CheckedQuotation) -> Iterator[str]:
    """Yield in words how reports differ, those that print the same told once: ``…, as do 2 more``."""
    by_words: dict[tuple[str, ...], list[OtherWords]] = {}
    for other in quotation.otherwise:
        by_words.setdefault(words_alike(other.match.text), []).append(other)
    for first, *more in by_words.values():
        alike = f", as {'do' if len(more) > 1 else 'does'} {len(more)} more" if more else ""
        yield f"{otherwise_words(first)}{alike}"


def source_words(match: CheckedMatch) -> str:
    """Return a report in words: outlet or title or id, date, whose words they are there."""
    name = match.outlet or match.file or shortened(match.title or match.article, 40)
    parts = [name, plain_date(match.date)] if match.date else [name]
    if match.at:
        parts.append(f"at {match.at}")
    if match.speaker:
        parts.append(f"given to {match.speaker}")
    elif match.marks == "outside":
        parts.append("printed outside quotation marks")
    if match.marks == "partly":
        parts.append("partly outside quotation marks")
    return ", ".join(parts)


def accepted_words(accepted: Acceptance) -> str:
    """Return who let a quotation pass and why: ``accepted by A. Lund, 11 March 2026: heard on tape``."""
    who = f" by {accepted.name}" if accepted.name else " by a comment in the draft"
    when = f", {plain_date(accepted.date)}" if accepted.date else ""
    return f"accepted{who}{when}: {accepted.reason}"


def standing(quotation: CheckedQuotation) -> str:
    """Return in how many reports it stands and since when; '' for one that stands nowhere."""
    if not quotation.found_in:
        return ""
    reports = f"in {plural(quotation.found_in, 'report')}"
    if quotation.found_in > 1:
        reports += f" of {plural(quotation.origins, 'origin')}"
    return f"{reports}, first {plain_date(quotation.earliest)}" if quotation.earliest else reports


def counted(quotations: Sequence[CheckedQuotation]) -> str:
    """Return ``12 quotations: 9 verbatim, 2 altered, 1 not found``."""
    counts = Counter(one.verdict for one in quotations)
    listed = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items(), key=_by_gravity))
    if accepted := sum(1 for one in quotations if one.accepted is not None):
        listed += f"; {accepted} accepted"
    return f"{plural(len(quotations), 'quotation')}{': ' if listed else ''}{listed}"


def _by_gravity(item: tuple[str, int]) -> int:
    order = ("altered", "other speaker", "not found", "partial", "elided", "not decided", "typographic")
    return order.index(item[0]) if item[0] in order else len(order)


def searched(result: CheckResult) -> str:
    """Return how much was searched, how much of it could not be read, and which file gave options."""
    words = f"{plural(result.articles, 'report')} searched".replace("no reports", "no report")
    if result.rejects:
        words += f", {len(result.rejects)} could not be read"
    if result.options:
        words += f"; options from {result.options}"
    return words
