"""Figures of the outlets' own prose as facts: what each answers, and in which words around it."""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from itertools import takewhile

from msgspec import Struct

from variorum.collation.claims.bounds import agrees, bounds
from variorum.collation.claims.claim import Claim
from variorum.collation.timeline import in_dateline
from variorum.collation.utterances.rendering import sentence_at, words_of
from variorum.language.language import Language, language_of
from variorum.language.lexicon import content_words
from variorum.language.tables import Lexicon
from variorum.model import AnnotatedArticle, Figure, Span, SpanIndex, cover
from variorum.settings import FACTS, FIGURES
from variorum.text.normalise import Word

_TELEPHONE = re.compile(r"\b\d{3}\)?[-. ]\s?\d{3}[-.]$")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_LAST_WORD = re.compile(r"(\w+)\s+$")
_PLAIN_WORD = re.compile(r"\w+")


class _Said(Struct, frozen=True, eq=False):
    """A sentence as the facts of its figures share it. words: as collation reads them. dates: values of its
    dates. separate: it tells of several separate events. to_come, past: see ``to_come``, ``background``.
    attacked, joined: its letters hold a word for an attacker, an "and".
    """

    span: Span
    words: Sequence[Word]
    dates: frozenset[str]
    separate: bool
    to_come: bool
    past: bool
    attacked: bool
    joined: bool


class Fact(Claim, frozen=True, kw_only=True):
    """A figure as a claim, and what stands around it, which tells what it answers.

    question: what is counted of people, None when that is not known. key: its value with what it allows.
    value: as printed, without shouting. spans: with what it counts, or the time of day beside a date.
    in_clause: where its clause stands. low, high: bounds of the value. Most figures are compared with no
    other: what only pairs ask is read when it is asked for.
    """

    question: str | None
    figure: Figure
    said: _Said
    in_clause: Span
    low: float
    high: float

    @property
    def sentence(self) -> Span:
        """Where its sentence stands."""
        return self.said.span

    @property
    def dates(self) -> frozenset[str]:
        """Values of the dates in its sentence."""
        return self.said.dates

    @cached_property
    def apart(self) -> frozenset[str]:
        """Groups counted by themselves ("children")."""
        keys = [word.key for word in _within(self.said.words, self.in_clause, self.figure.span, after=True)]
        counted = (self.figure.of or "").split()
        return frozenset(keys[: FACTS.counted_words] + counted) & self.lists.counted_apart

    @cached_property
    def around(self) -> frozenset[str]:
        """Stems of the words of its sentence, the figure's own left out."""
        return frozenset(content_words([word.key for word in self._others], self.lang))

    @cached_property
    def clause(self) -> frozenset[str]:
        """Stems of the words of its clause, the figure's own left out."""
        return frozenset(content_words([word.key for word in self._words], self.lang))

    @cached_property
    def governing(self) -> frozenset[str]:
        """Stems of the two plain words before the figure and of the one right after it: mostly the verb and
        noun it belongs to. Words printed with a capital are taken for names and left out.
        """
        return _governing(self._words, self.figure, self.source.article.text, self.lang)

    @cached_property
    def names(self) -> frozenset[str]:
        """Keys of the words of its sentence that are printed with a capital inside it."""
        return _names(self._others, self.sentence, self.lists)

    @cached_property
    def counted(self) -> frozenset[str]:
        """Stems of what is counted, as far as the figure tells."""
        return stems_of(self.figure.of or "", self.lang)

    @property
    def _others(self) -> list[Word]:
        start, end = self.figure.span.start, self.figure.span.end
        return [word for word in self.said.words if word.end <= start or word.start >= end]

    @property
    def _words(self) -> list[Word]:
        return _within(self.said.words, self.in_clause, self.figure.span)


def _within(words: Sequence[Word], clause: Span, figure: Span, *, after: bool = False) -> list[Word]:
    """Return the words of a clause but for those of its figure; only those after it, if so asked."""
    return [
        word
        for word in words
        if (word.start >= figure.end or (word.end <= figure.start and not after))
        and clause.start <= word.start
        and word.end <= clause.end
    ]


def facts(source: AnnotatedArticle, quoted: Sequence[Span]) -> list[Fact]:
    """Return the facts of the article's own prose, in its order; nothing from furniture.

    quoted: spans that are reported word for word, and left out. What a report tells of a quotation outside
    the marks is its own prose.
    """
    annotation, lang = source.annotation, language_of(source.article.lang)
    skipped = SpanIndex([*quoted, *annotation.furniture, *(post.span for post in annotation.posts)])
    inside = Counter(sentence_at(source, figure.span) for figure in annotation.figures)
    days = sorted((one for one in annotation.figures if one.kind == "date"), key=lambda one: one.span)
    read: dict[Span, _Said | None] = {}
    found = []
    for figure in annotation.figures:
        if skipped.overlaps(figure.span) or is_counter(source.article.text, figure.span, lang):
            continue
        sentence = sentence_at(source, figure.span)
        if inside[sentence] > FIGURES.in_sentence:
            continue
        if sentence not in read:
            shouted = is_shouted(sentence.of(source.article.text))
            read[sentence] = None if shouted else _said(source, sentence, days, lang)
        said = read[sentence]
        if said is not None:
            found.append(_fact(source, figure, said, lang))
    return found


def _since(source: AnnotatedArticle, sentence: Span, days: Sequence[Figure], lists: Lexicon) -> bool:
    """Tell whether a sentence counts what happened since a day or month long before the report."""
    published, text = _day(source.article.date), source.article.text
    first = bisect_left(days, sentence.start, key=lambda day: day.span.start)
    last = bisect_left(days, sentence.end, key=lambda day: day.span.start)
    for day in days[first:last] if published is not None else ():
        word = _LAST_WORD.search(text, max(sentence.start, day.span.start - FACTS.counted), day.span.start)
        if word and word[1].casefold() in lists.counting_from:
            begun = _day(str(day.value)) or _last_of(str(day.value))
            if (
                begun is not None
                and published is not None
                and (published - begun).days > FACTS.background_days
            ):
                return True
    return False


def _said(source: AnnotatedArticle, sentence: Span, days: Sequence[Figure], lang: Language) -> _Said:
    """Return a sentence as its facts share it. days: the dates of the article, in the order of the text."""
    lists, dates = lang.collation, _dates(source.article.text, sentence, days)
    low = sentence.of(source.article.text).casefold()
    words = _PLAIN_WORD.findall(low)
    return _Said(
        span=sentence,
        words=words_of(source, [sentence]).words,
        dates=dates,
        separate=not lists.elsewhere.isdisjoint(words),
        to_come=not lists.future.isdisjoint(words),
        past=_is_past(source.article.date, dates) or _since(source, sentence, days, lists),
        attacked=any(word in low for word in lists.attackers),
        joined="and" in low,
    )


def _dates(text: str, sentence: Span, days: Sequence[Figure]) -> frozenset[str]:
    """Return the days that a sentence gives, but for those of a dateline. days: in the order of the text."""
    first = bisect_left(days, sentence.start, key=lambda day: day.span.start)
    last = bisect_left(days, sentence.end, key=lambda day: day.span.start)
    return frozenset(
        day.value
        for day in days[first:last]
        if isinstance(day.value, str)
        and day.span.end <= sentence.end
        and not in_dateline(text, sentence, day)
    )


def is_counter(text: str, figure: Span, lang: Language) -> bool:
    """Tell whether a number counts nothing: "Image 2 of 9" and the end of a telephone number."""
    if _TELEPHONE.search(text, max(0, figure.start - FACTS.counter), figure.start):
        return True
    start, end = max(0, figure.start - FACTS.counter), figure.end + FACTS.counter
    window = text[start:end]
    if "/" not in window and "of" not in window.casefold():  # as most
        return False
    return any(
        found.start() <= figure.start and figure.end <= found.end()
        for found in lang.collation_phrases.figures.counter.finditer(text, start, end)
    )


def is_shouted(sentence: str) -> bool:
    """Tell whether a line is all capitals: a headline or a link to another report."""
    return sentence.isupper() and len(sentence) > FACTS.capitals


def _fact(source: AnnotatedArticle, figure: Figure, said: _Said, lang: Language) -> Fact:
    text, lists, sentence = source.article.text, lang.collation, said.span
    clause = _clause(text, sentence, figure.span, lang)
    low, high = bounds(figure)
    if said.attacked and _with_attacker(text, figure.span, sentence, lists):
        low -= 1
    return Fact(
        source=source,
        key=(figure.value, low, high),
        value=_printed(text, figure),
        spans=(_shown(source, figure, sentence),),
        figure=figure,
        said=said,
        in_clause=clause,
        question=_asked(text, figure, said, clause, lang),
        low=low,
        high=high,
    )


def _asked(text: str, figure: Figure, said: _Said, clause: Span, lang: Language) -> str | None:
    """Return what is counted of people, None where that is not told or the number is a part of a sum."""
    if figure.kind != "count" or figure.value == 0:  # "zero tolerance"
        return None
    if said.separate or (said.joined and _summand(text, figure.span, said.span, lang)):
        return None
    near = _beside(_within(said.words, clause, figure.span), figure.span, lang.collation)
    printed = text[clause.start : clause.end].casefold()
    return _question(near, printed, figure, said.span.of(text), lang)


def _with_attacker(text: str, figure: Span, sentence: Span, lists: Lexicon) -> bool:
    """Tell whether the number says that it holds the attacker, whom others leave out."""
    after = _PLAIN_WORD.findall(text[figure.end : min(sentence.end, figure.end + FACTS.attacker)].casefold())
    among = next((at for at, word in enumerate(after) if word in lists.parts), len(after))
    return not lists.attackers.isdisjoint(after[among:])


def _summand(text: str, figure: Span, sentence: Span, lang: Language) -> bool:
    """Tell whether the number is a part of a sum: of "two men and a girl were hurt" two are not the hurt; nor
    three of whom "a fourth" is told.
    """
    words, phrases = lang.collation, lang.collation_phrases.figures
    following = phrases.and_next.finditer(text, figure.end, sentence.end)
    if any(one[1].casefold() in lang.forms.ordinals for one in following):
        return True
    found = (
        phrases.and_after.match(text, figure.end, sentence.end),
        phrases.and_before.search(text[sentence.start : figure.start]),
    )
    groups = [set(_PLAIN_WORD.findall(one["rest"].casefold())) for one in found if one]
    if not groups:
        return False
    human = words.people | words.counted_apart | words.kin
    asked = frozenset().union(*words.questions.values())
    return any(group & human and not group & asked for group in groups)


def _names(words: Sequence[Word], sentence: Span, lists: Lexicon) -> frozenset[str]:
    """Return the keys of capitalised words that do not merely begin the sentence."""
    named = [word for word in words if word.capital and word.kind == "word"]
    kept = [word.key for word in named if word.start > sentence.start + 1]
    return frozenset(kept) - lists.function - lists.months - lists.weekdays


def _clause(text: str, sentence: Span, figure: Span, lang: Language) -> Span:
    clause = lang.collation_phrases.figures.clause
    start = max(
        (m.end() for m in clause.finditer(text, sentence.start, figure.start)), default=sentence.start
    )
    end = min((m.start() for m in clause.finditer(text, figure.end, sentence.end)), default=sentence.end)
    return Span(start, end)


def _beside(words: Sequence[Word], figure: Span, lists: Lexicon) -> list[str]:
    """Return the keys of the words right before and after the figure."""
    before = [word.key for word in words if word.end <= figure.start]
    after = [word.key for word in words if word.start >= figure.end]
    # "four more" is an increment, "three of the officers" and "one other person" are a part, "the 5700 block"
    # is an address: no count
    if lists.uncounted.intersection(after[:1]) or lists.parts.intersection(before[-FACTS.counted_words :]):
        return []
    if before[-2:] == ["of", "the"]:  # "arrested two of the three men", "two of the three men had died"
        if before[-3:-2] and (before[-3].isdigit() or before[-3] in lists.quantifiers):
            return []
        before = []
        after = list(takewhile(lambda word: word not in lists.auxiliaries, after))
    if "for" in before:  # "arrested for shooting five people"
        before = before[len(before) - before[::-1].index("for") :]
    return before[-FACTS.beside :] + after[: FACTS.beside]


def _governing(words: Sequence[Word], figure: Figure, text: str, lang: Language) -> frozenset[str]:
    counted = (figure.of or "").split()
    plain = [word for word in words if not word.capital and word.key.isalpha() and word.key not in counted]
    before = content_words([word.key for word in plain if word.end <= figure.span.start], lang)
    after = [word.key for word in plain if word.start >= figure.span.end][:1]
    led = lang.collation_phrases.figures.led.search(text[: figure.span.start].rstrip()[-3:])
    attributive = text[figure.span.end : figure.span.end + 1] == "-"
    near = [stem for stem in before if stem not in lang.collation.day_parts][-2:]
    return frozenset(near + (content_words(after, lang) if led or attributive else []))


def _question(near: Sequence[str], clause: str, figure: Figure, sentence: str, lang: Language) -> str | None:
    """Return what is counted of people ("killed", "aboard"), None when the clause tells none or two."""
    words, counted = lang.collation, set((figure.of or "").split())
    if not near:
        return None
    keys = {*near, *counted}
    asked = {name for name, forms in words.questions.items() if forms & keys}
    if asked == {"injured"} and lang.collation_phrases.figures.some_died.search(sentence):
        return None  # "six wounded, two fatally": others count four
    human = (words.people, words.counted_apart, *words.questions.values())
    if counted and all(counted.isdisjoint(forms) for forms in human):
        return None
    if keys & words.increments:
        return None
    if any(phrase in clause for phrase in words.aboard_phrases):
        asked.add("aboard")
    return asked.pop() if len(asked) == 1 else None


def agree(a: Fact, b: Fact, rounding: float) -> bool:
    """Tell whether two facts can both be so, allowing for bounds, rounding and an attacker counted or not."""
    if isinstance(a.figure.value, float) and a.low <= b.high and b.low <= a.high:
        return True
    return agrees(a.figure, b.figure, rounding)


def other_bound(a: Figure, b: Figure, rounding: float) -> bool:
    """Tell whether two bounds of one sort are far apart: more than 250, more than 650.

    Both may be so; in a sentence that two reports share one of them is still not what was written.
    """
    if a.bound != b.bound or a.bound in ("exact", "range"):
        return False
    values = [figure.value for figure in (a, b) if isinstance(figure.value, (int, float))]
    return len(values) == 2 and abs(values[0] - values[1]) > 2 * rounding * max(map(abs, values))


def background(fact: Fact) -> bool:
    """Tell whether the fact's sentence is about something long before the report, or about no one event."""
    return fact.said.past


def _is_past(date: str | None, dates: frozenset[str]) -> bool:
    published = _day(date)
    for value in dates:
        told = _day(value)
        if told is None:
            first, _, last = value.partition("/")
            years = first[:4], last[:4] or first[:4]
            if published is None or (
                all(map(str.isdecimal, years)) and not int(years[0]) <= published.year <= int(years[1])
            ):
                return True
        elif published is not None and abs((published - told).days) > FACTS.background_days:
            return True
    return False


def _last_of(month: str) -> date | None:
    """Return the last day of a month ("2026-03"); None for anything else."""
    if not _MONTH.fullmatch(month):
        return None
    year, number = map(int, month.split("-"))
    return date(year, number, monthrange(year, number)[1])


def of_then(fact: Fact) -> bool:
    """Tell whether the sentence says that the figure was so at an earlier time: "then aged 15"."""
    text, span, phrases = fact.source.article.text, fact.figure.span, fact.phrases.figures
    before, after = text[fact.sentence.start : span.start], text[span.end : fact.sentence.end]
    return bool(phrases.then_before.search(before) or phrases.then_after.match(after))


def some_died(fact: Fact) -> bool:
    """Tell whether the sentence says that of those counted some died."""
    return fact.phrases.figures.some_died.search(fact.sentence.of(fact.source.article.text)) is not None


def to_come(fact: Fact) -> bool:
    """Tell whether the sentence speaks of what is still to come: planned, expected, set for a day."""
    return fact.said.to_come


def same_time(a: Fact, b: Fact) -> bool:
    """Tell whether neither sentence is about something earlier, or both name the same time of it."""
    return bool(a.dates & b.dates) or not (background(a) or background(b))


def near_copy(a: Fact, b: Fact, share: float = FACTS.copy_share) -> bool:
    """Tell whether the two sentences are told in mostly the same words, the figures left out."""
    shared = a.around & b.around
    return len(shared) >= FACTS.copy_words and len(shared) >= share * len(a.around | b.around)


def _shown(source: AnnotatedArticle, figure: Figure, sentence: Span) -> Span:
    """Return the figure with what it counts, "up to 60 passengers", "$40 million", or with the time of day
    told right beside a date: "at 11.40pm on Tuesday" from the time on.
    """
    text, span = source.article.text, figure.span
    if figure.kind in ("date", "time"):
        return _moment(source, figure, sentence)
    counted = figure.of
    if counted and figure.kind in ("count", "age", "measure", "share", "money"):
        window = text[span.end : min(sentence.end, span.end + len(counted) + FACTS.counted)]
        at = window.casefold().find(counted.casefold())
        if at >= 0:
            return Span(span.start, span.end + at + len(counted))
    return span


def _moment(source: AnnotatedArticle, figure: Figure, sentence: Span) -> Span:
    text, span = source.article.text, figure.span
    figures = source.annotation.figures
    joined = language_of(source.article.lang).collation_phrases.figures.beside_date
    first = bisect_left(figures, sentence.start, key=lambda other: other.span.start)
    last = bisect_left(figures, sentence.end, key=lambda other: other.span.start)
    for other in figures[first:last]:
        if other.kind not in ("date", "time") or not sentence.contains(other.span):
            continue
        between = text[min(other.span.end, span.end) : max(other.span.start, span.start)]
        if joined.fullmatch(between.strip(" ,").casefold()) and len(between) <= FACTS.counted:
            span = cover((span, other.span))
    return span


def _printed(text: str, figure: Figure) -> str:
    """Return the figure as printed, in ordinary case: capitals that only shout are taken down."""
    words = figure.span.of(text).split()
    digits = next((at for at, word in enumerate(words) if not word.isalpha()), len(words))
    return " ".join(word.lower() if at < digits and word.isupper() else word for at, word in enumerate(words))


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def days_apart(a: str | None, b: str | None) -> int | None:
    """Return the days between two ISO dates; None when one is not known to the day."""
    first, second = _day(a), _day(b)
    return None if first is None or second is None else abs((first - second).days)


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """Return the share of the smaller set that is in the other; 0 for an empty one."""
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def stems_of(words: str, lang: Language) -> frozenset[str]:
    """Return the stems of the space-separated ``words``."""
    return frozenset(map(lang.stem, words.split()))
