"""Whose a document is: "Lund's report", "the lawsuit filed by a docker named Lund", "a letter from Lund".

What it says its maker says; a paper or an inquiry whose maker the source does not name stays a source of its
own ("the report").
"""

from __future__ import annotations

from variorum.annotation.speakers.coreference import Cast
from variorum.annotation.speakers.heads import named_head
from variorum.annotation.speakers.phrases import read_phrase
from variorum.model import Span
from variorum.text.late import late

_OWNS = late(r"[’'](?:s\b)?\s")


def maker(cast: Cast, span: Span) -> Span | None:
    """Return where a source that is a document tells its maker, by name or as people; None where it does not.

    So does what begins with a possessive name, though it ends with the noun: "Lund's report, which".
    """
    phrase = read_phrase(cast.text, span, cast.lang)
    if phrase is None or phrase.kind != "document":
        return None
    at = cast.text.lower().find(phrase.head, phrase.span.start, phrase.span.end)
    noun = at + len(phrase.head) if at >= 0 else phrase.span.end
    return _owner(cast, Span(span.start, noun)) or _made_by(cast, Span(noun, span.end))


def _owner(cast: Cast, span: Span) -> Span | None:
    """Return where a name stands in the possessive before the noun: "Ada Lund's second report"."""
    for mention, entity in cast.names_within(span):
        if _OWNS.match(cast.text, mention.end, span.end):
            owner = Span(span.start, mention.end)
            cut = cast.entities[entity].kind != "person" and cast.words.sources.rest_of_capitals.search(
                cast.text, span.start, mention.start
            )
            return owner if named_head(cast, owner) == entity and not cut else None
    return None


def _made_by(cast: Cast, rest: Span) -> Span | None:
    """Return who is told behind the noun to have made it, or is named as who it comes from."""
    by = cast.words.sources.made_by.match(cast.text, rest.start, rest.end)
    made = by or cast.words.sources.made_from.match(cast.text, rest.start, rest.end)
    if made is None:
        return None
    maker = Span(made.end(), rest.end)
    people = by and read_phrase(cast.text, maker, cast.lang)
    return maker if named_head(cast, maker) or people and people.kind in ("person", "group") else None
