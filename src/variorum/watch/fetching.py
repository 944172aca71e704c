"""Asking for one address: politely (``manners``), within limits, redirects followed and each looked at."""

from __future__ import annotations

import asyncio
import re
import ssl
import zlib
from hashlib import sha256
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from variorum import __version__
from variorum.errors import FeedError, in_one_line, is_fault
from variorum.outputs.wording import CONTROLS
from variorum.settings import WATCH, WatchSettings
from variorum.text.inflating import GZIP, inflated
from variorum.watch.addresses import origin, shown, web_address
from variorum.watch.library import httpx2
from variorum.watch.manners import AGENT, Held, Manners, seconds_of, skew_of
from variorum.watch.records import moment

if TYPE_CHECKING:
    from httpx2 import URL, AsyncBaseTransport, Headers, Request, Response

FEEDS = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
PAGES = "text/html, application/xhtml+xml, */*;q=0.5"
_TEXTS = "text/plain, */*;q=0.5"
_LASTING = (301, 308)
_OURS = ("private-address",)  # not asked because of how this was started
_NOT_THE_HOSTS = (*_OURS, "too-large", "bad-encoding", "unknown-encoding")
_REDIRECTS = (301, 302, 303, 307, 308)
_Redirect = tuple[int, str]  # its status and where to
_MAX_AGE = re.compile(r"(?i)\bmax-age\s*=\s*\"?(\d{1,9})")
_CHARSET = re.compile(r"(?i)\bcharset\s*=\s*[\"']?\s*([\w.:-]+)")
_WORDS = {
    401: "it wants a password; put it into the address (https://user:password@…), or take it off the list",
    403: "it is not allowed; ask the publisher, or take it off the list",
    404: "it is not there (any more); look for its new address",
    410: "it is gone for good; take it off the list",
    429: "it was asked too often, and is left alone for a while",
    451: "it may not be given for legal reasons",
    503: "the server is busy or closed for now",
}


class Fetched(Struct, frozen=True, kw_only=True):
    """An answer.

    status: 200, 304 (not changed) or what else it was. url: where it came from in the end; moved: where the
    address leads for good, if anywhere. etag, modified: verbatim. media, charset: of ``Content-Type``.
    max_age: seconds for which it asks not to be asked again. retry_after: the same after a refusal.
    skew: seconds that the server's clock is ahead. body: unpacked; b"" but for 200; digest: its SHA-256.
    """

    status: int
    url: str
    moved: str | None = None
    etag: str | None = None
    modified: str | None = None
    media: str = ""
    charset: str | None = None
    max_age: float | None = None
    retry_after: float | None = None
    skew: float = 0.0
    body: bytes = b""
    digest: str | None = None

    def problem(self) -> FeedError | None:
        """Return what is wrong with an answer that is neither 200 nor 304."""
        if self.status in (200, 304):
            return None
        said = _WORDS.get(self.status)
        if said is None:
            said = "the server has a fault" if self.status >= 500 else "the server gives nothing for it"
        return FeedError(f"http-{self.status}", f"{said} (HTTP {self.status})", file=shown(self.url))


class Validators(Struct, frozen=True, kw_only=True):
    """What tells a server which version is here already, verbatim as it gave them."""

    etag: str | None = None
    modified: str | None = None


class _Asked(Struct, frozen=True):
    """What is asked for: see ``Fetcher.get``. cut: only its first ``limit`` bytes, as they are sent."""

    known: Validators
    limit: int
    accept: str
    cut: bool = False


class Fetcher:
    """Asks for addresses over connections that it closes in the end.

    transport: how; a simulated one in tests. contact: an address of people, told to servers.
    """

    def __init__(
        self,
        transport: AsyncBaseTransport,
        manners: Manners,
        *,
        contact: str | None = None,
        settings: WatchSettings = WATCH,
    ) -> None:
        self._transport = transport
        self._manners = manners
        self._settings = settings
        self._agent = f"{AGENT}/{__version__}{f' (+{_one_line(contact)})' if contact else ''}"

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.aclose()

    async def get(
        self, url: str, *, known: Validators | None = None, limit: int, accept: str = PAGES
    ) -> Fetched:
        """Return what an address answers; the body of 200 is at most ``limit`` bytes.

        known: of what is here already, so that the answer may be 304. Raises FeedError for what is no answer
        (``problem`` tells of one that is a refusal), with the address as its ``file``.
        """
        try:
            return await self._followed(web_address(url), _Asked(known or Validators(), limit, accept))
        except FeedError as error:
            error.file = error.file or shown(url)
            raise

    async def _followed(self, url: URL, wanted: _Asked) -> Fetched:
        asked: set[str] = set()
        moved: str | None = None
        lasting = True
        for _ in range(self._settings.redirects + 1):
            if str(url) in asked:
                raise FeedError("redirect-loop", "it redirects in a circle; tell the publisher")
            asked.add(str(url))
            await self._refuse_denied(url)
            found = await self._ask(url, wanted)
            if isinstance(found, Fetched):
                return replace(found, moved=moved)
            status, target = found
            lasting = lasting and status in _LASTING
            url = _target(url, target)
            moved = str(url) if lasting else moved
        raise FeedError(
            "too-many-redirects",
            f"it redirects more than {self._settings.redirects} times; give the address that it ends at",
        )

    # ---- one request

    async def _ask(self, url: URL, wanted: _Asked) -> Fetched | _Redirect:
        """Return the answer, or where it redirects to; in the host's turn, and what came of it noted."""
        host = origin(url)
        async with self._manners.turn(host):
            try:
                found = await self._answer(url, wanted)
            except FeedError as error:
                if error.code not in _NOT_THE_HOSTS:
                    self._manners.failed(host)
                raise
        if isinstance(found, Fetched):
            if found.status in (429, 503) and (found.retry_after or found.status == 429):
                self._manners.hold(host, found.retry_after or self._settings.every)
            if found.status >= 500:
                self._manners.failed(host)
                return found
        self._manners.answered(host)
        return found

    async def _answer(self, url: URL, wanted: _Asked) -> Fetched | _Redirect:
        request = self._request(url, wanted)
        try:
            async with asyncio.timeout(self._settings.total):
                return await self._sent(request, wanted)
        except TimeoutError as error:
            told = f"it was not all there after {self._settings.total:g} seconds; tried again later"
            raise FeedError("timeout", told) from error

    def _request(self, url: URL, wanted: _Asked) -> Request:
        headers = {
            "User-Agent": self._agent,
            "Accept": wanted.accept,
            "Accept-Encoding": "identity" if wanted.cut else "gzip, deflate",
        }
        if wanted.known.etag:
            headers["If-None-Match"] = wanted.known.etag
        if wanted.known.modified:
            headers["If-Modified-Since"] = wanted.known.modified
        wait, connect, all_in_all = self._settings.read, self._settings.connect, self._settings.total
        times = {"connect": connect, "read": wait, "write": wait, "pool": all_in_all}
        bare = url.copy_with(username=None, password=None)
        request = httpx2.Request("GET", bare, headers=headers, extensions={"timeout": times})
        if url.userinfo:
            return next(httpx2.BasicAuth(url.username, url.password).sync_auth_flow(request))
        return request

    async def _sent(self, request: Request, wanted: _Asked) -> Fetched | _Redirect:
        try:
            response = await self._transport.handle_async_request(request)
            try:
                return await self._read(response, request.url, wanted)
            finally:
                await response.aclose()
        except FeedError:
            raise
        except Exception as error:
            if not is_fault(error) or isinstance(error, TimeoutError):
                raise
            raise _failure(error) from error

    async def _read(self, response: Response, url: URL, wanted: _Asked) -> Fetched | _Redirect:
        headers, status = response.headers, response.status_code
        if status in _REDIRECTS:
            return status, headers.get("location", "")
        found = _told(status, str(url), headers, self._manners.at)
        if status == 304 and not (wanted.known.etag or wanted.known.modified):
            told = "it says that nothing changed, and was never read; tried again later"
            raise FeedError("unasked-304", told)
        if status != 200:
            return found
        packed = await self._packed(response, wanted)
        if wanted.cut:
            return replace(found, body=packed)
        body = unpacked(packed, headers.get("content-encoding", ""), wanted.limit)
        return replace(found, body=body, digest=sha256(body).hexdigest())

    async def _packed(self, response: Response, wanted: _Asked) -> bytes:
        """Return the bytes of a body as they were sent."""
        most = wanted.limit if wanted.cut else self._settings.packed
        told = response.headers.get("content-length", "")
        if not wanted.cut and told.isascii() and told.isdigit() and int(told[:18]) > most:
            raise _too_large(most)
        parts, size = [], 0
        async for part in response.stream:  # type: ignore[union-attr]
            parts.append(part)
            size += len(part)
            if size > most and not wanted.cut:
                raise _too_large(most)
            if size > most:
                break
        return b"".join(parts)[:most]

    # ---- robots.txt

    async def _refuse_denied(self, url: URL) -> None:
        host = origin(url)
        async with self._manners.robots(host):
            if self._manners.robots_wanted(host):
                await self._ask_robots(host)
        self._manners.refuse_denied(host, str(url.copy_with(username=None, password=None)))

    async def _ask_robots(self, host: str) -> None:
        """Ask for a host's robots.txt: none (4xx) allows all, one that cannot be had denies all for now."""
        try:
            found = await self._robots_of(web_address(f"{host}/robots.txt"))
        except Held:
            raise
        except FeedError as error:
            if error.code in _OURS:  # tomorrow, or with another option, it may be asked
                raise
            self._manners.lack_robots(host, error)
            return
        if found.status == 200:
            self._manners.put_robots(host, found.body.decode("utf-8", "replace"))
        elif found.status >= 500 or found.status == 429:
            self._manners.lack_robots(host, FeedError("robots-unreachable", f"HTTP {found.status}"))
        else:
            self._manners.put_robots(host, "")

    async def _robots_of(self, url: URL) -> Fetched:
        wanted = _Asked(Validators(), self._settings.robots_size, _TEXTS, cut=True)
        for hop in range(self._settings.redirects + 1):  # RFC 9309, 2.3.1.2: at least five, to any host
            try:
                found = await self._ask(url, wanted)
            except FeedError as error:
                if hop and error.code in _OURS:  # that is where the host sent us, and its own doing
                    raise FeedError("bad-redirect", error.message) from error
                raise
            if isinstance(found, Fetched):
                return found
            url = _target(url, found[1])
        return Fetched(status=404, url=str(url))  # the same: more may be taken for none


def unpacked(body: bytes, encoding: str, limit: int) -> bytes:
    """Return a body with its compression undone, ``limit`` bytes at most.

    Raises FeedError: too-large, bad-encoding (damaged, or cut off), unknown-encoding (was not asked for).
    """
    told = encoding.strip().lower()
    if told in ("", "identity", "none", "utf-8"):  # the last two are mistakes that servers make
        data = body
    elif told in ("gzip", "x-gzip", "deflate"):
        data = _inflated(body, told, limit)
    else:
        told = _one_line(told)[:20]
        raise FeedError("unknown-encoding", f'it is packed as "{told}", which was not asked for')
    if len(data) > limit:
        raise _too_large(limit)
    return data


def _inflated(body: bytes, encoding: str, limit: int) -> bytes:
    if encoding != "deflate" and not body.startswith(GZIP):
        return body  # servers say so of what they did not pack
    try:
        data, ended = inflated(body, limit, deflate=encoding == "deflate")
    except zlib.error as error:
        raise FeedError("bad-encoding", "its packed body is damaged; tried again later") from error
    if not ended:
        raise FeedError("bad-encoding", "its packed body ends too early; tried again later")
    return data


def _too_large(most: int) -> FeedError:
    return FeedError("too-large", f"it is larger than {most:,} bytes, and was not read")


def _target(url: URL, location: str) -> URL:
    if not location.strip():
        raise FeedError("bad-redirect", "it redirects to nowhere; tell the publisher")
    try:
        target = web_address(str(url.join(location.strip())))
    except (FeedError, httpx2.InvalidURL, ValueError) as error:
        raise FeedError("bad-redirect", f"it redirects to what is not asked: {shown(location)}") from error
    if origin(target) == origin(url):  # a password is for whom it was given for, and for nobody else
        return target.copy_with(username=url.username or None, password=url.password or None)
    return target.copy_with(username=None, password=None)


def _told(status: int, url: str, headers: Headers, at: str) -> Fetched:
    media, _, more = headers.get("content-type", "").partition(";")
    charset, age = _CHARSET.search(more), _MAX_AGE.search(headers.get("cache-control", ""))
    return Fetched(
        status=status,
        url=url,
        etag=headers.get("etag"),
        modified=headers.get("last-modified"),
        media=media.strip().lower(),
        charset=charset[1] if charset else None,
        max_age=float(age[1]) if age else None,
        retry_after=seconds_of(headers.get("retry-after"), moment(at)),
        skew=skew_of(headers.get("date"), at),
    )


def _one_line(text: str) -> str:
    return CONTROLS.sub("�", " ".join(text.split()))


_FAILURES = {
    "PoolTimeout": ("timeout", "no connection in time; tried again later"),
    "ConnectTimeout": ("timeout", "no connection in time; tried again later"),
    "ReadTimeout": ("timeout", "the server fell silent; tried again later"),
    "WriteTimeout": ("timeout", "the server fell silent; tried again later"),
    "ConnectError": ("refused", "no connection could be made; tried again later"),
    "ReadError": ("reset", "the connection broke; tried again later"),
    "WriteError": ("reset", "the connection broke; tried again later"),
    "CloseError": ("reset", "the connection broke; tried again later"),
    "RemoteProtocolError": ("protocol", "what the server sent is no answer in HTTP; tell the publisher"),
    "LocalProtocolError": ("bad-address", "it cannot be asked for; correct the address"),
    "UnsupportedProtocol": ("bad-address", "it cannot be asked for; correct the address"),
}
_CUT_OFF = ("cut-off", "it ended before it was all there; tried again later")


def _failure(error: Exception) -> FeedError:
    """Return an error of the libraries (httpcore2, and httpx2 with the same names) in our words."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            told = getattr(cause, "verify_message", "") or cause.reason or "no agreement"
            return FeedError("tls", f"its certificate or encryption is not right ({_one_line(str(told))})")
        cause = cause.__cause__ or cause.__context__
    name = type(error).__name__
    if name == "RemoteProtocolError" and "complete" in str(error):  # "without sending complete message body"
        return FeedError(*_CUT_OFF)
    code, words = _FAILURES.get(name, ("fault", in_one_line(error)))
    return FeedError(code, words)
