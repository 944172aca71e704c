"""Two who are meant together: "they", "both", "the couple", "the Linds"."""

from __future__ import annotations

from variorum.annotation.speakers.coreference import Cast
from variorum.model import Span, Speaker
from variorum.text.late import late
from variorum.text.name_words import NameWords
from variorum.text.names import fold, parse_name

# "the Linds", "Linds"
_FAMILY = late(r"(?:[Tt]he\s)?([A-Z][\w’'-]+?)e?s$")


def pair_meant(cast: Cast, span: Span, words: NameWords) -> Speaker | None:
    """Return the two people whom a source means together; None where the article does not settle it.

    "The Linds" are the two bearers of that name; "they", "both" and "the couple" the two who spoke jointly
    last, or who were named as a pair in this sentence or the one before, with no body speaking since.
    """
    source = span.of(cast.text)
    family = _FAMILY.match(source)
    if family and (bearers := _bearers(cast, fold(family[1]), fold(source.split()[-1]))):
        return _joined(cast, bearers)
    plain = source.lower().removeprefix("the ")
    if plain not in words.pairs:
        return None
    floor = cast.paragraph_starts[max(0, _paragraph(cast, span.start) - 1)] if cast.paragraph_starts else 0
    last = cast.spoke[-1] if cast.spoke else None
    since = max(floor, last.start if last and cast.entities[last.entity].kind in _BODIES else 0)
    spoken = cast.together[-1] if cast.together and cast.together[-1][0] >= since else None
    named = _pair_before(cast, span, since)
    if named and (spoken is None or named[0] > spoken[0]):
        return _joined(cast, named[1])
    return spoken[1] if spoken else None


_BODIES = ("group", "organisation", "document")


def _bearers(cast: Cast, *names: str) -> list[str]:
    """Return the two people whose last name is one of ``names``; nobody where there are more, or one."""
    people = [each for each in cast.introduced(len(cast.text)) if " " in each.entity.name]
    found = [p.entity.id for p in people if parse_name(p.entity.name, cast.lang).family == (names[0],)]
    called = any(parse_name(p.entity.name, cast.lang).family == (names[1],) for p in people)
    return found if len(found) == 2 and not called else []


def _paragraph(cast: Cast, at: int) -> int:
    return max(0, cast.paragraphs_between(-1, at) - 1)


def _pair_before(cast: Cast, span: Span, since: int) -> tuple[int, list[str]] | None:
    """Return the last two people named as a pair outside quoted words, in this sentence or the one before."""
    here = cast.step(cast.sentence(span.start))
    start = max(since, cast.starts[cast.first_of_step(here - 1)] if cast.starts else 0)
    places = [place for place in cast.places_between(start, span.start) if not place.quoted]
    for first, second in zip(reversed(places[:-1]), reversed(places[1:]), strict=True):
        between = cast.text[first.span.end : second.span.start]
        if first.entity != second.entity and cast.words.sources.paired.match(between):
            return second.span.start, [first.entity, second.entity]
    return None


def _joined(cast: Cast, people: list[str]) -> Speaker:
    return Speaker(name=" and ".join(cast.entities[each].name for each in people))
