"""Runs the desk on a socket: which names it answers to, whether it asks for a key, how it starts and ends."""

from __future__ import annotations

import errno
import ipaddress
import secrets
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

from variorum.errors import InputError, MissingExtra, OutputError
from variorum.settings import SERVE

if TYPE_CHECKING:
    import uvicorn

    from variorum.desk import Desk

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Listening(Struct, frozen=True, kw_only=True):
    """Where the desk is to be opened. key: asked for once, then kept by the browser; None on this machine."""

    address: str
    key: str | None

    @property
    def link(self) -> str:
        """Return the address to open, with the key."""
        return self.address + (f"?key={self.key}" if self.key else "")


def serve(
    desk: Desk,
    *,
    host: str = "127.0.0.1",
    port: int = SERVE.port,
    names: tuple[str, ...] = (),
    on_start: Callable[[Listening], None] = lambda _: None,
    on_wait: Callable[[], None] = lambda: None,
) -> None:
    """Serve ``desk`` until it is interrupted; requests under way are answered first, unless it is so again.

    host: address to listen on; beyond this machine, a key is asked for. names: others that it answers to, as
    behind a proxy. on_start: called once it listens. on_wait: called where ending has to wait for requests.
    Raises OutputError when the port is taken, InputError for a host that is not of this machine, MissingExtra
    without the libraries.
    """
    try:
        import uvicorn

        from variorum.web.app import application
    except ImportError as error:
        raise MissingExtra("serving pages needs more: pip install 'variorum[desk]'") from error
    from variorum.web.guard import Access

    listening_at = bound(host, port)
    key = None if is_loopback(host) else secrets.token_urlsafe(18)
    known = {host, *names, *(_LOOPBACK if is_loopback(host) or _is_any(host) else ())}
    if _is_any(host):
        known |= {socket.gethostname().lower(), *_own_addresses()}
    app = application(desk, Access(hosts=frozenset(one.lower() for one in known), key=key))
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=int(SERVE.patience),
        lifespan="on",
    )
    shown = "127.0.0.1" if _is_any(host) else f"[{host}]" if ":" in host else host
    listening = Listening(address=f"http://{shown}:{listening_at.getsockname()[1]}/", key=key)
    on_start(listening)
    server = _server(config, on_wait)
    try:
        server.run(sockets=[listening_at])
    except KeyboardInterrupt:
        pass  # uvicorn has ended in order, and only tells that it was interrupted
    finally:
        listening_at.close()


def _server(config: uvicorn.Config, on_wait: Callable[[], None]) -> uvicorn.Server:
    import uvicorn

    class Server(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            if self.server_state.tasks:
                on_wait()
            await super().shutdown(sockets)

    return Server(config)


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens there; raises as ``serve``."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named, so that asyncio has answers sent at once (TCP_NODELAY): else the end of each waits for 40 ms.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
        made.listen(128)
    except OSError as error:
        made.close()
        if error.errno == errno.EADDRINUSE:
            raise OutputError(
                f"port {port} is taken, perhaps by another `variorum serve`; give --port another number, or "
                "0 for any that is free"
            ) from error
        if error.errno in (errno.EACCES, errno.EPERM):
            raise OutputError(
                f"port {port} may not be used by this user; give --port one above 1023"
            ) from error
        raise InputError(f"{host} is no address of this machine ({error.strerror})") from error
    return made


def is_loopback(host: str) -> bool:
    """Tell whether nobody but this machine can reach ``host``."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_any(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def _own_addresses() -> set[str]:
    try:
        return {str(one[4][0]) for one in socket.getaddrinfo(socket.gethostname(), None)}
    except OSError:
        return set()
