"""Words changed inside a quotation."""

from __future__ import annotations

from collections.abc import Iterator

from variorum.collate.diverging import diverging
from variorum.collate.lifting import lift
from variorum.collate.story import StoryView
from variorum.model import DifferenceType, Discrepancy
from variorum.settings import CollateSettings

NAME: DifferenceType = "wording"
DESCRIPTION = "Words that carry meaning are changed inside a quotation."
EXAMPLE = "“serious questions to answer” and “serious charges to answer”."


def compare(view: StoryView, settings: CollateSettings) -> Iterator[Discrepancy]:
    """Yield those of collated readings, and those of quoted words in sentences that reports share."""
    found = list(lift(view, NAME))
    yield from found
    yield from diverging(view, NAME, settings, found)
