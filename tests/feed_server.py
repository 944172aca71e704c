"""A server of feeds on loopback that misbehaves in many ways, one for each host name that it is asked as.

``feed_ways.WAYS`` says what each host does and what a watch should tell of it. Nothing here is asked over the
network: ``FeedServer.resolve`` gives every name an address that counts as public, and
``FeedServer.transport`` leads all of these to the server, so that what guards addresses stays in force.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import tempfile
import threading
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import httpcore2
from tests.feed_ways import DOMAIN, PRIVATE, PUBLIC, WAYS, Ask, host_of, no_text, page

# Of somebody-else.example, signed by itself; made for these tests and good for nothing else.
CERTIFICATE = """-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgRADQ4v5XdJx9qeh/
aEF1qEVDNB9ZhO+Wdqh6Nd/owaKhRANCAAR2V6d0FHN1sKKBPq4U5gQhOjSV8tMd
2kFkJd5zsoFlnUaN+fRVbFKafF5No8UicWiNIguEj9BENbjMIzdp2Ou7
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBmDCCAT2gAwIBAgIUF0f/XwqPVrOFta2xMMYDqDlbsTcwCgYIKoZIzj0EAwIw
IDEeMBwGA1UEAwwVc29tZWJvZHktZWxzZS5leGFtcGxlMCAXDTI2MTEzMDE3NTUx
MFoYDzIxMjYxMTA2MTc1NTEwWjAgMR4wHAYDVQQDDBVzb21lYm9keS1lbHNlLmV4
YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR2V6d0FHN1sKKBPq4U5gQh
OjSV8tMd2kFkJd5zsoFlnUaN+fRVbFKafF5No8UicWiNIguEj9BENbjMIzdp2Ou7
o1MwUTAdBgNVHQ4EFgQUheqsA53YV6F3qtW3IaRLpHC0qjkwHwYDVR0jBBgwFoAU
heqsA53YV6F3qtW3IaRLpHC0qjkwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQD
AgNJADBGAiEAuwHTm6/0fv31B6LIOdN6NLaOobTX7OOiOihvuBlWbQYCIQDQVfWw
DlGZmj+xAHI9l330lB4mb7cQZBNug8joDvwBUw==
-----END CERTIFICATE-----
"""


class FeedServer:
    """The server, in a thread of its own, while it is open as a context.

    asked: how often each (host, path) was asked. agents: what asked.
    """

    def __init__(self) -> None:
        self.asked: Counter[tuple[str, str]] = Counter()
        self.agents: set[str] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.ports: dict[str, int] = {}

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(10)
        return self

    def __exit__(self, *of: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _open(self) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "certificate.pem"
            path.write_text(CERTIFICATE)
            context.load_cert_chain(path)
        self._servers = [
            await asyncio.start_server(self._serve, "127.0.0.1", 0),
            await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=context),
        ]
        for scheme, server in zip(("http", "https"), self._servers, strict=True):
            self.ports[scheme] = server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        for server in self._servers:
            server.close()
        waiting = [one for one in asyncio.all_tasks() if one is not asyncio.current_task()]
        for one in waiting:
            one.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, ssl.SSLError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            path = head[0].split(" ")[1]
            headers = {
                name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])
            }
            host = headers.get("host", "").partition(":")[0]
            before = self.asked[host, path.partition("?")[0]]
            self.asked[host, path.partition("?")[0]] += 1
            self.agents.add(headers.get("user-agent", ""))
            await self._answer(Ask(host, path, headers, before, writer))
        with contextlib.suppress(OSError, ssl.SSLError):
            writer.close()
            await writer.wait_closed()

    async def _answer(self, ask: Ask) -> None:
        way = WAYS.get(ask.host.removesuffix(f".{DOMAIN}"))
        if way is None:
            await ask.send(status="421 Misdirected Request")
        elif ask.path == "/robots.txt":
            await (way.robots(ask) if way.robots else ask.send(status="404 Not Found"))
        elif ask.path.startswith("/news/") and way.answer is not no_text:
            body = page(ask.host, ask.path.rpartition("/")[2])
            await ask.send(body, Content_Type="text/html; charset=utf-8")
        else:
            await way.answer(ask)

    def transport(self, settings: Any) -> Any:
        """Return the transport of a watch, whole but for the last step: what is public leads here."""
        from variorum.watch.transport import CheckedTransport

        return CheckedTransport(resolve=self.resolve, network=_Loopback(self.ports), settings=settings)

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        """Return the address of a name: one that counts as public, for all but a few."""
        if host == host_of("dns"):
            raise OSError("Name or service not known")
        if host == host_of("private"):
            return [PRIVATE]
        return [host] if host.replace(".", "").isdigit() else [PUBLIC]


class _Loopback(httpcore2.AsyncNetworkBackend):
    """Connects to the server, whatever address it is asked for."""

    def __init__(self, ports: dict[str, int]) -> None:
        self._ports = ports
        self._inner = httpcore2.AnyIOBackend()

    async def connect_tcp(self, host: str, port: int, *given: Any, **named: Any) -> Any:
        assert host == PUBLIC, host
        there = self._ports["https" if port == 443 else "http"]
        return await self._inner.connect_tcp("127.0.0.1", there, *given, **named)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
