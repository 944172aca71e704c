"""What became of a story as articles came."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Change = Literal["founded", "joined", "moved", "merged", "split"]


class Event(Struct, frozen=True, kw_only=True):
    """One change of one story.

    kind: ``founded``: the story began with ``articles``. ``joined``: ``articles`` came to it. ``moved``:
        they came from the story ``other``, which goes on. ``merged``: the story ended, its articles are
        now in ``other``. ``split``: the story began with ``articles`` that were in ``other``.
    at: when, as the caller of ``StoryStream.add`` gave it.
    """

    kind: Change
    at: str
    story: str
    articles: tuple[str, ...]
    other: str | None = None
