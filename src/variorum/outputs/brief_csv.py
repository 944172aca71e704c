"""The brief of a story as a table: a row for each sentence cited, and for each line that cites none."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from variorum.outputs.brief import SECTIONS, Brief, BriefLine, Told
from variorum.outputs.csv import safe

COLUMNS = (
    "section",
    "number",
    "what",
    "kind",
    "value",
    "reports",
    "as_of",
    "sentence",
    "where",
    "decided",
    "note",
    "look_again",
)
_EMPTY = ("",) * 5  # value, reports, as_of, sentence, where


def render(brief: Brief) -> bytes:
    """Return the table in UTF-8 with a byte order mark; no cell is a formula to a spreadsheet."""
    table = io.StringIO(newline="")
    rows = csv.writer(table, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    rows.writerows([safe(cell) for cell in row] for row in _rows(brief))
    return table.getvalue().encode("utf-8-sig", "replace")


def _rows(brief: Brief) -> Iterator[tuple[str, ...]]:
    yield ("Story", "", brief.title, brief.counts, *_EMPTY, "", "", "")
    for number, report in enumerate(brief.reports, 1):
        digest = f"SHA-256 {report.sha256}" if report.sha256 else ""
        yield (
            "Reports", str(number), report.title, report.status or report.own, report.url, report.label,
            report.date, "", report.article, "", digest, "",
        )  # fmt: skip
    yield from _differences("confirmed", brief.confirmed)
    yield from _differences("again", brief.again)
    yield from _told("put_right", brief.put_right)
    yield from _told("notes", brief.notes)
    yield from _differences("possible", brief.possible)
    yield from _told("unread", brief.unread)
    yield from _told("retold", brief.retold)
    yield ("Counted", "", brief.sums, "", *_EMPTY, "", "", "")


def _differences(name: str, lines: Sequence[BriefLine]) -> Iterator[tuple[str, ...]]:
    for number, one in enumerate(lines, 1):
        head = (SECTIONS[name][0], str(number), one.summary, one.kind)
        after = (one.decided, one.note, one.again)
        for side in one.sides:
            told = (side.value, side.reports, side.as_of)
            cited = [(str(each.sentence), each.where) for each in side.cited] or [("", "")]
            yield from ((*head, *told, *place, *after) for place in cited)


def _told(name: str, lines: Sequence[Told]) -> Iterator[tuple[str, ...]]:
    for number, one in enumerate(lines, 1):
        yield (
            SECTIONS[name][0], str(number), one.text, "", *_EMPTY, one.decided, one.note, one.again,
        )  # fmt: skip
