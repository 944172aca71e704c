"""Which candidates the form of a source rules out, whatever the scorer says."""

from __future__ import annotations

from collections.abc import Sequence

from variorum.annotation.speakers.candidates import FEMALE, IT, MALE, Candidate, is_pronoun, words
from variorum.annotation.speakers.phrases import Phrase, read_phrase
from variorum.annotation.speakers.scene import Mention, Scene
from variorum.model import Span


def fitting(scene: Scene, mention: Mention, chosen: Sequence[int]) -> list[bool]:
    """Tell of each candidate whether a source can mean it.

    "He" is no body and no woman, "it" no person, "officials" no one person, "the agency" nobody but a body. A
    description never means who is named inside it ("Lind's son"), and "a resident" nobody named before.
    """
    source = words(scene.text[mention.start : mention.end])
    candidates = [scene.candidates[i] for i in chosen]
    if not source:
        return [each.entity.kind != "place" for each in candidates]
    if is_pronoun(source):
        return [_pronoun_fits(source[0], each) for each in candidates]
    phrase = read_phrase(scene.text, Span(mention.start, mention.end))
    return [phrase is not None and _phrase_fits(mention, phrase, each) for each in candidates]


def _pronoun_fits(word: str, candidate: Candidate) -> bool:
    kind = candidate.entity.kind
    if word in MALE or word in FEMALE:
        other = -1.0 if word in MALE else 1.0
        return kind in ("person", "other") and candidate.shown != other
    return kind != "person" if word in IT else kind != "place"


def _phrase_fits(mention: Mention, phrase: Phrase, candidate: Candidate) -> bool:
    if any(
        mention.start <= start and end <= mention.end and end - start < mention.end - mention.start - 4
        for start, end in zip(candidate.starts, candidate.ends, strict=True)
    ):
        return False
    kind = candidate.entity.kind
    if phrase.kind == "document" or phrase.plural and kind in ("person", "place"):
        return False
    if phrase.kind == "person":
        introduced = phrase.determiner == "indefinite" and candidate.starts[0] < mention.start
        return kind in ("person", "other") and not introduced
    return not (phrase.kind == "group" and kind == "person")
