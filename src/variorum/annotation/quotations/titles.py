"""Titles in marks that nobody says: "..., Lind said on “Good Morning Marl.”", "her book “The Long Pier”"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from msgspec.structs import replace

from variorum.annotation.quotations.drafts import kind_of, quotation_id
from variorum.annotation.quotations.passive import addressing
from variorum.language.language import Language
from variorum.model import Quotation, Span
from variorum.settings import QUOTATIONS
from variorum.text.marks import QuotedRegion

_WORD = re.compile(r"[\w’'&.]+")
_LAST_WORDS = re.compile(r"(?:([^\W\d_][\w’'-]*)\s+)?([^\W\d_][\w’'-]*?)(’s|'s|s['’])?,?\s+\Z")


def without_titles(
    article: str, text: str, quotations: Sequence[Quotation], regions: Sequence[QuotedRegion], lang: Language
) -> list[Quotation]:
    """Return ``quotations`` without the titles of programmes and works that stand in them.

    A quotation of nothing else is none; what is inside one that goes, goes. regions: the outermost ones, in
    order.
    """
    starts = [region.span.start for region in regions]
    kept: list[Quotation] = []
    gone: set[str] = set()
    for each in quotations:
        titles = [span for span in each.content if _is_title(text, span, starts, regions, lang)]
        content = tuple(span for span in each.content if span not in titles)
        if not titles:
            kept.append(each)
        elif content:
            kind = kind_of(text, content, list(regions))
            kept.append(replace(each, id=quotation_id(article, content), content=content, kind=kind))
        else:
            gone.add(each.id)
    renamed = {old.id: new.id for old, new in zip(
        [each for each in quotations if each.id not in gone], kept, strict=True)}  # fmt: skip
    return [
        each if each.inside is None else replace(each, inside=renamed[each.inside])
        for each in kept
        if each.inside is None or each.inside in renamed
    ]


def _is_title(
    text: str, span: Span, starts: Sequence[int], regions: Sequence[QuotedRegion], lang: Language
) -> bool:
    """Tell whether a content is one pair of marks with capitals in them, and called a work or a programme."""
    at = bisect_left(starts, span.start)
    region = regions[at] if at < len(regions) else None
    if region is None or region.span != span or not (region.opened and region.closed):
        return False
    words = _WORD.findall(region.inner.of(text))
    long = [word for word in words if len(word) >= QUOTATIONS.title]
    first = words[0] if words else ""
    if not first[:1].isupper() or not all(word[0].isupper() for word in long):
        return False
    return len(words) <= QUOTATIONS.signer_words + 1 and _is_named(text, span.start, len(words), lang)


def _is_named(text: str, start: int, words: int, lang: Language) -> bool:
    """Tell whether the words before marks say that a title stands in them.

    A noun for a work or a programme, an outlet's name as owner ("CNN’s"), "said on", "told".
    """
    line = text[max(text.rfind("\n", 0, start) + 1, start - QUOTATIONS.aside) : start]
    last = _LAST_WORDS.search(line)
    if last is None:
        return False
    word, comma = last[2].lower(), line.rstrip().endswith(",")
    if last[3]:
        return not comma and last[2][:1].isupper()
    if word in lang.words.work:
        return True
    if comma:
        return False
    return word == "on" or words > 1 and word in addressing(lang)
