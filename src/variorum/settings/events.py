"""What events say, and how they are sent: see ``events`` and ``watch.hooks``."""

from __future__ import annotations

from msgspec import Struct


class EventSettings(Struct, frozen=True, kw_only=True):
    """How much an event says, and how webhooks are tried; lengths in code points, times in seconds.

    quoted: words between marks in the sentence of an event. title: a title in it. name: that of a followed
        person.
    around: words kept on each side of a changed place, where its sentence is longer.
    together: articles whose events are derived at once.
    feed: events in a feed; readers ask for it again and again.
    rules: events that are looked at for one list by rules, before it says that there is more.
    waits: before each next try of a webhook that failed; after the last of them the event is given up. The
        schedule of Standard Webhooks (standardwebhooks.com, "Deliverability"): 5 s, 5 min, 30 min, 2 h, 5 h,
        10 h, 14 h, 20 h, 24 h.
    refused: tries of an event that the receiver says it cannot use (400, 413, 415, 422), so that one such
        event does not hold up the others for days.
    asked: the longest that a receiver's Retry-After is followed.
    patience: seconds for one answer, of which only the status counts.
    secret: bytes that the secret of a hook has at least; Standard Webhooks asks for 24 to 64.
    at_once: events that one hook is sent in one go, spent: seconds for it; a watch has more to do.
    """

    quoted: int = 120
    title: int = 120
    name: int = 300
    around: int = 160
    together: int = 200
    feed: int = 100
    rules: int = 2_000
    waits: tuple[float, ...] = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
    refused: int = 3
    asked: float = 86_400.0
    patience: float = 15.0
    secret: int = 24
    at_once: int = 1_000
    spent: float = 60.0


EVENTS = EventSettings()
