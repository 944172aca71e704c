"""What stands before every page and call: who may ask, how much, how fast; and the headers of each answer.

A page of another site that the same browser shows can send requests here. It is kept out by the names that
this server answers to (a foreign name that was pointed here, "DNS rebinding"), by the origin that browsers
send along, and by a token in every form (``forms``).
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from msgspec import Struct

from variorum.settings import SERVE
from variorum.web.paths import routed
from variorum.web.problems import Problem, problem_response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

FEED = "/events.atom"
SESSION, KEY = "variorum-session", "variorum-key"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_UPLOADS = frozenset({"/add", "/api/v1/articles"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    # Not no-referrer: with it, browsers send the origin "null" with forms of this very page.
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)


class Access(Struct, frozen=True, kw_only=True):
    """Who may ask: the names this server is called by (without port), and the key, where one is asked for."""

    hosts: frozenset[str]
    key: str | None = None


def feed_token(key: str) -> str:
    """Return what lets a reader of feeds in, to the feed of events and nothing else."""
    return hmac.new(key.encode(), FEED.encode(), sha256).hexdigest()


class Rates:
    """Counts the requests of each client: so many a second, and some more in a row (a token bucket)."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float] = monotonic) -> None:
        self.rate, self.burst, self._clock = rate, burst, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> float:
        """Count a request of ``client``; return 0, or the seconds after which it may ask again."""
        now = self._clock()
        left, then = self._left.pop(client, (float(self.burst), now))
        left = min(float(self.burst), left + (now - then) * self.rate)
        short = max(0.0, 1.0 - left)
        self._left[client] = (left if short else left - 1.0, now)
        while len(self._left) > SERVE.clients:
            self._left.popitem(last=False)
        return short / self.rate


class Guard:
    """The outermost layer of the application; see the module."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app, self._access = app, access
        self._all = Rates(SERVE.requests, SERVE.requests_at_once)
        self._writes = Rates(SERVE.writes, SERVE.writes_at_once)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        asked = _Asked(scope)
        scope["path"] = routed(scope.get("raw_path") or asked.path.encode())
        guarded = _with_headers(send)
        session = asked.cookies.get(SESSION, "")
        if not _is_session(session):
            session = secrets.token_hex(16)
            guarded = _with_cookie(guarded, f"{SESSION}={session}; Path=/; HttpOnly; SameSite=Strict")
        scope["variorum.session"] = session
        problem = self._refused(asked)
        if problem is not None:
            await problem_response(problem, page=not asked.api)(scope, receive, guarded)
        elif self._access.key is not None and "key" in asked.query and asked.method == "GET":
            await self._let_in(asked, scope, receive, guarded)
        else:
            limit = SERVE.upload if asked.path in _UPLOADS else SERVE.body
            await self._app(scope, _bounded(receive, limit), guarded)

    def _refused(self, asked: _Asked) -> Problem | None:
        """Return why this is not answered, None when it is."""
        if asked.host not in self._access.hosts:
            asked_for = f"It was asked for as {asked.host!r}."
            return Problem(421, "this server does not answer to that name", asked_for)
        if asked.method not in _SAFE and not asked.same_origin:
            return Problem(403, "sent by a page of another site")
        key = self._access.key
        if key is not None and not asked.has(key) and not asked.reads_feed(key):
            remedy = "Open the address that the server printed, with its key."
            return Problem(401, "the key is missing", remedy)
        limit = SERVE.upload if asked.path in _UPLOADS else SERVE.body
        if asked.length > limit:
            return Problem(413, "too large", f"At most {limit:,} bytes are taken at once.")
        waits = [self._all.wait(asked.client)]
        if asked.method not in _SAFE:
            waits.append(self._writes.wait(asked.client))
        if max(waits) > 0:
            return Problem(429, "too many requests", retry_after=int(max(waits)) + 1)
        return None

    async def _let_in(self, asked: _Asked, scope: Scope, receive: Receive, send: Send) -> None:
        """Keep the key in a cookie and take it out of the address, where histories would show it."""
        from starlette.responses import RedirectResponse

        rest = urlencode([(name, value) for name, value in asked.pairs if name != "key"])
        answer = RedirectResponse(asked.path + (f"?{rest}" if rest else ""), status_code=303)
        answer.set_cookie(KEY, asked.query["key"], httponly=True, samesite="strict")
        await answer(scope, receive, send)


class _Asked:
    """What the guard looks at in a request."""

    def __init__(self, scope: Scope) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.api = self.path.startswith("/api/")
        self.client = str((scope.get("client") or ("",))[0])
        self.address = headers.get("host", "")
        self.host = (urlsplit(f"//{self.address}").hostname or "") if _is_authority(self.address) else ""
        self.pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)[:100]
        self.query = dict(self.pairs)
        self.cookies = _cookies(headers.get("cookie", ""))
        length = headers.get("content-length", "")
        self.length = int(length) if length.isdecimal() and len(length) < 19 else 0
        self._bearer = headers.get("authorization", "").removeprefix("Bearer ").strip()
        self._origin, self._site = headers.get("origin"), headers.get("sec-fetch-site")

    @property
    def same_origin(self) -> bool:
        """Tell whether this was sent from a page of this server, or by no page at all."""
        if self._origin is not None:
            origin = urlsplit(self._origin)
            return origin.scheme in {"http", "https"} and origin.netloc == self.address
        return self._site in {None, "same-origin", "none"}

    def has(self, key: str) -> bool:
        """Tell whether the key is given: as a cookie, a bearer token or, to come in, in the address."""
        given = [self.cookies.get(KEY, ""), self._bearer]
        if self.method == "GET":
            given.append(self.query.get("key", ""))
        return any(hmac.compare_digest(one.encode(), key.encode()) for one in given)

    def reads_feed(self, key: str) -> bool:
        """Tell whether this asks for the feed of events, with the token of its address."""
        given = self.query.get("token", "").encode()
        return (
            self.method in {"GET", "HEAD"}
            and self.path == FEED
            and hmac.compare_digest(given, feed_token(key).encode())
        )


def _is_authority(address: str) -> bool:
    return bool(address) and not set(address) & set("/?#@\\ ")


def _cookies(header: str) -> dict[str, str]:
    try:
        return {name: one.value for name, one in SimpleCookie(header).items()}
    except CookieError:
        return {}


def _is_session(value: str) -> bool:
    return len(value) == 32 and all(sign in "0123456789abcdef" for sign in value)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *_HEADERS]
        await send(message)

    return sending


def _with_cookie(send: Send, cookie: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), (b"set-cookie", cookie.encode())]
        await send(message)

    return sending


def _bounded(receive: Receive, limit: int) -> Receive:
    """Return ``receive`` that raises Problem when the body is longer than ``limit`` or does not come on.

    The length that a request declares may be missing or wrong; so its bytes are counted as they come.
    """
    taken, whole = 0, False

    async def receiving() -> Message:
        nonlocal taken, whole
        if whole:
            return await receive()  # waits for the client to go away
        try:
            message = await asyncio.wait_for(receive(), SERVE.patience)
        except TimeoutError:
            raise Problem(408, "the request did not come on") from None
        if message["type"] == "http.request":
            taken += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if taken > limit:
                raise Problem(413, "too large", f"At most {limit:,} bytes are taken at once.")
        return message

    return receiving
