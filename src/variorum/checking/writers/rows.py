"""A check as rows of a table, for notebooks."""

from __future__ import annotations

from variorum.checking.results import CheckedQuotation, CheckResult
from variorum.checking.writers.wording import accepted_words, change_words, counted, source_words
from variorum.model.flat import JOINED, CheckRow
from variorum.outputs.frame import html_table
from variorum.outputs.wording import plural
from variorum.settings import SHOWN


def row_of(one: CheckedQuotation) -> CheckRow:
    """Return the row of a quotation, with the nearest report."""
    nearest = one.matches[0] if one.matches else None
    return CheckRow(
        draft=one.draft,
        start=one.start,
        end=one.end,
        line=one.line,
        column=one.column,
        paragraph=one.paragraph,
        words=one.text,
        speaker=one.speaker,
        verdict=one.verdict,
        severity=one.severity,
        changes=JOINED.join(map(change_words, one.changes)),
        found_in=one.found_in,
        origins=one.origins,
        earliest=one.earliest,
        speaker_there=one.speaker_there,
        article=nearest.article if nearest else None,
        outlet=nearest.outlet if nearest else None,
        date=nearest.date if nearest else None,
        url=nearest.url if nearest else None,
        printed=nearest.text if nearest else None,
        printed_start=nearest.start if nearest else None,
        printed_end=nearest.end if nearest else None,
        accepted=accepted_words(one.accepted) if one.accepted else None,
        note=one.note,
    )


def html_of(result: CheckResult) -> str:
    """Return the verdicts as a table in HTML, the first ones of many."""
    rows = [
        (
            one.verdict,
            one.severity or "",
            one.text,
            one.note,
            source_words(one.matches[0]) if one.matches else "",
        )
        for one in result.quotations[: SHOWN.frame_rows]
    ]
    columns = ("verdict", "severity", "draft", "note", "nearest report")
    searched = plural(result.articles, "report")
    return html_table(f"{counted(result.quotations)}; {searched} searched", columns, rows)
