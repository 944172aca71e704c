"""Names that two reports spell in two ways, of whatever they name: Fontenot and Fontenout, Vally Hospital.

People known by a given and a last name are compared by the parts of their names (``kinds/name.py``); this
looks at each capitalised word by itself, so that it finds a lone last name, a school, a company or a park.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import combinations, compress
from operator import not_
from typing import TypeVar

from msgspec import Struct
from rapidfuzz.distance import DamerauLevenshtein

from variorum.collation.claims.claim import Claim
from variorum.collation.claims.figures import is_shouted
from variorum.language.language import Language
from variorum.model import AnnotatedArticle, Span, SpanIndex
from variorum.settings import WORK, SpellingSettings
from variorum.text.names import fold, name_data
from variorum.text.normalise import spelling_key

_WORD = re.compile(r"[^\W_](?:[\w&]|[\u2019'](?=\w))*(?:-\w+)*")
_OWNED = re.compile(r"['\u2019]s$")
# What one report makes a word of, and another the people, the language or the adjective of it.
_DERIVED = re.compile(r"(?:e?s|e?d|an|ans|ian|ians|ese|er|ers|e|ic|ish|i|is|y|man|men|woman|women)")

One = TypeVar("One")
Bounds = tuple[int, int]
"""Where a word begins and ends."""
Beside = tuple[str, ...]
"""What stands next to a word, and on which side: names of one thing share it."""


class _Printed(Claim, frozen=True, kw_only=True):
    """A capitalised word as one report first prints it, with the name that it is part of.

    key: its letters. near: the one capitalised word right beside it, for each side; two: the next two, or
    one on each side. around: stems of the words of meaning nearest to it in its sentence.
    """

    near: frozenset[Beside]
    two: frozenset[Beside]
    around: frozenset[str]


class _Report(Struct, frozen=True):
    """capitals: the capitalised words of a report by their letters; words: all of them; plain: those that it
    prints without a capital, too, which are no names.
    """

    capitals: dict[str, _Printed]
    words: frozenset[str]
    plain: frozenset[str]


def spelled_apart(
    articles: Sequence[AnnotatedArticle], lang: Language, least: SpellingSettings
) -> Iterator[tuple[list[Claim], list[Claim]]]:
    """Yield the names that reports spell in two ways, with the first place in each report, by spelling.

    A report that has both spellings may know two names. Words that some report of the story prints with a
    small letter, and those for offices, bodies and origins, are no names, unless two more words of the name
    are the same. Two given names are left out: they may be two people's.
    """
    reports = [_read(source, lang, least) for source in articles]
    plain = _no_names(lang).union(*(report.plain for report in reports))
    everywhere = frozenset.intersection(*(report.words for report in reports)) if reports else frozenset()
    told: dict[str, list[_Printed]] = defaultdict(list)
    for report in reports:
        for letters, printed in report.capitals.items():
            if letters not in everywhere:
                told[letters].append(printed)
    given = name_data(lang).given
    for one, other in sorted(_candidates(told, least)):
        if _goes_on(one, other) or (one in given and other in given):
            continue
        if any(one in report.words and other in report.words for report in reports):
            continue
        if _one_name(told[one], told[other], (one, other), not plain.isdisjoint((one, other)), least):
            yield list(told[one]), list(told[other])


def _one_name(
    one: Sequence[_Printed],
    other: Sequence[_Printed],
    letters: tuple[str, str],
    plain: bool,
    least: SpellingSettings,
) -> bool:
    """Tell whether two words are one name, by their letters and what stands beside them.

    plain: some report prints one of them with a small letter.
    """
    slips = DamerauLevenshtein.distance(*letters)
    short = min(map(len, letters))
    by_two = _share([word.two for word in one], [word.two for word in other])
    if plain:
        return by_two and slips <= 1
    if by_two and _begin_alike(*letters, least):
        return True
    if _share([word.near for word in one], [word.near for word in other]):
        return slips <= (least.slips if short >= least.beside_long else 1)
    if _beside_others(one, other):
        return False  # Christopher Hansen, Ed Hensen
    few = slips <= (least.slips if short >= least.lone_long else 1)
    return (
        short >= least.lone and few and _share([word.around for word in one], [word.around for word in other])
    )


def _beside_others(one: Sequence[_Printed], other: Sequence[_Printed]) -> bool:
    """Tell whether both words stand before, or both behind, other words of a name, and never the same."""
    near = [frozenset().union(*(word.near for word in words)) for words in (one, other)]
    for side in ("before", "after"):
        words = [{beside for beside in found if beside[0] == side} for found in near]
        if words[0] and words[1] and words[0].isdisjoint(words[1]):
            return True
    return False


def _share(one: Sequence[frozenset[One]], other: Sequence[frozenset[One]]) -> bool:
    return not frozenset().union(*one).isdisjoint(frozenset().union(*other))


def _begin_alike(one: str, other: str, least: SpellingSettings) -> bool:
    """Tell whether two words have half of the longer at their beginning: Distributors, Distribution."""
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    same = same or min(len(one), len(other))
    return same >= least.beside and 2 * same >= max(len(one), len(other))


@cache
def _no_names(lang: Language) -> frozenset[str]:
    """Return the words that stand in names and are none: offices, bodies, origins."""
    words, kinds, roles = lang.names.words, lang.names.kinds, lang.names.roles
    rows = (
        words.origins,
        words.members,
        kinds.organisation,
        roles.office,
        roles.male,
        roles.female,
        roles.either,
        lang.collation.ranks,
    )
    return frozenset(word for row in rows for word in row)


def _goes_on(one: str, other: str) -> bool:
    """Tell whether one word is made of the other: America and Americans, Arabia and Arabian."""
    short, long = sorted((one, other), key=len)
    stems = (short, short[:-1]) if short[-1:] in "aeiouys" else (short,)
    if short[-1:] in "aeio" and long in (short + "n", short + "ns"):
        return True
    return any(long.startswith(stem) and _DERIVED.fullmatch(long[len(stem) :]) for stem in stems)


def _candidates(told: dict[str, list[_Printed]], least: SpellingSettings) -> set[tuple[str, str]]:
    """Return the pairs of words with one first letter that are few slips apart, or alike in their beginning
    between the same two words; found by what is left of a word without a letter or two.
    """
    homes: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for letters, places in told.items():
        if len(letters) < least.beside or not letters.isalpha():
            continue
        for key in _shortened(letters, least.slips if len(letters) >= least.beside_long else 1):
            homes[letters[0], key].add(letters)
        for beside in frozenset().union(*(one.two for one in places)):
            homes[(letters[: least.beside], *beside)].add(letters)
    return {pair for found in homes.values() for pair in combinations(sorted(found), 2)}


def _shortened(word: str, slips: int) -> set[str]:
    """Return a word, and it without each letter, or each two."""
    found = {word}
    for _ in range(slips):
        found |= {one[:at] + one[at + 1 :] for one in found for at in range(len(one))}
    return found


def _read(source: AnnotatedArticle, lang: Language, least: SpellingSettings) -> _Report:
    text, annotation = source.article.text, source.annotation
    skipped = SpanIndex([*annotation.furniture, *(post.span for post in annotation.posts)])
    function = lang.collation.function
    capitals: dict[str, _Printed] = {}
    words: set[str] = set()
    plain: set[str] = set()
    for sentence in annotation.sentences:
        printed = sentence.of(text)
        if skipped.overlaps(sentence) or is_shouted(printed):
            continue
        found = [word.span() for word in _WORD.finditer(text, sentence.start, sentence.end)]
        letters = [_letters(text[start:end], lang) for start, end in found]
        words.update(letters)
        capital = [text[start].isupper() for start, _ in found]
        plain.update(compress(letters, map(not_, capital)))
        if not _is_title(letters, capital, function):
            for at in compress(range(len(found)), capital):
                if letters[at] not in function:
                    _note(source, found, letters, at, capitals, lang, least)
    return _Report(capitals, frozenset(words), frozenset(plain))


@lru_cache(maxsize=WORK.kept_letters)
def _letters(word: str, lang: Language) -> str:
    """Return a word as spellings are compared: folded, without "'s", British as American."""
    return spelling_key(fold(_OWNED.sub("", word)), lang)


def _is_title(letters: Sequence[str], capital: Sequence[bool], function: frozenset[str]) -> bool:
    """Tell whether all words of weight of a sentence have a capital: a headline."""
    if not all(large or one in function for one, large in zip(letters, capital, strict=True)):
        return False
    return sum(one not in function for one in letters) > 1


def _note(
    source: AnnotatedArticle,
    found: Sequence[Bounds],
    letters: Sequence[str],
    at: int,
    capitals: dict[str, _Printed],
    lang: Language,
    least: SpellingSettings,
) -> None:
    """Keep a capitalised word with the name it is in; one that begins a sentence only as part of a name."""
    text, function = source.article.text, lang.collation.function
    if text[slice(*found[at])].isupper():
        return
    first, last = at, at
    while first and _joined(text, found[first - 1], found[first], letters[first - 1], function):
        first -= 1
    while last + 1 < len(found) and _joined(text, found[last], found[last + 1], letters[last + 1], function):
        last += 1
    if first == last == 0:
        return
    beside = (*letters[max(0, at - least.around) : at], *letters[at + 1 : at + 1 + least.around])
    around = frozenset(lang.stem(word) for word in beside if word not in function)
    near, two = _beside(letters[first:at][-2:], letters[at + 1 : last + 1][:2])
    known = capitals.get(letters[at])
    if known is None or (not known.near and first < last):
        span = Span(found[first][0], found[last][0] + len(_OWNED.sub("", text[slice(*found[last])])))
    else:
        span = known.span
    capitals[letters[at]] = _Printed(
        source=source,
        key=letters[at],
        value=span.of(text),
        spans=(span,),
        near=near if known is None else near | known.near,
        two=two if known is None else two | known.two,
        around=around if known is None else around | known.around,
    )


def _beside(before: Sequence[str], after: Sequence[str]) -> tuple[frozenset[Beside], frozenset[Beside]]:
    """Return the word on each side, and the two on one or one on both; of up to two words on each side."""
    near = {("before", *before[-1:])} if before else set()
    near |= {("after", *after[:1])} if after else set()
    two = {("before", *before)} if len(before) > 1 else set()
    two |= {("after", *after)} if len(after) > 1 else set()
    two |= {("both", before[-1], after[0])} if before and after else set()
    return frozenset(near), frozenset(two)


def _joined(text: str, one: Bounds, other: Bounds, letters: str, function: frozenset[str]) -> bool:
    """Tell whether two words are of one name; ``letters`` of the one that is asked about."""
    capital = text[one[0]].isupper() and text[other[0]].isupper()
    return capital and text[one[1] : other[0]] == " " and letters not in function
