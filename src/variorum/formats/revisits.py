"""Pages of a web archive that later records refer to, not holding them again (WARC 1.1, 6.7 and 6.8)."""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping

from msgspec import Struct

from variorum.settings import WORK


class Page(Struct, frozen=True, kw_only=True):
    """The bytes of a page, the charset that its server declared, and the address it was read from."""

    data: bytes
    charset: str | None
    address: str


class Pages:
    """The last pages of one archive that were read, by all names that a record may refer to them by.

    They are kept packed, ``WORK.revisited`` bytes of them; the oldest go first.
    """

    def __init__(self) -> None:
        self._held: OrderedDict[int, tuple[bytes, str | None, str]] = OrderedDict()
        self._names: dict[tuple[str, ...], int] = {}
        self._bytes = 0
        self._count = 0

    def keep(self, headers: Mapping[str, str], page: Page) -> None:
        """Take in a page that a record with these headers holds."""
        packed = zlib.compress(page.data, 1)
        self._count += 1
        self._held[self._count] = (packed, page.charset, page.address)
        self._bytes += len(packed)
        for name in _own_names(headers):
            self._names[name] = self._count
        while self._bytes > WORK.revisited and len(self._held) > 1:
            _, (gone, _, _) = self._held.popitem(last=False)
            self._bytes -= len(gone)
        if len(self._names) > 8 * len(self._held):
            self._names = {name: at for name, at in self._names.items() if at in self._held}

    def find(self, headers: Mapping[str, str]) -> Page | None:
        """Return the page that a record with these headers refers to; None where it was not read here."""
        for name in _meant(headers):
            if (found := self._held.get(self._names.get(name, 0))) is not None:
                packed, charset, address = found
                return Page(data=zlib.decompress(packed), charset=charset, address=address)
        return None


def _own_names(headers: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    address = address_of(headers)
    if digest := headers.get("warc-payload-digest"):
        yield "digest", digest.lower()
    if identity := headers.get("warc-record-id"):
        yield "id", identity
    yield "captured", address, headers.get("warc-date", "")
    yield "address", address


def _meant(headers: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Yield what a record names the page by that it refers to, the surest first."""
    if identity := headers.get("warc-refers-to"):
        yield "id", identity
    if digest := headers.get("warc-payload-digest"):
        yield "digest", digest.lower()
        return  # another page under the same address has other words
    if address := headers.get("warc-refers-to-target-uri", "").strip("<>"):
        yield "captured", address, headers.get("warc-refers-to-date", "")
    if "not-modified" in headers.get("warc-profile", ""):
        yield "address", address_of(headers)


def address_of(headers: Mapping[str, str]) -> str:
    """Return the address of what a record holds; some writers put it in angle brackets."""
    return headers.get("warc-target-uri", "").strip("<>")
