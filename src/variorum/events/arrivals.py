"""New stories, new reports of stories, and reports withdrawn: each article gives one of these events, once.

The first article of a story, in the order in which articles came to the store, is told as a new story, all
others as reports of it. So it does not matter in how many rounds they came, as long as they are grouped
alike. A version of a page is no report of its own, unless it is in another story than the one before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from variorum.events.making import Places, called, made, quoted
from variorum.model import DeskEvent
from variorum.store.telling import Place


def arrivals(articles: tuple[str, ...], places: Places, first: Mapping[str, int]) -> Iterator[DeskEvent]:
    """Yield what is told of articles that came; first: the number of the first article of each story."""
    for name in articles:
        place = places.get(name)
        if place is None or place.story is None:
            continue
        if place.status == "withdrawn":
            yield _withdrawn(place, places)
            continue
        if _only_a_version(place, places):
            continue
        founds = first.get(place.story) == place.number
        yield made(
            "story" if founds else "report",
            _said(place, places, founds=founds),
            places=places,
            articles=[name],
            people=place.people,
        )


def _withdrawn(place: Place, places: Places) -> DeskEvent:
    title = f": {quoted(place.title)}" if place.title and place.title.strip() else ""
    said = f"{called([place.article], places)} withdrew its report{title}."
    return made("withdrawn", said, places=places, articles=[place.article], severity="critical")


def _only_a_version(place: Place, places: Places) -> bool:
    before = places.get(place.before or "")
    return before is not None and before.story == place.story


def _said(place: Place, places: Places, *, founds: bool) -> str:
    who = called([place.article], places)
    title = quoted(place.title) if place.title and place.title.strip() else ""
    if founds:
        return f"New story: {who}: {title}." if title else f"New story: {who}."
    return f"{who} reports it too: {title}." if title else f"{who} reports it too."
