"""Who or what a source may mean: people, bodies, groups, unnamed ones, and what is told of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from variorum.annotation.names.profiles import place_of, profile
from variorum.language.language import Language
from variorum.model import Entity, Span
from variorum.settings import SPEAKERS
from variorum.text.name_words import name_words
from variorum.text.names import gender_of, name_data

KINDS = ("person", "organisation", "place", "group", "document", "other")
MALE = frozenset(["he", "him", "his", "himself", "mr", "husband", "father", "son", "brother"])
FEMALE = frozenset(["she", "her", "hers", "herself", "mrs", "ms", "wife", "mother", "daughter", "sister"])
HE, SHE = frozenset(["he", "him", "his", "himself"]), frozenset(["she", "her", "hers", "herself"])
THEY = frozenset(["they", "them", "their", "we", "us", "both"])
IT = frozenset(["it", "its"])
RELATIVE = frozenset(["who", "which", "that", "whose", "whom"])
FIRST = frozenset(["i", "my", "me", "mine", "i'm", "i’m"])
PRONOUNS = HE | SHE | THEY | IT | RELATIVE | FIRST | frozenset(["you", "one"])
_WORD = re.compile(r"\w+")
Told = Callable[[int], tuple[bool, bool]]


def words(text: str) -> list[str]:
    """Return the words of ``text`` in lower case."""
    return _WORD.findall(text.lower())


def is_pronoun(source: list[str]) -> bool:
    """Tell whether a source is nothing but pronouns, given its words."""
    return bool(source) and PRONOUNS.issuperset(source)


class Candidate(Struct, kw_only=True):
    """Somebody or something that a source may mean.

    starts, ends: its mentions by name or description, in order; subject, leads, owner, quoted, told: of each,
    whether it is a subject, begins its sentence, owns what follows, stands in quoted words, in reported ones.
    shown: -1 to 1, the gender
    that name and titles show, female below 0; known: the same by name, titles and roles. heads: nouns that
    the article calls it by, former: those it bears no more; age: as told, 0 for none. pronouns: where by the
    rules one means it. spoke: where it spoke; he, she: how often as a pronoun; called: the nouns that it
    spoke under.
    """

    entity: Entity
    kind: list[float]
    starts: list[int]
    ends: list[int]
    subject: list[bool]
    leads: list[bool]
    owner: list[bool]
    quoted: list[bool]
    told: list[bool]
    name: frozenset[str]
    roles: frozenset[str]
    shown: float
    known: float
    heads: frozenset[str]
    former: frozenset[str]
    described: frozenset[str]
    age: int
    pronouns: list[int]
    spoke: list[int]
    he: int = 0
    she: int = 0
    called: set[str]


def candidate(
    text: str, entity: Entity, sentences: Sequence[int], told: Told, lang: Language
) -> Candidate | None:
    """Return an entity as a candidate; None for one that only pronouns mention.

    sentences: where they begin. told: of an offset, whether it lies in quoted and in reported words.
    listed: words of the language.
    """
    spans: list[Span] = []
    pronouns: list[int] = []
    for span in entity.mentions:
        own = words(span.of(text))
        if own and not PRONOUNS.issuperset(own):
            spans.append(span)
        else:
            pronouns.append(span.start)
    if not spans:
        return None
    name = words(entity.name)
    gender = None
    if entity.kind in ("person", "other"):
        gender = gender_of(entity.name, lang) or name_data(lang).given.get(name[0] if name else "")
    places = [place_of(text, span, entity.id, sentences, lang, quoted=False) for span in spans]
    inside = [told(span.start) for span in spans]
    few = replace(entity, mentions=entity.mentions[: SPEAKERS.contexts])
    seen = profile(text, few, lang) if entity.kind == "person" and entity.name[:1].isupper() else None
    own_heads = frozenset(name[-1:]) if seen is None else frozenset(seen.heads)
    known = seen.gender if seen else name_words(lang).role_gender.get(name[-1] if name else "")
    return Candidate(
        entity=entity,
        kind=[float(entity.kind == kind) for kind in KINDS],
        starts=[span.start for span in spans],
        ends=[span.end for span in spans],
        subject=[place.subject for place in places],
        leads=[place.leads for place in places],
        owner=[text[span.end : span.end + 1] in ("’", "'") for span in spans],
        quoted=[quoted for quoted, _ in inside],
        told=[reported for _, reported in inside],
        name=frozenset(name),
        roles=frozenset(word for role in entity.roles for word in role.split()),
        shown=_signed(gender),
        known=_signed(known or gender),
        heads=own_heads,
        former=seen.former if seen else frozenset(),
        described=seen.roles if seen else frozenset(name),
        age=seen.age or 0 if seen else 0,
        pronouns=pronouns,
        spoke=[],
        called=set(),
    )


def _signed(gender: str | None) -> float:
    return 1.0 if gender == "male" else -1.0 if gender == "female" else 0.0


def surroundings(text: str, candidate: Candidate) -> tuple[frozenset[str], int, int]:
    """Return the words around mentions, and how many of them show a man and a woman."""
    male = female = 0
    around: set[str] = set()
    few = SPEAKERS.contexts
    for start, end in zip(candidate.starts[:few], candidate.ends[:few], strict=True):
        before = words(text[max(0, start - 70) : start])
        after = words(text[end : end + 110])
        around.update(before, after)
        male += sum(map(MALE.__contains__, after)) + 3 * (before[-1:] == ["mr"])
        female += sum(map(FEMALE.__contains__, after)) + 3 * (before[-1:] in (["mrs"], ["ms"]))
    return frozenset(around), min(male, 12), min(female, 12)
