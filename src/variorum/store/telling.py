"""What a store keeps of events: the records, and what every store does with them.

Events are derived from what the store holds (``variorum.events``), once a round, and kept once each. The
store notes what has changed since: stories that were regrouped or compared, and articles that came.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, Protocol

from msgspec import Struct

from variorum.model import ArticleStatus, DeskEvent, DeskEventKind, Severity

if TYPE_CHECKING:
    from variorum.store.base import Listing

FollowKind = Literal["story", "person", "draft"]


class Untold(Struct, frozen=True, kw_only=True):
    """What has changed since events were derived last.

    stories: those that were regrouped or compared, each with a mark of when. articles: those that came and
    are grouped, in their order. upto: the number of the last of them. since: the number of the last article
    that was there when the store began to tell events; what only those say is no event.
    """

    stories: tuple[tuple[str, int], ...] = ()
    articles: tuple[str, ...] = ()
    upto: int = 0
    since: int = 0


class Place(Struct, frozen=True, kw_only=True):
    """Where an article stands in the store.

    number: in which order it came. at: when it was captured. before: the version of its page before it.
    last: whether it is the last version of its page. status: as of ``Article``. people: whom it quotes, as it
    calls them.
    """

    article: str
    number: int
    at: str
    page: str
    story: str | None
    outlet: str | None
    title: str | None
    date: str | None
    before: str | None = None
    last: bool = True
    status: ArticleStatus = "read"
    people: tuple[str, ...] = ()


class EventFilter(Struct, frozen=True, kw_only=True):
    """Which events to list; all given must hold.

    kinds: any of them. story: those that cite an article which is in it now. severity: so grave or graver;
    what has none fits. plain: leave out what rules are for: reports, rewordings, and what is minor.
    since, until: moments, ISO 8601 in UTC, the first inclusive.
    """

    kinds: tuple[DeskEventKind, ...] = ()
    story: str | None = None
    severity: Severity | None = None
    plain: bool = False
    since: str | None = None
    until: str | None = None


class DraftQuotation(Struct, frozen=True, kw_only=True):
    """A quotation of a draft that stood when following began.

    text: its words; start, end: its place in the draft. articles: the reports that printed it then.
    """

    text: str
    start: int
    end: int
    verdict: str
    articles: tuple[str, ...]


class Followed(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody's interest, kept until it is taken back.

    id: hash of kind and what. kind: ``story``, known by ``articles``, which most of it has; ``person``, by
    ``label``, the name; ``draft``, with its ``text`` and the ``standing`` of its quotations then.
    label: what to call it: title, name, path. at: since when.
    """

    id: str
    kind: FollowKind
    label: str
    at: str
    articles: tuple[str, ...] = ()
    text: str = ""
    standing: tuple[DraftQuotation, ...] = ()


class HookState(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How far a webhook has come.

    id: hash of its address. url: its host; the rest may be secret. done: number of the last event that was
    delivered, passed over or given up. tries: at the next one, so far. next_at: not before that moment, ISO
    8601 in UTC. problem: why the last try failed; since: since when none has succeeded.
    """

    id: str
    url: str
    done: int
    tries: int = 0
    next_at: str | None = None
    problem: str | None = None
    since: str | None = None


class DeadDelivery(Struct, frozen=True, kw_only=True):
    """An event that a webhook did not take in all tries."""

    hook: str
    event: str
    at: str
    tries: int
    problem: str


class Telling(Protocol):
    """Events, what is followed, and webhooks; a part of ``Store``."""

    def untold(self) -> Untold:
        """Return what has changed since events were derived last."""
        ...

    def put_events(self, events: Sequence[DeskEvent], told: Untold) -> int:
        """Keep events and note that ``told`` is told, in one go; return how many are new.

        One whose id is here already is passed over. A story that changed again meanwhile stays untold.
        """
        ...

    def places(self, articles: Sequence[str]) -> dict[str, Place]:
        """Return where those of ``articles`` stand that are here."""
        ...

    def first_of(self, stories: Sequence[str]) -> dict[str, int]:
        """Return the number of the first article of each story."""
        ...

    def latest_versions(self, articles: Sequence[str]) -> list[str]:
        """Return all articles of the stories that ``articles`` are in, but only the last version of each
        page, in the order in which they came."""
        ...

    def events_on(self, articles: Sequence[str], kinds: Sequence[DeskEventKind]) -> list[DeskEvent]:
        """Return the events of some kinds that cite any of ``articles``, in the order they came."""
        ...

    def events(
        self, wanted: EventFilter, *, cursor: str | None = None, limit: int = 50
    ) -> Listing[DeskEvent]:
        """Return events, the latest told first."""
        ...

    def events_after(self, event: str | None, *, limit: int = 50) -> list[DeskEvent]:
        """Return events in the order in which they were told, after that of an id; None: from the first.

        Raises InputError for an id that there is not.
        """
        ...

    def follow(self, one: Followed) -> bool:
        """Keep what is followed, in place of what had its id; tell whether it is new."""
        ...

    def unfollow(self, id: str) -> bool:
        """Take it back; tell whether it was there."""
        ...

    def following(self) -> list[Followed]:
        """Return what is followed, by kind and label."""
        ...

    def hook(self, id: str, url: str) -> HookState:
        """Return how far a webhook has come; one that is new begins behind the last event."""
        ...

    def hooks(self) -> list[HookState]:
        """Return all webhooks."""
        ...

    def numbered_events(self, after: int, *, limit: int = 50) -> list[tuple[int, DeskEvent]]:
        """Return events with their numbers, in their order, those behind the number ``after``."""
        ...

    def put_hook(self, state: HookState, dead: DeadDelivery | None = None) -> None:
        """Note how far a webhook has come, and an event that was given up. It never goes back."""
        ...

    def dead_deliveries(self, *, limit: int = 50) -> list[DeadDelivery]:
        """Return what was given up, the latest first."""
        ...
