"""The brief of a story as one page of HTML, without scripts, that loads nothing from the network."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from variorum.outputs.brief import NOTHING_CONFIRMED, SECTIONS, Brief
from variorum.outputs.wording import CONTROLS, sign_names

if TYPE_CHECKING:
    from jinja2 import Environment

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def render(brief: Brief) -> bytes:
    """Return the page; every word of a report and of a note is escaped, control signs are told by number."""
    from markupsafe import Markup

    style = _asset("brief.css")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    page = (
        _environment()
        .get_template("brief.html.j2")
        .render(
            brief=brief,
            sections=SECTIONS,
            nothing=NOTHING_CONFIRMED,
            style=Markup(style),
            style_hash=f"sha256-{digest}",
        )
    )
    return page.encode("utf-8", "replace")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(_asset),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["words"] = _words
    environment.filters["first_up"] = lambda text: text[:1].upper() + text[1:]
    environment.filters["is_address"] = lambda text: _ADDRESS.fullmatch(text) is not None
    return environment


def _words(text: str) -> str:
    return CONTROLS.sub(lambda one: f"({sign_names(one)})", text)


def _asset(name: str) -> str:
    return files("variorum.outputs").joinpath("page", name).read_text(encoding="utf-8")
