"""Pages as browsers archive them: one page with its frames, its address and when it was saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from variorum.errors import BadRecord, UnreadableFile
from variorum.formats.base import Placed
from variorum.formats.dates import to_iso
from variorum.formats.html import markup_of
from variorum.formats.records import NO_TEXT_ON_PAGE, build, note
from variorum.formats.source import Source
from variorum.model import Reject
from variorum.settings import FILES, ReadSettings

if TYPE_CHECKING:
    from variorum.formats.page import Page

CAPTURED = "captured"  # field of `extra`: when the page was saved, as the archive tells


class Saved(Struct, frozen=True, kw_only=True):
    """One document of an archive: its bytes, its content type and its address."""

    data: bytes
    charset: str | None = None
    url: str | None = None


class Archive(Struct, frozen=True, kw_only=True):
    """A saved page.

    documents: the page first, then its frames. cut: the page itself is incomplete.
    """

    documents: Sequence[Saved]
    title: str | None = None
    saved: str | None = None
    cut: bool = False


def read_archive(archive: Archive, source: Source, settings: ReadSettings) -> Iterator[Placed]:
    """Yield the article of a saved page: of its own text, or of the frame with the longest where it has none.

    Raises UnreadableFile when neither text nor title can be found.
    """
    from variorum.formats.page import read_page

    pages: list[tuple[Page, str | None]] = []
    failure: Exception | None = None
    for document in archive.documents[: FILES.frames]:
        try:
            markup, guess = markup_of(document.data, document.charset)
            pages.append((read_page(markup, settings), guess))
        except (ValueError, BadRecord) as error:
            failure = failure or error
            continue
        if pages[0][0].text:
            break
    if not pages:
        reason = getattr(failure, "message", str(failure or "holds no page"))
        raise UnreadableFile(reason, file=source.name) from failure
    best, guess = max(pages, key=lambda pair: len(pair[0].text))
    fields, extra = _fields(archive, pages[0][0], best)
    if not best.text and not fields.get("title"):
        raise UnreadableFile("no report text and no title could be found on the page", file=source.name)
    if best is not pages[0][0]:
        note(extra, "the report stands in a frame of the page")
    if guess:
        note(extra, guess)
    status = best.status
    if archive.cut and status == "read":
        status = "truncated"
        note(extra, "stops short: the file ends inside the page (cut off?)")
    if fields.get("date") is None and archive.saved and (day := to_iso(archive.saved)):
        fields["date"] = day
        note(extra, "the page tells no date; taken is the day on which it was saved")
    article = build(fields, text=best.text, blocks=best.blocks, status=status, extra=extra)
    yield None, article
    if status == "unreadable":
        yield None, Reject(file=source.name, reason=NO_TEXT_ON_PAGE, id=article.id)


def _fields(archive: Archive, page: Page, best: Page) -> tuple[dict[str, str | None], dict[str, Any]]:
    """Return the report's metadata, from its frame first, then the page, then the archive."""
    fields = {name: best.fields.get(name) or page.fields.get(name) for name in page.fields}
    url = archive.documents[0].url
    if url and url.startswith(("http://", "https://")):
        fields["url"] = url
    fields["title"] = fields.get("title") or archive.title
    extra = dict(best.extra)
    if archive.saved:
        extra[CAPTURED] = to_iso(archive.saved) or archive.saved
    return fields, extra
