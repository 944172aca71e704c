"""Which candidates the form of a source rules out, whatever the scorer says."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from variorum.annotation.speakers.candidates import FEMALE, HE, IT, MALE, SHE, Candidate, is_pronoun, words
from variorum.annotation.speakers.phrases import Phrase
from variorum.annotation.speakers.scene import Mention, Scene
from variorum.language.language import Language
from variorum.model import Span
from variorum.settings import SPEAKERS
from variorum.text.name_words import name_words, same_role

# Behind a verb whom somebody speaks to, up to a comma or a full stop: "he told [the mayor]".
_ADDRESSED = re.compile(r"\s[^,.;:!?\n“”\"()]{2,60}(?=[,.;:])")
_OWNED = re.compile(r"([\w-]+)[’']s?\s")
_CAPITALS = re.compile(r"\b[A-Z][\w-]*")
_STOPS = re.compile(r"[.!?;\n]\s")


def fitting(scene: Scene, mention: Mention, chosen: Sequence[int]) -> list[bool]:
    """Tell of each candidate whether a source can mean it.

    "He" is no body and no woman, "it" no person, "officials" no one person, "the agency" nobody but a body. A
    description never means who is named inside it ("Lind's son"), and "a resident" nobody named before. Words
    without a source go on with nobody when a sentence since then was about another person: "Tal disagreed."
    """
    source = words(scene.text[mention.start : mention.end])
    candidates = [scene.candidates[i] for i in chosen]
    if not source:
        last = _named_between(scene, mention.start)
        return [
            each.entity.kind != "place" and last in (None, i)
            for i, each in zip(chosen, candidates, strict=True)
        ]
    if is_pronoun(source):
        return [_pronoun_fits(source[0], each) for each in candidates]
    phrase = scene.phrase(mention.start, mention.end)
    return [phrase is not None and _phrase_fits(mention, phrase, each, scene.lang) for each in candidates]


def contradicted(scene: Scene, mention: Mention, chosen: Sequence[int]) -> list[int]:
    """Return the places in ``chosen`` of those whom the noun that they are called by rules out.

    "Lind's mother" is not "he", whatever Lind's first name says; "the other driver" is not "a driver" told of
    before; "her rival" is not the woman who spoke last, unless she is called a rival somewhere. They keep a
    share in the scorer's weighing, so that others do not seem likelier for it.
    """
    source, listed = words(scene.text[mention.start : mention.end]), name_words(scene.lang)
    names = [scene.candidates[i].entity.name for i in chosen]
    if len(source) == 1 and source[0] in HE | SHE:
        other = "female" if source[0] in HE else "male"
        return [k for k, name in enumerate(names) if listed.role_gender.get(name.split()[-1]) == other]
    if len(source) > 1 and source[0] in HE | SHE:
        return _owners(scene, mention, chosen, 1.0 if source[0] in HE else -1.0)
    out = set(_called_otherwise(scene, mention, chosen))
    if not listed.phrases.apart.isdisjoint(source):
        out.update(
            k for k, name in enumerate(names)
            if name[:1].islower() and listed.phrases.apart.isdisjoint(words(name))
        )  # fmt: skip
    return sorted(out)


def _called_otherwise(scene: Scene, mention: Mention, chosen: Sequence[int]) -> list[int]:
    """Return the places of those whom a description with "the" does not fit by what they are called.

    "The governor" is nobody else where somebody is called a governor, "the docker's lawyer" nobody who is not
    called a lawyer, and "the Lind campaign" no campaign of another name.
    """
    phrase = scene.phrase(mention.start, mention.end)
    if phrase is None or phrase.determiner != "definite" or phrase.plural:
        return []
    each = [scene.candidates[i] for i in chosen]
    called = [_is_called(one, phrase.head, scene.lang) for one in each]
    named = [one.entity.kind == "person" and one.entity.name[:1].isupper() for one in each]
    bearers = [one for one, fits, name in zip(each, called, named, strict=True) if fits and name]
    bearers = [one for one in bearers if phrase.head not in one.former]
    listed = name_words(scene.lang)
    office = bool(bearers) and phrase.head in listed.people.honorifics
    alike = {word for one in bearers for word in one.name}  # "Mr Lund" may be "Governor Bo Lund"
    owner = _OWNED.search(scene.text, phrase.span.start, phrase.span.end)
    if owner and owner[1].islower() and owner[1] not in listed.body and not listed.is_role(owner[1]):
        # "The brewer's president" is nobody who is called a president and nothing with brewers.
        called = [
            fits and owner[1] in one.described | one.name for one, fits in zip(each, called, strict=True)
        ]
    own = set(_CAPITALS.findall(scene.text, phrase.span.start + 1, phrase.span.end))
    return [
        k for k, one in enumerate(each)
        if named[k] and not called[k] and (owner or office and alike.isdisjoint(one.name))
        or own and _is_namesake(one, phrase, own)
    ]  # fmt: skip


def _is_called(candidate: Candidate, noun: str, lang: Language) -> bool:
    """Tell whether the article calls a candidate by a noun, or by one for the same: "Gov." and "governor"."""
    return noun in candidate.heads or any(same_role(noun, each, lang) for each in candidate.heads)


def _is_namesake(candidate: Candidate, phrase: Phrase, own: set[str]) -> bool:
    """Tell whether a candidate is one of the same noun that is named otherwise."""
    name = candidate.entity.name.split()
    others = {word for word in name[:-1] if word[:1].isupper()}
    return name[-1].lower() == phrase.head and bool(others) and others.isdisjoint(own)


def _owners(scene: Scene, mention: Mention, chosen: Sequence[int], gender: float) -> list[int]:
    """Return the place of who spoke last where "his" or "her" before a noun most likely means them."""
    last = scene.spoken[-1][1] if scene.spoken else None
    phrase = scene.phrase(mention.start, mention.end)
    if last is None or phrase is None or phrase.determiner != "possessive":
        return []
    each = scene.candidates[last]
    called = phrase.head in each.heads | each.roles | each.called
    return [k for k, i in enumerate(chosen) if i == last and each.shown == gender and not called]


def named_beside(scene: Scene, mention: Mention, chosen: Sequence[int]) -> list[int]:
    """Return the places in ``chosen`` of those whom a pronoun cannot mean, as its own clause names them.

    In "he told Lund" and "he said that Lund was late" he is not Lund; in "he asked Reyes whether Lund was
    late" he may be, who is named again to be told from Reyes.
    """
    if not is_pronoun(words(scene.text[mention.start : mention.end])):
        return []
    for start, end in _clause_of(scene, mention):
        found = [k for k, i in enumerate(chosen) if _stands_in(scene.candidates[i], start, end)]
        if found:
            return found
    return []


def _clause_of(scene: Scene, mention: Mention) -> list[tuple[int, int]]:
    """Return the stretches behind a pronoun and its verb: whom it speaks to, what it says without marks."""
    quotation = mention.quotation
    end = max([mention.end, *(span.end for span in quotation.cue)])
    behind = next((span for span in quotation.content if span.start >= end), None)
    if behind is None or _STOPS.search(scene.text, end, behind.start):
        told = _ADDRESSED.match(scene.text, end)
        return [(end, told.end())] if told else []
    found = [(end, behind.start)]
    if quotation.kind == "indirect":
        sentence = scene.sentence(behind.start) + 1
        stop = scene.sentences[sentence] if sentence < len(scene.sentences) else len(scene.text)
        found.append((behind.start, min(behind.end, stop)))
    return found


def _stands_in(candidate: Candidate, start: int, end: int) -> bool:
    at = bisect_left(candidate.starts, start)
    return at < len(candidate.starts) and candidate.ends[at] <= end


def _named_between(scene: Scene, before: int) -> int | None:
    """Return whom the last sentence about somebody is about, in the paragraphs between who spoke last and
    ``before``, or who is named last where no sentence of a paragraph is ("The dockers, led by Lind, agreed");
    None where nobody is. Captions and headings, which end without a stop, are left out.
    """
    if not scene.spoken:
        return None
    spoke, here = scene.paragraph(scene.spoken[-1][0]), scene.paragraph(before)
    for paragraph in range(here - 1, max(spoke, here - SPEAKERS.places), -1):
        if not scene.is_prose(paragraph):
            continue
        start, end = scene.paragraphs[paragraph], scene.paragraphs[paragraph + 1]
        for sentence in range(scene.sentence(end - 1), scene.sentence(start) - 1, -1):
            if sentence in scene.about:
                return scene.about[sentence]
        named = bisect_left(scene.plain, (end, -1)) - 1
        if named >= 0 and scene.plain[named][0] >= start:
            return scene.plain[named][1]
    return None


def _pronoun_fits(word: str, candidate: Candidate) -> bool:
    kind = candidate.entity.kind
    if word in MALE or word in FEMALE:
        other = -1.0 if word in MALE else 1.0
        return kind in ("person", "other") and candidate.shown != other
    return kind != "person" if word in IT else kind != "place"


def _phrase_fits(mention: Mention, phrase: Phrase, candidate: Candidate, lang: Language) -> bool:
    for k in range(bisect_left(candidate.starts, mention.start), len(candidate.starts)):
        start, end = candidate.starts[k], candidate.ends[k]
        if start >= mention.end:
            break
        inside = end <= mention.end and end - start < mention.end - mention.start - 4
        own = Span(start, end) == phrase.span and _is_called(candidate, phrase.head, lang)
        if inside and not own:
            return False
    kind = candidate.entity.kind
    if phrase.kind == "document" or phrase.plural and kind in ("person", "place"):
        return False
    if phrase.kind == "person":
        introduced = phrase.determiner == "indefinite" and candidate.starts[0] < mention.start
        return kind in ("person", "other") and not introduced
    return not (phrase.kind == "group" and kind == "person")
