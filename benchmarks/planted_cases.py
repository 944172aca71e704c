"""A case of the benchmarks of planted differences, and what both ways to make one share."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from benchmarks.planting import CUES, DIFFERENCES, HARMLESS, Rule
from msgspec import Struct

from variorum.model import Article

PLANTS = 4  # differences, and harmless changes, of a case, at most
_NEAR = 3  # paragraphs before one, in which a pronoun of it may have its person
_SPEAKING = re.compile(rf"\b(?:he|she) (?:{CUES})\b|\b(?:{CUES}) (?:he|she)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.?!…][\"”'’)]*$")  # links and labels of a player are not told by anybody


class Plant(Struct, frozen=True):
    """A changed paragraph: of what kind ("" for harmless), by which rule, as it was and is."""

    kind: str
    rule: str
    was: str
    now: str


class Case(Struct, frozen=True):
    """Reports of one story; the plants are in the last. before: the same without them, where they differ."""

    name: str
    articles: tuple[Article, ...]
    plants: tuple[Plant, ...]
    before: tuple[Article, ...] = ()


def drawn(source: random.Random) -> Iterator[tuple[str, tuple[Rule, ...]]]:
    """Yield harmless rules and kinds in a random order; kinds that find a place seldom come first."""
    harmless = [("", (rule,)) for rule in source.sample(HARMLESS, len(HARMLESS))]
    rare = source.sample(["status", "date", "name", "place", "splice", "figure"], 6)
    others = source.sample([kind for kind in DIFFERENCES if kind not in rare], len(DIFFERENCES) - len(rare))
    kinds = [*rare[:2], *others, *rare[2:]]
    yield from harmless[: PLANTS + 2]
    for kind in kinds:
        rules = DIFFERENCES[kind]
        yield kind, rules if source.random() < 0.5 else rules[::-1]


def running(paragraph: str) -> bool:
    """Tell whether the paragraph is running text and no link or label."""
    return _SENTENCE_END.search(paragraph) is not None


def elsewhere(named: Sequence[str], paragraphs: Sequence[str], at: int) -> list[str]:
    """Return the people whom a pronoun that speaks in the paragraph cannot mean: not the last one named, nor
    one near; all of them where none speaks.
    """
    if not _SPEAKING.search(paragraphs[at]):
        return list(named)
    before = "\n".join(paragraphs[:at])
    places = {name: before.rfind(name.split()[-1]) for name in named}
    near = sum(map(len, paragraphs[max(0, at - _NEAR) : at])) + _NEAR
    last = max(places.values(), default=-1)
    return [name for name, place in places.items() if place < max(0, len(before) - near) and place < last]
