"""Second pass over the names of an article, once it is known who is named there in full.

Takes off words before a full name that are no part of it, and adds last names that are also plain words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from variorum.annotation.names.kinds import is_speaking
from variorum.annotation.names.network import NetworkName
from variorum.annotation.names.spans import NameMention, is_plain
from variorum.language.language import Language
from variorum.model import Span
from variorum.text.late import late
from variorum.text.name_words import name_words
from variorum.text.names import fold, name_data

_WORD = late(r"\S+")
# An owner, or somebody of whom more is told.
_BEARER_AFTER = late(r"[’']s?\s|,\s(?:who|whose|an?|the|\d)\b|\s(?:himself|herself|and his|and her)\b")
_CAPITAL_BEFORE = late(r"[A-Z][\w.’'-]*\s\Z")
_CAPITAL_AFTER = late(r"[ -][A-Z]")


def full_names(
    text: str, mentions: Iterable[NameMention], names: Iterable[NetworkName], lang: Language
) -> set[tuple[str, ...]]:
    """Return the words of those names that begin with a given name."""
    given = name_data(lang).given
    forms = {mention.words for mention in mentions}
    forms |= {tuple(span.of(text).split()) for span, kind in names if kind == "person"}
    return {words for words in forms if len(words) > 1 and fold(words[0]) in given}


def people_in_full(text: str, names: Iterable[NetworkName], lang: Language) -> set[tuple[str, ...]]:
    """Return the words of what the network takes for people by several words.

    No list has all given names. One that begins or ends as an office, an origin or a body does is left out.
    """
    listed = name_words(lang)
    people = {tuple(span.of(text).split()) for span, kind in names if kind == "person"}
    return {
        words
        for words in people
        if len(words) > 1
        and not is_plain(words[0], listed)
        and words[0] not in listed.particles
        and words[-1].lower() not in listed.organisation
    }


def without_leading_words(
    text: str, mentions: Sequence[NameMention], full: set[tuple[str, ...]], lang: Language
) -> list[NameMention]:
    """Return ``mentions`` without a word before a name that stands elsewhere in full.

    "Vermonter Ada Lind" is Ada Lind where the article names her so; a given name or an initial is her own.
    """
    words = name_words(lang)
    kept = []
    for mention in mentions:
        if mention.words[1:] not in full:  # most names
            kept.append(mention)
            continue
        first = fold(mention.words[0])
        # An initial, a given name, "USS": hers, or of something that is named after her.
        own = (
            len(first) == 1
            or mention.words[0].isupper()
            or first in words.people.given
            or first in words.particles
            or mention.nickname
        )
        if not own:
            places = [match.span() for match in _WORD.finditer(text, mention.span.start, mention.span.end)]
            span = Span(places[1][0], mention.span.end)
            mention = NameMention(span=span, words=mention.words[1:], possessive=mention.possessive)
        kept.append(mention)
    return kept


def plain_last_names(
    text: str,
    mentions: Sequence[NameMention],
    full: set[tuple[str, ...]],
    places: Iterable[Span],
    lang: Language,
) -> list[NameMention]:
    """Return the last names among the ``full`` ones that are also plain words, where they stand alone.

    "Black said", "Baker’s plan": a capital alone proves nothing for such a word, so it needs a verb of
    speech, a possessive or an apposition beside it.
    """
    words = name_words(lang)
    last = {form[-1] for form in full if len(form) < 5 and is_plain(form[-1], words)}
    if not last:
        return []
    pattern = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, last)))})\b")
    taken = [mention.span for mention in mentions]
    found = []
    for place in places:
        for match in pattern.finditer(text, place.start, place.end):
            mention = NameMention(span=Span(*match.span()), words=(match[0],))
            if not _touched(taken, mention.span) and _is_borne(text, mention, lang):
                found.append(mention)
    return found


def _touched(taken: Sequence[Span], span: Span) -> bool:
    at = bisect_left(taken, span.end, key=lambda each: each.start) - 1
    return at >= 0 and taken[at].overlaps(span)


def _is_borne(text: str, mention: NameMention, lang: Language) -> bool:
    """Tell whether a plain word is used as somebody's last name, and not inside a longer name."""
    start, end = mention.span.start, mention.span.end
    if _CAPITAL_AFTER.match(text, end) or _CAPITAL_BEFORE.search(text, max(0, start - 30), start):
        return False
    return _BEARER_AFTER.match(text, end) is not None or is_speaking(text, mention, lang)
