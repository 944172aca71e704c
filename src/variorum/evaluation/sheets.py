"""The table in which a person judges drawn quotations, for a spreadsheet; and what was filled in.

A row is a quotation with what stands around it. ``content`` and ``speaker`` are filled in: right, wrong or
unclear; r, w and u will do.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from math import inf
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from variorum.errors import BadRecord, UnreadableFile
from variorum.evaluation.sampling import FIELDS, Drawn
from variorum.model import AnnotatedArticle, Quotation, Span, Spans, cover
from variorum.outputs.csv import safe
from variorum.settings import SHOWN

ASKED = ("content", "speaker")
ANSWERS = ("right", "wrong", "unclear")
_GIVEN = (
    "article", "quotation", "outlet", "date", "url", "kind", "act", "confidence",
    "before", "words", "after", "cue", "source", "named", "start", "end",
)  # fmt: skip
_FIRST = ("id", "weight")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")  # also where a spreadsheet turned the date round
_SEPARATOR = re.compile(r"^sep=.\r?\n")
COLUMNS = (*ASKED, "note", *_GIVEN, *_FIRST, *(f"group:{field}" for field in FIELDS))


class Judgement(Struct, frozen=True, kw_only=True):
    """What a person said of one quotation. content, speaker: an answer, or None where none was given.

    fields: what groups may be made by; weight: how many it stands for.
    """

    id: str
    weight: float
    content: str | None
    speaker: str | None
    fields: dict[str, str]

    def answer(self, asked: str) -> str | None:
        """Return the answer to ``content`` or ``speaker``."""
        return self.content if asked == "content" else self.speaker


def sheet(drawn: Sequence[Drawn[tuple[AnnotatedArticle, Quotation]]]) -> bytes:
    """Return the table to fill in, CSV in UTF-8 with a byte order mark, as spreadsheets read it rightly."""
    out = io.StringIO(newline="")
    rows = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    rows.writeheader()
    for one in drawn:
        rows.writerow({name: safe(value) for name, value in _row(one).items()})
    return ("\ufeff" + out.getvalue()).encode("utf-8", "replace")


def _row(drawn: Drawn[tuple[AnnotatedArticle, Quotation]]) -> dict[str, str]:
    (given, quotation), article = drawn.item, drawn.item[0].article
    whole = cover(quotation.content)
    before, after = _around(article.text, whole)
    return {
        "article": article.id,
        "quotation": quotation.id,
        "outlet": article.outlet or "",
        "date": article.date or "",
        "url": article.url or "",
        "kind": quotation.kind,
        "act": quotation.act,
        "confidence": f"{quotation.confidence:g}",
        "before": before,
        "words": _words(article.text, quotation.content),
        "after": after,
        "cue": _words(article.text, quotation.cue),
        "source": _words(article.text, quotation.source),
        "named": quotation.speaker.name if quotation.speaker else "",
        "start": str(whole.start),
        "end": str(whole.end),
        "id": f"{given.article.id}#{quotation.id}",
        "weight": f"{drawn.weight:g}",
        **{f"group:{field}": value for field, value in drawn.group.items()},
    }


def _words(text: str, spans: Spans) -> str:
    return " […] ".join(" ".join(span.of(text).split()) for span in spans)


def _around(text: str, span: Span) -> tuple[str, str]:
    before = text[max(0, span.start - SHOWN.context) : span.start]
    after = text[span.end : span.end + SHOWN.context]
    return " ".join(before.split()), " ".join(after.split())


def read(path: Path) -> list[Judgement]:
    """Return the judgements of a sheet, rows without an answer too.

    Commas, semicolons and tabs are understood, and the encodings that spreadsheets of different countries
    save in; of rows of one quotation the first that is judged counts, empty rows are passed over. Raises
    UnreadableFile for what is no sheet, BadRecord, with the line, for an answer or a weight that there is
    not.
    """
    words = _SEPARATOR.sub("", _decoded(path))
    head = words.partition("\n")[0]
    sign = max(",;\t", key=head.count)
    rows = csv.DictReader(io.StringIO(words, newline=""), delimiter=sign)
    missing = [name for name in (*ASKED, *_FIRST) if name not in (rows.fieldnames or ())]
    if missing:
        raise UnreadableFile(
            f"is no sheet of `variorum sample`: it has no column {', '.join(missing)}", file=str(path)
        )
    found: dict[str, list[Judgement]] = {}
    try:
        for row in rows:
            if any(row.get(name) for name in (*ASKED, *_FIRST)):
                one = _judgement(row, path, rows.line_num)
                found.setdefault(one.id, []).append(one)
    except csv.Error as error:
        raise BadRecord(f"is no row of a sheet ({error})", file=str(path), line=rows.line_num) from error
    return [together(some) for some in found.values()]


def together(judgements: Sequence[Judgement]) -> Judgement:
    """Return judgements of one quotation as one: to each question the first answer that was given."""
    first = judgements[0]
    content, speaker = (next(filter(None, (one.answer(a) for one in judgements)), None) for a in ASKED)
    return replace(first, content=content, speaker=speaker)


def _decoded(path: Path) -> str:
    """Return the words of a file; what is no Unicode is Windows' own, in which answers and numbers are the
    same whatever country it is of."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"cannot be read ({error.strerror})", file=str(path)) from error
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _judgement(row: dict[str, str], path: Path, line: int) -> Judgement:
    try:
        weight = float(row["weight"].replace(",", "."))
        if not 0 < weight < inf:
            raise ValueError
    except (ValueError, AttributeError) as error:
        words = f"its weight is {row['weight']!r}; leave it as it was drawn"
        raise BadRecord(words, file=str(path), line=line) from error
    fields = {name: row[f"group:{name}"] for name in FIELDS if row.get(f"group:{name}")}
    fields |= {name: row[name] for name in ("outlet", "kind", "act") if row.get(name)}
    if year := _YEAR.search(row.get("date") or ""):
        fields["year"] = year[0]
    return Judgement(
        id=row["id"],
        weight=weight,
        content=_answer(row["content"], path, line),
        speaker=_answer(row["speaker"], path, line),
        fields=fields,
    )


def _answer(given: str | None, path: Path, line: int) -> str | None:
    said = (given or "").strip().lower()
    if not said:
        return None
    found = [answer for answer in ANSWERS if answer.startswith(said)]
    if len(found) != 1:
        raise BadRecord(f"{given!r} is no answer; there are {', '.join(ANSWERS)}", file=str(path), line=line)
    return found[0]


def join(sheets: Iterable[Sequence[Judgement]]) -> dict[str, list[Judgement]]:
    """Return the judgements of each quotation by all sheets that have it, by id."""
    found: dict[str, list[Judgement]] = {}
    for judgements in sheets:
        for one in judgements:
            found.setdefault(one.id, []).append(one)
    return found
