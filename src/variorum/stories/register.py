"""Stories that keep their ids while articles come, with the history of what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from variorum.model import Event, content_id


class Register:
    """Which story an article is in, and how that came about.

    story_of: article to story. history: all events, in order; whoever replays them gets ``story_of``.
    """

    def __init__(self, history: Iterable[Event] = ()) -> None:
        self.story_of: dict[str, str] = {}
        self.history: list[Event] = []
        self._articles: dict[str, set[str]] = {}
        self._born: dict[str, int] = {}
        for event in history:
            self._apply(event)

    def articles(self, story: str) -> frozenset[str]:
        """Return the articles of a story; none for one that has ended."""
        return frozenset(self._articles.get(story, ()))

    def update(self, groups: Sequence[Iterable[str]], at: str) -> list[Event]:
        """Take in how some articles are grouped now; return the events that follow, as added to the history.

        groups: disjoint sets of articles; for a story of which any article is given, all are. A group
        continues the story that most of its articles come from; of equals the older one. A story is
        continued by the group that has most of it; its other articles were split off.
        """
        ordered = sorted(tuple(sorted(group)) for group in groups)
        before = [Counter(self.story_of[one] for one in group if one in self.story_of) for group in ordered]
        names = self._carried_on(before)
        events: list[Event] = []
        for place, group in enumerate(ordered):
            events += self._begun(names, place, group, before[place], at)
        for place, group in enumerate(ordered):
            events += self._came(names, place, group, at)
        return events

    def _carried_on(self, before: Sequence[Mapping[str, int]]) -> dict[int, str]:
        claims = sorted(
            (-shared, self._born[story], place, story)
            for place, stories in enumerate(before)
            for story, shared in stories.items()
        )
        names: dict[int, str] = {}
        taken: set[str] = set()
        for _, _, place, story in claims:
            if place not in names and story not in taken:
                names[place] = story
                taken.add(story)
        return names

    def _begun(
        self, names: dict[int, str], place: int, group: Sequence[str], before: Counter[str], at: str
    ) -> list[Event]:
        """Return the event of a group that carries on no story: split from one, or founded."""
        if place in names:
            return []
        story = names[place] = self._new_id(group)
        if not before:
            return [self._told(Event(kind="founded", at=at, story=story, articles=tuple(group)))]
        origin = min(before, key=lambda name: (-before[name], self._born[name]))
        parted = tuple(article for article in group if self.story_of.get(article) == origin)
        return [self._told(Event(kind="split", at=at, story=story, articles=parted, other=origin))]

    def _came(self, names: Mapping[int, str], place: int, group: Sequence[str], at: str) -> list[Event]:
        """Return the events of what comes to a story: whole stories, single articles of others, new ones."""
        story = names[place]
        carried = set(names.values())
        events = []
        sources = sorted({self.story_of[one] for one in group if one in self.story_of} - {story})
        for other in sorted(sources, key=self._born.__getitem__):
            part = tuple(one for one in group if self.story_of.get(one) == other)
            if other in carried or len(part) < len(self._articles[other]):
                events.append(Event(kind="moved", at=at, story=story, articles=part, other=other))
            else:
                events.append(Event(kind="merged", at=at, story=other, articles=part, other=story))
        new = tuple(one for one in group if one not in self.story_of)
        if new:
            events.append(Event(kind="joined", at=at, story=story, articles=new))
        return [self._told(event) for event in events]

    def _new_id(self, articles: Sequence[str]) -> str:
        story = content_id("s", *articles)
        again = 0
        while story in self._born:  # a story of the same articles has been before
            again += 1
            story = content_id("s", *articles, str(again))
        return story

    def _told(self, event: Event) -> Event:
        self._apply(event)
        return event

    def _apply(self, event: Event) -> None:
        self.history.append(event)
        story = event.other if event.kind == "merged" else event.story
        assert story is not None
        self._born.setdefault(story, len(self._born))
        for article in event.articles:
            before = self.story_of.get(article)
            if before is not None:
                self._articles[before].discard(article)
            self.story_of[article] = story
            self._articles.setdefault(story, set()).add(article)
