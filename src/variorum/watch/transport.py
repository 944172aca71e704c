"""The way into the network: every connection goes to an address that was looked up here and is public.

A name is resolved once, each of its addresses is looked at, and the connection is made to that very address;
so a name that means another machine a moment later (rebinding) leads nowhere. TLS is verified against the
name, by what the system trusts.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from typing import Any

from variorum.errors import FeedError
from variorum.settings import WATCH, WatchSettings
from variorum.watch.addresses import is_public
from variorum.watch.library import httpcore2, httpx2

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


async def resolve(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a host, as the system knows them. Raises OSError when there are none.

    In a thread of its own that nobody waits for at the end: Python's pool of threads would keep the program
    from ending until the name server answers.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def tell(found: list[str] | None, error: OSError | None) -> None:
        if not answer.done():
            answer.set_exception(error) if error is not None else answer.set_result(found or [])

    def ask() -> None:
        found, failed = None, None
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found = list(dict.fromkeys(str(row[4][0]) for row in rows))
        except (OSError, UnicodeError) as error:
            failed = error if isinstance(error, OSError) else OSError(str(error))
        try:
            loop.call_soon_threadsafe(tell, found, failed)
        except RuntimeError:  # the loop has ended meanwhile
            return

    threading.Thread(target=ask, daemon=True).start()
    return await answer


class _Checked(httpcore2.AsyncNetworkBackend):
    """Connects to addresses that are public, or to any where that is allowed."""

    def __init__(
        self,
        resolve: Resolve,
        network: httpcore2.AsyncNetworkBackend,
        *,
        allow_private: bool,
        settings: WatchSettings,
    ) -> None:
        self._resolve = resolve
        self._inner = network
        self._allow_private = allow_private
        self._settings = settings

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        try:
            async with asyncio.timeout(self._settings.connect):
                found = await self._resolve(host.strip("[]"), port)
        except TimeoutError as error:
            raise FeedError("dns", f"its name ({host}) was not resolved in time; try again later") from error
        except OSError as error:
            raise FeedError("dns", f"its name ({host}) is not known; look whether it is right") from error
        allowed = [one for one in found if self._allow_private or is_public(one)]
        if not allowed:
            raise FeedError(
                "private-address",
                f"{host} is in a private network ({', '.join(found[:2]) or 'no address'}); "
                "give --allow-private if that is meant",
            )
        failed: Exception | None = None
        for address in allowed:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
        assert failed is not None
        raise failed

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore2.AsyncNetworkStream:
        raise FeedError("not-http", "only http and https are asked")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class _Body(httpx2.AsyncByteStream):
    """The bytes of an answer as they come."""

    def __init__(self, parts: Any) -> None:
        self._parts = parts

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._parts:
            yield part

    async def aclose(self) -> None:
        """Let go of the connection."""
        await self._parts.aclose()


class CheckedTransport(httpx2.AsyncBaseTransport):
    """Sends requests over connections to addresses that are public; errors are those of httpcore2.

    allow_private: to any address. resolve: how names are looked up; network: how connections to the addresses
    are made. tls: a context of its own, which must verify; the system's otherwise. Proxies of the
    environment are not used: they would look names up.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        resolve: Resolve = resolve,
        network: httpcore2.AsyncNetworkBackend | None = None,
        tls: Any = None,
        settings: WatchSettings = WATCH,
    ) -> None:
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=tls or httpx2.create_ssl_context(),
            max_connections=2 * settings.hosts,
            max_keepalive_connections=settings.hosts,
            network_backend=_Checked(
                resolve, network or httpcore2.AnyIOBackend(), allow_private=allow_private, settings=settings
            ),
        )

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Return the answer, its body still to come."""
        url = request.url
        answer = await self._pool.handle_async_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx2.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(answer.stream),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()
