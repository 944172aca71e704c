"""A text that several articles carry."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from variorum.model.utterance import Evidence

OriginKind = Literal["agency", "release", "copy", "own"]


class Origin(Struct, frozen=True, kw_only=True):
    """A text that several articles carry, or one article's own.

    kind: ``agency`` or ``release`` where credits say so, ``copy`` where it is only known that several have
        it, ``own`` for what one article alone has.
    articles: by date and id. shares: of each article's prose, what stands in the passages.
    label: who is named as the author.
    passages: each with the places where it stands, in order of ``articles``; lightly edited prints count.
    credits: the lines that name the author.
    """

    id: str
    kind: OriginKind
    articles: tuple[str, ...]
    shares: tuple[float, ...]
    label: str | None = None
    passages: tuple[tuple[Evidence, ...], ...] = ()
    credits: tuple[Evidence, ...] = ()


class Carrier(Struct, frozen=True, kw_only=True):
    """An article that carries an origin.

    share: of its prose, what stands in the origin's passages. own: what no other article has.
    """

    id: str
    outlet: str | None
    date: str | None
    share: float
    own: float


class CorpusOrigin(Struct, frozen=True, kw_only=True):
    """An origin with its carriers by date and id, a line of ``variorum origins``; else as ``Origin``."""

    id: str
    kind: OriginKind
    label: str | None
    articles: tuple[Carrier, ...]
    passages: tuple[tuple[Evidence, ...], ...]
    credits: tuple[Evidence, ...]
