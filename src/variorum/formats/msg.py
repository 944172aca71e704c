"""``.msg``: a mail as Outlook saves it (MS-OXMSG); read as mails are.

Its HTML is read, else the HTML that its rich text was made from, else its plain words. Needs the extra
``msg`` (olefile).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from variorum.errors import BadRecord, MissingExtra, UnreadableFile, is_fault
from variorum.formats.base import Format, Placed
from variorum.formats.html import markup_of
from variorum.formats.letters import Letter, Words, forwards, letter_article, page_words, plain_words
from variorum.formats.mhtml import header
from variorum.formats.rtf import Document, printed
from variorum.formats.rtf_packed import html_in, unpacked_rtf
from variorum.formats.rtf_tokens import codec_of_page
from variorum.formats.source import Source, size
from variorum.settings import FILES, ReadSettings

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_VALUES = "__properties_version1.0"
_ATTACHED = "__attach_version1.0_#"
# Properties (MS-OXPROPS) that are kept as streams, by their numbers, and those kept as values.
_SUBJECT, _BODY, _RICH, _HTML, _HEADERS = 0x0037, 0x1000, 0x1009, 0x1013, 0x007D
_SENDERS = (0x0042, 0x0C1A)  # whom it is from, who sent it for them
_ADDRESSES = (0x5D02, 0x5D01, 0x0065, 0x0C1F)
_NAMES = (0x3707, 0x3704, 0x3001)  # of an attached file
_SENT, _DELIVERED, _PAGE, _PAGE_OF_HTML = 0x0039, 0x0E06, 0x3FFD, 0x3FDE
_MOMENT, _NUMBER = 0x0040, 0x0003  # types of values
_UNICODE, _STRING, _BINARY = "001F", "001E", "0102"
# Before the values of a message: next ids and counts of recipients and attached files (MS-OXMSG 2.4.1.1).
_COUNTS = struct.Struct("<8xIIII8x")
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def sniff(suffix: str, head: bytes) -> bool:
    """Tell by the suffix whether the file is a message of Outlook; it begins as any old office document."""
    return suffix in FORMAT.suffixes


def read(source: Source, settings: ReadSettings) -> Iterator[Placed]:
    """Yield the one article: subject, sender and date of the mail, and its words."""
    from email import message_from_string  # no format but those of mail needs it
    from email.utils import parseaddr

    message = _Message(source, settings)
    told = message_from_string(message.text(_HEADERS) or "")
    subject = message.text(_SUBJECT) or header(told, "Subject")
    name, address = parseaddr(header(told, "From") or "")
    sender = next((words for one in _SENDERS if (words := message.text(one))), None) or name
    address = next((words for one in _ADDRESSES if "@" in (words := message.text(one) or "")), address)
    letter = Letter(
        subject=subject,
        sender=sender or address.rpartition("@")[2] or None,
        date=header(told, "Date") or message.moment(_SENT) or message.moment(_DELIVERED),
        lang=header(told, "Content-Language"),
        attached=message.attached(),
    )
    yield None, letter_article(letter, _words(message, source, settings, passed_on=forwards(subject)))


def _words(message: _Message, source: Source, settings: ReadSettings, *, passed_on: bool) -> Words:
    if (found := message.page()) is not None:
        markup, guess = found
        return page_words(markup, guess, source.name, settings, passed_on=passed_on)
    rich = message.rich()
    if rich and (held := html_in(rich, source.name)):
        return page_words(held, None, source.name, settings, passed_on=passed_on)
    if plain := message.text(_BODY):
        words = plain_words(plain, passed_on=passed_on)
        if words.text.strip():
            return words
    if rich:
        document = Document()
        document.read(rich, source.name)
        text, blocks = printed([*document.paragraphs, *document.notes])
        if text:
            return Words(text=text, blocks=blocks)
    raise UnreadableFile("holds no words, only attached files or nothing", file=source.name)


class _Message:
    """A message: its properties by their numbers, each as text, as bytes or as a value."""

    def __init__(self, source: Source, settings: ReadSettings) -> None:
        self._file, self._limit = source.name, settings.max_record_bytes
        data = source.read_all()
        if not data.startswith(_MAGIC):
            raise UnreadableFile("is no message of Outlook: it does not begin as one", file=self._file)
        self._ole = _opened(data, self._file)
        try:
            names = self._ole.listdir(streams=True, storages=False)
            self._streams = {"/".join(parts).casefold(): parts for parts in names[: FILES.parts]}
        except Exception as error:  # a library on hostile input: anything may come out
            if not is_fault(error):
                raise
            raise UnreadableFile(f"is no whole message ({_why(error)})", file=self._file) from error
        if _VALUES not in self._streams:
            raise UnreadableFile(
                "is an old office document, but no message of Outlook; save its text as .txt", file=self._file
            )
        values = self._bytes(_VALUES)[_COUNTS.size :]
        entries = (values[at : at + 16] for at in range(0, len(values) - 15, 16))
        self._values = {struct.unpack("<HH", one[:4]): one[8:] for one in entries}

    def _bytes(self, name: str) -> bytes:
        """Return a stream; b"" where there is none."""
        parts = self._streams.get(name.casefold())
        if parts is None:
            return b""
        try:
            if self._ole.get_size(parts) > self._limit:
                raise UnreadableFile(
                    f"holds more than {size(self._limit)}, the limit for one report", file=self._file
                )
            data: bytes = self._ole.openstream(parts).read()
        except UnreadableFile:
            raise
        except Exception as error:
            if not is_fault(error):
                raise
            raise UnreadableFile(f"is no whole message ({_why(error)})", file=self._file) from error
        return data

    def _stream(self, number: int, kind: str, within: str = "") -> bytes:
        return self._bytes(f"{within}__substg1.0_{number:04X}{kind}")

    def text(self, number: int, within: str = "") -> str | None:
        """Return a property that is text; None where it is not there."""
        if data := self._stream(number, _UNICODE, within):
            return data.decode("utf-16-le", "replace").rstrip("\x00") or None
        if data := self._stream(number, _STRING, within):
            return data.decode(self._codec(_PAGE), "replace").rstrip("\x00") or None
        return None

    def page(self) -> tuple[str, str | None] | None:
        """Return the HTML and a note on its encoding; None where the message has none."""
        try:
            if data := self._stream(_HTML, _BINARY):
                return markup_of(data, self._codec(_PAGE_OF_HTML))
            text = self.text(_HTML)
            return None if text is None else (text, None)
        except ValueError as error:
            raise UnreadableFile(str(error), file=self._file) from error

    def rich(self) -> bytes:
        """Return the rich text, unpacked; b"" where there is none, or none that can be read."""
        data = self._stream(_RICH, _BINARY)
        if not data:
            return b""
        try:
            return unpacked_rtf(data, self._limit)
        except BadRecord as error:
            raise UnreadableFile(error.message, file=self._file) from error

    def moment(self, number: int) -> str | None:
        """Return a moment in ISO 8601, of UTC; None where it is not there."""
        value = self._values.get((_MOMENT, number))
        if value is None:
            return None
        try:
            since = timedelta(microseconds=struct.unpack("<Q", value[:8])[0] // 10)
            return (_EPOCH + since).strftime("%Y-%m-%dT%H:%M:%SZ")
        except (OverflowError, ValueError):
            return None

    def attached(self) -> list[str]:
        """Return the names of attached files; pictures that stand in the text have none that is shown."""
        folders = sorted({name.split("/")[0] for name in self._streams if name.startswith(_ATTACHED)})
        names = (
            next((words for one in _NAMES if (words := self.text(one, f"{folder}/"))), None)
            for folder in folders
        )
        return [name or "without a name" for name in names]

    def _codec(self, number: int) -> str:
        value = self._values.get((_NUMBER, number))
        return codec_of_page(struct.unpack("<I", value[:4])[0] if value else None)


def _why(error: Exception) -> str:
    """Return what the library says of a file; other errors in it tell nothing to whoever gave the file."""
    return str(error) if isinstance(error, OSError) and str(error) else "it is damaged or cut off"


def _opened(data: bytes, file: str) -> Any:
    try:
        import olefile
    except ModuleNotFoundError as error:
        raise MissingExtra(
            "reading messages of Outlook needs olefile; install it with: pip install 'variorum[msg]'"
        ) from error
    try:
        return olefile.OleFileIO(io.BytesIO(data))
    except Exception as error:
        if not is_fault(error):
            raise
        raise UnreadableFile(f"is no whole message ({_why(error)})", file=file) from error


FORMAT = Format(name="msg", suffixes=(".msg",), sniff=sniff, read=read, binary=True)
