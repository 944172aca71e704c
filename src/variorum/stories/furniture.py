"""Boilerplate of a collection ("furniture"): notices, buttons, the names of stations behind headlines.

Two reports of one outlet share it, whatever they report, and would look alike by it. It is found by
repetition: a sentence, or the end of a headline, that is printed under three headlines on three days farther
apart than news is. A report that is reprinted under its headline, or word for word without one, counts once;
one that is reprinted under ever new headlines is told by its length.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from msgspec.structs import replace

from variorum.model import Article
from variorum.settings import LIKENESS, GroupSettings
from variorum.stories.features import day_of
from variorum.text.hashes import among, code_points, distinct, stretch_values

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# What a headline's end stands behind: "Two shot - Radio Sallow 12", "Fire in Port Ellery | The Ledger".
_SEPARATOR = re.compile(r"\s+[-|\u2013\u2014\u2022\u00b7\u00bb:]+\s+")
# Tells an end of a headline from a sentence with the same words.
_HEADLINE = 0x9E3779B97F4A7C15
# Sentences end with one of the first before a space, with the others anywhere.
_SPACE, _STOP, _END = 1, 2, 4
_STOPS, _ENDS = ".!?\u2026", "\n\u3002\uff01\uff1f"


class _Stretches(NamedTuple):
    """Sentences of several texts: whose, where (code points, end exclusive), and a number for the wording."""

    owners: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    numbers: NDArray[np.uint64]


class Print(NamedTuple):
    """What an article prints: the numbers of its sentences and of the ends of its headline, rising.

    day: days since 1970; None without a date. head: a number for its headline, or for its text where it has
    none.
    """

    numbers: NDArray[np.uint64]
    day: int | None
    head: int


def printed(articles: Sequence[Article]) -> list[Print]:
    """Return what each article prints.

    Equal wording has equal numbers, to the sign; what is shorter than 20 code points is left out.
    """
    import numpy as np

    found = _sentences([article.text for article in articles])
    tails = [_tails(article.title) for article in articles]
    numbers = np.concatenate([found.numbers, _headline_numbers(list(chain.from_iterable(tails)))])
    owners = np.concatenate([found.owners, np.repeat(np.arange(len(articles)), list(map(len, tails)))])
    order = np.argsort(owners, kind="stable")
    bounds = np.searchsorted(owners[order], np.arange(len(articles) + 1)).tolist()
    return [
        Print(
            numbers=distinct(numbers[order[start:end]]),
            day=None if (day := day_of(article.date)) is None else int(day),
            head=crc32((article.title or article.text).strip().encode("utf-8", "replace")),
        )
        for article, (start, end) in zip(articles, pairwise(bounds), strict=True)
    ]


def without(
    articles: Sequence[Article], known: Sequence[NDArray[np.uint64]], settings: GroupSettings
) -> list[Article]:
    """Return the articles, each without its sentences and headline ends that are boilerplate.

    What is more than half of a text and longer than ``settings.notices`` is a report that was reprinted, no
    boilerplate, and stays.
    """
    changed = [place for place, own in enumerate(known) if len(own)]
    found = _sentences([articles[place].text for place in changed])
    kept = list(articles)
    for index, place in enumerate(changed):
        article, own = articles[place], slice(*found.owners.searchsorted([index, index + 1]).tolist())
        cut = among(found.numbers[own], known[place])
        cuts = list(zip(found.starts[own][cut].tolist(), found.ends[own][cut].tolist(), strict=True))
        if sum(end - start for start, end in cuts) > max(settings.notices, len(article.text) / 2):
            cuts = []
        kept[place] = replace(
            article, text=_left(article.text, cuts), title=_headline(article.title, known[place])
        )
    return kept


def furniture(prints: Sequence[Print], settings: GroupSettings) -> NDArray[np.uint64]:
    """Return the numbers of the boilerplate of a collection, rising; undated articles say nothing of it."""
    return _returning(_dated(prints, least=3), settings)


class Printed:
    """What is boilerplate as articles arrive: for each sentence printed, its days and headlines so far.

    Grows by some 700 bytes an article; nothing is forgotten.
    """

    def __init__(self, settings: GroupSettings) -> None:
        self._settings = settings
        # Each at least twice as large as the next, so that an entry is merged only a few times.
        self._parts: list[_Days] = []

    def add(self, prints: Sequence[Print]) -> None:
        """Take in what some articles print."""
        part = _dated(prints)
        while self._parts and len(self._parts[-1].numbers) <= 2 * len(part.numbers):
            part = _merged([self._parts.pop(), part])
        self._parts.append(part)

    def mark(self) -> Sequence[_Days]:
        """Return what is known now, for ``back_to``."""
        return tuple(self._parts)

    def back_to(self, mark: Sequence[_Days]) -> None:
        """Forget what was added since."""
        self._parts = list(mark)

    def furniture(self, prints: Sequence[Print]) -> NDArray[np.uint64]:
        """Return the numbers of what in these is furniture by now, rising."""
        import numpy as np

        asked = distinct(np.concatenate([np.zeros(0, np.uint64), *(one.numbers for one in prints)]))
        parts = [part.of(among(part.numbers, asked)) for part in self._parts]
        return _returning(_merged(parts), self._settings)

    def dump(self) -> tuple[bytes, bytes, bytes]:
        """Return all that is known; ``load`` takes it."""
        numbers, days, heads = _merged(self._parts)
        return numbers.tobytes(), days.tobytes(), heads.tobytes()

    def load(self, numbers: bytes, days: bytes, heads: bytes) -> None:
        """Know what ``dump`` gave, and nothing else."""
        import numpy as np

        columns = (
            np.frombuffer(numbers, np.uint64),
            np.frombuffer(days, np.int32),
            np.frombuffer(heads, np.uint32),
        )
        self._parts = [_Days(*columns)]


class _Days(NamedTuple):
    """Numbers of sentences, rising, each with up to three days (first, second, last) and their headlines."""

    numbers: NDArray[np.uint64]
    days: NDArray[np.int32]
    heads: NDArray[np.uint32]

    def of(self, chosen: NDArray[Any]) -> _Days:
        """Return the entries that are chosen, by their places or by truth."""
        return _Days(self.numbers[chosen], self.days[chosen], self.heads[chosen])


def _dated(prints: Sequence[Print], least: int = 1) -> _Days:
    """Return what is printed on known days, each number that ``least`` of the articles have."""
    import numpy as np

    dated = [(one.day, one.head, one.numbers) for one in prints if one.day is not None]
    sizes = [len(numbers) for _, _, numbers in dated]
    every = np.concatenate([np.zeros(0, np.uint64), *(numbers for _, _, numbers in dated)])
    entries = _Days(
        every,
        np.repeat(np.array([day for day, _, _ in dated], np.int32), sizes),
        np.repeat(np.array([head for _, head, _ in dated], np.uint32), sizes),
    )
    if least > 1:
        known, times = np.unique(every, return_counts=True)
        entries = entries.of(among(every, known[times >= least]))
    return _merged([entries])


def _merged(parts: Sequence[_Days]) -> _Days:
    """Return two such tables as one: of each headline the first day, of each day one headline."""
    import numpy as np

    empty = _Days(np.zeros(0, np.uint64), np.zeros(0, np.int32), np.zeros(0, np.uint32))
    found = _Days(*(np.concatenate(columns) for columns in zip(empty, *parts, strict=True)))
    found = found.of(np.lexsort((found.days, found.heads, found.numbers)))
    found = found.of(_first(found.numbers, found.heads))
    found = found.of(np.lexsort((found.heads, found.days, found.numbers)))
    found = found.of(_first(found.numbers, found.days))
    new = _first(found.numbers)
    last, second = np.append(new, True)[1:], np.append(False, new)[:-1]
    return found.of(new | second | last)


def _first(*columns: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell which entries differ from the one before in any column."""
    import numpy as np

    differ = np.zeros(len(columns[0]), bool)
    for column in columns:
        differ[1:] |= column[1:] != column[:-1]
    differ[:1] = True
    return differ


def _returning(known: _Days, settings: GroupSettings) -> NDArray[np.uint64]:
    """Return the numbers that were printed on three days farther apart than news is, rising."""
    import numpy as np

    starts = np.flatnonzero(_first(known.numbers))
    ends = np.append(starts, len(known.numbers))[1:] - 1
    apart = known.days[ends] - known.days[starts] > settings.news_days
    return known.of(starts[(ends - starts > 1) & apart]).numbers


def of_each(prints: Sequence[Print], known: NDArray[np.uint64]) -> list[NDArray[np.uint64]]:
    """Return what of each is in ``known`` (rising)."""
    import numpy as np

    found = among(np.concatenate([np.zeros(0, np.uint64), *(one.numbers for one in prints)]), known)
    bounds = [0, *accumulate(len(one.numbers) for one in prints)]
    return [one.numbers[found[start:end]] for one, (start, end) in zip(prints, pairwise(bounds), strict=True)]


def _sentences(texts: Sequence[str]) -> _Stretches:
    """Return the sentences of all texts that are long enough; a line ends one as well."""
    import numpy as np

    codes = code_points("".join(f"{text}\n" for text in texts))
    begins = np.array([0, *accumulate(len(text) + 1 for text in texts)], np.int64)
    kinds = _kinds().take(codes, mode="clip")
    space = (kinds & _SPACE) > 0
    stops = (kinds & _STOP) > 0
    stops[:-1] &= space[1:]
    ends = np.flatnonzero(stops | ((kinds & _END) > 0)) + 1
    starts = np.concatenate([np.zeros(min(1, len(ends)), np.int64), ends[:-1]])
    # Without the spaces around them.
    signs = np.append(np.flatnonzero(~space), len(codes))
    starts = signs[np.searchsorted(signs, starts)]
    ends = np.append(-1, signs)[np.searchsorted(signs, ends)] + 1
    long = ends - starts >= LIKENESS.sentence
    starts, ends = starts[long], ends[long]
    owners = np.repeat(np.arange(len(texts)), np.diff(np.searchsorted(starts, begins)))
    return _Stretches(
        owners, starts - begins[owners], ends - begins[owners], stretch_values(codes, starts, ends)
    )


@lru_cache(maxsize=1)
def _kinds() -> NDArray[np.uint8]:
    """Return what each code point is, up to the first beyond the last that is anything."""
    import numpy as np

    kinds = np.zeros(0x10000, np.uint8)
    for signs, kind in ((_STOPS, _STOP), (_ENDS, _END)):
        kinds[[ord(sign) for sign in signs]] |= kind
    kinds[[code for code in range(0x3001) if chr(code).isspace()]] |= _SPACE
    return kinds


def _left(text: str, cuts: Sequence[tuple[int, int]]) -> str:
    kept = [0, *(place for cut in cuts for place in cut), len(text)]
    return "".join(text[start:end] for start, end in zip(kept[::2], kept[1::2], strict=True))


def _tails(title: str | None) -> list[str]:
    return [title[one.end() :] for one in _SEPARATOR.finditer(title)] if title else []


def _headline(title: str | None, known: NDArray[np.uint64]) -> str | None:
    """Return a headline up to the first of its ends that is in ``known`` (rising)."""
    ends = list(_SEPARATOR.finditer(title)) if title else []
    if title is None or not ends:
        return title
    cuts = among(_headline_numbers([title[one.end() :] for one in ends]), known).tolist()
    return next((title[: one.start()] for one, cut in zip(ends, cuts, strict=True) if cut), title)


def _headline_numbers(tails: Sequence[str]) -> NDArray[np.uint64]:
    import numpy as np

    bounds = np.array([0, *accumulate(map(len, tails))], np.int64)
    numbers = stretch_values(code_points("".join(tails)), bounds[:-1], bounds[1:])
    return numbers ^ np.uint64(_HEADLINE)


def opening(article: Article, settings: GroupSettings) -> Article:
    """Return of an article what grouping reads: headline, the start of the text, day and language."""
    return Article(
        id=article.id,
        text=article.text[: settings.characters],
        title=article.title and article.title[: settings.characters],
        date=article.date,
        lang=article.lang,
    )
