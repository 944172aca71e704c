"""A beginning cut that limits or turns the rest."""

from __future__ import annotations

from collections.abc import Iterator

from variorum.collate.lifting import lift
from variorum.collate.story import StoryView
from variorum.model import DifferenceType, Discrepancy
from variorum.settings import CollateSettings

NAME: DifferenceType = "truncation"
DESCRIPTION = "A quotation begins after the words that turn or limit it."
EXAMPLE = "“I do not believe that the bridge is safe” and “the bridge is safe”."


def compare(view: StoryView, settings: CollateSettings) -> Iterator[Discrepancy]:
    """Yield the variants of this kind that an editor would want to see."""
    yield from lift(view, NAME)
