"""One line a quotation, as compilers write: ``draft.md:12:5: error: altered: …``.

Where the text was taken out of its file there is no line to jump to: ``draft.docx: paragraph 3: error: …``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from variorum.checking.drafts import Draft, Lines
from variorum.checking.results import FOUND, CheckedQuotation, CheckResult, NotRead
from variorum.checking.writers.wording import (
    accepted_words,
    change_words,
    counted,
    otherwise_words,
    searched,
    source_words,
    told_otherwise,
)
from variorum.outputs.wording import harmless, plural, shortened
from variorum.settings import SHOWN

_LEVELS = {"critical": "error", "material": "warning", "minor": "note"}


def render(result: CheckResult, drafts: Sequence[Draft]) -> str:
    """Return the lines, without quotations found and printed alike everywhere, and a last one that counts."""
    places = {draft.name: Lines(draft) for draft in drafts}
    told = [
        one for one in result.quotations if one.verdict not in FOUND or one.otherwise or one.speaker_there
    ]
    lines = [_line(one, places[one.draft]) for one in told]
    lines += [_unread_line(one) for one in result.not_read]
    lines.append(f"{counted(result.quotations)}; {searched(result)}")
    return "".join(f"{line}\n" for line in lines)


def render_hits(result: CheckResult, drafts: Sequence[Draft]) -> str:
    """Return a line for each report that prints words looked up, the nearest first, and one that counts.

    ``harbour.md:38-81: verbatim: “…”; Harbour Post, …``: code points of the report's text.
    """
    lines = []
    for one in result.quotations:
        for match in one.matches:
            name = match.file or match.article
            words = shortened(match.text, SHOWN.line_passage)
            verdict = "" if one.verdict == "not found" else f"{one.verdict}: "
            lines.append(f"{name}:{match.start}-{match.end}: {verdict}“{words}”; {source_words(match)}")
        lines += [f"reports differ: {otherwise_words(other)}" for other in one.otherwise]
        lines += [f"{change_words(change)} (nearest report)" for change in one.changes]
        lines.append(f"{one.verdict}: {one.note} {plural(len(one.matches), 'report')} listed.")
    lines.append(searched(result))
    return "".join(f"{harmless(line)}\n" for line in lines)


def _line(one: CheckedQuotation, lines: Lines) -> str:
    line, column = lines.place(one.start)
    place = f"{one.draft}:{line}:{column}" if lines.of_file else f"{one.draft}: {lines.where(one.start)}"
    level = "note" if one.accepted else _LEVELS.get(one.severity or "", "note")
    parts = [f"{place}: {level}: {one.verdict}: {shortened(one.text, SHOWN.text_quotation)}"]
    parts += _details(one)
    return harmless("; ".join(parts))


def _unread_line(one: NotRead) -> str:
    place = one.draft if one.line is None else f"{one.draft}:{one.line}:1"
    line = f"{place}: {'warning' if one.fails else 'note'}: not read: {one.reason}"
    return harmless(line)


def _details(one: CheckedQuotation) -> Iterator[str]:
    if one.speaker_there:
        yield f"given to {one.speaker_there} {'elsewhere' if one.verdict in FOUND else 'there'}"
    if one.accepted is not None:
        yield accepted_words(one.accepted)
    yield from map(change_words, one.changes)
    if one.matches:
        yield source_words(one.matches[0])
    for told in told_otherwise(one):
        yield f"reports differ, {told}"
