"""What a handler is given and gives back, and what a route says of itself; none of it needs a server."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

from variorum.settings import SERVE
from variorum.web.paths import part
from variorum.web.problems import Problem

if TYPE_CHECKING:
    from variorum.desk import Desk
    from variorum.web.jobs import Jobs
    from variorum.web.looks import Looks

ParamKind = Literal["text", "number", "day", "choice"]
_NUMBER = re.compile(r"[0-9]{1,9}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Param(Struct, frozen=True, kw_only=True):
    """A parameter of a route.

    least, most: of a number; for text, ``most`` counts its code points. pattern: what it must have, a regular
    expression that Python and JSON Schema read alike.
    """

    name: str
    doc: str
    where: Literal["query", "path"] = "query"
    kind: ParamKind = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    least: int = 1
    most: int = SERVE.words
    pattern: str = ""

    def read(self, given: str) -> str | int:
        """Return the value that ``given`` stands for; raises Problem for none."""
        if self.kind == "number":
            fits = _NUMBER.fullmatch(given) and self.least <= int(given) <= self.most
            if not fits:
                raise self._wrong(f"a whole number from {self.least} to {self.most}")
            return int(given)
        if self.kind == "day" and not _is_day(given):
            raise self._wrong("a day, YYYY-MM-DD")
        if self.kind == "choice" and given not in self.choices:
            raise self._wrong(f"one of {', '.join(self.choices)}")
        if len(given) > self.most or "\x00" in given or (self.required and not given.strip()):
            raise self._wrong(f"1 to {self.most} characters, without NUL")
        if self.pattern and not re.search(self.pattern, given):
            raise self._wrong(f"as {self.doc}")
        return given

    def _wrong(self, wanted: str) -> Problem:
        return Problem(422, f"{self.name} cannot be read", f"It should be {wanted}.")


def _is_day(given: str) -> bool:
    if not _DAY.fullmatch(given):
        return False
    try:
        date.fromisoformat(given)
    except ValueError:
        return False
    return True


def values_of(
    params: Sequence[Param], query: Sequence[tuple[str, str]], path: Mapping[str, str]
) -> dict[str, Any]:
    """Return the values of ``params``; those not given are left out. Raises Problem for what does not fit."""
    known = {one.name: one for one in params if one.where == "query"}
    found: dict[str, Any] = {}
    for name, given in query:
        if name not in known:
            raise Problem(422, "unknown parameter", f"There are: {', '.join(known) or 'none'}.")
        if name in found:
            raise Problem(422, f"{name} is given twice")
        found[name] = known[name].read(given)
    for one in params:
        if one.where == "path":
            found[one.name] = one.read(part(path[one.name]))
        elif one.required and one.name not in found:
            raise Problem(422, f"{one.name} is missing", one.doc)
    return found


class Upload(Struct, frozen=True, kw_only=True):
    """A file that was sent. name: as its sender calls it, to be shown and for its suffix; never opened.
    path: where its bytes are kept, under a name of our own."""

    name: str
    path: Path


class Call(Struct, kw_only=True):
    """One request, as a handler sees it.

    values: parameters, checked. body: the decoded body of a call. form: fields of a form, the last of each
    name; many: all of each. files: those sent. site: the address that this server was asked by; feed: where
    the feed of events is, with what lets a reader in. author: who decides, as they call themselves.
    token: goes into every form.
    """

    desk: Desk
    jobs: Jobs
    looks: Looks
    values: Mapping[str, Any]
    author: str
    token: str
    path: str
    body: Any = None
    site: str = ""
    feed: str = "/events.atom"
    form: Mapping[str, str] = {}
    many: Mapping[str, Sequence[str]] = {}
    files: tuple[Upload, ...] = ()

    def text(self, name: str) -> str:
        """Return a text parameter, '' when it is not given."""
        return str(self.values.get(name, ""))


class Shown(Struct, frozen=True, kw_only=True):
    """A page: its template and what that is given.

    key: where set, stands for all that ``values`` would return, which then is only asked for when no page of
    that key is at hand.
    """

    template: str
    values: Mapping[str, Any] | Callable[[], Mapping[str, Any]]
    status: int = 200
    key: bytes = b""


class Goto(Struct, frozen=True, kw_only=True):
    """Where the browser goes next, an address of this server. remember: sets the author's name."""

    to: str
    remember: str | None = None


class Raw(Struct, frozen=True, kw_only=True):
    """Bytes as they are; name: that of the file to save them as."""

    data: bytes
    media: str
    name: str | None = None


class Done(Struct, frozen=True, kw_only=True):
    """An answer in JSON with another status than 200. location: where what was made can be looked at."""

    value: Any
    status: int
    location: str | None = None


Handler = Callable[[Call], Any]


class Screen(Struct, frozen=True, kw_only=True):
    """A page of the site. takes: what its form sends."""

    path: str
    run: Handler
    params: tuple[Param, ...] = ()
    method: Literal["GET", "POST"] = "GET"
    takes: Literal["fields", "files"] = "fields"


class Operation(Struct, frozen=True, kw_only=True):
    """A call of the API.

    name: its operationId. takes: type of its JSON body, or bytes. gives: type of its JSON answer; None where
    it is a file, then ``media`` says which kinds. volatile: the same address may answer otherwise although
    the store has not changed, so it is always asked. problems: statuses besides those every call may have.
    """

    method: Literal["GET", "POST"]
    path: str
    name: str
    doc: str
    run: Handler
    params: tuple[Param, ...] = ()
    takes: Any = None
    gives: Any = None
    status: int = 200
    media: tuple[str, ...] = ("application/json",)
    volatile: bool = False
    problems: tuple[int, ...] = ()


CURSOR = Param(name="cursor", doc="Where to go on: `cursor` of the answer before.", most=1000)
LIMIT = Param(name="limit", doc="Items at most.", kind="number", most=SERVE.most_rows)


def token_of(secret: bytes, session: str) -> str:
    """Return what the forms of a session carry, so that no other page can send them."""
    return hmac.new(secret, session.encode(), sha256).hexdigest()
