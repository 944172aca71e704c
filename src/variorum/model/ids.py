"""Ids are hashes of content: same input, same ids, on any engine, in any order."""

from __future__ import annotations

from hashlib import blake2b


def content_id(prefix: str, *parts: object) -> str:
    """Return ``prefix-`` and 16 hex digits of a hash over ``parts``, each taken as text.

    None and the empty string differ; parts cannot run into each other. 64 bits keep the odds of a
    collision below 1 in 1,000 up to about 190 million ids (birthday bound).
    """
    pieces: list[bytes] = []
    for part in parts:
        encoded = b"\x00" if part is None else b"\x01" + str(part).encode("utf-8", "surrogatepass")
        pieces += (len(encoded).to_bytes(8, "big"), encoded)
    return f"{prefix}-{blake2b(b''.join(pieces), digest_size=8).hexdigest()}"
