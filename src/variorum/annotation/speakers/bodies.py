"""Which named body "the ministry", "the group" or "the company" means: the one that nothing else can be."""

from __future__ import annotations

import re
from bisect import bisect_left

from variorum.annotation.speakers.coreference import Cast
from variorum.annotation.speakers.phrases import Phrase
from variorum.model import Entity
from variorum.model.span import from_on

_KINDS = ("organisation", "other")
_LAST = re.compile(r"[\w’'-]+(?=\.?$)")


def resolve_body(cast: Cast, phrase: Phrase) -> str | None:
    """Return the one body that a definite phrase means, of those named before it; None where none is sure.

    By its name ("the ministry"), by what the report calls it ("the harbour group Tern", "Tern, a harbour
    group"), else, for a noun that any body may be called by, the only body of its paragraph and the last.
    """
    if len(phrase.words) == 1:
        fits = cast.known.bodies_before(phrase.head, phrase.span.start)
        if fits:
            return fits[0] if len(fits) == 1 else None
    own = phrase.span.of(cast.text)
    if phrase.head not in cast.words.called or cast.is_quoted(phrase.span) or not own[1:].islower():
        return None
    if phrase.head not in cast.called:
        cast.called[phrase.head] = _called(cast, phrase.head)
    called = {each for at, each in cast.called[phrase.head] if at < phrase.span.start}
    if called:
        return called.pop() if len(called) == 1 and len(phrase.words) == 1 else None
    return _only_near(cast, phrase) if " of " not in own else None


def _called(cast: Cast, noun: str) -> tuple[tuple[int, str], ...]:
    """Return where bodies are called by a noun, right before their names or in apposition, and which."""
    found = []
    before = re.compile(rf"\b{re.escape(noun)}\s$", re.IGNORECASE)
    after = re.compile(
        rf",\s(?:an?|one\sof\sthe)\s(?:[\w’'-]+\s){{0,4}}?{re.escape(noun)}s?\b(?=[,.;]|\s(?:that|which)\b)"
    )
    for mention, identifier in cast.named:
        if not _is_body(cast.entities[identifier]):
            continue
        led = before.search(cast.text, max(0, mention.start - len(noun) - 2), mention.start)
        if led or after.match(cast.text, mention.end):
            found.append((mention.start, identifier))
    return tuple(found)


def _only_near(cast: Cast, phrase: Phrase) -> str | None:
    """Return the only body that stands in the paragraph of a phrase, up to it, and in the one before.

    One whose own name says what it is ("Marl University") is called by another noun by nobody.
    """
    here = cast.paragraph_starts[max(0, _paragraph(cast, phrase.span.start) - 1)]
    low = bisect_left(cast.named, (from_on(here),))
    high = bisect_left(cast.named, (from_on(phrase.span.start),), lo=low)
    told_to = cast.words.sources.told_to
    near = {
        each
        for span, each in cast.named[low:high]
        if _is_body(cast.entities[each])
        and not told_to.search(cast.text, max(0, span.start - 40), span.start)
    }
    if len(near) != 1:
        return None
    body = cast.entities[near.pop()]
    last = _LAST.search(body.name.lower())
    told = cast.words.organisation | cast.words.body
    own = last is not None and last[0] in told and last[0] not in cast.words.firms
    return None if own or body.kind != "organisation" else body.id


def _paragraph(cast: Cast, at: int) -> int:
    return max(0, bisect_left(cast.paragraph_starts, at + 1) - 1)


def _is_body(entity: Entity) -> bool:
    return entity.kind in _KINDS and entity.name[:1].isupper()
