"""The ways in which feeds misbehave in tests, one for each host: what each answers, and what is to be told.

Pages and feeds are invented.
"""

from __future__ import annotations

import asyncio
import gzip
import socket
import struct
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

PUBLIC = "93.184.215.14"  # counts as public; nothing is ever sent there
PRIVATE = "10.0.0.7"
DOMAIN = "misbehaves.example"
_PEOPLE = ("Ilse Brandvold", "Tomas Quillfeather", "Odile Marchbanks", "Petra Sandholm")
_PLACES = ("Ostrava Quay", "Larkfield", "Peverell", "Hollin")


class Ask:
    """A request: host, path, headers, and how often this was asked before (``before``)."""

    def __init__(self, host: str, path: str, headers: dict[str, str], before: int, writer: Any) -> None:
        self.host, self.path, self.headers, self.before = host, path, headers, before
        self._writer = writer

    async def raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._writer.write(data)
        await self._writer.drain()

    async def head(self, status: str = "200 OK", **headers: str | None) -> None:
        """Send a status line and headers; "_" in their names stands for "-", None leaves one out."""
        sent = {"Content-Type": "application/rss+xml", "Connection": "close"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}  # type: ignore[misc]
        lines = [
            f"HTTP/1.1 {status}",
            *(f"{name}: {value}" for name, value in sent.items() if value is not None),
        ]
        await self.raw("\r\n".join([*lines, "", ""]).encode("latin-1"))

    async def send(self, body: bytes = b"", status: str = "200 OK", **headers: str | None) -> None:
        """Send a whole answer."""
        await self.head(status, **{"Content_Length": str(len(body)), **headers})
        await self.raw(body)

    def abort(self) -> None:
        """End the connection at once, with a reset."""
        at_once = struct.pack("ii", 1, 0)
        self._writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        self._writer.transport.abort()


def item(
    host: str, number: int | str, *, guid: str | None = None, date: str = "Mon, 30 Nov 2026 09:00:00 GMT"
) -> str:
    """Return an item of RSS that leads to page ``number`` of the host."""
    return (
        f"<item><title>{title(host, number)}</title><link>http://{host}/news/{number}</link>"
        f'<guid isPermaLink="false">{guid or f"{host}-{number}"}</guid><pubDate>{date}</pubDate></item>'
    )


def rss(*items: str) -> bytes:
    """Return a feed of RSS 2.0."""
    head = "<title>Invented news</title><link>/</link><description>d</description>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'.encode()


def title(host: str, number: int | str) -> str:
    """Return the headline of a page."""
    place = _PLACES[sum(map(ord, f"{host}{number}")) % len(_PLACES)]
    return f"{place} council hears of bridge {number}"


def page(host: str, number: int | str) -> bytes:
    """Return a page with a report that has a quotation and a figure."""
    drawn = sum(map(ord, f"{host}{number}"))
    place, person = _PLACES[drawn % len(_PLACES)], _PEOPLE[drawn % len(_PEOPLE)]
    said = title(host, number)
    paragraphs = (
        f"The council of {place} heard on Monday that repairs to bridge {number} of {host} will take "
        f"{drawn % 50 + 3} weeks and that lorries will go round by the valley road.",
        f"“Nobody told the village of {host} about it,” said {person}, who has run the shop beside "
        f"the bridge for {drawn % 20 + 4} years. “We would like to be asked.”",
        "The work begins when the river is low. A footbridge stays open for those who walk to the school.",
    )
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    head = f"<!doctype html><html><head><title>{said}</title></head>"
    return f"{head}<body><article><h1>{said}</h1>{body}</article></body></html>".encode()


def usual(host: str) -> bytes:
    """Return a feed with two items."""
    return rss(item(host, 1), item(host, 2))


Answer = Callable[[Ask], Awaitable[None]]


class Way(NamedTuple):
    """How a host misbehaves, and what should be told of it.

    health, problem: of its ``FeedState``; several that are right. said: what its ``said`` has a word of.
    pages: how many of its pages give an article in the end. scheme: https where TLS is what is wrong.
    robots: its robots.txt; without one there is none (404).
    """

    answer: Answer
    health: tuple[str, ...]
    problem: tuple[str | None, ...]
    pages: int = 0
    said: str | None = None
    scheme: str = "http"
    robots: Answer | None = None


WAYS: dict[str, Way] = {}


def way(
    health: str,
    problem: str | None,
    *,
    pages: int = 0,
    said: str | None = None,
    scheme: str = "http",
    robots: Answer | None = None,
) -> Callable[[Answer], Answer]:
    """Enter an answer in ``WAYS`` by its name; "or" stands between several healths or problems."""

    def enter(answer: Answer) -> Answer:
        WAYS[answer.__name__.strip("_").replace("_", "-")] = Way(
            answer, tuple(health.split(" or ")), tuple((problem or "").split(" or ")) if problem else (None,),
            pages, said, scheme, robots,
        )  # fmt: skip
        return answer

    return enter


# ---- fine


@way("fine", None, pages=2)
async def good(ask: Ask) -> None:
    """As it should be, with a validator that it knows again."""
    if ask.headers.get("if-none-match") == '"v1"':
        await ask.send(status="304 Not Modified", ETag='"v1"')
    else:
        await ask.send(usual(ask.host), ETag='"v1"')


@way("fine", None, pages=2)
async def good_atom(ask: Ask) -> None:
    """The same as Atom."""
    entries = "".join(
        f"<entry><id>tag:{n}</id><title>{title(ask.host, n)}</title><link href='/news/{n}'/>"
        "<updated>2026-11-30T09:00:00Z</updated></entry>"
        for n in (1, 2)
    )
    await ask.send(f'<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title>{entries}</feed>'.encode())


# ---- the connection


@way("failing", "timeout")
async def slow(ask: Ask) -> None:
    """A byte now and then."""
    await ask.head(Content_Length="20000")
    for _ in range(600):
        await ask.raw(b" ")
        await asyncio.sleep(0.1)


@way("failing", "timeout")
async def mute(ask: Ask) -> None:
    """Takes the request and says nothing."""
    await asyncio.sleep(60)


@way("failing", "too-large")
async def endless(ask: Ask) -> None:
    """A body without an end."""
    await ask.head()
    while True:
        await ask.raw(b"<!-- and on -->" * 4096)


@way("failing", "cut-off or protocol")
async def length_too_long(ask: Ask) -> None:
    """Says more bytes than it sends."""
    body = usual(ask.host)
    await ask.send(body, Content_Length=str(len(body) + 500))


@way("fine", None, pages=1, said="ends in the middle of an item")
async def length_too_short(ask: Ask) -> None:
    """Says fewer bytes than it sends, so that the feed ends in its second item."""
    body = usual(ask.host)
    await ask.send(body, Content_Length=str(body.rfind(b"<pubDate>")))


@way("failing", "reset or protocol or cut-off")
async def reset(ask: Ask) -> None:
    """Ends the connection in the middle of the body."""
    await ask.head(Content_Length="5000")
    await ask.raw(usual(ask.host)[:200])
    ask.abort()


@way("failing", "protocol or too-large or timeout")
async def headers_without_end(ask: Ask) -> None:
    """Headers, and no body after them."""
    await ask.raw(b"HTTP/1.1 200 OK\r\n")
    while True:
        await ask.raw(b"X-More: and more\r\n" * 500)


@way("failing", "protocol")
async def no_http(ask: Ask) -> None:
    """Another protocol."""
    await ask.raw(b"SSH-2.0-OpenSSH_9.9\r\n")


@way("failing", "protocol or cut-off")
async def broken_chunks(ask: Ask) -> None:
    """Pieces whose length is no number."""
    await ask.head(Transfer_Encoding="chunked")
    await ask.raw(b"5\r\n<rss \r\nzz\r\n>\r\n0\r\n\r\n")


@way("failing", "tls", scheme="https")
async def tls(ask: Ask) -> None:
    """A certificate of somebody else, signed by itself."""
    await ask.send(usual(ask.host))


@way("failing", "dns")
async def dns(ask: Ask) -> None:
    """A name that nobody knows."""
    raise AssertionError("it cannot be asked")


@way("failing", "private-address")
async def private(ask: Ask) -> None:
    """A name that means a machine in a private network."""
    raise AssertionError("it must not be asked")


# ---- encodings


@way("failing", "too-large")
async def gzip_bomb(ask: Ask) -> None:
    """A few kB that unpack to 200 MB."""
    await ask.send(BOMB, Content_Encoding="gzip")


@way("failing", "bad-encoding")
async def gzip_broken(ask: Ask) -> None:
    """Says gzip and is none."""
    await ask.send(b"\x1f\x8b\x08\x00" + usual(ask.host), Content_Encoding="gzip")


@way("failing", "bad-encoding or cut-off")
async def gzip_cut(ask: Ask) -> None:
    """Gzip without its end."""
    await ask.send(gzip.compress(usual(ask.host))[:-30], Content_Encoding="gzip")


@way("failing", "unknown-encoding")
async def unknown_encoding(ask: Ask) -> None:
    """An encoding that nobody knows."""
    await ask.send(usual(ask.host), Content_Encoding="lzma-by-hand")


@way("fine", None, pages=1, said="UTF-8")
async def mixed_encodings(ask: Ask) -> None:
    """UTF-8, and one title in Windows-1252."""
    good = item(ask.host, 1).replace("council", "café “council”").encode()
    bad = "<item><guid>odd</guid><title>“Café”</title></item>".encode("cp1252")
    await ask.send(rss().replace(b"</channel>", good + good.replace(b"-1", b"-3") + bad + b"</channel>"))


# ---- redirects


@way("failing", "redirect-loop")
async def redirect_loop(ask: Ask) -> None:
    """To itself by way of another address."""
    await ask.send(status="302 Found", Location="/other" if ask.path == "/feed" else "/feed")


@way("failing", "too-many-redirects")
async def redirect_chain(ask: Ask) -> None:
    """Ever on."""
    await ask.send(status="302 Found", Location=f"/feed?{ask.before + 1}")


@way("failing", "private-address")
async def redirect_to_loopback(ask: Ask) -> None:
    """To the machine itself."""
    await ask.send(status="302 Found", Location="http://127.0.0.1:1/feed")


@way("failing", "private-address")
async def redirect_to_metadata(ask: Ask) -> None:
    """To a link-local address, as clouds have."""
    await ask.send(status="302 Found", Location="http://169.254.169.254/latest/meta-data/")


@way("failing", "private-address")
async def redirect_by_name(ask: Ask) -> None:
    """To a name that means a machine in a private network."""
    await ask.send(status="302 Found", Location=f"http://private.{DOMAIN}/feed")


@way("failing", "bad-redirect")
async def redirect_to_file(ask: Ask) -> None:
    """To a file."""
    await ask.send(status="302 Found", Location="file:///etc/passwd")


@way("failing", "bad-redirect")
async def redirect_nowhere(ask: Ask) -> None:
    """Without an address."""
    await ask.send(status="302 Found")


@way("moved", "moved", pages=2)
async def moved(ask: Ask) -> None:
    """For good, to an address where it is found."""
    if ask.path == "/feed":
        await ask.send(status="301 Moved Permanently", Location="/new/feed")
    else:
        await ask.send(usual(ask.host))


# ---- what it says


@way("failing", "not-xml")
async def bad_xml(ask: Ask) -> None:
    """Cut off in its first item."""
    await ask.send(usual(ask.host)[:180])


@way("failing", "html")
async def html(ask: Ask) -> None:
    """A page for a feed."""
    link = '<link rel="alternate" type="application/rss+xml" href="/real-feed.xml">'
    await ask.send(f"<!doctype html><html><head>{link}</head><body>Sign in</body></html>".encode())


@way("failing", "empty")
async def empty(ask: Ask) -> None:
    """Nothing."""
    await ask.send(b"")


@way("failing", "entities")
async def entity_bomb(ask: Ask) -> None:
    """Entities that stand for entities."""
    declared = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    await ask.send(f'<!DOCTYPE rss [<!ENTITY l0 "ha">{declared}]><rss><channel>&l9;</channel></rss>'.encode())


@way("failing", "binary")
async def picture(ask: Ask) -> None:
    """A picture that says it is a feed."""
    await ask.send(b"\x89PNG\r\n\x1a\n" + bytes(1000))


@way("failing", "list")
async def opml(ask: Ask) -> None:
    """A list of feeds."""
    await ask.send(b"<opml version='2.0'><body><outline xmlUrl='http://x.example/f'/></body></opml>")


@way("fine", None, pages=2)
async def wrong_type(ask: Ask) -> None:
    """A feed that says it is a picture."""
    await ask.send(usual(ask.host), Content_Type="image/png")


@way("fine", None, pages=2)
async def changing_guid(ask: Ask) -> None:
    """Another guid for the same articles, each time that it is asked."""
    await ask.send(rss(*(item(ask.host, n, guid=f"{n}-{ask.before}") for n in (1, 2))))


@way("fine", None, pages=2)
async def same_guid(ask: Ask) -> None:
    """One guid for whatever is the latest article."""
    await ask.send(rss(item(ask.host, min(ask.before, 1) + 1, guid="latest")))


@way("fine", None, pages=2, said="twice")
async def doubled(ask: Ask) -> None:
    """Each item twice."""
    await ask.send(rss(*(item(ask.host, n) for n in (1, 2, 1, 2))))


@way("fine", None, pages=2)
async def future(ask: Ask) -> None:
    """Items of 2031."""
    await ask.send(rss(*(item(ask.host, n, date="Sat, 01 Mar 2031 09:00:00 GMT") for n in (1, 2))))


@way("fine", None, pages=2, said="1970")
async def beginning_of_time(ask: Ask) -> None:
    """Items of 1970."""
    await ask.send(rss(*(item(ask.host, n, date="Thu, 01 Jan 1970 00:00:00 GMT") for n in (1, 2))))


@way("fine", None, pages=2)
async def skewed(ask: Ask) -> None:
    """A clock that is three hours ahead."""
    await ask.send(usual(ask.host), Date="Mon, 30 Nov 2026 15:00:00 GMT")


@way("fine", None, pages=2)
async def fickle(ask: Ask) -> None:
    """Another validator each time."""
    await ask.send(usual(ask.host), ETag=f'"{ask.before}"', Last_Modified="Mon, 30 Nov 2026 09:00:00 GMT")


@way("fine", None)
async def no_text(ask: Ask) -> None:
    """Pages that are made by scripts."""
    if ask.path.startswith("/news/"):
        made = b"<!doctype html><html><body><script>app()</script></body></html>"
        await ask.send(made, Content_Type="text/html")
    else:
        await ask.send(usual(ask.host))


@way("silent", "silent", pages=1)
async def silent(ask: Ask) -> None:
    """Its last item is of a week ago."""
    await ask.send(rss(item(ask.host, 1, date="Tue, 24 Nov 2026 09:00:00 GMT")))


# ---- status


@way("failing", "unasked-304")
async def unasked_304(ask: Ask) -> None:
    """Says that nothing has changed to who never asked before."""
    await ask.send(status="304 Not Modified")


@way("failing", "http-429")
async def too_often(ask: Ask) -> None:
    """Too many requests, and when to come again."""
    await ask.send(b"slow down", status="429 Too Many Requests", Retry_After="7200")


@way("failing", "http-429")
async def too_often_for_ever(ask: Ask) -> None:
    """Too many requests, and nothing else."""
    await ask.send(b"slow down", status="429 Too Many Requests")


@way("failing", "http-503")
async def unavailable(ask: Ask) -> None:
    """Busy."""
    await ask.send(b"busy", status="503 Service Unavailable")


@way("failing", "http-500")
async def broken(ask: Ask) -> None:
    """An error for ever."""
    await ask.send(b"Traceback", status="500 Internal Server Error")


@way("gone", "http-410")
async def gone(ask: Ask) -> None:
    """Gone for good."""
    await ask.send(status="410 Gone")


@way("failing or gone", "http-404")
async def missing(ask: Ask) -> None:
    """Not there."""
    await ask.send(b"<html>not here</html>", status="404 Not Found", Content_Type="text/html")


@way("denied", "http-401")
async def password(ask: Ask) -> None:
    """For those with a password."""
    await ask.send(status="401 Unauthorized", WWW_Authenticate="Basic")


# ---- robots.txt


async def _disallow(ask: Ask) -> None:
    await ask.send(b"User-agent: *\nDisallow: /\n", Content_Type="text/plain")


async def _no_pages(ask: Ask) -> None:
    await ask.send(b"User-agent: *\nDisallow: /news/\n", Content_Type="text/plain")


async def _error(ask: Ask) -> None:
    await ask.send(b"error", status="500 Internal Server Error")


async def _endless_robots(ask: Ask) -> None:
    await ask.head(Content_Type="text/plain")
    while True:
        await ask.raw(b"# and on\n" * 4096)


@way("denied", "robots", robots=_disallow)
async def robots_deny(ask: Ask) -> None:
    """Wants no robots."""
    await ask.send(usual(ask.host))


@way("fine", None, robots=_no_pages)
async def robots_deny_pages(ask: Ask) -> None:
    """Wants no robots on its pages."""
    await ask.send(usual(ask.host))


@way("failing or denied", "robots-unreachable", robots=_error)
async def robots_broken(ask: Ask) -> None:
    """An error for robots.txt, which counts as a no (RFC 9309, 2.3.1.4)."""
    await ask.send(usual(ask.host))


@way("fine", None, pages=2, robots=_endless_robots)
async def robots_endless(ask: Ask) -> None:
    """A robots.txt without an end, of which the beginning counts."""
    await ask.send(usual(ask.host))


BOMB = gzip.compress(b" " * 2**20 * 20)


def host_of(name: str) -> str:
    """Return the host that misbehaves in that way."""
    return f"{name}.{DOMAIN}"


def address_of(name: str) -> str:
    """Return the address of the feed of a way."""
    return f"{WAYS[name].scheme}://{host_of(name)}/feed"
