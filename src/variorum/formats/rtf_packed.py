"""Rich text as Outlook keeps it in a message: packed (MS-OXRTFCP), with the HTML it was made from inside."""

from __future__ import annotations

import struct

from variorum.errors import BadRecord
from variorum.formats.rtf import Document
from variorum.formats.source import size
from variorum.settings import FILES

# What the packer takes for written before the first byte (MS-OXRTFCP 2.1.2.1).
_BEFORE = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_PACKED, _PLAIN = b"LZFu", b"MELA"


def unpacked_rtf(data: bytes, limit: int) -> bytes:
    """Return the rich text that ``data`` holds. Raises BadRecord when it is damaged or too long."""
    if len(data) < 16:
        raise BadRecord("its rich text is damaged")
    length, kind = struct.unpack("<I", data[4:8])[0], data[8:12]
    if length > limit:
        raise BadRecord(f"its rich text unpacks to more than {size(limit)}, the limit for one report")
    if kind == _PLAIN:
        return data[16 : 16 + length]
    if kind != _PACKED:
        raise BadRecord("its rich text is packed in a way that is not read")
    return _unpacked(data[16:], length)


def _unpacked(data: bytes, length: int) -> bytes:
    """Undo the packing: each of eight signs is a byte, or a place in the last 4 KiB and how many there."""
    written = bytearray(_BEFORE)
    # Places are told in a ring of 4 KiB that is written round and round.
    at, end = 0, len(_BEFORE) + length
    while at < len(data) and len(written) < end:
        control = data[at]
        at += 1
        for bit in range(8):
            if at >= len(data) or len(written) >= end:
                break
            if not control >> bit & 1:
                written.append(data[at])
                at += 1
                continue
            if at + 1 >= len(data):
                raise BadRecord("its rich text is damaged")
            place, count = data[at] << 4 | data[at + 1] >> 4, (data[at + 1] & 15) + 2
            at += 2
            back = (len(written) - place) % 4096
            if back == 0:  # the sign of the end
                return bytes(written[len(_BEFORE) : end])
            if back > len(written):
                raise BadRecord("its rich text is damaged")
            for _ in range(count):
                written.append(written[-back])
    return bytes(written[len(_BEFORE) : end])


class _Page(Document):
    """Takes in rich text that was made from HTML, and gives the HTML back (MS-OXRTFEX)."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._tags: list[int] = []  # depths of groups that hold HTML
        self._off = False  # what follows is for readers of rich text alone

    def _opens(self, name: str) -> bool:
        if name == "htmltag":
            self._marked = False
            self._tags.append(len(self._stack))
            return True
        return super()._opens(name)

    def _close(self) -> None:
        if self._tags and self._tags[-1] == len(self._stack):
            self._tags.pop()
        super()._close()

    def _property(self, name: str, number: int | None) -> None:
        if name == "htmlrtf":
            self._off = number != 0
        else:
            super()._property(name, number)

    def _say(self, words: str) -> None:
        if self._state.table:
            super()._say(words)
        elif not self._state.apart and (self._tags or not self._off):
            self.parts.append(words)

    def _end(self) -> None:
        self._say("\n")


def html_in(data: bytes, file: str) -> str | None:
    """Return the HTML that rich text was made from; None where it was made from something else."""
    if b"\\fromhtml" not in data[: FILES.peek]:
        return None
    page = _Page()
    page.read(data, file)
    return "".join(page.parts)
