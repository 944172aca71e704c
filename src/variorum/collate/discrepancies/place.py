"""Another place inside a quotation."""

from __future__ import annotations

from collections.abc import Iterator

from variorum.collate.lifting import lift
from variorum.collate.story import StoryView
from variorum.model import DifferenceType, Discrepancy
from variorum.settings import CollateSettings

NAME: DifferenceType = "place"
DESCRIPTION = "A quotation names another place in another report."
EXAMPLE = "“The depot in Corran must close” and “The depot in Dunmore must close”."


def compare(view: StoryView, settings: CollateSettings) -> Iterator[Discrepancy]:
    """Yield the variants of this kind that an editor would want to see."""
    yield from lift(view, NAME)
