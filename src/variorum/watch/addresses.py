"""Addresses of the web: what may be asked, which machines are public, and how an address is shown."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from variorum.errors import FeedError, shortened
from variorum.outputs.wording import CONTROLS
from variorum.settings import WATCH

if TYPE_CHECKING:
    import httpx2

_SECRET = re.compile(
    r"(?i)(?<=[?&;#])([\w.%\[\]-]*(?:key|token|secret|sig|signature|auth|pass|passwd|password|pwd|session|sid)"
    r"[\w.%\[\]-]*)=[^&;#]*"
)
# Addresses that hold one of IPv4: NAT64 (RFC 6052).
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_GLOBAL = ipaddress.ip_network("2000::/3")  # what is given out of IPv6 (RFC 4291, 2.4; IANA)


def shown(url: str) -> str:
    """Return an address as it may be printed and kept in a log: without user, password, and values of the
    query that look like keys. What is no address comes back without them as far as they can be told."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        url = urlunsplit((parts.scheme, host, parts.path, parts.query, parts.fragment))
    except ValueError:
        url = re.sub(r"//[^/?#]*@", "//", url)
    return shortened(CONTROLS.sub("�", _SECRET.sub(r"\1=…", url)), WATCH.words)


def web_address(url: str) -> httpx2.URL:
    """Return an address that can be asked, without its fragment.

    Raises FeedError for anything but http and https with a host, MissingExtra without the library.
    """
    from variorum.watch.library import httpx2

    try:
        read = httpx2.URL(url.strip())
    except (httpx2.InvalidURL, ValueError, TypeError) as error:
        raise _no_address(url) from error
    if read.scheme not in ("http", "https"):
        told = f"{read.scheme}:" if read.scheme else "no scheme"
        raise FeedError("not-http", f"only http and https are asked, and this has {told}", file=shown(url))
    if not read.host or len(url) > WATCH.url:
        raise _no_address(url)
    return read.copy_with(fragment=None)


def _no_address(url: str) -> FeedError:
    return FeedError("bad-address", "is no address of the web; correct it in the list", file=shown(url))


def origin(url: httpx2.URL) -> str:
    """Return scheme, host and port: what a robots.txt and the manners towards a host are about."""
    usual = {"http": 80, "https": 443}.get(url.scheme)
    host = url.netloc.decode("ascii")
    return f"{url.scheme}://{host.removesuffix(f':{usual}')}"


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the open network: not of this machine, a house or a link.

    An address of IPv4 inside one of IPv6 (mapped, NAT64, 6to4, Teredo) is what counts of that.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
        if found in _NAT64:
            inner.append(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))
        held = [one for one in inner if one is not None]
        if held:
            return all(_is_open(one) for one in held)
        if found not in _GLOBAL:
            return False
    return _is_open(found)


def _is_open(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified or address.is_link_local
    )
