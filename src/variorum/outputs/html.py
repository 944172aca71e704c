"""The page: ``report.html``, one file that needs no scripts to be read and loads nothing from the network."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
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
from variorum.outputs.templates import asset, compressed, environment, one_script, shown

if TYPE_CHECKING:
    from markupsafe import Markup

_SCRIPTS = ("page.js", "search.js", "desk.js", "pair.js", "start.js")


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
    style, script = asset("page.css"), one_script(asset(name) for name in _SCRIPTS)
    parts = shown(stories)
    return (
        environment()
        .get_template("page.html.j2")
        .render(
            **parts,
            desk=None,
            page_id=sha256("\n".join(one.story for one in collations).encode()).hexdigest()[:16],
            page_title=_page_title(stories),
            scope=_scope(stories),
            unused=unused(rejects),
            style=Markup(style),
            script=Markup(script),
            files=_files(collations, articles, large=parts["packed"].wanted),
            style_hash=_hash(style),
            script_hash=_hash(script),
        )
    )


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
            f'<template class="file" data-name="{name}">{compressed(data)}</template>\n'
            for name, data in found.items()
        )
    )


def _page_title(stories: Sequence[StoryPage]) -> str:
    if len(stories) == 1:
        return f"{stories[0].title} · Variorum"
    return f"{wording.plural(len(stories), 'story').replace('storys', 'stories')} · Variorum"


def _scope(stories: Sequence[StoryPage]) -> str:
    reports = wording.plural(sum(len(story.reports) for story in stories), "report")
    if len(stories) < 2:
        return f"{reports} of one story, side by side"
    return f"{reports} of {len(stories)} stories, side by side"


def _hash(content: str) -> str:
    return f"sha256-{b64encode(sha256(content.encode('utf-8')).digest()).decode('ascii')}"
