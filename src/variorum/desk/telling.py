"""What a desk tells of: events, and what somebody follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from variorum.errors import InputError
from variorum.events.drafts import follow_draft
from variorum.events.rules import Chooser, Rule, story_now
from variorum.model import DeskEvent, content_id
from variorum.settings import EVENTS, STORE, Settings
from variorum.store.arrivals import person_key
from variorum.store.base import Listing, Store
from variorum.store.telling import EventFilter, Followed


class Telling:
    """The part of a desk that tells events."""

    store: Store
    settings: Settings
    _now: Callable[[], str]

    def events(
        self, wanted: EventFilter | None = None, *, cursor: str | None = None, limit: int = 50
    ) -> Listing[DeskEvent]:
        """Return events, the latest told first. A story may be named by an id that it had before.

        Raises InputError for a cursor that is none.
        """
        wanted = wanted or EventFilter()
        if wanted.story is not None:
            now = self.store.current(wanted.story)
            wanted = replace(wanted, story=now or wanted.story)
        return self.store.events(wanted, cursor=cursor, limit=limit)

    def events_since(self, event: str | None = None, *, rules: tuple[Rule, ...] = ()) -> Iterator[DeskEvent]:
        """Yield events in the order in which they were told, after that of an id; None: from the first.

        rules: only those that any of them fits; none yields all. Raises InputError for an id that is none.
        """
        chooser = Chooser(self.store, rules) if rules else None
        while found := self.store.events_after(event, limit=STORE.most):
            yield from (one for one in found if chooser is None or chooser.wants(one))
            event = found[-1].id

    def latest_events(self, rules: tuple[Rule, ...] = ()) -> list[DeskEvent]:
        """Return the last events that rules fit, for a feed, the latest first; without rules those that
        ``rules.DEFAULT`` fits."""
        chooser = Chooser(self.store, rules)
        found: list[DeskEvent] = []
        cursor, looked = None, 0
        while looked < EVENTS.rules and len(found) < EVENTS.feed:
            part = self.store.events(EventFilter(), cursor=cursor, limit=STORE.most)
            found += [one for one in part.items if chooser.wants(one)]
            looked, cursor = looked + len(part.items), part.cursor
            if cursor is None:
                break
        return found[: EVENTS.feed]

    def events_followed(
        self, wanted: EventFilter, *, cursor: str | None = None, limit: int = 50
    ) -> Listing[DeskEvent]:
        """Return events about what is followed; otherwise as ``events``, but parts are not all as long."""
        chooser = Chooser(self.store)
        found: list[DeskEvent] = []
        looked = 0
        while True:
            part = self.events(wanted, cursor=cursor, limit=limit)
            found += [one for one in part.items if chooser.is_followed(one)]
            looked, cursor = looked + len(part.items), part.cursor
            if cursor is None or len(found) >= limit or looked >= EVENTS.rules:
                return Listing(items=tuple(found), cursor=cursor)

    # ---- following

    def following(self) -> list[Followed]:
        """Return what is followed: stories, people, drafts."""
        return self.store.following()

    def follow_story(self, story: str) -> Followed:
        """Follow a story, wherever most of its reports go. Raises InputError where there is none."""
        now = self.store.current(story) if "\x00" not in story else None
        row = self.store.story(now) if now is not None else None
        if row is None:
            raise InputError(f"there is no story {story!r}")
        articles = tuple(self.store.members(row.id))
        one = Followed(
            id=content_id("f", "story", *sorted(articles)),
            kind="story",
            label=row.title or row.id,
            at=self._now(),
            articles=articles,
        )
        for other in self._following_story(row.id):
            self.store.unfollow(other)
        self.store.follow(one)
        return one

    def unfollow_story(self, story: str) -> bool:
        """No longer follow a story; tell whether it was followed."""
        now = self.store.current(story)
        known = self._following_story(now or story)
        for one in known:
            self.store.unfollow(one)
        return bool(known)

    def story_of(self, one: Followed) -> str | None:
        """Return the id that a followed story has now; None when none of its reports is in any."""
        return story_now(self.store, one.articles)

    def follows_story(self, story: str) -> bool:
        """Tell whether a story is followed."""
        return bool(self._following_story(self.store.current(story) or story))

    def _following_story(self, story: str) -> list[str]:
        return [
            one.id
            for one in self.store.following()
            if one.kind == "story" and story_now(self.store, one.articles) == story
        ]

    def follow_person(self, name: str) -> Followed:
        """Follow a person by name, as reports give it. Raises InputError for what is no name."""
        if not name.strip() or "\x00" in name or len(name) > EVENTS.name:
            raise InputError(f"a person needs a name, of at most {EVENTS.name} characters")
        one = Followed(
            id=content_id("f", "person", person_key(name)),
            kind="person",
            label=" ".join(name.split()),
            at=self._now(),
        )
        self.store.follow(one)
        return one

    def follows_person(self, name: str) -> str | None:
        """Return the id under which a person is followed; None for one that is not."""
        key = person_key(name)
        known = (one.id for one in self.store.following() if one.kind == "person")
        return next((id for id in known if id == content_id("f", "person", key)), None)

    def follow_draft(self, text: str, name: str) -> Followed:
        """Follow a draft, by the text that it has now: it is told when a quotation of it no longer stands.

        Raises InputError when none of its quotations stands now.
        """
        one = follow_draft(text, name, self.store, self.settings, self._now())
        self.store.follow(one)
        return one

    def unfollow(self, id: str) -> bool:
        """No longer follow something; tell whether it was followed."""
        return self.store.unfollow(id)
