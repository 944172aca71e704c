"""The brief of a story as a Word document, by python-docx (``pip install 'variorum[desk]'``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from variorum.outputs.brief import NOTHING_CONFIRMED, SECTIONS, Brief, BriefLine, BriefReport, Told
from variorum.outputs.word import clean, new_document, saved

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph


def render(brief: Brief) -> bytes:
    """Return the document. Raises OutputError where python-docx is not installed."""
    document = new_document(brief.title)
    _fill(document, brief)
    return saved(document)


def _fill(document: Document, brief: Brief) -> None:
    document.add_heading(clean(brief.title), 0)
    document.add_paragraph(clean(brief.counts))
    document.add_paragraph(brief.scope)
    document.add_heading("Reports", 1)
    _reports(document, brief.reports)
    _differences(document, "confirmed", brief.confirmed, NOTHING_CONFIRMED)
    _differences(document, "again", brief.again)
    _told(document, "put_right", brief.put_right)
    _told(document, "notes", brief.notes)
    _differences(document, "possible", brief.possible)
    _told(document, "unread", brief.unread)
    _told(document, "retold", brief.retold)
    document.add_paragraph(brief.sums)


def _reports(document: Document, reports: Sequence[BriefReport]) -> None:
    for one in reports:
        paragraph = document.add_paragraph(style="List Number")
        paragraph.add_run(clean(one.label)).bold = True
        title = f"“{one.title}”" if one.title else ""
        rest = ", ".join(part for part in (title, one.date, one.url) if part)
        own = f" ({one.own})" if one.own else ""
        paragraph.add_run(clean(f"{', ' + rest if rest else ''}{own}"))
        if one.status:
            paragraph.add_run(f" {clean(one.status)}").italic = True
        digest = f", SHA-256 of its text {one.sha256}" if one.sha256 else ""
        paragraph.add_run(clean(f"\nArticle {one.article}{digest}"))


def _head(document: Document, name: str) -> None:
    heading, lead = SECTIONS[name]
    document.add_heading(heading, 1)
    if lead:
        document.add_paragraph(lead)


def _differences(document: Document, name: str, lines: Sequence[BriefLine], nothing: str = "") -> None:
    if not lines and not nothing:
        return
    _head(document, name)
    if not lines:
        document.add_paragraph(nothing)
    for number, one in enumerate(lines, 1):
        document.add_heading(f"{number}. {clean(one.summary)}", 2)
        document.add_paragraph(clean(one.kind))
        for side in one.sides:
            paragraph = document.add_paragraph(style="List Bullet")
            paragraph.add_run(clean(side.value)).bold = True
            when = f" (as of {side.as_of})" if side.as_of else ""
            paragraph.add_run(clean(f"{when}: {side.reports}"))
            for cited in side.cited:
                paragraph = document.add_paragraph(style="List Bullet 2")
                for part in cited.sentence.parts:
                    paragraph.add_run(clean(part.text) or ("‸" if part.cited else "")).bold = part.cited
                paragraph.add_run(clean(f" ({cited.where})"))
        if one.decided or one.again:
            _after(document.add_paragraph(), one)


def _told(document: Document, name: str, lines: Sequence[Told]) -> None:
    if not lines:
        return
    _head(document, name)
    for one in lines:
        paragraph = document.add_paragraph(clean(one.text), style="List Bullet")
        if one.decided or one.again:
            paragraph.add_run(" ")
            _after(paragraph, one)


def _after(paragraph: Paragraph, one: BriefLine | Told) -> None:
    """Add who decided, why, and why to look again."""
    if one.decided:
        paragraph.add_run(clean(one.decided[:1].upper() + one.decided[1:])).italic = True
        paragraph.add_run(f": {clean(one.note)}" if one.note else ".")
    if one.again:
        paragraph.add_run(" Look again: " if one.decided else "Look again: ").bold = True
        paragraph.add_run(f"{clean(one.again)}.")
