"""Names that two reports spell in two ways, of whatever they name: Fontenot and Fontenout, Vally Hospital.

People known by a given and a last name are compared by the parts of their names (``kinds/name.py``); this
looks at each capitalised word by itself, so that it finds a lone last name, a school, a company or a park.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from functools import cache
from itertools import combinations
from typing import TypeVar

from msgspec import Struct
from rapidfuzz.distance import DamerauLevenshtein

from variorum.collation.claims.claim import Claim
from variorum.collation.claims.figures import is_shouted
from variorum.language.language import Language
from variorum.language.met import Met
from variorum.model import AnnotatedArticle, Span, SpanIndex
from variorum.settings import SpellingSettings
from variorum.text.names import fold, name_data
from variorum.text.normalise import spelling_key

_WORD = re.compile(r"[^\W_](?:[\w&]|[\u2019'](?=\w))*(?:-\w+)*")
_OWNED = re.compile(r"['\u2019]s$")

One = TypeVar("One")
Bounds = tuple[int, int]
"""Where a word begins and ends."""
Beside = tuple[str, ...]
"""What stands next to a word, and on which side: names of one thing share it."""


class _Printed(Struct):
    """A capitalised word as one report first prints it, with the name that it is part of, and what stands by
    it wherever the report prints it.

    near: the one capitalised word right beside it, for each side; two: the next two, or one on each side.
    beside: the words nearest to it in its sentences.
    """

    source: AnnotatedArticle
    span: Span
    near: set[Beside]
    two: set[Beside]
    beside: set[str]

    def around(self, lang: Language) -> set[str]:
        """Return the stems of the words of meaning nearest to it."""
        return {lang.stem(word) for word in self.beside - lang.collation.function}

    def claim(self, letters: str) -> Claim:
        """Return it as a claim, told apart by its letters."""
        return Claim(
            source=self.source, key=letters, value=self.span.of(self.source.article.text), spans=(self.span,)
        )


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
        if _goes_on(one, other, lang) or (one in given and other in given):
            continue
        if any(one in report.words and other in report.words for report in reports):
            continue
        if _one_name(told[one], told[other], (one, other), not plain.isdisjoint((one, other)), least, lang):
            yield [word.claim(one) for word in told[one]], [word.claim(other) for word in told[other]]


def _one_name(
    one: Sequence[_Printed],
    other: Sequence[_Printed],
    letters: tuple[str, str],
    plain: bool,
    least: SpellingSettings,
    lang: Language,
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
    if short < least.lone or not few:
        return False
    return _share([word.around(lang) for word in one], [word.around(lang) for word in other])


def _beside_others(one: Sequence[_Printed], other: Sequence[_Printed]) -> bool:
    """Tell whether both words stand before, or both behind, other words of a name, and never the same."""
    near = [set[Beside]().union(*(word.near for word in words)) for words in (one, other)]
    for side in ("before", "after"):
        words = [{beside for beside in found if beside[0] == side} for found in near]
        if words[0] and words[1] and words[0].isdisjoint(words[1]):
            return True
    return False


def _share(one: Sequence[Set[One]], other: Sequence[Set[One]]) -> bool:
    return not set[One]().union(*one).isdisjoint(set[One]().union(*other))


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


def _goes_on(one: str, other: str, lang: Language) -> bool:
    """Tell whether one word is made of the other: America and Americans, Arabia and Arabian."""
    short, long = sorted((one, other), key=len)
    stems = (short, short[:-1]) if short[-1:] in "aeiouys" else (short,)
    if short[-1:] in "aeio" and long in (short + "n", short + "ns"):
        return True
    derived = lang.collation_phrases.derived
    return any(long.startswith(stem) and derived.fullmatch(long[len(stem) :]) for stem in stems)


def _candidates(told: dict[str, list[_Printed]], least: SpellingSettings) -> set[tuple[str, str]]:
    """Return the pairs of words with one first letter that are few slips apart, or alike in their beginning
    between the same two words; found by what is left of a word without a letter or two.
    """
    homes: dict[str | tuple[str, ...], str] = {}
    shared: dict[str | tuple[str, ...], set[str]] = {}
    for letters, places in told.items():
        if len(letters) < least.beside or not letters.isalpha():
            continue
        initial, begin = letters[0] + " ", letters[: least.beside]
        keys: list[str | tuple[str, ...]] = [
            initial + key
            for key in _shortened(letters, least.slips if len(letters) >= least.beside_long else 1)
        ]
        keys += {(begin, *beside) for one in places for beside in one.two}
        for key in keys:
            first = homes.setdefault(key, letters)
            if first != letters:
                shared.setdefault(key, {first}).add(letters)
    return {pair for found in shared.values() for pair in combinations(sorted(found), 2)}


def _shortened(word: str, slips: int) -> set[str]:
    """Return a word, and it without each letter, or each two."""
    found = {word}
    for _ in range(slips):
        found |= {one[:at] + one[at + 1 :] for one in found for at in range(len(one))}
    return found


def _read(source: AnnotatedArticle, lang: Language, least: SpellingSettings) -> _Report:
    text, annotation = source.article.text, source.annotation
    skipped = SpanIndex([*annotation.furniture, *(post.span for post in annotation.posts)])
    function, known = lang.collation.function, _known(lang)
    capitals: dict[str, _Printed] = {}
    printed: set[str] = set()
    for sentence in annotation.sentences:
        if skipped.overlaps(sentence) or is_shouted(sentence.of(text)):
            continue
        words = _WORD.findall(text, sentence.start, sentence.end)
        printed.update(words)
        told = list(map(known.__getitem__, words))
        letters = [one for one, _ in told]
        large = [at for at, (one, capital) in enumerate(told) if capital and one not in function]
        if large and large != [0] and not _is_title(told, function):
            found = [word.span() for word in _WORD.finditer(text, sentence.start, sentence.end)]
            for first, last in _runs(text, found, large):
                _note(source, found, letters, (first, last), capitals, least)
    spelled = {known[word] for word in printed}
    return _Report(
        capitals,
        frozenset(one for one, _ in spelled),
        frozenset(one for one, capital in spelled if not capital),
    )


@cache
def _known(lang: Language) -> Met[tuple[str, bool]]:
    """Tell how printed words are compared, folded, without "'s", British as American, and whether they have a
    capital.
    """
    return Met(lambda word: (spelling_key(fold(_OWNED.sub("", word)), lang), word[0].isupper()))


def _is_title(told: Sequence[tuple[str, bool]], function: frozenset[str]) -> bool:
    """Tell whether all words of weight of a sentence have a capital: a headline."""
    weighing = [capital for one, capital in told if one not in function]
    return len(weighing) > 1 and all(weighing)


def _runs(text: str, found: Sequence[Bounds], large: Sequence[int]) -> Iterator[Bounds]:
    """Yield the first and the last word of each name: capitalised words with a space between.

    large: which of the words have a capital and weight.
    """
    first = last = large[0]
    for at in large[1:]:
        if at != last + 1 or text[found[last][1] : found[at][0]] != " ":
            yield first, last
            first = at
        last = at
    yield first, last


def _note(
    source: AnnotatedArticle,
    found: Sequence[Bounds],
    letters: Sequence[str],
    name: Bounds,
    capitals: dict[str, _Printed],
    least: SpellingSettings,
) -> None:
    """Keep the words of a name; a lone one that begins a sentence is none."""
    text, (first, last) = source.article.text, name
    if first == last == 0:
        return
    for at in range(first, last + 1):
        if text[slice(*found[at])].isupper():
            continue
        near, two = _beside(letters[first:at][-2:], letters[at + 1 : last + 1][:2])
        known = capitals.get(letters[at])
        if known is None or (not known.near and first < last):
            span = Span(found[first][0], found[last][0] + len(_OWNED.sub("", text[slice(*found[last])])))
            if known is None:
                known = capitals[letters[at]] = _Printed(source, span, set(), set(), set())
            known.span = span
        known.near.update(near)
        known.two.update(two)
        known.beside.update(letters[max(0, at - least.around) : at], letters[at + 1 : at + 1 + least.around])


def _beside(before: Sequence[str], after: Sequence[str]) -> tuple[list[Beside], list[Beside]]:
    """Return the word on each side, and the two on one or one on both; of up to two words on each side."""
    near: list[Beside] = [("before", before[-1])] if before else []
    two: list[Beside] = [("before", *before)] if len(before) > 1 else []
    if after:
        near.append(("after", after[0]))
        if len(after) > 1:
            two.append(("after", *after))
        if before:
            two.append(("both", before[-1], after[0]))
    return near, two
