"""``.eml``: a press release or report as it came by mail (RFC 5322); its words, without what a reply quotes.

The plain part is read where there is one, joined again where it was sent flowed (RFC 3676), else the part
in HTML as a page. What stands below the line of a signature, and what is quoted at the end from an earlier
mail, are no words of this one: they are left out, and noted. Attached files are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from variorum.errors import BadRecord, UnreadableFile
from variorum.formats import mhtml
from variorum.formats.apart import run_apart
from variorum.formats.base import Format, Placed
from variorum.formats.encoding import decode
from variorum.formats.html import markup_of
from variorum.formats.records import build, date_field, note
from variorum.formats.source import Source
from variorum.formats.status import cut_short
from variorum.formats.unread import say_unread
from variorum.model import Block
from variorum.settings import FILES, ReadSettings
from variorum.text.late import late

if TYPE_CHECKING:
    from email.message import Message

_MULTIPART = late(rb"^content-type[ \t]*:\s*multipart/", re.IGNORECASE | re.MULTILINE)
_HEADER = late(rb"[A-Za-z][A-Za-z0-9-]*[ \t]*:")
_QUOTED = late(r"(?:>[ \t]?)+")
_REPLY = late(r"\S.{0,200}:\s*")  # "On 3 May 2027, Ada Lind wrote:", in any language, before what it quotes
_FORWARDED = late(r"\s*(?:fwd?|wg|tr|rv|enc|i)\s*:", re.IGNORECASE)
_MAILBOX = late(rb"From [^\n]*\n")  # the line that parts the mails of a mailbox
_SIGNATURE = "-- "
# Apple Mail and Thunderbird; Gmail; Yahoo.
_QUOTED_IN_HTML = "blockquote[type=cite], .moz-cite-prefix, .gmail_quote, .yahoo_quoted"
_SUBJECT = late(r"(?:(?:re|fwd?|aw|wg|sv|tr|rv|enc)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)


class _Words(Struct, frozen=True, kw_only=True):
    """What a part says. guess: how its encoding was found, where that was not plain."""

    text: str
    blocks: tuple[Block, ...] = ()
    guess: str | None = None
    reply: bool = False
    signature: bool = False


def sniff(suffix: str, head: bytes) -> bool:
    """Tell by its suffix whether the file is a mail; a page saved whole under that name is none."""
    return suffix in FORMAT.suffixes and not mhtml.sniff(suffix, head)


def read(source: Source, settings: ReadSettings) -> Iterator[Placed]:
    """Yield the one article: subject, sender and date of the mail, and its words."""
    message = _message(source)
    parts = [part for part in _walk(message, source) if not part.is_multipart()]
    attached = [part for part in parts if _is_attached(part)]
    forwards = _FORWARDED.match(mhtml.header(message, "Subject") or "") is not None
    words = _said([part for part in parts if part not in attached], source, settings, forwards=forwards)
    extra: dict[str, object] = {}
    if words.guess:
        note(extra, words.guess)
    if words.reply:
        note(extra, "the mail that it answers, quoted below, is left out")
    if words.signature:
        note(extra, "what stands below the line of the signature is left out")
    if attached:
        names = ", ".join(str(part.get_filename() or part.get_content_type())[:40] for part in attached[:4])
        count = "an attached file" if len(attached) == 1 else f"{len(attached)} attached files"
        say_unread(extra, (f"{count} ({names})", True))
    from email.utils import parseaddr

    name, address = parseaddr(mhtml.header(message, "From") or "")
    fields = {
        "title": _SUBJECT.sub("", mhtml.header(message, "Subject") or "").strip() or None,
        "outlet": name or address.rpartition("@")[2] or None,
        "date": date_field(mhtml.header(message, "Date"), extra),
        "lang": mhtml.header(message, "Content-Language"),
    }
    status = "truncated" if cut_short(words.text) else "read"
    yield None, build(fields, text=words.text, blocks=words.blocks, status=status, extra=extra)


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


def _said(parts: list[Message], source: Source, settings: ReadSettings, *, forwards: bool) -> _Words:
    """Return the words of the plain parts, one after the other, else those of the first part in HTML; also
    where that stands first: what is plain below it is a list's or a server's."""
    kinds = [part.get_content_type() for part in parts]
    plain = [
        _plain(part, source, forwards=forwards)
        for part, kind in zip(parts, kinds, strict=True)
        if kind == "text/plain"
    ]
    plain = [one for one in plain if one.text.strip()]
    if plain and next(kind for kind in kinds if kind in ("text/plain", "text/html")) == "text/plain":
        return _Words(
            text="\n\n".join(one.text for one in plain),
            guess=next((one.guess for one in plain if one.guess), None),
            reply=any(one.reply for one in plain),
            signature=any(one.signature for one in plain),
        )
    pages = [part for part in parts if part.get_content_type() == "text/html"]
    if not pages:
        raise UnreadableFile("holds no words, only attached files or nothing", file=source.name)
    return _page(pages[0], source, settings, forwards=forwards)


def _plain(part: Message, source: Source, *, forwards: bool) -> _Words:
    data = part.get_payload(decode=True)
    try:
        text, guess = decode(data if isinstance(data, bytes) else b"", part.get_content_charset())
    except ValueError as error:
        raise UnreadableFile(str(error), file=source.name) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    flowed = str(part.get_param("format") or "").lower() == "flowed"
    lines = text.split("\n")
    lines, signature = _without_signature(lines)
    lines, reply = (_unquoted(lines), False) if forwards else _without_reply(lines)
    if flowed:
        lines = _unflowed(lines, drop=str(part.get_param("delsp") or "").lower() == "yes")
    return _Words(text="\n".join(lines).strip("\n"), guess=guess, reply=reply, signature=signature)


def _without_signature(lines: list[str]) -> tuple[list[str], bool]:
    at = next((place for place, line in enumerate(lines) if line == _SIGNATURE), None)
    return (lines, False) if at is None else (lines[:at], True)


def _without_reply(lines: list[str]) -> tuple[list[str], bool]:
    """Leave out the quoted lines at the end and the one that says who wrote them; nothing if that is all."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or _QUOTED.match(lines[end - 1])):
        end -= 1
    quoted = any(_QUOTED.match(line) for line in lines[end:])
    if not quoted or not end:
        return lines, False
    if _REPLY.fullmatch(lines[end - 1]):
        above = lines[end - 2] if end > 1 else ""
        begins = end < 3 or not lines[end - 3].strip()
        # Mail programs break it: "On 3 May 2027, Ada Lind" / "<ada@example.org> wrote:".
        end -= 2 if above.strip() and begins and "@" in f"{above}{lines[end - 1]}" else 1
    kept = lines[:end]
    return (kept, True) if any(line.strip() for line in kept) else (lines, False)


def _unquoted(lines: list[str]) -> list[str]:
    """Return the lines of a mail that is passed on: those quoted at the end without the marks before them."""
    kept, reply = _without_reply(lines)
    return (
        [*lines[: len(kept)], *(_QUOTED.sub("", line, count=1) for line in lines[len(kept) :])]
        if reply
        else lines
    )


def _unflowed(lines: list[str], *, drop: bool) -> list[str]:
    """Join lines that end with a blank to the next; ``drop``: the blank was put in (``delsp``)."""
    joined: list[str] = []
    goes_on, depth = False, 0
    for line in lines:
        quoted = re.match(r">*", line)
        marks = quoted[0] if quoted else ""
        goes_on = goes_on and len(marks) == depth  # lines of one depth only belong together
        depth = len(marks)
        words = line[depth:].removeprefix(" ")  # stuffed, so that no line begins with "From " by chance
        soft = words.endswith(" ") and words != _SIGNATURE
        kept = words[:-1] if soft and drop else words
        if goes_on:
            joined[-1] += kept
        else:
            joined.append(f"{marks} {kept}" if marks else kept)
        goes_on = soft
    return joined


def _page(part: Message, source: Source, settings: ReadSettings, *, forwards: bool) -> _Words:
    from variorum.formats.page import read_page

    data = part.get_payload(decode=True)
    try:
        markup, guess = markup_of(data if isinstance(data, bytes) else b"", part.get_content_charset())
        reply = False
        if not forwards:
            markup, reply = run_apart(_without_quoted, markup, limit=settings.seconds, load=_load)
        page = read_page(markup, settings)
    except (ValueError, BadRecord) as error:
        raise UnreadableFile(getattr(error, "message", str(error)), file=source.name) from error
    if not page.text:
        raise UnreadableFile("no words could be found in it", file=source.name)
    return _Words(text=page.text, blocks=page.blocks, guess=guess, reply=reply)


def _load() -> None:
    import selectolax.lexbor  # noqa: F401


def _without_quoted(markup: str) -> tuple[str, bool]:
    """Leave out what programs for mail mark as the mail that is answered; whether there was any."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(markup)
    quoted = tree.css(_QUOTED_IN_HTML)
    for node in quoted:
        node.decompose()
    return (tree.html or markup, True) if quoted else (markup, False)


FORMAT = Format(name="mail", suffixes=(".eml",), sniff=sniff, read=read)
