"""Figures, days and times of day as answers, without the value: what two sentences can be asked about."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from variorum.collation.claims.figures import bounds, is_counter, is_shouted
from variorum.collation.utterances.rendering import sentence_at
from variorum.language.lexicon import lexicon, stem
from variorum.model import AnnotatedArticle, Figure, Span, SpanIndex
from variorum.settings import FIGURES

# Kinds of figure that are laid side by side; places in this row are what the trees know them by.
KINDS = ("count", "age", "money", "share", "measure", "duration", "date", "time")
BESIDE = 8  # words before and after a figure that say what it answers
_HEAD = 40  # characters before a figure that tell whether it is one of the page and not of the news
_SHOUTED = 9  # characters; a longer day in capitals stands in a page's head
_BESIDE_DATE = 3  # characters between a date and the time of day beside it
_PRINTED = re.compile(
    r"\b(?:published|posted|updated|modified|aired|airs|copyright|filed|news at|report at)\b[^.;]{0,20}$",
    re.I,
)
_CLOCK = re.compile(r"[\s,|/-]*\d{1,2}: ?\d\d")
_YEAR = re.compile(r"\d{4}")
_NAMED = re.compile(
    r"[A-Z][\w.\u2019'-]*\s+$|\b[Nn]o\.? ?$"
)  # "Interstate 80", "iPhone 6" with its name before
_PART_OF = re.compile(r"[-/]\d|(?:st|nd|rd|th)\b|\s+block\b|:\s?\d|%")
_WORD = re.compile(r"[^\W\d_][\w’'-]*|\d+")
_CLAUSE = re.compile(r"[,;:()\u2013\u2014]| - |\b(?:and|while|but|when|after|before)\b")
_DAY = re.compile(r"\d{4}-\d\d-\d\d$")
_TIME = re.compile(r"(\d\d):(\d\d)")
_ABOUT = 4.0  # minutes that "about" allows a time of day
_NEARLY = 0.9  # share of a bound that "nearly" and "up to" reach at least
# Units of time that are told for one another, with how many of the smallest each has.
LENGTHS = {
    "second": ("clock", 1 / 60), "minute": ("clock", 1.0), "hour": ("clock", 60.0),
    "day": ("days", 1.0), "week": ("days", 7.0),
    "month": ("years", 1.0), "year": ("years", 12.0), "decade": ("years", 120.0),
}  # fmt: skip
_OPENED = 20.0  # minutes that "shortly after" and "just before" allow it


class Value(Struct, frozen=True, kw_only=True):
    """A figure that answers something.

    sentence: place of its sentence in the article. key: the value, to be told apart by. low, high: what it
    allows; of a time in minutes, of a day the day's number in the era. weekday: as printed, or empty.
    left, right: words before and after it in its sentence, the nearest ``BESIDE``. head: stems of what is
    counted. names: capitalised words of its clause; sentence_names: of the whole sentence.
    siblings: how many figures of its kind its sentence has.
    """

    source: AnnotatedArticle
    figure: Figure
    sentence: int
    key: str
    low: float
    high: float
    weekday: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    head: frozenset[str]
    names: frozenset[str]
    sentence_names: frozenset[str]
    siblings: int
    quoted: bool

    @property
    def kind(self) -> str:
        """The kind of its figure."""
        return self.figure.kind

    @property
    def span(self) -> Span:
        """Where the figure stands."""
        return self.figure.span

    @property
    def printed(self) -> str:
        """The figure as printed."""
        return self.span.of(self.source.article.text)


def values(source: AnnotatedArticle) -> list[Value]:
    """Return what the sentences of an article answer, in its order; nothing from furniture and posts."""
    annotation, text = source.annotation, source.article.text
    skipped = SpanIndex([*annotation.furniture, *(post.span for post in annotation.posts)])
    quoted = SpanIndex(
        span for one in annotation.quotations if one.kind != "indirect" for span in one.content
    )
    places = {span.start: place for place, span in enumerate(annotation.sentences)}
    dates = sorted(figure.span for figure in annotation.figures if figure.kind == "date")
    inside = Counter(sentence_at(source, figure.span) for figure in annotation.figures)
    kept: list[tuple[Figure, Span, str, float, float, str]] = []
    for figure in annotation.figures:
        if figure.kind not in KINDS or skipped.overlaps(figure.span):
            continue
        sentence = sentence_at(source, figure.span)
        if (
            inside[sentence] > FIGURES.in_sentence
            or is_counter(text, figure.span)
            or is_shouted(sentence.of(text))
            or sentence.start not in places
        ):
            continue
        read = _read(figure, text)
        if read is not None and _asked(figure, text, sentence, dates):
            kept.append((figure, sentence, *read))
    counted: dict[tuple[int, str], int] = {}
    for figure, sentence, *_ in kept:
        counted[sentence.start, figure.kind] = counted.get((sentence.start, figure.kind), 0) + 1
    return [
        _value(
            source,
            figure,
            sentence,
            places[sentence.start],
            (key, low, high, weekday),
            counted[sentence.start, figure.kind],
            quoted,
        )  # fmt: skip
        for figure, sentence, key, low, high, weekday in kept
    ]


def _read(figure: Figure, text: str) -> tuple[str, float, float, str] | None:
    """Return the key of a figure, its bounds and its weekday; None when it has no value to compare."""
    if figure.kind == "date":
        words = re.findall(r"\w+", figure.span.of(text).casefold())
        weekday = next((word for word in words if word in lexicon().weekdays), "")
        value = figure.value if isinstance(figure.value, str) else ""
        return (weekday or value, 0.0, 0.0, weekday) if weekday or value else None
    if figure.kind == "time":
        found = _TIME.match(figure.value) if isinstance(figure.value, str) else None
        if found is None or figure.value is None or str(figure.value).endswith("Z"):
            return None
        minutes = 60.0 * int(found[1]) + int(found[2])
        low = minutes - (_ABOUT if figure.bound == "about" else _OPENED * (figure.bound in _BEFORE))
        high = minutes + (_ABOUT if figure.bound == "about" else _OPENED * (figure.bound in _AFTER))
        return str(figure.value), low, high, ""
    if not isinstance(figure.value, (int, float)) and figure.bound != "range":
        return None
    low, high = bounds(figure)
    if figure.kind == "duration":
        _, times = LENGTHS.get(figure.unit or "", ("", 1.0))
        low, high = low * times, high * times
    if figure.bound in ("at most", "less than"):  # "nearly 300,000" is not 250,000
        low = high * _NEARLY
    return f"{low:g}-{high:g}", low, high, ""


def _asked(figure: Figure, text: str, sentence: Span, dates: Sequence[Span]) -> bool:
    """Tell whether a figure answers something: not a year, a part of a name or an address, nor when the
    report itself was printed or aired.
    """
    before = text[max(sentence.start, figure.span.start - _HEAD) : figure.span.start]
    end = figure.span.end
    if figure.kind in ("date", "time"):
        if _PRINTED.search(before) or figure.span.of(text).isupper() and len(figure.span) > _SHOUTED:
            return False
        clock = figure.kind == "time" or _CLOCK.match(text, end) is not None
        return not (clock and any(_YEAR.search(day.of(text)) for day in _beside(figure.span, dates)))
    if figure.kind != "count":
        return True
    return bool(figure.of) and not (
        _NAMED.search(before) or _PART_OF.match(text, end) or before[-1:] in ("-", "/", "#")
    )


def _beside(span: Span, dates: Sequence[Span]) -> Iterator[Span]:
    """Yield ``span`` itself, if it is a date, and the dates that stand right before or after it.

    dates: as figures are, in the order of the text and apart.
    """
    at = bisect_left(dates, span)
    for day in dates[max(0, at - 1) : at + 2]:
        before, after = span.start - day.end, day.start - span.end
        if day == span or 0 <= before <= _BESIDE_DATE or 0 <= after <= _BESIDE_DATE:
            yield day


_BEFORE = ("less than", "at most")
_AFTER = ("more than", "at least")


def _value(
    source: AnnotatedArticle,
    figure: Figure,
    sentence: Span,
    place: int,
    read: tuple[str, float, float, str],
    siblings: int,
    quoted: SpanIndex,
) -> Value:
    text, span = source.article.text, figure.span
    clause = _clause(text, sentence, span)
    key, low, high, weekday = read
    return Value(
        source=source,
        figure=figure,
        sentence=place,
        key=key,
        low=low,
        high=high,
        weekday=weekday,
        left=tuple(_words(text[sentence.start : span.start])[-BESIDE:]),
        right=tuple(_words(text[span.end : sentence.end])[:BESIDE]),
        head=frozenset(stem(word) for word in (figure.of or "").split()),
        names=_names(text, clause, sentence),
        sentence_names=_names(text, sentence, sentence),
        siblings=siblings,
        quoted=quoted.overlaps(span),
    )


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _clause(text: str, sentence: Span, figure: Span) -> Span:
    start = max(
        (found.end() for found in _CLAUSE.finditer(text, sentence.start, figure.start)),
        default=sentence.start,
    )
    end = min(
        (found.start() for found in _CLAUSE.finditer(text, figure.end, sentence.end)), default=sentence.end
    )
    return Span(start, end)


def _names(text: str, span: Span, sentence: Span) -> frozenset[str]:
    """Return the capitalised words that do not merely begin the sentence, calendar words left out."""
    lists = lexicon()
    found = (word for word in _WORD.finditer(text, span.start, span.end) if word.start() > sentence.start + 1)
    names = {word.group().casefold() for word in found if word.group()[0].isupper()}
    return frozenset(names - lists.months - lists.weekdays - lists.function)
