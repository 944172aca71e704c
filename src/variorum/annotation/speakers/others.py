"""People counted out of those named before: "One MP told … *Another* said"; "three officers … *one* said"."""

from __future__ import annotations

from itertools import islice

from variorum.annotation.speakers.coreference import Cast
from variorum.annotation.speakers.phrases import Phrase, read_phrase
from variorum.model import Quotation, Span, Speaker
from variorum.settings import SPEAKERS
from variorum.text.name_words import NameWords


def counted_out(cast: Cast, span: Span, quotation: Quotation) -> Speaker | None:
    """Return the unnamed one whom "one" or "another" alone means before words in marks; None for nobody.

    "One" is one of the people who spoke before, "another" another such one as spoke before. Each is a new
    person. The name tells what is meant: "one of the three officers", "another MP".
    """
    word = span.of(cast.text).lower()
    if word not in cast.words.phrases.counting or quotation.kind == "indirect":
        return None
    if cast.words.sources.anybody.match(cast.text, span.end):
        return None
    for trail in islice(reversed(cast.spoke), SPEAKERS.counted):
        if cast.paragraphs_between(trail.start, span.start) > SPEAKERS.unnamed_paragraphs:
            return None
        before = cast.entities[trail.entity]
        phrase = None if before.name[:1].isupper() else read_phrase(cast.text, before.mentions[0], cast.lang)
        name = _name(word, phrase, cast.words) if phrase else None
        if name is not None:
            return Speaker(name=name, entity=cast.introduce(name, "person", span))
    return None


def _name(word: str, phrase: Phrase, words: NameWords) -> str | None:
    """Return what "one" or "another" is called after those of ``phrase``; None where it is none of them."""
    first, _, rest = phrase.name.partition(" ")
    counted = first.lower() in words.phrases.counting
    if word == "another":
        noun = rest if counted else phrase.name
        single = counted or phrase.kind == "person" and phrase.determiner == "indefinite"
        return f"{word} {noun}" if single and noun else None
    people = phrase.head in words.plural or words.is_role(phrase.head.removesuffix("s"))
    return (
        f"{word} of the {words.sources.how_many.sub('', phrase.name)}" if phrase.plural and people else None
    )
