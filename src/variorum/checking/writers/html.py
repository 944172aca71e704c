"""The result as one page, complete in itself, closed to the network."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from variorum.checking.drafts import Draft, Lines
from variorum.checking.results import FOUND, CheckResult
from variorum.checking.writers.wording import (
    SCOPE,
    accepted_words,
    change_words,
    counted,
    otherwise_words,
    pieces,
    searched,
    source_words,
    standing,
)
from variorum.outputs.wording import CONTROLS, SEVERITY_SIGNS, SEVERITY_WORDS

if TYPE_CHECKING:
    from jinja2 import Environment


def render(result: CheckResult, drafts: Sequence[Draft]) -> str:
    """Return the page; the same result gives the same page."""
    from markupsafe import Markup

    style = files("variorum.checking.writers").joinpath("page.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode("ascii")
    parts = []
    for draft in drafts:
        lines = Lines(draft)
        mine = [one for one in result.quotations if one.draft == draft.name]
        left = [one for one in result.not_read if one.draft == draft.name]
        parts.append((draft.name, left, [(one, lines.where(one.start)) for one in mine]))
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            drafts=parts,
            counted=counted(result.quotations),
            searched=searched(result),
            scope=SCOPE,
            found=FOUND,
            signs=SEVERITY_SIGNS,
            severities=SEVERITY_WORDS,
            pieces=pieces,
            change_words=change_words,
            accepted_words=accepted_words,
            source_words=source_words,
            otherwise_words=otherwise_words,
            standing=standing,
            style=Markup(style),
            style_hash=f"sha256-{digest}",
        )
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        loader=FunctionLoader(
            lambda name: files("variorum.checking.writers").joinpath(name).read_text(encoding="utf-8")
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: (
            CONTROLS.sub("\N{REPLACEMENT CHARACTER}", value) if type(value) is str else value
        ),
    )
