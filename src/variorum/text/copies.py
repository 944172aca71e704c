"""From passages that pairs of texts share to texts that many carry: sentences, then origins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median
from typing import TYPE_CHECKING

from msgspec import Struct

from variorum.settings import ReuseSettings
from variorum.text.reuse import Passage
from variorum.text.shingles import Wording

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Unit = tuple[int, int]  # text, number of a sentence in it
# A place is widened to the sentence when fewer words than this are missing: what one changed word takes away.
_EDGE = 3
# Equal words that are looked at together: some 100 MB while it lasts.
_AT_ONCE = 1_000_000


class Holder(Struct, frozen=True, kw_only=True):
    """A text that may carry others.

    day: a number that rises by one a day; None where the date is not known.
    credited: it names an agency as its author.
    """

    name: str
    wording: Wording
    day: int | None = None
    credited: bool = False


class Place(Struct, frozen=True, order=True):
    """Words ``start`` up to ``end`` of a text (its index)."""

    text: int
    start: int
    end: int


class Copied(Struct, frozen=True, kw_only=True):
    """A text that several carry: its passages, each with its places, one or more in each text that has it."""

    passages: tuple[tuple[Place, ...], ...]

    def places(self) -> dict[int, list[Place]]:
        """Return the texts that carry something of it, rising, with the places of each."""
        found: dict[int, list[Place]] = {}
        for place in sorted(place for passage in self.passages for place in passage):
            found.setdefault(place.text, []).append(place)
        return found


def copied_texts(
    holders: Sequence[Holder], shared: Mapping[tuple[int, int], Sequence[Passage]], settings: ReuseSettings
) -> list[Copied]:
    """Return the texts that several of ``holders`` carry, given what pairs of them share.

    Sentences that stand for each other are one (transitively: they are prints of one sentence). Sentences
    belong to one text when enough of their carriers are the same; so a report that takes one paragraph from
    this text and one from that is in both, and does not make them one. What returns for weeks in texts that
    share little else is a house's footer or stock paragraph, and left out.
    Order: by the first place. The order of ``holders`` changes nothing but the indices.
    """
    table = _Sentences(holders)
    links = table.links(shared, settings)
    classes = _classes(links, table)
    if any(holder.day is not None for holder in holders):
        weights = _Weights(shared)
        classes = [units for units in classes if not _is_stock(units, holders, weights, table, settings)]
    return sorted(
        (_copied(group, table) for group in _texts(classes, holders)), key=lambda copied: copied.passages
    )


class _Sentences:
    """The sentences of all holders in a row, each with its words and those of them that others have.

    texts, starts, ends: of each sentence, in words of all holders in a row; words: where those of each holder
    begin. covered: whether another holder has a word.
    """

    def __init__(self, holders: Sequence[Holder]) -> None:
        import numpy as np

        wordings = [holder.wording for holder in holders]
        sizes = np.array([len(wording.numbers) for wording in wordings], np.int64)
        counts = np.array([len(wording.sentences) for wording in wordings], np.int64)
        self.words = np.concatenate([[0], np.cumsum(sizes)])
        self.first = np.concatenate([[0], np.cumsum(counts)])
        self.texts = np.repeat(np.arange(len(wordings)), counts)
        begins = [wording.sentences for wording in wordings] or [np.zeros(0, np.int64)]
        self.starts = np.concatenate(begins) + self.words[self.texts]
        self.ends = np.append(self.starts[1:], self.words[-1])[: len(self.starts)]
        self.covered = np.zeros(int(self.words[-1]), np.bool_)

    def links(
        self, shared: Mapping[tuple[int, int], Sequence[Passage]], settings: ReuseSettings
    ) -> NDArray[np.int64]:
        """Return every two sentences that are one, a row each; mark what is ``covered``.

        They have half of the shorter one's words in common, place by place, or what makes a passage.
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
            added = [passage.table + begins for passage in passages]
            tables += added
            held += sum(int(table[:, 2].sum()) for table in added)
            if tables and (held > _AT_ONCE or number == len(shared)):
                starts_a, starts_b, lengths = np.concatenate(tables).T
                within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
                yield np.repeat(starts_a, lengths) + within, np.repeat(starts_b, lengths) + within
                tables, held = [], 0

    def unit(self, number: int) -> Unit:
        """Return the text of a sentence and its number there."""
        text = int(self.texts[number])
        return text, number - int(self.first[text])

    def length(self, unit: Unit) -> int:
        """Return how many words a sentence has."""
        number = self.first[unit[0]] + unit[1]
        return int(self.ends[number] - self.starts[number])

    def extent(self, unit: Unit) -> list[int]:
        """Return the words of a sentence that others have: all of it when few at an edge are missing."""
        import numpy as np

        number, begin = self.first[unit[0]] + unit[1], int(self.words[unit[0]])
        first, last = int(self.starts[number]), int(self.ends[number])
        words = np.flatnonzero(self.covered[first:last])
        start, end = first + int(words[0]), first + int(words[-1]) + 1
        start, end = first if start - first < _EDGE else start, last if last - end < _EDGE else end
        return [start - begin, end - begin]


def _classes(links: NDArray[np.int64], table: _Sentences) -> list[tuple[Unit, ...]]:
    """Return the connected sentences, each group sorted, and the groups by their first."""
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    if not len(links):
        return []
    known, places = np.unique(links, return_inverse=True)
    one, other = places.reshape(links.shape).T
    matrix = coo_array((np.ones(len(links), np.int8), (one, other)), shape=(len(known), len(known)))
    _, labels = connected_components(matrix, directed=False)
    groups: dict[int, list[Unit]] = {}
    for number, label in zip(known.tolist(), labels.tolist(), strict=True):
        groups.setdefault(label, []).append(table.unit(number))
    return [tuple(group) for group in groups.values()]


class _Weights:
    """How much every two texts share, by passages."""

    def __init__(self, shared: Mapping[tuple[int, int], Sequence[Passage]]) -> None:
        self._of = {pair: sum(passage.weight for passage in passages) for pair, passages in shared.items()}
        self._beside: dict[int, list[int]] = defaultdict(list)
        for first, second in self._of:
            self._beside[first].append(second)

    def between(self, texts: Sequence[int]) -> Iterator[tuple[int, int, int]]:
        """Yield every two of ``texts`` that share something, with how much; the shorter way to find them."""
        if sum(len(self._beside[text]) for text in texts) > len(texts) ** 2:
            pairs = ((a, b) for number, a in enumerate(texts) for b in texts[number + 1 :])
        else:
            among = frozenset(texts)
            pairs = ((a, b) for a in texts for b in self._beside[a] if b in among)
        for pair in pairs:
            if pair in self._of:
                yield *pair, self._of[pair]


def _is_stock(
    units: Sequence[Unit],
    holders: Sequence[Holder],
    weights: _Weights,
    table: _Sentences,
    settings: ReuseSettings,
) -> bool:
    """Tell whether a sentence returns on several days over weeks in texts that share little else."""
    texts = sorted({text for text, _ in units})
    if not returns([day for text in texts if (day := holders[text].day) is not None], settings):
        return False
    length = max(map(table.length, units))
    prose = {text: holders[text].wording.prose for text in texts}
    more = [(weight - length) / max(1, min(prose[a], prose[b])) for a, b, weight in weights.between(texts)]
    return not more or median(more) < settings.little


def returns(days: Iterable[int], settings: ReuseSettings) -> bool:
    """Tell whether something was printed on three days at least, that lie farther apart than news does."""
    different = set(days)
    return len(different) > 2 and max(different) - min(different) > settings.news_days


def _texts(classes: Sequence[tuple[Unit, ...]], holders: Sequence[Holder]) -> list[list[tuple[Unit, ...]]]:
    """Return the sentences of each text: the widest carried first, each to the one it has most carriers with.

    Two carriers must be the same, or one that an agency wrote, and half of the sentence's. Texts never join,
    so that no report with parts of two makes them one.
    """
    carriers = {units: frozenset(text for text, _ in units) for units in classes}
    order = sorted(
        classes, key=lambda units: (-len(carriers[units]), [_name(unit, holders) for unit in units])
    )
    found: list[list[tuple[Unit, ...]]] = []
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


def _name(unit: Unit, holders: Sequence[Holder]) -> tuple[str, int]:
    return holders[unit[0]].name, unit[1]


def _copied(classes: Sequence[tuple[Unit, ...]], table: _Sentences) -> Copied:
    """Return a text with neighbouring sentences joined where all their carriers have them side by side."""
    passages: list[dict[int, list[list[int]]]] = []
    for units in sorted(classes):
        places: dict[int, list[list[int]]] = defaultdict(list)
        for unit in units:
            _join(places[unit[0]], table.extent(unit))
        if passages and passages[-1].keys() == places.keys():
            last = passages[-1]
            if all(last[text][-1][1] == places[text][0][0] for text in places):
                for text, parts in places.items():
                    for part in parts:
                        _join(last[text], part)
                continue
        passages.append(places)
    return Copied(
        passages=tuple(
            tuple(sorted(Place(text, start, end) for text, parts in places.items() for start, end in parts))
            for places in passages
        )
    )


def _join(parts: list[list[int]], part: list[int]) -> None:
    if parts and parts[-1][1] == part[0]:
        parts[-1][1] = part[1]
    else:
        parts.append([*part])
