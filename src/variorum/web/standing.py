"""What was decided about each part of a story, for its page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from variorum.web.told import Told, told

if TYPE_CHECKING:
    from variorum.desk import StoryView
    from variorum.outputs.page_views import DifferenceView, ReportView, StoryPage, UtteranceView


class Stood(Struct, frozen=True, kw_only=True):
    """A decision and what has become of it; reason: why it wants another look, or is moot."""

    decision: Told
    state: str
    reason: str


class Gone(Struct, frozen=True, kw_only=True):
    """A difference that was dismissed, and the decision that did it."""

    summary: str
    type: str
    stood: Stood | None


class Standings:
    """Decisions of a story by what they are about, under the ids that its page uses.

    The page names its parts by anchors, in the order of the collation that it was made of.
    """

    def __init__(self, view: StoryView, page: StoryPage) -> None:
        shown = (*view.decided.collation.discrepancies, *view.decided.collation.possible)
        cards = (*page.differences, *page.possible)
        self._ids = {card.anchor: one.id for card, one in zip(cards, shown, strict=True)}
        self._ids |= {
            card.anchor: one.id
            for card, one in zip(page.utterances, view.decided.collation.utterances, strict=True)
        }
        self._articles = {
            card.anchor: one.id
            for card, one in zip(page.reports, view.decided.collation.articles, strict=True)
        }
        self.reports = page.reports
        self.all: list[Stood] = []
        self._about: dict[str, list[Stood]] = {}
        for decision, standing in zip(view.decided.decisions, view.decided.standings, strict=True):
            stood = Stood(decision=told(decision), state=standing.state, reason=standing.reason)
            self.all.append(stood)
            for id in standing.about:
                self._about.setdefault(id, []).append(stood)
        self.dismissed = [
            Gone(summary=one.summary, type=one.type, stood=self._by_kind(one.id, "dismiss"))
            for one in view.decided.dismissed
        ]
        self.moot = [one for one in self.all if one.state == "moot"]

    def id(self, card: DifferenceView | UtteranceView) -> str:
        """Return the id in the collation of what a card shows."""
        return self._ids[card.anchor]

    def article(self, card: ReportView) -> str:
        """Return the id of the report."""
        return self._articles[card.anchor]

    def of(self, card: DifferenceView | UtteranceView) -> list[Stood]:
        """Return the decisions about what a card shows, and about its readings, oldest first."""
        own = list(self._about.get(self._ids[card.anchor], ()))
        for each in getattr(card, "readings", ()):
            for witness in each.witnesses:
                own += [one for one in self._about.get(witness.quotation, ()) if one not in own]
        return own

    def marks(self, card: DifferenceView) -> str:
        """Return the classes of a card: how its decisions stand."""
        own = self.of(card)
        found = []
        if any(one.state == "questionable" for one in own):
            found.append("again")
        elif any(one.decision.kind == "confirm" for one in own):
            found.append("confirmed")
        if any(one.decision.kind == "note" for one in own):
            found.append("noted")
        return "".join(f" {one}" for one in found)

    def open(self) -> int:
        """Return how many decisions want another look."""
        return sum(one.state == "questionable" for one in self.all)

    def _by_kind(self, id: str, kind: str) -> Stood | None:
        found: Iterable[Stood] = self._about.get(id, ())
        return next((one for one in found if one.decision.kind == kind), None)
