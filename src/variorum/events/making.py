"""Events made: their ids, times, and the words of their sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from variorum.decisions.records import same_words
from variorum.model import DeskEvent, DeskEventKind, EventSide, Evidence, Severity, content_id
from variorum.outputs.wording import listed_few, shortened
from variorum.settings import EVENTS
from variorum.store.telling import Place

Places = Mapping[str, Place]


def made(
    kind: DeskEventKind,
    said: str,
    *,
    places: Places,
    articles: Iterable[str],
    about: Iterable[object] = (),
    sides: tuple[EventSide, ...] = (),
    people: Iterable[str] = (),
    severity: Severity | None = None,
    **more: object,
) -> DeskEvent:
    """Return an event.

    articles: those that it cites, all among ``places``; the event is of the story that the last of them
    is in, and dated by the last that was captured. about: what its id is made of, beside kind and articles.
    """
    cited = sorted(set(articles), key=lambda one: places[one].number)
    last = places[cited[-1]]
    return DeskEvent(
        id=content_id("e", kind, *sorted(cited), *about),
        kind=kind,
        at=max(places[one].at for one in cited),
        said=said,
        story=last.story,
        title=title_of(places[cited[0]]),
        articles=tuple(cited),
        outlets=outlets_of(cited, places),
        people=tuple(sorted(set(people))),
        severity=severity,
        sides=sides,
        **more,  # type: ignore[arg-type]
    )


def words_of(evidence: Iterable[Evidence]) -> list[str]:
    """Return what of evidence goes into an id: article and words, without marks and capitals, in order."""
    return sorted({f"{one.article} {same_words(one.text)}" for one in evidence})


def outlets_of(articles: Iterable[str], places: Places) -> tuple[str, ...]:
    """Return the outlets of articles, each once, in the order in which the articles came."""
    ordered = sorted(set(articles), key=lambda one: places[one].number)
    return tuple(dict.fromkeys(name for one in ordered if (name := places[one].outlet)))


def sided(articles: Iterable[str], places: Places) -> tuple[str, ...]:
    """Return the outlets of articles as ``outlets_of`` does, and say which only have an earlier version."""
    articles = set(articles)
    current = set(outlets_of((one for one in articles if places[one].last), places))
    return tuple(
        name if name in current else f"{name} (earlier version)" for name in outlets_of(articles, places)
    )


def called(articles: Iterable[str], places: Places) -> str:
    """Return what those who wrote articles are called in a sentence."""
    articles = list(articles)
    names = outlets_of(articles, places)
    if names:
        return listed_few(names)
    return "A report" if len(articles) == 1 else "Reports"


def title_of(place: Place) -> str | None:
    """Return the title of an article, shortened; None without one."""
    return shortened(place.title, EVENTS.title) if place.title and place.title.strip() else None


def quoted(words: str) -> str:
    """Return words between marks, on one line, shortened, without marks and points of their own around."""
    return f"“{shortened(words, EVENTS.quoted).lstrip(_MARKS).rstrip(_MARKS + _POINTS)}”"


_MARKS = "\"'“”‘’«»„ "
_POINTS = ".,;:"
