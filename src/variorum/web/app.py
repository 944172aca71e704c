"""Puts the application together: what a request becomes before a handler sees it, and its answer after."""

from __future__ import annotations

import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from variorum.errors import InputError, UnreadableFile, VariorumError, is_fault
from variorum.model.codec import encode
from variorum.settings import SERVE
from variorum.web.bodies import read_body, read_form
from variorum.web.calls import Call, Done, Goto, Operation, Raw, Screen, Shown, token_of, values_of
from variorum.web.guard import FEED, Access, Guard, feed_token
from variorum.web.jobs import Jobs
from variorum.web.looks import Looks
from variorum.web.problems import Problem, problem_response
from variorum.web.routes import OPERATIONS, PREFIX, SCREENS

if TYPE_CHECKING:
    from variorum.desk import Desk

_log = logging.getLogger("variorum.serve")
_AUTHOR = "variorum-author"
Endpoint = Callable[[Request], Awaitable[Response]]


class Site:
    """What all endpoints share: the desk, the batches, the looks, and what was answered last (ETags)."""

    def __init__(self, desk: Desk, jobs: Jobs, key: str | None = None) -> None:
        self.desk, self.jobs, self.looks = desk, jobs, Looks()
        self.feed = FEED + (f"?token={feed_token(key)}" if key is not None else "")
        self.secret = secrets.token_bytes(32)
        self._tags: OrderedDict[str, tuple[int, str]] = OrderedDict()
        self._lock = threading.Lock()

    def call(self, request: Request, params: Any, *, blanks: bool = True) -> Call:
        """Return what a handler is given, without body; raises Problem for parameters that do not fit.

        blanks: whether nothing is a value; forms of pages send a day or a choice so that was left empty.
        """
        session = request.scope.get("variorum.session", "")
        query = parse_qsl(request.url.query, keep_blank_values=True)
        if not blanks:
            texts = {one.name for one in params if one.kind == "text"}
            query = [(name, value) for name, value in query if value or name in texts]
        return Call(
            desk=self.desk,
            jobs=self.jobs,
            looks=self.looks,
            values=values_of(params, query, request.path_params),
            author=unquote(request.cookies.get(_AUTHOR, "")).strip()[:80] or "desk",
            token=token_of(self.secret, session),
            site=f"{request.url.scheme}://{request.url.netloc}",
            feed=self.feed,
            path=request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        )

    def unchanged(self, address: str, given: str | None) -> str | None:
        """Return the tag of ``address`` if ``given`` has it and nothing has changed since; None otherwise."""
        if given is None:
            return None
        with self._lock:
            generation, tag = self._tags.get(address, (-1, ""))
        return tag if _is_of(tag, given) and generation == self.desk.generation() else None

    def tag(self, address: str, data: bytes, generation: int) -> str:
        """Return the tag of an answer, and remember it."""
        made = f'"{sha256(data).hexdigest()[:24]}"'
        with self._lock:
            self._tags[address] = (generation, made)
            self._tags.move_to_end(address)
            while len(self._tags) > SERVE.tags:
                self._tags.popitem(last=False)
        return made


def application(desk: Desk, access: Access) -> Guard:
    """Return the ASGI application that shows ``desk`` to those whom ``access`` names."""
    jobs = Jobs(desk)
    site = Site(desk, jobs, access.key)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await run_in_threadpool(site.looks.load)  # else the first page anybody asks for takes half a second
        yield
        await run_in_threadpool(jobs.close)

    routes = [Route("/static/{name}", partial(_static, site), methods=["GET"])]
    routes += [Route(one.path, partial(_screen, site, one), methods=[one.method]) for one in SCREENS]
    routes += [
        Route(PREFIX + one.path, partial(_operation, site, one), methods=[one.method]) for one in OPERATIONS
    ]
    handlers = {HTTPException: _http_problem, Problem: _told}
    app = Starlette(routes=_joined(routes), exception_handlers=handlers, lifespan=lifespan)
    app.router.redirect_slashes = False
    return Guard(app, access)


def _joined(routes: list[Route]) -> list[Route]:
    """Return the routes with those of one path as one: another method is then told which there are."""
    by_path: dict[str, dict[str, Any]] = {}
    for one in routes:
        for method in one.methods or ():
            by_path.setdefault(one.path, {})[method] = one.endpoint
    return [Route(path, partial(_by_method, ends), methods=list(ends)) for path, ends in by_path.items()]


async def _by_method(ends: dict[str, Endpoint], request: Request) -> Response:
    try:
        return await ends["GET" if request.method == "HEAD" else request.method](request)
    except (HTTPException, Problem):
        raise
    except Exception as error:  # told here: the framework would answer and raise it again
        return _unexpected(request, error)


async def _static(site: Site, request: Request) -> Response:
    found = site.looks.files.get(request.path_params["name"])
    if found is None:
        raise Problem(404, "there is no such file")
    # The address has the hash of the files in it: another file has another address.
    fixed = request.query_params.get("v") == site.looks.version
    keep = "public, max-age=31536000, immutable" if fixed else "no-cache"
    return Response(found.data, media_type=found.media, headers={"Cache-Control": keep})


async def _screen(site: Site, screen: Screen, request: Request) -> Response:
    call = site.call(request, screen.params, blanks=False)
    if screen.method == "POST":
        call = await read_form(call, request, site.jobs.folder, files=screen.takes == "files")
    # All in one go: on a busy machine each handing over waits for its turn.
    return await run_in_threadpool(_page, screen, request, call)


def _page(screen: Screen, request: Request, call: Call) -> Response:
    given = _run(screen.run, call)
    if isinstance(given, Goto):
        answer: Response = RedirectResponse(given.to, status_code=303)
        if given.remember is not None:
            answer.set_cookie(_AUTHOR, given.remember, httponly=True, samesite="strict", max_age=31536000)
        return answer
    if isinstance(given, Raw):
        return _file(given)
    assert isinstance(given, Shown)
    # Rendered as a whole before it is sent: a slow reader holds nothing but these bytes.
    return _tagged(request, _rendered(call, given), "text/html", given.status)


def _rendered(call: Call, shown: Shown) -> bytes:
    shared = {"token": call.token, "author": call.author, "here": call.path}
    key = sha256(encode(shared) + shown.key).digest() if shown.key else b""
    page = call.looks.kept(key)
    if page is None:
        values = shown.values() if callable(shown.values) else shown.values
        page = call.looks.render(shown.template, {**shared, **values}).encode("utf-8")
        call.looks.keep(key, page)
    return page


async def _operation(site: Site, operation: Operation, request: Request) -> Response:
    call = site.call(request, operation.params)
    if operation.takes is not None:
        call = await read_body(call, request, operation.takes, site.jobs.folder)
    return await run_in_threadpool(_answer, site, operation, request, call)


def _answer(site: Site, operation: Operation, request: Request, call: Call) -> Response:
    address, asks = str(request.url), request.method in {"GET", "HEAD"}
    if asks and not operation.volatile:
        tag = site.unchanged(address, request.headers.get("if-none-match"))
        if tag is not None:
            return _not_modified(tag)
    generation = site.desk.generation()
    given = _run(operation.run, call)
    if isinstance(given, Raw):
        return _file(given)
    done = given if isinstance(given, Done) else Done(value=given, status=operation.status)
    data = encode(done.value)
    headers = {"Cache-Control": "private, no-cache" if asks else "no-store"}
    if done.location is not None:
        headers["Location"] = done.location
    if asks:
        tag = site.tag(address, data, generation)
        if _is_of(tag, request.headers.get("if-none-match")):
            return _not_modified(tag)
        headers["ETag"] = tag
    return Response(data, done.status, headers, "application/json")


def _run(handler: Callable[[Call], Any], call: Call) -> Any:
    """Run a handler; what the house raises becomes a problem."""
    try:
        return handler(call)
    except UnreadableFile as error:  # the store itself
        raise Problem(500, "the store cannot be read", error.message) from error
    except InputError as error:
        raise Problem(422, "this cannot be used", error.message) from error
    except VariorumError as error:
        raise Problem(503, "this cannot be done now", error.message, retry_after=10) from error


def _tagged(request: Request, data: bytes, media: str, status: int) -> Response:
    tag = f'"{sha256(data).hexdigest()[:24]}"'
    if status == 200 and _is_of(tag, request.headers.get("if-none-match")):
        return _not_modified(tag)
    return Response(data, status, {"ETag": tag, "Cache-Control": "private, no-cache"}, media)


def _not_modified(tag: str) -> Response:
    return Response(status_code=304, headers={"ETag": tag, "Cache-Control": "private, no-cache"})


def _is_of(tag: str, header: str | None) -> bool:
    """Tell whether ``If-None-Match`` has a tag; a star stands for whatever there is (RFC 9110, 13.1.2)."""
    given = {one.strip().removeprefix("W/") for one in (header or "").split(",")}
    return tag in given or given == {"*"}


def _file(given: Raw) -> Response:
    headers = {"Cache-Control": "private, no-cache"}
    if given.name is not None:
        headers["Content-Disposition"] = f'attachment; filename="{given.name}"'
    return Response(given.data, media_type=given.media, headers=headers)


def _is_page(request: Request) -> bool:
    return not request.url.path.startswith("/api/")


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return problem_response(error, page=_is_page(request))


async def _http_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    answer = problem_response(Problem(error.status_code, error.detail.lower()), page=_is_page(request))
    for name, value in (error.headers or {}).items():
        answer.headers[name] = value
    return answer


def _unexpected(request: Request, error: Exception) -> Response:
    _log.error("unexpected %s at %s", type(error).__name__, request.url.path, exc_info=error)
    title = "something went wrong here" if is_fault(error) else "this cannot be done now"
    return problem_response(
        Problem(500, title, "The terminal of the server says what."), page=_is_page(request)
    )
