"""What the resolver asks of an article again and again, looked up instead of searched for.

Every question takes the same time however long the text is, so that a day of live coverage in one file is
read as fast, for its length, as a short report.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from functools import cache, cached_property, lru_cache

from variorum.language.language import Language
from variorum.model import Entity, Span
from variorum.text.name_words import name_words
from variorum.text.names import fold, name_data, parse_name

_WORD = re.compile(r"[\w-]+")
_KINDS = ("organisation", "other")


class Known:
    """The entities of an article by what they are looked up with; grows as sources are introduced."""

    def __init__(self, text: str, lang: Language) -> None:
        self._text = text
        self._lang = lang
        self._order: dict[str, int] = {}
        self._entities: dict[str, Entity] = {}
        self._spans: dict[str, set[Span]] = {}
        self._ending: dict[int, dict[str, None]] = {}
        self._named: dict[str, list[str]] = {}
        self._alike: dict[str, dict[str, None]] = {}
        self._bodies: dict[str, list[tuple[int, str]]] = {}

    def add(self, entity: Entity) -> None:
        """Take an entity with its mentions."""
        self._order[entity.id] = len(self._order)
        self._entities[entity.id] = entity
        self._spans[entity.id] = set()
        for span in entity.mentions:
            self.mention(entity.id, span)
        self._named.setdefault(entity.name.lower(), []).append(entity.id)
        for key in _keys(entity.name, self._lang):
            self._alike.setdefault(key, {})[entity.id] = None
        if entity.kind in _KINDS and " " in entity.name:
            head = self._lang.phrases.sources.of_body.split(entity.name, maxsplit=1)[0].split()[-1:]
            first = min(span.end for span in entity.mentions)
            for word in head:
                insort(self._bodies.setdefault(word.lower(), []), (first, entity.id))

    def mention(self, entity: str, span: Span) -> bool:
        """Take a mention of a known entity; return False when it was known."""
        if span in self._spans[entity]:
            return False
        self._spans[entity].add(span)
        self._ending.setdefault(span.end, {})[entity] = None
        return True

    def ending_at(self, end: int, *, people: bool) -> str | None:
        """Return the first entity, or person, that any mention of ends at ``end``."""
        found = [
            each for each in self._ending.get(end, ()) if not people or self._entities[each].kind == "person"
        ]
        return min(found, key=self._order.__getitem__, default=None)

    def called(self, name: str) -> list[str]:
        """Return the entities of just this name, in any case."""
        return self._named.get(name.lower(), [])

    def perhaps_same(self, name: str) -> list[Entity]:
        """Return those whose name may be a form of ``name``: all that ``same_person`` affirms, and more."""
        found = dict.fromkeys(each for key in _keys(name, self._lang) for each in self._alike.get(key, ()))
        return [self._entities[each] for each in found]

    def bodies_before(self, noun: str, at: int) -> list[str]:
        """Return bodies named up to ``at`` whose name has ``noun``, or a noun for the same, as its head.

        All of them where there is one, some where there are several.
        """
        found = [self._bodies.get(word, []) for word in {noun, *_same_nouns(noun, self._lang)}]
        return [each for bodies in found for _, each in bodies[: min(2, bisect_right(bodies, at, key=_end))]]

    def is_brought_in(self, noun: str, before: int) -> bool:
        """Tell whether the text brings in such a one before an offset: "a governor", "two governors"."""
        noun = noun.lower()
        return any(self._brought_in.get(form, before + 1) <= before for form in (noun, f"{noun}s"))

    @cached_property
    def _brought_in(self) -> dict[str, int]:
        first: dict[str, int] = {}
        for found in self._lang.phrases.sources.brought_in.finditer(self._text):
            for word in _WORD.finditer(self._text, *found.span(1)):
                parts = word[0].lower().split("-")[:6]
                for size in range(1, len(parts) + 1):
                    form = "-".join(parts[:size])
                    first.setdefault(form, word.start() + len(form))
        return first


@cache
def _same_nouns(noun: str, lang: Language) -> frozenset[str]:
    """Return the nouns that can name what ``noun`` names."""
    listed = name_words(lang).same_role
    groups = listed.get(noun, frozenset())
    return frozenset(word for word, own in listed.items() if own & groups)


# One name is met again and again, within a report and across reports.
@lru_cache(maxsize=16384)
def _keys(name: str, lang: Language) -> frozenset[str]:
    """Return keys of which two forms of one name share one: the last name, with and without its particles."""
    family, particles = parse_name(name, lang).family, name_data(lang).particles
    core = [word for word in family if word not in particles]
    article = lang.phrases.sources.article.match(name)
    plain = name[article.end() :] if article else name
    return frozenset(["".join(family), "".join(core), fold(plain)])


def _end(body: tuple[int, str]) -> int:
    return body[0]
