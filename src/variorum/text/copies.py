"""From passages that pairs of texts share to texts that many carry: sentences, then origins."""

from __future__ import annotations

from collections import Counter, defaultdict
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

    @property
    def places(self) -> tuple[Place, ...]:
        """Return all places where something of it stands, in order."""
        return tuple(sorted(place for passage in self.passages for place in passage))

    @property
    def texts(self) -> tuple[int, ...]:
        """Return the texts that carry something of it, rising."""
        return tuple(sorted({place.text for place in self.places}))

    def places_in(self, text: int) -> Iterator[Place]:
        """Yield the places in one text."""
        return (place for place in self.places if place.text == text)


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
    sentence_of = [_sentence_numbers(holder.wording) for holder in holders]
    extents: dict[Unit, list[int]] = {}
    links: Counter[tuple[Unit, Unit]] = Counter()
    for (a, b), passages in sorted(shared.items()):
        for passage in passages:
            for one, words in _aligned(a, b, passage, sentence_of, extents).items():
                links[one] += words
    kept = [pair for pair, words in links.items() if words >= _least(pair, holders, settings)]
    classes = _classes(kept)
    if any(holder.day is not None for holder in holders):
        weights = {pair: sum(passage.weight for passage in passages) for pair, passages in shared.items()}
        classes = [units for units in classes if not _is_stock(units, holders, weights, settings)]
    return sorted(
        (_copied(group, extents, holders) for group in _texts(classes, holders)),
        key=lambda copied: copied.passages,
    )


def _sentence_numbers(wording: Wording) -> NDArray[np.int64]:
    import numpy as np

    return np.searchsorted(wording.sentences, np.arange(len(wording.numbers)), "right") - 1


def _aligned(
    a: int, b: int, passage: Passage, sentence_of: Sequence[NDArray[np.int64]], extents: dict[Unit, list[int]]
) -> Counter[tuple[Unit, Unit]]:
    """Return how many words each two sentences have in common, place by place; widen ``extents``."""
    found: Counter[tuple[Unit, Unit]] = Counter()
    for stretch in passage.stretches:
        of_a = sentence_of[a][stretch.a : stretch.a + stretch.length].tolist()
        of_b = sentence_of[b][stretch.b : stretch.b + stretch.length].tolist()
        for offset, (one, other) in enumerate(zip(of_a, of_b, strict=True)):
            found[(a, one), (b, other)] += 1
            for unit, word in (((a, one), stretch.a + offset), ((b, other), stretch.b + offset)):
                extent = extents.setdefault(unit, [word, word + 1])
                extent[0], extent[1] = min(extent[0], word), max(extent[1], word + 1)
    return found


def _bounds(unit: Unit, holders: Sequence[Holder]) -> tuple[int, int]:
    wording = holders[unit[0]].wording
    starts = wording.sentences
    end = int(starts[unit[1] + 1]) if unit[1] + 1 < len(starts) else len(wording.numbers)
    return int(starts[unit[1]]), end


def _least(pair: tuple[Unit, Unit], holders: Sequence[Holder], settings: ReuseSettings) -> float:
    """Return how many equal words make two sentences one: half of the shorter, or what makes a passage."""
    shorter = min(end - start for start, end in (_bounds(unit, holders) for unit in pair))
    return min(shorter / 2, settings.weight)


def _classes(links: Iterable[tuple[Unit, Unit]]) -> list[tuple[Unit, ...]]:
    """Return the connected sentences, each group sorted, and the groups by their first."""
    of: dict[Unit, Unit] = {}

    def find(unit: Unit) -> Unit:
        of.setdefault(unit, unit)
        while of[unit] != unit:
            of[unit] = of[of[unit]]
            unit = of[unit]
        return unit

    for one, other in links:
        a, b = sorted((find(one), find(other)))
        of[b] = a
    groups: dict[Unit, list[Unit]] = defaultdict(list)
    for unit in sorted(of):
        groups[find(unit)].append(unit)
    return [tuple(group) for group in groups.values()]


def _is_stock(
    units: Sequence[Unit],
    holders: Sequence[Holder],
    weights: Mapping[tuple[int, int], int],
    settings: ReuseSettings,
) -> bool:
    """Tell whether a sentence returns on several days over weeks in texts that share little else."""
    texts = sorted({text for text, _ in units})
    if not returns([day for text in texts if (day := holders[text].day) is not None], settings):
        return False
    length = max(end - start for start, end in (_bounds(unit, holders) for unit in units))
    more = [
        (weights[pair] - length) / max(1, min(holders[text].wording.prose for text in pair))
        for pair in _pairs(texts, weights)
    ]
    return not more or median(more) < settings.little


def returns(days: Iterable[int], settings: ReuseSettings) -> bool:
    """Tell whether something was printed on three days at least, that lie farther apart than news does."""
    different = set(days)
    return len(different) > 2 and max(different) - min(different) > settings.news_days


def _pairs(texts: Sequence[int], known: Mapping[tuple[int, int], int]) -> Iterator[tuple[int, int]]:
    for index, first in enumerate(texts):
        for second in texts[index + 1 :]:
            if (first, second) in known:
                yield first, second


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


def _copied(
    classes: Sequence[tuple[Unit, ...]], extents: Mapping[Unit, list[int]], holders: Sequence[Holder]
) -> Copied:
    """Return a text with neighbouring sentences joined where all their carriers have them side by side."""
    passages: list[dict[int, list[list[int]]]] = []
    for units in sorted(classes):
        places: dict[int, list[list[int]]] = defaultdict(list)
        for unit in units:
            _join(places[unit[0]], _extent(unit, extents, holders))
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


def _extent(unit: Unit, extents: Mapping[Unit, list[int]], holders: Sequence[Holder]) -> list[int]:
    """Return the words of a sentence that others have: all of it when only words at an edge are missing."""
    (start, end), (first, last) = extents[unit], _bounds(unit, holders)
    return [first if start - first < _EDGE else start, last if last - end < _EDGE else end]
