"""Words left out of a quotation."""

from __future__ import annotations

from collections.abc import Iterator

from variorum.collate.diverging import diverging
from variorum.collate.lifting import lift
from variorum.collate.story import StoryView
from variorum.model import DifferenceType, Discrepancy
from variorum.settings import CollateSettings

NAME: DifferenceType = "elision"
DESCRIPTION = (
    "Words are left out of a quotation without a sign and with them something of "
    "weight; or the sign is there and what is gone limits the statement."
)
EXAMPLE = (
    "“reported water in January, in writing and with photographs, and "
    "nobody came” and “reported water in January and nobody came”."
)


def compare(view: StoryView, settings: CollateSettings) -> Iterator[Discrepancy]:
    """Yield those of collated readings, and those of quoted words in sentences that reports share."""
    found = list(lift(view, NAME))
    yield from found
    yield from diverging(view, NAME, settings, found)
