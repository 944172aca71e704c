"""What the desk tells of its work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Literal

from msgspec import Struct

from variorum import __version__
from variorum.model import AnnotatedArticle, Collation, Decided, Reject
from variorum.pipeline import Annotator
from variorum.store.base import Made, StoryRow

Step = Literal["kept", "known", "rejected", "grouped", "collated", "told", "done"]


class Added(Struct, frozen=True, kw_only=True):
    """What adding has come to.

    step: ``kept`` once an article is on the disk (``known``: it was there), ``rejected`` with ``reject``,
        ``grouped`` with how many stories changed, ``collated`` with the story, ``told`` with how many events
        are new, if any; ``done`` comes last.
    article, title, story: which one, where the step is about one. version: whether an article is a version of
    a page that was known. done, total: how many of this step, as far as known.
    """

    step: Step
    done: int = 0
    total: int | None = None
    article: str | None = None
    title: str | None = None
    story: str | None = None
    version: bool = False
    reject: Reject | None = None


class StoryView(Struct, frozen=True, kw_only=True):
    """All of one story.

    found: as it was collated. decided: as decisions leave it, with those that concern it and what has become
    of each. articles: by id.
    """

    row: StoryRow
    found: Collation
    decided: Decided
    articles: Mapping[str, AnnotatedArticle]


def utc_now() -> str:
    """Return the present moment, as ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@cache
def made_by(annotator: Annotator) -> Made:
    """Return what a layer is made by: this version, and the annotator with its weights."""
    from variorum.annotation.neural import weights

    return Made(tool=__version__, annotator=annotator, weights=weights() if annotator == "model" else "")
