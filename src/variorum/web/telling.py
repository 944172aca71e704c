"""The handlers of the API that tell what happened, what is followed, and how feeds stand."""

from __future__ import annotations

from functools import partial
from typing import Literal, cast, get_args
from urllib.parse import urlencode

from msgspec import Struct

from variorum.errors import InputError
from variorum.events.out import atom
from variorum.model import DeskEvent, DeskEventKind, Severity
from variorum.settings import EVENTS
from variorum.store.base import Listing
from variorum.store.telling import DeadDelivery, EventFilter, FollowKind, HookState
from variorum.store.watched import FeedHealth, FeedHealthRow, PageState, PageStatus
from variorum.watch.health import FeedReport, report
from variorum.web import api
from variorum.web.calls import Call, Param, Raw
from variorum.web.problems import Problem

Show = Literal["plain", "followed", "all"]
FILTER = (
    Param(name="kind", doc="Only events of this kind.", kind="choice", choices=get_args(DeskEventKind)),
    Param(
        name="story", doc="Only events that cite a report of this story; an id that it had before will do."
    ),
    Param(
        name="severity",
        doc="Only events so grave or graver, and those that have no severity.",
        kind="choice",
        choices=get_args(Severity),
    ),
    Param(
        name="show",
        doc="plain: without further reports, rewordings and minor things, unless a kind is asked for; "
        "followed: about what is followed; all.",
        kind="choice",
        choices=get_args(Show),
    ),
)
TOKEN = Param(name="token", doc="What lets a reader of feeds in, where a key is asked for.", most=100)
HEALTH = Param(name="health", doc="Only feeds that stand so.", kind="choice", choices=get_args(FeedHealth))
ONE_FEED = Param(name="feed", doc="Address of a feed as it is subscribed to.", most=4000)
TROUBLED: tuple[PageStatus, ...] = ("empty", "failing", "denied", "given up")


class Wanted(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to follow: a story by its id, or a person by name."""

    story: str | None = None
    person: str | None = None


class Following(Struct, frozen=True, kw_only=True):
    """Something that is followed. label: what it is called; story: of a story, its id as it is now."""

    id: str
    kind: FollowKind
    label: str
    at: str
    story: str | None = None


class AllFollowing(Struct, frozen=True, kw_only=True):
    """All that is followed."""

    items: tuple[Following, ...]


class Ended(Struct, frozen=True, kw_only=True):
    """Whether something was followed, and no longer is."""

    ended: bool


class Hooks(Struct, frozen=True, kw_only=True):
    """Webhooks, and the events that they did not take in all tries, the latest first."""

    items: tuple[HookState, ...]
    dead: tuple[DeadDelivery, ...]


class Feeds(Struct, frozen=True, kw_only=True):
    """Feeds that are watched, those in trouble first; round: when they were looked at last."""

    items: tuple[FeedReport, ...]
    round: str | None = None


def events(call: Call) -> Listing[DeskEvent]:
    """List events, the latest told first."""
    if call.text("show") == "followed":
        return api.listed(call, partial(call.desk.events_followed, _wanted(call)))
    return api.listed(call, partial(call.desk.events, _wanted(call)))


def _wanted(call: Call) -> EventFilter:
    kind = call.text("kind")
    return EventFilter(
        kinds=(cast(DeskEventKind, kind),) if kind else (),
        story=call.text("story").strip() or None,
        severity=cast(Severity, call.text("severity") or None),
        plain=not kind and call.text("show") not in ("all", "followed"),
    )


def feed_of_events(call: Call) -> Raw:
    """Return the feed of events: those that fit, or, of all, those that ``rules.DEFAULT`` chooses."""
    asked = feed_query(call)
    if call.text("show") == "followed":
        found = call.desk.events_followed(_wanted(call), limit=EVENTS.feed).items[: EVENTS.feed]
    elif asked:
        found = call.desk.events(_wanted(call), limit=EVENTS.feed).items
    else:
        found = tuple(call.desk.latest_events())
    link = f"{call.site}{feed_address(call)}"
    return Raw(data=atom.render(found, site=call.site, link=link, part=asked), media=atom.MEDIA)


def feed_query(call: Call) -> str:
    """Return which events are asked for, as a query; "" for those that matter, of all stories."""
    names = sorted(one.name for one in FILTER)
    given = {name: call.text(name) for name in names if call.text(name) not in ("", "plain")}
    return urlencode(given)


def feed_address(call: Call) -> str:
    """Return where the feed of the events is that are asked for, with what lets a reader in."""
    asked = feed_query(call)
    return call.feed + (f"{'&' if '?' in call.feed else '?'}{asked}" if asked else "")


def following(call: Call) -> AllFollowing:
    """List what is followed."""
    return AllFollowing(
        items=tuple(
            Following(
                id=one.id,
                kind=one.kind,
                label=one.label,
                at=one.at,
                story=call.desk.story_of(one) if one.kind == "story" else None,
            )
            for one in call.desk.following()
        )
    )


def follow(call: Call) -> Following:
    """Follow a story or a person."""
    return followed(call, call.body)


def followed(call: Call, wanted: Wanted) -> Following:
    """Follow what is asked for; raises Problem where that is nothing, or not one thing."""
    if (wanted.story is None) == (wanted.person is None):
        raise Problem(422, "this cannot be followed", "Name a story or a person, and not both.")
    try:
        if wanted.story is not None:
            one = call.desk.follow_story(wanted.story)
        else:
            one = call.desk.follow_person(wanted.person or "")
    except InputError as error:
        raise Problem(404 if wanted.story is not None else 422, error.message) from error
    story = call.desk.story_of(one) if one.kind == "story" else None
    return Following(id=one.id, kind=one.kind, label=one.label, at=one.at, story=story)


def unfollow(call: Call) -> Ended:
    """No longer follow something."""
    if not call.desk.unfollow(call.text("followed")):
        raise Problem(404, "nothing of that id is followed")
    return Ended(ended=True)


def feeds(call: Call) -> Feeds:
    """Tell how the feeds stand that are watched."""
    rows, round = feed_rows(call)
    return Feeds(items=tuple(report(one) for one in rows), round=round)


def feed_rows(call: Call) -> tuple[list[FeedHealthRow], str | None]:
    """Return the feeds that are asked for, those in trouble first, and when the last round was."""
    last, health = call.desk.store.last_round(), call.text("health")
    rows = [one for one in call.desk.store.feeds() if not health or one.feed.health == health]
    return rows, last.at if last else None


def hooks(call: Call) -> Hooks:
    """Tell how far the webhooks are."""
    store = call.desk.store
    return Hooks(items=tuple(store.hooks()), dead=tuple(store.dead_deliveries()))


def pages(call: Call) -> Listing[PageState]:
    """List the pages that feeds lead to and that gave no text."""
    ask = partial(call.desk.store.pages_listed, TROUBLED, feed=call.text("feed") or None)
    return api.listed(call, ask)
