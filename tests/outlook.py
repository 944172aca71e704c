"""Messages of Outlook for tests, as small as they can be: a compound file (MS-CFB) of properties."""

from __future__ import annotations

import struct
from datetime import UTC, datetime

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR, _SMALL, _CUTOFF = 512, 64, 4096
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def text(number: int, words: str, folder: str = "") -> dict[str, bytes]:
    """Return a property that is text, in Unicode."""
    return {f"{folder}__substg1.0_{number:04X}001F": words.encode("utf-16-le")}


def data(number: int, held: bytes) -> dict[str, bytes]:
    """Return a property that is bytes."""
    return {f"__substg1.0_{number:04X}0102": held}


def values(sent: datetime | None = None, page: int = 65001) -> dict[str, bytes]:
    """Return the values of a message: when it was sent, and the code page of its HTML."""
    held = struct.pack("<HHII4x", 3, 0x3FDE, 6, page)
    if sent is not None:
        since = int((sent - _EPOCH).total_seconds()) * 10**7
        held += struct.pack("<HHIQ", 0x40, 0x39, 6, since)
    return {"__properties_version1.0": bytes(32) + held}


def message(*properties: dict[str, bytes]) -> bytes:
    """Return a message of these properties."""
    streams = {name: held for each in properties for name, held in each.items()}
    folders = sorted({name.split("/")[0] for name in streams if "/" in name})
    small = bytearray()  # the streams below the cutoff, one after the other
    small_chain: list[int] = []
    sectors: list[bytes] = []
    chain: list[int] = []

    def put(held: bytes) -> int:
        first = len(sectors)
        parts = [held[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(held), _SECTOR)]
        sectors.extend(parts)
        chain.extend([*range(first + 1, first + len(parts)), _END])
        return first if parts else _END

    def put_small(held: bytes) -> int:
        first = len(small) // _SMALL
        count = -(-len(held) // _SMALL)
        small.extend(held.ljust(count * _SMALL, b"\0"))
        small_chain.extend([*range(first + 1, first + count), _END] if count else [])
        return first if count else _END

    entries: list[list[object]] = [
        ["Root Entry", 5, _FREE, _FREE, 0, 0]
    ]  # name, kind, right, child, first, size
    within: dict[str, list[int]] = {"": []}
    for folder in folders:
        within[""].append(len(entries))
        within[folder] = []
        entries.append([folder, 1, _FREE, _FREE, 0, 0])
    for name, held in streams.items():
        folder, _, leaf = name.rpartition("/")
        within[folder].append(len(entries))
        first = put(held) if len(held) >= _CUTOFF else put_small(held)
        entries.append([leaf, 2, _FREE, _FREE, first, len(held)])
    for folder, held_here in within.items():
        ordered = sorted(held_here, key=lambda at: (len(str(entries[at][0])), str(entries[at][0]).upper()))
        owner = 0 if not folder else next(at for at, one in enumerate(entries) if one[0] == folder)
        entries[owner][3] = ordered[0] if ordered else _FREE
        for at, after in zip(ordered, ordered[1:], strict=False):
            entries[at][2] = after  # a tree that leans to the right
    entries[0][4], entries[0][5] = put(bytes(small)), len(small)
    table_of_small = put(struct.pack(f"<{len(small_chain)}I", *small_chain) or b"\xff" * 4)
    directory = put(b"".join(map(_entry, entries)))
    return _file(sectors, chain, directory, table_of_small)


def _entry(entry: list[object]) -> bytes:
    name, kind, right, child, first, size = entry
    packed = str(name).encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIII", packed, len(packed), kind, 1, _FREE, right, child, b"", 0, 0, 0, first, size, 0
    )


def _file(sectors: list[bytes], chain: list[int], directory: int, table_of_small: int) -> bytes:
    count = 1
    while count * (_SECTOR // 4) < len(chain) + count:
        count += 1
    place = len(sectors)
    whole = [*chain, *[_TABLE] * count]
    whole += [_FREE] * (count * (_SECTOR // 4) - len(whole))
    places = [*range(place, place + count), *[_FREE] * (109 - count)]
    head = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII", _MAGIC, b"", 0x3E, 3, 0xFFFE, 9, 6, 0, count, directory, 0, _CUTOFF,
        table_of_small, 1, _END, 0,
    )  # fmt: skip
    table = struct.pack(f"<{len(whole)}I", *whole)
    return head + struct.pack("<109I", *places) + b"".join(sectors) + table


def letter(words: str, *more: dict[str, bytes], subject: str = "Re: Library stays") -> bytes:
    """Return a message with these plain words."""
    told = (text(0x37, subject), text(0x0C1A, "Port of Tull"), text(0x1000, words))
    return message(*told, values(datetime(2027, 3, 1, 8, 30, tzinfo=UTC)), *more)
