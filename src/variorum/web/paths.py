"""Addresses of this server. Ids are what reports brought along: each is one part, whatever is in it."""

from __future__ import annotations

from urllib.parse import quote, unquote

# Stands for a "/" inside of a part while routes are looked up; an id that has this sign is not found.
_SLASH = "\x1f"


def to(*parts: str, place: str = "") -> str:
    """Return an address of this server. place: id of the element to go to."""
    path = "/" + "/".join(quote(one, safe="") for one in parts)
    return path + (f"#{quote(place, safe='')}" if place else "")


def routed(raw: bytes) -> str:
    """Return a path as it came, decoded, in a form whose parts are told apart: see ``part``."""
    parts = raw.partition(b"?")[0].decode("latin-1").split("/")
    return "/".join(unquote(one).replace("/", _SLASH) for one in parts)


def part(routed: str) -> str:
    """Return what a part of such a path stands for."""
    return routed.replace(_SLASH, "/")
