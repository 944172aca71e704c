"""The templates of the page and what they need: one set for ``report.html`` and for what is served."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from variorum.outputs import spoken, wording
from variorum.outputs.page_views import StoryPage
from variorum.settings import SHOWN

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment
    from markupsafe import Markup

_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?")

# Display only: a page with more code points of reports, or more readings, is packed (see ``Packed``).
_MANY_CHARACTERS = SHOWN.packed_characters
_MANY_READINGS = SHOWN.packed_readings


def shown(stories: Sequence[StoryPage]) -> dict[str, Any]:
    """Return what the templates ask for, besides the stories themselves, to show ``stories`` in one page."""
    outlets = sorted({one.outlet or one.label for story in stories for one in story.reports})
    present = {kind for story in stories for kind in _types(story)}
    return {
        "version": program_version(),
        "no_verdict": wording.NO_VERDICT,
        "stories": stories,
        "ranked": sorted(stories, key=_rank),
        "titles": Counter(story.title for story in stories),
        "outlets": outlets,
        "outlet_number": {outlet: number for number, outlet in enumerate(outlets)},
        "types": [(kind, label) for kind, label in wording.TYPE_WORDS.items() if kind in present],
        "packed": Packed(wanted=_is_large(stories)),
    }


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
            data = compressed(json.dumps(kept, ensure_ascii=False).encode("utf-8"))
            found.append(f'<script type="text/plain" id="packed-{story}">{data}</script>\n')
        return Markup("".join(found))


def compressed(data: bytes) -> str:
    """Return ``data`` compressed (zlib, RFC 1950), in base64."""
    return b64encode(zlib.compress(data, 9)).decode("ascii")


def _is_large(stories: Sequence[StoryPage]) -> bool:
    """Tell whether the page would have more words and readings than a browser lays out at once with ease."""
    words_in_all = sum(one.characters for story in stories for one in story.reports)
    readings = sum(len(one.reports) for story in stories for one in story.utterances)
    return words_in_all > _MANY_CHARACTERS or readings > _MANY_READINGS


def program_version() -> str:
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


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the environment of ``report.html``."""
    from jinja2 import FunctionLoader

    return environment_of(FunctionLoader(asset))


def environment_of(loader: BaseLoader) -> Environment:
    """Return an environment that escapes all it is given and knows the filters of the templates.

    loader: for templates beside these, which it has to find too (``asset``).
    """
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        optimized=False,  # to fold constants takes an eighth of reading the templates, and gains nothing
        trim_blocks=True,
        lstrip_blocks=True,
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
        spoken_heading=spoken.HEADING,
        spoken_lead=spoken.LEAD,
    )
    return environment


def asset(name: str) -> str:
    """Return a template, style or script by its name."""
    return files("variorum.outputs").joinpath("page", name).read_text(encoding="utf-8")


def one_script(parts: Iterable[str]) -> str:
    """Return scripts as one, in one scope of its own."""
    return f'"use strict";\n(() => {{\n{"".join(parts)}}})();\n'


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
