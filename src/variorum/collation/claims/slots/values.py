"""Figures, days and times of day as answers, without the value: what two sentences can be asked about."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from variorum.collation.claims.claim import Claim
from variorum.collation.claims.figures import is_counter, is_shouted
from variorum.collation.claims.slots.reading import Reading, read
from variorum.collation.last import Last
from variorum.collation.utterances.rendering import sentence_at
from variorum.language.language import Language, language_of
from variorum.language.tables import Lexicon
from variorum.model import AnnotatedArticle, Figure, Span, SpanIndex
from variorum.settings import FIGURES, MEASURED, SlotSettings

# Kinds of figure that are laid side by side; places in this row are what the trees know them by.
KINDS = ("count", "age", "money", "share", "measure", "duration", "date", "time")
_CLOCK = re.compile(r"[\s,|/-]*\d{1,2}: ?\d\d")
_RUN_IN = re.compile(r"(?<=[a-z\u201d\"])\.(?=[A-Z]|\Z)")  # two sentences without a space between
_OF_CLOCK = re.compile(r"\d:\s?$")  # "01: 40 PM", as some pages are printed
_NAMES = r"(?P<name>[A-Z][\w.\u2019'-]*(?:\s+[A-Z][\w.\u2019'-]*)+)"
_AGED = re.compile(rf"(?:\s[a-z]+)?\s{_NAMES}")
_YEAR = re.compile(r"\d{4}")
_SMALLER = re.compile(r",?[\s-]{1,2}\d{1,2}\b")  # "6-foot-2", "5 feet, 10 inches"
_LAST_NAME = re.compile(r"[A-Z][\w\u2019'-]+,\s$")  # "his brother Karl, 16 - who was hurt, too"
_WORD = re.compile(r"[^\W\d_][\w’'-]*|\d+")


class Value(Claim, frozen=True, kw_only=True, eq=False):
    """A figure, a day or a time of day as a claim; which others answer its question is judged by pairs.

    key: what it says, as far as values are told apart by it. value: as printed. sentence: place of its
    sentence in the article. said: what it says. left, right: the nearest words before and after it in its
    sentence. head: stems of what is counted. names: capitalised words of its clause; sentence_names: of the
    whole sentence. siblings: how many figures of its kind its sentence has. holder:
    words of the name whose age it is.
    """

    key: str
    figure: Figure
    sentence: int
    said: Reading
    left: tuple[str, ...]
    right: tuple[str, ...]
    head: frozenset[str]
    names: frozenset[str]
    sentence_names: frozenset[str]
    siblings: int
    quoted: bool
    holder: frozenset[str]

    @property
    def kind(self) -> str:
        """The kind of its figure."""
        return self.figure.kind

    @cached_property
    def same(self) -> tuple[str, str, str]:
        """What two values share that say the same: kind, unit where it is not counted in, and value."""
        measured = self.kind in ("duration", "measure")
        return self.kind, "" if measured else self.figure.unit or "", self.key


def values(source: AnnotatedArticle, least: SlotSettings) -> list[Value]:
    """Return what the sentences of an article answer, in its order; nothing from furniture and posts."""
    annotation, text, lang = source.annotation, source.article.text, language_of(source.article.lang)
    skipped = SpanIndex([*annotation.furniture, *(post.span for post in annotation.posts)])
    quoted = SpanIndex(
        span for one in annotation.quotations if one.kind != "indirect" for span in one.content
    )
    places = {span.start: place for place, span in enumerate(annotation.sentences)}
    dates = sorted(figure.span for figure in annotation.figures if figure.kind == "date")
    inside = Counter(sentence_at(source, figure.span) for figure in annotation.figures)
    kept: list[tuple[Figure, Span, Reading]] = []
    for figure in annotation.figures:
        if figure.kind not in KINDS or skipped.overlaps(figure.span):
            continue
        sentence = sentence_at(source, figure.span)
        if (
            inside[sentence] > FIGURES.in_sentence
            or is_counter(text, figure.span, lang)
            or is_shouted(sentence.of(text))
            or sentence.start not in places
        ):
            continue
        said = read(figure, text, lang.collation, least)
        if said is not None and _asked(figure, text, sentence, dates, least, lang):
            kept.append((figure, sentence, said))
    counted: dict[tuple[int, str], int] = {}
    for figure, sentence, _ in kept:
        counted[sentence.start, figure.kind] = counted.get((sentence.start, figure.kind), 0) + 1
    found = []
    told: dict[int, _Told] = {}
    for figure, sentence, said in kept:
        siblings = counted[sentence.start, figure.kind]
        if sentence.start not in told:
            told[sentence.start] = _Told(text, sentence, lang.collation)
        words = told[sentence.start]
        beside = _Beside(text, figure.span, sentence, words, lang)
        clause = _clause(text, sentence, figure.span, lang)
        found.append(
            Value(
                source=source,
                key=said.key,
                value=figure.span.of(text),
                spans=(figure.span,),
                figure=figure,
                sentence=places[sentence.start],
                said=said,
                left=beside.left(),
                right=beside.right(),
                head=frozenset(lang.stem(word) for word in (figure.of or "").split()),
                names=words.names_of(words.within(clause.start, clause.end)),
                sentence_names=words.names,
                siblings=siblings,
                quoted=quoted.overlaps(figure.span),
                holder=beside.holder() if figure.kind == "age" else frozenset(),
            )
        )
    return found


VALUES = Last(values)
"""The values of each article of a story."""


def _asked(
    figure: Figure,
    text: str,
    sentence: Span,
    dates: Sequence[Span],
    least: SlotSettings,
    lang: Language,
) -> bool:
    """Tell whether a figure answers something: not a year, a part of a name, an address or a height, an age
    that is not told as one, nor when the report itself was printed or aired.
    """
    before = text[max(sentence.start, figure.span.start - MEASURED.head) : figure.span.start]
    end, phrases, lists = figure.span.end, lang.collation_phrases.values, lang.collation
    if figure.kind in ("date", "time"):
        if len(_words(text[sentence.start : sentence.end])) < least.telling or phrases.part_of.match(
            text, end
        ):
            return False
        head = len(_words(text[sentence.start : figure.span.start])) <= least.heading
        behind = _words(text[end : min(sentence.end, end + MEASURED.head)])[: least.heading]
        if (
            head
            and (phrases.printed_at.search(before) or not lists.publishing.isdisjoint(behind))
            or figure.span.of(text).isupper()
            and len(figure.span) > MEASURED.capitals
        ):
            return False
        clock = figure.kind == "time" or _CLOCK.match(text, end) is not None
        return not (clock and any(_YEAR.search(day.of(text)) for day in _beside(figure.span, dates)))
    if figure.kind == "measure":
        return not _SMALLER.match(text, end)
    if figure.kind != "count":
        return True
    if not figure.of and (_LAST_NAME.search(before) or not lists.reaching.isdisjoint(_words(before)[-1:])):
        return False  # an age
    of_clock = _OF_CLOCK.search(before) or phrases.clock_after.match(text, end)
    named = _is_named(before, lang) or phrases.part_of.match(text, end) or before[-1:] in ("-", "/", "#")
    return not (of_clock or named)


def _is_named(before: str, lang: Language) -> bool:
    """Tell whether a name stands right before a number ("Interstate 80"), not "The 448-page report"."""
    found = lang.collation_phrases.values.number_sign.search(before)
    return found is not None and found.group().strip().casefold() not in lang.collation.function


def _beside(span: Span, dates: Sequence[Span]) -> Iterator[Span]:
    """Yield ``span`` itself, if it is a date, and the dates that stand right before or after it.

    dates: as figures are, in the order of the text and apart.
    """
    at = bisect_left(dates, span)
    for day in dates[max(0, at - 1) : at + 2]:
        before, after = span.start - day.end, day.start - span.end
        if day == span or 0 <= before <= MEASURED.date_gap or 0 <= after <= MEASURED.date_gap:
            yield day


class _Beside:
    """What stands beside a figure in its sentence."""

    def __init__(self, text: str, figure: Span, sentence: Span, told: _Told, lang: Language) -> None:
        self._aged = lang.collation_phrases.values.aged
        self._text, self._figure, self._sentence, self._told = text, figure, sentence, told

    def left(self) -> tuple[str, ...]:
        """Return the nearest words before the figure."""
        begin, end = self._sentence.start, self._figure.start
        before = self._text[begin:end]
        for found in _RUN_IN.finditer(before) if "." in before else ():
            begin = self._sentence.start + found.end()
        return tuple(self._words(begin, end)[-MEASURED.beside :])

    def right(self) -> tuple[str, ...]:
        """Return the nearest words after the figure."""
        begin, end = self._figure.end, self._sentence.end
        after = self._text[begin:end]
        found = _RUN_IN.search(after) if "." in after else None
        return tuple(self._words(begin, begin + found.start() if found else end)[: MEASURED.beside])

    def _words(self, begin: int, end: int) -> list[str]:
        text, told = self._text, self._told.within(begin, end)
        return [text[start:stop].casefold() for start, stop in told]

    def holder(self) -> frozenset[str]:
        """Return the words of the name whose age the figure is: "Ada Lind, 38,", "38-year-old Ada Lind"."""
        start, end = self._figure.start, self._figure.end
        after = _AGED.match(self._text, end, self._sentence.end)
        found = after or self._aged.search(self._text[self._sentence.start : start])
        return frozenset(_words(found["name"])) if found else frozenset()


class _Told:
    """The words of a sentence, read once for all its figures. names: those with a capital that do not merely
    begin it, calendar words left out.
    """

    def __init__(self, text: str, sentence: Span, lists: Lexicon) -> None:
        self._text, self._begin = text, sentence.start + 1
        self._calendar = lists.months | lists.weekdays | lists.function
        self._words = [word.span() for word in _WORD.finditer(text, sentence.start, sentence.end)]
        self.names = self.names_of(self._words)

    def within(self, begin: int, end: int) -> Sequence[tuple[int, int]]:
        """Return where the words of a part of the sentence stand, as if there were no more of it."""
        words = [(start, stop) for start, stop in self._words if start < end and stop > begin]
        if words and (words[0][0] < begin or words[-1][1] > end):  # it begins or ends in a word
            return [word.span() for word in _WORD.finditer(self._text, begin, end)]
        return words

    def names_of(self, words: Sequence[tuple[int, int]]) -> frozenset[str]:
        """Return the names among some of the words."""
        text = self._text
        capital = [span for span in words if span[0] > self._begin and text[span[0]].isupper()]
        return frozenset(text[start:end].casefold() for start, end in capital) - self._calendar


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _clause(text: str, sentence: Span, figure: Span, lang: Language) -> Span:
    clause = lang.collation_phrases.values.clause
    start = max(
        (found.end() for found in clause.finditer(text, sentence.start, figure.start)),
        default=sentence.start,
    )
    end = min(
        (found.start() for found in clause.finditer(text, figure.end, sentence.end)), default=sentence.end
    )
    return Span(start, end)
