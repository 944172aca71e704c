"""``.eml``: a press release or report as it came by mail (RFC 5322); its words, without what a reply quotes.

The plain part is read where there is one, joined again where it was sent flowed (RFC 3676), else the part
in HTML as a page. What stands below the line of a signature, and what is quoted at the end from an earlier
mail, are no words of this one: they are left out, and noted. Attached files are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from variorum.errors import UnreadableFile
from variorum.formats import mhtml
from variorum.formats.base import Format, Placed
from variorum.formats.encoding import decode
from variorum.formats.html import markup_of
from variorum.formats.letters import (
    Letter,
    Words,
    forwards,
    letter_article,
    page_words,
    plain_words,
    stands_in,
)
from variorum.formats.source import Source
from variorum.settings import FILES, ReadSettings
from variorum.text.late import late

if TYPE_CHECKING:
    from email.message import Message

_MULTIPART = late(rb"^content-type[ \t]*:\s*multipart/", re.IGNORECASE | re.MULTILINE)
_HEADER = late(rb"[A-Za-z][A-Za-z0-9-]*[ \t]*:")
_MAILBOX = late(rb"From [^\n]*\n")  # the line that parts the mails of a mailbox


def sniff(suffix: str, head: bytes) -> bool:
    """Tell by its suffix whether the file is a mail; a page saved whole under that name is none."""
    return suffix in FORMAT.suffixes and not mhtml.sniff(suffix, head)


def read(source: Source, settings: ReadSettings) -> Iterator[Placed]:
    """Yield the one article: subject, sender and date of the mail, and its words."""
    message = _message(source)
    parts = [part for part in _walk(message, source) if not part.is_multipart()]
    attached = [part for part in parts if _is_attached(part)]
    from email.utils import parseaddr

    subject = mhtml.header(message, "Subject")
    passed_on = forwards(subject)
    kept = [part for part in parts if part not in attached]
    words, stand_in = _said(kept, source, settings, passed_on=passed_on)
    name, address = parseaddr(mhtml.header(message, "From") or "")
    letter = Letter(
        subject=subject,
        sender=name or address.rpartition("@")[2] or None,
        date=mhtml.header(message, "Date"),
        lang=mhtml.header(message, "Content-Language"),
        attached=[str(part.get_filename() or part.get_content_type()) for part in attached],
    )
    yield None, letter_article(letter, words, stand_in=stand_in)


def _message(source: Source) -> Message:
    from email import message_from_bytes  # no other format needs it

    data = source.read_all().removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if begun := _MAILBOX.match(data):
        data = data[begun.end() :]
    if not _HEADER.match(data):
        raise UnreadableFile("is no mail: it does not begin with the headers of one", file=source.name)
    # The parser's work grows with lines times the depth of parts.
    if len(_MULTIPART.findall(data)) > FILES.nested:
        raise UnreadableFile("its parts are nested too deeply to be a mail", file=source.name)
    if data.count(b"\n") > FILES.lines:
        raise UnreadableFile("is no mail: it has more than two million lines", file=source.name)
    return message_from_bytes(data)


def _walk(message: Message, source: Source) -> list[Message]:
    parts: list[Message] = []
    for part in message.walk():
        parts.append(part)
        if len(parts) > FILES.parts:
            raise UnreadableFile(f"has more than {FILES.parts:,} parts to be a mail", file=source.name)
    return parts


def _is_attached(part: Message) -> bool:
    kind = part.get_content_type()
    if part.get_content_disposition() == "attachment" or part.get_filename():
        return True
    return kind not in ("text/plain", "text/html") and part.get_content_maintype() not in (
        "multipart",
        "image",
    )


def _said(
    parts: list[Message], source: Source, settings: ReadSettings, *, passed_on: bool
) -> tuple[Words, bool]:
    """Return the words of the plain parts, one after the other, else those of the first part in HTML; also
    where that stands first: what is plain below it is a list's or a server's. The second: the plain part
    only stood in for the one in HTML.
    """
    kinds = [part.get_content_type() for part in parts]
    pages = [part for part in parts if part.get_content_type() == "text/html"]
    plain = [
        _plain(part, source, passed_on=passed_on)
        for part, kind in zip(parts, kinds, strict=True)
        if kind == "text/plain"
    ]
    plain = [one for one in plain if one.text.strip()]
    if plain and next(kind for kind in kinds if kind in ("text/plain", "text/html")) == "text/plain":
        words = Words(
            text="\n\n".join(one.text for one in plain),
            guess=next((one.guess for one in plain if one.guess), None),
            reply=any(one.reply for one in plain),
            signature=any(one.signature for one in plain),
        )
        if pages and (
            whole := stands_in(words, lambda: _page(pages[0], source, settings, passed_on=passed_on))
        ):
            return whole, True
        return words, False
    if not pages:
        raise UnreadableFile("holds no words, only attached files or nothing", file=source.name)
    return _page(pages[0], source, settings, passed_on=passed_on), False


def _plain(part: Message, source: Source, *, passed_on: bool) -> Words:
    data = part.get_payload(decode=True)
    try:
        text, guess = decode(data if isinstance(data, bytes) else b"", part.get_content_charset())
    except ValueError as error:
        raise UnreadableFile(str(error), file=source.name) from error
    return plain_words(
        text,
        passed_on=passed_on,
        guess=guess,
        flowed=str(part.get_param("format") or "").lower() == "flowed",
        drop=str(part.get_param("delsp") or "").lower() == "yes",
    )


def _page(part: Message, source: Source, settings: ReadSettings, *, passed_on: bool) -> Words:
    data = part.get_payload(decode=True)
    try:
        markup, guess = markup_of(data if isinstance(data, bytes) else b"", part.get_content_charset())
    except ValueError as error:
        raise UnreadableFile(str(error), file=source.name) from error
    return page_words(markup, guess, source.name, settings, passed_on=passed_on)


FORMAT = Format(name="mail", suffixes=(".eml",), sniff=sniff, read=read)
