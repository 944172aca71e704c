"""Answers of the scales of a language (``stances.toml``) as they stand in the sentences of a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import product

from msgspec import Struct

from variorum.collation.last import Last
from variorum.language.language import Language, language_of
from variorum.language.met import Met
from variorum.model import AnnotatedArticle, Span, SpanIndex
from variorum.settings import StanceSettings

_YEAR = re.compile(r"(?:19|20)\d\d")
_WORD = re.compile(r"[^\W_]+(?:[-'\u2019][^\W_]+)*")
_ANY = "*"  # in a phrase: whatever one word, as in "faces * charges"
_SOME = "~"  # in a phrase: none to two words
_FEW = ((), (_ANY,), (_ANY, _ANY))
ASIDE = "aside"  # the value of a phrase that answers nothing itself (``Scale.aside``)


class Phrases(Struct, eq=False):
    """Phrases that begin alike. after: how they go on, by the next word. ends: sort (see ``_phrases``), scale
    and value of those that end here, in order.
    """

    after: dict[str, Phrases] = {}
    ends: list[tuple[int, str, str]] = []


class Mark(Struct, frozen=True, kw_only=True):
    """An answer in a sentence. at, end: words of the sentence, counted from 0. negated: "not charged"."""

    scale: str
    value: str
    at: int
    end: int
    negated: bool

    @property
    def answer(self) -> tuple[str, bool]:
        """What it answers, to be compared."""
        return self.value, self.negated


class Sentence(Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """A sentence as it is compared. place: which of its report. marks: its answers by scale, in order.

    words: in small letters. behind: answers that it gives of whoever is named right after them ("arrested Ada
    Lind"), by scale. whole: those that only reports as a whole are asked for, by scale.
    """

    source: AnnotatedArticle
    place: int
    span: Span
    words: tuple[str, ...]
    marks: dict[str, list[Mark]]
    behind: dict[str, list[Mark]]
    whole: dict[str, list[Mark]]

    def told(self, scale: str) -> Sequence[Mark]:
        """Return its answers on a scale, of whichever sort that is; none for none."""
        return self.marks.get(scale) or self.whole.get(scale) or ()

    @property
    def lang(self) -> Language:
        """The language of its report."""
        return language_of(self.source.article.lang)

    @property
    def text(self) -> str:
        """It as printed."""
        return self.span.of(self.source.article.text)

    def printed(self, words: Span) -> str:
        """Return some of its words as printed."""
        return Span(self.spans[words.start].start, self.spans[words.end - 1].end).of(self.source.article.text)

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Where its words stand."""
        found = _WORD.finditer(self.source.article.text, self.span.start, self.span.end)
        return tuple(Span(*word.span()) for word in found)

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The stem of each word of meaning, "" for the others."""
        return tuple(map(_stems(language_of(self.source.article.lang)).__getitem__, self.words))

    @cached_property
    def meaning(self) -> frozenset[str]:
        """Its stems, without those of no word."""
        return frozenset(self.stems) - {""}

    @cached_property
    def names(self) -> frozenset[str]:
        """The capitalised words that do not begin it, in small letters."""
        text, function = self.source.article.text, language_of(self.source.article.lang).collation.function
        return frozenset(
            word
            for word, span in zip(self.words[1:], self.spans[1:], strict=True)
            if text[span.start].isupper() and word not in function
        )

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers that are printed in digits."""
        return frozenset(word for word in self.words if word.isdigit())

    @cached_property
    def answers(self) -> Mapping[str, frozenset[tuple[str, bool]]]:
        """What its marks answer, by scale."""
        return {name: frozenset(mark.answer for mark in marks) for name, marks in self.marks.items()}

    @cached_property
    def around(self) -> dict[tuple[int, int], frozenset[str]]:
        """The stems around some of its words, as far as they were asked for: a sentence has many pairs."""
        return {}

    @cached_property
    def background(self) -> bool:
        """Whether it is of another year or an earlier case: "had previously been convicted"."""
        day = self.source.article.date or ""
        years = {word for word in self.numbers if _YEAR.fullmatch(word)}
        return bool(years - {day[:4]}) or not self.lang.collation.earlier.isdisjoint(self.words)

    @cached_property
    def elsewhere(self) -> bool:
        """Whether it is of another case: "a similar shooting"."""
        return not self.lang.collation.elsewhere.isdisjoint(self.words)

    @cached_property
    def negations(self) -> int:
        """How many words turn what follows."""
        spoken = language_of(self.source.article.lang)
        return sum(is_negation(word, spoken) for word in self.words)

    @cached_property
    def vouched(self) -> int:
        """How many words give what it says to somebody, or doubt it."""
        lists = language_of(self.source.article.lang).collation
        words = (lists.vouched, lists.doubts, lists.hedges)
        return sum(any(word in one for one in words) for word in self.words)

    @cached_property
    def softened(self) -> int:
        """How many words keep it from stating plainly."""
        spoken = language_of(self.source.article.lang)
        hedged = sum(len(marks) for name, marks in self.marks.items() if spoken.stances[name].hedge)
        return hedged + sum(word in spoken.collation.softening for word in self.words)


Rows = Sequence[Sentence | None]


def sentences(source: AnnotatedArticle, settings: StanceSettings) -> list[Sentence | None]:
    """Return the sentences of an article in order, None for one of furniture and posts."""
    annotation = source.annotation
    skipped = SpanIndex([*annotation.furniture, *(post.span for post in annotation.posts)])
    return [
        None if skipped.overlaps(span) else _sentence(source, place, span, settings)
        for place, span in enumerate(annotation.sentences)
    ]


SENTENCES = Last(sentences)
"""The sentences of each article of a story."""


def _sentence(source: AnnotatedArticle, place: int, span: Span, settings: StanceSettings) -> Sentence:
    printed = _WORD.findall(source.article.text, span.start, span.end)
    words = tuple(map(_LOW.__getitem__, printed))
    spoken = language_of(source.article.lang)
    found: tuple[dict[str, list[Mark]], ...] = {}, {}, {}
    for sort, mark in _marks(words, _phrases(spoken), spoken, settings):
        if mark.end - mark.at > 1 or not _is_name(printed, mark.at):
            found[sort].setdefault(mark.scale, []).append(mark)
    marks, behind, whole = found
    return Sentence(
        source=source, place=place, span=span, words=words, marks=marks, behind=behind, whole=whole
    )


_LOW = Met(lambda word: word.casefold().replace("\u2019", "'"))


def _is_name(printed: Sequence[str], at: int) -> bool:
    """Tell whether a single word is part of a name, or a month: "Judge Grave", "May 12"."""
    return printed[at][0].isupper() and (at > 0 or (len(printed) > 1 and printed[1][0].isdigit()))


def _marks(
    words: tuple[str, ...], phrases: Phrases, spoken: Language, settings: StanceSettings
) -> Iterator[tuple[int, Mark]]:
    """Yield the answers in order, with the sort of phrase; of two of one scale that overlap, the longer."""
    ends: dict[tuple[int, str], int] = {}
    for at in [at for at, word in enumerate(words) if word in phrases.after]:
        for end, sort, scale, value in sorted(_matches(words, at, phrases), key=lambda found: -found[0]):
            if ends.get((sort, scale), 0) > at:
                continue
            ends[sort, scale] = end
            negated = any(is_negation(one, spoken) for one in words[max(0, at - settings.negated) : at])
            negated = negated or _of_none(words[max(0, at - settings.subject) : at], spoken)
            if not (negated and spoken.stances[scale].of) or spoken.stances[scale].of == "case":
                yield sort, Mark(scale=scale, value=value, at=at, end=end, negated=negated)


def _of_none(before: Sequence[str], spoken: Language) -> bool:
    """Tell whether "none" or "neither" is the subject of what follows: "None of those hurt seems ..."."""
    lists = spoken.collation
    for word in reversed(before):
        if word in lists.coordinators:
            return False
        if word in lists.none:
            return True
    return False


def _matches(words: Sequence[str], at: int, phrases: Phrases) -> list[tuple[int, int, str, str]]:
    """Return where phrases that begin at a word end, with the sort, the scale and the value of each."""
    found, nodes = [], [phrases]
    for place in range(at, len(words)):
        word, following = words[place], []
        for known in nodes:
            if (node := known.after.get(word)) is not None:
                following.append(node)
            if (node := known.after.get(_ANY)) is not None:
                following.append(node)
        if not following:
            break
        found += [(place + 1, *told) for node in following for told in node.ends]
        nodes = following
    return found


def is_negation(word: str, spoken: Language) -> bool:
    """Tell whether a word in small letters turns what follows: "never", "isn't"."""
    return word in spoken.collation.negations or word.endswith("n't")


@cache
def _stems(spoken: Language) -> Met[str]:
    """Tell the stems of words in small letters, without "'s"; "" for one without a meaning of its own."""
    function, stem = spoken.collation.function, spoken.stem
    return Met(lambda word: "" if word in function else stem(word.removesuffix("'s")))


@cache
def _phrases(spoken: Language) -> Phrases:
    """Return the phrases of all scales word by word, in three sorts: 0 those that answer, 1 those that stand
    right before the person of whom they answer, 2 those of scales that only reports as a whole are asked for.
    """
    root = Phrases()
    for name, scale in spoken.stances.items():
        _add(root, 2 if scale.whole else 0, name, scale.values)
        _add(root, 1, name, scale.before)
        if scale.whole and scale.aside:
            _add(root, 2, name, {ASIDE: scale.aside})
    return root


def _add(root: Phrases, sort: int, name: str, values: Mapping[str, Sequence[str]]) -> None:
    for value, forms in values.items():
        for phrase in (phrase for form in forms for phrase in _spelled_out(form)):
            node = root
            for word in phrase:
                node = node.after.setdefault(word, Phrases())
            if (sort, name, value) not in node.ends:
                node.ends.append((sort, name, value))


def _spelled_out(form: str) -> Iterator[tuple[str, ...]]:
    """Yield the phrases that one of a row stands for: "was|were_~_arrested" is six."""
    choices = [_FEW if word == _SOME else [(one,) for one in word.split("|")] for word in form.split()]
    for chosen in product(*choices):
        yield tuple(word for part in chosen for word in part)
