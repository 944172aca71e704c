"""How things look: the templates of the served pages, beside those of the page, and the files they load."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from variorum.outputs import templates
from variorum.outputs.wording import plain_date
from variorum.settings import SERVE
from variorum.watch.addresses import shown
from variorum.web.paths import to

if TYPE_CHECKING:
    from jinja2 import Environment

_SCRIPTS = ("page.js", "search.js", "decide.js", "pair.js", "start.js")


class StaticFile(Struct, frozen=True, kw_only=True):
    """A style or script."""

    data: bytes
    media: str


class Looks:
    """Templates and static files, read once in a process and held in memory (no name that is sent is ever
    opened), and the last pages that took long to make."""

    def __init__(self) -> None:
        self._pages: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = Lock()
        self.files, self.version, self._templates = _read()

    def load(self) -> None:
        """Compile every template, which is otherwise done when it is first rendered."""
        for folder in (
            files("variorum.web").joinpath("templates"),
            files("variorum.outputs").joinpath("page"),
        ):
            for one in folder.iterdir():
                if one.name.endswith(".j2"):
                    self._templates.get_template(one.name)

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """Return a page as text."""
        return self._templates.get_template(template).render(values)

    def kept(self, key: bytes) -> bytes | None:
        """Return the page that was kept under ``key``; None when there is none, or the key is empty."""
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def keep(self, key: bytes, page: bytes) -> None:
        """Keep a page under ``key``, in the place of the one not asked for longest; under no key, nothing."""
        if not key:
            return
        with self._lock:
            self._pages[key] = page
            while len(self._pages) > SERVE.shown_pages:
                self._pages.popitem(last=False)

    def macros(self, template: str, values: Mapping[str, Any]) -> Any:
        """Return the macros of a template, for another template to call."""
        return self._templates.get_template(template).make_module(dict(values))


@cache
def _read() -> tuple[Mapping[str, StaticFile], str, Environment]:
    """Return the static files, the hash of them all and the templates: the same for all that is served."""
    from jinja2 import FunctionLoader

    page, script = "page.css", "story.js"
    held: Mapping[str, StaticFile] = {
        page: _file(templates.asset(page), "text/css"),
        "desk.css": _file(_asset("static", "desk.css"), "text/css"),
        "desk.js": _file(_asset("static", "desk.js"), "text/javascript"),
        script: _file(templates.one_script(_script(name) for name in _SCRIPTS), "text/javascript"),
    }
    version = sha256(b"".join(one.data for one in held.values())).hexdigest()[:12]
    found = templates.environment_of(FunctionLoader(_template))
    found.filters["day"] = lambda date: plain_date(date) if date else ""
    found.filters["shown"] = shown
    found.globals.update(to=to, asset_version=version, version=templates.program_version())
    return held, version, found


def _template(name: str) -> str:
    own = files("variorum.web").joinpath("templates", name)
    return own.read_text(encoding="utf-8") if own.is_file() else templates.asset(name)


def _asset(folder: str, name: str) -> str:
    return files("variorum.web").joinpath(folder, name).read_text(encoding="utf-8")


def _script(name: str) -> str:
    return _asset("static", name) if name == "decide.js" else templates.asset(name)


def _file(text: str, media: str) -> StaticFile:
    return StaticFile(data=text.encode("utf-8"), media=media)
