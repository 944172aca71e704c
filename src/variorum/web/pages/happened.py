"""What happened: the list of events, what is followed, and how the feeds stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from variorum.events.out.wording import KIND_WORDS, ShownSide, heading, sides_of
from variorum.model import DeskEvent
from variorum.outputs.wording import plain_date, plural
from variorum.store.watched import FeedHealth, FeedHealthRow
from variorum.watch.health import TROUBLE, FeedReport, report
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


class Line(Struct, frozen=True, kw_only=True):
    """An event as its line in the list."""

    event: DeskEvent
    heading: str
    at: str
    sides: tuple[ShownSide, ...]


class FeedLine(Struct, frozen=True, kw_only=True):
    """A feed as its line on the page of health. told: what is to be said of it, a sentence each."""

    row: FeedHealthRow
    report: FeedReport
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
        "feed": telling.feed_address(call),
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
    rows, round = telling.feed_rows(call)
    chosen = call.text("feed")
    pages = telling.pages(call) if chosen else None
    values = {
        "title": "Feeds",
        "lines": [_feed_line(one) for one in rows],
        "round": _when(round),
        "health": call.text("health"),
        "hooks": telling.hooks(call),
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
    one = report(row)
    return FeedLine(
        row=row,
        report=one,
        state=HEALTH_WORDS[one.health],
        trouble=one.health in TROUBLE,
        told=tuple(_told(one)),
    )


def _told(one: FeedReport) -> Iterator[str]:
    """Yield what is to be said of a feed, what is wrong first."""
    if one.since and one.health in TROUBLE:
        yield f"Since {_when(one.since)}, {plural(one.failures, 'poll')} in a row"
    elif one.since and one.health != "fine":
        yield f"Since {_when(one.since)}"
    if one.why:
        yield one.why
    if one.ok_at:
        yield f"Read last {_when(one.ok_at)}"
    if one.new_at:
        yield f"New last {_when(one.new_at)}"
    yield from one.notes
    if one.next_at:
        yield f"Asked next {_when(one.next_at)}"
