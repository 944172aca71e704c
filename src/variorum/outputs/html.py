"""The page: ``report.html``, one file that needs no scripts to be read and loads nothing from the network."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64encode
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from variorum.errors import is_fault
from variorum.model import AnnotatedArticle, Collation, Reject
from variorum.outputs import csv, markdown, wording
from variorum.outputs import json as json_output
from variorum.outputs.atomic import write_bytes
from variorum.outputs.faults import Rejected, each, unused
from variorum.outputs.page_views import StoryPage
from variorum.outputs.story_views import story_views
from variorum.outputs.templates import COMPILED, OPTIONS
from variorum.settings import SHOWN

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?")

# Display only: a page with more code points of reports, or more readings, is packed (see ``Packed``).
_MANY_CHARACTERS = SHOWN.packed_characters
_MANY_READINGS = SHOWN.packed_readings


def write(
    collations: Sequence[Collation],
    articles: Mapping[str, AnnotatedArticle],
    path: Path,
    *,
    rejects: Sequence[Reject] = (),
    rejected: Rejected | None = None,
) -> None:
    """Write the page of ``collations`` to ``path``; none gives a page that says so. Raises OutputError.

    rejects: what could not be used; the page says so. rejected: see ``Writer``; the page says that too.
    """
    try:
        page = render(collations, articles, rejects).encode("utf-8")
    except Exception as error:
        if rejected is None or not is_fault(error):
            raise
        page = _page_of_others(collations, articles, rejects, rejected)
    write_bytes(path, page)


def _page_of_others(
    collations: Sequence[Collation],
    articles: Mapping[str, AnnotatedArticle],
    rejects: Sequence[Reject],
    rejected: Rejected,
) -> bytes:
    """Return the page without the stories that cannot be shown; to find these, each is rendered alone."""
    own: list[Reject] = []

    def shown(one: Collation) -> Collation:
        render([one], articles).encode("utf-8")
        return one

    alone = list(each(collations, shown, "html", own.append))
    page = render(alone, articles, [*rejects, *own]).encode("utf-8")
    for reject in own:
        rejected(reject)
    return page


def render(
    collations: Sequence[Collation],
    articles: Mapping[str, AnnotatedArticle],
    rejects: Sequence[Reject] = (),
) -> str:
    """Return the page as text; the same input gives the same page."""
    from markupsafe import Markup

    stories = story_views(collations, articles)
    outlets = sorted({one.outlet or one.label for story in stories for one in story.reports})
    present = {kind for story in stories for kind in _types(story)}
    style, script = _asset("page.css"), _script()
    packed = Packed(wanted=_is_large(stories))
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            version=_version(),
            page_id=sha256("\n".join(one.story for one in collations).encode()).hexdigest()[:16],
            page_title=_page_title(stories),
            scope=_scope(stories),
            no_verdict=wording.NO_VERDICT,
            stories=stories,
            unused=unused(rejects),
            ranked=sorted(stories, key=_rank),
            titles=Counter(story.title for story in stories),
            outlets=outlets,
            outlet_number={outlet: number for number, outlet in enumerate(outlets)},
            types=[(kind, label) for kind, label in wording.TYPE_WORDS.items() if kind in present],
            style=Markup(style),
            script=Markup(script),
            packed=packed,
            files=_files(collations, articles, large=packed.wanted),
            style_hash=_hash(style),
            script_hash=_hash(script),
        )
    )


class Packed:
    """The folded parts of a large page: stored compressed, and put in place when the reader opens them.

    A browser lays out some megabytes of elements slowly. What matters stands in the page itself and is read
    without scripts. wanted: False keeps nothing apart.
    """

    def __init__(self, *, wanted: bool) -> None:
        self.wanted = wanted
        self._kept: dict[str, list[str]] = {}

    def keep(self, story: str, content: str, kind: str) -> Markup:
        """Store a folded part of a story; return its placeholder. kind: "items" when it holds cards."""
        from markupsafe import Markup

        kept = self._kept.setdefault(story, [])
        kept.append(str(content))
        classes = "later later-items" if kind else "later"
        return Markup(f'<span class="{classes}" data-later="{story}:{len(kept) - 1}"></span>')

    def scripts(self) -> Markup:
        """Return the kept parts of each story: JSON, compressed (zlib, RFC 1950), in base64."""
        from markupsafe import Markup

        found = []
        for story, kept in self._kept.items():
            data = _compressed(json.dumps(kept, ensure_ascii=False).encode("utf-8"))
            found.append(f'<script type="text/plain" id="packed-{story}">{data}</script>\n')
        return Markup("".join(found))


def _files(
    collations: Sequence[Collation], articles: Mapping[str, AnnotatedArticle], *, large: bool
) -> Markup:
    """Return the files that a reader can take from the page, each compressed (zlib), in base64.

    The collation is left out of a large page: it would double it, and stands beside it. Stories that one of
    them cannot hold are left out of that file.
    """
    from markupsafe import Markup

    def left_out(_: Reject) -> None:
        return None

    found = {"brief.md": markdown.content(collations, articles, left_out)}
    found["differences.csv"] = csv.content(collations, articles, left_out)
    if not large:
        found["collation.json"] = b"".join(json_output.parts(collations, left_out))
    return Markup(
        "".join(
            f'<template class="file" data-name="{name}">{_compressed(data)}</template>\n'
            for name, data in found.items()
        )
    )


def _compressed(data: bytes) -> str:
    return b64encode(zlib.compress(data, 9)).decode("ascii")


def _is_large(stories: Sequence[StoryPage]) -> bool:
    """Tell whether the page would have more words and readings than a browser lays out at once with ease."""
    words_in_all = sum(one.characters for story in stories for one in story.reports)
    readings = sum(len(one.reports) for story in stories for one in story.utterances)
    return words_in_all > _MANY_CHARACTERS or readings > _MANY_READINGS


def _version() -> str:
    """Return the version as installed; '' in a tree that is not installed."""
    try:
        return version("variorum")
    except PackageNotFoundError:
        return ""


def _types(story: StoryPage) -> set[str]:
    return {one.type for one in (*story.differences, *story.possible)} | {
        kind for one in story.utterances for kind, _ in one.types
    }


def _rank(story: StoryPage) -> tuple[int, ...]:
    return tuple(-story.count(severity) for severity in wording.SEVERITY_ORDER)


def _page_title(stories: Sequence[StoryPage]) -> str:
    if len(stories) == 1:
        return f"{stories[0].title} · Variorum"
    return f"{wording.plural(len(stories), 'story').replace('storys', 'stories')} · Variorum"


def _scope(stories: Sequence[StoryPage]) -> str:
    reports = wording.plural(sum(len(story.reports) for story in stories), "report")
    if len(stories) < 2:
        return f"{reports} of one story, side by side"
    return f"{reports} of {len(stories)} stories, side by side"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import ChoiceLoader, Environment, FunctionLoader, ModuleLoader, StrictUndefined

    compiled = ModuleLoader(_compiled())
    environment = Environment(
        loader=ChoiceLoader([compiled, FunctionLoader(_asset)]), undefined=StrictUndefined, **OPTIONS
    )
    environment.filters["words"] = _visible
    environment.filters["plain"] = _without_controls
    environment.filters["plural"] = wording.plural
    environment.filters["no_differences"] = wording.no_differences
    environment.filters["is_time"] = lambda date: _ISO.fullmatch(date) is not None
    environment.globals.update(
        signs=wording.SEVERITY_SIGNS,
        severity_words=wording.SEVERITY_WORDS,
        state_signs=wording.STATE_SIGNS,
        state_words=wording.STATE_WORDS,
        possible_words=wording.POSSIBLE,
        names_shown=SHOWN.names,
    )
    return environment


def _compiled() -> str:
    return str(files("variorum.outputs").joinpath(COMPILED))


def _asset(name: str) -> str:
    return files("variorum.outputs").joinpath("page", name).read_text(encoding="utf-8")


def _script() -> str:
    """Return the scripts of the page as one, in one scope of its own."""
    parts = (_asset(name) for name in ("page.js", "search.js", "desk.js", "pair.js", "start.js"))
    return f'"use strict";\n(() => {{\n{"".join(parts)}}})();\n'


def _hash(content: str) -> str:
    return f"sha256-{b64encode(sha256(content.encode('utf-8')).digest()).decode('ascii')}"


def _visible(text: str) -> Markup:
    """Return ``text`` escaped for HTML; invisible and control characters are shown as their code points."""
    from markupsafe import Markup, escape

    escaped = str(escape(text))
    if wording.CONTROLS.search(escaped) is None:
        return Markup(escaped)
    return Markup(
        wording.CONTROLS.sub(lambda one: f'<span class="ctl">{wording.sign_names(one)}</span>', escaped)
    )


def _without_controls(text: str) -> str:
    """Return ``text`` for an attribute, the same code points as plain text."""
    return wording.CONTROLS.sub(lambda one: f"[{wording.sign_names(one)}]", text)
