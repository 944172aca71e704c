"""The office of somebody, and what is less than it: District Attorney and Assistant District Attorney."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from variorum.collation.claims.claim import Claim, full_names
from variorum.collation.claims.figures import days_apart
from variorum.collation.claims.oppose import by_key
from variorum.collation.utterances.rendering import sentence_at
from variorum.language.language import Language, language_of
from variorum.model import AnnotatedArticle, Collation, Entity, Span
from variorum.settings import FACTS, PROSE

# The words right before a name, a blank apart: "Harnow County Assistant District Attorney".
_TITLE = re.compile(r"(?:[^\W\d_][\w.\u2019'-]* ){1,8}\Z")


def two_offices(
    articles: Sequence[AnnotatedArticle], collation: Collation
) -> Iterator[tuple[str, list[list[Claim]]]]:
    """Yield people who are given an office in one place and in another what is less than it, with the two
    sides, by name. One report may say both.

    Only where both names are given: "the assistant attorney" is often Attorney Lind when named again.
    """
    names = full_names(collation.entities)
    told: dict[str, list[Claim]] = defaultdict(list)
    for source in articles:
        for entity in source.annotation.entities:
            name = names.get((source.article.id, entity.id))
            if name is not None:
                told[name] += _offices(source, entity)
    for name, claims in sorted(told.items()):
        sides = by_key(_of_one_office(claims))
        if len(sides) == 2 and _of_one_time(claims):
            yield name, sides


def _offices(source: AnnotatedArticle, entity: Entity) -> Iterator[Claim]:
    """Yield the offices before the full name. question: without what makes them less; key: that."""
    text, lang = source.article.text, language_of(source.article.lang)
    for mention in entity.mentions:
        if " " not in mention.of(text):
            continue
        word = text[max(0, mention.start - FACTS.office) : mention.start].rpartition(" ")
        if word[2] or not word[1] or word[0].rpartition(" ")[2].islower():  # no title ends so
            continue
        first = max(sentence_at(source, mention).start, mention.start - FACTS.office)
        before = _TITLE.search(text, first, mention.start)
        words = _last_words(before.group().split(), lang) if before else []
        lesser = frozenset(word.casefold() for word in words) & lang.collation.lesser
        office = tuple(word.casefold() for word in words if word.casefold() not in lesser)
        if not office or not words[-1][0].isupper():  # "prosecutor Ada Lind" says what she does
            continue
        if office[-1] in lang.names.roles.office - lang.collation.called_alike:
            span = Span(mention.start - len(" ".join(words)) - 1, mention.end)
            value = span.of(text)
            yield Claim(source=source, question=office, key=lesser, value=value, spans=(span,))


def _last_words(words: Sequence[str], lang: Language) -> list[str]:
    """Return the words of a title from its end: those with a capital, and those that make it less."""
    kept: list[str] = []
    for word in reversed(words):
        if not (word[0].isupper() or word.casefold() in lang.collation.lesser or not kept):
            break
        kept.insert(0, word)
    return kept


def _of_one_office(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims of the office that somebody has in part only somewhere; none where nobody says so."""
    for lesser in claims:
        if lesser.key:
            same = [claim for claim in claims if _is_end(claim.question, lesser.question)]
            return [replace(claim, key=bool(claim.key)) for claim in same]
    return []


def _is_end(one: object, other: object) -> bool:
    """Tell whether one of two offices is the end of the other: "Attorney", "District Attorney"."""
    if not isinstance(one, tuple) or not isinstance(other, tuple):
        return False
    size = min(len(one), len(other))
    return one[-size:] == other[-size:]


def _of_one_time(claims: Sequence[Claim]) -> bool:
    """Tell whether the reports are of days so near each other that nobody was promoted between."""
    days = sorted({claim.source.article.date or "" for claim in claims} - {""})
    apart = days_apart(days[0], days[-1]) if days else 0
    return apart is not None and apart <= PROSE.office_days
