"""The set of real stories that were read completely, as it is published: places, types, notes, no texts."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct, json

from variorum.exchange.anchors import Anchor, Fingerprint
from variorum.exchange.printed import decode, is_coded
from variorum.model import Severity, Span
from variorum.model.quotation import QuotationKind

FILE = Path(__file__).parent / "natural.dev.jsonl.gz"
Half = Literal["development", "held back"]
Words = str | dict[str, Any]
"""A note or name; where it has six words of a text in a row, these as places (``exchange.printed``)."""


class Text(Struct, frozen=True, kw_only=True):
    """An article of a story. source_id: in the set that it comes from. text, title: fingerprints."""

    id: str
    source_id: str
    outlet: str | None
    date: str | None
    text: Fingerprint
    title: Fingerprint | None


class Place(Struct, frozen=True):
    """Where something stands: an article, and code points of its text."""

    article: str
    span: Span


class Quoted(Struct, frozen=True, kw_only=True):
    """A quotation. speaker: whom the report gives it to, None for nobody named; accept: other forms."""

    at: Place
    kind: QuotationKind
    speaker: Words | None
    accept: tuple[Words, ...]


class Noted(Struct, frozen=True, kw_only=True):
    """How renderings of an utterance differ, by their readers."""

    type: str
    severity: Severity
    note: Words


class Said(Struct, frozen=True, kw_only=True):
    """One thing said once, and where reports render it."""

    what: Words
    readings: tuple[Place, ...]
    variants: tuple[Noted, ...]


class Side(Struct, frozen=True, kw_only=True):
    """What some reports say of a difference, and where."""

    value: Words
    evidence: tuple[Place, ...]


class Difference(Struct, frozen=True, kw_only=True):
    """A difference that an editor wants to be told."""

    type: str
    severity: Severity
    relation: str
    why: Words
    sides: tuple[Side, ...]


class Trap(Struct, frozen=True, kw_only=True):
    """Two places that look like a difference and are none."""

    why: Words
    places: tuple[Place, Place]


class Story(Struct, frozen=True, kw_only=True):
    """A story, read completely. half: which half of the set, by a hash of the key; see ``half_of``."""

    story: str
    half: Half
    set: str
    source: str
    articles: tuple[Text, ...]
    quotations: tuple[Quoted, ...]
    utterances: tuple[Said, ...]
    differences: tuple[Difference, ...]
    traps: tuple[Trap, ...]
    note: Words


def half_of(story: str) -> Half:
    """Return the half that a story is in: rules were made and tuned on one, the other was only scored."""
    return "held back" if int(sha256(story.encode()).hexdigest()[:2], 16) % 2 else "development"


def load(path: Path = FILE) -> list[Story]:
    """Return the stories of the published file."""
    data = path.read_bytes()
    lines = (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines()
    return [json.decode(line, type=Story) for line in lines]


class Read:
    """A story with the texts of its articles, in which its places are found again.

    texts: by id; raises ValueError, with the article, for one that is another text, KeyError for none.
    """

    def __init__(self, story: Story, texts: Mapping[str, str]) -> None:
        self.story = story
        self._anchors = [_anchor(one, texts[one.id]) for one in story.articles]
        self._by_id = {one.id: anchor for one, anchor in zip(story.articles, self._anchors, strict=True)}

    def span(self, place: Place) -> Span:
        """Return where a place is in the text at hand."""
        return self._by_id[place.article].span(place.span.start, place.span.end)

    def words(self, given: Words | None) -> str:
        """Return a note or name in words; '' for none."""
        if not is_coded(given):
            return str(given or "")
        assert isinstance(given, dict)
        return decode(given, self._stretch)

    def _stretch(self, article: int, _: str, start: int, end: int) -> str:
        anchor = self._anchors[article]
        return anchor.span(start, end).of(anchor.text)


def _anchor(one: Text, text: str) -> Anchor:
    try:
        return Anchor(one.text, text)
    except ValueError as error:
        raise ValueError(f"the text of {one.id} ({one.source_id}) {error}") from error


def by_id(lines: Iterable[bytes], value: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    """Return a value of each record of some lines, by its id."""
    records = (json.decode(line) for line in lines if line.strip())
    return {record["id"]: value(record) for record in records}
