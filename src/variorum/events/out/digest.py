"""A digest: what happened in some time, story by story, as Markdown or as a page of HTML."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from html import escape

from msgspec import Struct

from variorum.events.out.wording import heading, sides_of
from variorum.model import DeskEvent
from variorum.model.kinds import GRAVITY
from variorum.outputs.markdown import plain
from variorum.outputs.wording import CONTROLS, SEVERITY_WORDS, plain_date, plural, sign_names
from variorum.store.base import Store

_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;"
    "color-scheme:light dark}h2{margin:2rem 0 .3rem;font-size:1.2rem}li{margin:.6rem 0}"
    "dt{font-weight:600}dd{margin:0 0 .4rem 1.2rem;font-family:Georgia,serif}.when{opacity:.75}"
)


class DigestStory(Struct, frozen=True, kw_only=True):
    """A story of a digest. id: as it is now, None for events of none; events: the gravest first."""

    id: str | None
    title: str
    events: tuple[DeskEvent, ...]


class Digest(Struct, frozen=True, kw_only=True):
    """What happened between two moments; stories with the gravest events first."""

    since: str
    until: str
    stories: tuple[DigestStory, ...]

    @property
    def counted(self) -> str:
        """How much happened, in words."""
        count = sum(len(one.events) for one in self.stories)
        many = len(self.stories)
        stories = f"{many} {'story' if many == 1 else 'stories'}"
        return f"{plural(count, 'event')} in {stories}" if count else "Nothing happened"


def digest(store: Store, events: Sequence[DeskEvent], since: str, until: str) -> Digest:
    """Return the digest of events, each with the story that what it cites is in now."""
    held: dict[str | None, list[DeskEvent]] = {}
    places = store.places([one.articles[-1] for one in events if one.articles])
    for one in events:
        place = places.get(one.articles[-1]) if one.articles else None
        held.setdefault(place.story if place else one.story, []).append(one)
    stories = []
    for id, those in held.items():
        row = store.story(id) if id is not None else None
        title = (row.title if row else None) or next((e.title for e in those if e.title), None)
        ordered = tuple(sorted(those, key=_gravity))
        stories.append(DigestStory(id=id, title=title or "Without a title", events=ordered))
    stories.sort(key=lambda one: (_gravity(one.events[0]), one.id or ""))
    return Digest(since=since, until=until, stories=tuple(stories))


def _gravity(one: DeskEvent) -> tuple[int, str, str]:
    return GRAVITY.get(one.severity, len(GRAVITY)) if one.severity else len(GRAVITY), one.at, one.id


def markdown(found: Digest) -> bytes:
    """Return a digest as CommonMark; every word of a report is escaped."""
    return ("\n".join(_markdown(found)).rstrip() + "\n").encode("utf-8", "replace")


def _period(found: Digest) -> str:
    return f"{_when(found.since)} to {_when(found.until)}"


def _when(moment: str) -> str:
    return plain_date(moment[:16] + "Z", zone=True)


def _markdown(found: Digest) -> Iterator[str]:
    yield from (f"# What happened, {_period(found)}", "", f"{found.counted}.", "")
    for story in found.stories:
        yield from (f"## {plain(story.title)}", "")
        for one in story.events:
            grave = f"{SEVERITY_WORDS[one.severity]}: " if one.severity else ""
            yield f"- **{plain(grave + heading(one))}** ({_when(one.at)}). {plain(one.said)}"
            for side in sides_of(one):
                yield f"    - {plain(side.label)}: {plain(side.words) or '(nothing)'}"
        yield ""


def html(found: Digest) -> bytes:
    """Return a digest as one page of HTML that loads nothing."""
    return "\n".join(_html(found)).encode("utf-8", "replace")


def _html(found: Digest) -> Iterator[str]:
    allowed = b64encode(sha256(_STYLE.encode()).digest()).decode()
    title = f"What happened, {_period(found)}"
    yield '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield (
        f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src '
        f"'sha256-{allowed}'\">"
    )
    yield f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>"
    yield f"<h1>{escape(title)}</h1><p>{found.counted}.</p>"
    for story in found.stories:
        yield f"<section><h2>{_words(story.title)}</h2><ul>"
        for one in story.events:
            grave = f"{SEVERITY_WORDS[one.severity]}: " if one.severity else ""
            yield f'<li><b>{_words(grave + heading(one))}</b> <span class="when">{_when(one.at)}</span>'
            yield f"<br>{_words(one.said)}"
            sides = list(sides_of(one))
            if sides:
                yield "<dl>"
                yield from (
                    f"<dt>{_words(side.label)}</dt><dd>{_words(side.words) or '(nothing)'}</dd>"
                    for side in sides
                )
                yield "</dl>"
            yield "</li>"
        yield "</ul></section>"
    yield "</main></body></html>"


def _words(text: str) -> str:
    return escape(CONTROLS.sub(lambda one: f"({sign_names(one)})", text))
