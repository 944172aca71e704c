"""The result as comments in a copy of the Word document that was checked."""

from __future__ import annotations

from collections.abc import Iterator

from variorum.checking.drafts import Draft
from variorum.checking.results import FOUND, CheckedQuotation, CheckResult
from variorum.checking.writers.wording import (
    SCOPE,
    accepted_words,
    change_words,
    counted,
    searched,
    source_words,
    told_otherwise,
)
from variorum.formats.docx_comments import Comment, with_comments
from variorum.outputs.wording import SEVERITY_WORDS, harmless, shortened
from variorum.settings import SHOWN, ReadSettings


def commented(result: CheckResult, draft: Draft, data: bytes, settings: ReadSettings) -> bytes:
    """Return a copy of ``data``, the document of ``draft``, with a comment at each quotation to look at.

    The first comment, at the begin of the text, tells how many were checked against how much, and what was
    not read; so no copy looks as if all was found when nothing was checked. Quotations that are found as they
    stand get none.
    """
    comments = [Comment(start=0, end=0, lines=tuple(map(harmless, _summary(result, draft))))]
    for one in result.quotations:
        if one.draft == draft.name and (one.verdict not in FOUND or one.otherwise or one.speaker_there):
            lines = tuple(map(harmless, _lines(one)))
            comments.append(Comment(start=one.start, end=one.end, lines=lines))
    return with_comments(data, comments, settings, name=draft.name)


def _summary(result: CheckResult, draft: Draft) -> Iterator[str]:
    yield f"{counted(result.quotations)}; {searched(result)}."
    for left in result.not_read:
        if left.draft == draft.name:
            yield f"Not read: {left.reason}."
    yield SCOPE


def _lines(one: CheckedQuotation) -> Iterator[str]:
    severity = f" ({SEVERITY_WORDS[one.severity].lower()})" if one.severity else ""
    yield f"{one.verdict.capitalize()}{severity}: {one.note}"
    if one.accepted is not None:
        yield f"Passes: {accepted_words(one.accepted)}."
    for change in one.changes:
        yield f"{change_words(change)}."
    for match in one.matches[:1]:
        yield f"Printed: “{shortened(match.text, SHOWN.line_passage)}” ({source_words(match)})"
        if match.url:
            yield match.url
    for told in told_otherwise(one):
        yield f"Reports differ: {told}"
    for other in one.otherwise:
        if other.match.url:
            yield other.match.url
