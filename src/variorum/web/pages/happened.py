"""What happened: the list of events, what is followed, and how the feeds stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from msgspec import Struct

from variorum.events.out.wording import KIND_WORDS, ShownSide, heading, sides_of
from variorum.model import DeskEvent
from variorum.outputs.wording import plain_date, plural
from variorum.settings import WATCH
from variorum.store.watched import FeedHealth, FeedHealthRow
from variorum.web import telling
from variorum.web.calls import Call, Goto, Raw, Shown
from variorum.web.pages.home import following
from variorum.web.paths import to

SHOWN = {"": "What matters", "followed": "What is followed", "all": "Everything"}
_ASKED = ("kind", "story", "severity", "show")
HEALTH_WORDS: Mapping[FeedHealth, str] = {
    "waiting": "not asked yet",
    "fine": "fine",
    "silent": "silent: it is read, but has nothing new",
    "failing": "failing",
    "denied": "not allowed",
    "moved": "moved",
    "gone": "gone",
}
TROUBLE = ("failing", "denied", "gone")


class Line(Struct, frozen=True, kw_only=True):
    """An event as its line in the list."""

    event: DeskEvent
    heading: str
    at: str
    sides: tuple[ShownSide, ...]


class FeedLine(Struct, frozen=True, kw_only=True):
    """A feed as its line on the page of health. told: what is to be said of it, a sentence each."""

    row: FeedHealthRow
    name: str
    state: str
    trouble: bool
    told: tuple[str, ...]


def events(call: Call) -> Shown:
    """Show what happened, the latest first."""
    found = telling.events(call)
    asked = {name: call.text(name) for name in _ASKED}
    story = call.desk.store.story(call.desk.store.current(asked["story"]) or "") if asked["story"] else None
    values = {
        "title": "Events",
        "lines": [_line(one) for one in found.items],
        "asked": asked,
        "narrowed": any(asked.values()),
        "story": story,
        "kinds": KIND_WORDS,
        "shown": SHOWN,
        "followed": telling.following(call).items,
        "feed": call.feed,
        "begun": bool(call.text("cursor")),
        "following": following("/events", asked, found.cursor),
    }
    return Shown(template="events.html.j2", values=values)


def _line(event: DeskEvent) -> Line:
    when = plain_date(event.at[:16] + "Z", zone=True)
    return Line(event=event, heading=heading(event), at=when, sides=tuple(sides_of(event)))


def feed_of_events(call: Call) -> Raw:
    """Give the feed of events."""
    return telling.feed_of_events(call)


def follow(call: Call) -> Goto:
    """Follow a story or a person, or no longer, and go back to where that was asked for."""
    story, person = call.form.get("story", ""), call.form.get("person", "")
    if ended := call.form.get("end", ""):
        call.desk.unfollow(ended)
    elif call.form.get("stop") and story:
        call.desk.unfollow_story(story)
    else:
        telling.followed(call, telling.Wanted(story=story or None, person=person or None))
    if call.form.get("back") == "story" and story:
        return Goto(to=to("stories", story))
    if call.form.get("back") == "person" and person:
        return Goto(to=to("people", person))
    return Goto(to="/events")


def feeds(call: Call) -> Shown:
    """Show how the feeds stand: which fail, since when and why, and which pages gave no text."""
    found = telling.feeds(call)
    chosen = call.text("feed")
    pages = telling.pages(call) if chosen else None
    values = {
        "title": "Feeds",
        "lines": [_feed_line(one) for one in found.items],
        "round": _when(found.round),
        "health": call.text("health"),
        "healths": HEALTH_WORDS,
        "chosen": chosen,
        "pages": pages.items if pages else (),
        "begun": bool(call.text("cursor")),
        "following": following("/feeds", {"feed": chosen}, pages.cursor if pages else None),
    }
    return Shown(template="feeds.html.j2", values=values)


def _when(moment: str | None) -> str:
    return plain_date(moment[:16] + "Z", zone=True) if moment else ""


def _feed_line(row: FeedHealthRow) -> FeedLine:
    one = row.feed
    return FeedLine(
        row=row,
        name=one.given or one.title or one.url,
        state=HEALTH_WORDS[one.health],
        trouble=one.health in TROUBLE,
        told=tuple(_told(row)),
    )


def _told(row: FeedHealthRow) -> Iterator[str]:
    """Yield what is to be said of a feed, what is wrong first."""
    one = row.feed
    if one.failing_since:
        yield f"Failing since {_when(one.failing_since)} ({plural(one.failures, 'poll')} in a row)"
    elif one.health != "fine" and one.since:
        yield f"So since {_when(one.since)}"
    if one.words:
        yield one.words[:1].upper() + one.words[1:]
    if one.ok_at:
        yield f"Read last {_when(one.ok_at)}"
    if one.new_at:
        yield f"New last {_when(one.new_at)}"
    if abs(one.skew) >= WATCH.skew:
        ahead = "ahead" if one.skew > 0 else "behind"
        yield f"Its clock is {_span(abs(one.skew))} {ahead}"
    if one.future:
        yield f"{one.future} {'entry is' if one.future == 1 else 'entries are'} dated in the future"
    if one.address and one.address != one.url:
        yield "It moved for good, and is asked at its new address"
    yield from one.said


def _span(seconds: float) -> str:
    """Return a time in words, in days, hours or minutes."""
    passed = timedelta(seconds=seconds)
    for size, word in ((timedelta(days=1), "day"), (timedelta(hours=1), "hour")):
        if passed >= 2 * size:
            return plural(round(passed / size), word)
    return plural(max(1, round(passed / timedelta(minutes=1))), "minute")
