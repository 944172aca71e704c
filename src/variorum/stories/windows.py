"""Grouping window by window: memory is that of one window for each worker, however long the collection.

Time is cut into stretches of so many days; a window is a stretch with the one before it. The engine's
workers group each window by itself; then windows are joined in the order of time: a story of a window
continues the earlier story in which most of its reports of the overlapping stretch are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from msgspec import Struct

from variorum.errors import EngineError
from variorum.model import Article, Reject, article_fault, content_id, lost_articles
from variorum.rescue import Loss, Rescue
from variorum.settings import GroupSettings
from variorum.stories.features import day_of
from variorum.stories.furniture import opening
from variorum.stories.group import Rejected, Verbs, group

# Above the number of any stretch of a year with four digits, so that keys sort as time goes.
_OFFSET = 10**7
_UNDATED = "undated"


class WindowPart(Struct, frozen=True, kw_only=True):
    """What one window knows of a story: its reports of the stretch before, and those of its own; sorted."""

    before: tuple[str, ...]
    own: tuple[str, ...]


def group_by_windows(
    articles: Iterable[Article],
    engine: Verbs,
    *,
    days: int,
    alone: Verbs,
    settings: GroupSettings | None = None,
    on_progress: Callable[[int, int | None], None] | None = None,
    rejected: Rejected | None = None,
) -> list[tuple[str, str]]:
    """Return ``(article id, story id)`` for each article, in the order of ``articles``; none for none.

    days: length of a stretch. Reports up to so many days apart are looked at together; those more than twice
        as far apart never are. Articles without a date are grouped among themselves.
    alone: does the work of one window inside a worker; one that works in its own process and can be pickled.
    on_progress: called with how many windows are done, and of how many.
    Order, workers and engine change nothing. Ids are made as by ``group``, which gives the same stories where
    all articles are of one stretch.
    """
    settings = settings or GroupSettings()
    ids: list[str] = []
    bad: dict[str, Reject] = {}

    def lost(reject: Reject) -> None:
        """Note an article that fails, in each of its windows, once."""
        if rejected is None:
            raise EngineError(reject.reason, article=reject.id)
        name = reject.id or " ".join(reject.articles)
        if name not in bad:
            bad[name] = reject
            rejected(reject)

    run = partial(_window, days=days, alone=alone, settings=settings, rescued=rejected is not None)
    windows = engine.map_groups(
        run,
        _keyed(articles, ids, days, settings, lost),
        on_progress=on_progress,
        rescue=rejected and Rescue(lost=_lost_window),
    )
    stories = _joined(_without_rejects(windows, lost))
    # One that fails in one of its windows and not in the other is rejected all the same.
    failed = {one for reject in bad.values() for one in (reject.id, *reject.articles)}
    kept = ([one for one in story if one not in failed] for story in stories)
    return _named(ids, (story for story in kept if story))


def _without_rejects(
    windows: Iterable[tuple[str, list[WindowPart | Reject]]], lost: Callable[[Reject], None]
) -> Iterator[tuple[str, list[WindowPart]]]:
    for key, found in windows:
        for one in found:
            if isinstance(one, Reject):
                lost(one)
        yield key, [one for one in found if isinstance(one, WindowPart)]


def _lost_window(group: tuple[str, Sequence[Article]], loss: Loss) -> list[Reject]:
    return lost_articles(group[1], loss)


def _keyed(
    articles: Iterable[Article],
    ids: list[str],
    days: int,
    settings: GroupSettings,
    lost: Callable[[Reject], None],
) -> Iterator[tuple[str, Article]]:
    """Yield the opening of each article for its own window and for the next; note the ids."""
    for article in articles:
        own = opening(article, settings)
        try:
            stretch = _stretch(own, days)
        except Exception as error:
            lost(article_fault(article, error, "day"))
            continue
        ids.append(article.id)
        yield _key(stretch), own
        if stretch is not None:
            yield _key(stretch + 1), own


def _stretch(article: Article, days: int) -> int | None:
    day = day_of(article.date)
    return None if day is None else int(day // days)


def _key(stretch: int | None) -> str:
    return _UNDATED if stretch is None else f"{stretch + _OFFSET:08d}"


def _window(
    key: str, openings: Sequence[Article], *, days: int, alone: Verbs, settings: GroupSettings, rescued: bool
) -> list[WindowPart | Reject]:
    """Return the stories of a window that have reports of its own stretch, and what cannot be grouped."""
    own = {one.id for one in openings if _key(_stretch(one, days)) == key}
    if not own:
        return []
    rejects: list[Reject] = []
    stories: dict[str, list[str]] = {}
    rejected = rejects.append if rescued else None
    for article, story in group(openings, alone, settings=settings, rejected=rejected):
        stories.setdefault(story, []).append(article)
    parts = (
        WindowPart(
            before=tuple(sorted(set(members) - own)),
            own=tuple(sorted(own.intersection(members))),
        )
        for members in stories.values()
    )
    return [*rejects, *sorted((part for part in parts if part.own), key=lambda part: part.own)]


def _joined(windows: Iterable[tuple[str, list[WindowPart]]]) -> list[list[str]]:
    """Return the members of each story; windows come in the order of time.

    An earlier story goes on in one story of a window, the one with most of its reports, and the others begin
    anew: what a window keeps apart, no earlier one brings together.
    """
    stories: list[list[str]] = []
    before: dict[str, int] = {}
    for _, parts in windows:
        votes = [
            (-count, story, place)
            for place, part in enumerate(parts)
            for story, count in Counter(before[one] for one in part.before if one in before).items()
        ]
        goes_on: dict[int, int] = {}
        taken: set[int] = set()
        for _, story, place in sorted(votes):
            if place not in goes_on and story not in taken:
                goes_on[place] = story
                taken.add(story)
        now: dict[str, int] = {}
        for place, part in enumerate(parts):
            story = goes_on.get(place, len(stories))
            if story == len(stories):
                stories.append([])
            stories[story] += part.own
            now |= dict.fromkeys(part.own, story)
        before = now
    return stories


def _named(ids: Sequence[str], stories: Iterable[Sequence[str]]) -> list[tuple[str, str]]:
    story_of: dict[str, str] = {}
    for members in stories:
        story_of.update(dict.fromkeys(members, content_id("s", *sorted(members))))
    return [(article, story_of[article]) for article in ids if article in story_of]
