"""The differences as a table: a row for each piece of evidence, to sort and filter in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from variorum.model import AnnotatedArticle, Collation, Discrepancy, Evidence, Side
from variorum.outputs.atomic import write_bytes
from variorum.outputs.faults import Rejected, each
from variorum.outputs.passages import sentences
from variorum.outputs.times import relation_words
from variorum.outputs.titles import story_title
from variorum.outputs.wording import article_labels, type_words
from variorum.settings import SHOWN

COLUMNS = (
    "story",
    "story_title",
    "difference",
    "rank",
    "type",
    "type_in_words",
    "severity",
    "relation",
    "summary",
    "side",
    "value",
    "reports_on_this_side",
    "article",
    "outlet",
    "title",
    "date",
    "url",
    "words",
    "sentence",
    "start",
    "end",
    "certainty",
    "probability",
)

# Spreadsheets run a cell that begins so as a formula, also after blanks and in full-width form.
_FORMULA = re.compile(r"[\s\x00-\x1f]*[=+\-@＝＋－＠|]|[\t\r]")


def write(
    collations: Sequence[Collation],
    articles: Mapping[str, AnnotatedArticle],
    path: Path,
    *,
    rejected: Rejected | None = None,
) -> None:
    """Write a row for each piece of evidence of each side of each difference; none leaves the header.

    UTF-8 with a byte order mark, without which Excel reads accents wrongly; other readers skip it
    (``utf-8-sig``). A cell that a spreadsheet would run as a formula gets an apostrophe in front, as
    OWASP advises; numbers of Variorum's own are left as they are. Raises OutputError.
    """
    write_bytes(path, content(collations, articles, rejected))


def content(
    collations: Sequence[Collation], articles: Mapping[str, AnnotatedArticle], rejected: Rejected | None
) -> bytes:
    """Return what ``write`` writes."""
    table = io.StringIO(newline="")
    rows = csv.writer(table, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for of_story in each(collations, lambda one: _safe_rows(one, articles), "csv", rejected):
        rows.writerows(of_story)
    return table.getvalue().encode("utf-8-sig", "replace")


def _safe_rows(
    collation: Collation, articles: Mapping[str, AnnotatedArticle]
) -> list[list[str | int | float | None]]:
    return [
        [safe(cell) if isinstance(cell, str) else cell for cell in row] for row in _rows(collation, articles)
    ]


def safe(cell: str) -> str:
    """Return ``cell`` so that no spreadsheet takes it for a formula, without NUL, and cut at what fits."""
    cell = cell.replace("\x00", "�")
    if len(cell) > SHOWN.cell:
        cell = cell[: SHOWN.cell - 1] + "…"
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _rows(
    collation: Collation, articles: Mapping[str, AnnotatedArticle]
) -> Iterator[tuple[str | int | float | None, ...]]:
    title = story_title(collation, articles)
    labels = article_labels(collation.articles, articles)
    summaries = {one.id: one for one in collation.articles}
    reported = {one.id: one.date for one in collation.articles}
    told = [("told", *ranked) for ranked in enumerate(collation.discrepancies, 1)]
    told += [("possible", *ranked) for ranked in enumerate(collation.possible, 1)]
    for certainty, rank, one in told:
        head = (collation.story, title, *_difference(one, rank, relation_words(one, reported, articles)))
        for number, side in enumerate(one.sides, 1):
            for evidence in side.evidence or (None,):
                article = evidence.article if evidence else ""
                report = summaries.get(article)
                yield (
                    *head,
                    *_side(number, side),
                    article,
                    labels.get(article, ""),
                    (report and report.title) or "",
                    (report and report.date) or "",
                    (report and report.url) or "",
                    *_evidence(evidence, articles),
                    certainty,
                    one.probability,
                )


def _difference(one: Discrepancy, rank: int, relation: str) -> tuple[str | int, ...]:
    return one.id, rank, one.type, type_words(one), one.severity, relation, one.summary


def _side(number: int, side: Side) -> tuple[str | int, ...]:
    return number, side.value, len(side.articles)


def _evidence(
    evidence: Evidence | None, articles: Mapping[str, AnnotatedArticle]
) -> tuple[str | int | None, ...]:
    if evidence is None:
        return "", "", None, None
    (sentence,) = sentences([evidence], articles)
    return evidence.text, str(sentence), evidence.start, evidence.end
