"""Events out of what a store holds: once a round, of what has changed since the last time.

What depends on the articles alone is the same in however many rounds they came: new stories and reports (as
long as they are grouped alike), what outlets changed, second origins. Differences and drafts are told of the
states that a store was in when events were derived, so what came and went in between is not told. Everything
is kept in one change, with what it was derived of: stopped at any moment, the same is derived again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from variorum.decisions.apply import apply
from variorum.decisions.records import text_hash
from variorum.errors import is_fault
from variorum.events.arrivals import arrivals
from variorum.events.changed import changed
from variorum.events.differing import differences
from variorum.events.drafts import fallen
from variorum.events.origins import origins
from variorum.limits import time_limit
from variorum.model import Collation, Decision, DeskEvent, Reject, fault
from variorum.settings import EVENTS, Settings
from variorum.store.base import Store
from variorum.store.telling import Place, Untold

_RANK = ("story", "report", "correction")


def derive(
    store: Store,
    decisions: Sequence[Decision],
    settings: Settings,
    *,
    rejected: Callable[[Reject], None] = lambda reject: None,
) -> int:
    """Derive what is to be told of what changed, and keep it; return how many events are new.

    decisions: all of the store's: what was dismissed is not told. rejected: is told of each page, story and
    draft that failed or took too long; the others go on, and it is not tried again before it changes.
    """
    untold = store.untold()
    if not untold.stories and not untold.articles:
        return 0
    found = _Found(settings.collate.seconds, rejected)
    _of_articles(store, untold, found)
    for story, _ in untold.stories:
        found.take(partial(_of_story, store, story, untold, decisions), story)
    stories = frozenset(story for story, _ in untold.stories)
    for one in store.following():
        if one.kind == "draft":
            found.take(partial(fallen, [one], stories, store, settings), one.label)
    return store.put_events(_in_order(found.events), untold)


class _Found:
    """The events that are derived, and what of it fails. seconds: of processor time for each piece of it."""

    def __init__(self, seconds: float | None, rejected: Callable[[Reject], None]) -> None:
        self.events: list[DeskEvent] = []
        self._seconds = seconds
        self._rejected = rejected

    def take(self, derived: Callable[[], Iterable[DeskEvent]], what: str) -> None:
        """Add what is derived of something, or tell that it failed."""
        try:
            with time_limit(self._seconds):
                self.events += list(derived())
        except Exception as error:
            if not is_fault(error):
                raise
            self._rejected(fault(error, file=what, stage="events"))


def _of_articles(store: Store, untold: Untold, found: _Found) -> None:
    for start in range(0, len(untold.articles), EVENTS.together):
        part = untold.articles[start : start + EVENTS.together]
        places = store.places(part)
        earlier = [one.before for one in places.values() if one.before is not None]
        places |= store.places([one for one in earlier if one not in places])
        first = store.first_of([one.story for one in places.values() if one.story is not None])
        found.events += arrivals(part, places, first)
        for name in part:
            before = places[name].before if name in places else None
            if before is not None:
                held = store.annotated([before, name])
                if len(held) == 2:
                    found.take(partial(changed, held[0], held[1], places), name)


def _of_story(store: Store, story: str, untold: Untold, decisions: Sequence[Decision]) -> Iterator[DeskEvent]:
    found = store.collation(story)
    if found is None or len(found.articles) < 2:
        return
    members = [one.id for one in found.articles]
    places: dict[str, Place] = store.places(members)
    told = store.events_on(members, ("difference", "origin"))
    found = _as_decided(store, found, members, decisions)
    yield from differences(found, places, told, untold.since)
    yield from origins(found, places, told, untold.since)


def _as_decided(
    store: Store, found: Collation, members: Sequence[str], decisions: Sequence[Decision]
) -> Collation:
    if not decisions:
        return found
    captures = {one.article.id: text_hash(one.article.text) for one in store.annotated(members)}
    return apply(found, decisions, captures).collation


def _in_order(events: Sequence[DeskEvent]) -> list[DeskEvent]:
    """Return events as they are told: by time, what is new before what differs, then by id."""
    return sorted(events, key=lambda one: (one.at, one.kind not in _RANK[:1], one.kind not in _RANK, one.id))
