"""Words put into a quotation."""

from __future__ import annotations

from collections.abc import Iterator

from variorum.collate.diverging import diverging
from variorum.collate.lifting import lift
from variorum.collate.story import StoryView
from variorum.model import DifferenceType, Discrepancy
from variorum.settings import CollateSettings

NAME: DifferenceType = "insertion"
DESCRIPTION = (
    "A quotation holds words that no other report of it has; in "
    "brackets only when they limit or turn the statement."
)
EXAMPLE = "“We will pay everyone in full” where three reports have “We will pay everyone”."


def compare(view: StoryView, settings: CollateSettings) -> Iterator[Discrepancy]:
    """Yield those of collated readings, and those of quoted words in sentences that reports share."""
    found = list(lift(view, NAME))
    yield from found
    yield from diverging(view, NAME, settings, found)
