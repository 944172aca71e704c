"""Sentences joined that did not stand together."""

from __future__ import annotations

from collections.abc import Iterator

from variorum.collate.lifting import lift
from variorum.collate.story import StoryView
from variorum.model import DifferenceType, Discrepancy
from variorum.settings import CollateSettings

NAME: DifferenceType = "splice"
DESCRIPTION = (
    "A quotation joins sentences that did not stand together: what stood between "
    "is gone without a sign, or the second answers another question."
)
EXAMPLE = "“Safety comes first. She will sail again” where another report has a question between the two."


def compare(view: StoryView, settings: CollateSettings) -> Iterator[Discrepancy]:
    """Yield the variants of this kind that an editor would want to see."""
    yield from lift(view, NAME)
