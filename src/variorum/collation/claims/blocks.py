"""Blocks of one street that two reports number differently: the 300 and the 800 block of Alder Road."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from variorum.collation.claims.claim import Claim
from variorum.collation.claims.difference import Difference
from variorum.collation.claims.oppose import by_key, oppose
from variorum.collation.claims.story import StoryView
from variorum.language.language import Language, language_of
from variorum.model import AnnotatedArticle, Span, SpanIndex
from variorum.text.names import fold


def blocks_apart(view: StoryView) -> list[Difference]:
    """Return the streets of which reports name another block; none for no reports."""
    return [
        oppose(view, "place", sides, "block of a street", quoted=True)
        for _, sides in two_blocks(view.articles)
    ]


def two_blocks(articles: Sequence[AnnotatedArticle]) -> Iterator[tuple[str, list[list[Claim]]]]:
    """Yield streets of which reports name one block each, and not the same, with the sides, by street.

    A report that names two blocks of a street tells of two places there, and counts for neither. Streets are
    told apart by their names alone, without the point of the compass: "North Alder Road", "Alder"; where
    reports name Alder Road and Alder Street, these are two, or their names differ and not the blocks. The
    block where somebody lives is none in which something happened.
    """
    told: dict[str, list[Claim]] = defaultdict(list)
    sorts: dict[str, set[str]] = defaultdict(set)
    for source in articles:
        for street, blocks in sorted(_blocks(source).items()):
            sorts[street] |= {sort for sort, _ in blocks if sort}
            if len({claim.key for _, claim in blocks}) == 1:
                told[street].append(blocks[0][1])
    for street, found in sorted(told.items()):
        sides = by_key(found)
        if len(sides) > 1 and len(sorts[street]) < 2:
            yield street, sides


def block_numbers(articles: Sequence[AnnotatedArticle]) -> set[tuple[str, int]]:
    """Return where numbers of blocks stand, by article and offset: they count nothing; nor do those of
    "between the 400 and the 700 blocks of Alder Road".
    """
    return {
        (source.article.id, match.start("number"))
        for source in articles
        for found in (_matches(source), _many(source))
        for match in found
    }


def _blocks(source: AnnotatedArticle) -> dict[str, list[tuple[str, Claim]]]:
    """Return the blocks that an article names, by street, with its sort, empty for none; none from furniture.

    key: the number.
    """
    lang, text = language_of(source.article.lang), source.article.text
    furniture = SpanIndex(source.annotation.furniture)
    found: dict[str, list[tuple[str, Claim]]] = defaultdict(list)
    for match in _matches(source):
        span = Span(match.start("number"), match.end())
        if not match["home"] and not furniture.overlaps(span):
            number = match["number"].replace(",", "")
            sort = lang.collation.streets.get((match["sort"] or "").casefold(), "")
            claim = Claim(source=source, key=number, value=span.of(text), spans=(span,))
            found[fold(match["street"])].append((sort, claim))
    return found


def _matches(source: AnnotatedArticle) -> Iterator[re.Match[str]]:
    """Yield the blocks that an article names; one without the word is not looked through."""
    lang, text = language_of(source.article.lang), source.article.text
    if any(form in text for form in lang.collation.blocks):
        yield from _pattern(lang).finditer(text)


def _many(source: AnnotatedArticle) -> Iterator[re.Match[str]]:
    """Yield the numbers by hundreds before the word for blocks."""
    lang, text = language_of(source.article.lang), source.article.text
    if any(form.split()[0] in text for form in lang.collation.blocks):
        yield from _hundreds(lang).finditer(text)


@cache
def _hundreds(lang: Language) -> re.Pattern[str]:
    """Return the pattern of "the 700 blocks"."""
    words = "|".join(re.escape(form.split()[0]) for form in sorted(lang.collation.blocks))
    return re.compile(rf"(?<![\w.,-])(?P<number>\d{{1,3}}00)[ -](?:{words})s?\b")


@cache
def _pattern(lang: Language) -> re.Pattern[str]:
    """Return the pattern of "300 block of North Alder Road"; the street is "Alder"."""
    blocks = "|".join(re.escape(form) for form in sorted(lang.collation.blocks))
    sorts = "|".join(sort.capitalize() for sort in sorted(lang.collation.streets, key=len, reverse=True))
    points = "|".join(re.escape(form) for form in sorted(lang.collation.points, key=len, reverse=True))
    homes = "|".join(re.escape(form) for form in sorted(lang.collation.dwelling))
    word = r"[A-Z][\w\u2019'-]+"
    return re.compile(
        rf"(?:\b(?P<home>{homes}) (?:[a-z]+ ){{1,5}})?"
        rf"(?<![\w.,-])(?P<number>\d[\d,]{{1,5}})[ -](?:{blocks}) (?:(?i:{points})\.? )?"
        rf"(?P<street>{word}(?: (?!(?:{sorts})\b){word}){{0,3}})(?: (?P<sort>{sorts})\b)?"
    )
