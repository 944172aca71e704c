"""A negation lost or added inside a quotation, or in a sentence that reports share."""

from __future__ import annotations

from collections.abc import Iterator

from variorum.collate.diverging import diverging
from variorum.collate.lifting import lift
from variorum.collate.story import StoryView
from variorum.model import DifferenceType, Discrepancy
from variorum.settings import CollateSettings

NAME: DifferenceType = "negation"
DESCRIPTION = (
    "A quotation says the opposite in another report: a negation is lost, added or turned round. The same in "
    "a sentence of the reports' own prose that they tell alike."
)
EXAMPLE = "“We can’t rule out a fault” in two reports, “We can rule out a fault” in a third."


def compare(view: StoryView, settings: CollateSettings) -> Iterator[Discrepancy]:
    """Yield the variants of this kind that an editor would want to see."""
    yield from lift(view, NAME)
    yield from diverging(view, NAME, settings)
