"""Addresses as feeds print them, made absolute."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from variorum.settings.feeds import FEEDS


def absolute(given: str | None, base: str | None) -> str | None:
    """Return an address of the web, made absolute by ``base``; None for what is none (``javascript:``).

    Line breaks and tabs in it are left out, as browsers do; nothing else is changed.
    """
    address = "".join((given or "").split("\n")).replace("\r", "").replace("\t", "").strip()
    if not address or len(address) > FEEDS.address:
        return None
    try:
        whole = urljoin(base or "", address)
        parts = urlsplit(whole)
        _ = parts.port  # raises for one that is none
    except ValueError:
        return None
    return whole if parts.scheme.lower() in ("http", "https") and parts.hostname else None
