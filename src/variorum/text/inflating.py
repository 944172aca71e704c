"""What gzip, zlib and bare deflate packed, unpacked as far as is allowed."""

from __future__ import annotations

import zlib

GZIP = b"\x1f\x8b"
"""How what gzip packed begins (RFC 1952)."""
# What zlib understands: gzip, and zlib or bare deflate, both of which servers send as "deflate".
_GZIP, _ZLIB, _BARE = 31, 15, -15


def inflated(data: bytes, limit: int, *, deflate: bool = False) -> tuple[bytes, bool]:
    """Return ``data`` unpacked, ``limit`` + 1 bytes at most, and whether its end is there or past the limit.

    deflate: it is zlib's or bare, not gzip's. Raises zlib.error where it is damaged; empty data has no end.
    """
    machine = zlib.decompressobj((_ZLIB if data[:1] == b"\x78" else _BARE) if deflate else _GZIP)
    unpacked = machine.decompress(data, limit + 1)
    return unpacked, machine.eof or len(unpacked) > limit
