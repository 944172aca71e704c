"""Whether two reports give words to the same speaker: yes, no, or it cannot be told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import product

from msgspec import Struct
from rapidfuzz.distance import DamerauLevenshtein

from variorum.collation.utterances.rendering import Rendering
from variorum.language.language import Language, language_of
from variorum.model import AnnotatedArticle, EntityKind, Quotation
from variorum.text.name_words import name_words
from variorum.text.names import Answer, joint_names, name_data, parse_name, same_person


class Voice(Struct, frozen=True):
    """A resolved speaker; kind as the article's entity has it, None for a name without entity.

    lang: the declared language of the article, by which the name is read; None for English.
    """

    name: str
    kind: EntityKind | None = None
    lang: str | None = None


def voice_of(source: AnnotatedArticle, quotation: Quotation) -> Voice | None:
    """Return the speaker of ``quotation``; None when it is not resolved."""
    if quotation.speaker is None:
        return None
    wanted = quotation.speaker.entity
    kinds = [entity.kind for entity in source.annotation.entities if entity.id == wanted]
    return Voice(quotation.speaker.name, kinds[0] if kinds else None, source.article.lang)


def rendering_voice(rendering: Rendering) -> Voice | None:
    """Return the speaker of a reading; None when it is not resolved."""
    return voice_of(rendering.source, rendering.quotation)


@lru_cache(maxsize=65536)  # the same few speakers are compared over and over, at several stages
def same_voice(a: Voice | None, b: Voice | None) -> Answer:
    """Tell whether two sources are one.

    ``no`` only for two people whose names exclude each other: an epithet, a body and whoever speaks for it,
    a handle and a joint source that holds the other leave it open or settle it.
    """
    if a is None or b is None:
        return "unknown"
    lang, parts_a, parts_b = language_of(a.lang), _parts(a), _parts(b)
    if len(parts_a) > 1 or len(parts_b) > 1:
        answers = {same_person(one, other, lang) for one, other in product(parts_a, parts_b)}
        if "yes" in answers:
            return "yes"
        people = all(_is_person(Voice(part, lang=a.lang)) for part in (*parts_a, *parts_b))
        return "no" if people and "unknown" not in answers else "unknown"
    if a.name.casefold() == b.name.casefold():
        return "yes"
    if not (_is_person(a) and _is_person(b)):
        return "unknown"
    answer = same_person(a.name, b.name, lang)
    return "unknown" if answer == "no" and _may_be_one(a.name, b.name, lang) else answer


def _parts(voice: Voice) -> Sequence[str]:
    if voice.kind not in (None, "person", "group"):
        return (voice.name,)
    return joint_names(voice.name, language_of(voice.lang))


def _is_person(voice: Voice) -> bool:
    """Tell whether ``voice`` is named as a person: a body or a handle may be spoken for by anyone."""
    name, lang = voice.name.strip(), language_of(voice.lang)
    if voice.kind not in (None, "person") and not parse_name(name, lang).titles:  # "Mr. White" is no group
        return False
    if name.casefold().strip(".") in name_data(lang).suffixes:  # "Jr." alone: the name before it was lost
        return False
    particles = name_data(lang).particles
    words = [word for word in name.replace(".", ". ").split() if word.lower() not in particles]
    if _describes(words, lang):
        return False
    named = not name.startswith("@") and all(word[:1].isupper() or not word[:1].isalpha() for word in words)
    return named and (voice.kind == "person" or len(words) > 1)


def _describes(words: Sequence[str], lang: Language) -> bool:
    """Tell whether the capitals are those of a description: "New York Democrat", "Northern Senator", but not
    "Larry King".
    """
    known = name_words(lang)
    last = words[-1].casefold() if words else ""
    role = last in known.office or last in known.role_gender
    return last in known.members or (role and words[0].casefold() not in known.people.given)


def _may_be_one(a: str, b: str, lang: Language) -> bool:
    """Tell whether two names that differ may still be one person's.

    Within a story one last name, or two a slip apart, are mostly one person under a nickname, a middle name
    or a misprint, and one that goes on after the other ("KerryMORE") is run into a link; two lone names may
    be the given and the last name. Two nicknames in marks, or "Jr." and "Sr.", are two people.
    """
    one, other = parse_name(a, lang), parse_name(b, lang)
    if one.nickname and other.nickname and one.nickname != other.nickname:
        return False
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return False
    if not (one.given or other.given) or not (one.family and other.family):
        return True
    family_a, family_b = "".join(one.family), "".join(other.family)
    short, long = sorted((family_a, family_b), key=len)
    if len(short) < 2 or (len(short) > 3 and long.startswith(short)):
        return True
    return DamerauLevenshtein.distance(family_a, family_b) <= (
        1 if min(len(family_a), len(family_b)) > 3 else 0
    )


def is_short_for(short: Voice, full: Voice) -> bool:
    """Tell whether ``short`` is the last name alone of ``full``: "Mr. Lind" and "Karl Lind", not "Ada Lind".

    For readings of the same words; elsewhere in a story two people may bear the name.
    """
    lang = language_of(full.lang)
    one, other = parse_name(short.name, lang), parse_name(full.name, lang)
    if len(_parts(short)) > 1 or len(_parts(full)) > 1 or not (_is_person(full) and other.given):
        return False
    lone = short.kind in (None, "person") and not one.given and one.family == other.family
    return lone and same_person(short.name, full.name, lang) != "no"


def fullest(names: Iterable[str]) -> str:
    """Return the longest of ``names``, the first in the alphabet of equals; raises ValueError for none."""
    return max(sorted(names), key=len)
