"""Merge the names that the network finds with those that the rules find.

The rules know where a name ends (titles, initials, suffixes, possessives); the network knows better what is
a name, of which kind, and where one ends and the next begins in a run of capitals. Neither is right alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable, Sequence
from itertools import takewhile

from variorum.annotation.names.kinds import Points
from variorum.annotation.names.spans import TOKEN, NameMention, is_plain
from variorum.annotation.neural.results import Name, NameKind
from variorum.language.language import Language
from variorum.model import Span
from variorum.settings import NAMES
from variorum.text.name_words import NameWords, name_words
from variorum.text.names import fold

_KINDS: dict[NameKind, str] = {"person": "person", "organization": "organisation", "location": "place"}

NetworkName = tuple[Span, NameKind]


def tidy(text: str, names: Sequence[Name], lang: Language) -> list[NetworkName]:
    """Return the network's names as whole words, without titles and possessive endings, in order.

    The network parts "U.S." and "Joseph R. Lind" at the full stops; pieces that touch become one, of the
    kind of the longest. Pieces without a letter fall away.
    """
    whole: list[NetworkName] = []
    people = name_words(lang).people
    for name in names:
        span = _whole_words(text, name, people.honorifics, people.given)
        if span is None:
            continue
        if whole and span.start <= whole[-1][0].end:
            last, kind = whole.pop()
            longest = kind if len(last) >= name.end - name.start else name.kind
            whole.append((Span(last.start, max(last.end, span.end)), longest))
        else:
            whole.append((span, name.kind))
    return whole


def _whole_words(text: str, name: Name, honorifics: Container[str], given: Container[str]) -> Span | None:
    """Return the words that a name touches; None when none of them is more than a title.

    A title that is a given name, too, stays before one word: "Dean Lind".
    """
    start, end = name.start, name.end
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] in ".&" and text[start - 2].isupper()):
        start -= 1
    words = list(takewhile(lambda word: word.start() < end, TOKEN.finditer(text, start)))
    while words and (not words[0][0][0].isalnum() or words[0][0].lower().rstrip(".") in honorifics):
        if len(words) == 2 and words[0][0].lower() in given:
            break
        del words[0]
    while words and not words[-1][0][0].isalnum():
        words.pop()
    if not words:
        return None
    last = words[-1][0]
    return Span(words[0].start(), words[-1].end() - (2 if last.endswith(("’s", "'s")) else 0))


def join_names(
    text: str,
    mentions: Sequence[NameMention],
    names: Sequence[NetworkName],
    places: Iterable[Span],
    lang: Language,
) -> list[NameMention]:
    """Return ``mentions`` split where the network sees two names, and with the names that only it sees.

    places: where names may be added. A single word at the start of a sentence is kept only if the network
    takes it for a name, there or elsewhere.
    """
    words = name_words(lang)
    known = {fold(span.of(text)) for span, _ in names}
    # A person's last name by itself, as in the label of a transcript ("OYELARAN: …").
    known |= {fold(span.of(text).split()[-1]) for span, kind in names if kind == "person"}
    mentions = _made_one(text, mentions, names)
    known |= {fold(mention.words[-1]) for mention in mentions if len(mention.words) > 1}
    joined: list[NameMention] = []
    for mention in mentions:
        parts = _overlapping(names, mention.span)
        if not parts:
            if len(mention.words) > 1 or mention.titles or _is_known(mention, known, words):
                joined.append(mention)
        else:
            joined += _parted(text, _extended(text, mention, parts, words), parts, words)
    taken = sorted(mention.span for mention in joined)
    for place in places:
        for span, kind in _overlapping(names, place):
            if kind != "misc" and not _touched(taken, span) and _is_name(span.of(text), words):
                joined.append(NameMention(span=span, words=tuple(span.of(text).split())))
    return sorted(joined, key=lambda mention: mention.span)


def _made_one(
    text: str, mentions: Sequence[NameMention], names: Sequence[NetworkName]
) -> Sequence[NameMention]:
    """Return ``mentions`` with those merged that the network takes for one body or place.

    "Immigration and Customs Enforcement" is two runs of capitals for the rules.
    """
    made = list(mentions)
    for span, kind in names:
        low = bisect_left(made, span.start, key=lambda mention: mention.span.start)
        high = bisect_left(made, span.end, lo=low, key=lambda mention: mention.span.start)
        inside = made[low:high]
        whole = kind in ("organization", "location") and len(inside) > 1
        if whole and inside[-1].span.end == span.end and not any(mention.titles for mention in inside):
            made[low:high] = [NameMention(span=span, words=tuple(span.of(text).split()))]
    return made


def _is_known(mention: NameMention, known: set[str], words: NameWords) -> bool:
    """Tell whether a word that the network does not mark is a name, as it is marked elsewhere."""
    word = fold(mention.words[0])
    listed = word in words.known_places or word in words.people.given
    return word in known or not mention.initial and listed


def _extended(text: str, mention: NameMention, parts: Sequence[NetworkName], words: NameWords) -> NameMention:
    """Return a mention with the capitalised words before it that the network takes for part of the name.

    "Black Lives Matter", "Great Britain": for the rules the first word describes. An article is no part.
    So is a last name that is also a word: "George Little".
    """
    span, kind = parts[0]
    if kind == "person" and len(parts) == 1 and _ends_in_a_word(text, mention, span, words):
        return NameMention(span=span, words=tuple(span.of(text).split()), titles=mention.titles)
    if kind == "person" and mention.titles[-1:] and _begins_with_title(text, mention, span, words):
        return NameMention(span=span, words=tuple(span.of(text).split()), titles=mention.titles[:-1])
    before = text[span.start : mention.span.start].split()
    whole = len(parts) == 1 and span.end == mention.span.end and kind != "person"
    if not (whole and before) or mention.titles or any(not word[0].isupper() for word in before):
        return mention
    if before[0] == "The":
        return mention
    return NameMention(span=span, words=tuple(span.of(text).split()), possessive=mention.possessive)


def _ends_in_a_word(text: str, mention: NameMention, span: Span, words: NameWords) -> bool:
    """Tell whether a person is a mention of one word and one more word with a capital."""
    name = span.of(text).split()
    alone = span.start == mention.span.start and mention.span.end < span.end and len(name) == 2
    if not alone or len(mention.words) != 1 or text[mention.span.end] != " " or not name[1][0].isupper():
        return False
    last = name[1].lower()
    word = last in words.never and last not in words.people.honorifics and last not in words.organisation
    return word and (
        fold(name[0]) in words.people.given or name[0].isalpha() and not is_plain(name[0], words)
    )


def _begins_with_title(text: str, mention: NameMention, span: Span, words: NameWords) -> bool:
    """Tell whether a person is a given name that was taken for a title, and a mention: "Don [Lind]"."""
    first = span.of(text).split()[0].lower()
    added = span.start < mention.span.start and span.end == mention.span.end
    return added and first == mention.titles[-1] and first in words.people.given


def _overlapping(names: Sequence[NetworkName], span: Span) -> Sequence[NetworkName]:
    low = bisect_left(names, span.start, key=lambda name: name[0].end - 1)
    high = bisect_left(names, span.end, lo=low, key=lambda name: name[0].start)
    return names[low:high]


def _touched(taken: Sequence[Span], span: Span) -> bool:
    at = bisect_left(taken, span.end, key=lambda each: each.start) - 1
    return at >= 0 and taken[at].overlaps(span)


def _is_name(name: str, words: NameWords) -> bool:
    """Tell whether what only the network sees may be a name: a capital, and no word that is never one."""
    return name[:1].isupper() and len(name) > 1 and (" " in name or not is_plain(name, words))


def _parted(
    text: str, mention: NameMention, parts: Sequence[NetworkName], words: NameWords
) -> list[NameMention]:
    """Return a mention split as the network sees it, where it sees a person at its end and more before."""
    if mention.nickname:
        return [mention]  # of Senator “Rich” Lind the network sees the last name alone
    inside = [(span, kind) for span, kind in parts if mention.span.contains(span)]
    people = [span for span, kind in inside if kind == "person"]
    if len(parts) == 1 and people and _goes_on_after(text, mention, people[0], words):
        return [NameMention(span=people[0], words=tuple(people[0].of(text).split()), titles=mention.titles)]
    if not people or len(inside) != len(parts) or people[-1].end != mention.span.end:
        return [mention]
    before = text[mention.span.start : people[0].start]
    own = not before or _is_initial(before) or before.endswith(("-", "‐", "‑"))  # "Jan-Willem"
    if len({kind for _, kind in inside}) == 1 and (len(inside) > 1 or own):
        return [mention]
    return [
        NameMention(span=span, words=tuple(span.of(text).split()))
        for span, kind in inside
        if kind == "person" or _is_name(span.of(text), words) and kind != "misc"
    ]


def _is_initial(words: str) -> bool:
    """Tell whether ``words`` are one initial, which the network leaves out of a name."""
    return len(words.strip()) == 2 and words.strip().endswith(".")


def _goes_on_after(text: str, mention: NameMention, person: Span, words: NameWords) -> bool:
    """Tell whether a mention is a person's full name with unrelated capitals behind it."""
    rest = text[person.end : mention.span.end].split()
    named = person.start == mention.span.start and " " in person.of(text)
    own = {fold(word).strip(",.") in words.people.suffixes or not word[0].isupper() for word in rest}
    body = any(word.lower() in words.organisation or word.lower() in words.place for word in rest)
    return named and bool(rest) and not mention.nickname and True not in own and not body


def network_points(names: Sequence[NetworkName], mention: NameMention) -> Points:
    """Return points for the kind that the network gives; none where it sees no name or two kinds."""
    kinds = {kind for _, kind in _overlapping(names, mention.span)} if names else set[NameKind]()
    if len(kinds) != 1:
        return {}
    kind = _KINDS.get(next(iter(kinds)))
    if kind is None:
        return {"person": -NAMES.network / 2, "organisation": -NAMES.network / 2, "place": -NAMES.network / 2}
    return {kind: NAMES.network}
