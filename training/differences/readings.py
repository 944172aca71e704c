"""Pairs of sentences of two reports that were read one by one, and what they differ in.

``readings.json.gz``: ``{key: label}`` for 35,605 pairs of sentences that are each other's nearest, of 3,105
stories. A label is "x" (the two do not tell one fact), "=" (what both tell agrees) or a list of differences,
each ``[severity, type, start, end, other start, other end]``: c, m or n for critical, material and minor, and
the code points of the words that differ in the sentence that sorts first and in the other. Kept are hashes,
no text. They were read by language models at the direction of the makers, each pair once, with both sentences
and the titles and days of the reports in view; 323 of 345 pairs that a person's rules had judged before were
judged alike.
"""

from __future__ import annotations

import gzip
import json
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

FILE = Path(__file__).with_name("readings.json.gz")
SLACK = 3  # characters by which a reader's words and a place may miss each other
Place = tuple[int, int] | None
Label = str | list[list[object]]


class Reading(Struct, frozen=True, kw_only=True):
    """What was read of two sentences, in the order in which they were asked for."""

    label: Label
    turned: bool

    def differs(self, one: Place, other: Place) -> bool:
        """Tell whether a difference stands at two places; a place that is None is anywhere."""
        if isinstance(self.label, str):
            return False
        for _, _, start, end, other_start, other_end in self.label:
            spans = ((start, end), (other_start, other_end))
            first, second = spans[::-1] if self.turned else spans
            if _meets(one, first) and _meets(other, second):
                return True
        return False


def _meets(place: Place, span: tuple[object, object]) -> bool:
    start, end = span
    if place is None or not isinstance(start, int) or not isinstance(end, int):
        return place is None
    return place[0] < end + SLACK and start - SLACK < place[1]


class Readings:
    """All that was read; the pairs of sentences by their text, in either order."""

    def __init__(self, path: Path = FILE) -> None:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            self._labels: dict[str, Label] = json.load(file)

    def of(self, one: str, other: str) -> Reading | None:
        """Return what was read of two sentences; None when they were not."""
        turned = one > other
        first, second = (other, one) if turned else (one, other)
        label = self._labels.get(sha256(f"{first}\0{second}".encode()).hexdigest()[:16])
        return None if label is None else Reading(label=label, turned=turned)
