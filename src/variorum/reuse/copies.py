"""From near-duplicate passages of pairs to texts that many carry: sentences are matched, then grouped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from variorum.reuse.reuse import Passage
from variorum.reuse.shingles import Wording
from variorum.settings import SHARED, WORK, ReuseSettings
from variorum.text.connected import connected

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SentenceNumber = int  # number of a sentence of all texts in a row


class Holder(Struct, frozen=True, kw_only=True):
    """A text that may carry others.

    day: a day number; None where the date is not known. credited: it names an agency as its author.
    """

    name: str
    wording: Wording
    day: int | None = None
    credited: bool = False


class CopiedPlace(Struct, frozen=True, order=True):
    """Words ``start`` up to ``end`` of a text (its index)."""

    text: int
    start: int
    end: int


class CopiedText(Struct, frozen=True, kw_only=True):
    """A text that several carry: its passages, each with its places, one or more in each text that has it."""

    passages: tuple[tuple[CopiedPlace, ...], ...]

    def places(self) -> dict[int, list[CopiedPlace]]:
        """Return the texts that carry something of it, rising, with the places of each."""
        found: dict[int, list[CopiedPlace]] = {}
        for place in sorted(place for passage in self.passages for place in passage):
            found.setdefault(place.text, []).append(place)
        return found


def copied_texts(
    holders: Sequence[Holder], shared: Mapping[tuple[int, int], Sequence[Passage]], settings: ReuseSettings
) -> list[CopiedText]:
    """Return the texts that several of ``holders`` carry, given the passages that pairs of them share.

    Matching sentences are one sentence (transitively: they are printings of one). Sentences belong to one
    text when enough of their carriers are the same, so that a report which takes a paragraph from each of
    two texts carries both and does not merge them. What returns for weeks in reports that share little else
    is a footer or stock paragraph of its outlet, and left out. Order: by the first place. The order of
    ``holders`` changes nothing but the indices.
    """
    table = _Sentences(holders)
    classes = connected((), map(tuple, table.links(shared, settings).tolist()))
    if any(holder.day is not None for holder in holders):
        weights = _Weights(shared)
        classes = [units for units in classes if not _is_stock(units, holders, weights, table, settings)]
    extents = table.extents()
    return sorted(
        (_copied(group, table, extents) for group in _texts(classes, holders, table)),
        key=lambda copied: copied.passages,
    )


class _Sentences:
    """The sentences of all holders in a row, each with its words and those of them that others have.

    text: of each sentence. starts, ends: of each, in words of all holders in a row. words, first: where the
    words and the sentences of each holder begin. covered: whether another holder has a word.
    """

    def __init__(self, holders: Sequence[Holder]) -> None:
        import numpy as np

        wordings = [holder.wording for holder in holders]
        sizes = np.array([len(wording.numbers) for wording in wordings], np.int64)
        counts = np.array([len(wording.sentences) for wording in wordings], np.int64)
        texts = np.repeat(np.arange(len(wordings)), counts)
        begins = [wording.sentences for wording in wordings] or [np.zeros(0, np.int64)]
        self.text: list[int] = texts.tolist()
        self.words = np.concatenate([[0], np.cumsum(sizes)])
        self.first: list[int] = [0, *np.cumsum(counts).tolist()]
        self.starts = np.concatenate(begins) + self.words[texts]
        self.ends = np.append(self.starts[1:], self.words[-1])[: len(self.starts)]
        self.covered = np.zeros(int(self.words[-1]), np.bool_)
        self.lengths: list[int] = (self.ends - self.starts).tolist()
        self.prose = [wording.prose for wording in wordings]

    def links(
        self, shared: Mapping[tuple[int, int], Sequence[Passage]], settings: ReuseSettings
    ) -> NDArray[np.int64]:
        """Return every two matching sentences, a row each; mark which of their words are ``covered``.

        They have half of the shorter one's words in common, place by place, or enough for a passage.
        """
        import numpy as np

        lengths = self.ends - self.starts
        sentence_of = np.repeat(np.arange(len(lengths)), lengths)
        found = [np.zeros((0, 2), np.int64)]
        for at_a, at_b in self._equal_words(shared):
            self.covered[at_a] = self.covered[at_b] = True
            pairs = sentence_of[at_a] * len(lengths) + sentence_of[at_b]
            keys, words = np.unique(pairs, return_counts=True)
            one, other = np.divmod(keys, len(lengths))
            shorter = np.minimum(lengths[one], lengths[other])
            enough = words >= np.minimum(shorter / 2, settings.weight)
            found.append(np.stack([one[enough], other[enough]], axis=1))
        return np.concatenate(found)

    def _equal_words(
        self, shared: Mapping[tuple[int, int], Sequence[Passage]]
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Yield the places of words that two holders share, those of two holders always together."""
        import numpy as np

        tables, held = [], 0
        for number, ((a, b), passages) in enumerate(sorted(shared.items()), start=1):
            begins = np.array([self.words[a], self.words[b], 0])
            added = np.concatenate([passage.table for passage in passages]) + begins
            tables.append(added)
            held += int(added[:, 2].sum())
            if held > WORK.equal_words or number == len(shared):
                starts_a, starts_b, lengths = np.concatenate(tables).T
                within = np.arange(held) - np.repeat(np.cumsum(lengths) - lengths, lengths)
                yield np.repeat(starts_a, lengths) + within, np.repeat(starts_b, lengths) + within
                tables, held = [], 0

    def extents(self) -> list[tuple[int, int]]:
        """Return for each sentence the part that others have, in words of its text.

        All of it when only words at an edge are missing; a sentence that nobody else has gets a part without
        meaning.
        """
        import numpy as np

        before = np.concatenate([[0], np.cumsum(self.covered)])
        words = np.append(np.flatnonzero(self.covered), 0)
        first, last = words[before[self.starts]], words[before[self.ends] - 1] + 1
        first = np.where(first - self.starts < SHARED.edge, self.starts, first)
        last = np.where(self.ends - last < SHARED.edge, self.ends, last)
        begins = self.words[self.text]
        return list(zip((first - begins).tolist(), (last - begins).tolist(), strict=True))


class _Weights:
    """How much prose every two texts share, by passages."""

    def __init__(self, shared: Mapping[tuple[int, int], Sequence[Passage]]) -> None:
        self._of = {pair: sum(passage.weight for passage in passages) for pair, passages in shared.items()}
        self._beside: dict[int, list[int]] = defaultdict(list)
        for first, second in self._of:
            self._beside[first].append(second)

    def between(self, texts: Sequence[int]) -> Iterator[tuple[int, int, int]]:
        """Yield every two of ``texts`` (rising) that share prose, with how much."""
        among = frozenset(texts)
        for number, first in enumerate(texts):
            beside = self._beside[first]
            others = texts[number + 1 :] if len(beside) > len(texts) else among.intersection(beside)
            for second in others:
                if (first, second) in self._of:
                    yield first, second, self._of[first, second]


def _is_stock(
    units: Sequence[SentenceNumber],
    holders: Sequence[Holder],
    weights: _Weights,
    table: _Sentences,
    settings: ReuseSettings,
) -> bool:
    """Tell whether a sentence returns on several days over weeks in texts that share little else."""
    texts = sorted({table.text[unit] for unit in units})
    if not returns([day for text in texts if (day := holders[text].day) is not None], settings):
        return False
    length, prose = max(table.lengths[unit] for unit in units), table.prose
    more = [(weight - length) / max(1, min(prose[a], prose[b])) for a, b, weight in weights.between(texts)]
    from statistics import median  # loads much, and few sentences come so far

    return not more or median(more) < settings.little


def returns(days: Iterable[int], settings: ReuseSettings) -> bool:
    """Tell whether something was printed on three days at least, that lie farther apart than news does."""
    different = set(days)
    return len(different) > 2 and max(different) - min(different) > settings.news_days


def _texts(
    classes: Sequence[tuple[SentenceNumber, ...]], holders: Sequence[Holder], table: _Sentences
) -> list[list[tuple[SentenceNumber, ...]]]:
    """Return the sentences of each text: the widest carried first, each to its best text.

    The best has most carriers in common with the sentence: at least two, or one with the agency that wrote
    it, and half of the sentence's. Texts are never merged, so that no report with parts of two joins them.
    """
    carriers = {units: frozenset(table.text[unit] for unit in units) for units in classes}

    def name(unit: SentenceNumber) -> tuple[str, int]:
        text = table.text[unit]
        return holders[text].name, unit - table.first[text]

    order = sorted(classes, key=lambda units: (-len(carriers[units]), [name(unit) for unit in units]))
    found: list[list[tuple[SentenceNumber, ...]]] = []
    of_text: dict[int, list[int]] = defaultdict(list)
    for units in order:
        mine, best, most = carriers[units], None, 0
        for number in sorted({number for text in mine for number in of_text[text]}):
            common = carriers[found[number][0]] & mine
            score = len(common) + any(holders[text].credited for text in common)
            if score >= 2 and 2 * score >= len(mine) and score > most:
                best, most = number, score
        if best is None:
            best = len(found)
            found.append([])
            for text in mine:
                of_text[text].append(best)
        found[best].append(units)
    return found


def _copied(
    classes: Sequence[tuple[SentenceNumber, ...]], table: _Sentences, extents: Sequence[tuple[int, int]]
) -> CopiedText:
    """Return a text with neighbouring sentences joined where all their carriers have them side by side."""
    passages: list[dict[int, list[tuple[int, int]]]] = []
    for units in sorted(classes):
        places: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for unit in units:
            _join(places[table.text[unit]], extents[unit])
        if passages and passages[-1].keys() == places.keys():
            last = passages[-1]
            if all(last[text][-1][1] == places[text][0][0] for text in places):
                for text, parts in places.items():
                    for part in parts:
                        _join(last[text], part)
                continue
        passages.append(places)
    return CopiedText(
        passages=tuple(
            tuple(
                sorted(
                    CopiedPlace(text, start, end) for text, parts in places.items() for start, end in parts
                )
            )
            for places in passages
        )
    )


def _join(parts: list[tuple[int, int]], part: tuple[int, int]) -> None:
    if parts and parts[-1][1] == part[0]:
        parts[-1] = (parts[-1][0], part[1])
    else:
        parts.append(part)
