"""What a source says of itself, without a candidate: its words, its phrase, its quotation, its place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from msgspec import Struct

from variorum.annotation.speakers.candidates import FIRST, HE, IT, PRONOUNS, RELATIVE, SHE, THEY, words
from variorum.annotation.speakers.phrases import Phrase
from variorum.annotation.speakers.scene import Mention, Scene
from variorum.language.language import Language
from variorum.text.name_words import name_words

__all__ = ["Source", "source_of"]

_DETERMINERS = {
    **dict.fromkeys(["the", "that", "this", "those", "these"], 0),
    **dict.fromkeys(["a", "an", "one", "another", "some", "several", "two", "many"], 1),
    **dict.fromkeys(["his", "her", "their", "its", "my"], 2),
}
# Cues of one who has spoken before.
_GOES_ON = frozenset(
    ["added", "adds", "continued", "continues", "concluded", "also", "went", "again", "later"]
)
_WE = frozenset(["we", "our", "us"])
_AGE = re.compile(r"(\d{1,3})-year-old")
_PHRASES = ("person", "group", "document", "other")


class Source(Struct, frozen=True, kw_only=True):
    """One source. gender: 1 for a man, -1 for a woman, 0 where it does not say.

    ruled: the candidate that the rules take it for, -1 for none. own: its longer words. inside: the words of
    its quotation. others: the words of its phrase beside the head. people: places of people up to it. flags:
    what the scorer is told of it, in order.
    """

    mention: Mention
    sentence: int
    paragraph: int
    people: int
    ruled: int
    gender: int
    head: str
    own: frozenset[str]
    inside: frozenset[str]
    first: bool
    phrase: Phrase | None
    others: frozenset[str]
    age: int
    flags: list[float]


def source_of(scene: Scene, mention: Mention) -> Source:
    """Read a source and its surroundings."""
    text, quotation = scene.text, mention.quotation
    source = words(text[mention.start : mention.end][:200])
    pronoun = bool(source) and PRONOUNS.issuperset(source)
    phrase = None if pronoun or not source else scene.phrase(mention.start, mention.end)
    content = words(" ".join([span.of(text)[:600] for span in quotation.content]))
    inside, head = frozenset(content), phrase.head if phrase else _head(source)
    shown = name_words(scene.lang).role_gender.get(head)
    he, she = not HE.isdisjoint(source[:1]), not SHE.isdisjoint(source[:1]) and len(source) == 1
    gender = 1 if he and len(source) == 1 or shown == "male" else -1 if she or shown == "female" else 0
    age = _AGE.search(text, mention.start, mention.end)
    speaker = quotation.speaker
    first = not FIRST.isdisjoint(inside)
    cue = words(" ".join([span.of(text) for span in quotation.cue]))
    flags = [
        *_flags_of_source(scene, mention, source, he, she), 0.0,
        first, not _WE.isdisjoint(inside), min(len(content), 60) / 20,
        quotation.kind == "direct", quotation.kind == "indirect",
        *_flags_of_phrase(phrase, age is not None, scene.lang),
        not _GOES_ON.isdisjoint(cue), 0.0,
    ]  # fmt: skip
    return Source(
        mention=mention,
        sentence=scene.sentence(mention.start),
        paragraph=scene.paragraph(mention.start),
        people=bisect_left(scene.people, (mention.start, -1)),
        ruled=scene.index.get(speaker.entity or "", -1) if speaker else -1,
        gender=gender,
        head=head,
        own=frozenset(word for word in source if len(word) > 3),
        inside=inside,
        first=first,
        phrase=phrase,
        others=frozenset(phrase.words) - {phrase.head} if phrase else frozenset(),
        age=int(age[1]) if age else 0,
        flags=flags,
    )


def _flags_of_source(scene: Scene, mention: Mention, source: list[str], he: bool, she: bool) -> list[float]:
    """Return what the words of a source, and where they stand, tell."""
    sentence, paragraph = scene.sentence(mention.start), scene.paragraph(mention.start)
    ruled, one = mention.quotation.speaker, source[:1]
    determiner = _DETERMINERS.get(source[0], 3) if source else 4
    begins = sentence >= 0 and mention.start - scene.sentences[sentence] <= 2
    opens = paragraph >= 0 and mention.start - scene.paragraphs[paragraph] <= 2
    return [
        he, she,
        not THEY.isdisjoint(one), not IT.isdisjoint(one), not RELATIVE.isdisjoint(one),
        not source, bool(source) and PRONOUNS.issuperset(source), determiner == 0, determiner == 1,
        determiner == 2, determiner == 3, min(len(source), 12), scene.is_quoted(mention.start),
        ruled is not None, ruled is not None and ruled.name[:1].isupper(),
        mention.quotation.content[0].start < mention.start, begins, opens,
    ]  # fmt: skip


def _flags_of_phrase(phrase: Phrase | None, age: bool, lang: Language) -> list[float]:
    if phrase is None:
        return [0.0] * 8
    kinds = [phrase.kind == kind for kind in _PHRASES]
    listed = name_words(lang)
    return [*kinds, phrase.plural, phrase.head in listed.servants, phrase.head in listed.body, age]


def _head(source: Sequence[str]) -> str:
    """Return the last word of a source before "of", "for", "who" and the like."""
    stops = ("of", "for", "who", "which", "from", "in", "at", "with", "that")
    end = next((i for i, word in enumerate(source) if i and word in stops), len(source))
    return source[end - 1] if source else ""
